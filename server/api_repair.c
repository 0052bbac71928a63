/* server/api_repair.c - how slivers that a run found could be mended. */
#include <math.h>
#include <string.h>

#include "base/json_read.h"
#include "boundary/repair_report.h"
#include "boundary/repair_run.h"
#include "server/api.h"
#include "server/listing.h"
#include "server/view.h"
#include "server/worker.h"
#include "store/edition.h"

#define MOST_IDS 100

struct proposing {
    struct server_call *call;
    struct store *store;
    struct store_run run;
    struct boundary_repair_options options;
    struct store_finding *findings;
    uint32_t finding_count;
    const char *next;
    char code[STORE_CODE_SIZE];
};

/* --- which findings ---------------------------------------------------------------- */

/* What a run of claims found is not about what the register holds. */
static enum base_status check_run(const struct proposing *p, struct base_error *err)
{
    json_auto_t *options = NULL;
    bool claims = false;
    enum base_status status = BASE_OK;
    if (!p->run.options || !p->run.options[0])
        return BASE_OK;
    status = base_json_parse(p->run.options, strlen(p->run.options), 0, &options, err);
    if (status == BASE_OK)
        status = base_json_get_bool(options, "claims", false, &claims, err);
    if (status == BASE_OK && claims)
        return base_fail(err, BASE_NOT_FOUND,
                         "run %lld inspected claims, and those are for their parties to repair",
                         (long long)p->run.id);
    return status;
}

static enum base_status find_one(struct proposing *p, const char *id, struct base_error *err)
{
    const struct store_finding_filter filter = {
        .run = p->run.id, .id = id, .min_area_m2 = NAN, .box = geo_box_empty()};
    struct store_finding *found;
    size_t count;
    enum base_status status =
        store_finding_list(p->store, &filter, p->call->arena, &found, &count, err);
    if (status == BASE_OK && count == 0) {
        p->call->bad_parameter = "finding";
        return base_fail(err, BASE_INVALID, "run %lld has no finding %.40s", (long long)p->run.id,
                         id);
    }
    if (status == BASE_OK)
        p->findings[p->finding_count++] = found[0];
    return status;
}

static enum base_status find_named(struct proposing *p, const char *text, struct base_error *err)
{
    char *ids = base_arena_strdup(p->call->arena, text), *rest = NULL;
    enum base_status status = BASE_OK;
    p->findings = base_arena_alloc(p->call->arena, MOST_IDS * sizeof *p->findings);
    if (!ids || !p->findings)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (char *id = strtok_r(ids, ",", &rest); id && status == BASE_OK;
         id = strtok_r(NULL, ",", &rest)) {
        if (p->finding_count == MOST_IDS) {
            p->call->bad_parameter = "finding";
            return base_fail(err, BASE_INVALID, "finding must be at most %d ids", MOST_IDS);
        }
        status = find_one(p, id, err);
    }
    return status;
}

static bool may_be_sliver(const struct store_finding *finding)
{
    static const enum boundary_kind KINDS[] = {BOUNDARY_GAP, BOUNDARY_OVERLAP,
                                               BOUNDARY_NON_COINCIDENT};
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++)
        if (strcmp(finding->kind, boundary_kind_name(KINDS[i])) == 0)
            return true;
    return false;
}

/* A page of the run's findings, of which those that may be slivers are kept. */
static enum base_status find_page(struct proposing *p, struct base_error *err)
{
    size_t limit = (size_t)server_call_value(p->call, "limit")->integer, count;
    const struct store_finding_filter filter = {.run = p->run.id,
                                                .severity = boundary_severity_name(BOUNDARY_MINOR),
                                                .min_area_m2 = NAN,
                                                .box = geo_box_empty(),
                                                .after = server_call_text(p->call, "cursor"),
                                                .limit = limit + 1};
    enum base_status status =
        store_finding_list(p->store, &filter, p->call->arena, &p->findings, &count, err);
    if (status != BASE_OK)
        return status;
    if (count > limit)
        p->next = p->findings[limit - 1].id;
    for (size_t i = 0; i < count && i < limit; i++)
        if (may_be_sliver(&p->findings[i]))
            p->findings[p->finding_count++] = p->findings[i];
    return BASE_OK;
}

static enum base_status find_findings(struct proposing *p, struct base_error *err)
{
    const char *ids = server_call_text(p->call, "finding");
    int64_t run = server_call_value(p->call, "run")->integer;
    enum base_status status = server_worker_store(p->call->worker, &p->store, err);
    if (status == BASE_OK)
        status = store_run_find(p->store, "inspection", run, p->call->arena, &p->run, err);
    if (status == BASE_OK)
        status = check_run(p, err);
    if (status != BASE_OK)
        return status;
    return ids ? find_named(p, ids, err) : find_page(p, err);
}

/* --- by which tolerance, and how -------------------------------------------------- */

/* The run names its profile; a bureau's own is known by the tolerance alone, which
 * each of its findings tells. */
