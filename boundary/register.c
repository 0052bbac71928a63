/* boundary/register.c - codes, names, registered areas and dates against one another. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "boundary/inspection.h"
#include "geo/measure.h"

#define AREA_SHARE 0.001

void boundary_declared_parent(const struct boundary_unit *unit, char out[STORE_CODE_SIZE])
{
    if (!unit->parent || !store_code_parse(unit->parent, out))
        store_code_parent(unit->code, out);
}

static bool same_name(const struct boundary_unit *a, const struct boundary_unit *b)
{
    char left[STORE_CODE_SIZE] = "", right[STORE_CODE_SIZE] = "";
    if (!a->name || !b->name || !a->name[0] || strcmp(a->name, b->name) != 0)
        return false;
    boundary_declared_parent(a, left);
    boundary_declared_parent(b, right);
    return strcmp(left, right) == 0;
}

static void tell(struct boundary_inspection *inspection, enum boundary_kind kind,
                 enum boundary_severity severity, const struct boundary_unit *const *units,
                 uint32_t count, const char *english)
{
    struct boundary_finding *finding =
        boundary_list_add(&inspection->list, kind, severity, units, count);
    if (finding)
        boundary_finding_say(finding, &inspection->list, units, count, english);
}

static void check_code(struct boundary_inspection *inspection, const struct boundary_unit *unit)
{
    char code[STORE_CODE_SIZE];
    if (!store_code_parse(unit->code, code) || store_code_level(code) != unit->level)
        tell(inspection, BOUNDARY_CODE, BOUNDARY_SUBSTANTIVE, &unit, 1,
             "The digits of %s do not fit its level.");
}

static int compare_names(const void *left, const void *right)
{
    const struct boundary_unit *a = *(const struct boundary_unit *const *)left;
    const struct boundary_unit *b = *(const struct boundary_unit *const *)right;
    int order = strcmp(a->name ? a->name : "", b->name ? b->name : "");
    return order ? order : strcmp(a->code, b->code);
}

static void check_names(struct boundary_inspection *inspection, const struct boundary_unit **units,
                        uint32_t count)
{
    qsort(units, count, sizeof *units, compare_names);
    for (uint32_t i = 1; i < count; i++)
        if (same_name(units[i - 1], units[i]) && strcmp(units[i - 1]->code, units[i]->code) != 0)
            tell(inspection, BOUNDARY_NAME, BOUNDARY_SUBSTANTIVE, units + i - 1, 2,
                 "%s bear the same name under one parent.");
}

double boundary_area_rounding_km2(double area_km2)
{
    double step = 1;
    for (int digits = 0; digits < 6; digits++, step /= 10)
        if (fabs(area_km2 / step - round(area_km2 / step)) < 1e-6)
            return step / 2;
    return 0;
}

static double perimeter_m(const struct geo_geometry *geometry)
{
    return geo_length_m(geometry);
}

static void check_area(struct boundary_inspection *inspection, const struct boundary_unit *unit)
{
    if (!(unit->area_km2 > 0))
        return;
    double computed = geo_area_m2(&unit->geometry), registered = unit->area_km2 * 1e6;
    double allowed = fmax(AREA_SHARE * computed,
                          perimeter_m(&unit->geometry) * inspection->options->profile.sigma_m);
    allowed = fmax(allowed, boundary_area_rounding_km2(unit->area_km2) * 1e6);
    if (fabs(computed - registered) <= allowed)
        return;
    struct boundary_finding *finding =
        boundary_list_add(&inspection->list, BOUNDARY_AREA, BOUNDARY_SUBSTANTIVE, &unit, 1);
    if (!finding)
        return;
    finding->area_m2 = fabs(computed - registered);
    boundary_finding_say(finding, &inspection->list, &unit, 1,
                         "The area of %s is registered as %.3f km², its outline holds %.3f km².",
                         unit->area_km2, computed / 1e6);
}

void boundary_check_register(struct boundary_inspection *inspection,
                             struct boundary_siblings *siblings)
{
    for (uint32_t i = 0; i < siblings->count; i++)
        if (siblings->valid[i] && !siblings->suspect[i])
            check_area(inspection, siblings->units[i]);
}

/* --- over all levels, polygons or not -------------------------------------- */

static int compare_history(const void *left, const void *right)
{
    const struct boundary_unit *a = *(const struct boundary_unit *const *)left;
    const struct boundary_unit *b = *(const struct boundary_unit *const *)right;
    int order = strcmp(a->code, b->code);
    if (order)
        return order;
    if (a->valid_from != b->valid_from)
        return a->valid_from < b->valid_from ? -1 : 1;
    return (a->identity > b->identity) - (a->identity < b->identity);
}

