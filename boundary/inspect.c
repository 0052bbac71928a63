/* boundary/inspect.c - the stages of an inspection, level by level. */
#include "boundary/inspect.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "boundary/base.h"
#include "boundary/exempt.h"
#include "boundary/inspection.h"

static int compare_units(const void *left, const void *right)
{
    const struct boundary_unit *a = *(const struct boundary_unit *const *)left;
    const struct boundary_unit *b = *(const struct boundary_unit *const *)right;
    int order = strcmp(a->code, b->code);
    return order ? order : (a->identity > b->identity) - (a->identity < b->identity);
}

/* The units of a level that have geometry, by code. */
static uint32_t select_units(const struct boundary_input *input, enum store_level level,
                             const struct boundary_unit **out)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < input->unit_count; i++)
        if (input->units[i].level == level && input->units[i].geometry.part_count)
            out[count++] = &input->units[i];
    qsort(out, count, sizeof *out, compare_units);
    return count;
}

static void select_parents(const struct boundary_input *input, struct boundary_siblings *siblings)
{
    for (int level = (int)siblings->level - 1;
         level > STORE_LEVEL_NONE && siblings->parent_count == 0; level--)
        siblings->parent_count = select_units(input, (enum store_level)level, siblings->parents);
}

static bool prepare(struct boundary_inspection *inspection, struct boundary_siblings *siblings)
{
    struct base_arena *arena = inspection->arena;
    size_t all = (size_t)inspection->input->unit_count + 1;
    siblings->units = base_arena_alloc(arena, all * sizeof *siblings->units);
    siblings->parents = base_arena_alloc(arena, all * sizeof *siblings->parents);
    if (!siblings->units || !siblings->parents)
        return false;
    siblings->count = select_units(inspection->input, siblings->level, siblings->units);
    select_parents(inspection->input, siblings);
    uint32_t shapes = siblings->count + siblings->parent_count;
    siblings->shapes = base_arena_alloc(arena, (shapes + 1) * sizeof *siblings->shapes);
    siblings->valid = base_arena_calloc(arena, siblings->count + 1, sizeof *siblings->valid);
    siblings->suspect = base_arena_calloc(arena, siblings->count + 1, sizeof *siblings->suspect);
    siblings->ground = base_arena_alloc(arena, (siblings->count + 1) * sizeof *siblings->ground);
    siblings->twin = base_arena_alloc(arena, (siblings->count + 1) * sizeof *siblings->twin);
    if (!siblings->shapes || !siblings->valid || !siblings->suspect || !siblings->ground ||
        !siblings->twin)
        return false;
    for (uint32_t i = 0; i < siblings->count; i++)
        siblings->shapes[i] = siblings->units[i]->geometry;
    for (uint32_t i = 0; i < siblings->parent_count; i++)
        siblings->shapes[siblings->count + i] = siblings->parents[i]->geometry;
    return true;
}

static enum base_status check_areas(struct boundary_inspection *inspection,
                                    struct boundary_siblings *siblings, struct base_error *err)
{
    enum base_status status =
        geo_topology_build(siblings->shapes, siblings->count, inspection->arena,
                           inspection->progress, &siblings->topology, err);
    if (status != BASE_OK)
        return status;
    int64_t before_um = inspection->tally.length_um;
    if (!boundary_list_owners(inspection, siblings))
        return boundary_no_memory(err);
    struct boundary_base_level *level = &inspection->base->levels[siblings->level];
    status = inspection->input->window ? boundary_window_look(inspection, siblings, err)
                                       : boundary_shore_list(inspection, siblings, &level->shore,
                                                             &level->shore_count, err);
    if (status == BASE_OK)
        status = boundary_check_validity(inspection, siblings, err);
    if (status == BASE_OK)
        status = boundary_check_shift(inspection, siblings, err);
    if (status == BASE_OK)
        status = boundary_check_parents(inspection, siblings, err);
    if (status == BASE_OK)
        status = boundary_check_faces(inspection, siblings, err);
    if (status == BASE_OK)
        status = boundary_check_facing(inspection, siblings, err);
    if (status == BASE_OK)
        status = boundary_check_parts(inspection, siblings, err);
    if (status == BASE_OK)
        status = boundary_exempt_faces(inspection, siblings, err);
    if (status == BASE_OK)
        status = boundary_faces_settle(inspection, siblings, err);
    if (status == BASE_OK)
        status = boundary_check_density(inspection, siblings, err);
    if (status == BASE_OK)
        boundary_count_uninspected(inspection, siblings, inspection->tally.length_um - before_um);
    return status;
}

static enum base_status check_level(struct boundary_inspection *inspection, enum store_level level,
                                    struct base_error *err)
{
    struct boundary_siblings siblings = {.level = level};
    if (!prepare(inspection, &siblings))
        return boundary_no_memory(err);
    if (siblings.count == 0)
        return BASE_OK;
    inspection->tally.divisions += siblings.count;
    inspection->face_count = 0;
    enum base_status status = check_areas(inspection, &siblings, err);
    if (status == BASE_OK)
        boundary_check_register(inspection, &siblings);
    if (status == BASE_OK && inspection->kept)
        *inspection->kept = siblings;
    return status;
}

