/* bench/geo/bench.c - what the parts of geo/ cost, GEOS beside them.
 *
 * Prints one line a measure: name, nanoseconds (or million items a second). CPU
 * time of one thread; the best of three rounds. Results are compared before a
 * peer's time is printed. */
#include <geos_c.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "geo/crs.h"
#include "geo/geojson.h"
#include "geo/measure.h"
#include "geo/overlay.h"
#include "geo/rtree.h"
#include "geo/simplify.h"
#include "geo/wkb.h"

#define VERTICES 2000
#define BOXES    200000
#define QUERIES  20000

struct bench {
    struct base_arena *arena;
    struct geo_geometry polygon;
    struct base_buffer wkb, tree_bytes;
    struct geo_box *boxes;
    struct geo_rtree tree;
    struct geo_point *places;
    GEOSContextHandle_t geos;
    GEOSGeometry *geos_polygon;
    GEOSSTRtree *geos_tree;
    uint64_t found;
};

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double chance(uint64_t *state, double low, double high)
{
    *state = *state * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return low + (high - low) * (double)(*state >> 11) / 9007199254740992.0;
}

/* Runs the work until it took a fifth of a second, three times. */
static double best_ns(void (*work)(struct bench *), struct bench *bench, double items)
{
    double best = INFINITY;
    for (int round = 0; round < 3; round++) {
        int runs = 0;
        double start = cpu_seconds(), took = 0;
        for (; took < 0.2; took = cpu_seconds() - start) {
            work(bench);
            runs++;
        }
        best = fmin(best, took / runs / items * 1e9);
    }
    return best;
}

static void measure(const char *name, void (*work)(struct bench *), struct bench *bench,
                    double items, const char *unit)
{
    printf("%-44s %12.1f ns %s\n", name, best_ns(work, bench, items), unit);
}

static void area(struct bench *b)
{
    b->found += geo_area_m2(&b->polygon) > 0;
}

static void area_geodesic(struct bench *b)
{
    b->found += geo_area_geodesic_m2(&b->polygon) > 0;
}

static void length(struct bench *b)
{
    b->found += geo_length_m(&b->polygon) > 0;
}

static void locate(struct bench *b)
{
    for (int i = 0; i < 100; i++)
        b->found += geo_polygon_locate(&b->polygon, b->places[i]) == GEO_INSIDE;
}

static void label(struct bench *b)
{
    struct geo_point at;
    b->found += geo_label_point(&b->polygon, &at, NULL, NULL) == BASE_OK;
}

static void geos_circle(struct bench *b)
{
    GEOSGeometry *line = GEOSMaximumInscribedCircle_r(b->geos, b->geos_polygon, 0.0005);
    b->found += line != NULL;
    GEOSGeom_destroy_r(b->geos, line);
}

static void wkb_write(struct bench *b)
{
    base_buffer_clear(&b->wkb);
    geo_wkb_write(&b->polygon, 0, &b->wkb);
}

static void wkb_parse(struct bench *b)
{
    struct geo_geometry out;
    base_arena_reset(b->arena);
    b->found += geo_wkb_parse(b->wkb.data, b->wkb.size, b->arena, &out, NULL) == BASE_OK;
}

static void geos_wkb_parse(struct bench *b)
{
    GEOSWKBReader *reader = GEOSWKBReader_create_r(b->geos);
    GEOSGeometry *g =
        GEOSWKBReader_read_r(b->geos, reader, (const unsigned char *)b->wkb.data, b->wkb.size);
    b->found += g != NULL;
    GEOSGeom_destroy_r(b->geos, g);
    GEOSWKBReader_destroy_r(b->geos, reader);
}

static void geojson_write(struct bench *b)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &text);
    geo_geojson_write(&b->polygon, &json);
    b->found += text.size;
}

static void weights(struct bench *b)
{
    static float out[VERTICES + 1];
    b->found +=
        geo_simplify_weights(b->polygon.points, b->polygon.point_count, out, NULL) == BASE_OK;
}

