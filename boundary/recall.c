/* boundary/recall.c - findings of a run, read back from the record. */
#include "boundary/recall.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "boundary/inspection.h"
#include "store/finding.h"

struct recalled {
    struct boundary_finding finding;
    const char *derived; /* the id by which findings are in order */
};

static int compare_recalled(const void *left, const void *right)
{
    const struct recalled *a = left, *b = right;
    if (a->finding.severity != b->finding.severity)
        return a->finding.severity < b->finding.severity ? -1 : 1;
    if (a->finding.kind != b->finding.kind)
        return a->finding.kind < b->finding.kind ? -1 : 1;
    return strcmp(a->derived, b->derived);
}

static bool parse_kind(const char *name, enum boundary_kind *out)
{
    for (int kind = 0; kind < BOUNDARY_KIND_COUNT; kind++)
        if (strcmp(name, boundary_kind_name((enum boundary_kind)kind)) == 0) {
            *out = (enum boundary_kind)kind;
            return true;
        }
    return false;
}

/* What a run keeps is written by us: a key with its marks stands nowhere else, since a
 * quotation mark inside of a text stands behind a backslash. The value, or NULL. */
static const char *value_of(const char *body, const char *key)
{
    const char *at = strstr(body, key);
    return at ? at + strlen(key) : NULL;
}

static double number_of(const char *body, const char *key)
{
    const char *value = value_of(body, key);
    char *end = NULL;
    double number = value ? strtod(value, &end) : NAN;
    return end && end != value ? number : NAN;
}

static int64_t integer_of(const char *body, const char *key)
{
    const char *value = value_of(body, key);
    return value ? strtoll(value, NULL, 10) : 0;
}

static char unescaped(char letter)
{
    static const char SHORT[] = "b\bf\fn\nr\rt\t";
    for (size_t i = 0; i + 1 < sizeof SHORT; i += 2)
        if (SHORT[i] == letter)
            return SHORT[i + 1];
    return letter;
}

/* The text that begins behind its mark. */
static const char *text_of(const char *body, const char *key, struct base_arena *arena)
{
    const char *value = value_of(body, key);
    char *text = value ? base_arena_strdup(arena, value) : NULL;
    size_t size = 0;
    if (!text)
        return NULL;
    for (; *value && *value != '"'; value++) {
        if (value[0] == '\\' && value[1] == 'u') {
            char digits[5] = {value[2], value[3], value[4], value[5], 0};
            text[size++] = (char)strtol(digits, NULL, 16); /* a control character */
            value += 5;
        } else if (value[0] == '\\') {
            text[size++] = unescaped(*++value);
        } else {
            text[size++] = *value;
        }
    }
    text[size] = '\0';
    return text;
}

/* Codes, commas between. */
static bool split_parties(const char *joined, struct boundary_finding *finding,
                          struct base_arena *arena)
{
    char *copy = base_arena_strdup(arena, joined);
    size_t most = 2;
    for (const char *p = joined; *p; p++)
        most += *p == ',';
    finding->parties = base_arena_alloc(arena, most * sizeof *finding->parties);
    if (!copy || !finding->parties)
        return false;
    for (char *next = NULL, *code = strtok_r(copy, ",", &next); code;
         code = strtok_r(NULL, ",", &next))
        finding->parties[finding->party_count++] = code;
    return true;
}

static void read_inside(const char *body, struct boundary_finding *finding)
{
    const char *inside = value_of(body, "\"inside\":{");
    if (inside)
        finding->inside =
            (struct boundary_inside){.known = true,
                                     .people = integer_of(inside, "\"people\":"),
                                     .age65 = integer_of(inside, "\"age65\":"),
                                     .places = (uint32_t)integer_of(inside, "\"places\":"),
                                     .facilities = (uint32_t)integer_of(inside, "\"facilities\":"),
                                     .roads_m = number_of(inside, "\"roads_m\":")};
}

static bool read_finding(const struct store_finding *row, struct boundary_finding *finding,
                         struct base_arena *arena)
{
    const char *body = row->body;
    *finding = (struct boundary_finding){
        .level = row->level ? store_level_parse(row->level) : STORE_LEVEL_NONE,
        .area_m2 = row->area_m2,
        .width_m = row->width_m,
        .length_m = number_of(body, "\"length_m\":"),
        .max_offset_m = number_of(body, "\"max_offset_m\":"),
        .tolerance_m = number_of(body, "\"tolerance_m\":"),
        .sliver = strstr(body, "\"sliver\":true") != NULL,
        .geometry = row->geometry,
        .first_vertex = row->first_vertex,
        .message = {[BASE_ZH] = text_of(body, "\"message\":\"", arena),
                    [BASE_EN] = text_of(body, "\"message_en\":\"", arena)},
        .faces = (uint32_t)integer_of(body, "\"faces\":"),
        .gap_area_m2 = number_of(body, "\"gap_area_m2\":"),
        .overlap_area_m2 = number_of(body, "\"overlap_area_m2\":"),
        .kept = body,
        .first_seen = row->first_seen,
        .state = row->state};
    snprintf(finding->id, sizeof finding->id, "%s", row->id);
    read_inside(body, finding);
    return parse_kind(row->kind, &finding->kind) &&
           boundary_severity_parse(row->severity, &finding->severity) &&
           finding->message[BASE_ZH] && finding->message[BASE_EN] &&
           split_parties(row->parties, finding, arena);
}

enum base_status boundary_recall(struct store *store, struct base_arena *arena,
                                 struct boundary_report *report, struct base_error *err)
{
    const struct store_finding_filter filter = {
        .run = report->run, .min_area_m2 = NAN, .box = geo_box_empty()};
    struct store_finding *rows;
    size_t count;
    enum base_status status = store_finding_list(store, &filter, arena, &rows, &count, err);
    if (status != BASE_OK)
        return status;
    struct recalled *recalled = base_arena_alloc(arena, (count + 1) * sizeof *recalled);
    struct boundary_finding *findings = base_arena_alloc(arena, (count + 1) * sizeof *findings);
    if (!recalled || !findings)
        return boundary_no_memory(err);
    for (size_t i = 0; i < count; i++) {
        recalled[i].derived = rows[i].derived ? rows[i].derived : rows[i].id;
        if (!read_finding(&rows[i], &recalled[i].finding, arena))
            return base_fail(err, BASE_INVALID, "the finding %s cannot be read", rows[i].id);
    }
    if (count)
        qsort(recalled, count, sizeof *recalled, compare_recalled);
    for (size_t i = 0; i < count; i++)
        findings[i] = recalled[i].finding;
    report->findings = findings;
    report->finding_count = (uint32_t)count;
    return BASE_OK;
}
