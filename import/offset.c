/* import/offset.c - a layer that lies beside what the record holds.
 *
 * Units are paired by code. Their vertices' distances to the other's border tell
 * how far the layer is off; then each suspected system is undone and the
 * distances are taken again. Medians, since a real change of some borders must
 * not hide a shift of all. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "geo/measure.h"
#include "geo/offset.h"
#include "import/job.h"

#define UNITS     40 /* pairs looked at, at most */
#define PER_UNIT  48 /* vertices of each */
#define SUSPECT_M 50.0
#define EXPLAINED 0.25 /* what undoing must bring the distance down to */

struct pair {
    const struct geo_geometry *mine, *held;
};

struct trial {
    struct pair pairs[UNITS];
    size_t count;
    struct geo_point *points; /* room for the largest unit of mine */
    double distances[UNITS * PER_UNIT];
};

/* Undoes one system on a position in degrees; context may be NULL. */
typedef void (*undo)(const void *context, double *lon, double *lat);

static void undo_nothing(const void *context, double *lon, double *lat)
{
    (void)context;
    (void)lon;
    (void)lat;
}

static void undo_gcj02(const void *context, double *lon, double *lat)
{
    (void)context;
    geo_offset_from_gcj02(lon, lat);
}

static void undo_bd09(const void *context, double *lon, double *lat)
{
    (void)context;
    geo_offset_from_bd09(lon, lat);
}

/* The file is true and the record is not: moved the other way. */
static void undo_record(const void *context, double *lon, double *lat)
{
    (void)context;
    geo_offset_to_gcj02(lon, lat);
}

static void undo_vector(const void *context, double *lon, double *lat)
{
    const double *v = context;
    *lon -= v[0];
    *lat -= v[1];
}

static const struct geo_geometry *area_of(const struct import_job *job,
                                          const struct import_row *row)
{
    bool claim = job->options->kind == IMPORT_CLAIM && !row->of_line;
    const struct geo_geometry *g = job->options->kind == IMPORT_DIVISION
                                       ? &row->as.division.geometry
                                   : claim ? &row->as.claim.geometry
                                           : NULL;
    return g && g->part_count ? g : NULL;
}

static const char *code_of(const struct import_job *job, const struct import_row *row)
{
    return job->options->kind == IMPORT_CLAIM ? row->as.claim.code : row->as.division.code;
}

static enum base_status pair_up(struct import_job *job, struct trial *trial)
{
    struct import_set codes = {.arena = job->arena};
    for (size_t i = 0; i < job->count; i++)
        if (!job->rows[i].rejected && area_of(job, &job->rows[i]) &&
            import_set_add(&codes, code_of(job, &job->rows[i]), (int64_t)i + 1) < 0)
            return base_fail(job->err, BASE_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < job->held_count && trial->count < UNITS; i++) {
        int64_t at = import_set_find(&codes, job->held[i].code);
        if (at && job->held[i].geometry.part_count)
            trial->pairs[trial->count++] =
                (struct pair){area_of(job, &job->rows[at - 1]), &job->held[i].geometry};
    }
    return BASE_OK;
}

static double distance_to_border(const struct geo_geometry *area, struct geo_point p)
{
    struct geo_plane plane = geo_plane_at(p);
    double best = INFINITY;
    for (uint32_t r = 0; r < area->ring_count; r++)
        for (uint32_t i = area->ring_points[r]; i + 1 < area->ring_points[r + 1]; i++) {
            double ax, ay, bx, by;
            geo_plane_project(&plane, area->points[i], &ax, &ay);
            geo_plane_project(&plane, area->points[i + 1], &bx, &by);
            double dx = bx - ax, dy = by - ay, d2 = dx * dx + dy * dy;
            double t = d2 > 0 ? -(ax * dx + ay * dy) / d2 : 0;
            t = t < 0 ? 0 : t > 1 ? 1 : t;
            best = fmin(best, hypot(ax + t * dx, ay + t * dy));
        }
    return best;
}

