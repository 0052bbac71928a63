/* geo/path.c - a line with its chainage, whose segments are found by place. */
#include "geo/path.h"

#include <math.h>
#include <stdlib.h>

#include "geo/measure.h"

struct geo_point geo_path_start(const struct geo_path *path, uint32_t segment)
{
    return path->line.points[path->segments[segment]];
}

struct geo_point geo_path_end(const struct geo_path *path, uint32_t segment)
{
    return path->line.points[path->segments[segment] + 1];
}

struct geo_point geo_path_on(const struct geo_path *path, uint32_t segment, double fraction)
{
    struct geo_point a = geo_path_start(path, segment), b = geo_path_end(path, segment);
    return (struct geo_point){a.lon + llround(fraction * (double)(b.lon - a.lon)),
                              a.lat + llround(fraction * (double)(b.lat - a.lat))};
}

/* --- making ---------------------------------------------------------------- */

struct tables {
    uint32_t *segments, *rings;
    double *chainage;
};

static double list_segments(const struct geo_geometry *line, struct tables *tables, uint32_t *count)
{
    double length = 0;
    *count = 0;
    for (uint32_t r = 0; r < line->ring_count; r++)
        for (uint32_t i = line->ring_points[r]; i < line->ring_points[r + 1]; i++) {
            tables->chainage[i] = length;
            if (i + 1 == line->ring_points[r + 1])
                continue;
            tables->segments[*count] = i;
            tables->rings[(*count)++] = r;
            length += geo_distance_m(line->points[i], line->points[i + 1]);
        }
    return length;
}

