/* import/report.c - collecting problems, and the report as JSON. */
#include "import/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/message.h"

static const char *const SEVERITIES[] = {"notice", "warning", "error"};

static const char *const TROUBLES[IMPORT_TROUBLES] = {
    [IMPORT_CODE_INVALID] = "code-invalid",
    [IMPORT_CODE_DUPLICATE] = "code-duplicate",
    [IMPORT_CODE_PARENT] = "code-parent",
    [IMPORT_NAME_EMPTY] = "name-empty",
    [IMPORT_GEOMETRY_EMPTY] = "geometry-empty",
    [IMPORT_GEOMETRY_INVALID] = "geometry-invalid",
    [IMPORT_GEOMETRY_OUTSIDE] = "geometry-outside",
    [IMPORT_ENCODING_LOSSY] = "encoding-lossy",
    [IMPORT_ENCODING_GUESSED] = "encoding-guessed",
    [IMPORT_CRS_MISSING] = "crs-missing",
    [IMPORT_CRS_LIES] = "crs-lies",
    [IMPORT_CRS_OFFSET] = "crs-offset",
    [IMPORT_VALUE_INVALID] = "value-invalid",
    [IMPORT_REFERENCE_UNKNOWN] = "reference-unknown",
    [IMPORT_FILE_DAMAGED] = "file-damaged",
};

const char *import_severity_name(enum import_severity severity)
{
    return SEVERITIES[severity];
}

const char *import_trouble_name(enum import_trouble trouble)
{
    return TROUBLES[trouble];
}

void import_report_init(struct import_report *report, struct base_arena *arena,
                        enum import_kind kind)
{
    *report = (struct import_report){
        .arena = arena,
        .kind = kind,
        .encoding_certainty = NAN,
        .resolution_m = NAN,
        .accuracy_m = NAN,
    };
}

static void count(struct import_report *report, enum import_severity severity, int64_t row)
{
    if (severity == IMPORT_ERROR)
        report->errors++;
    else if (severity == IMPORT_WARNING)
        report->warnings++;
    else
        report->notices++;
    if (severity == IMPORT_ERROR && row == 0)
        report->blocked = true;
}

/* A cleared slot at the end; NULL past the limit or without memory. */
static struct import_problem *grow(struct import_report *report)
{
    if (report->problem_count >= IMPORT_PROBLEM_LIMIT)
        return NULL;
    if (report->problem_count == report->problem_capacity) {
        size_t capacity = report->problem_capacity ? 2 * report->problem_capacity : 32;
        struct import_problem *bigger = base_arena_calloc(report->arena, capacity, sizeof *bigger);
        if (!bigger) {
            report->no_memory = true;
            return NULL;
        }
        if (report->problem_count)
            memcpy(bigger, report->problems, report->problem_count * sizeof *bigger);
        report->problems = bigger;
        report->problem_capacity = capacity;
    }
    return &report->problems[report->problem_count++];
}

static struct import_problem *add(struct import_report *report, enum import_severity severity,
                                  enum import_trouble trouble, int64_t row, const char *field,
                                  const char *value)
{
    count(report, severity, row);
    struct import_problem *problem = grow(report);
    if (!problem)
        return NULL;
    problem->row = row;
    problem->field = base_arena_strdup(report->arena, field);
    problem->value = base_arena_strdup(report->arena, value);
    problem->severity = severity;
    problem->trouble = trouble;
    return problem;
}

void import_report_add(struct import_report *report, enum import_severity severity,
                       enum import_trouble trouble, int64_t row, const char *field,
                       const char *value, const char *english, ...)
{
    struct import_problem *problem = add(report, severity, trouble, row, field, value);
    if (!problem)
        return;
    for (int lang = 0; lang < 2; lang++) {
        char text[BASE_MESSAGE_SIZE];
        va_list args;
        va_start(args, english);
        base_message_va(text, sizeof text, (enum base_lang)lang, english, args);
        va_end(args);
        problem->message[lang] = base_arena_strdup(report->arena, text);
    }
}

