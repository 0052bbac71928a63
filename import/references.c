/* import/references.c - what rows refer to, in the file and in the record. */
#include <string.h>

#include "import/job.h"
#include "import/sides.h"

enum base_status import_job_load_held(struct import_job *job)
{
    enum import_kind kind = job->options->kind;
    bool frozen = kind == IMPORT_LINE || kind == IMPORT_TRI_JUNCTION || kind == IMPORT_EXEMPTION;
    struct store_as_of as_of = {.at = frozen ? BASE_DATE_NONE : job->options->effective};
    if (job->held_loaded || !job->store)
        return BASE_OK;
    job->held_loaded = true;
    return store_division_list(job->store, as_of, STORE_LEVEL_NONE, true, job->arena, &job->held,
                               &job->held_count, job->err);
}

struct known {
    struct import_job *job;
    struct import_set codes, places;
    bool any_code;
};

static enum base_status no_memory(struct import_job *job)
{
    return base_fail(job->err, BASE_NO_MEMORY, "out of memory");
}

static enum base_status collect_codes(struct known *k)
{
    struct import_job *job = k->job;
    enum base_status status = import_job_load_held(job);
    for (size_t i = 0; i < job->held_count && !status; i++)
        if (import_set_add(&k->codes, job->held[i].code, 1) < 0)
            status = no_memory(job);
    if (job->options->kind != IMPORT_DIVISION)
        return status;
    for (size_t i = 0; i < job->count && !status; i++)
        if (!job->rows[i].rejected &&
            import_set_add(&k->codes, job->rows[i].as.division.code, 1) < 0)
            status = no_memory(job);
    return status;
}

static enum base_status collect_places(struct known *k)
{
    struct store_place *places;
    size_t count;
    struct store_as_of as_of = {.at = BASE_DATE_NONE, .known = 0};
    enum base_status status =
        store_place_list(k->job->store, as_of, false, k->job->arena, &places, &count, k->job->err);
    for (size_t i = 0; i < count && !status; i++)
        if (import_set_add(&k->places, places[i].id, 1) < 0)
            status = no_memory(k->job);
    return status;
}

static void unknown(struct known *k, const struct import_row *row, const char *field,
                    const char *code)
{
    if (!code || import_set_find(&k->codes, code))
        return;
    import_report_add(k->job->report, IMPORT_WARNING, IMPORT_REFERENCE_UNKNOWN, row->number, field,
                      code, "%s: there is no division %s in the record", field, code);
}

static void check_division(struct known *k, const struct import_row *row)
{
    const struct store_division *d = &row->as.division;
    char prefix[STORE_CODE_SIZE];
    const char *parent = d->parent;
    if (!parent) {
        store_code_parent(d->code, prefix);
        parent = prefix;
    }
    if (parent[0] && !import_set_find(&k->codes, parent))
        import_report_add(k->job->report, IMPORT_WARNING, IMPORT_CODE_PARENT, row->number, "parent",
                          parent, "the parent %s of %s is not in the record", parent, d->code);
    unknown(k, row, "managed_by", d->managed_by);
    unknown(k, row, "former_code", row->former_code);
}

static void check_name(struct known *k, struct import_row *row)
{
    char code[STORE_CODE_SIZE];
    bool known = import_set_find(&k->places, row->owner) ||
                 (store_code_parse(row->owner, code) && import_set_find(&k->codes, code));
    if (known)
        return;
    row->rejected = true;
    import_report_add(k->job->report, IMPORT_ERROR, IMPORT_REFERENCE_UNKNOWN, row->number, "place",
                      row->owner, "place: %s is neither a place nor a division of the record",
                      row->owner);
}

static void check_row(struct known *k, struct import_row *row)
{
    switch (k->job->options->kind) {
    case IMPORT_DIVISION:
        check_division(k, row);
        break;
    case IMPORT_CLAIM:
        if (!row->of_line)
            unknown(k, row, "code", row->as.claim.code);
        break;
    case IMPORT_PLACE:
        unknown(k, row, "division", row->as.place.division);
        break;
    case IMPORT_NAME:
        check_name(k, row);
        break;
    case IMPORT_FACILITY:
        unknown(k, row, "division", row->as.facility.division);
        break;
    case IMPORT_POPULATION:
        unknown(k, row, "division", row->as.population.division);
        break;
    default:
        break;
    }
}

enum base_status import_check_references(struct import_job *job)
{
    struct known k = {.job = job, .codes = {.arena = job->arena}, .places = {.arena = job->arena}};
    if (!job->store || job->options->kind == IMPORT_ROAD)
        return BASE_OK;
    enum base_status status = collect_codes(&k);
    if (!status && job->options->kind == IMPORT_NAME)
        status = collect_places(&k);
    for (size_t i = 0; i < job->count && !status; i++)
        if (!job->rows[i].rejected)
            check_row(&k, &job->rows[i]);
    return status ? status : import_check_sides(job, &k.codes);
}
