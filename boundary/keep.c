/* boundary/keep.c - a finished inspection becomes a run of the record. */
#include "boundary/keep.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "boundary/report.h"

#define MANY 500U /* findings: written as a load */

struct keeper {
    const struct boundary_keeping *keeping;
    struct store *store;
    struct boundary_report *report;
    struct boundary_finding *findings;
    struct base_arena *arena, *scratch;
    const char **parties; /* of each finding, joined */
    const char **derived; /* of each finding that has another id: the one it would have */
    bool *known;
    base_time_t now;
};

static bool inside_any(const struct geo_geometry *polygon, const struct geo_geometry *other)
{
    for (uint32_t i = 0; i < other->point_count; i++)
        if (geo_polygon_locate(polygon, other->points[i]) != GEO_OUTSIDE)
            return true;
    return false;
}

/* The shapes have a point in common, to a metre. */
bool boundary_finding_meets(const struct boundary_finding *finding,
                            const struct store_finding *earlier)
{
    const struct geo_geometry *a = &finding->geometry, *b = &earlier->geometry;
    if (a->part_count == 0 || b->part_count == 0)
        return a->part_count == b->part_count;
    if (a->kind == GEO_POINT || b->kind == GEO_POINT)
        return geo_point_equal(finding->first_vertex, earlier->first_vertex);
    return isfinite(boundary_polygon_distance_m(a, b, 1.0)) || inside_any(a, b) || inside_any(b, a);
}

static bool is_dropped(const struct boundary_keeping *keeping, const char *id)
{
    for (uint32_t i = 0; i < keeping->dropped_count; i++)
        if (strcmp(keeping->dropped[i].id, id) == 0)
            return true;
    return false;
}

/* Whether a finding of this run, or one that it carries, bears the id. */
static enum base_status is_taken(const struct keeper *keeper, const char *id, bool *taken,
                                 struct base_error *err)
{
    *taken = true;
    for (uint32_t i = 0; i < keeper->report->finding_count; i++)
        if (strcmp(keeper->findings[i].id, id) == 0)
            return BASE_OK;
    *taken = false;
    if (!keeper->keeping->carries || is_dropped(keeper->keeping, id))
        return BASE_OK;
    return store_finding_is_seen(keeper->store, keeper->keeping->carries, id, taken, err);
}

static bool take_id(struct keeper *keeper, uint32_t i, const char *id)
{
    struct boundary_finding *finding = &keeper->findings[i];
    keeper->derived[i] = base_arena_strdup(keeper->arena, finding->id);
    snprintf(finding->id, sizeof finding->id, "%s", id);
    return keeper->derived[i] != NULL;
}

/* First seen and state, where the record knows the finding by its id. */
static enum base_status look_up(struct keeper *keeper, uint32_t i, struct base_error *err)
{
    struct boundary_finding *finding = &keeper->findings[i];
    return store_finding_known(keeper->store, keeper->report->run, finding->id, keeper->arena,
                               &keeper->known[i], &finding->first_seen, &finding->state, err);
}

/* The id that it had when it was derived the same last. */
static enum base_status keep_other_id(struct keeper *keeper, uint32_t i, struct base_error *err)
{
    const char *id = NULL;
    bool known = false, taken = false;
    enum base_status status =
        store_finding_last_id(keeper->store, keeper->report->run, keeper->findings[i].id,
                              keeper->arena, &known, &id, err);
    if (status == BASE_OK && known)
        status = is_taken(keeper, id, &taken, err);
    if (status != BASE_OK || !known || taken)
        return status;
    return take_id(keeper, i, id) ? look_up(keeper, i, err) : boundary_no_memory(err);
}

/* The id of the earlier one that it continues. */
static enum base_status continue_earlier(struct keeper *keeper, uint32_t i, struct base_error *err)
{
    struct boundary_finding *finding = &keeper->findings[i];
    struct store_finding *earlier;
    size_t count;
    base_arena_reset(keeper->scratch);
    enum base_status status =
        store_finding_earlier(keeper->store, keeper->report->run, boundary_kind_name(finding->kind),
                              keeper->parties[i], keeper->scratch, &earlier, &count, err);
    for (size_t k = 0; status == BASE_OK && k < count; k++) {
        bool taken = false;
        if (!boundary_finding_meets(finding, &earlier[k]))
            continue;
        status = is_taken(keeper, earlier[k].id, &taken, err);
        if (status == BASE_OK && !taken)
            return take_id(keeper, i, earlier[k].id) ? look_up(keeper, i, err)
                                                     : boundary_no_memory(err);
    }
    return status;
}

/* Who is known by its id comes before who takes one over. */
static enum base_status settle_ids(struct keeper *keeper, struct base_error *err)
{
    enum base_status (*const steps[])(struct keeper *, uint32_t, struct base_error *) = {
        look_up, keep_other_id, continue_earlier};
    bool any = false;
    enum base_status status = store_finding_any(keeper->store, &any, err);
    for (size_t step = 0; any && step < sizeof steps / sizeof steps[0]; step++)
        for (uint32_t i = 0; i < keeper->report->finding_count && status == BASE_OK; i++)
            if (!keeper->known[i] && (step == 0 || !keeper->findings[i].subject))
                status = steps[step](keeper, i, err);
    return status;
}

static const char *joined_parties(const struct boundary_finding *finding, struct base_arena *arena)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    for (uint32_t i = 0; i < finding->party_count; i++)
        base_buffer_printf(&text, "%s%s", i ? "," : "", finding->parties[i]);
    return base_arena_strndup(arena, text.data ? text.data : "", text.size);
}

