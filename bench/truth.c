/* bench/truth.c - see truth.h. */
#include "bench/truth.h"

#include <geos_c.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define HOLDERS_MOST 8
#define SCANS        9 /* lines on which a place is looked for */

static const double PI = 3.14159265358979323846;

struct outline {
    GEOSGeometry *shape;
    char code[16];
    uint32_t index;
};

struct truth {
    GEOSContextHandle_t geos;
    struct outline *outlines;
    uint32_t count;
};

/* Ground that several hold. */
struct piece {
    GEOSGeometry *shape;
    uint32_t holders[HOLDERS_MOST];
    uint32_t count;
};

static void *must(void *made)
{
    if (made)
        return made;
    fprintf(stderr, "error: GEOS or memory failed\n");
    exit(1);
}

static void tell(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
}

struct truth *truth_create(uint32_t count)
{
    struct truth *truth = must(calloc(1, sizeof *truth));
    truth->outlines = must(calloc((size_t)count + 1, sizeof *truth->outlines));
    truth->geos = must(initGEOS_r(NULL, tell));
    return truth;
}

void truth_free(struct truth *truth)
{
    for (uint32_t i = 0; i < truth->count; i++)
        GEOSGeom_destroy_r(truth->geos, truth->outlines[i].shape);
    finishGEOS_r(truth->geos);
    free(truth->outlines);
    free(truth);
}

static GEOSGeometry *ring_of(const struct truth *truth, const struct ring *ring)
{
    return must(GEOSGeom_createLinearRing_r(
        truth->geos, must(GEOSCoordSeq_copyFromBuffer_r(truth->geos, &ring->points[0].x,
                                                        (unsigned)ring->count, 0, 0))));
}

void truth_add(struct truth *truth, const char *code, const struct ring *rings, uint32_t count,
               bool parts)
{
    struct outline *outline = &truth->outlines[truth->count];
    GEOSGeometry *second = count > 1 ? ring_of(truth, &rings[1]) : NULL;
    bool hole = second && !parts;
    GEOSGeometry *shapes[2];
    shapes[0] = must(GEOSGeom_createPolygon_r(truth->geos, ring_of(truth, &rings[0]),
                                              hole ? &second : NULL, hole));
    outline->shape = shapes[0];
    if (second && parts) {
        shapes[1] = must(GEOSGeom_createPolygon_r(truth->geos, second, NULL, 0));
        outline->shape =
            must(GEOSGeom_createCollection_r(truth->geos, GEOS_MULTIPOLYGON, shapes, 2));
    }
    snprintf(outline->code, sizeof outline->code, "%s", code);
    outline->index = truth->count++;
}

/* --- a face in figures -------------------------------------------------------- */

/* The points of a polygon's rings, one after another. */
struct face {
    struct point *points;
    int *ends; /* of each ring, in points */
    int ring_count, point_count;
    double south, north;
};

static void read_ring(const struct truth *truth, const GEOSGeometry *ring, struct face *face)
{
    const GEOSCoordSequence *sequence =
        must((void *)(uintptr_t)GEOSGeom_getCoordSeq_r(truth->geos, ring));
    unsigned size = 0;
    GEOSCoordSeq_getSize_r(truth->geos, sequence, &size);
    face->points =
        must(realloc(face->points, ((size_t)face->point_count + size) * sizeof *face->points));
    GEOSCoordSeq_copyToBuffer_r(truth->geos, sequence, &face->points[face->point_count].x, 0, 0);
    face->point_count += (int)size;
    face->ends[face->ring_count++] = face->point_count;
}

static struct face read_face(const struct truth *truth, const GEOSGeometry *polygon)
{
    struct face face = {.south = INFINITY, .north = -INFINITY};
    int holes = GEOSGetNumInteriorRings_r(truth->geos, polygon);
    face.ends = must(calloc((size_t)holes + 1, sizeof *face.ends));
    read_ring(truth, GEOSGetExteriorRing_r(truth->geos, polygon), &face);
    for (int i = 0; i < holes; i++)
        read_ring(truth, GEOSGetInteriorRingN_r(truth->geos, polygon, i), &face);
    for (int i = 0; i < face.point_count; i++) {
        face.south = fmin(face.south, face.points[i].y);
        face.north = fmax(face.north, face.points[i].y);
    }
    return face;
}

/* Calls for every edge of the face, in order. */
#define FOR_EDGES(face, r, i)                                                                      \
    for (int r = 0; r < (face)->ring_count; r++)                                                   \
        for (int i = r ? (face)->ends[r - 1] : 0; i + 1 < (face)->ends[r]; i++)

/* Metres a degree of longitude and of latitude, on the ellipsoid. */
static struct point scale_at(double lat_deg)
{
    double lat = lat_deg * PI / 180, s = sin(lat), w = 1 - 0.00669438002290 * s * s;
    double n = 6378137 / sqrt(w), m = n * (1 - 0.00669438002290) / w;
    return (struct point){n * cos(lat) * PI / 180, m * PI / 180};
}

