/* names/result.c - search answers and places as JSON. */
#include "names/result.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "geo/geojson.h"
#include "names/reasons.h"

#define NONE         STORE_DIVISION_INDEX_NONE
#define NAMES_LISTED 500 /* names of one subject that are told */

static void write_date(struct base_json *json, const char *key, base_date_t date)
{
    char text[BASE_DATE_SIZE];
    base_json_key_string(json, key, date == BASE_DATE_NONE ? NULL : base_date_print(date, text));
}

static void write_text(struct base_json *json, const char *key, const char *text)
{
    base_json_key_string(json, key, text && text[0] ? text : NULL);
}

const char *names_result_id(const struct names_subject *subject, char out[NAMES_ID_SIZE])
{
    snprintf(out, NAMES_ID_SIZE, "%s-%lld", subject->is_place ? "place" : "division",
             (long long)subject->identity);
    return out;
}

static void write_id(struct base_json *json, const struct names_subject *subject)
{
    char id[NAMES_ID_SIZE];
    base_json_key_string(json, "id", names_result_id(subject, id));
}

size_t names_result_above(const struct names_context *context, const struct names_subject *subject,
                          uint32_t division_row, uint32_t rows[5])
{
    if (division_row != NONE)
        return store_division_index_parents(context->divisions, division_row, context->at, rows);
    const char *code = subject->division;
    uint32_t row =
        code[0] ? store_division_index_find(context->divisions, code, context->at) : NONE;
    if (row != NONE) {
        uint32_t parents[5];
        size_t count = store_division_index_parents(context->divisions, row, context->at, parents);
        rows[0] = row;
        count = count < 4 ? count : 4;
        memcpy(rows + 1, parents, count * sizeof *rows);
        return count + 1;
    }
    uint32_t down[5];
    size_t count =
        subject->has_point
            ? store_division_index_locate(context->divisions, subject->point, context->at, down)
            : 0;
    for (size_t i = 0; i < count; i++)
        rows[i] = down[count - 1 - i];
    return count;
}

static void write_within(const struct names_context *context, const uint32_t *rows, size_t count,
                         struct base_json *json)
{
    base_json_key(json, "within");
    base_json_array_begin(json);
    for (size_t i = 0; i < count; i++) {
        struct store_division_entry entry = store_division_index_entry(context->divisions, rows[i]);
        base_json_object_begin(json);
        base_json_key_string(json, "code", entry.code);
        base_json_key_string(json, "name", entry.name);
        base_json_object_end(json);
    }
    base_json_array_end(json);
}

static void write_full_name(const struct names_context *context, const uint32_t *rows, size_t count,
                            const char *name, struct base_json *json)
{
    struct base_buffer full BASE_BUFFER_AUTO = {0};
    for (size_t i = count; i-- > 0;)
        base_buffer_text(&full, store_division_index_entry(context->divisions, rows[i]).name);
    base_buffer_text(&full, name);
    base_json_key_string(json, "full_name", full.data);
}

/* Positions in the wanted system; false when it cannot show them. */
static bool convert(const struct names_context *context, double *x, double *y, size_t count)
{
    return !context->crs ||
           geo_crs_from_lonlat(context->crs_context, context->crs, x, y, count, NULL) == BASE_OK;
}

static void write_position(const struct names_context *context, struct base_json *json, bool placed,
                           struct geo_point point, struct geo_box box)
{
    double x[] = {geo_grid_to_degrees(point.lon), geo_grid_to_degrees(box.min.lon),
                  geo_grid_to_degrees(box.max.lon)};
    double y[] = {geo_grid_to_degrees(point.lat), geo_grid_to_degrees(box.min.lat),
                  geo_grid_to_degrees(box.max.lat)};
    bool shown = placed && convert(context, x, y, 3);
    base_json_key_fixed(json, "lon", shown ? x[0] : NAN, 7);
    base_json_key_fixed(json, "lat", shown ? y[0] : NAN, 7);
    base_json_key(json, "bbox");
    if (!shown) {
        base_json_null(json);
        return;
    }
    base_json_array_begin(json);
    for (int corner = 1; corner <= 2; corner++) {
        base_json_fixed(json, x[corner], 7);
        base_json_fixed(json, y[corner], 7);
    }
    base_json_array_end(json);
}

static void write_attribution(const struct names_context *context, int64_t edition,
                              struct base_json *json)
{
    const char *text = store_edition_index_rights(context->editions, edition).attribution;
    base_json_key(json, "attribution");
    base_json_array_begin(json);
    if (text[0])
        base_json_string(json, text);
    base_json_array_end(json);
}

