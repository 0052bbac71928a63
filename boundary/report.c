/* boundary/report.c - an inspection as JSON and GeoJSON. */
#include "boundary/report.h"

#include <math.h>
#include <string.h>

#include "geo/geojson.h"

#define AREA_DIGITS   4
#define LENGTH_DIGITS 4
#define SHARE_DIGITS  6

static void write_codes(const char *key, const char *const *codes, uint32_t count,
                        struct base_json *json)
{
    base_json_key(json, key);
    base_json_array_begin(json);
    for (uint32_t i = 0; i < count; i++)
        base_json_string(json, codes[i]);
    base_json_array_end(json);
}

/* Only what a border or a pair told as one has. */
static void write_faces(const struct boundary_finding *finding, struct base_json *json)
{
    if (finding->faces == 0)
        return;
    base_json_key_int(json, "faces", finding->faces);
    if (isfinite(finding->gap_area_m2)) {
        base_json_key_fixed(json, "gap_area_m2", finding->gap_area_m2, AREA_DIGITS);
        base_json_key_fixed(json, "overlap_area_m2", finding->overlap_area_m2, AREA_DIGITS);
    }
}

static void write_profile(const struct boundary_apart *apart, struct base_json *json)
{
    base_json_key(json, "profile");
    base_json_array_begin(json);
    for (uint32_t i = 0; i < apart->station_count; i++) {
        base_json_array_begin(json);
        base_json_fixed(json, apart->profile[i].chainage_m, 1);
        base_json_fixed(json, apart->profile[i].offset_m, LENGTH_DIGITS - 1);
        base_json_array_end(json);
    }
    base_json_array_end(json);
}

static void write_apart(const struct boundary_apart *apart, struct base_json *json)
{
    base_json_key(json, "apart");
    base_json_object_begin(json);
    base_json_key_fixed(json, "there_m", apart->there_m, LENGTH_DIGITS);
    base_json_key_fixed(json, "back_m", apart->back_m, LENGTH_DIGITS);
    base_json_key_fixed(json, "mean_m", apart->mean_m, LENGTH_DIGITS);
    base_json_key_fixed(json, "frechet_m", apart->frechet_m, LENGTH_DIGITS - 1);
    base_json_key_fixed(json, "left_m2", apart->left_m2, AREA_DIGITS);
    base_json_key_fixed(json, "right_m2", apart->right_m2, AREA_DIGITS);
    base_json_key_fixed(json, "within_share", apart->within_share, LENGTH_DIGITS);
    write_profile(apart, json);
    base_json_object_end(json);
}

/* Only what a line or its markers have. */
static void write_along(const struct boundary_along *along, struct base_json *json)
{
    if (!along)
        return;
    base_json_key_string(json, "line", along->line);
    base_json_key(json, "markers");
    base_json_array_begin(json);
    for (uint32_t i = 0; i < along->marker_count; i++)
        base_json_string(json, along->markers[i]);
    base_json_array_end(json);
    base_json_key_fixed(json, "chainage_m", along->chainage_m, LENGTH_DIGITS - 1);
    base_json_key_string(json, "side", along->side > 0 ? "left" : along->side < 0 ? "right" : NULL);
    if (along->apart)
        write_apart(along->apart, json);
}

static void write_shift(const struct boundary_shift *shift, struct base_json *json)
{
    if (!shift)
        return;
    base_json_key(json, "shift");
    base_json_object_begin(json);
    base_json_key_fixed(json, "dx_m", shift->east_m, LENGTH_DIGITS);
    base_json_key_fixed(json, "dy_m", shift->north_m, LENGTH_DIGITS);
    base_json_key_fixed(json, "residual_m", shift->residual_m, LENGTH_DIGITS);
    base_json_object_end(json);
}

static void write_inside(const struct boundary_inside *inside, struct base_json *json)
{
    base_json_key(json, "inside");
    if (!inside->known) {
        base_json_null(json);
        return;
    }
    base_json_object_begin(json);
    base_json_key_int(json, "people", inside->people);
    base_json_key_int(json, "age65", inside->age65);
    base_json_key_int(json, "places", inside->places);
    base_json_key_int(json, "facilities", inside->facilities);
    base_json_key_fixed(json, "roads_m", inside->roads_m, 1);
    base_json_object_end(json);
}

/* What a run keeps is the Chinese form, whose last members are both messages and the
 * first sight. A quotation mark inside of a text stands behind a backslash. */
