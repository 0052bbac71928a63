/* store/address.c - the street that a road's name means. */
#include "store/address.h"

#include <math.h>
#include <string.h>

#include "geo/measure.h"
#include "geo/wkb.h"
#include "store/subject.h"
#include "store/versioned.h"

#define MOST       64 /* streets of one name that are looked at */
#define PREFECTURE 4  /* digits of a code */
#define FAR_M      20000.0

struct candidate {
    int64_t identity;
    bool near_code; /* in the same prefecture */
    double away_m;  /* from the point; INFINITY: not known */
};

/* Streets of the name now: by what they are called today, else by what they were. */
static const char *const SQL[] = {
    "SELECT p.identity, p.division, p.geometry FROM place_version p WHERE "
    "p.recorded_to IS NULL AND p.valid_to IS NULL AND (p.kind = 'street' OR "
    "p.legal_kind = 'street') AND (p.name = ?1 OR p.identity IN (SELECT owner FROM name_version "
    "WHERE name = ?1 AND owner_kind = 1 AND recorded_to IS NULL AND valid_to IS NULL AND "
    "form IN ('standard', 'alias', 'short'))) ORDER BY p.identity LIMIT 64",
    "SELECT p.identity, p.division, p.geometry FROM place_version p WHERE "
    "p.recorded_to IS NULL AND p.valid_to IS NULL AND (p.kind = 'street' OR "
    "p.legal_kind = 'street') AND p.identity IN (SELECT owner FROM name_version WHERE name = ?1 "
    "AND owner_kind = 1 AND recorded_to IS NULL AND form IN ('former', 'historical')) "
    "ORDER BY p.identity LIMIT 64",
};

/* To the nearest vertex, which is enough to tell streets of one name apart. */
static double distance_to(const void *blob, size_t size, const struct geo_point *point,
                          struct base_arena *arena)
{
    struct geo_geometry geometry;
    double nearest = INFINITY;
    if (!blob || !point || geo_spatialite_parse(blob, size, arena, &geometry, NULL) != BASE_OK)
        return INFINITY;
    for (uint32_t i = 0; i < geometry.point_count; i++)
        nearest = fmin(nearest, geo_distance_m(geometry.points[i], *point));
    return nearest;
}

static enum base_status collect(struct store *store, const char *sql, const char *name,
                                const char *division, const struct geo_point *point,
                                struct candidate out[MOST], size_t *count, struct base_error *err)
{
    sqlite3_stmt *statement;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    bool row = true;
    *count = 0;
    if (!arena)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    enum base_status status = statement_get(store, sql, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_text(statement, 1, name);
    while (*count < MOST) {
        status = statement_step(store, statement, &row, err);
        if (status != BASE_OK || !row)
            break;
        const char *code = (const char *)sqlite3_column_text(statement, 1);
        out[(*count)++] = (struct candidate){
            .identity = statement_int(statement, 0),
            .near_code = code && division && strncmp(code, division, PREFECTURE) == 0,
            .away_m = distance_to(sqlite3_column_blob(statement, 2),
                                  (size_t)sqlite3_column_bytes(statement, 2), point, arena)};
        base_arena_reset(arena);
    }
    sqlite3_reset(statement);
    return status;
}

/* One alone, unless it lies elsewhere. */
static int64_t choose(const struct candidate *candidates, size_t count)
{
    const struct candidate *best = NULL;
    size_t near_code = 0;
    for (size_t i = 0; i < count; i++)
        near_code += candidates[i].near_code;
    bool by_code = near_code > 0;
    size_t left = by_code ? near_code : count;
    for (size_t i = 0; i < count; i++) {
        const struct candidate *c = &candidates[i];
        if (by_code && !c->near_code)
            continue;
        if (!best || c->away_m < best->away_m)
            best = c;
    }
    if (!best || (isfinite(best->away_m) && best->away_m > FAR_M))
        return 0;
    return left == 1 || isfinite(best->away_m) ? best->identity : 0;
}

enum base_status store_street_find(struct store *store, const char *name, const char *division,
                                   const struct geo_point *point, int64_t *identity,
                                   struct base_error *err)
{
    struct candidate candidates[MOST];
    size_t count = 0;
    enum base_status status = BASE_OK;
    for (size_t i = 0; i < sizeof SQL / sizeof SQL[0] && status == BASE_OK && count == 0; i++)
        status = collect(store, SQL[i], name, division, point, candidates, &count, err);
    if (status == BASE_OK)
        *identity = choose(candidates, count);
    return status;
}

enum base_status store_address_put(struct store *store, const struct store_change *change,
                                   const struct store_row *row, enum store_outcome *outcome,
                                   int64_t *identity, struct base_error *err)
{
    struct store_row linked = *row;
    char text[STORE_SUBJECT_SIZE];
    int64_t street = 0;
    union store_cell *cell = &linked.cells[store_row_field(STORE_ADDRESS, "street")];
    const char *road = row->cells[store_row_field(STORE_ADDRESS, "road")].text;
    const char *division = row->cells[store_row_field(STORE_ADDRESS, "division")].text;
    const struct geo_point *point = row->geometry.part_count > 0 ? row->geometry.points : NULL;
    if (!cell->text && road) {
        enum base_status status = store_street_find(store, road, division, point, &street, err);
        if (status != BASE_OK)
            return status;
    }
    if (street)
        cell->text = store_subject_print((struct store_subject){STORE_PLACE, street}, text);
    return store_row_put(store, STORE_ADDRESS, change, &linked, outcome, identity, err);
}
