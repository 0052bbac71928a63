/* boundary/base.h - what an inspection leaves for the next one; private to boundary/.
 *
 * With it and the findings it kept, an inspection after few divisions changed need
 * not look at the rest again (boundary/again.h). */
#ifndef BOUNDARY_BASE_H
#define BOUNDARY_BASE_H

#include "base/buffer.h"
#include "boundary/tally.h"
#include "boundary/window.h"

#define BOUNDARY_BASE_WIDTHS 64 /* of numeric faces, the widest, that are kept */
#define BOUNDARY_BASE_SIGN   32 /* bytes */

/* How the units of one level hang together (boundary/shift.c). */
struct boundary_base_level {
    int64_t polygons;             /* units with a geometry, asked for or not */
    double largest_m2, second_m2; /* ground of the blocks; 0 where there is but one, or none */
    struct boundary_loose *loose; /* those outside of the largest block, by identity */
    uint32_t loose_count;
    int64_t *shore; /* units at the outer face, by identity */
    uint32_t shore_count;
};

struct boundary_base {
    unsigned char sign[BOUNDARY_BASE_SIGN]; /* of all that must be the same next time */
    int64_t edition;                        /* the last one that was looked at */
    struct boundary_tally tally;
    int64_t severities[BOUNDARY_SEVERITY_COUNT], counts[BOUNDARY_KIND_COUNT];
    int64_t widths_nm[BOUNDARY_BASE_WIDTHS]; /* of numeric faces, falling */
    uint32_t width_count;
    bool more_widths; /* there are others, none wider than the last */
    struct boundary_base_level levels[STORE_LEVEL_VILLAGE + 1];
};

/* Keeps the widest of all widths, which are sorted in place. */
void boundary_base_keep_widths(struct boundary_base *base, int64_t *widths_nm, uint32_t count);

/* Takes off and puts in some widths. False where the widest is no longer known. */
BASE_MUST_CHECK
bool boundary_base_change_widths(struct boundary_base *base, const int64_t *off_nm,
                                 uint32_t off_count, const int64_t *in_nm, uint32_t in_count);

/* Fills the report's figures and counts. */
void boundary_base_tell(const struct boundary_base *base, struct boundary_report *report);

/* As bytes, little endian. */
void boundary_base_write(const struct boundary_base *base, struct base_buffer *out);

/* Reads such bytes. BASE_INVALID for anything else, BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status boundary_base_parse(const void *bytes, size_t size, struct base_arena *arena,
                                     struct boundary_base *out, struct base_error *err);

#endif