/* What a division and a place have in common, in the order of the contract. */
static void write_division(const struct names_context *context, const struct names_subject *subject,
                           uint32_t row, struct base_json *json)
{
    uint32_t above[5];
    struct store_division_entry entry = store_division_index_entry(context->divisions, row);
    size_t count = names_result_above(context, subject, row, above);
    write_id(json, subject);
    base_json_key_string(json, "standard_name", entry.name);
    write_full_name(context, above, count, entry.name, json);
    write_text(json, "romanised", subject->romanised);
    base_json_key_string(json, "kind", "division");
    write_text(json, "level", store_level_name(entry.level));
    base_json_key_null(json, "category");
    base_json_key_string(json, "code", entry.code);
    write_position(context, json, !geo_box_is_empty(entry.box), entry.label, entry.box);
    write_within(context, above, count, json);
    write_date(json, "valid_from", entry.valid_from);
    write_date(json, "valid_to", entry.valid_to);
    bool ended = !base_date_within(context->at, entry.valid_from, entry.valid_to);
    base_json_key_string(json, "status", ended ? "retired" : "approved");
    base_json_key_int(json, "edition", entry.edition);
    write_attribution(context, entry.edition, json);
}

static void write_place(const struct names_context *context, const struct names_subject *subject,
                        struct base_json *json)
{
    uint32_t above[5];
    const char *name = subject->name;
    const char *status = subject->status;
    size_t count = names_result_above(context, subject, NONE, above);
    write_id(json, subject);
    base_json_key_string(json, "standard_name", name);
    write_full_name(context, above, count, name, json);
    write_text(json, "romanised", subject->romanised);
    const char *kind = subject->kind;
    base_json_key_string(json, "kind", kind[0] ? kind : "place");
    base_json_key_null(json, "level");
    write_text(json, "category", subject->category);
    base_json_key_null(json, "code");
    write_position(context, json, subject->has_point, subject->point, subject->box);
    write_within(context, above, count, json);
    write_date(json, "valid_from", subject->valid_from);
    write_date(json, "valid_to", subject->valid_to);
    base_json_key_string(json, "status", status[0] ? status : "approved");
    base_json_key_int(json, "edition", subject->edition);
    write_attribution(context, subject->edition, json);
}

static void write_explanation(const struct names_features *f, struct base_json *json)
{
    double low, high;
    names_class_band(f->class, &low, &high);
    base_json_key(json, "explain");
    base_json_object_begin(json);
    base_json_key_string(json, "class", names_class_name(f->class));
    base_json_key_fixed(json, "low", low, 2);
    base_json_key_fixed(json, "high", high, 2);
    base_json_key_fixed(json, "match", f->match, 4);
    base_json_key_fixed(json, "form", f->form, 4);
    base_json_key_fixed(json, "kind", f->kind, 4);
    base_json_key_fixed(json, "near", f->near, 4);
    base_json_key_fixed(json, "standing", f->standing, 2);
    base_json_key_fixed(json, "beyond", f->beyond ? 0.8 : 1, 2);
    base_json_object_end(json);
}

static void write_reasons(const struct names_context *context, const struct names_result *results,
                          size_t count, size_t which, struct base_json *json)
{
    struct names_reason reasons[NAMES_REASON_MOST];
    size_t said = names_reasons_of(context, results, count, which, reasons);
    base_json_key(json, "reasons");
    base_json_array_begin(json);
    for (size_t i = 0; i < said; i++)
        base_json_string(json, reasons[i].text);
    base_json_array_end(json);
}

/* results[which] of a page of count. */
static void write_result(const struct names_context *context, const struct names_result *results,
                         size_t count, size_t which, struct base_json *json)
{
    const struct names_index *index = context->index;
    const struct names_result *result = &results[which];
    struct names_subject subject = names_index_subject(index, result->subject);
    base_json_object_begin(json);
    if (result->division_row != NONE)
        write_division(context, &subject, result->division_row, json);
    else
        write_place(context, &subject, json);
    base_json_key(json, "matched");
    base_json_object_begin(json);
    base_json_key_string(json, "name", names_index_name(index, result->name).text);
    base_json_key_string(json, "form", names_form_name(result->form));
    base_json_key_string(json, "how", names_how_name(result->how));
    base_json_key_int(json, "edits", result->edits);
    base_json_object_end(json);
    base_json_key_fixed(json, "score", result->score, 4);
    write_reasons(context, results, count, which, json);
    if (context->explain)
        write_explanation(&result->features, json);
    base_json_object_end(json);
}

void names_result_write_page(const struct names_context *context, const char *query,
                             const struct names_result *results, size_t count, const char *next,
                             struct base_json *json)
{
    base_json_object_begin(json);
    base_json_key_string(json, "query", query);
    base_json_key_string(json, "next", next);
    base_json_key(json, "results");
    base_json_array_begin(json);
    for (size_t i = 0; i < count; i++)
        write_result(context, results, count, i, json);
    base_json_array_end(json);
    base_json_object_end(json);
}

