/* boundary/inspection.h - an inspection in hand; private to boundary/. */
#ifndef BOUNDARY_INSPECTION_H
#define BOUNDARY_INSPECTION_H

#include "boundary/inspect.h"
#include "boundary/tally.h"
#include "boundary/window.h"
#include "geo/topology.h"
#include "geo/validity.h"
#include "store/finding.h"
#include "store/store.h"
#include "store/version.h"

#define BOUNDARY_NONE UINT32_MAX

/* A face that may become a finding. */
struct boundary_face {
    enum boundary_kind kind;
    const struct boundary_unit **parties;
    uint32_t party_count;
    const struct boundary_unit **holders; /* those of the parties whose ground it is */
    uint32_t holder_count;
    const struct boundary_unit *parent; /* of exceeds-parent: the one reached out of */
    struct geo_geometry polygon;
    double area_m2, width_m, length_m, max_offset_m;
    double resolution_m; /* sum of both sides' steps */
    bool sliver, whole;  /* whole: it is all that a unit has */
    /* What it is made of; read when it is measured. */
    const struct geo_topology *topology;
    const uint32_t *faces;
    uint32_t face_count;
    bool failed; /* no memory to measure it */
};

/* Units of one level and what stands above them. Arrays have one item a unit. */
struct boundary_siblings {
    enum store_level level;
    const struct boundary_unit **units; /* with geometry, by code */
    struct geo_geometry *shapes;        /* the units', then the parents' */
    uint32_t count;
    const struct boundary_unit **parents; /* the next higher level with polygons */
    uint32_t parent_count;
    bool *valid;                  /* OGC valid */
    bool *suspect;                /* displaced as a whole: its faces say nothing */
    uint32_t *ground;             /* the parent in which most of it lies; NONE */
    uint32_t *twin;               /* the first unit that covers exactly the same faces */
    uint32_t *first_face;         /* into face_list, and one more */
    uint32_t *face_list;          /* faces of topology that the units cover, each rising */
    bool *loud;                   /* per face of topology: a gap or overlap above the resolution */
    struct geo_topology topology; /* of the units alone */
    struct geo_topology joined;   /* with the parents; owners from count on are parents */
};

struct boundary_inspection {
    const struct boundary_input *input;
    const struct boundary_options *options;
    struct base_arena *arena;
    struct geo_engine *engine;
    const struct base_progress *progress;
    struct boundary_report *report;
    struct boundary_tally tally; /* what the report's figures come from */
    int64_t *widths_nm;          /* of the numeric faces */
    uint32_t width_count, width_capacity;
    struct boundary_base *base; /* what the next inspection must know */
    struct boundary_list list;
    struct boundary_face *faces; /* of the level in hand */
    uint32_t face_count, face_capacity;
    struct boundary_exempting *exempting; /* NULL: no exemption is registered */
    struct boundary_siblings *kept;       /* where the level's siblings go; NULL: nowhere */
};

/* A set of siblings with marks, for collecting parties. */
struct boundary_marks {
    bool *marked;
    uint32_t count;
};

/* As boundary_inspect, of the one level that options name, and what it was done in:
 * siblings lives in the arena too, count 0 when the level has no polygons. */
BASE_MUST_CHECK
enum base_status boundary_inspect_level(const struct boundary_input *input,
                                        const struct boundary_options *options,
                                        struct base_arena *arena,
                                        const struct base_progress *progress,
                                        struct boundary_report *out,
                                        struct boundary_siblings *siblings, struct base_error *err);

/* How many faces of the siblings' topology a unit covers, and one of them. */
static inline uint32_t boundary_face_count(const struct boundary_siblings *siblings, uint32_t unit)
{
    return siblings->first_face[unit + 1] - siblings->first_face[unit];
}

static inline uint32_t boundary_face_of(const struct boundary_siblings *siblings, uint32_t unit,
                                        uint32_t at)
{
    return siblings->face_list[siblings->first_face[unit] + at];
}

/* Fills first_face, face_list and twin from the topology, and loud with false. False
 * without memory. */
BASE_MUST_CHECK
bool boundary_list_owners(struct boundary_inspection *inspection,
                          struct boundary_siblings *siblings);

/* Whether all of a unit's ground lies in another, but for faces no wider than the sum of
 * both steps. Returns BASE_OK or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status boundary_lies_in(const struct boundary_siblings *siblings, uint32_t unit,
                                  uint32_t other, bool *out, struct base_error *err);

/* Stages of a level, in this order. */
BASE_MUST_CHECK enum base_status boundary_check_validity(struct boundary_inspection *inspection,
                                                         struct boundary_siblings *siblings,
                                                         struct base_error *err);
BASE_MUST_CHECK enum base_status boundary_check_shift(struct boundary_inspection *inspection,
                                                      struct boundary_siblings *siblings,
                                                      struct base_error *err);
BASE_MUST_CHECK enum base_status boundary_check_parents(struct boundary_inspection *inspection,
                                                        struct boundary_siblings *siblings,
                                                        struct base_error *err);
BASE_MUST_CHECK enum base_status boundary_check_faces(struct boundary_inspection *inspection,
                                                      struct boundary_siblings *siblings,
                                                      struct base_error *err);
BASE_MUST_CHECK enum base_status boundary_check_facing(struct boundary_inspection *inspection,
                                                       struct boundary_siblings *siblings,
                                                       struct base_error *err);
BASE_MUST_CHECK enum base_status boundary_check_parts(struct boundary_inspection *inspection,
                                                      struct boundary_siblings *siblings,
                                                      struct base_error *err);
