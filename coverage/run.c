/* coverage/run.c - who reaches a facility of a kind, and who does not. */
#include "coverage/run.h"

#include <stdlib.h>
#include <string.h>

#define NONE STORE_DIVISION_INDEX_NONE

struct run {
    const struct coverage_input *input;
    struct coverage_report *report;
    struct base_arena *arena;
    struct coverage_source *sources;
    bool *has_facility;              /* by component */
    struct coverage_people **by_row; /* of the division index; NULL: nobody yet */
    bool failed;
};

/* --- facilities ------------------------------------------------------------ */

static bool takes_part(const struct run *run, const struct coverage_facility_row *f)
{
    const struct coverage_options *o = &run->report->options;
    return f->has_point && base_date_within(o->at, f->valid_from, f->valid_to) &&
           base_date_within(o->at, f->opened, f->closed) &&
           store_facility_in_branch(coverage_points_text(run->input->points, f->kind), o->kind);
}

/* A facility stands on the nearest way of all, an island's included: its own
 * network then counts for the people on it. */
static void snap_facilities(struct run *run)
{
    const struct coverage_graph *graph = run->input->graph;
    const struct coverage_points *points = run->input->points;
    memset(run->has_facility, 1, graph->component_count); /* every component counts here */
    struct coverage_report *report = run->report;
    for (uint32_t i = 0; i < points->facility_count; i++) {
        const struct coverage_facility_row *f = &points->facilities[i];
        if (!takes_part(run, f))
            continue;
        struct coverage_snap snap =
            coverage_snap_find(graph, f->point, COVERAGE_CAP_MM, run->has_facility);
        run->sources[report->facility_count] = (struct coverage_source){snap};
        report->facilities[report->facility_count++] =
            (struct coverage_facility){.row = i, .snap = snap};
        report->has_example =
            report->has_example || strstr(coverage_points_text(points, f->name), "示例") != NULL;
    }
    memset(run->has_facility, 0, graph->component_count);
    for (size_t i = 0; i < report->facility_count; i++)
        if (run->sources[i].snap.place == COVERAGE_ON_NETWORK)
            run->has_facility[graph->component[graph->edges[run->sources[i].snap.edge].a]] = true;
}

/* A kind that nobody knows is a slip of the hand, not a city without facilities. */
enum base_status coverage_kind_check(const struct coverage_input *input, const char *kind,
                                     struct base_error *err)
{
    const struct coverage_points *points = input->points;
    bool known = store_facility_kind_is_known(kind);
    for (uint32_t i = 0; i < points->facility_count && !known; i++)
        known = store_facility_in_branch(coverage_points_text(points, points->facilities[i].kind),
                                         kind);
    return known ? BASE_OK
                 : base_fail(err, BASE_INVALID,
                             "%.60s is no kind of facility, and the record has none of it; use "
                             "eldercare, funeral, community or a kind below them",
                             kind);
}

/* --- people ---------------------------------------------------------------- */

static struct coverage_person judge(struct run *run, uint32_t row)
{
    const struct coverage_graph *graph = run->input->graph;
    const struct coverage_people_row *p = &run->input->points->people[row];
    struct coverage_person person = {.row = row, .status = COVERAGE_NO_ROADS};
    if (!p->has_point)
        return person;
    struct coverage_snap snap =
        coverage_snap_find(graph, p->point, COVERAGE_CAP_MM, run->has_facility);
    if (snap.place != COVERAGE_ON_NETWORK) {
        person.status = snap.place == COVERAGE_OFF_NETWORK ? COVERAGE_OFF_ROADS : COVERAGE_NO_ROADS;
        return person;
    }
    person.cost_ms = coverage_reach_cost(&run->report->reach, &snap, &person.facility);
    if (person.cost_ms != COVERAGE_NEVER)
        person.status = COVERAGE_COVERED;
    else
        person.status = run->has_facility[graph->component[graph->edges[snap.edge].a]]
                            ? COVERAGE_TOO_FAR
                            : COVERAGE_UNREACHABLE;
    return person;
}

static void add_to_row(struct run *run, uint32_t row, const int64_t *counts,
                       enum coverage_status status)
{
    if (!run->by_row[row])
        run->by_row[row] = base_arena_calloc(run->arena, 1, sizeof **run->by_row);
    if (!run->by_row[row]) {
        run->failed = true;
        return;
    }
    coverage_people_add(run->by_row[row], counts, status);
}

/* A point belongs to the division it states and to those above; where it states
 * none, to those whose ground holds it. */
