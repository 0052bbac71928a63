/* store/versioned_sql.c - the texts made from an entity's table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/versioned.h"

static void add_columns(struct base_buffer *sql, const struct versioned_table *table,
                        const char *prefix)
{
    for (size_t i = 0; i < table->column_count; i++)
        base_buffer_printf(sql, ", %s%s", prefix, table->columns[i].name);
}

static void add_keys(struct base_buffer *sql, const struct versioned_table *table)
{
    for (size_t i = 0; i < table->key_count; i++)
        base_buffer_printf(sql, "%s%s = ?%zu", i ? " AND " : "", table->columns[i].name, i + 1);
}

/* Places: identity 1, source_wkb 2, source_crs 3, valid_from 4, valid_to 5,
 * the edition 6, columns from 7, geometry last. */
static void make_insert(struct base_buffer *sql, const struct versioned_table *table)
{
    base_buffer_printf(sql, "INSERT INTO %s_version (identity, ", table->name);
    if (table->has_geometry)
        base_buffer_text(sql, "source_wkb, source_crs, ");
    base_buffer_text(sql, "valid_from, valid_to, recorded_from, source_edition");
    add_columns(sql, table, "");
    base_buffer_text(sql,
                     table->has_geometry ? ", geometry) VALUES (?1, ?2, ?3, " : ") VALUES (?1, ");
    base_buffer_text(sql, "?4, ?5, ?6, ?6");
    for (size_t i = 0; i < table->column_count; i++)
        base_buffer_printf(sql, ", ?%zu", i + 7);
    if (table->has_geometry)
        base_buffer_printf(sql, ", ?%zu", table->column_count + 7);
    base_buffer_text(sql, ")");
}

/* Versions again, recorded by ?2, with other dates, restoring another. */
static void make_copy(struct base_buffer *sql, const struct versioned_table *table,
                      const char *dates, const char *restores, const char *where)
{
    const char *more = table->has_geometry ? ", source_wkb, source_crs, geometry" : "";
    base_buffer_printf(sql,
                       "INSERT INTO %s_version (identity, valid_from, valid_to, recorded_from, "
                       "source_edition, restores",
                       table->name);
    add_columns(sql, table, "");
    base_buffer_printf(sql, "%s) SELECT identity, %s, ?2, source_edition, %s", more, dates,
                       restores);
    add_columns(sql, table, "");
    base_buffer_printf(sql, "%s FROM %s_version WHERE %s", more, table->name, where);
}

static void make_select(struct base_buffer *sql, const struct versioned_table *table,
                        bool with_geometry, const char *where)
{
    base_buffer_text(sql, "SELECT version, identity, valid_from, valid_to, recorded_from, "
                          "recorded_to, source_edition");
    add_columns(sql, table, "");
    base_buffer_printf(sql, ", %s FROM %s_version WHERE ",
                       with_geometry && table->has_geometry ? "geometry" : "NULL", table->name);
    base_buffer_text(sql, VERSIONED_AS_OF);
    if (where)
        base_buffer_printf(sql, " AND %s", where);
    base_buffer_text(sql, " ORDER BY ");
    for (size_t i = 0; i < table->key_count; i++)
        base_buffer_printf(sql, "%s, ", table->columns[i].name);
    base_buffer_text(sql, "valid_from, version");
}

