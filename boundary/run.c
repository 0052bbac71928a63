/* boundary/run.c - inspects a record and keeps the result as a run. */
#include "boundary/run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "boundary/inside.h"
#include "boundary/inspection.h"
#include "boundary/report.h"
#include "store/claim.h"
#include "store/edition.h"
#include "store/finding.h"

struct boundary_unit boundary_unit_of(const struct store_division *row)
{
    return (struct boundary_unit){.identity = row->version.identity,
                                  .code = row->code,
                                  .name = row->name,
                                  .level = row->level,
                                  .parent = row->parent,
                                  .managed_by = row->managed_by,
                                  .geometry = row->geometry,
                                  .resolution_m = row->resolution_m,
                                  .area_km2 = row->area_km2,
                                  .valid_from = row->version.valid_from,
                                  .valid_to = row->version.valid_to,
                                  .edition = store_version_edition(&row->version)};
}

static enum base_status load(struct store *store, struct store_as_of as_of, bool geometry,
                             struct base_arena *arena, const struct boundary_unit **out,
                             uint32_t *count, struct base_error *err)
{
    struct store_division *rows;
    size_t found;
    enum base_status status =
        store_division_list(store, as_of, STORE_LEVEL_NONE, geometry, arena, &rows, &found, err);
    if (status != BASE_OK)
        return status;
    struct boundary_unit *units = base_arena_alloc(arena, (found + 1) * sizeof *units);
    if (!units)
        return boundary_no_memory(err);
    for (size_t i = 0; i < found; i++)
        units[i] = boundary_unit_of(&rows[i]);
    *out = units;
    *count = (uint32_t)found;
    return BASE_OK;
}

static int compare_code_of_unit(const void *code, const void *unit)
{
    return strcmp(code, ((const struct boundary_unit *)unit)->code);
}

static int compare_code_of_claim(const void *code, const void *claim)
{
    return strcmp(code, ((const struct store_claim *)claim)->code);
}

/* A claim stands for the division it is about, by that one's identity; a second
 * claim of the same code, or one about no division, is nobody else. */
static struct boundary_unit unit_of_claim(const struct store_claim *claim,
                                          const struct boundary_unit *about)
{
    return (struct boundary_unit){.identity = about ? about->identity : -claim->version.identity,
                                  .code = claim->code,
                                  .name = claim->name ? claim->name : claim->party,
                                  .level = store_code_level(claim->code),
                                  .geometry = claim->geometry,
                                  .resolution_m = claim->resolution_m,
                                  .area_km2 = NAN,
                                  .valid_from = claim->version.valid_from,
                                  .valid_to = claim->version.valid_to};
}

/* Claims stand in place of the divisions they are about; whom nobody claims for
 * stays as the register has it, so that the parent is still tiled. */
static enum base_status put_claims(struct store *store, struct store_as_of as_of,
                                   struct base_arena *arena, struct boundary_input *input,
                                   struct base_error *err)
{
    struct store_claim *claims;
    size_t count;
    enum base_status status = store_claim_list(store, as_of, arena, &claims, &count, err);
    if (status != BASE_OK)
        return status;
    struct boundary_unit *units =
        base_arena_alloc(arena, (count + input->unit_count + 1) * sizeof *units);
    uint32_t total = 0;
    if (!units)
        return boundary_no_memory(err);
    for (size_t i = 0; i < count; i++) { /* both lists are in order of code */
        bool first = i == 0 || strcmp(claims[i].code, claims[i - 1].code) != 0;
        units[total++] = unit_of_claim(
            &claims[i], first ? bsearch(claims[i].code, input->units, input->unit_count,
                                        sizeof *input->units, compare_code_of_unit)
                              : NULL);
    }
    for (uint32_t i = 0; i < input->unit_count; i++)
        if (!bsearch(input->units[i].code, claims, count, sizeof *claims, compare_code_of_claim))
            units[total++] = input->units[i];
    input->units = units;
    input->unit_count = total;
    return BASE_OK;
}

static enum base_status load_before(struct store *store, const struct boundary_options *options,
                                    struct base_arena *arena, struct boundary_input *input,
                                    struct base_error *err)
{
    struct store_edition edition;
    enum base_status status = store_edition_find(store, options->against, arena, &edition, err);
    if (status != BASE_OK)
        return status;
    return load(store, (struct store_as_of){.at = options->at, .known = options->against}, true,
                arena, &input->before, &input->before_count, err);
}

static bool is_known(const struct boundary_input *input, const char *code)
{
    for (uint32_t i = 0; i < input->unit_count; i++)
        if (strcmp(input->units[i].code, code) == 0)
            return true;
    return false;
}