static enum base_status put_finding(struct keeper *keeper, uint32_t i, struct base_error *err)
{
    const struct boundary_finding *finding = &keeper->findings[i];
    struct base_buffer body BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &body);
    boundary_finding_write_lasting(finding, BASE_ZH, &json);
    enum base_status status = base_buffer_check(&body, err);
    if (status != BASE_OK)
        return status;
    struct store_finding row = {.id = finding->id,
                                .kind = boundary_kind_name(finding->kind),
                                .level = finding->level ? store_level_name(finding->level) : NULL,
                                .severity = boundary_severity_name(finding->severity),
                                .state = finding->state,
                                .parties = keeper->parties[i],
                                .area_m2 = finding->area_m2,
                                .width_m = finding->width_m,
                                .box = geo_box_empty(),
                                .first_vertex = finding->first_vertex,
                                .first_run = keeper->report->run,
                                .last_run = keeper->report->run,
                                .first_seen = finding->first_seen,
                                .body = body.data,
                                .geometry = finding->geometry,
                                .derived = keeper->derived[i]};
    if (finding->geometry.part_count)
        row.box = geo_geometry_box(&finding->geometry);
    return store_finding_put(keeper->store, keeper->report->run, &row, err);
}

void boundary_options_write(const struct boundary_options *options, bool claims,
                            struct base_json *json)
{
    base_json_object_begin(json);
    base_json_key_string(json, "level", options->level ? store_level_name(options->level) : NULL);
    base_json_key_string(json, "profile", options->profile.name);
    base_json_key_bool(json, "claims", claims);
    if (options->between[0] && options->between[1]) {
        base_json_key(json, "between");
        base_json_array_begin(json);
        base_json_string(json, options->between[0]);
        base_json_string(json, options->between[1]);
        base_json_array_end(json);
    }
    if (options->against)
        base_json_key_int(json, "against", options->against);
    base_json_object_end(json);
}

static enum base_status add_run(struct keeper *keeper, struct base_error *err)
{
    const struct boundary_keeping *keeping = keeper->keeping;
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &text);
    boundary_options_write(keeping->options, keeping->claims, &json);
    enum base_status status = base_buffer_check(&text, err);
    if (status != BASE_OK)
        return status;
    const struct store_run run = {.job = "inspection",
                                  .options = text.data,
                                  .at = keeping->options->at,
                                  .report = "{}",
                                  .looked = keeping->looked,
                                  .looked_size = keeping->looked_size};
    return store_run_add(keeper->store, &run, &keeper->report->run, err);
}

/* What the run carries, but for what was dropped. */
static enum base_status carry(const struct keeper *keeper, struct base_error *err)
{
    const struct boundary_keeping *keeping = keeper->keeping;
    if (!keeping->carries)
        return BASE_OK;
    int64_t run = keeper->report->run;
    enum base_status status = store_run_carry(keeper->store, run, keeping->carries, err);
    for (uint32_t i = 0; i < keeping->dropped_count && status == BASE_OK; i++)
        status = store_finding_drop(keeper->store, run, keeping->dropped[i].id, err);
    return status;
}

static enum base_status set_report(struct keeper *keeper, struct base_error *err)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &text);
    boundary_report_write(keeper->report, BASE_ZH, false, &json);
    enum base_status status = base_buffer_check(&text, err);
    return status == BASE_OK
               ? store_run_set_report(keeper->store, keeper->report->run, text.data, err)
               : status;
}

static enum base_status write_all(struct keeper *keeper, struct base_error *err)
{
    uint32_t count = keeper->report->finding_count;
    enum base_status status = add_run(keeper, err);
    if (status == BASE_OK)
        status = settle_ids(keeper, err);
    if (status == BASE_OK)
        status = carry(keeper, err);
    for (uint32_t i = 0; i < count && status == BASE_OK; i++)
        status = put_finding(keeper, i, err);
    if (status == BASE_OK && keeper->keeping->carries)
        status = store_run_settle(keeper->store, keeper->report->run, err);
    return status == BASE_OK ? set_report(keeper, err) : status;
}

enum base_status boundary_keep(const struct boundary_keeping *keeping, struct base_arena *arena,
                               struct boundary_report *report, struct boundary_finding *findings,
                               struct base_error *err)
{
    struct base_arena *scratch BASE_ARENA_AUTO = base_arena_create(0);
    size_t count = (size_t)report->finding_count + 1;
    struct keeper keeper = {.keeping = keeping,
                            .store = keeping->store,
                            .report = report,
                            .findings = findings,
                            .arena = arena,
                            .scratch = scratch,
                            .parties = base_arena_calloc(arena, count, sizeof *keeper.parties),
                            .derived = base_arena_calloc(arena, count, sizeof *keeper.derived),
                            .known = base_arena_calloc(arena, count, sizeof *keeper.known),
                            .now = base_time_now()};
    bool ok = scratch && keeper.parties && keeper.derived && keeper.known;
    for (uint32_t i = 0; i < report->finding_count && ok; i++) {
        findings[i].first_seen = keeper.now;
        ok = (keeper.parties[i] = joined_parties(&findings[i], arena)) != NULL;
    }
    if (!ok)
        return boundary_no_memory(err);
    bool load = report->finding_count >= MANY && !keeping->carries;
    enum base_status status =
        load ? store_begin_load(keeper.store, err) : store_begin(keeper.store, err);
    if (status != BASE_OK)
        return status;
    status = write_all(&keeper, err);
    if (status == BASE_OK)
        return store_commit(keeper.store, err);
    store_rollback(keeper.store);
    return status;
}
