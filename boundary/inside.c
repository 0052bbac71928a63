/* boundary/inside.c - who and what stands on the ground of a finding. */
#include "boundary/inside.h"

#include <math.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "geo/measure.h"
#include "geo/rtree.h"

bool boundary_inside_applies(const struct boundary_finding *finding)
{
    switch (finding->kind) {
    case BOUNDARY_GAP:
    case BOUNDARY_OPEN_GAP:
    case BOUNDARY_OVERLAP:
    case BOUNDARY_NON_COINCIDENT:
    case BOUNDARY_EXCEEDS_PARENT:
    case BOUNDARY_CHILDREN:
    case BOUNDARY_EXCLAVE:
    case BOUNDARY_TRANSFER:
    case BOUNDARY_EXEMPTION:
        return finding->geometry.kind == GEO_POLYGON || finding->geometry.kind == GEO_MULTIPOLYGON;
    default:
        return false;
    }
}

/* --- reading --------------------------------------------------------------- */

enum base_status boundary_ground_load(struct store *store, struct store_as_of as_of,
                                      struct base_arena *arena, struct boundary_ground *out,
                                      struct base_error *err)
{
    struct store_population *people;
    struct store_place *places;
    struct store_facility *facilities;
    struct store_road *roads;
    struct boundary_ground ground;
    enum base_status status =
        store_population_list(store, as_of, arena, &people, &ground.people_count, err);
    if (status == BASE_OK)
        status = store_place_list(store, as_of, true, arena, &places, &ground.place_count, err);
    if (status == BASE_OK)
        status = store_facility_list(store, as_of, NULL, arena, &facilities, &ground.facility_count,
                                     err);
    if (status == BASE_OK)
        status = store_road_list(store, as_of, arena, &roads, &ground.road_count, err);
    if (status != BASE_OK)
        return status;
    ground.people = people;
    ground.places = places;
    ground.facilities = facilities;
    ground.roads = roads;
    *out = ground;
    return BASE_OK;
}

/* --- length of a path in a polygon ----------------------------------------- */

struct cuts {
    double *at; /* fractions of the segment, 0 to 1 */
    size_t count, capacity;
    bool failed;
};

static void cut(struct cuts *cuts, double fraction)
{
    if (!(fraction > 0 && fraction < 1))
        return;
    if (cuts->count == cuts->capacity) {
        size_t capacity = cuts->capacity ? 2 * cuts->capacity : 16;
        double *grown = realloc(cuts->at, capacity * sizeof *grown);
        cuts->failed |= grown == NULL;
        if (!grown)
            return;
        cuts->at = grown;
        cuts->capacity = capacity;
    }
    cuts->at[cuts->count++] = fraction;
}

/* Where the segment a-b meets the edge p-q; along the edge, where it joins and
 * leaves it. */
static void cut_at_edge(struct cuts *cuts, struct geo_point a, struct geo_point b,
                        struct geo_point p, struct geo_point q)
{
    double bx = (double)(b.lon - a.lon), by = (double)(b.lat - a.lat);
    double px = (double)(p.lon - a.lon), py = (double)(p.lat - a.lat);
    double qx = (double)(q.lon - a.lon), qy = (double)(q.lat - a.lat);
    double p_side = bx * py - by * px, q_side = bx * qy - by * qx;
    if (p_side == 0)
        cut(cuts, (bx * px + by * py) / (bx * bx + by * by));
    if (q_side == 0)
        cut(cuts, (bx * qx + by * qy) / (bx * bx + by * by));
    if (p_side * q_side < 0) {
        double along = p_side / (p_side - q_side);
        double x = px + along * (qx - px), y = py + along * (qy - py);
        cut(cuts, (bx * x + by * y) / (bx * bx + by * by));
    }
}