static double area_m2(const struct face *face, struct point scale)
{
    struct point o = face->points[0];
    double sum = 0; /* shells and holes run opposite ways */
    FOR_EDGES(face, r, i)
    {
        struct point a = face->points[i], b = face->points[i + 1];
        sum += (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
    }
    return fabs(sum) / 2 * scale.x * scale.y;
}

static double distance_m(struct point p, struct point a, struct point b, struct point scale)
{
    double ax = (a.x - p.x) * scale.x, ay = (a.y - p.y) * scale.y;
    double dx = (b.x - a.x) * scale.x, dy = (b.y - a.y) * scale.y;
    double length2 = dx * dx + dy * dy;
    double t = length2 > 0 ? fmin(1, fmax(0, -(ax * dx + ay * dy) / length2)) : 0;
    return hypot(ax + t * dx, ay + t * dy);
}

static double depth_m(const struct face *face, struct point p, struct point scale)
{
    double least = INFINITY;
    FOR_EDGES(face, r, i)
    least = fmin(least, distance_m(p, face->points[i], face->points[i + 1], scale));
    return least;
}

static int compare_numbers(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* The middle of the widest stretch inside the face at the latitude. */
static bool middle_at(const struct face *face, double lat, struct point *out)
{
    double *x = must(malloc((size_t)face->point_count * sizeof *x)), widest = 0;
    int count = 0;
    FOR_EDGES(face, r, i)
    {
        struct point a = face->points[i], b = face->points[i + 1];
        if ((a.y > lat) != (b.y > lat))
            x[count++] = a.x + (b.x - a.x) * ((lat - a.y) / (b.y - a.y));
    }
    qsort(x, (size_t)count, sizeof *x, compare_numbers);
    for (int i = 0; i + 1 < count; i += 2)
        if (x[i + 1] - x[i] > widest) {
            widest = x[i + 1] - x[i];
            *out = (struct point){x[i] + widest / 2, lat};
        }
    free(x);
    return widest > 0;
}

/* A place inside, of several the one that lies deepest; its depth, 0: none found. */
static double place_of(const struct face *face, struct point scale, struct point *out)
{
    double deepest = 0;
    *out = face->points[0];
    for (int scan = 1; scan <= SCANS; scan++) {
        struct point place;
        if (!middle_at(face, face->south + (face->north - face->south) * scan / (SCANS + 1),
                       &place))
            continue;
        double depth = depth_m(face, place, scale);
        if (depth > deepest) {
            deepest = depth;
            *out = place;
        }
    }
    return deepest;
}

static void write_face(const struct truth *truth, const GEOSGeometry *polygon, const char *kind,
                       const struct piece *piece, FILE *file)
{
    struct face face = read_face(truth, polygon);
    struct point scale = scale_at((face.south + face.north) / 2), place;
    double depth = place_of(&face, scale, &place);
    fprintf(file, "%s,", kind);
    for (uint32_t i = 0; piece && i < piece->count; i++)
        fprintf(file, "%s%s", i == 1 ? "," : i ? " " : "", truth->outlines[piece->holders[i]].code);
    fprintf(file, "%s,%.6f,%.6f,%.15g,%.15g,", piece ? "" : ",", 2 * depth, area_m2(&face, scale),
            place.x, place.y);
    for (int r = 0, i = 0; r < face.ring_count; r++)
        for (; i < face.ends[r]; i++)
            fprintf(file, "%.15g %.15g%s", face.points[i].x, face.points[i].y,
                    i + 1 < face.ends[r]      ? " "
                    : r + 1 < face.ring_count ? ";"
                                              : "");
    fputc('\n', file);
    free(face.points);
    free(face.ends);
}

/* Every polygon of the shape that has an area. */
static void write_polygons(const struct truth *truth, const GEOSGeometry *shape, const char *kind,
                           const struct piece *piece, FILE *file)
{
    int type = GEOSGeomTypeId_r(truth->geos, shape);
    if (type == GEOS_POLYGON && !GEOSisEmpty_r(truth->geos, shape))
        write_face(truth, shape, kind, piece, file);
    else if (type == GEOS_MULTIPOLYGON || type == GEOS_GEOMETRYCOLLECTION)
        for (int i = 0; i < GEOSGetNumGeometries_r(truth->geos, shape); i++)
            write_polygons(truth, GEOSGetGeometryN_r(truth->geos, shape, i), kind, piece, file);
}

/* --- overlaps ------------------------------------------------------------------ */

struct near {
    uint32_t items[64];
    uint32_t count;
};

static void add_near(void *item, void *context)
{
    struct near *near = context;
    if (near->count < sizeof near->items / sizeof near->items[0])
        near->items[near->count++] = ((struct outline *)item)->index;
}

static bool has_area(const struct truth *truth, const GEOSGeometry *shape)
{
    double area = 0;
    return GEOSArea_r(truth->geos, shape, &area) && area > 0;
}

/* Divides the piece by the outline: what both share is a piece of its own, told
 * here when the outline comes after the holders, else where it does not. Returns
 * whether there is a new one, in *shared. */
static bool divide(const struct truth *truth, struct piece *piece, uint32_t outline,
                   struct piece *shared)
{
    const GEOSGeometry *shape = truth->outlines[outline].shape;
    GEOSGeometry *both = must(GEOSIntersection_r(truth->geos, piece->shape, shape));
    if (!has_area(truth, both)) {
        GEOSGeom_destroy_r(truth->geos, both);
        return false;
    }
    GEOSGeometry *rest = must(GEOSDifference_r(truth->geos, piece->shape, shape));
    GEOSGeom_destroy_r(truth->geos, piece->shape);
    piece->shape = rest;
    if (outline < piece->holders[piece->count - 1] || piece->count == HOLDERS_MOST) {
        GEOSGeom_destroy_r(truth->geos, both);
        return false;
    }
    *shared = *piece;
    shared->shape = both;
    shared->holders[shared->count++] = outline;
    return true;
}

static void write_pair(const struct truth *truth, uint32_t a, uint32_t b, const struct near *near,
                       FILE *file)
{
    struct piece pieces[32] = {{.holders = {a, b}, .count = 2}};
    uint32_t count = 1;
    pieces[0].shape =
        must(GEOSIntersection_r(truth->geos, truth->outlines[a].shape, truth->outlines[b].shape));
    for (uint32_t n = 0; n < near->count && has_area(truth, pieces[0].shape); n++) {
        uint32_t before = count, other = near->items[n];
        for (uint32_t i = 0; other != a && other != b && i < before && count < 32; i++)
            count += divide(truth, &pieces[i], other, &pieces[count]);
    }
    for (uint32_t i = 0; i < count; i++) {
        write_polygons(truth, pieces[i].shape, "overlap", &pieces[i], file);
        GEOSGeom_destroy_r(truth->geos, pieces[i].shape);
    }
}

static int compare_indexes(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static void write_overlaps(const struct truth *truth, FILE *file)
{
    GEOSSTRtree *tree = must(GEOSSTRtree_create_r(truth->geos, 10));
    for (uint32_t i = 0; i < truth->count; i++)
        GEOSSTRtree_insert_r(truth->geos, tree, truth->outlines[i].shape, &truth->outlines[i]);
    for (uint32_t a = 0; a < truth->count; a++) {
        struct near near = {.count = 0};
        GEOSSTRtree_query_r(truth->geos, tree, truth->outlines[a].shape, add_near, &near);
        qsort(near.items, near.count, sizeof near.items[0], compare_indexes);
        for (uint32_t n = 0; n < near.count; n++)
            if (near.items[n] > a)
                write_pair(truth, a, near.items[n], &near, file);
    }
    GEOSSTRtree_destroy_r(truth->geos, tree);
}

/* --- gaps ---------------------------------------------------------------------- */

static GEOSGeometry *unite(const struct truth *truth)
{
    GEOSGeometry **shapes = must(calloc((size_t)truth->count + 1, sizeof *shapes));
    for (uint32_t i = 0; i < truth->count; i++)
        shapes[i] = must(GEOSGeom_clone_r(truth->geos, truth->outlines[i].shape));
    GEOSGeometry *all = must(
        GEOSGeom_createCollection_r(truth->geos, GEOS_GEOMETRYCOLLECTION, shapes, truth->count));
    GEOSGeometry *united = must(GEOSUnaryUnion_r(truth->geos, all));
    GEOSGeom_destroy_r(truth->geos, all);
    free(shapes);
    return united;
}

/* The hole without those polygons of the union that stand in it. */
static void write_hole(const struct truth *truth, const GEOSGeometry *united,
                       const GEOSGeometry *ring, FILE *file)
{
    GEOSGeometry *hole = must(
        GEOSGeom_createPolygon_r(truth->geos, must(GEOSGeom_clone_r(truth->geos, ring)), NULL, 0));
    for (int i = 0; i < GEOSGetNumGeometries_r(truth->geos, united); i++) {
        const GEOSGeometry *island = GEOSGetGeometryN_r(truth->geos, united, i);
        if (GEOSContains_r(truth->geos, hole, island) != 1)
            continue;
        GEOSGeometry *rest = must(GEOSDifference_r(truth->geos, hole, island));
        GEOSGeom_destroy_r(truth->geos, hole);
        hole = rest;
    }
    write_polygons(truth, hole, "gap", NULL, file);
    GEOSGeom_destroy_r(truth->geos, hole);
}

static void write_gaps(const struct truth *truth, FILE *file)
{
    GEOSGeometry *united = unite(truth);
    for (int i = 0; i < GEOSGetNumGeometries_r(truth->geos, united); i++) {
        const GEOSGeometry *polygon = GEOSGetGeometryN_r(truth->geos, united, i);
        for (int h = 0; h < GEOSGetNumInteriorRings_r(truth->geos, polygon); h++)
            write_hole(truth, united, GEOSGetInteriorRingN_r(truth->geos, polygon, h), file);
    }
    GEOSGeom_destroy_r(truth->geos, united);
}

void truth_write(const struct truth *truth, FILE *file)
{
    write_overlaps(truth, file);
    write_gaps(truth, file);
}
