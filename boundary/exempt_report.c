/* boundary/exempt_report.c - what was exempted, by what. */
#include <stdlib.h>
#include <string.h>

#include "boundary/exempting.h"

/* Rules are in order already, so that their places are theirs. */
static int compare_items(const void *left, const void *right)
{
    const struct boundary_exempt_item *a = left, *b = right;
    if (a->rule != b->rule)
        return a->rule < b->rule ? -1 : 1;
    if (a->told.level != b->told.level)
        return a->told.level < b->told.level ? -1 : 1;
    if (a->told.kind != b->told.kind)
        return a->told.kind < b->told.kind ? -1 : 1;
    int order = geo_point_compare(a->first, b->first);
    return order ? order
                 : (a->told.area_m2 > b->told.area_m2) - (a->told.area_m2 < b->told.area_m2);
}

static bool concerns(const struct boundary_exempt_item *item, const char *code)
{
    for (uint32_t i = 0; i < item->told.party_count; i++)
        if (strcmp(item->told.parties[i], code) == 0)
            return true;
    return false;
}

static void list_items(struct boundary_inspection *inspection, struct boundary_exempted *out)
{
    const char *const *between = inspection->options->between;
    const struct boundary_exempting *x = inspection->exempting;
    struct boundary_report *report = inspection->report;
    for (uint32_t i = 0; i < x->item_count; i++) {
        const struct boundary_exempt_item *item = &x->items[i];
        if (between[0] && between[1] && !(concerns(item, between[0]) && concerns(item, between[1])))
            continue;
        out[report->exempted.item_count++] = item->told;
        report->exempted.area_m2 += item->told.area_m2;
    }
    report->exempted.items = out;
}

static void list_uses(struct boundary_inspection *inspection, struct boundary_exemption_use *out)
{
    const struct boundary_exempting *x = inspection->exempting;
    struct boundary_report *report = inspection->report;
    for (uint32_t i = 0; i < x->rule_count; i++) {
        if (!x->rules[i].in_force)
            continue;
        struct boundary_exemption_use *use = &out[report->exempted.use_count++];
        *use = (struct boundary_exemption_use){.exemption = x->rules[i].row};
        for (uint32_t k = 0; k < report->exempted.item_count; k++)
            if (report->exempted.items[k].by == use->exemption) {
                use->faces++;
                use->area_m2 += report->exempted.items[k].area_m2;
            }
    }
    report->exempted.uses = out;
}

enum base_status boundary_exempt_finish(struct boundary_inspection *inspection,
                                        struct base_error *err)
{
    struct boundary_exempting *x = inspection->exempting;
    if (!x)
        return BASE_OK;
    struct boundary_exempted *items =
        base_arena_alloc(inspection->arena, (x->item_count + 1) * sizeof *items);
    struct boundary_exemption_use *uses =
        base_arena_alloc(inspection->arena, (x->rule_count + 1) * sizeof *uses);
    if (!items || !uses)
        return boundary_no_memory(err);
    if (x->item_count)
        qsort(x->items, x->item_count, sizeof *x->items, compare_items);
    list_items(inspection, items);
    list_uses(inspection, uses);
    return BASE_OK;
}