static void tree_build(struct bench *b)
{
    base_buffer_clear(&b->tree_bytes);
    if (geo_rtree_build(b->boxes, BOXES, &b->tree_bytes, NULL) != BASE_OK ||
        geo_rtree_open(b->tree_bytes.data, b->tree_bytes.size, &b->tree, NULL) != BASE_OK)
        exit(1);
}

static bool count_one(void *context, uint32_t item, struct geo_box box)
{
    (void)item;
    (void)box;
    ++*(uint64_t *)context;
    return true;
}

static struct geo_box window(const struct bench *b, int i)
{
    struct geo_point p = b->places[i];
    return (struct geo_box){p,
                            {p.lon + GEO_GRID_PER_DEGREE / 100, p.lat + GEO_GRID_PER_DEGREE / 100}};
}

static void tree_query(struct bench *b)
{
    for (int i = 0; i < QUERIES; i++)
        geo_rtree_query(&b->tree, window(b, i), count_one, &b->found);
}

static void count_geos(void *item, void *context)
{
    (void)item;
    ++*(uint64_t *)context;
}

static GEOSGeometry *geos_box(struct bench *b, struct geo_box box)
{
    struct geo_bbox d = geo_box_to_bbox(box);
    return GEOSGeom_createRectangle_r(b->geos, d.west, d.south, d.east, d.north);
}

static void geos_tree_query(struct bench *b)
{
    for (int i = 0; i < QUERIES; i++) {
        GEOSGeometry *box = geos_box(b, window(b, i));
        GEOSSTRtree_query_r(b->geos, b->geos_tree, box, count_geos, &b->found);
        GEOSGeom_destroy_r(b->geos, box);
    }
}

static double to_corner(void *context, uint32_t item)
{
    struct bench *b = context;
    struct geo_point corner = b->boxes[item].min;
    return geo_segment_distance_m(b->places[QUERIES], corner, corner, NULL);
}

static void tree_nearest(struct bench *b)
{
    for (int i = 0; i < QUERIES; i++) {
        b->places[QUERIES] = b->places[i];
        b->found += geo_rtree_nearest(&b->tree, b->places[i], 10000, to_corner, b, NULL);
    }
}

static void project(struct bench *b)
{
    static struct geo_crs_context *context;
    static struct geo_crs crs;
    if (!context) {
        context = geo_crs_context_create();
        if (!context || geo_crs_parse(context, "EPSG:4549", &crs, NULL) != BASE_OK)
            exit(1);
    }
    static double x[1000], y[1000];
    for (int i = 0; i < 1000; i++) {
        x[i] = 440000 + i * 10;
        y[i] = 4850000 + i * 7;
    }
    b->found += geo_crs_to_lonlat(context, &crs, false, x, y, 1000, NULL, NULL) == BASE_OK;
}

