/* import/export_findings.c - the findings of a run as rows. */
#include <math.h>
#include <string.h>

#include "base/json_read.h"
#include "base/number.h"
#include "import/export_rows.h"
#include "store/finding.h"

static const struct export_column COLUMNS[] = {
    {"id", EXPORT_TEXT},           {"kind", EXPORT_TEXT},        {"level", EXPORT_TEXT},
    {"severity", EXPORT_TEXT},     {"state", EXPORT_TEXT},       {"parties", EXPORT_TEXT},
    {"area_m2", EXPORT_REAL},      {"width_m", EXPORT_REAL},     {"length_m", EXPORT_REAL},
    {"max_offset_m", EXPORT_REAL}, {"tolerance_m", EXPORT_REAL}, {"message", EXPORT_TEXT},
    {"first_seen", EXPORT_TEXT}};

static const char *number(struct base_arena *arena, const json_t *body, const char *key)
{
    double value = NAN;
    char text[BASE_NUMBER_SIZE];
    if (base_json_get_number(body, key, false, &value, NULL) != BASE_OK || !isfinite(value))
        return NULL;
    base_number_print(value, text);
    return base_arena_strdup(arena, text);
}

static const char *text(struct base_arena *arena, const json_t *body, const char *key)
{
    const char *value = NULL;
    if (base_json_get_text(body, key, false, &value, NULL) != BASE_OK || !value)
        return NULL;
    return base_arena_strdup(arena, value);
}

/* What has no column in the record stands in the finding's JSON. */
static enum base_status fill(const struct store_finding *f, struct base_arena *arena,
                             struct export_row *out, struct base_error *err)
{
    json_t *body;
    enum base_status status = base_json_parse(f->body, strlen(f->body), 0, &body, err);
    if (status)
        return status;
    *out = (struct export_row){
        .values = {f->id, f->kind, f->level, f->severity, f->state, f->parties,
                   number(arena, body, "area_m2"), number(arena, body, "width_m"),
                   number(arena, body, "length_m"), number(arena, body, "max_offset_m"),
                   number(arena, body, "tolerance_m"), text(arena, body, "message"),
                   text(arena, body, "first_seen")},
        .geometry = f->geometry};
    json_decref(body);
    return BASE_OK;
}

/* The parties on both sides, for --within: the first and the last of the list. */
static bool split_parties(const struct store_finding *f, struct base_arena *arena,
                          struct export_row *row)
{
    const char *first = strchr(f->parties, ','), *last = strrchr(f->parties, ',');
    row->division =
        first ? base_arena_strndup(arena, f->parties, (size_t)(first - f->parties)) : f->parties;
    row->other = last ? last + 1 : NULL;
    return row->division != NULL;
}

enum base_status export_findings_read(struct store *store, int64_t run, struct base_arena *arena,
                                      struct export_table *out, struct base_error *err)
{
    struct store_run found;
    struct store_finding *findings;
    struct store_finding_filter filter = {.min_area_m2 = NAN, .box = geo_box_empty()};
    size_t count;
    enum base_status status = store_run_find(store, "inspection", run, arena, &found, err);
    if (status)
        return status;
    filter.run = found.id;
    status = store_finding_list(store, &filter, arena, &findings, &count, err);
    if (status)
        return status;
    struct export_table table = {
        .columns = COLUMNS, .column_count = sizeof COLUMNS / sizeof COLUMNS[0], .count = count};
    table.rows = base_arena_calloc(arena, count + 1, sizeof *table.rows);
    bool ok = table.rows != NULL;
    for (size_t i = 0; i < count && ok && !status; i++) {
        status = fill(&findings[i], arena, &table.rows[i], err);
        ok = status || split_parties(&findings[i], arena, &table.rows[i]);
    }
    if (!ok)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    if (!status)
        *out = table;
    return status;
}