static void write_kept(const char *kept, enum base_lang lang, struct base_json *json)
{
    static const char ZH[] = ",\"message\":", EN[] = ",\"message_en\":",
                      SEEN[] = ",\"first_seen\":";
    const char *end = kept + strlen(kept) - 1;
    const char *zh = strstr(kept, ZH), *en = zh ? strstr(zh, EN) : NULL;
    const char *seen = en ? strstr(en, SEEN) : NULL;
    if (lang == BASE_ZH || !seen) {
        base_json_members(json, kept + 1, (size_t)(end - kept - 1));
        return;
    }
    base_json_members(json, kept + 1, (size_t)(zh - kept - 1));
    base_json_key(json, "message");
    base_json_raw(json, en + sizeof EN - 1, (size_t)(seen - en) - (sizeof EN - 1));
    base_json_key(json, "message_zh");
    base_json_raw(json, zh + sizeof ZH - 1, (size_t)(en - zh) - (sizeof ZH - 1));
    base_json_members(json, seen + 1, (size_t)(end - seen - 1));
}

static void write_members(const struct boundary_finding *finding, enum base_lang lang,
                          struct base_json *json)
{
    if (finding->kept) {
        write_kept(finding->kept, lang, json);
        return;
    }
    char time[BASE_TIME_SIZE];
    enum base_lang other = lang == BASE_ZH ? BASE_EN : BASE_ZH;
    base_json_key_string(json, "id", finding->id);
    base_json_key_string(json, "kind", boundary_kind_name(finding->kind));
    base_json_key_string(json, "level", finding->level ? store_level_name(finding->level) : NULL);
    base_json_key_string(json, "severity", boundary_severity_name(finding->severity));
    write_codes("parties", finding->parties, finding->party_count, json);
    base_json_key_fixed(json, "area_m2", finding->area_m2, AREA_DIGITS);
    base_json_key_fixed(json, "width_m", finding->width_m, LENGTH_DIGITS);
    base_json_key_fixed(json, "length_m", finding->length_m, LENGTH_DIGITS);
    base_json_key_fixed(json, "max_offset_m", finding->max_offset_m, LENGTH_DIGITS);
    base_json_key_fixed(json, "tolerance_m", finding->tolerance_m, LENGTH_DIGITS);
    base_json_key_bool(json, "sliver", finding->sliver);
    write_faces(finding, json);
    write_inside(&finding->inside, json);
    if (finding->from) {
        base_json_key_string(json, "from", finding->from);
        base_json_key_string(json, "to", finding->to);
    }
    if (finding->exemption) {
        base_json_key_string(json, "exemption", finding->exemption->id);
        base_json_key_string(json, "document", finding->exemption->document);
    }
    write_shift(finding->shift, json);
    write_along(finding->along, json);
    base_json_key_string(json, "message", finding->message[lang]);
    base_json_key_string(json, lang == BASE_ZH ? "message_en" : "message_zh",
                         finding->message[other]);
    base_json_key_string(json, "first_seen",
                         finding->first_seen ? base_time_print(finding->first_seen, time) : NULL);
}

void boundary_finding_write_lasting(const struct boundary_finding *finding, enum base_lang lang,
                                    struct base_json *json)
{
    base_json_object_begin(json);
    write_members(finding, lang, json);
    base_json_object_end(json);
}

void boundary_finding_write(const struct boundary_finding *finding, enum base_lang lang,
                            struct base_json *json)
{
    base_json_object_begin(json);
    write_members(finding, lang, json);
    base_json_key_string(json, "state", finding->state);
    base_json_key(json, "geometry");
    geo_geojson_write(&finding->geometry, json);
    base_json_object_end(json);
}

static void write_counts(const struct boundary_report *report, struct base_json *json)
{
    base_json_key(json, "counts");
    base_json_object_begin(json);
    for (int kind = 0; kind < BOUNDARY_KIND_COUNT; kind++)
        base_json_key_int(json, boundary_kind_name((enum boundary_kind)kind), report->counts[kind]);
    base_json_object_end(json);
}

static void write_numeric(const struct boundary_report *report, struct base_json *json)
{
    base_json_key(json, "numeric");
    base_json_object_begin(json);
    base_json_key_int(json, "faces", report->numeric.faces);
    base_json_key_fixed(json, "area_m2", report->numeric.area_m2, AREA_DIGITS + 2);
    base_json_key_fixed(json, "max_width_m", report->numeric.max_width_m, LENGTH_DIGITS + 2);
    base_json_object_end(json);
}

