/* geo/rtree.c - a packed static R-tree.
 *
 * Bytes: header · item boxes · node boxes, level by level, the root last · item
 * numbers. Items and the nodes of a level stand 16 to a parent, so the children
 * of a node are known from its place and no pointer is stored. */
#include "geo/rtree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FANOUT     16U
#define MAX_LEVELS 10
#define MAGIC      UINT64_C(0x3154525559) /* "YURT1" */

struct header {
    uint64_t magic;
    uint32_t item_count, node_count, input_count, zero;
};

/* Where each level's boxes start in the box array; level 0 are the items. */
struct levels {
    uint32_t start[MAX_LEVELS + 1], count[MAX_LEVELS + 1];
    int top;
};

static struct levels levels_of(uint32_t items)
{
    struct levels levels = {.count = {items}};
    while (levels.count[levels.top] > 1) {
        int level = ++levels.top;
        levels.start[level] = levels.start[level - 1] + levels.count[level - 1];
        levels.count[level] = (levels.count[level - 1] - 1) / FANOUT + 1;
    }
    return levels;
}

/* Boxes in all levels; more than 32 bits hold only for absurd counts. */
static uint64_t box_count(uint32_t items)
{
    uint64_t sum = items;
    for (uint64_t level = items; level > 1; sum += level)
        level = (level - 1) / FANOUT + 1;
    return sum;
}

/* Place of (x, y) on the Hilbert curve of 16 bits a side (after Skilling, AIP
 * Conf. Proc. 707, 2004, in the usual two-dimensional loop). */
static uint32_t hilbert(uint32_t x, uint32_t y)
{
    uint32_t place = 0;
    for (uint32_t side = UINT32_C(1) << 15; side > 0; side >>= 1) {
        uint32_t right = (x & side) > 0, up = (y & side) > 0;
        place += side * side * ((3 * right) ^ up);
        if (!up) {
            if (right) {
                x = 65535 - x;
                y = 65535 - y;
            }
            uint32_t swap = x;
            x = y;
            y = swap;
        }
    }
    return place;
}

static uint32_t scaled(int64_t min, int64_t max, int64_t from, int64_t to)
{
    double span = (double)(to - from);
    return span > 0 ? (uint32_t)(((double)(min - from) + (double)(max - from)) / 2 / span * 65535)
                    : 0;
}

