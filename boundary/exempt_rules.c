/* boundary/exempt_rules.c - the register of exemptions: whom a row names, what lies on
 * its ground. */
#include <stdlib.h>
#include <string.h>

#include "boundary/exempting.h"
#include "geo/measure.h"
#include "geo/overlay.h"

#define LEVELS_ABOVE 8 /* more than there are: parents may go round in a circle */

static int compare_rules(const void *left, const void *right)
{
    const struct boundary_exemption *a = ((const struct boundary_rule *)left)->row;
    const struct boundary_exemption *b = ((const struct boundary_rule *)right)->row;
    int order = strcmp(a->id, b->id);
    if (order)
        return order;
    if (a->valid_to != b->valid_to)
        return a->valid_to > b->valid_to ? -1 : 1;
    return (a->identity > b->identity) - (a->identity < b->identity);
}

/* A code that a unit had before stands for the unit. */
static bool resolve(struct boundary_inspection *inspection, struct boundary_rule *rule)
{
    const struct boundary_exemption *row = rule->row;
    rule->codes = base_arena_alloc(inspection->arena, (row->code_count + 1) * sizeof *rule->codes);
    for (uint32_t i = 0; rule->codes && i < row->code_count; i++) {
        const struct boundary_unit *unit =
            boundary_unit_find(inspection, &inspection->exempting->directory, row->codes[i]);
        if (!unit)
            return false;
        rule->codes[i] = unit->code;
    }
    return rule->codes != NULL;
}

enum base_status boundary_exempt_begin(struct boundary_inspection *inspection,
                                       struct base_error *err)
{
    const struct boundary_input *input = inspection->input;
    uint32_t count = input->exemption_count;
    if (count == 0)
        return BASE_OK;
    struct boundary_exempting *x = base_arena_calloc(inspection->arena, 1, sizeof *x);
    if (x)
        x->rules = base_arena_calloc(inspection->arena, count, sizeof *x->rules);
    if (!x || !x->rules || !boundary_directory_make(inspection, &x->directory))
        return boundary_no_memory(err);
    inspection->exempting = x;
    for (uint32_t i = 0; i < count; i++) {
        const struct boundary_exemption *row = &input->exemptions[i];
        struct boundary_rule *rule = &x->rules[x->rule_count++];
        rule->row = row;
        rule->in_force = base_date_within(inspection->options->at, row->valid_from, row->valid_to);
        if (!resolve(inspection, rule))
            return boundary_no_memory(err);
    }
    qsort(x->rules, count, sizeof *x->rules, compare_rules);
    return BASE_OK;
}

/* --- whom and what a rule is about ------------------------------------------ */

static bool has_code(const struct boundary_rule *rule, const char *code)
{
    for (uint32_t i = 0; i < rule->row->code_count; i++)
        if (strcmp(rule->codes[i], code) == 0)
            return true;
    return false;
}

/* The unit itself, or one above it. Without ground nothing says which of the units
 * in it is meant: then only the unit itself. */
static bool is_named(struct boundary_inspection *inspection, const struct boundary_rule *rule,
                     const struct boundary_unit *unit)
{
    char code[STORE_CODE_SIZE];
    if (has_code(rule, unit->code))
        return true;
    for (int i = 0; unit && i < LEVELS_ABOVE && rule->row->ground.part_count; i++) {
        boundary_declared_parent(unit, code);
        if (has_code(rule, code))
            return true;
        const char *kept = code[0] ? base_arena_strdup(inspection->arena, code) : NULL;
        unit =
            kept ? boundary_unit_find(inspection, &inspection->exempting->directory, kept) : NULL;
    }
    return false;
}

static bool is_of_kind(const struct boundary_exemption *row, enum boundary_kind kind)
{
    switch (row->kind) {
    case STORE_EXEMPTION_GAP:
        return kind == BOUNDARY_GAP || kind == BOUNDARY_OPEN_GAP;
    case STORE_EXEMPTION_OVERLAP:
        return kind == BOUNDARY_OVERLAP;
    default:
        return kind == BOUNDARY_EXCLAVE;
    }
}

bool boundary_rule_is_near(const struct boundary_rule *rule, const struct boundary_face *face)
{
    return is_of_kind(rule->row, face->kind) &&
           (rule->row->ground.part_count == 0 ||
            geo_box_intersects(geo_geometry_box(&rule->row->ground),
                               geo_geometry_box(&face->polygon)));
}

bool boundary_rule_fits(struct boundary_inspection *inspection, const struct boundary_rule *rule,
                        const struct boundary_exempt_ground *ground)
{
    if (!boundary_rule_is_near(rule, ground->face))
        return false;
    for (uint32_t i = 0; i < ground->bound_count; i++)
        if (!is_named(inspection, rule, ground->bound[i]))
            return false;
    return ground->bound_count > 0;
}

/* --- cutting ---------------------------------------------------------------- */

/* The parts wider than limit_m. */
static enum base_status wide_parts(const struct geo_geometry *from, double limit_m,
                                   struct base_arena *arena, struct geo_geometry *out,
                                   struct base_error *err)
{
    struct geo_builder builder;
    geo_builder_init(&builder, GEO_MULTIPOLYGON, arena);
    for (uint32_t p = 0; p < from->part_count; p++) {
        struct geo_geometry part = geo_geometry_part(from, p);
        if (geo_width_m(&part) <= limit_m)
            continue;
        geo_builder_part(&builder);
        for (uint32_t r = part.part_rings[0]; r < part.part_rings[1]; r++) {
            geo_builder_ring(&builder);
            for (uint32_t i = part.ring_points[r]; i < part.ring_points[r + 1]; i++)
                geo_builder_point(&builder, part.points[i]);
        }
    }
    return geo_builder_finish(&builder, out, err);
}

enum base_status boundary_rule_cut(struct boundary_inspection *inspection,
                                   const struct boundary_rule *rule,
                                   const struct boundary_face *face,
                                   const struct geo_geometry *from, struct geo_geometry *inside,
                                   struct geo_geometry *rest, struct base_error *err)
{
    const struct geo_geometry *ground = &rule->row->ground;
    struct base_arena *arena = inspection->arena;
    double limit_m = face->resolution_m + boundary_step_m(rule->row->resolution_m);
    struct geo_geometry all;
    *inside = *from;
    *rest = (struct geo_geometry){.kind = GEO_MULTIPOLYGON};
    if (ground->part_count == 0)
        return BASE_OK;
    enum base_status status =
        geo_overlay(inspection->engine, GEO_DIFFERENCE, from, ground, arena, &all, err);
    if (status == BASE_OK)
        status = wide_parts(&all, limit_m, arena, rest, err);
    if (status != BASE_OK || rest->part_count == 0)
        return status;
    status = geo_overlay(inspection->engine, GEO_INTERSECTION, from, ground, arena, &all, err);
    if (status == BASE_OK)
        status = wide_parts(&all, limit_m, arena, inside, err);
    if (status == BASE_OK && inside->part_count == 0)
        *rest = *from;
    return status;
}