/* Texts that differ only by the table's name, which stands for each @. */
static const char *const BY_NAME[] = {
    [TEXT_CLOSE] = "UPDATE @_version SET recorded_to = ?2 WHERE version = ?1",
    [TEXT_NEW_IDENTITY] = "INSERT INTO @ DEFAULT VALUES",
    [TEXT_CLOSE_EDITION] = "UPDATE @_version SET recorded_to = ?2 WHERE recorded_to IS NULL AND "
                           "(recorded_from = ?1 OR restores IN "
                           "(SELECT version FROM @_version WHERE recorded_from = ?1))",
    [TEXT_BUILT_UPON] = "SELECT max(coalesce((SELECT max(c.recorded_to) FROM @_version c WHERE "
                        "c.restores = e.version), e.recorded_to)) FROM @_version e WHERE "
                        "e.recorded_from = ?1 AND e.recorded_to > ?1 AND NOT EXISTS (SELECT 1 FROM "
                        "@_version c WHERE c.restores = e.version AND c.recorded_to IS NULL)",
    [TEXT_OVERLAP] = "SELECT max(b.recorded_from) FROM @_version a JOIN @_version b ON "
                     "b.identity = a.identity AND b.version <> a.version WHERE "
                     "a.recorded_from = ?1 AND a.recorded_to IS NULL AND b.recorded_to IS NULL "
                     "AND " VERSIONED_SAME_DAYS,
    [TEXT_ORPHANS] = "SELECT max(n.recorded_from) FROM name_version n JOIN @_version c ON "
                     "c.identity = n.owner AND c.recorded_to = ?1 WHERE n.owner_kind = ?2 AND "
                     "n.recorded_to IS NULL AND NOT EXISTS (SELECT 1 FROM @_version h WHERE "
                     "h.identity = n.owner AND h.recorded_to IS NULL)",
    [TEXT_GEOMETRIES] = "SELECT version, geometry FROM @_version WHERE geometry IS NOT NULL",
    [TEXT_DAYS] = "SELECT DISTINCT a.identity FROM @_version a JOIN @_version b ON "
                  "b.identity = a.identity AND b.version > a.version WHERE a.recorded_to IS NULL "
                  "AND b.recorded_to IS NULL AND " VERSIONED_SAME_DAYS,
    [TEXT_SOURCE] = "SELECT source_wkb, CASE WHEN source_wkb IS NULL AND source_crs IS NOT NULL "
                    "THEN geometry END, source_crs FROM @_version WHERE version = ?1",
    [TEXT_IS_HELD] = "SELECT 1 FROM @_version WHERE identity = ?1 AND recorded_to IS NULL LIMIT 1",
    [TEXT_TOUCHED] = "SELECT identity FROM @_version WHERE recorded_from = ?1 AND identity > ?2 "
                     "UNION SELECT identity FROM @_version WHERE recorded_to = ?1 AND "
                     "identity > ?2 ORDER BY identity",
    [TEXT_IDENTITIES] = "SELECT DISTINCT identity FROM @_version WHERE recorded_from <= ?1 AND "
                        "(recorded_to IS NULL OR recorded_to > ?1) AND identity > ?2 "
                        "ORDER BY identity LIMIT ?3",
    [TEXT_INDEX] = "INSERT INTO idx_@_version_geometry (pkid, xmin, xmax, ymin, ymax) "
                   "VALUES (?1, ?2, ?3, ?4, ?5)",
    [TEXT_INDEX_AGAIN] = "INSERT INTO idx_@_version_geometry (pkid, xmin, xmax, ymin, ymax) "
                         "SELECT ?2, xmin, xmax, ymin, ymax FROM idx_@_version_geometry "
                         "WHERE pkid = ?1",
    [TEXT_CLOCK] = "UPDATE geometry_columns_time SET last_insert = CASE WHEN ?1 THEN "
                   "strftime('%Y-%m-%dT%H:%M:%fZ', 'now') ELSE last_insert END, "
                   "last_update = CASE WHEN ?2 THEN strftime('%Y-%m-%dT%H:%M:%fZ', 'now') ELSE "
                   "last_update END WHERE f_table_name = '@_version' AND "
                   "f_geometry_column = 'geometry'",
    [TEXT_CONDITION] = NULL,
};

static void make_by_name(struct base_buffer *sql, const struct versioned_table *table,
                         const char *text)
{
    for (; *text; text++)
        if (*text == '@')
            base_buffer_text(sql, table->name);
        else
            base_buffer_byte(sql, (unsigned char)*text);
}

/* The identity that holds the row's key now, else that held it last. */
static void make_find_identity(struct base_buffer *sql, const struct versioned_table *table)
{
    make_by_name(sql, table, "SELECT identity FROM @_version WHERE recorded_to IS NULL AND ");
    add_keys(sql, table);
    base_buffer_text(sql, " ORDER BY valid_to IS NULL DESC, valid_to DESC LIMIT 1");
}

static void make_held(struct base_buffer *sql, const struct versioned_table *table)
{
    base_buffer_text(sql, "SELECT version, valid_from, valid_to");
    add_columns(sql, table, "");
    make_by_name(sql, table,
                 " FROM @_version WHERE identity = ?1 AND recorded_to IS NULL "
                 "ORDER BY valid_from, version");
}

static void make_compare(struct base_buffer *sql, const struct versioned_table *table)
{
    base_buffer_printf(sql, "SELECT %s", table->has_geometry ? "geometry" : "NULL");
    add_columns(sql, table, "");
    make_by_name(sql, table, " FROM @_version WHERE version = ?1");
}

char *versioned_page_text(const struct versioned_table *table,
                          const struct store_row_filter *filter)
{
    struct base_buffer sql = {0};
    size_t size;
    base_buffer_text(&sql, "SELECT version, identity, valid_from, valid_to, recorded_from, "
                           "recorded_to, source_edition");
    add_columns(&sql, table, "");
    base_buffer_printf(&sql, ", %s FROM %s_version WHERE " VERSIONED_AS_OF " AND identity > ?%d",
                       table->has_geometry ? "geometry" : "NULL", table->name,
                       VERSIONED_PAGE_AFTER);
    if (!geo_box_is_empty(filter->box))
        base_buffer_printf(&sql, " AND lon BETWEEN ?%d AND ?%d AND lat BETWEEN ?%d AND ?%d",
                           VERSIONED_PAGE_BOX, VERSIONED_PAGE_BOX + 2, VERSIONED_PAGE_BOX + 1,
                           VERSIONED_PAGE_BOX + 3);
    for (size_t i = 0; i < filter->equal_count; i++)
        base_buffer_printf(&sql, " AND %s = ?%zu", table->columns[filter->equal[i].field].name,
                           VERSIONED_PAGE_EQUAL + i);
    if (filter->open_only)
        base_buffer_text(&sql, " AND EXISTS (SELECT 1 FROM edition e WHERE e.id = source_edition "
                               "AND " VERSIONED_OPEN_EDITION ")");
    if (filter->open_only && table->entity == STORE_SIGN)
        base_buffer_text(&sql, " AND type NOT IN ('unit', 'household')");
    for (size_t i = 0; i < 2 && filter->absent[i]; i++)
        base_buffer_printf(&sql, " AND %s IS NULL", filter->absent[i]);
    base_buffer_printf(&sql, " ORDER BY identity, valid_from, version LIMIT ?%d",
                       VERSIONED_PAGE_LIMIT);
    return base_buffer_take(&sql, &size);
}

