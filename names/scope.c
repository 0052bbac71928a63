/* names/scope.c - the ground within which names must differ. */
#include "names/scope.h"

#include <string.h>

#define NONE STORE_DIVISION_INDEX_NONE

static const char *const KIND_NAMES[] = {"record", "country", "province", "county",
                                         "built-up-area"};

const char *names_scope_kind_name(enum names_scope_kind kind)
{
    return KIND_NAMES[kind];
}

static enum names_scope_kind kind_of(enum names_legal_kind kind, enum store_level level)
{
    switch (kind) {
    case NAMES_KIND_NATURAL:
        return NAMES_SCOPE_COUNTRY;
    case NAMES_KIND_DIVISION:
        return level == STORE_LEVEL_TOWNSHIP  ? NAMES_SCOPE_PROVINCE
               : level == STORE_LEVEL_VILLAGE ? NAMES_SCOPE_COUNTY
                                              : NAMES_SCOPE_COUNTRY;
    case NAMES_KIND_COMMITTEE:
        return NAMES_SCOPE_COUNTY;
    default:
        return NAMES_SCOPE_BUILT_UP;
    }
}

/* The row itself or its parent of that level. */
static uint32_t row_of_level(const struct names_context *context, uint32_t row,
                             enum store_level level)
{
    uint32_t parents[5];
    if (row == NONE || store_division_index_entry(context->divisions, row).level == level)
        return row;
    size_t count = store_division_index_parents(context->divisions, row, context->at, parents);
    for (size_t i = 0; i < count; i++)
        if (store_division_index_entry(context->divisions, parents[i]).level == level)
            return parents[i];
    return NONE;
}

static bool is_district(const struct store_division_entry *entry)
{
    static const char DISTRICT[] = "区";
    size_t size = strlen(entry->name), end = sizeof DISTRICT - 1;
    return entry->level == STORE_LEVEL_COUNTY && size > end &&
           strcmp(entry->name + size - end, DISTRICT) == 0;
}

static void set_unit(const struct names_context *context, uint32_t row, struct names_scope *scope)
{
    struct store_division_entry entry = store_division_index_entry(context->divisions, row);
    scope->code = entry.code;
    scope->name = entry.name;
}

static void set_built_up(const struct names_context *context, uint32_t row,
                         struct names_scope *scope)
{
    uint32_t county = row_of_level(context, row, STORE_LEVEL_COUNTY);
    uint32_t city = row_of_level(context, row, STORE_LEVEL_PREFECTURE);
    if (county == NONE) { /* asked for a whole prefecture or province */
        scope->districts = city != NONE;
        set_unit(context, city != NONE ? city : row, scope);
        return;
    }
    struct store_division_entry entry = store_division_index_entry(context->divisions, county);
    scope->districts = is_district(&entry) && city != NONE;
    set_unit(context, scope->districts ? city : county, scope);
}

enum base_status names_scope_find(const struct names_context *context, enum names_legal_kind kind,
                                  enum store_level level, const char *within,
                                  struct names_scope *out, struct base_error *err)
{
    struct names_scope scope = {.kind = kind_of(kind, level), .code = "", .name = ""};
    uint32_t row =
        within ? store_division_index_find(context->divisions, within, context->at) : NONE;
    if (within && row == NONE)
        return base_fail(err, BASE_NOT_FOUND, "there is no division %s on that day", within);
    if (row == NONE && scope.kind != NAMES_SCOPE_COUNTRY)
        scope.kind = NAMES_SCOPE_RECORD;
    if (scope.kind == NAMES_SCOPE_BUILT_UP)
        set_built_up(context, row, &scope);
    else if (scope.kind == NAMES_SCOPE_PROVINCE || scope.kind == NAMES_SCOPE_COUNTY) {
        uint32_t unit = row_of_level(context, row,
                                     scope.kind == NAMES_SCOPE_PROVINCE ? STORE_LEVEL_PROVINCE
                                                                        : STORE_LEVEL_COUNTY);
        set_unit(context, unit != NONE ? unit : row, &scope);
    }
    *out = scope;
    return BASE_OK;
}

uint32_t names_scope_row(const struct names_context *context, uint32_t subject)
{
    struct names_subject s = names_index_subject(context->index, subject);
    uint32_t chain[5], row;
    if (!s.is_place)
        return store_division_index_of(context->divisions, s.identity, context->at);
    row = store_division_index_find(context->divisions, s.division, context->at);
    if (row != NONE || !s.has_point)
        return row;
    size_t count = store_division_index_locate(context->divisions, s.point, context->at, chain);
    return count ? chain[count - 1] : NONE;
}

bool names_scope_holds(const struct names_context *context, const struct names_scope *scope,
                       uint32_t subject)
{
    if (scope->kind == NAMES_SCOPE_RECORD || scope->kind == NAMES_SCOPE_COUNTRY)
        return true;
    uint32_t row = names_scope_row(context, subject);
    if (row == NONE ||
        !store_division_index_is_within(context->divisions, row, scope->code, context->at))
        return false;
    if (!scope->districts)
        return true;
    uint32_t county = row_of_level(context, row, STORE_LEVEL_COUNTY);
    if (county == NONE)
        return true; /* said to lie in the city, no more */
    struct store_division_entry entry = store_division_index_entry(context->divisions, county);
    return is_district(&entry);
}