static bool overlap_in_time(const struct boundary_unit *a, const struct boundary_unit *b)
{
    bool a_ends = a->valid_to != BASE_DATE_NONE &&
                  (b->valid_from != BASE_DATE_NONE && a->valid_to <= b->valid_from);
    bool b_ends = b->valid_to != BASE_DATE_NONE &&
                  (a->valid_from != BASE_DATE_NONE && b->valid_to <= a->valid_from);
    return !a_ends && !b_ends;
}

static void check_code_holders(struct boundary_inspection *inspection,
                               const struct boundary_unit **rows, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (rows[i]->valid_from != BASE_DATE_NONE && rows[i]->valid_to != BASE_DATE_NONE &&
            rows[i]->valid_to <= rows[i]->valid_from)
            tell(inspection, BOUNDARY_HISTORY, BOUNDARY_SUBSTANTIVE, &rows[i], 1,
                 "A version of %s ends before it begins.");
        for (uint32_t j = i + 1; j < count; j++) {
            bool overlap = overlap_in_time(rows[i], rows[j]);
            if (!overlap && rows[i]->identity == rows[j]->identity)
                continue;
            tell(inspection, BOUNDARY_HISTORY, BOUNDARY_BLOCKING, &rows[i], 1,
                 overlap ? "The code of %s is held twice on the same day."
                         : "The code of %s is used again for another division.");
            return;
        }
    }
}

static const struct boundary_unit **pointers_to(struct boundary_inspection *inspection,
                                                const struct boundary_unit *units, uint32_t count)
{
    const struct boundary_unit **out =
        base_arena_alloc(inspection->arena, ((size_t)count + 1) * sizeof *out);
    for (uint32_t i = 0; out && i < count; i++)
        out[i] = &units[i];
    inspection->list.failed = inspection->list.failed || !out;
    return out;
}

static void check_versions(struct boundary_inspection *inspection)
{
    uint32_t count = inspection->input->history_count;
    const struct boundary_unit **rows = pointers_to(inspection, inspection->input->history, count);
    if (!rows || count == 0)
        return;
    qsort(rows, count, sizeof *rows, compare_history);
    for (uint32_t first = 0, end; first < count; first = end) {
        for (end = first; end < count && strcmp(rows[first]->code, rows[end]->code) == 0; end++)
            ;
        check_code_holders(inspection, rows + first, end - first);
    }
}

/* The parent that the history knows but the day does not. */
static void check_parent_alive(struct boundary_inspection *inspection,
                               const struct boundary_unit *unit, const struct boundary_unit **rows,
                               uint32_t count)
{
    char parent[STORE_CODE_SIZE] = "";
    boundary_declared_parent(unit, parent);
    bool known = false;
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (strcmp(rows[middle]->code, parent) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < count && strcmp(rows[low]->code, parent) == 0; low++) {
        known = true;
        if (base_date_within(inspection->options->at, rows[low]->valid_from, rows[low]->valid_to))
            return;
    }
    if (known)
        tell(inspection, BOUNDARY_HISTORY, BOUNDARY_SUBSTANTIVE, &unit, 1,
             "%s is valid on the day, but the parent it names is not.");
}

static bool is_inspected(const struct boundary_inspection *inspection,
                         const struct boundary_unit *unit)
{
    enum store_level level = inspection->options->level;
    return unit->geometry.part_count && (level == STORE_LEVEL_NONE || unit->level == level);
}

void boundary_check_history(struct boundary_inspection *inspection)
{
    const struct boundary_input *input = inspection->input;
    check_versions(inspection);
    const struct boundary_unit **rows =
        pointers_to(inspection, input->history, input->history_count);
    const struct boundary_unit **units = pointers_to(inspection, input->units, input->unit_count);
    if (!rows || !units)
        return;
    if (input->history_count)
        qsort(rows, input->history_count, sizeof *rows, compare_history);
    for (uint32_t i = 0; i < input->unit_count; i++) {
        if (!is_inspected(inspection, units[i]))
            continue;
        check_code(inspection, units[i]);
        if (input->history_count)
            check_parent_alive(inspection, units[i], rows, input->history_count);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < input->unit_count; i++)
        if (is_inspected(inspection, units[i]))
            units[kept++] = units[i];
    check_names(inspection, units, kept);
}