static void write_bare(const struct boundary_bare *bare, struct base_json *json)
{
    base_json_object_begin(json);
    base_json_key(json, "parties");
    base_json_array_begin(json);
    base_json_string(json, bare->sides[0]->code);
    base_json_string(json, bare->sides[1]->code);
    base_json_array_end(json);
    base_json_key_string(json, "lines", bare->lines);
    base_json_key_fixed(json, "border_m", bare->border_m, 1);
    base_json_key_fixed(json, "length_m", bare->length_m, 1);
    base_json_key(json, "geometry");
    geo_geojson_write(&bare->geometry, json);
    base_json_object_end(json);
}

static void write_registered(const struct boundary_report *report, struct base_json *json)
{
    base_json_key(json, "registered");
    base_json_object_begin(json);
    base_json_key_int(json, "lines", report->registered.lines);
    base_json_key_int(json, "claims", report->registered.claims);
    base_json_key_int(json, "markers", report->registered.markers);
    base_json_key_int(json, "tri_junctions", report->registered.tri_junctions);
    base_json_key_fixed(json, "length_m", report->registered.length_m, 1);
    base_json_key_fixed(json, "border_m", report->registered.border_m, 1);
    base_json_key_fixed(json, "without_line_m", report->registered.bare_m, 1);
    base_json_key(json, "without_line");
    base_json_array_begin(json);
    for (uint32_t i = 0; i < report->registered.bare_count; i++)
        write_bare(&report->registered.bare[i], json);
    base_json_array_end(json);
    base_json_object_end(json);
}

static void write_date(const char *key, base_date_t date, struct base_json *json)
{
    char text[BASE_DATE_SIZE];
    base_json_key_string(json, key, date == BASE_DATE_NONE ? NULL : base_date_print(date, text));
}

static void write_use(const struct boundary_exemption_use *use, struct base_json *json)
{
    const struct boundary_exemption *e = use->exemption;
    base_json_object_begin(json);
    base_json_key_string(json, "id", e->id);
    base_json_key_string(json, "kind", store_exemption_kind_name(e->kind));
    write_codes("codes", e->codes, e->code_count, json);
    base_json_key_string(json, "document", e->document);
    write_date("document_date", e->document_date, json);
    write_date("valid_from", e->valid_from, json);
    write_date("valid_to", e->valid_to, json);
    base_json_key_fixed(json, "max_area_m2", e->max_area_m2, AREA_DIGITS);
    base_json_key_int(json, "faces", use->faces);
    base_json_key_fixed(json, "area_m2", use->area_m2, AREA_DIGITS);
    base_json_object_end(json);
}

static void write_exempted_item(const struct boundary_exempted *item, bool geometry,
                                struct base_json *json)
{
    base_json_object_begin(json);
    base_json_key_string(json, "exemption", item->by->id);
    base_json_key_string(json, "kind", boundary_kind_name(item->kind));
    base_json_key_string(json, "level", item->level ? store_level_name(item->level) : NULL);
    write_codes("parties", item->parties, item->party_count, json);
    base_json_key_fixed(json, "area_m2", item->area_m2, AREA_DIGITS);
    base_json_key_fixed(json, "width_m", item->width_m, LENGTH_DIGITS);
    if (geometry) {
        base_json_key(json, "geometry");
        geo_geojson_write(&item->geometry, json);
    }
    base_json_object_end(json);
}

static void write_exempted(const struct boundary_report *report, bool geometry,
                           struct base_json *json)
{
    base_json_key(json, "exempted");
    base_json_object_begin(json);
    base_json_key_int(json, "faces", report->exempted.item_count);
    base_json_key_fixed(json, "area_m2", report->exempted.area_m2, AREA_DIGITS);
    base_json_key(json, "exemptions");
    base_json_array_begin(json);
    for (uint32_t i = 0; i < report->exempted.use_count; i++)
        write_use(&report->exempted.uses[i], json);
    base_json_array_end(json);
    base_json_key(json, "items");
    base_json_array_begin(json);
    for (uint32_t i = 0; i < report->exempted.item_count; i++)
        write_exempted_item(&report->exempted.items[i], geometry, json);
    base_json_array_end(json);
    base_json_object_end(json);
}

