/* boundary/repair_run.c - repairs of a record: looked at, or written to it. */
#include "boundary/repair_run.h"

#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "boundary/inspection.h"
#include "boundary/repair_report.h"
#include "store/division.h"
#include "store/edition.h"

/* The record's rows, and the same as units: units[i] is of rows[i]. */
struct register_rows {
    struct store_division *rows;
    struct boundary_unit *units;
    size_t count;
    const struct boundary_exemption *exemptions; /* what is allowed is not to be mended */
    uint32_t exemption_count;
};

/* Drops what a repair of some findings need not know of. */
static bool keep_near(const struct boundary_repair_options *options, struct base_arena *arena,
                      struct register_rows *loaded)
{
    if (options->only_count == 0)
        return true;
    struct geo_box *boxes = base_arena_alloc(arena, (loaded->count + 1) * sizeof *boxes);
    bool *needed = base_arena_alloc(arena, loaded->count + 1);
    size_t kept = 0;
    if (!boxes || !needed)
        return false;
    for (size_t i = 0; i < loaded->count; i++)
        boxes[i] = geo_geometry_box(&loaded->units[i].geometry);
    boundary_repair_mark_near(loaded->units, boxes, (uint32_t)loaded->count, options, needed);
    for (size_t i = 0; i < loaded->count; i++)
        if (needed[i]) {
            loaded->rows[kept] = loaded->rows[i];
            loaded->units[kept++] = loaded->units[i];
        }
    loaded->count = kept;
    return true;
}

static enum base_status load(struct store *store, struct store_as_of as_of,
                             const struct boundary_repair_options *options,
                             struct base_arena *arena, struct register_rows *out,
                             struct base_error *err)
{
    struct register_rows loaded;
    enum base_status status = store_division_list(store, as_of, STORE_LEVEL_NONE, true, arena,
                                                  &loaded.rows, &loaded.count, err);
    if (status != BASE_OK)
        return status;
    loaded.units = base_arena_alloc(arena, (loaded.count + 1) * sizeof *loaded.units);
    if (!loaded.units)
        return boundary_no_memory(err);
    for (size_t i = 0; i < loaded.count; i++)
        loaded.units[i] = boundary_unit_of(&loaded.rows[i]);
    if (!keep_near(options, arena, &loaded))
        return boundary_no_memory(err);
    status = boundary_exemptions_load(store, as_of, arena, &loaded.exemptions,
                                      &loaded.exemption_count, err);
    if (status == BASE_OK)
        *out = loaded;
    return status;
}

static enum base_status plan(const struct register_rows *loaded,
                             const struct boundary_repair_options *options, base_date_t at,
                             struct base_arena *arena, const struct base_progress *progress,
                             struct boundary_repairs *out, struct base_error *err)
{
    const struct boundary_input input = {.units = loaded->units,
                                         .unit_count = (uint32_t)loaded->count,
                                         .exemptions = loaded->exemptions,
                                         .exemption_count = loaded->exemption_count};
    struct boundary_repair_options dated = *options;
    dated.at = at;
    return boundary_repair_plan(&input, &dated, arena, progress, out, err);
}

enum base_status boundary_repair_preview(struct store *store,
                                         const struct boundary_repair_options *options,
                                         struct store_as_of as_of, struct base_arena *arena,
                                         const struct base_progress *progress,
                                         struct boundary_repairs *out, struct base_error *err)
{
    struct register_rows loaded;
    enum base_status status = load(store, as_of, options, arena, &loaded, err);
    return status == BASE_OK ? plan(&loaded, options, as_of.at, arena, progress, out, err) : status;
}

enum base_status boundary_repair_exemptions(struct store *store, base_date_t at,
                                            struct base_arena *arena, struct boundary_input *input,
                                            struct base_error *err)
{
    return boundary_exemptions_load(store, (struct store_as_of){.at = at}, arena,
                                    &input->exemptions, &input->exemption_count, err);
}

/* --- the edition ------------------------------------------------------------- */

/* Adds a text to the list unless it is in it. */
static const char *joined(struct base_arena *arena, const char *list, const char *text)
{
    if (!text || !text[0] || (list && strstr(list, text)))
        return list;
    return list ? base_arena_printf(arena, "%s; %s", list, text) : base_arena_strdup(arena, text);
}

static void restrict_to(struct store_edition *edition, const struct store_edition *source,
                        struct base_arena *arena)
{
    edition->may_publish &= source->may_publish;
    edition->may_export &= source->may_export;
    if (source->secrecy && strcmp(source->secrecy, "internal") == 0)
        edition->secrecy = "internal";
    edition->licence = joined(arena, edition->licence, source->licence);
    edition->attribution = joined(arena, edition->attribution, source->attribution);
    edition->resolution_m = fmax(edition->resolution_m, source->resolution_m); /* NAN yields */
    edition->accuracy_m = fmax(edition->accuracy_m, source->accuracy_m);
}

/* The repair's edition: as strict as the strictest source, as coarse as the coarsest. */
static enum base_status describe(struct store *store, const struct boundary_repairs *repairs,
                                 const struct boundary_repair_order *order,
                                 struct base_arena *arena, struct store_edition *out,
                                 struct base_error *err)
{
    int64_t last = 0;
    *out = (struct store_edition){.kind = "repair",
                                  .entity = "division",
                                  .actor = order->actor,
                                  .reason = order->reason,
                                  .crs = "EPSG:4490",
                                  .resolution_m = NAN,
                                  .accuracy_m = NAN,
                                  .effective = order->effective,
                                  .may_publish = true,
                                  .may_export = true,
                                  .secrecy = "open"};
    for (uint32_t i = 0; i < repairs->unit_count; i++) {
        struct store_edition source;
        int64_t edition = repairs->units[i].unit->edition;
        if (edition == last)
            continue;
        enum base_status status = store_edition_find(store, edition, arena, &source, err);
        if (status != BASE_OK)
            return status;
        restrict_to(out, &source, arena);
        last = edition;
    }
    return BASE_OK;
}

