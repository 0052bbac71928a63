/* report/inspection.c - an inspection of boundaries as a page. */
#include "report/inspection.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "geo/measure.h"
#include "report/map.h"
#include "report/signing.h"
#include "report/terms.h"

#define LABELS_MOST  99 /* more numbers than these cannot be read on the map */
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *class_of(enum boundary_severity severity)
{
    return severity == BOUNDARY_NOTICE ? "notice-line" : boundary_severity_name(severity);
}

static int compare_code(const void *code, const void *division)
{
    return strcmp(code, ((const struct store_division *)division)->code);
}

const struct store_division *report_inspection_division(const struct report_inspection *inspection,
                                                        const char *code)
{
    return bsearch(code, inspection->divisions, inspection->division_count,
                   sizeof *inspection->divisions, compare_code);
}

/* --- facts ----------------------------------------------------------------- */

static void write_between(const struct report_inspection *inspection, struct report_page *page)
{
    if (!inspection->between[0] || !inspection->between[1])
        return;
    char text[256];
    const struct store_division *pair[2] = {
        report_inspection_division(inspection, inspection->between[0]),
        report_inspection_division(inspection, inspection->between[1])};
    snprintf(text, sizeof text, "%.90s (%s) - %.90s (%s)", pair[0] ? pair[0]->name : "",
             inspection->between[0], pair[1] ? pair[1]->name : "", inspection->between[1]);
    report_html_fact(page, "Between", text);
}

static void write_facts(const struct report_inspection *inspection, struct report_page *page)
{
    static const char *const LEVELS[] = {"All levels", "Province", "Prefecture",
                                         "County",     "Township", "Village"};
    const struct boundary_report *report = inspection->report;
    char text[64];
    base_buffer_text(page->out, "<dl>\n");
    report_html_fact(page, "As of", base_date_print(report->at, (char[BASE_DATE_SIZE]){0}));
    report_html_fact(page, "Level", report_html_word(page, LEVELS[report->level]));
    write_between(inspection, page);
    snprintf(text, sizeof text, "%.32s (± %.2f m)", report->profile.name,
             report->profile.tolerance_m);
    report_html_fact(page, "Tolerance by source scale", text);
    snprintf(text, sizeof text, "%" PRIu32, report->divisions);
    report_html_fact(page, "Divisions inspected", text);
    snprintf(text, sizeof text, "%" PRIu32 " (%.1f km)", report->lines, report->length_m / 1000);
    report_html_fact(page, "Shared borders", text);
    if (report->run) {
        snprintf(text, sizeof text, "%" PRId64, report->run);
        report_html_fact(page, "Run", text);
    }
    base_buffer_text(page->out, "</dl>\n");
}

static void write_remarks(const struct report_inspection *inspection, struct report_page *page)
{
    const struct boundary_report *report = inspection->report;
    if (inspection->claims)
        report_html_element(page, "p", "notice",
                            "The parties' claims were inspected in place of the register.");
    if (report->without_geometry > 0)
        report_html_element(page, "p", "notice",
                            "%u divisions have no outline and were not inspected.",
                            report->without_geometry);
    struct boundary_uninspected uninspected = boundary_uninspected_sum(report->uninspected);
    double known_m = boundary_uninspected_known_m(&uninspected);
    if (uninspected.border_m > 0)
        report_html_element(page, "p", NULL,
                            "%.1f km of border (%.1f %% of %.1f km) could not be compared: no "
                            "neighbour in the record, or a unit that is displaced or not valid.",
                            known_m / 1000, 100 * known_m / uninspected.border_m,
                            uninspected.border_m / 1000);
    if (report->registered.bare_m > 0)
        report_html_element(page, "p", NULL,
                            "%.1f km of the borders that have a line, of %.1f km, lie beyond the "
                            "ends of their lines.",
                            report->registered.bare_m / 1000, report->registered.border_m / 1000);
    if (report->exempted.item_count > 0)
        report_html_element(page, "p", NULL,
                            "%u faces (%.1f m² in all) are allowed by the register of exemptions.",
                            report->exempted.item_count, report->exempted.area_m2);
    if (report->numeric.faces > 0)
        report_html_element(
            page, "p", NULL,
            "%u faces are no wider than the resolution of the coordinates (%.3f m² in "
            "all); they are no findings.",
            report->numeric.faces, report->numeric.area_m2);
    if (report->against)
        report_html_element(page, "p", NULL, "Compared with edition %lld.",
                            (long long)report->against);
    if (isfinite(report->median_offset_m) && report->against)
        report_html_element(page, "p", NULL, "Unchanged borders: %.1f km, median offset %.2f m.",
                            report->unchanged_length_m / 1000, report->median_offset_m);
}

