/* import/write.c - the edition and its rows, in one transaction. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "import/job.h"
#include "store/address.h"
#include "store/edition.h"

static enum base_status put_row(struct import_job *job, const struct store_change *change,
                                const struct import_row *row, enum store_outcome *outcome,
                                struct base_error *err)
{
    int64_t identity;
    struct store *s = job->store;
    switch (job->options->kind) {
    case IMPORT_DIVISION:
        return store_division_put(s, change, &row->as.division, row->former_code, outcome,
                                  &identity, err);
    case IMPORT_CLAIM:
        return row->of_line
                   ? store_line_claim_put(s, change, &row->as.line_claim, outcome, &identity, err)
                   : store_claim_put(s, change, &row->as.claim, outcome, &identity, err);
    case IMPORT_PLACE:
        return store_place_put(s, change, &row->as.place, outcome, &identity, err);
    case IMPORT_NAME:
        return store_name_put(s, change, row->owner, &row->as.name, outcome, &identity, err);
    case IMPORT_FACILITY:
        return store_facility_put(s, change, &row->as.facility, outcome, &identity, err);
    case IMPORT_POPULATION:
        return store_population_put(s, change, &row->as.population, outcome, &identity, err);
    case IMPORT_ROAD:
        return store_road_put(s, change, &row->as.road, outcome, &identity, err);
    case IMPORT_LINE:
        return store_line_put(s, change, &row->as.line, outcome, &identity, err);
    case IMPORT_MARKER:
        return store_marker_put(s, change, &row->as.marker, outcome, &identity, err);
    case IMPORT_TRI_JUNCTION:
        return store_tri_junction_put(s, change, &row->as.tri_junction, outcome, &identity, err);
    case IMPORT_EXEMPTION:
        return store_exemption_put(s, change, &row->as.exemption, outcome, &identity, err);
    case IMPORT_ADDRESS:
        return store_address_put(s, change, &row->as.registered, outcome, &identity, err);
    case IMPORT_CATEGORY:
    case IMPORT_CODE_ALIAS:
    case IMPORT_RELATION:
    case IMPORT_STREET_PART:
    case IMPORT_SIGN:
    case IMPORT_HERITAGE:
    case IMPORT_APPROVAL:
        return store_row_put(s, import_kind_register(job->options->kind), change,
                             &row->as.registered, outcome, &identity, err);
    default:
        return base_fail(err, BASE_FAILED, "nothing can be written of this kind");
    }
}

/* What the record itself refuses is the row's fault. */
static void refuse(struct import_job *job, struct import_row *row, enum base_status status,
                   const struct base_error *problem)
{
    enum import_trouble trouble = status == BASE_CONFLICT    ? IMPORT_CODE_DUPLICATE
                                  : status == BASE_NOT_FOUND ? IMPORT_REFERENCE_UNKNOWN
                                                             : IMPORT_VALUE_INVALID;
    import_report_add_error(job->report, IMPORT_ERROR, trouble, row->number, NULL, row->key,
                            problem);
    row->rejected = true;
    job->report->rejected++;
}

static enum base_status put_all(struct import_job *job, const struct store_change *change)
{
    for (size_t i = 0; i < job->count; i++) {
        struct import_row *row = &job->rows[i];
        enum store_outcome outcome;
        struct base_error problem;
        if (row->rejected)
            continue;
        enum base_status status = put_row(job, change, row, &outcome, &problem);
        if (status == BASE_CONFLICT || status == BASE_NOT_FOUND || status == BASE_INVALID) {
            refuse(job, row, status, &problem);
        } else if (status) {
            if (job->err)
                *job->err = problem;
            return status;
        } else if (outcome == STORE_UNCHANGED) {
            job->report->unchanged++;
        } else {
            job->report->written++;
        }
        if (i % 256 == 0) {
            base_progress_report(job->progress, "writing", i, job->count);
            if (base_progress_cancelled(job->progress))
                return base_fail(job->err, BASE_UNAVAILABLE, "the import was cancelled");
        }
    }
    return BASE_OK;
}

static enum base_status complete(struct import_job *job, const struct store_change *change)
{
    bool levels[STORE_LEVEL_VILLAGE + 1] = {false};
    if (!job->options->complete || job->options->kind != IMPORT_DIVISION)
        return BASE_OK;
    for (size_t i = 0; i < job->count; i++)
        if (!job->rows[i].rejected)
            levels[job->rows[i].as.division.level] = true;
    for (int level = STORE_LEVEL_PROVINCE; level <= STORE_LEVEL_VILLAGE; level++) {
        int64_t ended = 0;
        if (!levels[level])
            continue;
        enum base_status status = store_division_complete(
            job->store, change, job->options->complete, (enum store_level)level, &ended, job->err);
        if (status)
            return status;
        job->report->ended += ended;
    }
    return BASE_OK;
}

static struct store_edition edition_of(const struct import_job *job)
{
    const struct import_report *r = job->report;
    const struct import_options *o = job->options;
    return (struct store_edition){
        .recorded_at = base_time_now(),
        .kind = "import",
        .entity = import_kind_name(o->kind),
        .actor = o->actor ? o->actor : "",
        .reason = o->reason,
        .source_file = r->file,
        .source_sha256 = r->sha256,
        .driver = r->driver,
        .layer = r->layer,
        .encoding = r->encoding,
        .encoding_from = r->encoding_from,
        .crs = r->crs,
        .crs_from = r->crs_from,
        .pipeline = r->pipeline,
        .resolution_m = r->resolution_m,
        .accuracy_m = r->accuracy_m,
        .effective = o->effective,
        .options_hash = job->options_hash,
        .licence = o->licence,
        .attribution = o->attribution,
        .may_publish = o->may_publish,
        .may_export = o->may_export,
        .secrecy = o->secrecy ? o->secrecy : "open",
    };
}

static enum base_status keep_report(struct import_job *job)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    struct base_json json;
    import_report_sort(job->report);
    base_json_init(&json, &text);
    import_report_write(job->report, job->options->lang, &json);
    enum base_status status = base_buffer_check(&text, job->err);
    return status ? status
                  : store_edition_set_report(job->store, job->report->edition, text.data, job->err);
}

static enum base_status within(struct import_job *job)
{
    struct store_edition edition = edition_of(job);
    struct store_change change = {.effective = job->options->effective};
    enum base_status status = store_edition_add(job->store, &edition, &change.edition, job->err);
    if (status)
        return status;
    status = put_all(job, &change);
    if (!status && job->report->rejected > job->options->allow_errors)
        status =
            base_fail(job->err, BASE_INVALID, "%lld of %lld rows have errors; nothing was written",
                      (long long)job->report->rejected, (long long)job->report->read);
    if (!status)
        status = complete(job, &change);
    job->report->edition = change.edition;
    if (!status)
        status = keep_report(job);
    return status ? status : store_commit(job->store, job->err);
}

enum base_status import_write_rows(struct import_job *job)
{
    enum base_status status = store_begin_load(job->store, job->err);
    if (status)
        return status;
    status = within(job);
    if (status) {
        store_rollback(job->store);
        job->report->edition = job->report->written = job->report->unchanged = job->report->ended =
            0;
    }
    return status;
}