static enum base_status put_report(struct store *store, int64_t edition,
                                   const struct boundary_repairs *repairs, struct base_error *err)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &text);
    const struct boundary_repairs_form form = {.edition = edition, .lang = BASE_ZH};
    boundary_repairs_write(repairs, &form, &json);
    enum base_status status = base_buffer_check(&text, err);
    return status == BASE_OK ? store_edition_set_report(store, edition, text.data, err) : status;
}

/* --- writing ------------------------------------------------------------------ */

static enum base_status stands_in_the_way(const char *code, struct base_error *err)
{
    return base_fail(err, BASE_CONFLICT,
                     "the repair of %s would not hold on the day: another version of it stands in "
                     "the way; give --effective",
                     code);
}

/* What the record answers for the day must now be what was planned. */
static enum base_status check_row(struct store *store, const char *code, base_date_t at,
                                  const struct geo_geometry *wanted, struct base_arena *arena,
                                  struct base_error *err)
{
    struct store_division held;
    const struct store_as_of as_of = {.at = at};
    enum base_status status = store_division_find(store, code, as_of, arena, &held, err);
    if (status == BASE_OK && !geo_geometry_equal(&held.geometry, wanted))
        return stands_in_the_way(code, err);
    return status;
}

static enum base_status put_unit(struct store *store, const struct store_change *change,
                                 const struct register_rows *loaded,
                                 const struct boundary_repaired *repaired, base_date_t at,
                                 struct base_arena *arena, struct base_error *err)
{
    struct store_division row = loaded->rows[repaired->unit - loaded->units];
    enum store_outcome outcome;
    int64_t identity = row.version.identity;
    row.geometry = repaired->after;
    row.source = (struct store_source){0}; /* these are no source's digits */
    enum base_status status =
        store_division_put(store, change, &row, NULL, &outcome, &identity, err);
    if (status == BASE_INVALID || status == BASE_CONFLICT || identity != row.version.identity)
        return stands_in_the_way(row.code, err);
    return status == BASE_OK ? check_row(store, row.code, at, &repaired->after, arena, err)
                             : status;
}

static enum base_status write_all(struct store *store, const struct register_rows *loaded,
                                  const struct boundary_repairs *repairs,
                                  const struct boundary_repair_order *order,
                                  struct base_arena *arena, int64_t *edition,
                                  struct base_error *err)
{
    struct store_edition facts;
    struct store_change change = {.effective = order->effective};
    enum base_status status = describe(store, repairs, order, arena, &facts, err);
    if (status == BASE_OK)
        status = store_edition_add(store, &facts, &change.edition, err);
    for (uint32_t i = 0; i < repairs->unit_count && status == BASE_OK; i++)
        status =
            put_unit(store, &change, loaded, &repairs->units[i], repairs->options.at, arena, err);
    if (status == BASE_OK)
        status = put_report(store, change.edition, repairs, err);
    if (status == BASE_OK)
        status = store_commit(store, err);
    if (status == BASE_OK)
        *edition = change.edition;
    return status;
}

/* The plan was made without holding others up, so they may have written. */
static enum base_status begin_unchanged(struct store *store, int64_t version,
                                        struct base_error *err)
{
    int64_t now;
    enum base_status status = store_begin(store, err);
    if (status == BASE_OK)
        status = store_data_version(store, &now, err);
    if (status == BASE_OK && now != version)
        return base_fail(err, BASE_CONFLICT,
                         "the record changed while the repair was worked out; try again");
    return status;
}

/* Who names findings means all of them. */
static enum base_status refuse_missed(const struct boundary_missed *missed, struct base_error *err)
{
    return base_fail(err, BASE_CONFLICT,
                     missed->gone ? "nothing was repaired: finding %s is not there any more; "
                                    "inspect again"
                                  : "nothing was repaired: finding %s is no sliver by the profile",
                     missed->finding->id);
}

enum base_status
boundary_repair_apply(struct store *store, const struct boundary_repair_options *options,
                      const struct boundary_repair_order *order, struct base_arena *arena,
                      const struct base_progress *progress, struct boundary_repairs *out,
                      int64_t *edition, struct base_error *err)
{
    struct register_rows loaded;
    struct boundary_repairs repairs;
    int64_t version;
    base_date_t at = order->effective == BASE_DATE_NONE ? order->at : order->effective;
    enum base_status status = store_data_version(store, &version, err);
    if (status == BASE_OK)
        status = load(store, (struct store_as_of){.at = at}, options, arena, &loaded, err);
    if (status == BASE_OK)
        status = plan(&loaded, options, at, arena, progress, &repairs, err);
    if (status != BASE_OK)
        return status;
    *edition = 0;
    if (repairs.missed_count)
        return refuse_missed(repairs.missed, err);
    if (repairs.unit_count) {
        status = begin_unchanged(store, version, err);
        if (status == BASE_OK)
            status = write_all(store, &loaded, &repairs, order, arena, edition, err);
        if (status != BASE_OK)
            store_rollback(store);
    }
    if (status == BASE_OK)
        *out = repairs;
    return status;
}
