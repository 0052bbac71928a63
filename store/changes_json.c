/* store/changes_json.c - items of the change feed as JSON. */
#include <stdio.h>
#include <string.h>

#include "geo/geojson.h"
#include "store/changes.h"
#include "store/row_json.h"
#include "store/subject.h"

static void write_row(enum store_entity entity, const struct store_row *row, bool with_geometry,
                      struct base_json *json)
{
    base_json_object_begin(json);
    store_row_write(entity, row, json);
    if (store_row_has_geometry(entity)) {
        bool placed = row->geometry.part_count > 0;
        base_json_key(json, with_geometry ? "geometry" : "bbox");
        if (with_geometry)
            geo_geojson_write(placed ? &row->geometry : NULL, json);
        else if (placed)
            geo_geojson_write_bbox(geo_geometry_box(&row->geometry), json);
        else
            base_json_null(json);
    }
    base_json_object_end(json);
}

static void write_rows(const char *key, enum store_entity entity, const struct store_row *rows,
                       size_t count, bool with_geometry, struct base_json *json)
{
    base_json_key(json, key);
    base_json_array_begin(json);
    for (size_t i = 0; i < count; i++)
        write_row(entity, &rows[i], with_geometry, json);
    base_json_array_end(json);
}

/* The weightiest first, as enum store_change_type has them. */
static void write_types(const struct store_change_item *item, struct base_json *json)
{
    char name[40];
    bool first = true;
    for (int type = 0; type < STORE_CHANGE_TYPES; type++) {
        if (!(item->types & 1U << type))
            continue;
        store_change_type_name(item->entity, (enum store_change_type)type, name);
        if (first) {
            base_json_key_string(json, "type", name);
            base_json_key(json, "types");
            base_json_array_begin(json);
        }
        base_json_string(json, name);
        first = false;
    }
    if (!first)
        base_json_array_end(json);
}

/* What an address is written as, without the divisions. */
static void write_written(const char *key, const struct store_row *row, struct base_json *json)
{
    static const char *const FIELDS[] = {"estate", "road", "number", "building", "unit", "room"};
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    for (size_t i = 0; i < sizeof FIELDS / sizeof FIELDS[0]; i++) {
        const char *part = row->cells[store_row_field(STORE_ADDRESS, FIELDS[i])].text;
        if (part)
            base_buffer_text(&text, part);
    }
    base_json_key_string(json, key, text.data ? text.data : "");
}

static void write_moved(const struct store_change_item *item, struct base_json *json)
{
    if (!(item->types & 1U << STORE_CHANGE_MOVED))
        return;
    base_json_key(json, "moved");
    base_json_object_begin(json);
    write_written("from", &item->before[item->before_count - 1], json);
    write_written("to", &item->after[item->after_count - 1], json);
    base_json_object_end(json);
}

void store_change_write(const struct store_change_item *item, const char *cursor,
                        bool with_geometry, struct base_json *json)
{
    char time[BASE_TIME_SIZE], subject[STORE_SUBJECT_SIZE];
    base_json_object_begin(json);
    if (cursor)
        base_json_key_string(json, "cursor", cursor);
    if (item->types) {
        base_json_key_int(json, "edition", item->edition);
        base_json_key_string(json, "recorded_at", base_time_print(item->recorded_at, time));
        write_types(item, json);
    }
    base_json_key_string(json, "entity", store_entity_name(item->entity));
    base_json_key_string(
        json, "subject",
        store_subject_print((struct store_subject){item->entity, item->identity}, subject));
    if (item->types) {
        write_moved(item, json);
        write_rows("before", item->entity, item->before, item->before_count, with_geometry, json);
    }
    write_rows("after", item->entity, item->after, item->after_count, with_geometry, json);
    base_json_object_end(json);
}
