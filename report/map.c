/* report/map.c - a small map as inline SVG. */
#include "report/map.h"

#include <math.h>
#include <stdlib.h>

#include "geo/measure.h"
#include "geo/simplify.h"

#define MARGIN       0.03
#define SIMPLIFY_PX  0.3
#define LEAST_SPAN_M 200.0 /* a single point is shown with its surroundings */

/* The box with a margin, and no smaller than LEAST_SPAN_M. */
static struct geo_box widen(struct geo_box box, const struct geo_plane *plane)
{
    double lon = (double)(box.max.lon - box.min.lon), lat = (double)(box.max.lat - box.min.lat);
    int64_t more_lon = (int64_t)fmax(lon * MARGIN, (LEAST_SPAN_M / plane->m_per_lon - lon) / 2);
    int64_t more_lat = (int64_t)fmax(lat * MARGIN, (LEAST_SPAN_M / plane->m_per_lat - lat) / 2);
    return (struct geo_box){{box.min.lon - more_lon, box.min.lat - more_lat},
                            {box.max.lon + more_lon, box.max.lat + more_lat}};
}

void report_map_begin(struct report_map *map, struct report_page *page, struct geo_box box)
{
    *map = (struct report_map){.page = page};
    if (geo_box_is_empty(box))
        box = (struct geo_box){{0, 0}, {0, 0}};
    struct geo_point middle = {box.min.lon + (box.max.lon - box.min.lon) / 2,
                               box.min.lat + (box.max.lat - box.min.lat) / 2};
    struct geo_plane plane = geo_plane_at(middle);
    map->box = widen(box, &plane);
    double squeeze = cos(GEO_RADIANS(geo_grid_to_degrees(middle.lat)));
    double lon = (double)(map->box.max.lon - map->box.min.lon) * squeeze;
    double lat = (double)(map->box.max.lat - map->box.min.lat);
    map->px_per_lat = fmin(REPORT_MAP_WIDTH_PX / lon, REPORT_MAP_HEIGHT_PX / lat);
    map->px_per_lon = map->px_per_lat * squeeze;
    map->m_per_px = plane.m_per_lat / map->px_per_lat;
    map->width_px = REPORT_MAP_WIDTH_PX;
    map->height_px = ceil(lat * map->px_per_lat);
    base_buffer_printf(page->out, "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"",
                       map->width_px, map->height_px);
    report_html_say(page, "Map");
    base_buffer_text(page->out, "\">\n");
}

/* A box narrower than the frame stands in its middle. */
static double x_px(const struct report_map *map, struct geo_point point)
{
    double used = (double)(map->box.max.lon - map->box.min.lon) * map->px_per_lon;
    return (map->width_px - used) / 2 + (double)(point.lon - map->box.min.lon) * map->px_per_lon;
}

static double y_px(const struct report_map *map, struct geo_point point)
{
    return (double)(map->box.max.lat - point.lat) * map->px_per_lat;
}

static bool is_shown(const struct report_map *map, double x, double y)
{
    return x >= 0 && x < map->width_px && y >= 0 && y < map->height_px;
}

/* What the whole frame shows, to leave out what lies beyond it. */
static bool meets_frame(const struct report_map *map, struct geo_box box)
{
    return x_px(map, box.min) <= map->width_px && x_px(map, box.max) >= 0 &&
           y_px(map, box.min) >= 0 && y_px(map, box.max) <= map->height_px;
}

static void write_path(struct report_map *map, const struct geo_point *points, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        base_buffer_printf(map->page->out, "%s%.1f %.1f",
                           i == 0   ? "M"
                           : i == 1 ? "L"
                                    : " ",
                           x_px(map, points[i]), y_px(map, points[i]));
}

static void write_ring(struct report_map *map, const struct geo_point *points, uint32_t count)
{
    struct geo_point *kept = malloc(((size_t)count + 1) * sizeof *kept);
    float *weights = malloc(((size_t)count + 1) * sizeof *weights);
    if (!kept || !weights || geo_simplify_weights(points, count, weights, NULL) != BASE_OK)
        map->failed = true;
    else
        write_path(map, kept,
                   geo_simplify_path(points, weights, count, SIMPLIFY_PX * map->m_per_px, kept));
    free(weights);
    free(kept);
}

void report_map_shape(struct report_map *map, const struct geo_geometry *geometry,
                      const char *class_name)
{
    if (geometry->part_count == 0 || !meets_frame(map, geo_geometry_box(geometry)))
        return;
    base_buffer_printf(map->page->out, "<path class=\"%s\" fill-rule=\"evenodd\" d=\"", class_name);
    for (uint32_t r = geometry->part_rings[0]; r < geometry->part_rings[geometry->part_count]; r++)
        write_ring(map, geometry->points + geometry->ring_points[r],
                   geometry->ring_points[r + 1] - geometry->ring_points[r]);
    base_buffer_text(map->page->out, "\"/>\n");
}

void report_map_mark(struct report_map *map, struct geo_point point, double radius_px,
                     const char *class_name, const char *label)
{
    double x = x_px(map, point), y = y_px(map, point);
    if (!is_shown(map, x, y))
        return;
    base_buffer_printf(map->page->out, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>",
                       class_name, x, y, radius_px);
    if (label) {
        base_buffer_printf(map->page->out, "<text x=\"%.1f\" y=\"%.1f\">", x + radius_px + 2,
                           y - radius_px);
        report_html_text(map->page->out, label);
        base_buffer_text(map->page->out, "</text>");
    }
    base_buffer_byte(map->page->out, '\n');
}

void report_map_dots(struct report_map *map, const struct geo_point *points, size_t count,
                     const char *class_name)
{
    size_t width = (size_t)map->width_px, height = (size_t)map->height_px + 1;
    unsigned char *drawn = calloc(width, height);
    if (!drawn) {
        map->failed = true;
        return;
    }
    base_buffer_printf(map->page->out, "<path class=\"dots %s\" d=\"", class_name);
    for (size_t i = 0; i < count; i++) {
        double x = x_px(map, points[i]), y = y_px(map, points[i]);
        if (!is_shown(map, x, y) || drawn[(size_t)y * width + (size_t)x])
            continue;
        drawn[(size_t)y * width + (size_t)x] = 1;
        base_buffer_printf(map->page->out, "M%zu %zuh0", (size_t)x, (size_t)y);
    }
    base_buffer_text(map->page->out, "\"/>\n");
    free(drawn);
}

/* The largest of 1, 2 and 5 times a power of ten that is no more. */
static double round_down(double length)
{
    double power = pow(10, floor(log10(length)));
    double first = length / power;
    return power * (first >= 5 ? 5 : first >= 2 ? 2 : 1);
}

enum base_status report_map_end(struct report_map *map, struct base_error *err)
{
    struct base_buffer *out = map->page->out;
    double bar_m = round_down(120 * map->m_per_px), y = map->height_px - 10;
    bool km = bar_m >= 1000;
    base_buffer_printf(out, "<path class=\"bar\" d=\"M12 %.1fv4h%.1fv-4\"/>", y - 4,
                       bar_m / map->m_per_px);
    base_buffer_printf(out, "<text x=\"16\" y=\"%.1f\">%g %s</text>\n</svg>\n", y - 8,
                       km ? bar_m / 1000 : bar_m, km ? "km" : "m");
    return map->failed ? base_fail(err, BASE_NO_MEMORY, "no memory for the report") : BASE_OK;
}