/* --- counts ---------------------------------------------------------------- */

static void write_counts(const struct boundary_report *report, struct report_page *page)
{
    static const char *const COLUMNS[] = {"Kind", "#Findings"};
    report_html_element(page, "h2", NULL, "Findings by kind");
    if (report->finding_count == 0) {
        report_html_element(page, "p", NULL, "Nothing was found.");
        return;
    }
    report_html_table_begin(page, COLUMNS, COUNT(COLUMNS));
    for (int kind = 0; kind < BOUNDARY_KIND_COUNT; kind++) {
        if (report->counts[kind] == 0)
            continue;
        base_buffer_text(page->out, "<tr>");
        report_html_cell(page, report_html_word(page, report_term_kind((enum boundary_kind)kind)));
        report_html_cell_count(page, report->counts[kind]);
        base_buffer_text(page->out, "</tr>\n");
    }
    base_buffer_text(page->out, "<tr class=\"sum\">");
    report_html_cell(page, report_html_word(page, "Sum"));
    report_html_cell_count(page, report->finding_count);
    base_buffer_text(page->out, "</tr>\n");
    report_html_table_end(page);
}

/* --- map ------------------------------------------------------------------- */

/* Where a finding is named on the map and in the table; false: it has no place. */
static bool centre_of(const struct boundary_finding *finding, struct geo_point *out)
{
    if (finding->geometry.part_count == 0)
        return false;
    if (geo_label_point(&finding->geometry, out, NULL, NULL) != BASE_OK)
        *out = finding->first_vertex;
    return true;
}

static bool is_drawn(const struct report_inspection *inspection,
                     const struct store_division *division)
{
    const char *const *between = inspection->between;
    if (division->geometry.part_count == 0)
        return false;
    if (between[0] && between[1])
        return strcmp(division->code, between[0]) == 0 || strcmp(division->code, between[1]) == 0;
    return inspection->report->level == STORE_LEVEL_NONE ||
           inspection->report->level == division->level;
}

static void add_outline(const struct report_inspection *inspection, const char *code,
                        struct geo_box *box)
{
    const struct store_division *division = report_inspection_division(inspection, code);
    if (division && is_drawn(inspection, division))
        *box = geo_box_union(*box, geo_geometry_box(&division->geometry));
}

/* The findings that have a place with their parties; without any, all that was
 * inspected. */
static struct geo_box box_of(const struct report_inspection *inspection)
{
    const struct boundary_report *report = inspection->report;
    struct geo_box box = geo_box_empty();
    for (uint32_t i = 0; i < report->finding_count; i++) {
        const struct boundary_finding *finding = &report->findings[i];
        if (finding->geometry.part_count == 0)
            continue;
        box = geo_box_union(box, geo_geometry_box(&finding->geometry));
        for (uint32_t k = 0; k < finding->party_count; k++)
            add_outline(inspection, finding->parties[k], &box);
    }
    if (!geo_box_is_empty(box))
        return box;
    for (size_t i = 0; i < inspection->division_count; i++)
        add_outline(inspection, inspection->divisions[i].code, &box);
    return box;
}

