/* coverage/indicator.c - presence indicators of the five-year plan. */
#include "coverage/indicator.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PLAN "长春市民政事业发展“十四五”规划，第二章"
#define NONE STORE_DIVISION_INDEX_NONE

static const struct coverage_definition DEFINITIONS[] = {
    {"plan-11", "乡镇（街道）未成年人保护工作站覆盖率", PLAN, "child.station", NULL, NULL,
     STORE_LEVEL_TOWNSHIP, 2025, 0.50},
    {"plan-13", "县级公益性安葬（放）设施覆盖率", PLAN, "funeral.cemetery,funeral.ash-hall", "公益",
     NULL, STORE_LEVEL_COUNTY, 2025, 1.00},
    {"plan-15", "乡镇（街道）范围具备综合功能的养老服务机构覆盖率", PLAN, "eldercare", NULL, "综合",
     STORE_LEVEL_TOWNSHIP, 2025, 0.60},
};
#define DEFINITION_COUNT (sizeof DEFINITIONS / sizeof DEFINITIONS[0])

const struct coverage_definition *coverage_definitions(size_t *count)
{
    *count = DEFINITION_COUNT;
    return DEFINITIONS;
}

static bool kind_counts(const char *kinds, const char *kind)
{
    char branch[64];
    for (const char *p = kinds; *p;) {
        size_t size = strcspn(p, ",");
        if (size < sizeof branch) {
            memcpy(branch, p, size);
            branch[size] = '\0';
            if (store_facility_in_branch(kind, branch))
                return true;
        }
        p += size + (p[size] == ',');
    }
    return false;
}

static bool begins_with(const char *text, const char *word)
{
    return strncmp(text, word, strlen(word)) == 0;
}

static bool counts(const struct coverage_definition *d, const struct coverage_points *points,
                   const struct coverage_facility_row *f, base_date_t at)
{
    return base_date_within(at, f->valid_from, f->valid_to) &&
           base_date_within(at, f->opened, f->closed) &&
           kind_counts(d->kinds, coverage_points_text(points, f->kind)) &&
           (!d->nature || begins_with(coverage_points_text(points, f->nature), d->nature)) &&
           (!d->function || strstr(coverage_points_text(points, f->functions), d->function));
}

/* The unit of a level in which the facility lies. */
static uint32_t unit_of(const struct coverage_points *points, const struct coverage_facility_row *f,
                        const struct store_division_index *divisions, base_date_t at,
                        enum store_level level)
{
    uint32_t rows[5];
    size_t count = f->has_point ? store_division_index_locate(divisions, f->point, at, rows) : 0;
    for (size_t i = 0; i < count; i++)
        if (store_division_index_entry(divisions, rows[i]).level == level)
            return rows[i];
    const char *code = coverage_points_text(points, f->division);
    uint32_t stated = code[0] ? store_division_index_find(divisions, code, at) : NONE;
    if (stated == NONE)
        return NONE;
    if (store_division_index_entry(divisions, stated).level == level)
        return stated;
    count = store_division_index_parents(divisions, stated, at, rows);
    for (size_t i = 0; i < count; i++)
        if (store_division_index_entry(divisions, rows[i]).level == level)
            return rows[i];
    return NONE;
}

/* Which units have one, by row. */
static bool *mark_units(const struct coverage_definition *d, const struct coverage_points *points,
                        const struct store_division_index *divisions, base_date_t at,
                        struct base_arena *arena)
{
    bool *marked = base_arena_calloc(arena, divisions->count + 1, sizeof *marked);
    for (size_t i = 0; marked && i < points->facility_count; i++) {
        const struct coverage_facility_row *f = &points->facilities[i];
        uint32_t unit =
            counts(d, points, f, at) ? unit_of(points, f, divisions, at, d->level) : NONE;
        if (unit != NONE)
            marked[unit] = true;
    }
    return marked;
}

static bool is_on(const struct store_division_entry *entry, base_date_t at)
{
    return base_date_within(at, entry->valid_from, entry->valid_to);
}

/* The rows of the index that are valid on the day, by level, then code. */
struct ordered {
    enum store_level level;
    const char *code;
    uint32_t row;
};

struct units {
    const struct store_division_index *divisions;
    base_date_t at;
    struct ordered *items;
    size_t count;
};

static int compare_ordered(const void *left, const void *right)
{
    const struct ordered *a = left, *b = right;
    if (a->level != b->level)
        return a->level < b->level ? -1 : 1;
    int order = strcmp(a->code, b->code);
    return order ? order : a->row < b->row ? -1 : a->row > b->row;
}

static enum base_status order_units(struct units *units, struct base_arena *arena,
                                    struct base_error *err)
{
    units->items = base_arena_alloc(arena, (units->divisions->count + 1) * sizeof *units->items);
    if (!units->items)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (uint32_t row = 0; row < units->divisions->count; row++) {
        struct store_division_entry entry = store_division_index_entry(units->divisions, row);
        if (is_on(&entry, units->at))
            units->items[units->count++] = (struct ordered){entry.level, entry.code, row};
    }
    qsort(units->items, units->count, sizeof *units->items, compare_ordered);
    return BASE_OK;
}

