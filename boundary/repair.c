/* boundary/repair.c - plans repairs level by level, and chooses. */
#include "boundary/repair.h"

#include <stdlib.h>
#include <string.h>

#include "boundary/repairing.h"

static const struct {
    const char *name, *text;
} HINDRANCES[] = {
    [BOUNDARY_BY_NOTHING] = {"none", ""},
    [BOUNDARY_BY_OPEN] = {"open-border", "the sliver lies open at the outer border, which is not "
                                         "moved"},
    [BOUNDARY_BY_INVALID] = {"not-valid", "the outline of a party is not valid; mend it first"},
    [BOUNDARY_BY_CODE] = {"code-twice", "a party's code is held by two divisions"},
    [BOUNDARY_BY_PARENT] = {"parent-border", "it would move the border of a unit above"},
    [BOUNDARY_BY_SHAPE] = {"no-line", "the two lines do not run side by side from one end to the "
                                      "other, so no line lies between them"},
    [BOUNDARY_BY_LENGTH] = {"too-long", "the two lines have too many vertices to look for one "
                                        "between them"},
    [BOUNDARY_BY_CUT] = {"cuts-unit", "a party would be cut in pieces, vanish or not be valid"},
    [BOUNDARY_BY_REST] = {"leaves-rest", "a gap or an overlap would be left"},
};

const char *boundary_method_name(enum boundary_method method)
{
    static const char *const NAMES[] = {"keep", "middle", "follow-parent", "give"};
    return NAMES[method];
}

const char *boundary_hindrance_name(enum boundary_hindrance hindrance)
{
    return HINDRANCES[hindrance].name;
}

const char *boundary_hindrance_text(enum boundary_hindrance hindrance, enum base_lang lang)
{
    return base_message_format(HINDRANCES[hindrance].text, lang);
}

/* --- a level ---------------------------------------------------------------- */

struct harvest {
    struct boundary_repair *items;
    struct boundary_repaired *units;
    uint32_t count, unit_count;
};

static bool append(void **items, uint32_t *count, const void *more, uint32_t added, size_t size,
                   struct base_arena *arena)
{
    char *memory = base_arena_alloc(arena, ((size_t)*count + added + 1) * size);
    if (!memory)
        return false;
    if (*count)
        memcpy(memory, *items, *count * size);
    if (added)
        memcpy(memory + *count * size, more, added * size);
    *items = memory;
    *count += added;
    return true;
}

static bool bring_in(struct harvest *harvest, const struct boundary_repairing *repairing,
                     const struct boundary_repaired *units, uint32_t unit_count)
{
    struct base_arena *arena = repairing->arena;
    struct boundary_repair *repairs =
        base_arena_alloc(arena, ((size_t)repairing->mend_count + 1) * sizeof *repairs);
    if (!repairs)
        return false;
    for (uint32_t m = 0; m < repairing->mend_count; m++)
        repairs[m] = repairing->mends[m].repair;
    return append((void **)&harvest->items, &harvest->count, repairs, repairing->mend_count,
                  sizeof *repairs, arena) &&
           append((void **)&harvest->units, &harvest->unit_count, units, unit_count, sizeof *units,
                  arena);
}

static enum base_status plan_level(const struct boundary_input *input,
                                   const struct boundary_repair_options *options,
                                   enum store_level level, struct boundary_repairing *repairing,
                                   struct harvest *harvest, struct base_error *err)
{
    const struct boundary_options wanted = {
        .level = level, .profile = options->profile, .at = options->at};
    struct boundary_repaired *units = NULL;
    struct boundary_report *report = base_arena_alloc(repairing->arena, sizeof *report);
    uint32_t count = 0;
    if (!report)
        return boundary_no_memory(err);
    enum base_status status = boundary_inspect_level(
        input, &wanted, repairing->arena, repairing->progress, report, &repairing->siblings, err);
    if (status != BASE_OK)
        return status;
    repairing->report = report;
    status = boundary_repair_set_up(repairing, err);
    if (status != BASE_OK || repairing->mend_count == 0)
        return status;
    status = boundary_repair_propose(repairing, err);
    if (status == BASE_OK)
        status = boundary_repair_settle(repairing, &units, &count, err);
    if (status == BASE_OK && !bring_in(harvest, repairing, units, count))
        status = boundary_no_memory(err);
    return status;
}

