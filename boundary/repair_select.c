/* boundary/repair_select.c - repairs of some findings that the record keeps. */
#include <string.h>

#include "boundary/repairing.h"
#include "geo/measure.h"

/* --- what is needed ---------------------------------------------------------- */

static struct geo_box grown(struct geo_box box, double by_m)
{
    struct geo_plane plane = geo_plane_at(box.min);
    int64_t east = (int64_t)(by_m / plane.m_per_lon) + 1;
    int64_t north = (int64_t)(by_m / plane.m_per_lat) + 1;
    return (struct geo_box){{box.min.lon - east, box.min.lat - north},
                            {box.max.lon + east, box.max.lat + north}};
}

/* The code stands in the list "220102,220103". */
static bool lists_code(const char *list, const char *code)
{
    size_t length = strlen(code);
    for (const char *at = strstr(list, code); at; at = strstr(at + 1, code))
        if ((at == list || at[-1] == ',') && (at[length] == ',' || at[length] == '\0'))
            return true;
    return false;
}

static void mark_siblings(const struct boundary_unit *units, const struct geo_box *boxes,
                          uint32_t count, const struct store_finding *finding, double reach_m,
                          bool *needed)
{
    enum store_level level = store_level_parse(finding->level ? finding->level : "");
    bool placed = !geo_box_is_empty(finding->box);
    struct geo_box box = placed ? grown(finding->box, reach_m) : finding->box;
    for (uint32_t i = 0; i < count; i++)
        if (units[i].level == level && !geo_box_is_empty(boxes[i]))
            needed[i] |= (placed && geo_box_intersects(boxes[i], box)) ||
                         lists_code(finding->parties, units[i].code);
}

/* The next higher level that has polygons. */
static enum store_level level_above(const struct boundary_unit *units, const struct geo_box *boxes,
                                    uint32_t count, enum store_level level)
{
    enum store_level above = STORE_LEVEL_NONE;
    for (uint32_t i = 0; i < count; i++)
        if (!geo_box_is_empty(boxes[i]) && units[i].level < level && units[i].level > above)
            above = units[i].level;
    return above;
}

static void mark_parents(const struct boundary_unit *units, const struct geo_box *boxes,
                         uint32_t count, enum store_level level, bool *needed)
{
    enum store_level above = level_above(units, boxes, count, level);
    struct geo_box around = geo_box_empty();
    for (uint32_t i = 0; i < count; i++)
        if (needed[i] && units[i].level == level)
            around = geo_box_union(around, boxes[i]);
    for (uint32_t i = 0; i < count; i++)
        if (units[i].level == above && !geo_box_is_empty(boxes[i]))
            needed[i] |= geo_box_intersects(boxes[i], around);
}

static bool has_level(const struct boundary_repair_options *options, enum store_level level)
{
    for (uint32_t i = 0; i < options->only_count; i++)
        if (options->only[i].level && store_level_parse(options->only[i].level) == level)
            return true;
    return false;
}

void boundary_repair_mark_near(const struct boundary_unit *units, const struct geo_box *boxes,
                               uint32_t count, const struct boundary_repair_options *options,
                               bool *needed)
{
    double reach_m = boundary_reach_m(options->profile.tolerance_m);
    for (uint32_t i = 0; i < count; i++)
        needed[i] = options->only_count == 0;
    for (uint32_t i = 0; i < options->only_count; i++)
        mark_siblings(units, boxes, count, &options->only[i], reach_m, needed);
    for (int level = STORE_LEVEL_VILLAGE; level > STORE_LEVEL_PROVINCE; level--)
        if (has_level(options, (enum store_level)level))
            mark_parents(units, boxes, count, (enum store_level)level, needed);
}

/* --- what is met ------------------------------------------------------------------ */

bool boundary_repair_is_sliver(const struct boundary_finding *finding)
{
    bool between = finding->kind == BOUNDARY_GAP || finding->kind == BOUNDARY_OVERLAP ||
                   finding->kind == BOUNDARY_NON_COINCIDENT;
    bool ground = finding->geometry.part_count && (finding->geometry.kind == GEO_POLYGON ||
                                                   finding->geometry.kind == GEO_MULTIPOLYGON);
    return between && ground && finding->sliver;
}

bool boundary_repair_is_asked(const struct boundary_repair_options *options,
                              const struct boundary_finding *finding)
{
    for (uint32_t i = 0; i < options->only_count; i++)
        if (strcmp(options->only[i].id, finding->id) == 0)
            return true;
    return options->only_count == 0;
}

static bool same_parties(const struct boundary_finding *finding, const char *parties)
{
    for (uint32_t p = 0; p < finding->party_count; p++) {
        size_t length = strlen(finding->parties[p]);
        if (strncmp(parties, finding->parties[p], length) != 0)
            return false;
        parties += length;
        if (*parties == ',' && p + 1 < finding->party_count)
            parties++;
        else if (p + 1 < finding->party_count)
            return false;
    }
    return *parties == '\0';
}

static bool continues(const struct boundary_finding *finding, const struct store_finding *earlier)
{
    return strcmp(boundary_kind_name(finding->kind), earlier->kind) == 0 &&
           same_parties(finding, earlier->parties) && boundary_finding_meets(finding, earlier);
}

/* The finding of the report that goes by the id, else one on the same ground. */
static struct boundary_finding *find(struct boundary_finding *findings, uint32_t count,
                                     const struct boundary_repair_options *options, uint32_t only)
{
    const struct store_finding *wanted = &options->only[only];
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(findings[i].id, wanted->id) == 0)
            return &findings[i];
    for (uint32_t i = 0; i < count; i++)
        if (continues(&findings[i], wanted) && !boundary_repair_is_asked(options, &findings[i]))
            return &findings[i];
    return NULL;
}

bool boundary_repair_meet(struct boundary_repairing *repairing)
{
    struct boundary_report *report = repairing->report;
    const struct boundary_repair_options *options = repairing->options;
    if (options->only_count == 0)
        return true;
    struct boundary_finding *findings = base_arena_copy(repairing->arena, report->findings,
                                                        report->finding_count * sizeof *findings);
    if (!findings)
        return false;
    report->findings = findings;
    for (uint32_t i = 0; i < options->only_count; i++) {
        struct boundary_finding *met = find(findings, report->finding_count, options, i);
        if (!met)
            continue;
        memcpy(met->id, options->only[i].id, strnlen(options->only[i].id, sizeof met->id - 1) + 1);
        repairing->met[i] = boundary_repair_is_sliver(met) ? BOUNDARY_MET : BOUNDARY_NO_SLIVER;
    }
    return true;
}