static int compare_fractions(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static struct geo_box box_of(struct geo_point a, struct geo_point b)
{
    return geo_box_add_point(geo_box_add_point(geo_box_empty(), a), b);
}

static void cut_segment(struct cuts *cuts, struct geo_point a, struct geo_point b,
                        const struct geo_geometry *polygon)
{
    struct geo_box box = box_of(a, b);
    for (uint32_t r = 0; r < polygon->ring_count; r++)
        for (uint32_t i = polygon->ring_points[r] + 1; i < polygon->ring_points[r + 1]; i++)
            if (geo_box_intersects(box, box_of(polygon->points[i - 1], polygon->points[i])))
                cut_at_edge(cuts, a, b, polygon->points[i - 1], polygon->points[i]);
    if (cuts->count > 1)
        qsort(cuts->at, cuts->count, sizeof *cuts->at, compare_fractions);
}

static struct geo_point point_at(struct geo_point a, struct geo_point b, double fraction)
{
    return (struct geo_point){a.lon + llround(fraction * (double)(b.lon - a.lon)),
                              a.lat + llround(fraction * (double)(b.lat - a.lat))};
}

static double segment_inside(struct cuts *cuts, struct geo_point a, struct geo_point b,
                             const struct geo_geometry *polygon)
{
    double inside = 0, from = 0;
    cuts->count = 0;
    cut_segment(cuts, a, b, polygon);
    for (size_t i = 0; i <= cuts->count; i++) {
        double to = i < cuts->count ? cuts->at[i] : 1;
        if (to > from &&
            geo_polygon_locate(polygon, point_at(a, b, (from + to) / 2)) != GEO_OUTSIDE)
            inside += to - from;
        from = to;
    }
    return inside > 0 ? inside * geo_distance_m(a, b) : 0;
}

double boundary_inside_length_m(const struct geo_point *points, uint32_t count,
                                const struct geo_geometry *polygon)
{
    struct cuts cuts = {0};
    struct geo_box box = geo_geometry_box(polygon);
    double length_m = 0;
    for (uint32_t i = 1; i < count; i++)
        if (geo_point_compare(points[i - 1], points[i]) != 0 &&
            geo_box_intersects(box, box_of(points[i - 1], points[i])))
            length_m += segment_inside(&cuts, points[i - 1], points[i], polygon);
    free(cuts.at);
    return cuts.failed ? NAN : length_m;
}

/* --- counting -------------------------------------------------------------- */

struct count {
    struct boundary_finding *findings;
    const struct geo_rtree *tree;
    struct geo_point point; /* of what is being counted */
    const struct store_population *people;
    const struct store_road *road;
    bool place, facility, failed;
};

static int64_t known(int64_t number)
{
    return number > 0 ? number : 0;
}

static bool count_point(void *context, uint32_t item, struct geo_box box)
{
    (void)box;
    struct count *count = context;
    struct boundary_finding *finding = &count->findings[item];
    if (geo_polygon_locate(&finding->geometry, count->point) == GEO_OUTSIDE)
        return true;
    if (count->people) {
        finding->inside.people += known(count->people->total);
        finding->inside.age65 += known(count->people->age65);
    }
    finding->inside.places += count->place;
    finding->inside.facilities += count->facility;
    return true;
}

static void count_at(struct count *count, struct geo_point point)
{
    count->point = point;
    geo_rtree_query(count->tree, box_of(point, point), count_point, count);
}

static bool count_road(void *context, uint32_t item, struct geo_box box)
{
    (void)box;
    struct count *count = context;
    const struct geo_geometry *road = &count->road->geometry;
    struct boundary_finding *finding = &count->findings[item];
    for (uint32_t r = 0; r < road->ring_count; r++)
        finding->inside.roads_m += boundary_inside_length_m(
            road->points + road->ring_points[r], road->ring_points[r + 1] - road->ring_points[r],
            &finding->geometry);
    count->failed |= isnan(finding->inside.roads_m);
    return true;
}

static void count_all(struct count *count, const struct boundary_ground *ground)
{
    for (size_t i = 0; i < ground->people_count; i++) {
        count->people = &ground->people[i];
        if (count->people->has_point)
            count_at(count, count->people->point);
    }
    count->people = NULL;
    count->place = true;
    for (size_t i = 0; i < ground->place_count; i++)
        if (ground->places[i].geometry.point_count > 0)
            count_at(count, ground->places[i].geometry.points[0]);
    count->place = false;
    count->facility = true;
    for (size_t i = 0; i < ground->facility_count; i++)
        if (ground->facilities[i].has_point)
            count_at(count, ground->facilities[i].point);
    for (size_t i = 0; i < ground->road_count; i++) {
        count->road = &ground->roads[i];
        if (count->road->geometry.point_count > 0)
            geo_rtree_query(count->tree, geo_geometry_box(&count->road->geometry), count_road,
                            count);
    }
}

enum base_status boundary_inside_measure(struct boundary_finding *findings, uint32_t count,
                                         const struct boundary_ground *ground,
                                         struct base_error *err)
{
    struct base_buffer bytes BASE_BUFFER_AUTO = {0};
    struct geo_rtree tree;
    struct geo_box *boxes = malloc(((size_t)count + 1) * sizeof *boxes);
    if (!boxes)
        return base_fail(err, BASE_NO_MEMORY, "no memory for the inspection");
    for (uint32_t i = 0; i < count; i++) {
        bool applies = boundary_inside_applies(&findings[i]);
        boxes[i] = applies ? geo_geometry_box(&findings[i].geometry) : geo_box_empty();
        findings[i].inside = (struct boundary_inside){.known = applies};
    }
    enum base_status status = geo_rtree_build(boxes, count, &bytes, err);
    free(boxes);
    if (status == BASE_OK)
        status = geo_rtree_open(bytes.data, bytes.size, &tree, err);
    if (status != BASE_OK)
        return status;
    struct count counting = {.findings = findings, .tree = &tree};
    count_all(&counting, ground);
    return counting.failed ? base_fail(err, BASE_NO_MEMORY, "no memory for the inspection")
                           : BASE_OK;
}
