/* import/references.c - what rows refer to, in the file and in the record. */
#include <stdio.h>
#include <string.h>

#include "import/job.h"
#include "import/sides.h"
#include "store/subject.h"

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
    struct import_set codes, places, schemes, classes;
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

/* --- the registers ------------------------------------------------------------ */

/* What a row is about must be there; the division that it stands in should. */
static enum base_status check_subjects(struct known *k, struct import_row *row)
{
    size_t count;
    enum store_entity entity = import_kind_register(k->job->options->kind);
    const struct store_field *fields = store_row_fields(entity, &count);
    for (size_t i = 0; i < count; i++) {
        struct store_subject subject;
        struct base_error problem;
        const char *text = row->as.registered.cells[i].text;
        if (fields[i].kind != STORE_COLUMN_SUBJECT || !text)
            continue;
        enum base_status status = store_subject_find(k->job->store, text, &subject, &problem);
        if (status == BASE_NOT_FOUND) {
            row->rejected = true;
            import_report_add(k->job->report, IMPORT_ERROR, IMPORT_REFERENCE_UNKNOWN, row->number,
                              fields[i].name, text,
                              "%s: %s is neither a place, a division nor an address of the record",
                              fields[i].name, text);
        } else if (status) {
            if (k->job->err)
                *k->job->err = problem;
            return status;
        }
    }
    int division = store_row_field(entity, "division");
    if (division >= 0)
        unknown(k, row, "division", row->as.registered.cells[division].text);
    return BASE_OK;
}

/* A class of a scheme that the record knows must be one of its classes. */
static void check_category(struct known *k, const struct import_row *row, const char *scheme,
                           const char *category)
{
    char class_of[256];
    if (!scheme || !category || !import_set_find(&k->schemes, scheme))
        return;
    int size = snprintf(class_of, sizeof class_of, "%s|%s", scheme, category);
    if (size > 0 && (size_t)size < sizeof class_of && import_set_find(&k->classes, class_of))
        return;
    import_report_add(k->job->report, IMPORT_WARNING, IMPORT_REFERENCE_UNKNOWN, row->number,
                      "category", category, "category: %s has no class %s in the record", scheme,
                      category);
}

static enum base_status collect_categories(struct known *k)
{
    struct import_job *job = k->job;
    struct store_row *rows;
    size_t count = 0;
    struct store_as_of ever = {.at = BASE_DATE_NONE};
    int scheme = store_row_field(STORE_CATEGORY, "scheme");
    static const char *const WORDS[] = {"code", "name"};
    enum base_status status =
        store_row_list(job->store, STORE_CATEGORY, ever, job->arena, &rows, &count, job->err);
    for (size_t i = 0; i < count && !status; i++) {
        bool kept = import_set_add(&k->schemes, rows[i].cells[scheme].text, 1) >= 0;
        for (size_t j = 0; j < 2; j++) {
            const char *text =
                base_arena_printf(job->arena, "%s|%s", rows[i].cells[scheme].text,
                                  rows[i].cells[store_row_field(STORE_CATEGORY, WORDS[j])].text);
            kept = kept && text && import_set_add(&k->classes, text, 1) >= 0;
        }
        status = kept ? BASE_OK : no_memory(job);
    }
    return status;
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
        check_category(k, row, row->as.place.scheme, row->as.place.category);
        break;
    case IMPORT_HERITAGE:
        check_category(k, row,
                       row->as.registered.cells[store_row_field(STORE_HERITAGE, "scheme")].text,
                       row->as.registered.cells[store_row_field(STORE_HERITAGE, "category")].text);
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
    struct known k = {.job = job,
                      .codes = {.arena = job->arena},
                      .places = {.arena = job->arena},
                      .schemes = {.arena = job->arena},
                      .classes = {.arena = job->arena}};
    if (!job->store || job->options->kind == IMPORT_ROAD)
        return BASE_OK;
    enum base_status status = collect_codes(&k);
    if (!status && job->options->kind == IMPORT_NAME)
        status = collect_places(&k);
    bool registered = import_kind_register(job->options->kind) != STORE_EDITION;
    if (!status && (job->options->kind == IMPORT_PLACE || job->options->kind == IMPORT_HERITAGE))
        status = collect_categories(&k);
    for (size_t i = 0; i < job->count && !status; i++) {
        if (!job->rows[i].rejected && registered)
            status = check_subjects(&k, &job->rows[i]);
        if (!job->rows[i].rejected && !status)
            check_row(&k, &job->rows[i]);
    }
    return status ? status : import_check_sides(job, &k.codes);
}