static void add_to_divisions(struct run *run, const struct coverage_people_row *p,
                             enum coverage_status status)
{
    uint32_t rows[6];
    size_t count = 0;
    base_date_t at = run->report->options.at;
    const struct store_division_index *divisions = run->input->divisions;
    const char *code = coverage_points_text(run->input->points, p->division);
    uint32_t own = code[0] ? store_division_index_find(divisions, code, at) : NONE;
    if (own != NONE) {
        rows[0] = own;
        count = 1 + store_division_index_parents(divisions, own, at, rows + 1);
    } else if (p->has_point)
        count = store_division_index_locate(divisions, p->point, at, rows);
    for (size_t i = 0; i < count; i++)
        add_to_row(run, rows[i], p->counts, status);
}

static void count_people(struct run *run)
{
    struct coverage_report *report = run->report;
    const struct coverage_points *points = run->input->points;
    for (uint32_t i = 0; i < points->people_count; i++) {
        const struct coverage_people_row *p = &points->people[i];
        if (!base_date_within(report->options.at, p->valid_from, p->valid_to))
            continue;
        struct coverage_person person = judge(run, i);
        const char *method = coverage_points_text(points, p->method);
        report->persons[report->person_count++] = person;
        coverage_people_add(&report->people, p->counts, person.status);
        if (person.status == COVERAGE_COVERED)
            coverage_people_add(&report->facilities[person.facility].people, p->counts,
                                person.status);
        add_to_divisions(run, p, person.status);
        report->has_modelled = report->has_modelled || strcmp(method, "modelled") == 0;
        report->has_stand_in = report->has_stand_in || strcmp(method, "stand-in") == 0;
    }
}

/* --- divisions ------------------------------------------------------------- */

struct ordered {
    enum store_level level;
    const char *code;
    struct coverage_division division;
};

static int compare_ordered(const void *left, const void *right)
{
    const struct ordered *a = left, *b = right;
    if (a->level != b->level)
        return a->level < b->level ? -1 : 1;
    return strcmp(a->code, b->code);
}

static enum base_status list_divisions(struct run *run, struct base_error *err)
{
    const struct store_division_index *divisions = run->input->divisions;
    struct coverage_report *report = run->report;
    size_t count = 0;
    for (uint32_t row = 0; row < divisions->count; row++)
        count += run->by_row[row] != NULL;
    struct ordered *items = base_arena_alloc(run->arena, (count + 1) * sizeof *items);
    report->divisions = base_arena_alloc(run->arena, (count + 1) * sizeof *report->divisions);
    if (!items || !report->divisions)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    count = 0;
    for (uint32_t row = 0; row < divisions->count; row++) {
        struct store_division_entry entry = store_division_index_entry(divisions, row);
        if (run->by_row[row])
            items[count++] = (struct ordered){entry.level, entry.code, {row, *run->by_row[row]}};
    }
    qsort(items, count, sizeof *items, compare_ordered);
    for (size_t i = 0; i < count; i++)
        report->divisions[i] = items[i].division;
    report->division_count = count;
    return BASE_OK;
}

/* --- the run --------------------------------------------------------------- */

static enum base_status prepare(struct run *run, struct base_error *err)
{
    const struct coverage_input *input = run->input;
    struct coverage_report *report = run->report;
    size_t facilities = input->points->facility_count;
    run->sources = base_arena_alloc(run->arena, (facilities + 1) * sizeof *run->sources);
    run->has_facility = base_arena_calloc(run->arena, input->graph->component_count + 1, 1);
    run->by_row = base_arena_calloc(run->arena, input->divisions->count + 1, sizeof *run->by_row);
    report->facilities = base_arena_calloc(run->arena, facilities + 1, sizeof *report->facilities);
    report->persons =
        base_arena_calloc(run->arena, input->points->people_count + 1, sizeof *report->persons);
    bool done =
        run->sources && run->has_facility && run->by_row && report->facilities && report->persons;
    return done ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

enum base_status coverage_run(const struct coverage_input *input,
                              const struct coverage_options *options, struct base_arena *arena,
                              struct coverage_report *out, struct base_error *err)
{
    struct run run = {.input = input, .report = out, .arena = arena};
    *out = (struct coverage_report){.options = *options, .limit_ms = options->minutes * 60000};
    if (!coverage_profile_find(options->profile, options->season, &out->profile))
        return base_fail(err, BASE_INVALID,
                         "the profile %.40s is not known; use adult, older, older80 or assisted",
                         options->profile);
    enum base_status status = prepare(&run, err);
    if (status != BASE_OK)
        return status;
    snap_facilities(&run);
    status = coverage_reach_search(input->graph, run.sources, out->facility_count, &out->profile,
                                   out->limit_ms, arena, &out->reach, err);
    if (status != BASE_OK)
        return status;
    count_people(&run);
    if (run.failed)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    status = list_divisions(&run, err);
    if (status == BASE_OK)
        status = coverage_indicators_compute(input->points, input->divisions, options->at, NULL,
                                             arena, &out->indicators, &out->indicator_count, err);
    return status;
}
