/* geo/bbox.c - axis-aligned rectangles in longitude and latitude. */
#include "geo/bbox.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

/* Reads count numbers separated by commas, and nothing after them. */
static bool parse_numbers(const char *text, double *numbers, int count)
{
    for (int i = 0; i < count; i++) {
        bool last = i == count - 1;
        size_t length = strcspn(text, ",");
        char number[64];
        if (length >= sizeof number || (text[length] == '\0') != last)
            return false;
        memcpy(number, text, length);
        number[length] = '\0';
        if (!base_number_parse(number, &numbers[i]))
            return false;
        text += length + 1;
    }
    return true;
}

enum base_status geo_bbox_parse(const char *text, struct geo_bbox *out, struct base_error *err)
{
    double n[4];
    if (!parse_numbers(text, n, 4))
        return base_fail(err, BASE_INVALID, "bbox must be four numbers: west,south,east,north");
    if (fabs(n[0]) > 180 || fabs(n[2]) > 180)
        return base_fail(err, BASE_INVALID, "bbox longitudes must lie in [-180, 180]");
    if (fabs(n[1]) > 90 || fabs(n[3]) > 90)
        return base_fail(err, BASE_INVALID, "bbox latitudes must lie in [-90, 90]");
    if (n[1] > n[3])
        return base_fail(err, BASE_INVALID, "bbox south %g is above north %g", n[1], n[3]);

    *out = (struct geo_bbox){.west = n[0], .south = n[1], .east = n[2], .north = n[3]};
    return BASE_OK;
}

static bool is_crossing(const struct geo_bbox *box)
{
    return box->west > box->east;
}

/* 180 and -180 are one meridian. */
static bool touch_at_antimeridian(const struct geo_bbox *a, const struct geo_bbox *b)
{
    return a->east == 180 && b->west == -180;
}

static bool longitudes_meet(const struct geo_bbox *a, const struct geo_bbox *b)
{
    if (is_crossing(a) && is_crossing(b))
        return true;
    if (is_crossing(a) || is_crossing(b))
        return a->west <= b->east || b->west <= a->east;
    return (a->west <= b->east && b->west <= a->east) || touch_at_antimeridian(a, b) ||
           touch_at_antimeridian(b, a);
}

bool geo_bbox_intersects(const struct geo_bbox *a, const struct geo_bbox *b)
{
    return a->south <= b->north && b->south <= a->north && longitudes_meet(a, b);
}

struct geo_box geo_box_empty(void)
{
    return (struct geo_box){.min = {INT64_MAX, INT64_MAX}, .max = {INT64_MIN, INT64_MIN}};
}

bool geo_box_is_empty(struct geo_box box)
{
    return box.min.lon > box.max.lon || box.min.lat > box.max.lat;
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

struct geo_box geo_box_add_point(struct geo_box box, struct geo_point point)
{
    return geo_box_union(box, (struct geo_box){point, point});
}

struct geo_box geo_box_union(struct geo_box a, struct geo_box b)
{
    return (struct geo_box){
        .min = {smaller(a.min.lon, b.min.lon), smaller(a.min.lat, b.min.lat)},
        .max = {larger(a.max.lon, b.max.lon), larger(a.max.lat, b.max.lat)},
    };
}

bool geo_box_contains(struct geo_box box, struct geo_point point)
{
    return box.min.lon <= point.lon && point.lon <= box.max.lon && box.min.lat <= point.lat &&
           point.lat <= box.max.lat;
}

struct geo_bbox geo_box_to_bbox(struct geo_box box)
{
    return (struct geo_bbox){
        .west = geo_grid_to_degrees(box.min.lon),
        .south = geo_grid_to_degrees(box.min.lat),
        .east = geo_grid_to_degrees(box.max.lon),
        .north = geo_grid_to_degrees(box.max.lat),
    };
}

struct geo_box geo_box_from_bbox(struct geo_bbox bbox)
{
    return (struct geo_box){
        .min = {geo_grid_from_degrees(bbox.west), geo_grid_from_degrees(bbox.south)},
        .max = {geo_grid_from_degrees(bbox.east), geo_grid_from_degrees(bbox.north)},
    };
}