char *versioned_referring_text(const struct versioned_table *rows, const char *column,
                               const struct versioned_table *owner)
{
    struct base_buffer sql = {0};
    size_t size;
    base_buffer_printf(&sql,
                       "SELECT max(n.recorded_from) FROM %s_version c JOIN %s_version n ON "
                       "n.%s = '%s-' || c.identity AND n.recorded_to IS NULL WHERE "
                       "c.recorded_to = ?1 AND NOT EXISTS (SELECT 1 FROM %s_version h WHERE "
                       "h.identity = c.identity AND h.recorded_to IS NULL)",
                       owner->name, rows->name, column, owner->name, owner->name);
    return base_buffer_take(&sql, &size);
}

char *versioned_dangling_text(const struct versioned_table *rows, const char *column)
{
    static const char *const OWNERS[] = {"division", "place", "address"};
    struct base_buffer sql = {0};
    size_t size;
    base_buffer_printf(&sql,
                       "SELECT n.version, n.%s FROM %s_version n WHERE n.recorded_to IS NULL AND "
                       "n.%s IS NOT NULL",
                       column, rows->name, column);
    for (size_t i = 0; i < sizeof OWNERS / sizeof OWNERS[0]; i++)
        base_buffer_printf(&sql,
                           " AND NOT EXISTS (SELECT 1 FROM %s_version h WHERE n.%s = '%s-' || "
                           "CAST(substr(n.%s, %zu) AS INTEGER) AND h.identity = "
                           "CAST(substr(n.%s, %zu) AS INTEGER) AND h.recorded_to IS NULL)",
                           OWNERS[i], column, OWNERS[i], column, strlen(OWNERS[i]) + 2, column,
                           strlen(OWNERS[i]) + 2);
    return base_buffer_take(&sql, &size);
}

static void make_text(struct base_buffer *sql, const struct versioned_table *table,
                      enum versioned_text which, const char *where)
{
    switch (which) {
    case TEXT_FIND_IDENTITY:
        make_find_identity(sql, table);
        break;
    case TEXT_HELD:
        make_held(sql, table);
        break;
    case TEXT_COMPARE:
        make_compare(sql, table);
        break;
    case TEXT_INSERT:
        make_insert(sql, table);
        break;
    case TEXT_COPY:
        make_copy(sql, table, "?3, ?4", "NULL", "version = ?1");
        break;
    case TEXT_COPY_UNTIL:
        make_copy(sql, table, "valid_from, ?3", "NULL",
                  "version = ?1 AND (valid_from IS NULL OR valid_from < ?3)");
        break;
    case TEXT_REOPEN_EDITION:
        make_copy(sql, table, "valid_from, valid_to", "coalesce(restores, version)",
                  "recorded_to = ?1 AND recorded_from <> ?1");
        break;
    case TEXT_SELECT:
        make_select(sql, table, false, where);
        break;
    case TEXT_SELECT_GEOMETRY:
        make_select(sql, table, true, where);
        break;
    default:
        make_by_name(sql, table, BY_NAME[which]);
        break;
    }
}

/* Conditions are constant texts, few a table: each gets a place of its own. */
static size_t place_of(enum versioned_text which, const char *where)
{
    static const char *const CONDITIONS[] = {
        STORE_BY_CODE,
        STORE_BY_IDENTITY,
        STORE_BY_ID,
        STORE_BY_BOX,
    };
    if (!where)
        return (size_t)which;
    for (size_t i = 0; i < sizeof CONDITIONS / sizeof CONDITIONS[0]; i++)
        if (strcmp(where, CONDITIONS[i]) == 0)
            return (size_t)TEXT_CONDITION + i;
    return STORE_TEXTS; /* no such condition */
}

const char *versioned_text(struct store *store, const struct versioned_table *table,
                           enum versioned_text which, const char *where)
{
    size_t place = place_of(which, where);
    if (place >= STORE_TEXTS)
        return NULL;
    char **kept = &store->made_sql[table->entity][place];
    if (!*kept) {
        struct base_buffer sql = {0};
        size_t size;
        make_text(&sql, table, which, where);
        *kept = base_buffer_take(&sql, &size);
    }
    return *kept;
}
