/* boundary/uninspected.c - borders that could not be compared, and units without any. */
#include <string.h>

#include "boundary/inspection.h"
#include "geo/measure.h"

static bool is_asked_for(const struct boundary_inspection *inspection, const char *code)
{
    const char *const *between = inspection->options->between;
    return !between[0] || !between[1] || strcmp(code, between[0]) == 0 ||
           strcmp(code, between[1]) == 0;
}

void boundary_count_divisions(struct boundary_inspection *inspection)
{
    const struct boundary_input *input = inspection->input;
    enum store_level level = inspection->options->level;
    for (uint32_t i = 0; i < input->unit_count; i++) {
        const struct boundary_unit *unit = &input->units[i];
        if ((level != STORE_LEVEL_NONE && unit->level != level) ||
            !is_asked_for(inspection, unit->code))
            continue;
        struct boundary_level_tally *of = &inspection->tally.levels[unit->level];
        of->divisions++;
        of->without_geometry += unit->geometry.part_count == 0;
    }
}

/* --- units -------------------------------------------------------------------- */

static bool is_dropped(const struct boundary_siblings *siblings, uint32_t unit)
{
    const struct geo_topology *t = &siblings->topology;
    for (uint32_t i = 0; i < t->dropped_count; i++)
        if (t->dropped[i] == unit)
            return true;
    return false;
}

static void count_units(const struct boundary_inspection *inspection,
                        const struct boundary_siblings *siblings, struct boundary_level_tally *of)
{
    for (uint32_t i = 0; i < siblings->count; i++) {
        if (!is_asked_for(inspection, siblings->units[i]->code))
            continue;
        if (is_dropped(siblings, i))
            of->without_geometry++;
        else if (siblings->suspect[i])
            of->suspect++;
        else if (!siblings->valid[i])
            of->invalid++;
    }
}

/* --- borders ------------------------------------------------------------------ */

/* Whose border an arc is: the units that cover one side of it and not the other. */
struct border {
    bool suspect, invalid;
    uint32_t asked_for; /* how many of them are of `between` */
};

static void add_owner(const struct boundary_inspection *inspection,
                      const struct boundary_siblings *siblings, uint32_t owner,
                      struct border *border)
{
    border->suspect |= siblings->suspect[owner];
    border->invalid |= !siblings->valid[owner];
    border->asked_for += is_asked_for(inspection, siblings->units[owner]->code);
}

/* Owners are ascending. */
static struct border border_of(const struct boundary_inspection *inspection,
                               const struct boundary_siblings *siblings, const struct geo_arc *arc)
{
    const struct geo_topology *t = &siblings->topology;
    const struct geo_face *left = &t->faces[arc->left_face], *right = &t->faces[arc->right_face];
    struct border border = {.asked_for = 0};
    uint32_t i = 0, j = 0;
    while (i < left->owner_count || j < right->owner_count) {
        uint32_t a = i < left->owner_count ? t->owners[left->first_owner + i] : BOUNDARY_NONE;
        uint32_t b = j < right->owner_count ? t->owners[right->first_owner + j] : BOUNDARY_NONE;
        if (a != b)
            add_owner(inspection, siblings, a < b ? a : b, &border);
        i += a <= b;
        j += b <= a;
    }
    return border;
}

/* Between two units and no others: its length is in the report's already. */
static bool is_shared(const struct geo_topology *t, const struct geo_arc *arc)
{
    return t->faces[arc->left_face].owner_count == 1 && t->faces[arc->right_face].owner_count == 1;
}

static void count_arc(const struct boundary_inspection *inspection,
                      const struct boundary_siblings *siblings, const struct geo_arc *arc,
                      struct boundary_level_tally *of)
{
    const struct geo_topology *t = &siblings->topology;
    bool shared = is_shared(t, arc);
    bool outer = arc->left_face == GEO_TOPOLOGY_OUTER || arc->right_face == GEO_TOPOLOGY_OUTER;
    struct border border = border_of(inspection, siblings, arc);
    bool pair = inspection->options->between[0] && inspection->options->between[1];
    if ((pair && border.asked_for < 2) || (shared && !border.suspect && !border.invalid))
        return;
    int64_t length_um = boundary_whole(
        geo_path_length_m(t->points + arc->first_point, arc->point_count), BOUNDARY_UM_A_M);
    if (!shared)
        of->border_um += length_um;
    if (border.suspect)
        of->suspect_um += length_um;
    else if (border.invalid)
        of->invalid_um += length_um;
    else if (outer)
        of->no_neighbour_um += length_um;
}

void boundary_count_uninspected(struct boundary_inspection *inspection,
                                const struct boundary_siblings *siblings, int64_t shared_um)
{
    struct boundary_level_tally *of = &inspection->tally.levels[siblings->level];
    of->border_um += shared_um;
    count_units(inspection, siblings, of);
    for (uint32_t i = 0; i < siblings->topology.arc_count; i++)
        count_arc(inspection, siblings, &siblings->topology.arcs[i], of);
}

struct boundary_uninspected
boundary_uninspected_sum(const struct boundary_uninspected levels[STORE_LEVEL_VILLAGE + 1])
{
    struct boundary_uninspected sum = {.divisions = 0};
    for (int level = STORE_LEVEL_PROVINCE; level <= STORE_LEVEL_VILLAGE; level++) {
        const struct boundary_uninspected *u = &levels[level];
        sum.divisions += u->divisions;
        sum.without_geometry += u->without_geometry;
        sum.suspect += u->suspect;
        sum.invalid += u->invalid;
        sum.border_m += u->border_m;
        sum.suspect_m += u->suspect_m;
        sum.invalid_m += u->invalid_m;
        sum.no_neighbour_m += u->no_neighbour_m;
    }
    return sum;
}