/* Nothing is between a unit and one that is not there. */
static enum base_status check_between(const struct boundary_options *options,
                                      const struct boundary_input *input, struct base_error *err)
{
    const char *const *between = options->between;
    if (!between[0] || !between[1])
        return BASE_OK;
    for (int i = 0; i < 2; i++)
        if (!is_known(input, between[i]))
            return base_fail(err, BASE_NOT_FOUND, "there is no division %s on that day",
                             between[i]);
    return BASE_OK;
}

static enum base_status load_all(struct store *store, const struct boundary_options *options,
                                 struct store_as_of as_of, bool claims, struct base_arena *arena,
                                 struct boundary_input *input, struct base_error *err)
{
    struct store_as_of ever = {.at = BASE_DATE_NONE, .known = as_of.known};
    enum base_status status = store_read_begin(store, err);
    if (status != BASE_OK)
        return status;
    status = load(store, as_of, true, arena, &input->units, &input->unit_count, err);
    if (status == BASE_OK)
        status = load(store, ever, false, arena, &input->history, &input->history_count, err);
    if (status == BASE_OK)
        status = boundary_lines_load(store, as_of, arena, &input->lines, err);
    if (status == BASE_OK)
        status = boundary_exemptions_load(store, as_of, arena, &input->exemptions,
                                          &input->exemption_count, err);
    if (status == BASE_OK && options->against)
        status = load_before(store, options, arena, input, err);
    if (status == BASE_OK && claims)
        status = put_claims(store, as_of, arena, input, err);
    if (status == BASE_OK)
        status = check_between(options, input, err);
    store_read_end(store);
    return status;
}

/* --- storing --------------------------------------------------------------- */

static bool inside_any(const struct geo_geometry *polygon, const struct geo_geometry *other)
{
    for (uint32_t i = 0; i < other->point_count; i++)
        if (geo_polygon_locate(polygon, other->points[i]) != GEO_OUTSIDE)
            return true;
    return false;
}

/* Same ground: the shapes have a point in common, to a metre. */
static bool meets(const struct boundary_finding *finding, const struct store_finding *earlier)
{
    const struct geo_geometry *a = &finding->geometry, *b = &earlier->geometry;
    if (a->part_count == 0 || b->part_count == 0)
        return a->part_count == b->part_count;
    if (a->kind == GEO_POINT || b->kind == GEO_POINT)
        return geo_point_equal(finding->first_vertex, earlier->first_vertex);
    return isfinite(boundary_polygon_distance_m(a, b, 1.0)) || inside_any(a, b) || inside_any(b, a);
}

static bool is_taken(const struct boundary_report *report, const char *id)
{
    for (uint32_t i = 0; i < report->finding_count; i++)
        if (strcmp(report->findings[i].id, id) == 0)
            return true;
    return false;
}

static char *joined_parties(const struct boundary_finding *finding, struct base_arena *arena)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    for (uint32_t i = 0; i < finding->party_count; i++)
        base_buffer_printf(&text, "%s%s", i ? "," : "", finding->parties[i]);
    return base_arena_strndup(arena, text.data ? text.data : "", text.size);
}

/* Gives a new finding the id of the earlier one that it continues, if there is one. */
static enum base_status continue_earlier(struct store *store, const struct boundary_report *report,
                                         struct boundary_finding *finding, const char *parties,
                                         struct base_arena *scratch, struct base_error *err)
{
    struct store_finding *earlier;
    size_t count;
    enum base_status status =
        store_finding_earlier(store, report->run, boundary_kind_name(finding->kind), parties,
                              scratch, &earlier, &count, err);
    for (size_t i = 0; status == BASE_OK && i < count; i++)
        if (meets(finding, &earlier[i]) && !is_taken(report, earlier[i].id)) {
            snprintf(finding->id, sizeof finding->id, "%s", earlier[i].id);
            break;
        }
    return status;
}

/* First seen and state of the finding, or of the earlier one that it continues. The
 * shapes of earlier ones are read only for a finding that is not known by its id. */
static enum base_status carry_over(struct store *store, const struct boundary_report *report,
                                   struct boundary_finding *finding, const char *parties,
                                   struct base_arena *arena, struct base_arena *scratch,
                                   struct base_error *err)
{
    bool known = false;
    enum base_status status = store_finding_known(store, report->run, finding->id, arena, &known,
                                                  &finding->first_seen, &finding->state, err);
    if (status != BASE_OK || known || finding->subject)
        return status;
    base_arena_reset(scratch);
    status = continue_earlier(store, report, finding, parties, scratch, err);
    if (status == BASE_OK)
        status = store_finding_known(store, report->run, finding->id, arena, &known,
                                     &finding->first_seen, &finding->state, err);
    return status;
}

