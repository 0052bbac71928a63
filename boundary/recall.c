/* boundary/recall.c - findings of a run, read back from the record. */
#include "boundary/recall.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_read.h"
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

static double number_of(const json_t *body, const char *key)
{
    const json_t *value = json_object_get(body, key);
    return json_is_number(value) ? json_number_value(value) : NAN;
}

static int64_t integer_of(const json_t *body, const char *key)
{
    return json_integer_value(json_object_get(body, key));
}

static const char *text_of(const json_t *body, const char *key, struct base_arena *arena)
{
    const char *text = json_string_value(json_object_get(body, key));
    return text ? base_arena_strdup(arena, text) : NULL;
}

static bool read_parties(const json_t *body, struct boundary_finding *finding,
                         struct base_arena *arena)
{
    const json_t *codes = json_object_get(body, "parties");
    size_t count = json_array_size(codes);
    finding->parties = base_arena_alloc(arena, (count + 1) * sizeof *finding->parties);
    for (size_t i = 0; finding->parties && i < count; i++) {
        const char *code = json_string_value(json_array_get(codes, i));
        if (!code || !(code = base_arena_strdup(arena, code)))
            return false;
        finding->parties[finding->party_count++] = code;
    }
    return finding->parties != NULL;
}

static void read_inside(const json_t *body, struct boundary_finding *finding)
{
    const json_t *inside = json_object_get(body, "inside");
    if (!json_is_object(inside))
        return;
    finding->inside =
        (struct boundary_inside){.known = true,
                                 .people = integer_of(inside, "people"),
                                 .age65 = integer_of(inside, "age65"),
                                 .places = (uint32_t)integer_of(inside, "places"),
                                 .facilities = (uint32_t)integer_of(inside, "facilities"),
                                 .roads_m = number_of(inside, "roads_m")};
}

/* What a run keeps is the Chinese form, with the English sentence beside it. */
static bool read_body(const json_t *body, const struct store_finding *row,
                      struct boundary_finding *finding, struct base_arena *arena)
{
    snprintf(finding->id, sizeof finding->id, "%s", row->id);
    finding->level = row->level ? store_level_parse(row->level) : STORE_LEVEL_NONE;
    finding->area_m2 = row->area_m2;
    finding->width_m = row->width_m;
    finding->length_m = number_of(body, "length_m");
    finding->max_offset_m = number_of(body, "max_offset_m");
    finding->tolerance_m = number_of(body, "tolerance_m");
    finding->sliver = json_is_true(json_object_get(body, "sliver"));
    finding->faces = (uint32_t)integer_of(body, "faces");
    finding->gap_area_m2 = number_of(body, "gap_area_m2");
    finding->overlap_area_m2 = number_of(body, "overlap_area_m2");
    finding->geometry = row->geometry;
    finding->first_vertex = row->first_vertex;
    finding->first_seen = row->first_seen;
    finding->state = row->state;
    finding->message[BASE_ZH] = text_of(body, "message", arena);
    finding->message[BASE_EN] = text_of(body, "message_en", arena);
    read_inside(body, finding);
    return read_parties(body, finding, arena) && finding->message[BASE_ZH] &&
           finding->message[BASE_EN];
}

static enum base_status read_row(const struct store_finding *row, struct base_arena *arena,
                                 struct recalled *out, struct base_error *err)
{
    json_auto_t *body = NULL;
    enum base_status status = base_json_parse(row->body, strlen(row->body), 0, &body, err);
    if (status != BASE_OK)
        return status;
    *out = (struct recalled){.derived = row->derived ? row->derived : row->id};
    return parse_kind(row->kind, &out->finding.kind) &&
                   boundary_severity_parse(row->severity, &out->finding.severity) &&
                   read_body(body, row, &out->finding, arena)
               ? BASE_OK
               : base_fail(err, BASE_INVALID, "the finding %s cannot be read", row->id);
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
    for (size_t i = 0; i < count && status == BASE_OK; i++)
        status = read_row(&rows[i], arena, &recalled[i], err);
    if (status != BASE_OK)
        return status;
    if (count)
        qsort(recalled, count, sizeof *recalled, compare_recalled);
    for (size_t i = 0; i < count; i++)
        findings[i] = recalled[i].finding;
    report->findings = findings;
    report->finding_count = (uint32_t)count;
    return BASE_OK;
}
