/* boundary/run.c - inspects a record and keeps the result as a run. */
#include "boundary/run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "boundary/again.h"
#include "boundary/inside.h"
#include "boundary/keep.h"
#include "boundary/recall.h"
#include "store/claim.h"
#include "store/edition.h"

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
    enum base_status status =
        load(store, as_of, true, arena, &input->units, &input->unit_count, err);
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
    return status;
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

/* --- again or whole --------------------------------------------------------------- */

struct running {
    struct store *store;
    const struct boundary_options *options;
    struct store_as_of as_of;
    bool claims;
    struct base_arena *arena;
    const struct base_progress *progress;
    int64_t edition;  /* the last one that is looked at */
    bool plain;       /* divisions by themselves: what boundary_again can carry over */
    const char *text; /* the options' */
    unsigned char sign[BOUNDARY_BASE_SIGN];
    struct boundary_again again;
    struct boundary_finding *findings;
};

extern const char boundary_program[]; /* a hash of all that inspects (cmake/Digest.cmake) */

/* Of all that decides what is found, but for the divisions: the program, the options
 * and the day, lines and exemptions, and what stands on the ground. */
static enum base_status sign(struct running *running, struct base_error *err)
{
    static const char OTHERS[] = "claim,place,facility,population,road,line,line_claim,marker,"
                                 "tri_junction,exemption";
    const struct boundary_profile *p = &running->options->profile;
    char state[STORE_STATE_SIZE];
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &text);
    boundary_options_write(running->options, running->claims, &json);
    enum base_status status = base_buffer_check(&text, err);
    if (status == BASE_OK)
        status = store_state(running->store, OTHERS, state, err);
    if (status != BASE_OK)
        return status;
    running->text = base_arena_strndup(running->arena, text.data, text.size);
    base_buffer_printf(&text, "|%s|%s|%s|%d|%.17g|%.17g|%.17g|%.17g|%.17g", boundary_program,
                       geo_engine_version(), state, (int)running->options->at, p->sigma_m,
                       p->tolerance_m, p->marker_m, p->tri_junction_m, p->node_m);
    status = base_buffer_check(&text, err);
    if (status == BASE_OK)
        base_hash(text.data, text.size, running->sign);
    return status == BASE_OK && !running->text ? boundary_no_memory(err) : status;
}

/* What is looked at, and whether it is more than divisions. */
static enum base_status begin(struct running *running, struct base_error *err)
{
    const struct boundary_options *options = running->options;
    struct boundary_lines lines;
    const struct boundary_exemption *exemptions;
    uint32_t count = 0;
    enum base_status status = store_edition_last(running->store, &running->edition, err);
    if (status == BASE_OK && running->as_of.known)
        running->edition = running->as_of.known;
    running->plain =
        running->edition > 0 && !running->claims && !options->against && !options->between[0];
    if (status != BASE_OK || !running->plain)
        return status;
    status = boundary_lines_load(running->store, running->as_of, running->arena, &lines, err);
    if (status == BASE_OK)
        status = boundary_exemptions_load(running->store, running->as_of, running->arena,
                                          &exemptions, &count, err);
    if (status != BASE_OK)
        return status;
    running->plain =
        count + lines.line_count + lines.claim_count + lines.marker_count + lines.junction_count ==
        0;
    return running->plain ? sign(running, err) : BASE_OK;
}

/* What the next inspection must know, as bytes. */
static enum base_status write_base(const struct running *running, struct boundary_base *base,
                                   struct base_buffer *out, struct base_error *err)
{
    if (!running->plain)
        return BASE_OK;
    memcpy(base->sign, running->sign, sizeof base->sign);
    base->edition = running->edition;
    boundary_base_write(base, out);
    return base_buffer_check(out, err);
}

static enum base_status keep(struct running *running, struct boundary_report *report,
                             struct base_error *err)
{
    struct base_buffer looked BASE_BUFFER_AUTO = {0};
    enum base_status status = write_base(running, report->base, &looked, err);
    const struct boundary_keeping keeping = {.store = running->store,
                                             .options = running->options,
                                             .claims = running->claims,
                                             .looked = looked.data,
                                             .looked_size = looked.size,
                                             .carries = running->again.run,
                                             .dropped = running->again.dropped,
                                             .dropped_count = running->again.dropped_count};
    return status == BASE_OK
               ? boundary_keep(&keeping, running->arena, report, running->findings, err)
               : status;
}

static enum base_status inspect_whole(struct running *running, struct boundary_report *report,
                                      struct base_error *err)
{
    struct boundary_input input = {0};
    enum base_status status = load_all(running->store, running->options, running->as_of,
                                       running->claims, running->arena, &input, err);
    store_read_end(running->store);
    return status == BASE_OK ? boundary_inspect(&input, running->options, running->arena,
                                                running->progress, report, err)
                             : status;
}

/* The report of what changed: its findings are only those. */
static void tell_again(struct running *running, struct boundary_report *report)
{
    struct boundary_again *again = &running->again;
    *report = (struct boundary_report){
        .at = running->options->at,
        .level = running->options->level,
        .profile = running->options->profile,
        .base = &again->base,
        .findings = again->found,
        .finding_count = again->found_count,
        .median_offset_m = NAN,
        .unchanged_length_m = NAN,
        .again = {.run = again->run, .changed = again->changed, .looked_at = again->looked_at}};
    boundary_base_tell(&again->base, report);
}

/* With what was carried over, where the list was asked for. */
static enum base_status complete(struct running *running, struct boundary_report *report,
                                 struct base_error *err)
{
    report->listed = !running->again.run || !running->options->summary;
    if (!running->again.run)
        return BASE_OK;
    report->findings = NULL;
    report->finding_count = 0;
    return report->listed ? boundary_recall(running->store, running->arena, report, err) : BASE_OK;
}

static enum base_status inspect(struct running *running, struct boundary_report *report,
                                struct base_error *err)
{
    enum base_status status = store_read_begin(running->store, err);
    if (status != BASE_OK)
        return status;
    status = begin(running, err);
    if (status == BASE_OK && running->plain && !running->options->whole)
        status = boundary_again(running->store, running->options, running->text, running->sign,
                                running->edition, running->arena, running->progress,
                                &running->again, err);
    if (status == BASE_OK && running->again.run)
        tell_again(running, report);
    else if (status == BASE_OK)
        status = inspect_whole(running, report, err);
    store_read_end(running->store);
    return status;
}

enum base_status boundary_run(struct store *store, const struct boundary_options *options,
                              struct store_as_of as_of, bool claims, struct base_arena *arena,
                              const struct base_progress *progress, struct boundary_report *out,
                              struct base_error *err)
{
    struct boundary_options dated = *options;
    struct boundary_report report;
    dated.at = as_of.at;
    struct running running = {.store = store,
                              .options = &dated,
                              .as_of = as_of,
                              .claims = claims,
                              .arena = arena,
                              .progress = progress};
    enum base_status status = inspect(&running, &report, err);
    if (status == BASE_OK)
        status = look_inside(store, as_of, arena, &report, &running.findings, err);
    if (status == BASE_OK)
        status = keep(&running, &report, err);
    if (status == BASE_OK)
        status = complete(&running, &report, err);
    if (status == BASE_OK)
        *out = report;
    return status;
}
