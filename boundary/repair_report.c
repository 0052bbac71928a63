/* boundary/repair_report.c - repair proposals as JSON. */
#include "boundary/repair_report.h"

#include "geo/geojson.h"

#define DIGITS 4

const char *boundary_preference_name(const struct boundary_repair_options *options)
{
    switch (options->prefer) {
    case BOUNDARY_PREFER_CODE:
        return options->prefer_code;
    case BOUNDARY_PREFER_MIDDLE:
        return "middle";
    case BOUNDARY_PREFER_LEAST:
        break;
    }
    return "least";
}

static void write_geometry(const char *key, const struct geo_geometry *geometry,
                           struct base_json *json)
{
    base_json_key(json, key);
    geo_geojson_write(geometry, json);
}

static void write_piece(const struct boundary_piece *piece, bool geometry, struct base_json *json)
{
    base_json_object_begin(json);
    base_json_key_string(json, "from", piece->from ? piece->from->code : NULL);
    base_json_key_string(json, "to", piece->to ? piece->to->code : NULL);
    base_json_key_fixed(json, "area_m2", piece->area_m2, DIGITS);
    if (geometry)
        write_geometry("geometry", &piece->ground, json);
    base_json_object_end(json);
}

static void write_proposal(const struct boundary_proposal *p, bool chosen, enum base_lang lang,
                           bool geometry, struct base_json *json)
{
    bool offered = p->hindrance == BOUNDARY_BY_NOTHING;
    base_json_object_begin(json);
    base_json_key_string(json, "method", boundary_method_name(p->method));
    base_json_key_string(json, "unit", p->unit ? p->unit->code : NULL);
    base_json_key_bool(json, "offered", offered);
    base_json_key_bool(json, "least", p->least);
    base_json_key_bool(json, "chosen", chosen);
    base_json_key_string(json, "hindrance", offered ? NULL : boundary_hindrance_name(p->hindrance));
    base_json_key_string(json, "message",
                         offered ? NULL : boundary_hindrance_text(p->hindrance, lang));
    base_json_key_fixed(json, "area_m2", p->area_m2, DIGITS);
    base_json_key_fixed(json, "max_move_m", p->max_move_m, DIGITS);
    if (geometry)
        write_geometry("line", p->line.part_count ? &p->line : NULL, json);
    base_json_key(json, "pieces");
    base_json_array_begin(json);
    for (uint32_t i = 0; i < p->piece_count; i++)
        write_piece(&p->pieces[i], geometry, json);
    base_json_array_end(json);
    base_json_object_end(json);
}

static void write_repair(const struct boundary_repair *repair, enum base_lang lang, bool geometry,
                         struct base_json *json)
{
    const struct boundary_finding *finding = repair->finding;
    base_json_object_begin(json);
    base_json_key_string(json, "finding", finding->id);
    base_json_key_string(json, "kind", boundary_kind_name(finding->kind));
    base_json_key_string(json, "level", store_level_name(finding->level));
    base_json_key(json, "parties");
    base_json_array_begin(json);
    for (uint32_t i = 0; i < finding->party_count; i++)
        base_json_string(json, finding->parties[i]);
    base_json_array_end(json);
    base_json_key_fixed(json, "area_m2", finding->area_m2, DIGITS);
    base_json_key_fixed(json, "width_m", finding->width_m, DIGITS);
    base_json_key_string(json, "message", finding->message[lang]);
    base_json_key(json, "proposals");
    base_json_array_begin(json);
    for (uint32_t i = 0; i < repair->proposal_count; i++)
        write_proposal(&repair->proposals[i], (int)i == repair->chosen, lang, geometry, json);
    base_json_array_end(json);
    base_json_object_end(json);
}

static void write_unit(const struct boundary_repaired *repaired, bool geometry,
                       struct base_json *json)
{
    base_json_object_begin(json);
    base_json_key_string(json, "code", repaired->unit->code);
    base_json_key_string(json, "name", repaired->unit->name);
    base_json_key_string(json, "level", store_level_name(repaired->unit->level));
    base_json_key_fixed(json, "area_before_m2", repaired->before_m2, DIGITS);
    base_json_key_fixed(json, "area_after_m2", repaired->after_m2, DIGITS);
    if (geometry) {
        write_geometry("before", &repaired->unit->geometry, json);
        write_geometry("after", &repaired->after, json);
    }
    base_json_object_end(json);
}

const char *boundary_missed_text(const struct boundary_missed *missed, enum base_lang lang)
{
    return base_message_format(
        missed->gone ? "it is not there any more: it was mended, or the divisions "
                       "changed; inspect again"
                     : "it is no sliver by the profile, so the parties must settle it",
        lang);
}

static void write_missed(const struct boundary_repairs *repairs, enum base_lang lang,
                         struct base_json *json)
{
    base_json_key(json, "missed");
    base_json_array_begin(json);
    for (uint32_t i = 0; i < repairs->missed_count; i++) {
        const struct boundary_missed *missed = &repairs->missed[i];
        base_json_object_begin(json);
        base_json_key_string(json, "finding", missed->finding->id);
        base_json_key_string(json, "reason", missed->gone ? "gone" : "no-sliver");
        base_json_key_string(json, "message", boundary_missed_text(missed, lang));
        base_json_object_end(json);
    }
    base_json_array_end(json);
}

static void write_head(const struct boundary_repairs *repairs,
                       const struct boundary_repairs_form *form, struct base_json *json)
{
    const struct boundary_repair_options *options = &repairs->options;
    char date[BASE_DATE_SIZE];
    base_json_key(json, form->run ? "run" : "edition");
    if (form->run || form->edition)
        base_json_int(json, form->run ? form->run : form->edition);
    else
        base_json_null(json);
    base_json_key_string(json, "at", base_date_print(options->at, date));
    base_json_key_string(json, "level", options->level ? store_level_name(options->level) : NULL);
    base_json_key_string(json, "profile", options->profile.name);
    base_json_key_string(json, "prefer", boundary_preference_name(options));
    base_json_key_int(json, "slivers", repairs->count);
    base_json_key_int(json, "chosen", repairs->chosen);
    base_json_key_fixed(json, "area_m2", repairs->area_m2, DIGITS);
}

void boundary_repairs_write(const struct boundary_repairs *repairs,
                            const struct boundary_repairs_form *form, struct base_json *json)
{
    base_json_object_begin(json);
    write_head(repairs, form, json);
    base_json_key(json, "repairs");
    base_json_array_begin(json);
    for (uint32_t i = 0; i < repairs->count; i++)
        write_repair(&repairs->items[i], form->lang, form->geometry, json);
    base_json_array_end(json);
    base_json_key(json, "units");
    base_json_array_begin(json);
    for (uint32_t i = 0; i < repairs->unit_count; i++)
        write_unit(&repairs->units[i], form->geometry && form->units, json);
    base_json_array_end(json);
    write_missed(repairs, form->lang, json);
    if (form->run)
        base_json_key_string(json, "next", form->next);
    base_json_object_end(json);
}
