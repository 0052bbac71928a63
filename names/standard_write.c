/* names/standard_write.c - standard forms as the JSON of interface.md. */
#include <math.h>

#include "names/standard.h"

static void write_position(const struct names_context *context,
                           const struct names_standard *standard, struct base_json *json)
{
    double x = geo_grid_to_degrees(standard->point.lon);
    double y = geo_grid_to_degrees(standard->point.lat);
    bool shown = standard->has_point &&
                 (!context->crs || geo_crs_from_lonlat(context->crs_context, context->crs, &x, &y,
                                                       1, NULL) == BASE_OK);
    base_json_key_fixed(json, "lon", shown ? x : NAN, 7);
    base_json_key_fixed(json, "lat", shown ? y : NAN, 7);
}

static void write_parts(const struct names_standard *standard, struct base_json *json)
{
    base_json_key(json, "parts");
    base_json_object_begin(json);
    for (int i = 0; i < NAMES_PIECES; i++) {
        const struct names_standard_part *part = &standard->parts[i];
        if (!part->present)
            continue;
        base_json_key(json, names_piece_name((enum names_piece)i));
        base_json_object_begin(json);
        base_json_key_string(json, "text", part->text);
        base_json_key(json, "span");
        if (part->to > part->from) {
            base_json_array_begin(json);
            base_json_int(json, part->from);
            base_json_int(json, part->to);
            base_json_array_end(json);
        } else {
            base_json_null(json);
        }
        if (part->code)
            base_json_key_string(json, "code", part->code);
        if (part->id)
            base_json_key_string(json, "id", part->id);
        base_json_object_end(json);
    }
    base_json_object_end(json);
}

void names_standard_write(const struct names_context *context,
                          const struct names_standard *standard, struct base_json *json)
{
    base_json_object_begin(json);
    base_json_key_string(json, "input", standard->input);
    base_json_key_string(json, "standard", standard->standard);
    base_json_key_string(json, "full_name", standard->full_name);
    base_json_key_string(json, "id", standard->id);
    base_json_key_string(json, "code", standard->code);
    write_position(context, standard, json);
    base_json_key_string(json, "level", names_rung_name(standard->level));
    base_json_key_fixed(json, "confidence", standard->confidence, 3);
    base_json_key_fixed(json, "radius_m", standard->radius_m, 0);
    write_parts(standard, json);
    base_json_key(json, "reasons");
    base_json_array_begin(json);
    for (size_t i = 0; i < standard->reason_count; i++)
        base_json_string(json, standard->reasons[i]);
    base_json_array_end(json);
    base_json_key_string(json, "unmatched", standard->unmatched);
    base_json_object_end(json);
}
