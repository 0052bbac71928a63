/* geo/rtree.h - a packed static R-tree: flat, immutable, memory-mapped.
 *
 * Items are sorted by the Hilbert value of their centre and packed 16 a node
 * (after Kamel & Faloutsos, VLDB 1994). The bytes are position independent. */
#ifndef GEO_RTREE_H
#define GEO_RTREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "geo/bbox.h"

/* Appends the tree over count boxes (item i is boxes[i]) to out, 8-byte aligned
 * from the start of what it appends. Items with empty boxes are left out. */
BASE_MUST_CHECK
enum base_status geo_rtree_build(const struct geo_box *boxes, uint32_t count,
                                 struct base_buffer *out, struct base_error *err);

/* A view on such bytes (8-byte aligned, borrowed). */
struct geo_rtree {
    const unsigned char *bytes;
    uint32_t item_count, node_count;
    uint32_t input_count; /* every item number is below it; compare with the own table */
};

/* Checks every count and child range once, so that later queries cannot read
 * outside. BASE_INVALID for damaged bytes. */
BASE_MUST_CHECK
enum base_status geo_rtree_open(const void *bytes, size_t size, struct geo_rtree *out,
                                struct base_error *err);

/* Calls visit for each item whose box meets the box (inclusive), in the tree's
 * order; stops when visit returns false. */
typedef bool (*geo_rtree_visit)(void *context, uint32_t item, struct geo_box box);
void geo_rtree_query(const struct geo_rtree *tree, struct geo_box box, geo_rtree_visit visit,
                     void *context);

/* The item that stands at a place below item_count, and its box: places are near
 * each other where items are. */
uint32_t geo_rtree_item(const struct geo_rtree *tree, uint32_t place, struct geo_box *box);

/* Calls visit once for each pair of different items whose boxes meet (inclusive), in
 * no order that means anything; stops when visit returns false. */
typedef bool (*geo_rtree_visit_pair)(void *context, uint32_t first, struct geo_box first_box,
                                     uint32_t second, struct geo_box second_box);
void geo_rtree_join(const struct geo_rtree *tree, geo_rtree_visit_pair visit, void *context);

/* Nearest first: calls distance(context, item) for candidates whose box may be
 * nearer than what was found, and returns the item with the smallest distance
 * in metres (ties: the smaller item number) or UINT32_MAX when none lies within
 * limit_m. distance may return INFINITY to refuse an item. */
typedef double (*geo_rtree_distance)(void *context, uint32_t item);
uint32_t geo_rtree_nearest(const struct geo_rtree *tree, struct geo_point point, double limit_m,
                           geo_rtree_distance distance, void *context, double *distance_m);

#endif
