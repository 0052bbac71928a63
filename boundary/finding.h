/* boundary/finding.h - one finding, and a growing list of them. */
#ifndef BOUNDARY_FINDING_H
#define BOUNDARY_FINDING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "boundary/kind.h"
#include "boundary/unit.h"
#include "geo/geometry.h"

#define BOUNDARY_ID_SIZE 25

/* Texts and geometry live in the inspection's arena. Measures that do not apply
 * are NAN. */
struct boundary_finding {
    char id[BOUNDARY_ID_SIZE];
    enum boundary_kind kind;
    enum boundary_severity severity;
    enum store_level level;
    const char **parties; /* codes, sorted, each once */
    uint32_t party_count;
    double area_m2, width_m, length_m, max_offset_m, tolerance_m;
    bool sliver;
    struct geo_geometry geometry;  /* part_count 0: none */
    struct geo_point first_vertex; /* the smallest of the face: where the id comes from */
    const char *message[2];        /* by enum base_lang */
    /* Of a border or a pair that was told as one: NAN and 0 otherwise. */
    uint32_t faces;
    double gap_area_m2, overlap_area_m2;
    const char *from, *to; /* codes, of a transfer; NULL otherwise */
    /* Filled when the run is stored. */
    base_time_t first_seen;
    const char *state;
};

struct boundary_list {
    struct base_arena *arena;
    struct boundary_finding *items;
    uint32_t count, capacity;
    bool failed; /* no memory; what was added since is lost */
};

/* A new finding at the end, measures NAN, with the units' codes as parties
 * (sorted, doubles removed). NULL when the list failed. Borrowed until the next
 * call. */
struct boundary_finding *boundary_list_add(struct boundary_list *list, enum boundary_kind kind,
                                           enum boundary_severity severity,
                                           const struct boundary_unit *const *units,
                                           uint32_t count);

/* Sets both messages; the first conversion of the English format is the
 * parties' names. */
void boundary_finding_say(struct boundary_finding *finding, struct boundary_list *list,
                          const struct boundary_unit *const *units, uint32_t count,
                          const char *english, ...);

/* Sets geometry and first_vertex. */
void boundary_finding_place(struct boundary_finding *finding, const struct geo_geometry *geometry);
void boundary_finding_place_point(struct boundary_finding *finding, struct boundary_list *list,
                                  struct geo_point point);

/* Derives the id of each finding and sorts the list: severity, kind, id. */
void boundary_list_finish(struct boundary_list *list);

#endif