static void draw_findings(const struct boundary_report *report, struct report_map *map)
{
    for (uint32_t i = 0; i < report->finding_count; i++)
        report_map_shape(map, &report->findings[i].geometry,
                         class_of(report->findings[i].severity));
    for (uint32_t i = report->finding_count; i-- > 0;) { /* the gravest on top */
        char label[16], class_name[32];
        struct geo_point centre;
        if (!centre_of(&report->findings[i], &centre))
            continue;
        snprintf(label, sizeof label, "%" PRIu32, i + 1);
        snprintf(class_name, sizeof class_name, "ring %s", class_of(report->findings[i].severity));
        report_map_mark(map, centre, 4, class_name, i < LABELS_MOST ? label : NULL);
    }
}

static void write_key(struct report_page *page, const bool shown[BOUNDARY_SEVERITY_COUNT])
{
    base_buffer_text(page->out, "<figcaption class=\"small\">");
    for (int severity = 0; severity < BOUNDARY_SEVERITY_COUNT; severity++) {
        if (!shown[severity])
            continue;
        base_buffer_printf(page->out,
                           "<span class=\"key\"><svg viewBox=\"0 0 10 10\"><circle class=\"ring "
                           "%s\" cx=\"5\" cy=\"5\" r=\"4\"/></svg>",
                           class_of((enum boundary_severity)severity));
        report_html_say(
            page, "%s",
            report_html_word(page, report_term_severity((enum boundary_severity)severity)));
        base_buffer_text(page->out, "</span>");
    }
    report_html_say(page, "A sketch for finding the places, not a map for publication.");
    base_buffer_text(page->out, "</figcaption>\n");
}

static enum base_status write_map(const struct report_inspection *inspection,
                                  struct report_page *page, struct base_error *err)
{
    struct report_map map;
    struct geo_box box = box_of(inspection);
    bool shown[BOUNDARY_SEVERITY_COUNT] = {false};
    if (geo_box_is_empty(box))
        return BASE_OK;
    report_html_element(page, "h2", NULL, "Map");
    base_buffer_text(page->out, "<figure>");
    report_map_begin(&map, page, box);
    for (size_t i = 0; i < inspection->division_count; i++)
        if (is_drawn(inspection, &inspection->divisions[i]))
            report_map_shape(&map, &inspection->divisions[i].geometry, "division");
    draw_findings(inspection->report, &map);
    enum base_status status = report_map_end(&map, err);
    for (uint32_t i = 0; i < inspection->report->finding_count; i++)
        shown[inspection->report->findings[i].severity] = true;
    write_key(page, shown);
    base_buffer_text(page->out, "</figure>\n");
    return status;
}

/* --- findings -------------------------------------------------------------- */

static void write_parties(const struct report_inspection *inspection,
                          const struct boundary_finding *finding, struct report_page *page)
{
    base_buffer_text(page->out, "<td>");
    for (uint32_t i = 0; i < finding->party_count; i++) {
        const struct store_division *division =
            report_inspection_division(inspection, finding->parties[i]);
        base_buffer_text(page->out, i ? "<br>" : "");
        if (division) {
            report_html_text(page->out, division->name);
            base_buffer_byte(page->out, ' ');
        }
        base_buffer_text(page->out, "<span class=\"small\">");
        report_html_text(page->out, finding->parties[i]);
        base_buffer_text(page->out, "</span>");
    }
    base_buffer_text(page->out, "</td>");
}

static void write_centre(const struct boundary_finding *finding, struct report_page *page)
{
    char text[64] = "—";
    struct geo_point centre;
    if (centre_of(finding, &centre))
        snprintf(text, sizeof text, "%.6f, %.6f", geo_grid_to_degrees(centre.lon),
                 geo_grid_to_degrees(centre.lat));
    base_buffer_printf(page->out, "<td class=\"n\">%s</td>", text);
}

