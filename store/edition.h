/* store/edition.h - accepted change sets: who, when, why, from what. */
#ifndef STORE_EDITION_H
#define STORE_EDITION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "store/store.h"

/* Texts are borrowed by writers and live in the arena for readers; NULL: none. */
struct store_edition {
    int64_t id;
    base_time_t recorded_at;
    const char *kind;   /* "import", "revert", "adjustment", "edit", "repair" */
    const char *entity; /* "division", "road", … */
    const char *actor, *reason;
    const char *source_file, *source_sha256, *driver, *layer, *encoding, *encoding_from;
    const char *crs, *crs_from, *pipeline;
    double resolution_m, accuracy_m; /* NAN: unknown */
    base_date_t effective;
    const char *options_hash; /* hash of file and options: the same again is the same edition */
    const char *licence, *attribution;
    bool may_publish, may_export;
    const char *secrecy; /* "open" or "internal" */
    const char *report;  /* the import report, JSON */
    int64_t reverts;     /* the edition this one undid; 0: none */
    int64_t reverted_by; /* 0: stands */
};

/* Writes the edition inside the open transaction and gives its id. */
BASE_MUST_CHECK
enum base_status store_edition_add(struct store *store, const struct store_edition *edition,
                                   int64_t *id, struct base_error *err);
/* Replaces the report of an edition of this transaction. */
BASE_MUST_CHECK
enum base_status store_edition_set_report(struct store *store, int64_t id, const char *report,
                                          struct base_error *err);
BASE_MUST_CHECK
enum base_status store_edition_find(struct store *store, int64_t id, struct base_arena *arena,
                                    struct store_edition *out, struct base_error *err);
/* The newest standing edition with that options hash, or BASE_NOT_FOUND. */
BASE_MUST_CHECK
enum base_status store_edition_find_hash(struct store *store, const char *options_hash,
                                         struct base_arena *arena, struct store_edition *out,
                                         struct base_error *err);
/* All, oldest first, without reports. */
BASE_MUST_CHECK
enum base_status store_edition_list(struct store *store, struct base_arena *arena,
                                    struct store_edition **out, size_t *count,
                                    struct base_error *err);
/* The last edition recorded at or before the moment; 0 in *out before the first:
 * then nothing is known (use -1 for store_as_of.known). */
BASE_MUST_CHECK
enum base_status store_edition_known(struct store *store, base_time_t moment, int64_t *out,
                                     struct base_error *err);

/* The number of the last edition; 0: none. */
BASE_MUST_CHECK
enum base_status store_edition_last(struct store *store, int64_t *out, struct base_error *err);

/* Undoes one edition as a new one, in its own transaction: closes its rows and
 * reopens what they closed. BASE_CONFLICT when a later standing edition builds
 * on its rows (names it), BASE_NOT_FOUND, BASE_INVALID when it was undone before. */
BASE_MUST_CHECK
enum base_status store_edition_revert(struct store *store, int64_t id, const char *actor,
                                      int64_t *new_id, struct base_error *err);

#endif
