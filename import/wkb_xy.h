/* import/wkb_xy.h - WKB in any CRS as plain numbers, before it meets the grid. */
#ifndef IMPORT_WKB_XY_H
#define IMPORT_WKB_XY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "geo/geometry.h"

/* Laid out like struct geo_geometry, in the source's units and order. */
struct import_xy {
    enum geo_kind kind;
    uint32_t part_count, ring_count, point_count;
    uint32_t *part_rings, *ring_points;
    double *x, *y;
};

/* Reads little-endian 2D WKB of the six kinds as OGR writes it; a collection's
 * parts of its first part's dimension are taken together. Empty geometries have
 * no parts. Arrays go to the arena.
 * Returns BASE_OK, BASE_INVALID (cut off, or of a kind we do not keep) or
 * BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status import_xy_parse(const void *wkb, size_t size, struct base_arena *arena,
                                 struct import_xy *out, struct base_error *err);

/* Sees count points: pairs of doubles, not aligned. */
typedef void import_xy_visit(void *context, const unsigned char *points, uint32_t count);
/* Shows each ring, line or point of what import_xy_parse reads, in order and
 * without a copy; false, and nothing is shown, when it would not read it. */
bool import_xy_walk(const void *wkb, size_t size, import_xy_visit *visit, void *context);

/* Exchanges x and y of every point in the bytes; false when they are no WKB. */
bool import_xy_exchange(void *wkb, size_t size);

/* Appends the geometry as WKB. */
void import_xy_write(const struct import_xy *xy, struct base_buffer *out);

/* Appends a WKB point. */
void import_xy_write_point(double x, double y, struct base_buffer *out);

#endif
