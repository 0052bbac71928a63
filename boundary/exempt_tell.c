/* boundary/exempt_tell.c - what exceeds an exemption: its ground, its days, its area. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "boundary/exempting.h"
#include "geo/measure.h"

static struct boundary_finding *tell(struct boundary_inspection *inspection,
                                     const struct boundary_rule *rule,
                                     enum boundary_severity severity,
                                     const struct boundary_unit **parties, uint32_t count)
{
    struct boundary_finding *finding =
        boundary_list_add(&inspection->list, BOUNDARY_EXEMPTION, severity, parties, count);
    if (finding)
        finding->exemption = rule->row;
    return finding;
}

static const char *beyond_english(enum boundary_kind kind)
{
    switch (kind) {
    case BOUNDARY_OVERLAP:
        return "%s share %.1f m² beyond the ground that %s allows (exemption %s), up to %.2f m "
               "wide.";
    case BOUNDARY_EXCLAVE:
        return "%s has a detached part of which %.1f m² lie beyond the ground that %s allows "
               "(exemption %s), up to %.2f m wide.";
    default:
        return "Beside %s, %.1f m² that belong to none lie beyond the ground that %s allows "
               "(exemption %s), up to %.2f m wide.";
    }
}

/* An exclave is of its unit; the others in it only lie around. */
static void name_in(struct boundary_inspection *inspection,
                    const struct boundary_exempt_ground *ground, struct boundary_finding *finding,
                    const char *english, double area_m2, const struct boundary_rule *rule,
                    double width_m)
{
    bool part = ground->face->kind == BOUNDARY_EXCLAVE;
    boundary_finding_say(finding, &inspection->list, part ? ground->bound : ground->face->parties,
                         part ? ground->bound_count : ground->face->party_count, english, area_m2,
                         rule->row->document, rule->row->id, width_m);
}

/* The excess is as grave as it would be without any exemption. */
void boundary_exempt_tell_beyond(struct boundary_inspection *inspection,
                                 const struct boundary_exempt_ground *ground,
                                 const struct boundary_rule *rule,
                                 const struct geo_geometry *excess)
{
    double tolerance_m = inspection->options->profile.tolerance_m;
    struct boundary_face face = {.area_m2 = geo_area_m2(excess), .width_m = geo_width_m(excess)};
    face.sliver = boundary_is_sliver(excess, face.width_m, tolerance_m);
    struct boundary_finding *finding =
        tell(inspection, rule, boundary_face_severity(&face, tolerance_m), ground->face->parties,
             ground->face->party_count);
    if (!finding)
        return;
    finding->area_m2 = face.area_m2;
    finding->width_m = face.width_m;
    finding->tolerance_m = tolerance_m;
    finding->sliver = face.sliver;
    boundary_finding_place(finding, excess);
    name_in(inspection, ground, finding, beyond_english(ground->face->kind), face.area_m2, rule,
            face.width_m);
}

void boundary_exempt_tell_ended(struct boundary_inspection *inspection,
                                const struct boundary_exempt_ground *ground,
                                const struct boundary_rule *rule)
{
    const struct boundary_face *face = ground->face;
    double tolerance_m = inspection->options->profile.tolerance_m;
    char day[BASE_DATE_SIZE];
    struct boundary_finding *finding =
        tell(inspection, rule, boundary_face_severity(face, tolerance_m), face->parties,
             face->party_count);
    if (!finding)
        return;
    finding->area_m2 = face->area_m2;
    finding->width_m = face->width_m;
    finding->tolerance_m = tolerance_m;
    finding->sliver = face->sliver;
    boundary_finding_place(finding, &face->polygon);
    boundary_finding_say(finding, &inspection->list, face->parties, face->party_count,
                         "%s: %s (exemption %s) ended on %s, and what it allowed is still there: "
                         "%.1f m², up to %.2f m wide.",
                         rule->row->document, rule->row->id,
                         base_date_print(rule->row->valid_to, day), face->area_m2, face->width_m);
}

/* --- more than the area ------------------------------------------------------ */