static enum base_status check_levels(struct boundary_inspection *inspection, struct base_error *err)
{
    const struct boundary_options *options = inspection->options;
    enum base_status status = BASE_OK;
    for (int level = STORE_LEVEL_PROVINCE; level <= STORE_LEVEL_VILLAGE && status == BASE_OK;
         level++) {
        if ((options->level != STORE_LEVEL_NONE && (int)options->level != level) ||
            (inspection->input->window && (int)inspection->input->window->level != level))
            continue;
        base_progress_report(inspection->progress, "inspecting", (uint64_t)level,
                             STORE_LEVEL_VILLAGE);
        status = check_level(inspection, (enum store_level)level, err);
        if (status == BASE_OK && options->against)
            status = boundary_check_against(inspection, (enum store_level)level, err);
    }
    return status;
}

static bool has_party(const struct boundary_finding *finding, const char *code)
{
    for (uint32_t i = 0; i < finding->party_count; i++)
        if (strcmp(finding->parties[i], code) == 0)
            return true;
    return false;
}

/* With `between`, keeps what concerns both. */
static void keep_between(struct boundary_inspection *inspection)
{
    const char *const *between = inspection->options->between;
    struct boundary_list *list = &inspection->list;
    uint32_t kept = 0;
    if (!between[0] || !between[1])
        return;
    for (uint32_t i = 0; i < list->count; i++)
        if (has_party(&list->items[i], between[0]) && has_party(&list->items[i], between[1]))
            list->items[kept++] = list->items[i];
    list->count = kept;
}

static void count_without_geometry(struct boundary_inspection *inspection)
{
    const struct boundary_input *input = inspection->input;
    enum store_level level = inspection->options->level;
    for (uint32_t i = 0; i < input->unit_count; i++)
        if (!input->units[i].geometry.part_count &&
            (level == STORE_LEVEL_NONE || input->units[i].level == level))
            inspection->tally.without_geometry++;
}

/* What the report is told from, and the next inspection. */
static void keep_base(struct boundary_inspection *inspection)
{
    struct boundary_base *base = inspection->base;
    const struct boundary_input *input = inspection->input;
    for (uint32_t i = 0; i < input->unit_count; i++)
        base->levels[input->units[i].level].polygons += input->units[i].geometry.part_count > 0;
    for (uint32_t i = 0; i < inspection->list.count; i++) {
        base->counts[inspection->list.items[i].kind]++;
        base->severities[inspection->list.items[i].severity]++;
    }
    base->tally = inspection->tally;
    boundary_base_keep_widths(base, inspection->widths_nm, inspection->width_count);
    inspection->report->base = base;
    boundary_base_tell(base, inspection->report);
}

static enum base_status finish(struct boundary_inspection *inspection, struct base_error *err)
{
    struct boundary_report *report = inspection->report;
    struct boundary_list *list = &inspection->list;
    if (list->failed)
        return boundary_no_memory(err);
    keep_between(inspection);
    boundary_list_finish(list);
    report->widths_nm = inspection->widths_nm;
    report->width_count = inspection->width_count;
    keep_base(inspection);
    report->findings = list->items;
    report->finding_count = list->count;
    return BASE_OK;
}

static enum base_status inspect(const struct boundary_input *input,
                                const struct boundary_options *options, struct base_arena *arena,
                                const struct base_progress *progress, struct boundary_report *out,
                                struct boundary_siblings *kept, struct base_error *err)
{
    struct boundary_report report = {.at = options->at,
                                     .level = options->level,
                                     .profile = options->profile,
                                     .against = options->against,
                                     .median_offset_m = NAN,
                                     .unchanged_length_m = NAN};
    struct boundary_inspection inspection = {.input = input,
                                             .options = options,
                                             .arena = arena,
                                             .progress = progress,
                                             .report = &report,
                                             .list = {.arena = arena},
                                             .kept = kept};
    inspection.base = base_arena_calloc(arena, 1, sizeof *inspection.base);
    inspection.engine = inspection.base ? geo_engine_create() : NULL;
    if (!inspection.engine)
        return boundary_no_memory(err);
    count_without_geometry(&inspection);
    boundary_count_divisions(&inspection);
    enum base_status status = boundary_exempt_begin(&inspection, err);
    if (status == BASE_OK)
        status = check_levels(&inspection, err);
    if (status == BASE_OK)
        status = boundary_check_lines(&inspection, err);
    if (status == BASE_OK)
        status = boundary_check_children(&inspection, err);
    if (status == BASE_OK) {
        boundary_check_history(&inspection);
        status = finish(&inspection, err);
    }
    if (status == BASE_OK)
        status = boundary_exempt_finish(&inspection, err);
    geo_engine_free(inspection.engine);
    if (status == BASE_OK)
        *out = report;
    return status;
}

enum base_status boundary_inspect(const struct boundary_input *input,
                                  const struct boundary_options *options, struct base_arena *arena,
                                  const struct base_progress *progress, struct boundary_report *out,
                                  struct base_error *err)
{
    return inspect(input, options, arena, progress, out, NULL, err);
}

enum base_status boundary_inspect_level(const struct boundary_input *input,
                                        const struct boundary_options *options,
                                        struct base_arena *arena,
                                        const struct base_progress *progress,
                                        struct boundary_report *out,
                                        struct boundary_siblings *siblings, struct base_error *err)
{
    struct boundary_siblings kept = {.level = options->level};
    enum base_status status = inspect(input, options, arena, progress, out, &kept, err);
    if (status == BASE_OK)
        *siblings = kept;
    return status;
}
