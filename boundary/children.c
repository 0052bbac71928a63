/* boundary/children.c - registered areas of children against their parent's.
 *
 * As shapes, children and parent are compared by gaps, open gaps and what exceeds a
 * parent. What no face can say is that the register's own numbers do not add up. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "boundary/inspection.h"

#define SUM_SHARE 0.001

/* A unit and the parent it names, as a code. */
struct child {
    const struct boundary_unit *unit;
    char parent[STORE_CODE_SIZE];
};

static int compare_children(const void *left, const void *right)
{
    const struct child *a = left, *b = right;
    int order = strcmp(a->parent, b->parent);
    if (order == 0)
        order = (a->unit->level > b->unit->level) - (a->unit->level < b->unit->level);
    return order ? order : strcmp(a->unit->code, b->unit->code);
}

static int compare_codes(const void *left, const void *right)
{
    const struct boundary_unit *a = *(const struct boundary_unit *const *)left;
    const struct boundary_unit *b = *(const struct boundary_unit *const *)right;
    int order = strcmp(a->code, b->code);
    return order ? order : (a->identity > b->identity) - (a->identity < b->identity);
}

static int compare_to_code(const void *key, const void *item)
{
    return strcmp(key, (*(const struct boundary_unit *const *)item)->code);
}

/* All units, by code. */
struct families {
    const struct boundary_unit **units;
    struct child *children; /* by parent and level */
    uint32_t unit_count, child_count;
};

static const struct boundary_unit *find_parent(const struct families *families, const char *code)
{
    const struct boundary_unit *const *found = bsearch(code, families->units, families->unit_count,
                                                       sizeof *families->units, compare_to_code);
    return found ? *found : NULL;
}

/* The sum in km²; NAN when one of them has no registered area. Half a unit of each
 * figure's last digit may be rounding. */
static double sum_areas(const struct child *children, uint32_t count, double *rounding_km2)
{
    double sum = 0;
    *rounding_km2 = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!(children[i].unit->area_km2 > 0))
            return NAN;
        sum += children[i].unit->area_km2;
        *rounding_km2 += boundary_area_rounding_km2(children[i].unit->area_km2);
    }
    return sum;
}

static void check_family(struct boundary_inspection *inspection, const struct families *families,
                         const struct child *children, uint32_t count)
{
    const struct boundary_unit *parent = find_parent(families, children[0].parent);
    double rounding, sum = sum_areas(children, count, &rounding);
    if (!parent || !(parent->area_km2 > 0) || !(sum > 0))
        return;
    rounding += boundary_area_rounding_km2(parent->area_km2);
    if (fabs(sum - parent->area_km2) <= fmax(SUM_SHARE * parent->area_km2, rounding))
        return;
    struct boundary_finding *finding =
        boundary_list_add(&inspection->list, BOUNDARY_CHILDREN, BOUNDARY_SUBSTANTIVE, &parent, 1);
    if (!finding)
        return;
    finding->level = children[0].unit->level;
    finding->subject = parent->code;
    finding->area_m2 = fabs(sum - parent->area_km2) * 1e6;
    boundary_finding_say(finding, &inspection->list, &parent, 1,
                         "The area of %s is registered as %.3f km², those of the %u units in it "
                         "add up to %.3f km².",
                         parent->area_km2, count, sum);
}

static void list_families(const struct boundary_inspection *inspection, struct families *families)
{
    const struct boundary_input *input = inspection->input;
    enum store_level level = inspection->options->level;
    for (uint32_t i = 0; i < input->unit_count; i++) {
        struct child *child = &families->children[families->child_count];
        families->units[families->unit_count++] = &input->units[i];
        if (level != STORE_LEVEL_NONE && input->units[i].level != level)
            continue;
        child->unit = &input->units[i];
        boundary_declared_parent(child->unit, child->parent);
        families->child_count += child->parent[0] != '\0';
    }
    if (families->unit_count)
        qsort(families->units, families->unit_count, sizeof *families->units, compare_codes);
    if (families->child_count)
        qsort(families->children, families->child_count, sizeof *families->children,
              compare_children);
}

/* The units of one level that name one parent are taken together. */
static void check_families(struct boundary_inspection *inspection, const struct families *families)
{
    const struct child *children = families->children;
    for (uint32_t first = 0, end; first < families->child_count; first = end) {
        for (end = first + 1; end < families->child_count &&
                              children[end].unit->level == children[first].unit->level &&
                              strcmp(children[end].parent, children[first].parent) == 0;
             end++)
            ;
        check_family(inspection, families, children + first, end - first);
    }
}

enum base_status boundary_check_children(struct boundary_inspection *inspection,
                                         struct base_error *err)
{
    size_t count = (size_t)inspection->input->unit_count + 1;
    struct families families = {.units = malloc(count * sizeof *families.units),
                                .children = malloc(count * sizeof *families.children)};
    bool ok = families.units && families.children;
    if (ok) {
        list_families(inspection, &families);
        check_families(inspection, &families);
    }
    free(families.units);
    free(families.children);
    return ok ? BASE_OK : boundary_no_memory(err);
}