static enum base_status put_finding(struct store *store, struct boundary_report *report,
                                    struct boundary_finding *finding, base_time_t now,
                                    struct base_arena *arena, struct base_arena *scratch,
                                    struct base_error *err)
{
    char *parties = joined_parties(finding, arena);
    if (!parties)
        return boundary_no_memory(err);
    finding->first_seen = now;
    enum base_status status = carry_over(store, report, finding, parties, arena, scratch, err);
    if (status != BASE_OK)
        return status;
    struct base_buffer body BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &body);
    boundary_finding_write_lasting(finding, BASE_ZH, &json);
    status = base_buffer_check(&body, err);
    if (status != BASE_OK)
        return status;
    struct store_finding row = {.id = finding->id,
                                .kind = boundary_kind_name(finding->kind),
                                .level = finding->level ? store_level_name(finding->level) : NULL,
                                .severity = boundary_severity_name(finding->severity),
                                .state = finding->state,
                                .parties = parties,
                                .area_m2 = finding->area_m2,
                                .width_m = finding->width_m,
                                .box = geo_box_empty(),
                                .first_vertex = finding->first_vertex,
                                .first_run = report->run,
                                .last_run = report->run,
                                .first_seen = finding->first_seen,
                                .body = body.data,
                                .geometry = finding->geometry};
    if (finding->geometry.part_count)
        row.box = geo_geometry_box(&finding->geometry);
    return store_finding_put(store, report->run, &row, err);
}

static void write_options(const struct boundary_options *options, bool claims,
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

static enum base_status add_run(struct store *store, const struct boundary_options *options,
                                bool claims, struct boundary_report *report, struct base_error *err)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &text);
    write_options(options, claims, &json);
    enum base_status status = base_buffer_check(&text, err);
    if (status != BASE_OK)
        return status;
    const struct store_run run = {
        .job = "inspection", .options = text.data, .at = options->at, .report = "{}"};
    return store_run_add(store, &run, &report->run, err);
}

static enum base_status set_report(struct store *store, const struct boundary_report *report,
                                   struct base_error *err)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &text);
    boundary_report_write(report, BASE_ZH, false, &json);
    enum base_status status = base_buffer_check(&text, err);
    return status == BASE_OK ? store_run_set_report(store, report->run, text.data, err) : status;
}

/* The findings belong to the arena, so that what the ground holds, and what was
 * carried over, may be written into them. The ground is read only when asked for. */
static enum base_status look_inside(struct store *store, struct store_as_of as_of,
                                    struct base_arena *arena, struct boundary_report *report,
                                    struct boundary_finding **out, struct base_error *err)
{
    struct boundary_ground ground;
    bool asked = false;
    struct boundary_finding *findings =
        base_arena_copy(arena, report->findings, report->finding_count * sizeof *findings);
    if (!findings)
        return boundary_no_memory(err);
    *out = findings;
    report->findings = findings;
    for (uint32_t i = 0; i < report->finding_count && !asked; i++)
        asked = boundary_inside_applies(&findings[i]);
    if (!asked)
        return BASE_OK;
    enum base_status status = boundary_ground_load(store, as_of, arena, &ground, err);
    return status == BASE_OK
               ? boundary_inside_measure(findings, report->finding_count, &ground, err)
               : status;
}

static enum base_status keep(struct store *store, const struct boundary_options *options,
                             bool claims, struct base_arena *arena, struct boundary_report *report,
                             struct boundary_finding *findings, struct base_error *err)
{
    struct base_arena *scratch BASE_ARENA_AUTO = base_arena_create(0);
    if (!scratch)
        return boundary_no_memory(err);
    base_time_t now = base_time_now();
    enum base_status status = add_run(store, options, claims, report, err);
    for (uint32_t i = 0; i < report->finding_count && status == BASE_OK; i++)
        status = put_finding(store, report, &findings[i], now, arena, scratch, err);
    return status == BASE_OK ? set_report(store, report, err) : status;
}

enum base_status boundary_run(struct store *store, const struct boundary_options *options,
                              struct store_as_of as_of, bool claims, struct base_arena *arena,
                              const struct base_progress *progress, struct boundary_report *out,
                              struct base_error *err)
{
    struct boundary_options dated = *options;
    struct boundary_input input = {0};
    struct boundary_report report;
    struct boundary_finding *findings = NULL;
    dated.at = as_of.at;
    enum base_status status = load_all(store, &dated, as_of, claims, arena, &input, err);
    if (status == BASE_OK)
        status = boundary_inspect(&input, &dated, arena, progress, &report, err);
    if (status == BASE_OK)
        status = look_inside(store, as_of, arena, &report, &findings, err);
    if (status == BASE_OK)
        status = store_begin(store, err);
    if (status != BASE_OK)
        return status;
    status = keep(store, &dated, claims, arena, &report, findings, err);
    if (status == BASE_OK)
        status = store_commit(store, err);
    else
        store_rollback(store);
    if (status == BASE_OK)
        *out = report;
    return status;
}