static void write_finding(const struct report_inspection *inspection, uint32_t number,
                          struct report_page *page)
{
    const struct boundary_finding *f = &inspection->report->findings[number];
    base_buffer_text(page->out, "<tbody><tr class=\"joined\">");
    report_html_cell_count(page, (int64_t)number + 1);
    report_html_cell(page, report_html_word(page, report_term_kind(f->kind)));
    report_html_cell(page, report_html_word(page, report_term_severity(f->severity)));
    write_parties(inspection, f, page);
    report_html_cell_number(page, f->area_m2, 1);
    report_html_cell_number(page, f->length_m, 1);
    report_html_cell_number(page, f->width_m, 2);
    write_centre(f, page);
    base_buffer_text(page->out, "</tr>\n<tr><td></td><td class=\"more\" colspan=\"7\">");
    report_html_text(page->out, f->message[page->lang]);
    base_buffer_text(page->out, " <span class=\"id\">");
    report_html_text(page->out, f->id);
    base_buffer_text(page->out, "</span> ");
    report_html_text(page->out, report_html_word(page, report_term_state(f->state)));
    base_buffer_text(page->out, "</td></tr></tbody>\n");
}

static void write_findings(const struct report_inspection *inspection, struct report_page *page)
{
    static const char *const COLUMNS[] = {
        "#No.",       "Kind",        "Severity",   "Parties",
        "#Area (m²)", "#Length (m)", "#Width (m)", "#Longitude, latitude"};
    if (inspection->report->finding_count == 0)
        return;
    report_html_element(page, "h2", NULL, "Findings");
    report_html_table_begin(page, COLUMNS, COUNT(COLUMNS));
    for (uint32_t i = 0; i < inspection->report->finding_count; i++)
        write_finding(inspection, i, page);
    report_html_table_end(page);
}

/* --- signatures -------------------------------------------------------------- */

static void write_severities(const struct boundary_report *report, struct report_page *page)
{
    uint32_t counts[BOUNDARY_SEVERITY_COUNT] = {0};
    char text[32];
    for (uint32_t i = 0; i < report->finding_count; i++)
        counts[report->findings[i].severity]++;
    base_buffer_text(page->out, "<dl>\n");
    snprintf(text, sizeof text, "%" PRIu32, report->finding_count);
    report_html_fact(page, "Findings", text);
    for (int severity = 0; severity < BOUNDARY_SEVERITY_COUNT; severity++) {
        snprintf(text, sizeof text, "%" PRIu32, counts[severity]);
        report_html_fact(page, report_term_severity((enum boundary_severity)severity), text);
    }
    base_buffer_text(page->out, "</dl>\n");
}

/* A page of its own, to be signed by those whom findings concern. */
static enum base_status write_signatures(const struct report_inspection *inspection,
                                         struct report_page *page, struct base_error *err)
{
    base_buffer_text(page->out, "<section class=\"signing\">\n");
    report_html_element(page, "h2", NULL, "Signatures of the parties");
    base_buffer_text(page->out, "<dl>\n");
    report_html_fact(page, "Round", "__________");
    base_buffer_text(page->out, "</dl>\n");
    write_facts(inspection, page);
    write_severities(inspection->report, page);
    report_html_element(page, "p", "notice",
                        "Who signs has seen and checked the findings by the data compared. The "
                        "signature moves no line: where it runs is laid down in the approved "
                        "agreement.");
    enum base_status status = report_signing_write(inspection, page, err);
    base_buffer_text(page->out, "</section>\n");
    return status;
}

enum base_status report_inspection_write(const struct report_inspection *inspection,
                                         struct report_page *page, struct base_error *err)
{
    report_html_begin(page, report_html_word(page, "Inspection of boundaries"));
    write_facts(inspection, page);
    write_remarks(inspection, page);
    write_counts(inspection->report, page);
    enum base_status status = write_map(inspection, page, err);
    write_findings(inspection, page);
    report_html_element(page, "p", "small",
                        "Coordinates are CGCS2000 longitude and latitude; areas are those on the "
                        "ellipsoid. An inspection finds and measures; it repairs nothing.");
    if (status == BASE_OK)
        status = write_signatures(inspection, page, err);
    report_html_end(page);
    return status;
}