static void make_polygon(struct bench *b, struct base_arena *arena)
{
    struct geo_builder builder;
    uint64_t seed = 1;
    geo_builder_init(&builder, GEO_POLYGON, arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    for (int i = 0; i <= VERTICES; i++) {
        double turn = 2 * GEO_PI * (i % VERTICES) / VERTICES;
        double r = i == VERTICES ? 0 : 0.1 * (0.7 + 0.25 * sin(5 * turn)) + chance(&seed, 0, 5e-4);
        geo_builder_point(&builder,
                          i == VERTICES
                              ? builder.points[0]
                              : (struct geo_point){geo_grid_from_degrees(125.3 + r * cos(turn)),
                                                   geo_grid_from_degrees(43.8 + r * sin(turn))});
    }
    if (geo_builder_finish(&builder, &b->polygon, NULL) != BASE_OK)
        exit(1);
    for (int i = 0; i <= QUERIES; i++)
        b->places[i] = (struct geo_point){geo_grid_from_degrees(chance(&seed, 125.2, 125.4)),
                                          geo_grid_from_degrees(chance(&seed, 43.7, 43.9))};
    for (int i = 0; i < BOXES; i++) {
        struct geo_point p = {geo_grid_from_degrees(chance(&seed, 124, 127)),
                              geo_grid_from_degrees(chance(&seed, 43, 45.5))};
        b->boxes[i] = (struct geo_box){p, {p.lon + 300000, p.lat + 300000}};
    }
}

static void make_peers(struct bench *b)
{
    b->geos = GEOS_init_r();
    GEOSWKBReader *reader = GEOSWKBReader_create_r(b->geos);
    b->geos_polygon =
        GEOSWKBReader_read_r(b->geos, reader, (const unsigned char *)b->wkb.data, b->wkb.size);
    GEOSWKBReader_destroy_r(b->geos, reader);
    b->geos_tree = GEOSSTRtree_create_r(b->geos, 10);
    for (int i = 0; i < BOXES; i++) {
        GEOSGeometry *box = geos_box(b, b->boxes[i]);
        GEOSSTRtree_insert_r(b->geos, b->geos_tree, box, &b->boxes[i]);
        GEOSGeom_destroy_r(b->geos, box);
    }
    geos_tree_query(b);
}

/* Both trees must find the same number of boxes. */
static void compare_trees(struct bench *b)
{
    b->found = 0;
    tree_query(b);
    uint64_t ours = b->found;
    b->found = 0;
    geos_tree_query(b);
    printf("boxes found in %d windows: ours %llu, GEOS %llu\n", QUERIES, (unsigned long long)ours,
           (unsigned long long)b->found);
}

int main(void)
{
    struct bench b = {.arena = base_arena_create(0),
                      .boxes = malloc(BOXES * sizeof(struct geo_box)),
                      .places = malloc((QUERIES + 1) * sizeof(struct geo_point))};
    struct base_arena *shapes BASE_ARENA_AUTO = base_arena_create(0);
    if (!b.arena || !b.boxes || !b.places || !shapes)
        return 1;
    make_polygon(&b, shapes);
    wkb_write(&b);
    tree_build(&b);
    make_peers(&b);
    measure("area, edges straight in lon/lat", area, &b, VERTICES, "a vertex");
    measure("area, geodesic edges (Karney)", area_geodesic, &b, VERTICES, "a vertex");
    measure("geodesic length", length, &b, VERTICES, "a vertex");
    measure("locate a point, exactly", locate, &b, 100.0 * VERTICES, "a vertex");
    measure("label point, 2000 vertices, 1 % of radius", label, &b, 1, "a polygon");
    measure("  GEOS MaximumInscribedCircle, 0.0005 deg", geos_circle, &b, 1, "a polygon");
    measure("WKB write", wkb_write, &b, VERTICES, "a vertex");
    measure("WKB parse", wkb_parse, &b, VERTICES, "a vertex");
    measure("  GEOS WKB parse", geos_wkb_parse, &b, VERTICES, "a vertex");
    measure("GeoJSON write", geojson_write, &b, VERTICES, "a vertex");
    measure("simplification weights", weights, &b, VERTICES, "a vertex");
    measure("EPSG:4549 to lon/lat, proved back", project, &b, 1000, "a point");
    measure("R-tree build, 200 000 boxes", tree_build, &b, BOXES, "a box");
    measure("R-tree window", tree_query, &b, QUERIES, "a query");
    measure("  GEOS STRtree window", geos_tree_query, &b, QUERIES, "a query");
    measure("R-tree nearest", tree_nearest, &b, QUERIES, "a query");
    compare_trees(&b);
    GEOSGeom_destroy_r(b.geos, b.geos_polygon);
    GEOSSTRtree_destroy_r(b.geos, b.geos_tree);
    GEOS_finish_r(b.geos);
    base_buffer_done(&b.wkb);
    base_buffer_done(&b.tree_bytes);
    base_arena_free(b.arena);
    free(b.boxes);
    free(b.places);
    return 0;
}
