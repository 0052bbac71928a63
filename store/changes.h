/* store/changes.h - the change feed: what each edition did to each division, place,
 * name, address and register row, in the order of editions.
 *
 * Nothing is written for it. Versions are never updated in place and each says which
 * edition wrote and which superseded it, so that what an edition changed is read from
 * them, undoings included. Editions are numbered in the order in which they were
 * committed: a page ends at the last that is committed, the next one begins there. */
#ifndef STORE_CHANGES_H
#define STORE_CHANGES_H

#include "base/json.h"
#include "store/row.h"

/* A place in the feed: everything up to and including the identity is told. */
struct store_cursor {
    int64_t edition;          /* 0: nothing is told */
    base_time_t recorded_at;  /* of the edition: a restored copy may go another way */
    enum store_entity entity; /* STORE_ENTITIES: all of the edition is told */
    int64_t identity;
};

#define STORE_CURSOR_SIZE 96
/* The cursor as opaque text, bound to the record by its id. Returns out. */
const char *store_cursor_print(const struct store_cursor *cursor, const char *record_id,
                               char out[STORE_CURSOR_SIZE]);
/* BASE_INVALID for text that print did not write for this record. */
BASE_MUST_CHECK
enum base_status store_cursor_parse(const char *text, const char *record_id,
                                    struct store_cursor *out, struct base_error *err);
/* The same with the record's own id. */
BASE_MUST_CHECK
enum base_status store_cursor_text(struct store *store, const struct store_cursor *cursor,
                                   char out[STORE_CURSOR_SIZE], struct base_error *err);
BASE_MUST_CHECK
enum base_status store_cursor_read(struct store *store, const char *text, struct store_cursor *out,
                                   struct base_error *err);

/* The end of the feed as the connection sees it now. */
BASE_MUST_CHECK
enum base_status store_changes_end(struct store *store, struct store_cursor *out,
                                   struct base_error *err);

/* What became of a subject; several may be true of one change. */
enum store_change_type {
    STORE_CHANGE_NAMED,     /* it is new, or is held again after an undoing */
    STORE_CHANGE_RENAMED,   /* of a division or place */
    STORE_CHANGE_RETIRED,   /* its days end now, or its status is retired now */
    STORE_CHANGE_WITHDRAWN, /* it is held no more: what brought it was undone */
    STORE_CHANGE_CODE,      /* of a division */
    STORE_CHANGE_PARENT,    /* re-parented: a division's parent, a place's division */
    STORE_CHANGE_GEOMETRY,
    STORE_CHANGE_MOVED, /* an address reads otherwise now */
    STORE_CHANGE_OTHER, /* anything else of its rows, dates included */
    STORE_CHANGE_TYPES,
};

/* One subject changed by one edition. Rows live in the arena, oldest days first;
 * `after` is all that is held of the subject from then on. */
struct store_change_item {
    int64_t edition;
    base_time_t recorded_at;
    enum store_entity entity;
    int64_t identity;
    unsigned types; /* bits 1 << store_change_type, at least one */
    struct store_row *before, *after;
    size_t before_count, after_count;
};
/* "renamed", "address-added", "sign-changed" …: of an entity. */
void store_change_type_name(enum store_entity entity, enum store_change_type type, char out[40]);

/* Whose eyes read: rows of editions that are not open, and addresses with a unit or
 * room and signs of such, are told to viewers only. */
struct store_changes_filter {
    bool viewer;
    bool of_entity; /* only entity */
    enum store_entity entity;
    const char *type; /* only items that have this type, by its name; NULL: all */
    size_t limit;     /* at least 1 */
};

/* The items after `from`, at most limit, in order; *to is where to go on, also when
 * there are none; *more: there are further ones already. BASE_CONFLICT when the
 * record does not have the cursor's edition (a backup was restored). */
BASE_MUST_CHECK
enum base_status store_changes_read(struct store *store, const struct store_cursor *from,
                                    const struct store_changes_filter *filter,
                                    struct base_arena *arena, struct store_change_item **out,
                                    size_t *count, struct store_cursor *to, bool *more,
                                    struct base_error *err);

/* All that is held, subject for subject, as it stood after the edition `at` (the
 * end of the feed when the download began): items with `after` only, types 0. from:
 * entity and identity of the last item of the page before; {0}: the first page. */
BASE_MUST_CHECK
enum base_status store_changes_state(struct store *store, int64_t at,
                                     const struct store_cursor *from,
                                     const struct store_changes_filter *filter,
                                     struct base_arena *arena, struct store_change_item **out,
                                     size_t *count, struct store_cursor *to, bool *more,
                                     struct base_error *err);

/* One item as JSON: cursor (NULL: none), edition, recorded_at, type, types, entity,
 * subject, moved, before, after. Without geometry: only its bbox. */
void store_change_write(const struct store_change_item *item, const char *cursor,
                        bool with_geometry, struct base_json *json);

#endif