static int compare_keys(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Sorted (Hilbert place << 32 | item) of the boxes that are not empty. */
static uint64_t *sorted_keys(const struct geo_box *boxes, uint32_t count, uint32_t *kept)
{
    struct geo_box all = geo_box_empty();
    for (uint32_t i = 0; i < count; i++)
        if (!geo_box_is_empty(boxes[i]))
            all = geo_box_union(all, boxes[i]);
    uint64_t *keys = malloc(((size_t)count + 1) * sizeof *keys);
    *kept = 0;
    for (uint32_t i = 0; keys && i < count; i++) {
        if (geo_box_is_empty(boxes[i]))
            continue;
        uint32_t x = scaled(boxes[i].min.lon, boxes[i].max.lon, all.min.lon, all.max.lon);
        uint32_t y = scaled(boxes[i].min.lat, boxes[i].max.lat, all.min.lat, all.max.lat);
        keys[(*kept)++] = (uint64_t)hilbert(x, y) << 32 | i;
    }
    if (keys)
        qsort(keys, *kept, sizeof *keys, compare_keys);
    return keys;
}

static void fill_nodes(struct geo_box *boxes, uint32_t items)
{
    struct levels levels = levels_of(items);
    for (int level = 1; level <= levels.top; level++) {
        for (uint32_t i = 0; i < levels.count[level]; i++) {
            struct geo_box box = geo_box_empty();
            for (uint32_t c = i * FANOUT; c < (i + 1) * FANOUT && c < levels.count[level - 1]; c++)
                box = geo_box_union(box, boxes[levels.start[level - 1] + c]);
            boxes[levels.start[level] + i] = box;
        }
    }
}

enum base_status geo_rtree_build(const struct geo_box *boxes, uint32_t count,
                                 struct base_buffer *out, struct base_error *err)
{
    uint32_t kept = 0;
    uint64_t *keys = sorted_keys(boxes, count, &kept);
    uint64_t total = box_count(kept);
    struct geo_box *sorted = malloc((size_t)(total + 1) * sizeof *sorted);
    if (!keys || !sorted || total > UINT32_MAX) {
        free(keys);
        free(sorted);
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    }
    for (uint32_t i = 0; i < kept; i++)
        sorted[i] = boxes[(uint32_t)keys[i]];
    fill_nodes(sorted, kept);

    struct header header = {MAGIC, kept, (uint32_t)total - kept, count, 0};
    base_buffer_append(out, &header, sizeof header);
    base_buffer_append(out, sorted, (size_t)total * sizeof *sorted);
    for (uint32_t i = 0; i < kept; i++)
        base_buffer_u32(out, (uint32_t)keys[i]);
    if (kept % 2)
        base_buffer_u32(out, 0);
    free(keys);
    free(sorted);
    return base_buffer_check(out, err);
}

static const struct geo_box *boxes_of(const struct geo_rtree *tree)
{
    return (const void *)(tree->bytes + sizeof(struct header));
}

static const uint32_t *items_of(const struct geo_rtree *tree)
{
    return (const void *)(boxes_of(tree) + tree->item_count + tree->node_count);
}

/* Far outside the world, yet no difference of two such values overflows. */
#define FARTHEST (1000 * GEO_GRID_PER_DEGREE)

static bool box_is_sane(struct geo_box box)
{
    return box.min.lon >= -FARTHEST && box.min.lat >= -FARTHEST && box.max.lon <= FARTHEST &&
           box.max.lat <= FARTHEST && box.min.lon <= box.max.lon && box.min.lat <= box.max.lat;
}

enum base_status geo_rtree_open(const void *bytes, size_t size, struct geo_rtree *out,
                                struct base_error *err)
{
    struct header header;
    if (size < sizeof header || (uintptr_t)bytes % 8 != 0)
        return base_fail(err, BASE_INVALID, "the spatial index is cut off");
    memcpy(&header, bytes, sizeof header);
    uint64_t total = box_count(header.item_count);
    if (header.magic != MAGIC || total - header.item_count != header.node_count)
        return base_fail(err, BASE_INVALID, "the spatial index is damaged: its header is wrong");
    uint64_t need = sizeof header + total * sizeof(struct geo_box) +
                    ((uint64_t)header.item_count + header.item_count % 2) * 4;
    if (need > size)
        return base_fail(err, BASE_INVALID, "the spatial index is cut off");
    struct geo_rtree tree = {bytes, header.item_count, header.node_count, header.input_count};
    const uint32_t *items = items_of(&tree);
    for (uint64_t i = 0; i < total; i++)
        if (!box_is_sane(boxes_of(&tree)[i]))
            return base_fail(err, BASE_INVALID,
                             "the spatial index is damaged: box %llu lies off the world",
                             (unsigned long long)i);
    for (uint32_t i = 0; i < tree.item_count; i++)
        if (items[i] >= header.input_count)
            return base_fail(err, BASE_INVALID,
                             "the spatial index is damaged: it names item %u of %u", items[i],
                             header.input_count);
    *out = tree;
    return BASE_OK;
}

struct query {
    const struct geo_box *boxes;
    const uint32_t *items;
    struct levels levels;
    struct geo_box box;
    geo_rtree_visit visit;
    void *context;
};

/* Visits what meets the box among the children of a node; false to stop. */
static bool query_children(const struct query *query, int level, uint32_t index)
{
    uint32_t first = index * FANOUT, end = query->levels.count[level];
    const struct geo_box *boxes = query->boxes + query->levels.start[level];
    if (end - first > FANOUT)
        end = first + FANOUT;
    for (uint32_t i = first; i < end; i++) {
        if (!geo_box_intersects(boxes[i], query->box))
            continue;
        bool go_on = level == 0 ? query->visit(query->context, query->items[i], boxes[i])
                                : query_children(query, level - 1, i);
        if (!go_on)
            return false;
    }
    return true;
}

void geo_rtree_query(const struct geo_rtree *tree, struct geo_box box, geo_rtree_visit visit,
                     void *context)
{
    if (tree->item_count == 0)
        return;
    struct query query = {.boxes = boxes_of(tree),
                          .items = items_of(tree),
                          .levels = levels_of(tree->item_count),
                          .box = box,
                          .visit = visit,
                          .context = context};
    query_children(&query, query.levels.top, 0);
}

uint32_t geo_rtree_item(const struct geo_rtree *tree, uint32_t place, struct geo_box *box)
{
    *box = boxes_of(tree)[place];
    return items_of(tree)[place];
}

struct join {
    const struct geo_box *boxes;
    const uint32_t *items;
    struct levels levels;
    geo_rtree_visit_pair visit;
    void *context;
};

/* The children of a node that meet the box; returns how many. */
static uint32_t children_in(const struct join *join, int level, uint32_t index, struct geo_box box,
                            uint32_t out[FANOUT])
{
    uint32_t first = index * FANOUT, count = 0, end = join->levels.count[level];
    const struct geo_box *boxes = join->boxes + join->levels.start[level];
    if (end - first > FANOUT)
        end = first + FANOUT;
    for (uint32_t i = first; i < end; i++) {
        out[count] = i;
        count += geo_box_intersects(boxes[i], box);
    }
    return count;
}

/* Joins what stands below two nodes of the level above, or below one. */
static bool join_children(const struct join *join, int level, uint32_t left, uint32_t right)
{
    const struct geo_box *parents = join->boxes + join->levels.start[level + 1];
    const struct geo_box *boxes = join->boxes + join->levels.start[level];
    uint32_t a[FANOUT], b[FANOUT];
    uint32_t a_count = children_in(join, level, left, parents[right], a);
    uint32_t b_count = children_in(join, level, right, parents[left], b);
    for (uint32_t i = 0; i < a_count; i++) {
        for (uint32_t k = left == right ? i : 0; k < b_count; k++) {
            if (!geo_box_intersects(boxes[a[i]], boxes[b[k]]))
                continue;
            bool go_on = true;
            if (level > 0)
                go_on = join_children(join, level - 1, a[i], b[k]);
            else if (a[i] != b[k])
                go_on = join->visit(join->context, join->items[a[i]], boxes[a[i]],
                                    join->items[b[k]], boxes[b[k]]);
            if (!go_on)
                return false;
        }
    }
    return true;
}

void geo_rtree_join(const struct geo_rtree *tree, geo_rtree_visit_pair visit, void *context)
{
    if (tree->item_count < 2)
        return;
    struct join join = {.boxes = boxes_of(tree),
                        .items = items_of(tree),
                        .levels = levels_of(tree->item_count),
                        .visit = visit,
                        .context = context};
    join_children(&join, join.levels.top - 1, 0, 0);
}

/* The smallest radius of curvature of the ellipsoid, a hair less: with it a
 * sphere's distances are never larger than the ellipsoid's. */
#define LEAST_RADIUS_M (GEO_A_M * (1 - GEO_E2) * 0.9999)

struct search {
    const struct geo_box *boxes;
    const uint32_t *items;
    struct levels levels;
    struct geo_point point;
    double cosine, limit_m;
    uint32_t best_item;
    geo_rtree_distance distance;
    void *context;
};

struct candidate {
    double bound;
    uint32_t index;
};

static double radians(int64_t grid)
{
    return GEO_RADIANS(geo_grid_to_degrees(grid));
}

/* From a value to a range, 0 inside. */
static int64_t gap_to(int64_t value, int64_t min, int64_t max)
{
    return value < min ? min - value : value > max ? value - max : 0;
}

/* From a longitude to a range of them, the short way round. */
static int64_t lon_gap_to(int64_t lon, int64_t min, int64_t max)
{
    const int64_t circle = 360 * GEO_GRID_PER_DEGREE;
    int64_t east = gap_to(lon + circle, min, max), west = gap_to(lon - circle, min, max);
    int64_t here = gap_to(lon, min, max);
    int64_t other = east < west ? east : west;
    return here < other ? here : other;
}

/* A lower bound of sin(x), x in [0, pi/2]. */
static double low_sine(double x)
{
    return x < 0.5 ? x * (1 - x * x / 6) : sin(x) * (1 - 1e-12);
}

/* A lower bound of the distance from the point to anything in the box, by the
 * haversine with the box's nearest latitude and longitude and the least cosine
 * of its latitudes (cos is 1-Lipschitz). By the latitude alone where that is
 * already beyond the limit. */
static double box_bound(const struct search *search, struct geo_box box)
{
    struct geo_point p = search->point;
    double a = low_sine(radians(gap_to(p.lat, box.min.lat, box.max.lat)) / 2);
    if (2 * LEAST_RADIUS_M * a > search->limit_m)
        return 2 * LEAST_RADIUS_M * a;
    double b = low_sine(radians(lon_gap_to(p.lon, box.min.lon, box.max.lon)) / 2);
    int64_t farthest =
        p.lat - box.min.lat > box.max.lat - p.lat ? p.lat - box.min.lat : box.max.lat - p.lat;
    double cosine = fmax(0, search->cosine - radians(farthest));
    return 2 * LEAST_RADIUS_M * sqrt(a * a + search->cosine * cosine * b * b);
}

static void try_item(struct search *search, uint32_t index)
{
    uint32_t item = search->items[index];
    double distance = search->distance(search->context, item);
    bool nearer = distance < search->limit_m ||
                  (distance == search->limit_m &&
                   (search->best_item == UINT32_MAX || item < search->best_item));
    if (!nearer)
        return;
    search->limit_m = distance;
    search->best_item = item;
}

/* The children of a node that may hold something near enough, nearest first. */
static uint32_t list_children(const struct search *search, int level, uint32_t index,
                              struct candidate out[FANOUT])
{
    uint32_t count = 0, end = search->levels.count[level];
    for (uint32_t c = index * FANOUT; c < (index + 1) * FANOUT && c < end; c++) {
        struct candidate child = {box_bound(search, search->boxes[search->levels.start[level] + c]),
                                  c};
        if (!(child.bound <= search->limit_m))
            continue;
        uint32_t at = count++;
        for (; at > 0 && out[at - 1].bound > child.bound; at--)
            out[at] = out[at - 1];
        out[at] = child;
    }
    return count;
}

static void search_node(struct search *search, int level, uint32_t index)
{
    if (level == 0) {
        try_item(search, index);
        return;
    }
    struct candidate children[FANOUT];
    uint32_t count = list_children(search, level - 1, index, children);
    for (uint32_t i = 0; i < count && children[i].bound <= search->limit_m; i++)
        search_node(search, level - 1, children[i].index);
}

uint32_t geo_rtree_nearest(const struct geo_rtree *tree, struct geo_point point, double limit_m,
                           geo_rtree_distance distance, void *context, double *distance_m)
{
    struct search search = {.point = point,
                            .cosine = cos(radians(point.lat)),
                            .limit_m = limit_m,
                            .best_item = UINT32_MAX,
                            .distance = distance,
                            .context = context};
    if (tree->item_count == 0 || isnan(limit_m))
        return UINT32_MAX;
    search.boxes = boxes_of(tree);
    search.items = items_of(tree);
    search.levels = levels_of(tree->item_count);
    search_node(&search, search.levels.top, 0);
    if (search.best_item != UINT32_MAX && distance_m)
        *distance_m = search.limit_m;
    return search.best_item;
}
