/* store/changes.c - reading the change feed from the versions. */
#include "store/changes.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "store/versioned.h"

/* A page ends after so many subjects or points, whatever was asked for: what is
 * skipped costs as well as what is told. */
#define PAGE_SUBJECTS 20000
#define PAGE_POINTS   1000000

struct reader {
    struct store *store;
    const struct store_changes_filter *filter;
    struct base_arena *arena;
    struct base_error *err;
    struct versioned_list items;
    size_t examined, points;
    struct store_cursor to;
    bool more;
    /* whether rows of that edition are everyone's, the last one asked for */
    int64_t edition;
    bool edition_open;
};

static bool is_told(const struct reader *r, enum store_entity entity)
{
    bool told = entity == STORE_DIVISION || entity == STORE_PLACE || entity == STORE_NAME ||
                (entity >= STORE_CATEGORY && entity < STORE_ENTITIES);
    return told && (!r->filter->of_entity || r->filter->entity == entity);
}

static bool is_full(const struct reader *r)
{
    return r->items.count >= r->filter->limit || r->examined >= PAGE_SUBJECTS ||
           r->points >= PAGE_POINTS;
}

/* --- what may be seen -------------------------------------------------------- */

static enum base_status ask_open(struct reader *r, int64_t edition)
{
    sqlite3_stmt *statement;
    bool row = false;
    if (edition == r->edition)
        return BASE_OK;
    enum base_status status =
        statement_get(r->store, "SELECT " VERSIONED_OPEN_EDITION " FROM edition WHERE id = ?1",
                      &statement, r->err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, edition);
    status = statement_step(r->store, statement, &row, r->err);
    if (status != BASE_OK)
        return status;
    r->edition = edition;
    r->edition_open = row && statement_int(statement, 0) != 0;
    sqlite3_reset(statement);
    return BASE_OK;
}

/* Addresses below the door, and the plates on them, say who lives where. */
static bool is_household(enum store_entity entity, const struct store_row *row)
{
    if (entity == STORE_SIGN) {
        const char *type = row->cells[store_row_field(STORE_SIGN, "type")].text;
        return type && (strcmp(type, "unit") == 0 || strcmp(type, "household") == 0);
    }
    return entity == STORE_ADDRESS && (row->cells[store_row_field(STORE_ADDRESS, "unit")].text ||
                                       row->cells[store_row_field(STORE_ADDRESS, "room")].text);
}

static enum base_status keep_visible(struct reader *r, enum store_entity entity,
                                     struct store_row *rows, size_t *count)
{
    size_t kept = 0;
    for (size_t i = 0; i < *count && !r->filter->viewer; i++) {
        enum base_status status = ask_open(r, store_version_edition(&rows[i].version));
        if (status != BASE_OK)
            return status;
        if (r->edition_open && !is_household(entity, &rows[i]))
            rows[kept++] = rows[i];
    }
    if (!r->filter->viewer)
        *count = kept;
    return BASE_OK;
}

static enum base_status read_versions(struct reader *r, enum store_entity entity, int64_t identity,
                                      int64_t known, struct store_row **out, size_t *count)
{
    enum base_status status =
        store_row_versions(r->store, entity, identity, known, r->arena, out, count, r->err);
    if (status == BASE_OK)
        status = keep_visible(r, entity, *out, count);
    for (size_t i = 0; status == BASE_OK && i < *count; i++)
        r->points += (*out)[i].geometry.point_count;
    return status;
}

/* --- what is different -------------------------------------------------------- */