/* With `only`, a level of none of those is left out. */
static bool is_asked(const struct boundary_repair_options *options, enum store_level level)
{
    if (options->level != STORE_LEVEL_NONE && options->level != level)
        return false;
    for (uint32_t i = 0; i < options->only_count; i++)
        if (options->only[i].level && store_level_parse(options->only[i].level) == level)
            return true;
    return options->only_count == 0;
}

static bool has_level(const struct boundary_input *input, enum store_level level)
{
    for (uint32_t i = 0; i < input->unit_count; i++)
        if (input->units[i].level == level && input->units[i].geometry.part_count)
            return true;
    return false;
}

static bool list_missed(const struct boundary_repair_options *options,
                        const enum boundary_meeting *met, struct base_arena *arena,
                        struct boundary_repairs *out)
{
    struct boundary_missed *missed =
        base_arena_alloc(arena, ((size_t)options->only_count + 1) * sizeof *missed);
    if (!missed)
        return false;
    out->missed = missed;
    for (uint32_t i = 0; i < options->only_count; i++)
        if (met[i] != BOUNDARY_MET)
            missed[out->missed_count++] = (struct boundary_missed){.finding = &options->only[i],
                                                                   .gone = met[i] == BOUNDARY_GONE};
    return true;
}

static void finish(const struct boundary_repair_options *options, const struct harvest *harvest,
                   struct boundary_repairs *out)
{
    *out = (struct boundary_repairs){.options = *options,
                                     .items = harvest->items,
                                     .count = harvest->count,
                                     .units = harvest->units,
                                     .unit_count = harvest->unit_count};
    for (uint32_t i = 0; i < harvest->count; i++)
        if (harvest->items[i].chosen >= 0) {
            out->chosen++;
            out->area_m2 += harvest->items[i].proposals[harvest->items[i].chosen].area_m2;
        }
}

enum base_status boundary_repair_plan(const struct boundary_input *input,
                                      const struct boundary_repair_options *options,
                                      struct base_arena *arena,
                                      const struct base_progress *progress,
                                      struct boundary_repairs *out, struct base_error *err)
{
    struct harvest harvest = {0};
    struct boundary_repairs repairs = {.count = 0};
    enum boundary_meeting *met =
        base_arena_calloc(arena, (size_t)options->only_count + 1, sizeof *met);
    struct geo_engine *engine = geo_engine_create();
    if (!engine || !met) {
        geo_engine_free(engine);
        return boundary_no_memory(err);
    }
    enum base_status status = BASE_OK;
    for (int level = STORE_LEVEL_PROVINCE; level <= STORE_LEVEL_VILLAGE && status == BASE_OK;
         level++) {
        struct boundary_repairing repairing = {
            .options = options, .arena = arena, .engine = engine, .progress = progress, .met = met};
        if (is_asked(options, (enum store_level)level) && has_level(input, (enum store_level)level))
            status = plan_level(input, options, (enum store_level)level, &repairing, &harvest, err);
    }
    geo_engine_free(engine);
    if (status != BASE_OK)
        return status;
    finish(options, &harvest, &repairs);
    if (!list_missed(options, met, arena, &repairs))
        return boundary_no_memory(err);
    *out = repairs;
    return BASE_OK;
}

bool boundary_preference_parse(const char *text, char code[STORE_CODE_SIZE],
                               struct boundary_repair_options *options)
{
    options->prefer = BOUNDARY_PREFER_LEAST;
    if (strcmp(text, "least") == 0)
        return true;
    options->prefer = BOUNDARY_PREFER_MIDDLE;
    if (strcmp(text, "middle") == 0)
        return true;
    options->prefer = BOUNDARY_PREFER_CODE;
    options->prefer_code = code;
    return store_code_parse(text, code);
}