static enum base_status index_segments(struct geo_path *path, struct base_arena *arena,
                                       struct base_error *err)
{
    struct base_buffer bytes BASE_BUFFER_AUTO = {0};
    struct geo_box *boxes = malloc((path->segment_count + 1) * sizeof *boxes);
    if (!boxes)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (uint32_t s = 0; s < path->segment_count; s++)
        boxes[s] = geo_box_add_point(geo_box_add_point(geo_box_empty(), geo_path_start(path, s)),
                                     geo_path_end(path, s));
    enum base_status status = geo_rtree_build(boxes, path->segment_count, &bytes, err);
    free(boxes);
    if (status != BASE_OK)
        return status;
    const void *kept = base_arena_copy(arena, bytes.data, bytes.size);
    return kept ? geo_rtree_open(kept, bytes.size, &path->tree, err)
                : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

enum base_status geo_path_init(const struct geo_geometry *line, struct base_arena *arena,
                               struct geo_path *out, struct base_error *err)
{
    struct geo_path path = {.segment_count = 0};
    struct tables tables;
    if (line->kind != GEO_LINE && line->kind != GEO_MULTILINE)
        return base_fail(err, BASE_INVALID, "the geometry is no line");
    enum base_status status = geo_line_join(line, arena, &path.line, err);
    if (status != BASE_OK)
        return status;
    if (path.line.point_count == 0)
        return base_fail(err, BASE_INVALID, "the line has no length");
    size_t points = path.line.point_count;
    tables.segments = base_arena_alloc(arena, points * sizeof *tables.segments);
    tables.rings = base_arena_alloc(arena, points * sizeof *tables.rings);
    tables.chainage = base_arena_alloc(arena, points * sizeof *tables.chainage);
    if (!tables.segments || !tables.rings || !tables.chainage)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    path.length_m = list_segments(&path.line, &tables, &path.segment_count);
    path.segments = tables.segments;
    path.rings = tables.rings;
    path.chainage_m = tables.chainage;
    status = index_segments(&path, arena, err);
    if (status == BASE_OK)
        *out = path;
    return status;
}

/* --- finding --------------------------------------------------------------- */

struct query {
    const struct geo_path *path;
    struct geo_point point;
};

static double distance_to(void *context, uint32_t segment)
{
    const struct query *query = context;
    return geo_segment_distance_m(query->point, geo_path_start(query->path, segment),
                                  geo_path_end(query->path, segment), NULL);
}

/* The vertex before (step -1) or after (1) vertex i of ring r, through the seam
 * of a closed ring; false at an open end. */
static bool neighbour(const struct geo_path *path, uint32_t r, uint32_t i, int step,
                      struct geo_point *out)
{
    const struct geo_geometry *line = &path->line;
    uint32_t first = line->ring_points[r], last = line->ring_points[r + 1] - 1;
    if (i == (step < 0 ? first : last)) {
        if (!geo_point_equal(line->points[first], line->points[last]))
            return false;
        i = step < 0 ? last : first;
    }
    *out = line->points[step < 0 ? i - 1 : i + 1];
    return true;
}

/* Whoever is nearest to a vertex lies on the outer side of the turn there. */
static int side_at_vertex(const struct geo_path *path, uint32_t r, uint32_t i, struct geo_point p)
{
    struct geo_point before, vertex = path->line.points[i], after;
    bool has_before = neighbour(path, r, i, -1, &before);
    bool has_after = neighbour(path, r, i, 1, &after);
    if (geo_point_equal(vertex, p))
        return 0;
    if (has_before && has_after) {
        int turn = geo_point_orientation(before, vertex, after);
        if (turn != 0)
            return -turn;
    }
    return has_before ? geo_point_orientation(before, vertex, p)
                      : geo_point_orientation(vertex, after, p);
}

static int side_of(const struct geo_path *path, const struct geo_foot *foot, struct geo_point p)
{
    uint32_t i = path->segments[foot->segment], r = path->rings[foot->segment];
    struct geo_point a = path->line.points[i], b = path->line.points[i + 1];
    if (geo_point_equal(foot->point, a))
        return side_at_vertex(path, r, i, p);
    if (geo_point_equal(foot->point, b))
        return side_at_vertex(path, r, i + 1, p);
    return geo_point_orientation(a, b, p);
}

double geo_path_distance_m(const struct geo_path *path, struct geo_point point, uint32_t *segment)
{
    struct query query = {path, point};
    double distance = INFINITY;
    *segment = geo_rtree_nearest(&path->tree, point, INFINITY, distance_to, &query, &distance);
    return distance;
}

bool geo_path_find_within(const struct geo_path *path, struct geo_point point, double limit_m,
                          struct geo_foot *out)
{
    struct query query = {path, point};
    struct geo_foot foot;
    foot.segment = geo_rtree_nearest(&path->tree, point, limit_m, distance_to, &query, NULL);
    if (foot.segment == UINT32_MAX)
        return false;
    struct geo_point a = geo_path_start(path, foot.segment);
    geo_segment_distance_m(point, a, geo_path_end(path, foot.segment), &foot.fraction);
    foot.point = geo_path_on(path, foot.segment, foot.fraction);
    foot.distance_m = geo_distance_m(point, foot.point);
    foot.chainage_m =
        path->chainage_m[path->segments[foot.segment]] + geo_distance_m(a, foot.point);
    foot.side = side_of(path, &foot, point);
    *out = foot;
    return true;
}

struct geo_foot geo_path_find(const struct geo_path *path, struct geo_point point)
{
    struct geo_foot foot = {.segment = 0};
    (void)geo_path_find_within(path, point, INFINITY, &foot);
    return foot;
}

struct geo_point geo_path_at(const struct geo_path *path, double chainage_m)
{
    uint32_t low = 0, high = path->segment_count - 1;
    while (low < high) { /* the last segment that starts at or before it */
        uint32_t middle = high - (high - low) / 2;
        if (path->chainage_m[path->segments[middle]] <= chainage_m)
            low = middle;
        else
            high = middle - 1;
    }
    double length = geo_distance_m(geo_path_start(path, low), geo_path_end(path, low));
    double along = (chainage_m - path->chainage_m[path->segments[low]]) / length;
    return geo_path_on(path, low, along < 0 ? 0 : along > 1 ? 1 : along);
}
