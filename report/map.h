/* report/map.h - a small map as inline SVG, fitted to a box.
 *
 * Longitudes are scaled by the cosine of the middle latitude; paths are
 * simplified to 0.3 pixels. Shapes are drawn in the order they are added. */
#ifndef REPORT_MAP_H
#define REPORT_MAP_H

#include <stdbool.h>

#include "geo/geometry.h"
#include "report/html.h"

#define REPORT_MAP_WIDTH_PX  680
#define REPORT_MAP_HEIGHT_PX 520 /* at most */

struct report_map {
    struct report_page *page;
    struct geo_box box; /* what is shown, margin included */
    double width_px, height_px;
    double px_per_lon, px_per_lat; /* per grid unit */
    double m_per_px;
    bool failed; /* no memory; told by report_map_end */
};

/* Begins <svg> that shows the box; an empty one shows nothing. */
void report_map_begin(struct report_map *map, struct report_page *page, struct geo_box box);
/* Lines and outlines, cut by the frame. */
void report_map_shape(struct report_map *map, const struct geo_geometry *geometry,
                      const char *class_name);
/* A ring of radius_px at the point, with a label beside it unless that is NULL. */
void report_map_mark(struct report_map *map, struct geo_point point, double radius_px,
                     const char *class_name, const char *label);
/* Many points as dots of one colour, each pixel once. */
void report_map_dots(struct report_map *map, const struct geo_point *points, size_t count,
                     const char *class_name);
/* The scale bar and </svg>. BASE_OK or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status report_map_end(struct report_map *map, struct base_error *err);

#endif