static void write_names(const struct names_context *context, uint32_t subject,
                        struct base_json *json)
{
    const struct names_index *index = context->index;
    base_json_key(json, "names");
    base_json_array_begin(json);
    uint32_t numbers[NAMES_LISTED];
    size_t count = names_index_names(index, subject, numbers, NAMES_LISTED);
    for (size_t i = 0; i < count && i < NAMES_LISTED; i++) {
        struct names_name name = names_index_name(index, numbers[i]);
        base_json_object_begin(json);
        base_json_key_string(json, "name", name.text);
        base_json_key_string(json, "form", names_form_name(name.form));
        write_text(json, "reading", name.reading);
        write_text(json, "extent", name.extent);
        write_date(json, "valid_from", name.valid_from);
        write_date(json, "valid_to", name.valid_to);
        base_json_object_end(json);
    }
    base_json_array_end(json);
}

static void write_history(const struct names_context *context, int64_t identity,
                          struct base_json *json)
{
    uint32_t rows[64];
    size_t count = store_division_index_versions(context->divisions, identity, rows, 64);
    base_json_key(json, "history");
    base_json_array_begin(json);
    for (size_t i = 0; i < count && i < 64; i++) {
        struct store_division_entry entry = store_division_index_entry(context->divisions, rows[i]);
        base_json_object_begin(json);
        base_json_key_string(json, "code", entry.code);
        base_json_key_string(json, "name", entry.name);
        write_date(json, "valid_from", entry.valid_from);
        write_date(json, "valid_to", entry.valid_to);
        base_json_object_end(json);
    }
    base_json_array_end(json);
}

static void write_point(struct base_json *json, const struct names_subject *subject)
{
    uint32_t offsets[2] = {0, 1};
    struct geo_geometry point = {GEO_POINT, 1, 1, 1, offsets, offsets, &subject->point};
    base_json_key(json, "geometry");
    geo_geojson_write(subject->has_point ? &point : NULL, json);
}

/* The units that a street's parts lie in, named as on the day. */
static void write_divisions(const struct names_context *context, const char *codes,
                            struct base_json *json)
{
    base_json_key(json, "divisions");
    base_json_array_begin(json);
    for (size_t size; *codes; codes += size + (codes[size] == ',')) {
        char code[STORE_CODE_SIZE] = "";
        size = strcspn(codes, ",");
        if (size < sizeof code)
            memcpy(code, codes, size);
        uint32_t row = store_division_index_find(context->divisions, code, context->at);
        base_json_object_begin(json);
        base_json_key_string(json, "code", code);
        base_json_key_string(
            json, "name",
            row == NONE ? NULL : store_division_index_entry(context->divisions, row).name);
        base_json_object_end(json);
    }
    base_json_array_end(json);
}

/* What the registers hold of the subject; its geometry is told elsewhere. */
static void write_registers(const struct names_context *context,
                            const struct store_gazetteer_entry *entry, struct base_json *json)
{
    if (entry->divisions)
        write_divisions(context, entry->divisions, json);
    base_json_key(json, "registers");
    if (entry->registers)
        base_json_raw(json, entry->registers, entry->register_size);
    else
        base_json_raw(json, "{}", 2);
}

static void find_entry(const struct names_context *context, const struct names_subject *subject,
                       struct store_gazetteer_entry *out)
{
    struct store_subject wanted = {subject->is_place ? STORE_PLACE : STORE_DIVISION,
                                   subject->identity};
    *out = (struct store_gazetteer_entry){0};
    if (context->gazetteer)
        store_gazetteer_index_find(context->gazetteer, wanted, out);
}

void names_result_write_subject(const struct names_context *context, uint32_t subject_number,
                                struct base_json *json)
{
    struct names_subject subject_row = names_index_subject(context->index, subject_number);
    const struct names_subject *subject = &subject_row;
    struct store_gazetteer_entry entry;
    uint32_t row = NONE;
    find_entry(context, subject, &entry);
    if (!subject->is_place) {
        row = store_division_index_of(context->divisions, subject->identity, context->at);
        if (row == NONE)
            row = store_division_index_of(context->divisions, subject->identity, BASE_DATE_NONE);
    }
    base_json_object_begin(json);
    if (row != NONE) {
        struct geo_geometry geometry = store_division_index_geometry(context->divisions, row);
        write_division(context, subject, row, json);
        write_names(context, subject_number, json);
        write_history(context, subject->identity, json);
        base_json_key(json, "geometry");
        geo_geojson_write(&geometry, json);
    } else {
        write_place(context, subject, json);
        write_names(context, subject_number, json);
        base_json_key(json, "history");
        base_json_array_begin(json);
        base_json_array_end(json);
        if (entry.geometry) {
            base_json_key(json, "geometry");
            base_json_raw(json, entry.geometry, entry.geometry_size);
        } else {
            write_point(json, subject);
        }
    }
    write_registers(context, &entry, json);
    base_json_object_end(json);
}
