/* store/version.h - identity and two times, the same for every entity.
 *
 * An identity is an integer that is never reused; its versions carry a valid
 * time (civil dates, half open) and a recorded time (the edition that wrote the
 * row and the one that superseded it). Nothing is updated in place. */
#ifndef STORE_VERSION_H
#define STORE_VERSION_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"

struct store;

struct store_version {
    int64_t identity, version;          /* version: the row's own number */
    base_date_t valid_from, valid_to;   /* BASE_DATE_NONE: unknown, open */
    int64_t recorded_from, recorded_to; /* editions; recorded_to 0: still held */
    int64_t source_edition; /* whose source the content came from: its rights and resolution;
                               differs from recorded_from where only the dates were written anew */
};

/* The edition whose rights, attribution and resolution go with the row. */
static inline int64_t store_version_edition(const struct store_version *version)
{
    return version->source_edition ? version->source_edition : version->recorded_from;
}

/* Which rows a read sees. */
struct store_as_of {
    base_date_t at; /* valid on this day; BASE_DATE_NONE: every day */
    int64_t known;  /* as the record stood after this edition; 0: now */
};

/* The geometry a row came with: the source's own digits. Borrowed bytes. */
struct store_source {
    const void *wkb; /* NULL when there was none; to a writer also: the geometry's own numbers */
    size_t size;
    const char *crs; /* canonical CRS name, NULL when the edition's */
};

/* The geometry that a version of the entity ("division", "line_claim", …) came
 * with, into the arena; wkb NULL when none. Where the source's numbers are the
 * geometry's, that is what comes back, rings in its directions. BASE_NOT_FOUND for no such version.
 */
BASE_MUST_CHECK
enum base_status store_version_source(struct store *store, const char *entity, int64_t version,
                                      struct base_arena *arena, struct store_source *out,
                                      struct base_error *err);

/* What writing one row did. */
enum store_outcome {
    STORE_NEW,       /* a new identity */
    STORE_UNCHANGED, /* an equal row is held already */
    STORE_CORRECTED, /* recorded time closed and opened again */
    STORE_CHANGED,   /* valid time closed at the effective date, a new version opened */
};

/* What every write names. */
struct store_change {
    int64_t edition;
    base_date_t effective; /* BASE_DATE_NONE: a correction */
};

#endif