static enum base_status read_options(struct proposing *p, struct base_error *err)
{
    const char *prefer = server_call_text(p->call, "prefer"), *name = NULL;
    struct boundary_repair_options *options = &p->options;
    json_auto_t *body = NULL, *stored = NULL;
    *options = (struct boundary_repair_options){.profile = boundary_profile_default(),
                                                .at = p->run.at,
                                                .only = p->findings,
                                                .only_count = p->finding_count};
    if (prefer && !boundary_preference_parse(prefer, p->code, options)) {
        p->call->bad_parameter = "prefer";
        return base_fail(err, BASE_INVALID,
                         "prefer must be least, middle or the code of the division whose line "
                         "stays");
    }
    enum base_status status = BASE_OK;
    if (p->run.options && p->run.options[0])
        status = base_json_parse(p->run.options, strlen(p->run.options), 0, &stored, err);
    if (status == BASE_OK && stored)
        status = base_json_get_text(stored, "profile", false, &name, err);
    if (status == BASE_OK && name)
        snprintf(options->profile.name, sizeof options->profile.name, "%s", name);
    if (status == BASE_OK && p->finding_count)
        status = base_json_parse(p->findings[0].body, strlen(p->findings[0].body), 0, &body, err);
    if (status == BASE_OK && body)
        status =
            base_json_get_number(body, "tolerance_m", false, &options->profile.tolerance_m, err);
    return status;
}

/* --- the units around -------------------------------------------------------------- */

static struct boundary_unit unit_of(const struct store_division_index *index, uint32_t row)
{
    const struct store_division_entry entry = store_division_index_entry(index, row);
    return (struct boundary_unit){.identity = entry.identity,
                                  .code = entry.code,
                                  .name = entry.name,
                                  .level = entry.level,
                                  .parent = entry.parent,
                                  .managed_by = entry.managed_by,
                                  .geometry = store_division_index_geometry(index, row),
                                  .resolution_m = NAN,
                                  .area_km2 = entry.registered_km2,
                                  .valid_from = entry.valid_from,
                                  .valid_to = entry.valid_to,
                                  .edition = entry.edition};
}

static bool is_valid_on(const struct store_division_entry *entry, base_date_t day)
{
    return (entry->valid_from == BASE_DATE_NONE || entry->valid_from <= day) &&
           (entry->valid_to == BASE_DATE_NONE || entry->valid_to > day);
}

/* How fine the units' digits are, by their editions. */
static enum base_status fill_resolutions(const struct proposing *p, struct boundary_unit *units,
                                         uint32_t count, struct base_error *err)
{
    struct store_edition edition = {.id = 0, .resolution_m = NAN};
    enum base_status status = BASE_OK;
    for (uint32_t i = 0; i < count && status == BASE_OK; i++) {
        if (units[i].edition != edition.id)
            status = store_edition_find(p->store, units[i].edition, p->call->arena, &edition, err);
        units[i].resolution_m = edition.resolution_m;
    }
    return status;
}

static enum base_status gather(const struct proposing *p, struct boundary_input *input,
                               struct base_error *err)
{
    const struct store_division_index *index = &p->call->view->divisions;
    struct base_arena *arena = p->call->arena;
    size_t most = (size_t)index->count + 1;
    struct boundary_unit *units = base_arena_alloc(arena, most * sizeof *units);
    struct geo_box *boxes = base_arena_alloc(arena, most * sizeof *boxes);
    bool *needed = base_arena_alloc(arena, most);
    uint32_t count = 0, kept = 0;
    if (!units || !boxes || !needed)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (uint32_t row = 0; row < index->count; row++) {
        struct store_division_entry entry = store_division_index_entry(index, row);
        if (!is_valid_on(&entry, p->run.at))
            continue;
        boxes[count] = entry.box;
        units[count++] = unit_of(index, row);
    }
    boundary_repair_mark_near(units, boxes, count, &p->options, needed);
    for (uint32_t i = 0; i < count; i++)
        if (needed[i])
            units[kept++] = units[i];
    input->units = units;
    input->unit_count = kept;
    return fill_resolutions(p, units, kept, err);
}

static enum base_status plan(const struct proposing *p, struct boundary_repairs *out,
                             struct base_error *err)
{
    struct boundary_input input = {0};
    *out = (struct boundary_repairs){.options = p->options};
    if (p->finding_count == 0)
        return BASE_OK;
    enum base_status status = gather(p, &input, err);
    if (status == BASE_OK)
        status = boundary_repair_exemptions(p->store, p->run.at, p->call->arena, &input, err);
    return status == BASE_OK
               ? boundary_repair_plan(&input, &p->options, p->call->arena, NULL, out, err)
               : status;
}

enum base_status server_api_repairs(struct server_call *call, struct server_reply *reply,
                                    struct base_error *err)
{
    struct proposing p = {.call = call};
    struct boundary_repairs repairs;
    struct base_json json;
    enum base_status status = find_findings(&p, err);
    if (status == BASE_OK)
        status = read_options(&p, err);
    if (status == BASE_OK)
        status = plan(&p, &repairs, err);
    if (status != BASE_OK)
        return status;
    const struct boundary_repairs_form form = {.run = p.run.id,
                                               .geometry = true,
                                               .units =
                                                   server_call_value(call, "units")->choice == 1,
                                               .next = p.next,
                                               .lang = call->lang};
    server_call_link_next(call, reply, p.next);
    base_json_init(&json, &reply->body);
    boundary_repairs_write(&repairs, &form, &json);
    return BASE_OK;
}