void import_report_add_error(struct import_report *report, enum import_severity severity,
                             enum import_trouble trouble, int64_t row, const char *field,
                             const char *value, const struct base_error *what)
{
    struct import_problem *problem = add(report, severity, trouble, row, field, value);
    if (!problem)
        return;
    for (int lang = 0; lang < 2; lang++)
        problem->message[lang] =
            base_arena_strdup(report->arena, base_error_text(what, (enum base_lang)lang));
}

static int compare(const void *a, const void *b)
{
    const struct import_problem *x = a, *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    if (x->severity != y->severity)
        return x->severity > y->severity ? -1 : 1;
    if (x->trouble != y->trouble)
        return x->trouble < y->trouble ? -1 : 1;
    return strcmp(x->field ? x->field : "", y->field ? y->field : "");
}

void import_report_sort(struct import_report *report)
{
    if (report->problem_count > 1)
        qsort(report->problems, report->problem_count, sizeof *report->problems, compare);
}

static void write_source(const struct import_report *report, struct base_json *json)
{
    base_json_key(json, "source");
    base_json_object_begin(json);
    base_json_key_string(json, "file", report->file);
    base_json_key_string(json, "sha256", report->sha256);
    base_json_key_string(json, "driver", report->driver);
    base_json_key_string(json, "layer", report->layer);
    base_json_key_string(json, "encoding", report->encoding);
    base_json_key_string(json, "encoding_from", report->encoding_from);
    base_json_key_fixed(json, "encoding_certainty", report->encoding_certainty, 4);
    base_json_key_string(json, "crs", report->crs);
    base_json_key_string(json, "crs_from", report->crs_from);
    base_json_key_number(json, "resolution_m", report->resolution_m);
    base_json_key_string(json, "pipeline", report->pipeline);
    base_json_key_number(json, "accuracy_m", report->accuracy_m);
    base_json_key_string(json, "axes", report->axes);
    base_json_object_end(json);
}

static void write_problem(const struct import_problem *problem, enum base_lang lang,
                          struct base_json *json)
{
    base_json_object_begin(json);
    base_json_key(json, "row");
    if (problem->row > 0)
        base_json_int(json, problem->row);
    else
        base_json_null(json);
    base_json_key_string(json, "field", problem->field);
    base_json_key_string(json, "severity", SEVERITIES[problem->severity]);
    base_json_key_string(json, "problem", TROUBLES[problem->trouble]);
    base_json_key_string(json, "message", problem->message[lang]);
    base_json_key_string(json, "value", problem->value);
    base_json_object_end(json);
}

static void write_counts(const struct import_report *report, struct base_json *json)
{
    base_json_key_int(json, "read", report->read);
    base_json_key_int(json, "written", report->written);
    base_json_key_int(json, "unchanged", report->unchanged);
    base_json_key_int(json, "rejected", report->rejected);
    base_json_key_int(json, "repaired", report->repaired);
    base_json_key_int(json, "ended", report->ended);
}

void import_report_write(const struct import_report *report, enum base_lang lang,
                         struct base_json *json)
{
    base_json_object_begin(json);
    base_json_key(json, "edition");
    if (report->edition)
        base_json_int(json, report->edition);
    else
        base_json_null(json);
    base_json_key_string(json, "kind", import_kind_name(report->kind));
    base_json_key_bool(json, "repeated", report->repeated);
    base_json_key_bool(json, "dry_run", report->dry_run);
    write_source(report, json);
    write_counts(report, json);
    base_json_key(json, "columns");
    base_json_object_begin(json);
    for (size_t i = 0; i < report->column_count; i++)
        base_json_key_string(json, report->columns[i].field, report->columns[i].column);
    base_json_object_end(json);
    base_json_key(json, "problems");
    base_json_array_begin(json);
    for (size_t i = 0; i < report->problem_count; i++)
        write_problem(&report->problems[i], lang, json);
    base_json_array_end(json);
    int64_t dropped = report->errors + report->warnings + report->notices;
    base_json_key_int(json, "problems_dropped", dropped - (int64_t)report->problem_count);
    base_json_object_end(json);
}