static enum base_status compute_one(struct coverage_indicator *out, const bool *marked,
                                    const struct units *units, struct base_arena *arena,
                                    struct base_error *err)
{
    const char *code = store_division_index_entry(units->divisions, out->unit).code;
    uint32_t *failing = base_arena_alloc(arena, (units->count + 1) * sizeof *failing);
    if (!failing)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < units->count; i++) {
        uint32_t row = units->items[i].row;
        if (units->items[i].level != out->definition->level ||
            !store_division_index_is_within(units->divisions, row, code, units->at))
            continue;
        out->denominator++;
        if (marked[row])
            out->numerator++;
        else
            failing[out->failing_count++] = row;
    }
    out->failing = failing;
    return BASE_OK;
}

static bool is_wanted(const struct ordered *unit, const struct coverage_definition *d,
                      const char *code)
{
    if (code)
        return strcmp(unit->code, code) == 0;
    return unit->level == STORE_LEVEL_PREFECTURE ||
           (unit->level == STORE_LEVEL_COUNTY && d->level > STORE_LEVEL_COUNTY);
}

/* One definition for every unit that is wanted, appended to items. */
static enum base_status compute_all(const struct coverage_definition *d, const bool *marked,
                                    const struct units *units, const char *code,
                                    struct base_arena *arena, struct coverage_indicator *items,
                                    size_t *kept, struct base_error *err)
{
    for (size_t i = 0; i < units->count; i++) {
        struct coverage_indicator *item = &items[*kept];
        if (!is_wanted(&units->items[i], d, code))
            continue;
        *item = (struct coverage_indicator){.definition = d, .unit = units->items[i].row};
        enum base_status status = compute_one(item, marked, units, arena, err);
        if (status != BASE_OK)
            return status;
        *kept += item->denominator > 0 || code;
    }
    return BASE_OK;
}

enum base_status coverage_indicators_compute(const struct coverage_points *points,
                                             const struct store_division_index *divisions,
                                             base_date_t at, const char *code,
                                             struct base_arena *arena,
                                             struct coverage_indicator **out, size_t *count,
                                             struct base_error *err)
{
    struct coverage_indicator *items =
        base_arena_alloc(arena, (DEFINITION_COUNT * divisions->count + 1) * sizeof *items);
    struct units units = {.divisions = divisions, .at = at};
    size_t kept = 0;
    enum base_status status =
        items ? order_units(&units, arena, err) : base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < DEFINITION_COUNT && status == BASE_OK; i++) {
        const struct coverage_definition *d = &DEFINITIONS[i];
        bool *marked = mark_units(d, points, divisions, at, arena);
        status = marked ? compute_all(d, marked, &units, code, arena, items, &kept, err)
                        : base_fail(err, BASE_NO_MEMORY, "out of memory");
    }
    *out = items;
    *count = kept;
    return status;
}

static int year_of(base_date_t date)
{
    char text[BASE_DATE_SIZE];
    base_date_print(date, text);
    return (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + text[3] - '0';
}

static const char *verdict(const struct coverage_indicator *item, base_date_t at)
{
    if (item->denominator == 0)
        return NULL;
    if (year_of(at) < item->definition->year)
        return "not-due";
    double need = item->definition->target * (double)item->denominator;
    return (double)item->numerator >= need - 1e-9 ? "met" : "not-met";
}

static void write_units(const struct coverage_indicator *item,
                        const struct store_division_index *divisions, struct base_json *json)
{
    base_json_key(json, "failing");
    base_json_array_begin(json);
    for (size_t i = 0; i < item->failing_count; i++) {
        struct store_division_entry entry = store_division_index_entry(divisions, item->failing[i]);
        base_json_object_begin(json);
        base_json_key_string(json, "code", entry.code);
        base_json_key_string(json, "name", entry.name);
        base_json_object_end(json);
    }
    base_json_array_end(json);
}

static void write_one(const struct coverage_indicator *item,
                      const struct store_division_index *divisions, base_date_t at,
                      struct base_json *json)
{
    const struct coverage_definition *d = item->definition;
    struct store_division_entry unit = store_division_index_entry(divisions, item->unit);
    base_json_object_begin(json);
    base_json_key_string(json, "definition", d->id);
    base_json_key_string(json, "title", d->title);
    base_json_key_string(json, "source", d->source);
    base_json_key_string(json, "code", unit.code);
    base_json_key_string(json, "name", unit.name);
    base_json_key_int(json, "numerator", item->numerator);
    base_json_key_int(json, "denominator", item->denominator);
    base_json_key_fixed(
        json, "value",
        item->denominator ? (double)item->numerator / (double)item->denominator : NAN, 4);
    base_json_key(json, "targets");
    base_json_array_begin(json);
    base_json_object_begin(json);
    base_json_key_int(json, "year", d->year);
    base_json_key_number(json, "target", d->target);
    base_json_key_string(json, "verdict", verdict(item, at));
    base_json_object_end(json);
    base_json_array_end(json);
    write_units(item, divisions, json);
    base_json_object_end(json);
}

void coverage_indicators_write(const struct coverage_indicator *items, size_t count,
                               const struct store_division_index *divisions, base_date_t at,
                               struct base_json *json)
{
    base_json_array_begin(json);
    for (size_t i = 0; i < count; i++)
        write_one(&items[i], divisions, at, json);
    base_json_array_end(json);
}