/* The length is not known where some unit has no outline: then at least known_m. */
static void write_uninspected_members(const struct boundary_uninspected *u, struct base_json *json)
{
    double known_m = boundary_uninspected_known_m(u);
    double length_m = u->without_geometry ? NAN : known_m;
    base_json_key_int(json, "units", boundary_uninspected_units(u));
    base_json_key_fixed(json, "length_m", length_m, 1);
    base_json_key_fixed(json, "share", u->border_m > 0 ? length_m / u->border_m : NAN,
                        SHARE_DIGITS);
    base_json_key_fixed(json, "known_m", known_m, 1);
    base_json_key_fixed(json, "border_m", u->border_m, 1);
    base_json_key_int(json, "divisions", u->divisions);
    base_json_key_int(json, "without_geometry", u->without_geometry);
    base_json_key_int(json, "crs_suspect", u->suspect);
    base_json_key_int(json, "invalid", u->invalid);
    base_json_key_fixed(json, "no_neighbour_m", u->no_neighbour_m, 1);
    base_json_key_fixed(json, "crs_suspect_m", u->suspect_m, 1);
    base_json_key_fixed(json, "invalid_m", u->invalid_m, 1);
}

static void write_uninspected(const struct boundary_report *report, struct base_json *json)
{
    struct boundary_uninspected all = boundary_uninspected_sum(report->uninspected);
    base_json_key(json, "uninspected");
    base_json_object_begin(json);
    write_uninspected_members(&all, json);
    base_json_key(json, "levels");
    base_json_array_begin(json);
    for (int level = STORE_LEVEL_PROVINCE; level <= STORE_LEVEL_VILLAGE; level++) {
        if (report->uninspected[level].divisions == 0)
            continue;
        base_json_object_begin(json);
        base_json_key_string(json, "level", store_level_name((enum store_level)level));
        write_uninspected_members(&report->uninspected[level], json);
        base_json_object_end(json);
    }
    base_json_array_end(json);
    base_json_object_end(json);
}

static void write_against(const struct boundary_report *report, struct base_json *json)
{
    if (!report->against)
        return;
    base_json_key(json, "against");
    base_json_object_begin(json);
    base_json_key_int(json, "edition", report->against);
    base_json_key_fixed(json, "median_offset_m", report->median_offset_m, LENGTH_DIGITS);
    base_json_key_fixed(json, "unchanged_length_m", report->unchanged_length_m, 1);
    base_json_object_end(json);
}

void boundary_report_write(const struct boundary_report *report, enum base_lang lang, bool findings,
                           struct base_json *json)
{
    char date[BASE_DATE_SIZE];
    base_json_object_begin(json);
    if (report->run)
        base_json_key_int(json, "run", report->run);
    else
        base_json_key_null(json, "run");
    base_json_key_string(json, "at", base_date_print(report->at, date));
    base_json_key_string(json, "level", report->level ? store_level_name(report->level) : NULL);
    base_json_key_string(json, "profile", report->profile.name);
    base_json_key_int(json, "divisions", report->divisions);
    base_json_key_int(json, "without_geometry", report->without_geometry);
    base_json_key_int(json, "lines", report->lines);
    base_json_key_fixed(json, "length_m", report->length_m, 1);
    write_registered(report, json);
    write_numeric(report, json);
    write_exempted(report, findings, json);
    write_uninspected(report, json);
    write_against(report, json);
    write_counts(report, json);
    if (findings) {
        base_json_key(json, "findings");
        base_json_array_begin(json);
        for (uint32_t i = 0; i < report->finding_count; i++)
            boundary_finding_write(&report->findings[i], lang, json);
        base_json_array_end(json);
    }
    base_json_object_end(json);
}

static void write_feature(const struct boundary_finding *finding, enum base_lang lang,
                          struct base_json *json)
{
    base_json_object_begin(json);
    base_json_key_string(json, "type", "Feature");
    base_json_key_string(json, "id", finding->id);
    base_json_key(json, "geometry");
    geo_geojson_write(&finding->geometry, json);
    base_json_key(json, "properties");
    base_json_object_begin(json);
    write_members(finding, lang, json);
    base_json_key_string(json, "state", finding->state);
    base_json_object_end(json);
    base_json_object_end(json);
}

void boundary_report_write_geojson(const struct boundary_report *report, enum base_lang lang,
                                   struct base_json *json)
{
    base_json_object_begin(json);
    base_json_key_string(json, "type", "FeatureCollection");
    base_json_key(json, "features");
    base_json_array_begin(json);
    for (uint32_t i = 0; i < report->finding_count; i++)
        write_feature(&report->findings[i], lang, json);
    base_json_array_end(json);
    base_json_object_end(json);
}

bool boundary_report_reaches(const struct boundary_report *report, enum boundary_severity severity)
{
    for (int s = 0; s <= (int)severity; s++)
        if (report->severities[s])
            return true;
    return false;
}

uint32_t boundary_report_total(const struct boundary_report *report)
{
    uint32_t total = 0;
    for (int s = 0; s < BOUNDARY_SEVERITY_COUNT; s++)
        total += report->severities[s];
    return total;
}
