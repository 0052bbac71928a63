/* store/division_neighbours.c - which divisions share a border. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/measure.h"
#include "store/division_index.h"

#define NEAR_M      1.0            /* borders drawn twice lie this close at most */
#define SHORTEST_M  2.0            /* and run along each other at least this far */
#define MARGIN_GRID INT64_C(20000) /* about 2 m at the equator */

static struct geo_box widen(struct geo_box box)
{
    return (struct geo_box){{box.min.lon - MARGIN_GRID, box.min.lat - MARGIN_GRID},
                            {box.max.lon + MARGIN_GRID, box.max.lat + MARGIN_GRID}};
}

struct segment {
    struct geo_point a, b;
};

struct segment_list {
    struct segment *items;
    size_t count;
};

/* The border's segments that touch the box, each with its smaller end first. */
static struct segment_list segments_in(const struct geo_geometry *geometry, struct geo_box box,
                                       struct base_arena *arena)
{
    struct segment_list list = {
        base_arena_alloc(arena, (geometry->point_count + 1) * sizeof *list.items), 0};
    for (uint32_t ring = 0; list.items && ring < geometry->ring_count; ring++)
        for (uint32_t i = geometry->ring_points[ring]; i + 1 < geometry->ring_points[ring + 1];
             i++) {
            struct geo_point a = geometry->points[i], b = geometry->points[i + 1];
            struct geo_box own = geo_box_add_point(geo_box_add_point(geo_box_empty(), a), b);
            if (!geo_box_intersects(own, box))
                continue;
            bool ordered = geo_point_compare(a, b) <= 0;
            list.items[list.count++] = ordered ? (struct segment){a, b} : (struct segment){b, a};
        }
    return list;
}

static int compare_segments(const void *left, const void *right)
{
    const struct segment *a = left, *b = right;
    int order = geo_point_compare(a->a, b->a);
    return order ? order : geo_point_compare(a->b, b->b);
}

static bool share_segment(struct segment_list *a, struct segment_list *b)
{
    qsort(a->items, a->count, sizeof *a->items, compare_segments);
    qsort(b->items, b->count, sizeof *b->items, compare_segments);
    for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
        int order = compare_segments(&a->items[i], &b->items[j]);
        if (order == 0)
            return true;
        if (order < 0)
            i++;
        else
            j++;
    }
    return false;
}

static bool is_near(struct geo_point point, const struct segment_list *list)
{
    struct geo_box reach = widen((struct geo_box){point, point});
    for (size_t i = 0; i < list->count; i++) {
        const struct segment *s = &list->items[i];
        double fraction;
        struct geo_box own = geo_box_add_point(geo_box_add_point(geo_box_empty(), s->a), s->b);
        if (geo_box_intersects(own, reach) &&
            geo_segment_distance_m(point, s->a, s->b, &fraction) <= NEAR_M)
            return true;
    }
    return false;
}

/* Both ends and the middle of a segment of a stand near the border of b. */
static bool runs_along(const struct segment_list *a, const struct segment_list *b)
{
    double length = 0;
    for (size_t i = 0; i < a->count; i++) {
        const struct segment *s = &a->items[i];
        struct geo_point middle = {s->a.lon + (s->b.lon - s->a.lon) / 2,
                                   s->a.lat + (s->b.lat - s->a.lat) / 2};
        if (is_near(s->a, b) && is_near(s->b, b) && is_near(middle, b))
            length += geo_distance_m(s->a, s->b);
        if (length >= SHORTEST_M)
            return true;
    }
    return false;
}

struct search {
    const struct store_division_index *index;
    struct store_division_entry self;
    struct geo_geometry geometry;
    base_date_t at;
    struct base_arena *arena;
    uint32_t *rows;
    size_t count, capacity;
    bool failed;
};

static bool is_neighbour(struct search *search, uint32_t row, struct geo_box box)
{
    struct geo_box common = widen(box);
    struct geo_geometry other = store_division_index_geometry(search->index, row);
    struct segment_list a = segments_in(&search->geometry, common, search->arena);
    struct segment_list b = segments_in(&other, widen(search->self.box), search->arena);
    if (!a.items || !b.items) {
        search->failed = true;
        return false;
    }
    return share_segment(&a, &b) || runs_along(&a, &b) || runs_along(&b, &a);
}

static void add_row(struct search *search, uint32_t row)
{
    if (search->count == search->capacity) {
        size_t capacity = search->capacity ? search->capacity * 2 : 16;
        uint32_t *rows = base_arena_alloc(search->arena, capacity * sizeof *rows);
        if (!rows) {
            search->failed = true;
            return;
        }
        if (search->count > 0)
            memcpy(rows, search->rows, search->count * sizeof *rows);
        search->rows = rows;
        search->capacity = capacity;
    }
    search->rows[search->count++] = row;
}

static bool visit(void *context, uint32_t item, struct geo_box box)
{
    struct search *search = context;
    struct store_division_entry entry = store_division_index_entry(search->index, item);
    if (entry.level == search->self.level && entry.identity != search->self.identity &&
        base_date_within(search->at, entry.valid_from, entry.valid_to) &&
        is_neighbour(search, item, box))
        add_row(search, item);
    return !search->failed;
}

/* The few neighbours of one unit, by insertion. */
static void sort_by_code(const struct store_division_index *index, uint32_t *rows, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint32_t row = rows[i];
        size_t at = i;
        for (; at > 0 && strcmp(store_division_index_entry(index, rows[at - 1]).code,
                                store_division_index_entry(index, row).code) > 0;
             at--)
            rows[at] = rows[at - 1];
        rows[at] = row;
    }
}

enum base_status store_division_index_neighbours(const struct store_division_index *index,
                                                 uint32_t row, base_date_t at,
                                                 struct base_arena *arena, uint32_t **rows,
                                                 size_t *count, struct base_error *err)
{
    struct search search = {
        .index = index,
        .self = store_division_index_entry(index, row),
        .geometry = store_division_index_geometry(index, row),
        .at = at,
        .arena = arena,
    };
    if (!geo_box_is_empty(search.self.box))
        geo_rtree_query(&index->rtree, widen(search.self.box), visit, &search);
    if (search.failed)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    sort_by_code(index, search.rows, search.count);
    *rows = search.rows;
    *count = search.count;
    return BASE_OK;
}