static bool texts_equal(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool cells_equal(enum store_column kind, const union store_cell *a,
                        const union store_cell *b)
{
    switch (kind) {
    case STORE_COLUMN_TEXT:
    case STORE_COLUMN_SUBJECT:
        return texts_equal(a->text, b->text);
    case STORE_COLUMN_INT:
    case STORE_COLUMN_BOOL:
        return a->integer == b->integer;
    case STORE_COLUMN_NUMBER:
        return isnan(a->number) ? isnan(b->number) : a->number == b->number;
    case STORE_COLUMN_DATE:
        return a->date == b->date;
    }
    return false;
}

static bool geometries_equal(const struct geo_geometry *a, const struct geo_geometry *b)
{
    if (a->part_count == 0 || b->part_count == 0)
        return a->part_count == b->part_count;
    return geo_geometry_equal(a, b);
}

static bool field_equal(enum store_entity entity, const char *field, const struct store_row *a,
                        const struct store_row *b)
{
    size_t count;
    int at = store_row_field(entity, field);
    const struct store_field *fields = store_row_fields(entity, &count);
    return at < 0 || cells_equal(fields[at].kind, &a->cells[at], &b->cells[at]);
}

static bool rows_equal(enum store_entity entity, const struct store_row *a,
                       const struct store_row *b)
{
    size_t count;
    const struct store_field *fields = store_row_fields(entity, &count);
    for (size_t i = 0; i < count; i++)
        if (!cells_equal(fields[i].kind, &a->cells[i], &b->cells[i]))
            return false;
    return a->version.valid_from == b->version.valid_from &&
           a->version.valid_to == b->version.valid_to &&
           a->version.source_edition == b->version.source_edition &&
           geometries_equal(&a->geometry, &b->geometry);
}

static bool lists_equal(const struct store_change_item *item)
{
    bool equal = item->before_count == item->after_count;
    for (size_t i = 0; equal && i < item->before_count; i++)
        equal = rows_equal(item->entity, &item->before[i], &item->after[i]);
    return equal;
}

static unsigned bit(bool set, enum store_change_type type)
{
    return set ? 1U << type : 0;
}

static bool is_retired(enum store_entity entity, const struct store_row *row)
{
    int status = store_row_field(entity, "status");
    return row->version.valid_to != BASE_DATE_NONE ||
           (status >= 0 && texts_equal(row->cells[status].text, "retired"));
}

static bool reads_otherwise(const struct store_row *a, const struct store_row *b)
{
    static const char *const FIELDS[] = {"road",     "number", "division", "estate",
                                         "building", "unit",   "room"};
    for (size_t i = 0; i < sizeof FIELDS / sizeof FIELDS[0]; i++)
        if (!field_equal(STORE_ADDRESS, FIELDS[i], a, b))
            return true;
    return false;
}

/* By the newest version on either side. */
static unsigned types_of(const struct store_change_item *item)
{
    enum store_entity e = item->entity;
    if (lists_equal(item))
        return 0;
    if (item->after_count == 0)
        return bit(true, STORE_CHANGE_WITHDRAWN);
    const struct store_row *now = &item->after[item->after_count - 1];
    if (item->before_count == 0)
        return bit(true, STORE_CHANGE_NAMED);
    const struct store_row *was = &item->before[item->before_count - 1];
    bool named = e == STORE_DIVISION || e == STORE_PLACE;
    unsigned types =
        bit(named && !field_equal(e, "name", was, now), STORE_CHANGE_RENAMED) |
        bit(!is_retired(e, was) && is_retired(e, now), STORE_CHANGE_RETIRED) |
        bit(e == STORE_DIVISION && !field_equal(e, "code", was, now), STORE_CHANGE_CODE) |
        bit((e == STORE_DIVISION && !field_equal(e, "parent", was, now)) ||
                (e == STORE_PLACE && !field_equal(e, "division", was, now)),
            STORE_CHANGE_PARENT) |
        bit(!geometries_equal(&was->geometry, &now->geometry), STORE_CHANGE_GEOMETRY) |
        bit(e == STORE_ADDRESS && reads_otherwise(was, now), STORE_CHANGE_MOVED);
    return types ? types : bit(true, STORE_CHANGE_OTHER);
}

void store_change_type_name(enum store_entity entity, enum store_change_type type, char out[40])
{
    static const char *const OWN[] = {
        "named",       "renamed",          "retired", "withdrawn", "code-changed",
        "re-parented", "geometry-changed", "moved",   "changed"};
    static const char *const OF_ROWS[] = {
        "added",       "renamed",          "retired", "withdrawn", "code-changed",
        "re-parented", "geometry-changed", "moved",   "changed"};
    char word[24];
    snprintf(word, sizeof word, "%s", store_entity_name(entity));
    for (char *p = word; *p; p++)
        *p = *p == '_' ? '-' : *p;
    if (entity == STORE_DIVISION || entity == STORE_PLACE)
        snprintf(out, 40, "%s", OWN[type]);
    else
        snprintf(out, 40, "%.20s-%s", word, OF_ROWS[type]);
}

static bool is_wanted(const struct reader *r, const struct store_change_item *item)
{
    bool wanted = r->filter->type == NULL;
    for (int type = 0; type < STORE_CHANGE_TYPES && !wanted; type++) {
        char name[40];
        if (!(item->types & 1U << type))
            continue;
        store_change_type_name(item->entity, (enum store_change_type)type, name);
        wanted = strcmp(name, r->filter->type) == 0;
    }
    return item->types != 0 && wanted;
}

/* --- the feed ------------------------------------------------------------------ */

static enum base_status keep_item(struct reader *r, const struct store_change_item *item)
{
    struct store_change_item *kept = versioned_list_add(&r->items);
    if (!kept)
        return base_fail(r->err, BASE_NO_MEMORY, "out of memory");
    *kept = *item;
    return BASE_OK;
}

/* known 0 would mean now: before the first edition nothing is known. */
static int64_t before_edition(int64_t edition)
{
    return edition > 1 ? edition - 1 : -1;
}

static enum base_status examine(struct reader *r, enum store_entity entity, int64_t identity)
{
    struct store_change_item item = {.edition = r->to.edition,
                                     .recorded_at = r->to.recorded_at,
                                     .entity = entity,
                                     .identity = identity};
    enum base_status status = read_versions(r, entity, identity, before_edition(item.edition),
                                            &item.before, &item.before_count);
    if (status == BASE_OK)
        status = read_versions(r, entity, identity, item.edition, &item.after, &item.after_count);
    if (status != BASE_OK)
        return status;
    item.types = types_of(&item);
    r->examined++;
    r->to.entity = entity;
    r->to.identity = identity;
    return is_wanted(r, &item) ? keep_item(r, &item) : BASE_OK;
}

static enum base_status get(struct reader *r, enum store_entity entity, enum versioned_text which,
                            sqlite3_stmt **out)
{
    const char *sql = versioned_text(r->store, versioned_table_of(entity), which, NULL);
    return sql ? statement_get(r->store, sql, out, r->err)
               : base_fail(r->err, BASE_NO_MEMORY, "out of memory");
}

/* Identities of the entity after the given one that the statement lists. */
static enum base_status
each_identity(struct reader *r, enum store_entity entity, sqlite3_stmt *statement,
              enum base_status (*visit)(struct reader *, enum store_entity, int64_t))
{
    enum base_status status = BASE_OK;
    bool row = true;
    while (status == BASE_OK) {
        status = statement_step(r->store, statement, &row, r->err);
        if (status != BASE_OK || !row)
            return status;
        if (is_full(r)) {
            r->more = true;
            break;
        }
        status = visit(r, entity, statement_int(statement, 0));
    }
    sqlite3_reset(statement);
    return status;
}

/* The rest of the edition r->to is in. */
static enum base_status read_edition(struct reader *r)
{
    enum base_status status = BASE_OK;
    struct store_cursor from = r->to;
    for (int i = (int)from.entity; i < STORE_ENTITIES && status == BASE_OK && !r->more; i++) {
        enum store_entity entity = (enum store_entity)i;
        sqlite3_stmt *statement;
        if (!is_told(r, entity))
            continue;
        status = get(r, entity, TEXT_TOUCHED, &statement);
        if (status != BASE_OK)
            return status;
        statement_bind_int(statement, 1, from.edition);
        statement_bind_int(statement, 2, entity == from.entity ? from.identity : 0);
        status = each_identity(r, entity, statement, examine);
    }
    return status;
}

/* The next edition after r->to's; *found false when there is none. */
static enum base_status next_edition(struct reader *r, bool *found)
{
    sqlite3_stmt *statement;
    enum base_status status = statement_get(
        r->store, "SELECT id, recorded_at FROM edition WHERE id > ?1 ORDER BY id LIMIT 1",
        &statement, r->err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, r->to.edition);
    status = statement_step(r->store, statement, found, r->err);
    if (status != BASE_OK || !*found)
        return status;
    r->to = (struct store_cursor){.edition = statement_int(statement, 0),
                                  .recorded_at = statement_int(statement, 1)};
    sqlite3_reset(statement);
    return BASE_OK;
}

static enum base_status check_edition(struct reader *r)
{
    sqlite3_stmt *statement;
    bool found = false;
    if (r->to.edition == 0)
        return BASE_OK;
    enum base_status status = statement_get(
        r->store, "SELECT 1 FROM edition WHERE id = ?1 AND recorded_at = ?2", &statement, r->err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, r->to.edition);
    statement_bind_int(statement, 2, r->to.recorded_at);
    status = statement_step(r->store, statement, &found, r->err);
    if (status != BASE_OK)
        return status;
    sqlite3_reset(statement);
    return found ? BASE_OK
                 : base_fail(r->err, BASE_CONFLICT,
                             "the record no longer has the edition of this cursor: an older backup "
                             "was restored; take the whole download again");
}

static enum base_status read_feed(struct reader *r)
{
    bool found = true;
    enum base_status status = check_edition(r);
    if (status == BASE_OK && r->to.edition > 0)
        status = read_edition(r);
    while (status == BASE_OK && !r->more) {
        status = next_edition(r, &found);
        if (status != BASE_OK || !found)
            break;
        status = read_edition(r);
    }
    if (status == BASE_OK && !r->more)
        status = store_changes_end(r->store, &r->to, r->err);
    return status;
}

/* Runs in one read transaction, so that the page is of one state. */
static enum base_status run(struct reader *r, enum base_status (*read)(struct reader *),
                            struct store_change_item **out, size_t *count, struct store_cursor *to,
                            bool *more)
{
    bool own = !r->store->in_read && !r->store->in_transaction;
    enum base_status status = own ? store_read_begin(r->store, r->err) : BASE_OK;
    if (status != BASE_OK)
        return status;
    r->items = (struct versioned_list){.arena = r->arena, .size = sizeof(struct store_change_item)};
    status = read(r);
    if (own)
        store_read_end(r->store);
    if (status != BASE_OK)
        return status;
    *out = r->items.items;
    *count = r->items.count;
    *to = r->to;
    *more = r->more;
    return BASE_OK;
}

enum base_status store_changes_read(struct store *store, const struct store_cursor *from,
                                    const struct store_changes_filter *filter,
                                    struct base_arena *arena, struct store_change_item **out,
                                    size_t *count, struct store_cursor *to, bool *more,
                                    struct base_error *err)
{
    struct reader r = {.store = store, .filter = filter, .arena = arena, .err = err, .to = *from};
    return run(&r, read_feed, out, count, to, more);
}

/* --- all that is held ------------------------------------------------------------ */

static enum base_status take(struct reader *r, enum store_entity entity, int64_t identity)
{
    struct store_change_item item = {.edition = r->to.edition,
                                     .recorded_at = r->to.recorded_at,
                                     .entity = entity,
                                     .identity = identity};
    enum base_status status =
        read_versions(r, entity, identity, item.edition, &item.after, &item.after_count);
    if (status != BASE_OK)
        return status;
    r->examined++;
    r->to.entity = entity;
    r->to.identity = identity;
    return item.after_count > 0 ? keep_item(r, &item) : BASE_OK;
}

static enum base_status read_state(struct reader *r)
{
    enum base_status status = BASE_OK;
    struct store_cursor from = r->to;
    for (int i = (int)from.entity; i < STORE_ENTITIES && status == BASE_OK && !r->more; i++) {
        enum store_entity entity = (enum store_entity)i;
        sqlite3_stmt *statement;
        if (!is_told(r, entity))
            continue;
        status = get(r, entity, TEXT_IDENTITIES, &statement);
        if (status != BASE_OK)
            return status;
        statement_bind_int(statement, 1, from.edition);
        statement_bind_int(statement, 2, entity == from.entity ? from.identity : 0);
        statement_bind_int(statement, 3, PAGE_SUBJECTS + 1);
        status = each_identity(r, entity, statement, take);
    }
    return status;
}

enum base_status store_changes_state(struct store *store, int64_t at,
                                     const struct store_cursor *from,
                                     const struct store_changes_filter *filter,
                                     struct base_arena *arena, struct store_change_item **out,
                                     size_t *count, struct store_cursor *to, bool *more,
                                     struct base_error *err)
{
    struct reader r = {.store = store, .filter = filter, .arena = arena, .err = err, .to = *from};
    r.to.edition = at;
    return run(&r, read_state, out, count, to, more);
}