/* All the rule's items of a level as one multipolygon, and their units. */
struct sum {
    struct geo_builder builder;
    const struct boundary_unit **units;
    uint32_t unit_count, items;
    double area_m2, slack_m2; /* slack: what half a step on either side makes of the area */
};

static void add_to_sum(struct sum *sum, const struct boundary_exempt_item *item)
{
    const struct geo_geometry *g = &item->told.geometry;
    double step_m = 0;
    for (uint32_t i = 0; i < item->told.party_count; i++) {
        sum->units[sum->unit_count++] = item->units[i];
        step_m = fmax(step_m, boundary_unit_resolution_m(item->units[i]));
    }
    sum->items++;
    sum->area_m2 += item->told.area_m2;
    sum->slack_m2 += geo_length_m(g) * step_m / 2;
    for (uint32_t p = 0; p < g->part_count; p++) {
        geo_builder_part(&sum->builder);
        for (uint32_t r = g->part_rings[p]; r < g->part_rings[p + 1]; r++) {
            geo_builder_ring(&sum->builder);
            for (uint32_t i = g->ring_points[r]; i < g->ring_points[r + 1]; i++)
                geo_builder_point(&sum->builder, g->points[i]);
        }
    }
}

static bool begin_sum(struct boundary_inspection *inspection, const struct boundary_rule *rule,
                      enum store_level level, struct sum *sum)
{
    const struct boundary_exempting *x = inspection->exempting;
    size_t room = 1;
    for (uint32_t i = 0; i < x->item_count; i++)
        room += x->items[i].rule == rule ? x->items[i].told.party_count : 0;
    *sum = (struct sum){.units = base_arena_alloc(inspection->arena, room * sizeof *sum->units)};
    geo_builder_init(&sum->builder, GEO_MULTIPOLYGON, inspection->arena);
    for (uint32_t i = 0; sum->units && i < x->item_count; i++)
        if (x->items[i].rule == rule && x->items[i].told.level == level)
            add_to_sum(sum, &x->items[i]);
    return sum->units != NULL;
}

static int compare_codes(const void *left, const void *right)
{
    const struct boundary_unit *a = *(const struct boundary_unit *const *)left;
    const struct boundary_unit *b = *(const struct boundary_unit *const *)right;
    return strcmp(a->code, b->code);
}

/* By code, each once. */
static void sort_units(struct sum *sum)
{
    uint32_t kept = 0;
    qsort(sum->units, sum->unit_count, sizeof *sum->units, compare_codes);
    for (uint32_t i = 0; i < sum->unit_count; i++)
        if (i == 0 || compare_codes(&sum->units[i], &sum->units[i - 1]) != 0)
            sum->units[kept++] = sum->units[i];
    sum->unit_count = kept;
}

enum base_status boundary_exempt_check_area(struct boundary_inspection *inspection,
                                            const struct boundary_rule *rule,
                                            enum store_level level, struct base_error *err)
{
    struct sum sum;
    struct geo_geometry all;
    if (!begin_sum(inspection, rule, level, &sum))
        return boundary_no_memory(err);
    double excess_m2 = sum.area_m2 - rule->row->max_area_m2;
    if (sum.items == 0 || excess_m2 <= sum.slack_m2)
        return BASE_OK;
    enum base_status status = geo_builder_finish(&sum.builder, &all, err);
    if (status != BASE_OK)
        return status;
    sort_units(&sum);
    struct boundary_finding *finding =
        tell(inspection, rule, BOUNDARY_SUBSTANTIVE, sum.units, sum.unit_count);
    if (!finding)
        return BASE_OK; /* the list failed, and says so */
    finding->area_m2 = excess_m2;
    finding->subject = rule->row->id;
    boundary_finding_place(finding, &all);
    boundary_finding_say(finding, &inspection->list, sum.units, sum.unit_count,
                         "%s: %s (exemption %s) allows %.1f m², there are %.1f m²: %.1f m² too "
                         "much.",
                         rule->row->document, rule->row->id, rule->row->max_area_m2, sum.area_m2,
                         excess_m2);
    return BASE_OK;
}
