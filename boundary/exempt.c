/* boundary/exempt.c - takes what the register of exemptions allows out of the findings. */
#include <math.h>
#include <string.h>

#include "boundary/exempting.h"
#include "geo/measure.h"

static struct geo_point smallest_vertex(const struct geo_geometry *geometry)
{
    struct geo_point smallest = geometry->points[0];
    for (uint32_t i = 1; i < geometry->point_count; i++)
        if (geo_point_compare(geometry->points[i], smallest) < 0)
            smallest = geometry->points[i];
    return smallest;
}

static bool grow(struct boundary_exempting *x, struct base_arena *arena)
{
    if (x->item_count < x->item_capacity)
        return true;
    uint32_t capacity = x->item_capacity ? 2 * x->item_capacity : 16;
    struct boundary_exempt_item *items = base_arena_alloc(arena, capacity * sizeof *items);
    if (!items)
        return false;
    if (x->item_count)
        memcpy(items, x->items, x->item_count * sizeof *items);
    x->items = items;
    x->item_capacity = capacity;
    return true;
}

/* Parties of a face are in order of code already. */
static bool add_item(struct boundary_inspection *inspection, const struct boundary_rule *rule,
                     const struct boundary_face *face, const struct geo_geometry *inside,
                     double area_m2)
{
    struct boundary_exempting *x = inspection->exempting;
    const char **codes =
        base_arena_alloc(inspection->arena, (face->party_count + 1) * sizeof *codes);
    if (!codes || !grow(x, inspection->arena))
        return false;
    for (uint32_t i = 0; i < face->party_count; i++)
        codes[i] = face->parties[i]->code;
    x->items[x->item_count++] = (struct boundary_exempt_item){
        .told = {.by = rule->row,
                 .kind = face->kind,
                 .level = face->party_count ? face->parties[0]->level : STORE_LEVEL_NONE,
                 .parties = codes,
                 .party_count = face->party_count,
                 .area_m2 = area_m2,
                 .width_m = geo_width_m(inside),
                 .geometry = *inside},
        .rule = rule,
        .units = face->parties,
        .first = smallest_vertex(inside)};
    return true;
}

/* --- one face --------------------------------------------------------------- */

static enum base_status try_in_force(struct boundary_inspection *inspection,
                                     const struct boundary_exempt_ground *ground, bool *told,
                                     struct base_error *err)
{
    struct boundary_exempting *x = inspection->exempting;
    struct geo_geometry left = ground->face->polygon;
    double left_m2 = geo_area_m2(&left), most_m2 = 0;
    const struct boundary_rule *most = NULL;
    for (uint32_t i = 0; i < x->rule_count && left.part_count; i++) {
        struct geo_geometry inside, rest;
        if (!x->rules[i].in_force || !boundary_rule_fits(inspection, &x->rules[i], ground))
            continue;
        enum base_status status =
            boundary_rule_cut(inspection, &x->rules[i], ground->face, &left, &inside, &rest, err);
        if (status != BASE_OK)
            return status;
        if (inside.part_count == 0)
            continue;
        double rest_m2 = geo_area_m2(&rest), area_m2 = left_m2 - rest_m2;
        if (!add_item(inspection, &x->rules[i], ground->face, &inside, area_m2))
            return boundary_no_memory(err);
        if (area_m2 > most_m2) {
            most_m2 = area_m2;
            most = &x->rules[i];
        }
        left = rest;
        left_m2 = rest_m2;
    }
    *told = most != NULL;
    if (most && left.part_count)
        boundary_exempt_tell_beyond(inspection, ground, most, &left);
    return BASE_OK;
}

/* What an exemption allowed that has ended, all of it. */
static enum base_status try_ended(struct boundary_inspection *inspection,
                                  const struct boundary_exempt_ground *ground, bool *told,
                                  struct base_error *err)
{
    struct boundary_exempting *x = inspection->exempting;
    base_date_t at = inspection->options->at;
    for (uint32_t i = 0; i < x->rule_count && !*told; i++) {
        const struct boundary_rule *rule = &x->rules[i];
        struct geo_geometry inside, rest;
        bool ended = rule->row->valid_to != BASE_DATE_NONE && rule->row->valid_to <= at;
        if (!ended || !boundary_rule_fits(inspection, rule, ground))
            continue;
        enum base_status status = boundary_rule_cut(inspection, rule, ground->face,
                                                    &ground->face->polygon, &inside, &rest, err);
        if (status != BASE_OK)
            return status;
        *told = rest.part_count == 0;
        if (*told)
            boundary_exempt_tell_ended(inspection, ground, rule);
    }
    return BASE_OK;
}

static enum base_status apply(struct boundary_inspection *inspection,
                              const struct boundary_exempt_ground *ground, bool *told,
                              struct base_error *err)
{
    *told = false;
    enum base_status status = try_in_force(inspection, ground, told, err);
    return status == BASE_OK && !*told ? try_ended(inspection, ground, told, err) : status;
}

enum base_status boundary_exempt_part(struct boundary_inspection *inspection,
                                      const struct boundary_unit *unit,
                                      const struct boundary_unit **around, uint32_t around_count,
                                      const struct geo_geometry *part, bool *told,
                                      struct base_error *err)
{
    *told = false;
    if (!inspection->exempting)
        return BASE_OK;
    const struct boundary_face face = {.kind = BOUNDARY_EXCLAVE,
                                       .parties = around,
                                       .party_count = around_count,
                                       .polygon = *part,
                                       .area_m2 = geo_area_m2(part),
                                       .width_m = geo_width_m(part),
                                       .resolution_m = boundary_unit_resolution_m(unit)};
    const struct boundary_exempt_ground ground = {.face = &face, .bound = &unit, .bound_count = 1};
    return apply(inspection, &ground, told, err);
}

/* --- the faces of a level ---------------------------------------------------- */

static bool any_near(const struct boundary_exempting *x, const struct boundary_face *face)
{
    for (uint32_t i = 0; i < x->rule_count; i++)
        if (boundary_rule_is_near(&x->rules[i], face))
            return true;
    return false;
}

static enum base_status exempt_face(struct boundary_inspection *inspection,
                                    const struct boundary_face *face, bool *told,
                                    struct base_error *err)
{
    bool held = face->kind == BOUNDARY_OVERLAP; /* others may share an edge with it */
    const struct boundary_exempt_ground ground = {.face = face,
                                                  .bound = held ? face->holders : face->parties,
                                                  .bound_count = held ? face->holder_count
                                                                      : face->party_count};
    *told = false;
    if (boundary_face_is_numeric(face) || !any_near(inspection->exempting, face))
        return BASE_OK;
    return apply(inspection, &ground, told, err);
}

enum base_status boundary_exempt_faces(struct boundary_inspection *inspection,
                                       const struct boundary_siblings *siblings,
                                       struct base_error *err)
{
    struct boundary_exempting *x = inspection->exempting;
    enum base_status status = BASE_OK;
    uint32_t kept = 0;
    if (!x)
        return BASE_OK;
    for (uint32_t i = 0; i < inspection->face_count && status == BASE_OK; i++) {
        struct boundary_face face = inspection->faces[i];
        bool told;
        status = exempt_face(inspection, &face, &told, err);
        if (!told)
            inspection->faces[kept++] = face;
    }
    inspection->face_count = kept;
    for (uint32_t i = 0; i < x->rule_count && status == BASE_OK; i++)
        if (x->rules[i].in_force && isfinite(x->rules[i].row->max_area_m2))
            status = boundary_exempt_check_area(inspection, &x->rules[i], siblings->level, err);
    return status;
}
