/* boundary/finding.h - one finding, and a growing list of them. */
#ifndef BOUNDARY_FINDING_H
#define BOUNDARY_FINDING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "boundary/exemption.h"
#include "boundary/kind.h"
#include "boundary/unit.h"
#include "geo/geometry.h"

#define BOUNDARY_ID_SIZE 25

/* One station of an offset profile: metres along the line, and how far the other
 * line lies there, left positive. */
struct boundary_station {
    double chainage_m, offset_m;
};

/* How far two drawings of one line lie apart. NAN where it cannot be measured. */
struct boundary_apart {
    double there_m, back_m; /* the farthest of the second from the first, and back */
    double mean_m;          /* the ground between, by the first one's length */
    double frechet_m;
    double left_m2, right_m2; /* ground between, by the side of the first */
    double within_share;      /* of the second's length within the tolerance, 0..1 */
    const struct boundary_station *profile;
    uint32_t station_count;
};

/* What a finding about a line or its markers says besides. */
struct boundary_along {
    const char *line;           /* code; NULL: of no line */
    const char *const *markers; /* numbers */
    uint32_t marker_count;
    double chainage_m;                  /* NAN: none */
    int side;                           /* 1 left of the line, -1 right, 0: none */
    const struct boundary_apart *apart; /* NULL: none */
};

/* How far units lie displaced as a whole, and the mean of what is left when that is undone. */
struct boundary_shift {
    double east_m, north_m, residual_m;
};

/* What stands on the ground of a finding (boundary/inside.h). */
struct boundary_inside {
    bool known; /* false: does not apply, or was not counted */
    int64_t people, age65;
    uint32_t places, facilities;
    double roads_m;
};

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
    const char *from, *to;              /* codes, of a transfer; NULL otherwise */
    const struct boundary_along *along; /* of a line or its markers; NULL otherwise */
    const char *subject; /* what the id comes from in place of first_vertex; NULL: that */
    const struct boundary_exemption *exemption; /* that is exceeded; NULL otherwise */
    const struct boundary_shift *shift;         /* of a displacement; NULL otherwise */
    struct boundary_inside inside;
    /* Of ground between siblings, its faces in their topology while the level is in
     * hand; 0: other ground, or some of it lies open. */
    const uint32_t *pieces;
    uint32_t piece_count;
    const char *kept; /* as a run keeps it, where it was read back from one; NULL otherwise */
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

/* "南关区（220102）、宽城区（220103）", or the same with Latin marks; of many the first few
 * and their number. In the arena; "" when the list failed. */
const char *boundary_list_names(struct boundary_list *list,
                                const struct boundary_unit *const *units, uint32_t count,
                                enum base_lang lang);

/* Sets both messages; the first conversion of the English format is the
 * parties' names. */
void boundary_finding_say(struct boundary_finding *finding, struct boundary_list *list,
                          const struct boundary_unit *const *units, uint32_t count,
                          const char *english, ...);

/* The same of one message, where a word among the arguments is another in each language. */
void boundary_finding_say_in(struct boundary_finding *finding, struct boundary_list *list,
                             enum base_lang lang, const struct boundary_unit *const *units,
                             uint32_t count, const char *english, ...);

/* Sets geometry and first_vertex. */
void boundary_finding_place(struct boundary_finding *finding, const struct geo_geometry *geometry);
void boundary_finding_place_point(struct boundary_finding *finding, struct boundary_list *list,
                                  struct geo_point point);

void boundary_finding_place_line(struct boundary_finding *finding, struct boundary_list *list,
                                 const struct geo_point *points, uint32_t count);

/* Derives the id of each finding and sorts the list: severity, kind, id. */
void boundary_list_finish(struct boundary_list *list);

#endif