/* The unit with one system undone, its points in the trial's own memory. */
static struct geo_geometry undone(struct trial *trial, const struct geo_geometry *mine, undo how,
                                  const void *context)
{
    struct geo_geometry out = *mine;
    for (uint32_t i = 0; i < mine->point_count; i++) {
        double lon = geo_grid_to_degrees(mine->points[i].lon);
        double lat = geo_grid_to_degrees(mine->points[i].lat);
        how(context, &lon, &lat);
        trial->points[i] =
            (struct geo_point){geo_grid_from_degrees(lon), geo_grid_from_degrees(lat)};
    }
    out.points = trial->points;
    return out;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The coarser drawing's vertices against the finer one's border: a generalised
 * border leaves the true one between its vertices, not at them. */
static double median_distance(struct trial *trial, undo how, const void *context)
{
    size_t n = 0;
    for (size_t u = 0; u < trial->count; u++) {
        struct geo_geometry mine = undone(trial, trial->pairs[u].mine, how, context);
        const struct geo_geometry *held = trial->pairs[u].held;
        bool mine_coarse = mine.point_count < held->point_count;
        const struct geo_geometry *coarse = mine_coarse ? &mine : held;
        const struct geo_geometry *fine = mine_coarse ? held : &mine;
        uint32_t step = coarse->point_count / PER_UNIT + 1;
        for (uint32_t i = 0; i < coarse->point_count; i += step)
            trial->distances[n++] = distance_to_border(fine, coarse->points[i]);
    }
    qsort(trial->distances, n, sizeof *trial->distances, ascending);
    return n ? trial->distances[n / 2] : 0;
}

static double middle(double low, double high)
{
    return (low + high) / 2;
}

/* Median difference of the units' box middles, in degrees: lon in [0], lat in [1]. */
static void mean_vector(struct trial *trial, double vector[2])
{
    double east[UNITS], north[UNITS];
    for (size_t u = 0; u < trial->count; u++) {
        struct geo_bbox a = geo_box_to_bbox(geo_geometry_box(trial->pairs[u].mine));
        struct geo_bbox b = geo_box_to_bbox(geo_geometry_box(trial->pairs[u].held));
        east[u] = middle(a.west, a.east) - middle(b.west, b.east);
        north[u] = middle(a.south, a.north) - middle(b.south, b.north);
    }
    qsort(east, trial->count, sizeof *east, ascending);
    qsort(north, trial->count, sizeof *north, ascending);
    vector[0] = east[trial->count / 2];
    vector[1] = north[trial->count / 2];
}

static const char *vector_name(const double vector[2])
{
    double lon = fabs(vector[0]);
    bool zone = fabs(vector[1]) < 0.05 && lon > 2 && fabs(lon - 3 * nearbyint(lon / 3)) < 0.05;
    if (zone)
        return "another zone";
    return lon > 20 ? "exchanged or foreign coordinates" : "a constant shift";
}

/* The same sentence in both languages, the suspect named in each. */
static void write_sentence(struct base_error *out, const char *suspect, double before, double after,
                           size_t units)
{
    static const char FORMAT[] =
        "the layer lies %.1f m beside the borders that the record holds for the same %zu codes; it "
        "looks like %s: %.1f m are left after undoing that; say the right system with --crs, or "
        "the stated one to accept the layer as it is";
    base_message(out->message, sizeof out->message, BASE_EN, FORMAT, before, units, suspect, after);
    base_message(out->message_zh, sizeof out->message_zh, BASE_ZH, FORMAT, before, units,
                 base_message_format(suspect, BASE_ZH), after);
}

static void tell(struct import_job *job, const char *suspect, double before, double after,
                 size_t units)
{
    char measure[96];
    struct base_error sentence;
    snprintf(measure, sizeof measure, "%s: %.1f m, %.1f m", suspect, before, after);
    write_sentence(&sentence, suspect, before, after, units);
    import_report_add_error(job->report, job->crs_stated ? IMPORT_WARNING : IMPORT_ERROR,
                            IMPORT_CRS_OFFSET, 0, "geometry", measure, &sentence);
}

static void judge(struct import_job *job, struct trial *trial)
{
    static const struct {
        undo how;
        const char *name;
    } SYSTEMS[] = {
        {undo_gcj02, "GCJ-02"}, {undo_bd09, "BD-09"}, {undo_record, "a record that holds GCJ-02"}};
    double vector[2], before = median_distance(trial, undo_nothing, NULL);
    if (before < SUSPECT_M)
        return;
    const char *suspect = NULL;
    double after = before * EXPLAINED;
    for (size_t i = 0; i < sizeof SYSTEMS / sizeof SYSTEMS[0]; i++) {
        double left = median_distance(trial, SYSTEMS[i].how, NULL);
        if (left < after) {
            after = left;
            suspect = SYSTEMS[i].name;
        }
    }
    mean_vector(trial, vector);
    double left = median_distance(trial, undo_vector, vector);
    if (left < after / 2) { /* only where it explains much more than a named system */
        after = left;
        suspect = vector_name(vector);
    }
    if (suspect)
        tell(job, suspect, before, after, trial->count);
}

enum base_status import_check_offset(struct import_job *job)
{
    bool areas = job->options->kind == IMPORT_DIVISION || job->options->kind == IMPORT_CLAIM;
    if (!areas || !job->store)
        return BASE_OK;
    enum base_status status = import_job_load_held(job);
    if (status)
        return status;
    struct trial *trial = base_arena_calloc(job->arena, 1, sizeof *trial);
    if (!trial)
        return base_fail(job->err, BASE_NO_MEMORY, "out of memory");
    status = pair_up(job, trial);
    uint32_t most = 0;
    for (size_t i = 0; i < trial->count; i++)
        if (trial->pairs[i].mine->point_count > most)
            most = trial->pairs[i].mine->point_count;
    trial->points = base_arena_alloc(job->arena, ((size_t)most + 1) * sizeof *trial->points);
    if (!trial->points)
        return base_fail(job->err, BASE_NO_MEMORY, "out of memory");
    if (!status && trial->count)
        judge(job, trial);
    return status;
}
