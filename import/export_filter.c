/* import/export_filter.c - which rows may leave, and which lie in the unit. */
#include <string.h>

#include "base/buffer.h"
#include "import/export_rows.h"
#include "store/division.h"
#include "store/edition.h"

/* The units of the day, by code, for walking up to their parents. */
struct chain {
    const struct store_division *units;
    size_t count;
    const struct geo_geometry *area; /* of the wanted unit; NULL: none */
};

static const struct store_division *find_unit(const struct chain *chain, const char *code)
{
    size_t low = 0, high = chain->count; /* the list is in code order */
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(chain->units[middle].code, code);
        if (order == 0)
            return &chain->units[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static bool code_is_within(const struct chain *chain, const char *code, const char *within)
{
    char at[STORE_CODE_SIZE], parent[STORE_CODE_SIZE];
    if (!store_code_parse(code, at))
        return false;
    for (int depth = 0; depth < 8 && at[0]; depth++) {
        if (strcmp(at, within) == 0)
            return true;
        const struct store_division *unit = find_unit(chain, at);
        if (unit && unit->parent && store_code_parse(unit->parent, parent))
            memcpy(at, parent, sizeof at);
        else {
            store_code_parent(at, parent);
            memcpy(at, parent, sizeof at);
        }
    }
    return false;
}

static bool row_is_within(const struct chain *chain, const struct export_row *row,
                          const char *within)
{
    if (row->division)
        return code_is_within(chain, row->division, within) ||
               (row->other && code_is_within(chain, row->other, within));
    if (!chain->area || row->geometry.point_count == 0)
        return false;
    for (uint32_t i = 0; i < row->geometry.point_count; i++)
        if (geo_polygon_locate(chain->area, row->geometry.points[i]) != GEO_OUTSIDE)
            return true;
    return false;
}

static enum base_status read_chain(struct store *store, const struct export_options *options,
                                   struct base_arena *arena, struct chain *out,
                                   struct base_error *err)
{
    struct store_division *units;
    struct store_as_of as_of = {options->at, options->known};
    enum base_status status =
        store_division_list(store, as_of, STORE_LEVEL_NONE, true, arena, &units, &out->count, err);
    if (status)
        return status;
    out->units = units;
    const struct store_division *unit = find_unit(out, options->within);
    if (!unit)
        return base_fail(err, BASE_NOT_FOUND, "there is no division %s on that day",
                         options->within);
    out->area = unit->geometry.part_count ? &unit->geometry : NULL;
    return BASE_OK;
}

/* What the editions say about leaving as a file. */
struct rights {
    struct store_edition *editions;
    size_t count;
    bool *used;
};

static const struct store_edition *edition_of(const struct rights *rights, int64_t id, size_t *at)
{
    for (*at = 0; *at < rights->count; (*at)++)
        if (rights->editions[*at].id == id)
            return &rights->editions[*at];
    return NULL;
}

static bool may_leave(const struct rights *rights, const struct export_options *options,
                      const struct export_row *row)
{
    size_t at;
    const struct store_edition *edition = edition_of(rights, row->edition, &at);
    if (!edition)
        return true;
    bool internal = edition->secrecy && strcmp(edition->secrecy, "internal") == 0;
    if (!edition->may_export || (internal && !options->internal))
        return false;
    rights->used[at] = true;
    return true;
}

static const char *attributions(const struct rights *rights, struct base_arena *arena)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    for (size_t i = 0; i < rights->count; i++) {
        const char *name = rights->used[i] ? rights->editions[i].attribution : NULL;
        bool told = !name || !name[0] || (text.data && strstr(text.data, name));
        if (told)
            continue;
        if (text.size)
            base_buffer_text(&text, "; ");
        base_buffer_text(&text, name);
    }
    return text.failed ? NULL : base_arena_strdup(arena, text.data ? text.data : "");
}

enum base_status export_rows_filter(struct store *store, const struct export_options *options,
                                    struct base_arena *arena, struct export_table *table,
                                    struct export_result *result, struct base_error *err)
{
    struct chain chain = {0};
    struct rights rights = {0};
    enum base_status status =
        store_edition_list(store, arena, &rights.editions, &rights.count, err);
    if (!status && options->within)
        status = read_chain(store, options, arena, &chain, err);
    rights.used = base_arena_calloc(arena, rights.count + 1, sizeof *rights.used);
    if (status || !rights.used)
        return status ? status : base_fail(err, BASE_NO_MEMORY, "out of memory");
    size_t kept = 0;
    for (size_t i = 0; i < table->count; i++) {
        const struct export_row *row = &table->rows[i];
        if (options->within && !row_is_within(&chain, row, options->within))
            continue;
        if (!may_leave(&rights, options, row)) {
            result->withheld++;
            continue;
        }
        table->rows[kept++] = *row;
    }
    table->count = kept;
    result->attribution = attributions(&rights, arena);
    return result->attribution ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "out of memory");
}