BASE_MUST_CHECK enum base_status boundary_check_density(struct boundary_inspection *inspection,
                                                        struct boundary_siblings *siblings,
                                                        struct base_error *err);
void boundary_check_register(struct boundary_inspection *inspection,
                             struct boundary_siblings *siblings);
/* Over all levels. */
BASE_MUST_CHECK enum base_status boundary_check_lines(struct boundary_inspection *inspection,
                                                      struct base_error *err);
void boundary_check_history(struct boundary_inspection *inspection);
BASE_MUST_CHECK enum base_status boundary_check_children(struct boundary_inspection *inspection,
                                                         struct base_error *err);
BASE_MUST_CHECK enum base_status boundary_check_against(struct boundary_inspection *inspection,
                                                        enum store_level level,
                                                        struct base_error *err);

/* Learns for the input's window whether the changed units are known whole in it. */
BASE_MUST_CHECK
enum base_status boundary_window_look(struct boundary_inspection *inspection,
                                      const struct boundary_siblings *siblings,
                                      struct base_error *err);

/* The units at the outer face, by identity, in the arena. */
BASE_MUST_CHECK
enum base_status boundary_shore_list(struct boundary_inspection *inspection,
                                     const struct boundary_siblings *siblings, int64_t **out,
                                     uint32_t *count, struct base_error *err);

/* Counts the divisions asked for, and those without geometry, by level. */
void boundary_count_divisions(struct boundary_inspection *inspection);
/* What of a level could not be compared; shared_um: of its borders between two units. */
void boundary_count_uninspected(struct boundary_inspection *inspection,
                                const struct boundary_siblings *siblings, int64_t shared_um);

/* Adds a face made of faces[0..count) of a topology, to be measured. owned tells
 * whether the owners are parties themselves (an overlap). Owners from
 * siblings->count on are parents and never parties. Nothing is added when a
 * party is suspect or there is none. */
BASE_MUST_CHECK
enum base_status boundary_face_add(struct boundary_inspection *inspection,
                                   const struct boundary_siblings *siblings,
                                   const struct geo_topology *topology, const uint32_t *faces,
                                   uint32_t count, enum boundary_kind kind, bool whole,
                                   struct base_error *err);

/* Measures the level's faces, each by itself, on all cores; marks those of the
 * siblings' topology that are loud. Returns BASE_OK, BASE_NO_MEMORY or
 * BASE_UNAVAILABLE (cancelled). */
BASE_MUST_CHECK
enum base_status boundary_faces_measure(struct boundary_inspection *inspection,
                                        struct boundary_siblings *siblings, struct base_error *err);

/* Turns the level's faces into findings: numeric ones are tallied, slivers of
 * one border merged. */
BASE_MUST_CHECK
enum base_status boundary_faces_settle(struct boundary_inspection *inspection,
                                       const struct boundary_siblings *siblings,
                                       struct base_error *err);

/* True when the face is no wider than the resolution of its sides. */
bool boundary_face_is_numeric(const struct boundary_face *face);

/* True for what is no wider than the tolerance, and long. */
bool boundary_is_sliver(const struct geo_geometry *polygon, double width_m, double tolerance_m);

enum boundary_severity boundary_face_severity(const struct boundary_face *face, double tolerance_m);

/* Beyond this a border is another border (boundaries.md 8): 3 × tolerance, 50 m at least. */
static inline double boundary_reach_m(double tolerance_m)
{
    return 3 * tolerance_m > 50 ? 3 * tolerance_m : 50;
}

/* Metres from any point of a to b, at least about; INFINITY beyond limit_m. */
double boundary_polygon_distance_m(const struct geo_geometry *a, const struct geo_geometry *b,
                                   double limit_m);

/* "220102,220103" as codes, in the arena. False without memory. */
BASE_MUST_CHECK
bool boundary_codes_split(const char *text, struct base_arena *arena, const char *const **out,
                          uint32_t *count);

/* What the record holds of exemptions, those that ended before the day included. */
BASE_MUST_CHECK
enum base_status boundary_exemptions_load(struct store *store, struct store_as_of as_of,
                                          struct base_arena *arena,
                                          const struct boundary_exemption **out, uint32_t *count,
                                          struct base_error *err);

/* What the record holds of lines on the day. */
BASE_MUST_CHECK
enum base_status boundary_lines_load(struct store *store, struct store_as_of as_of,
                                     struct base_arena *arena, struct boundary_lines *out,
                                     struct base_error *err);

/* True when the finding is on the same ground as the one that the record keeps. */
bool boundary_finding_meets(const struct boundary_finding *finding,
                            const struct store_finding *earlier);

/* The parent that a unit names, or else its code; "" at the top. */
void boundary_declared_parent(const struct boundary_unit *unit, char out[STORE_CODE_SIZE]);

/* Half a unit of the last digit that a registered area seems to have. */
double boundary_area_rounding_km2(double area_km2);

/* How far the borders of units lie from where the same pairs' borders lay in
 * before (matched by identity): the median, by length, over the edges that lie
 * within reach_m, and their length. NAN when there is none. */
BASE_MUST_CHECK
enum base_status boundary_borders_compare(struct base_arena *arena,
                                          const struct boundary_unit *const *units, uint32_t count,
                                          const struct boundary_unit *const *before,
                                          uint32_t before_count, double reach_m, double *median_m,
                                          double *length_m, struct base_error *err);

static inline enum base_status boundary_no_memory(struct base_error *err)
{
    return base_fail(err, BASE_NO_MEMORY, "no memory for the inspection");
}

static inline enum base_status boundary_cancelled(struct base_error *err)
{
    return base_fail(err, BASE_UNAVAILABLE, "the inspection was cancelled");
}

#endif
