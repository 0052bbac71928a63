/* report/coverage.c - a coverage run as a page. */
#include "report/coverage.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/message.h"
#include "report/map.h"
#include "report/terms.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *text_of(const struct report_coverage *coverage, uint32_t offset)
{
    return coverage_points_text(coverage->input->points, offset);
}

/* A status that is not computed yet is left out while nobody has it. */
static bool is_told(const struct coverage_report *report, int status)
{
    return status != COVERAGE_NO_CAPACITY || report->people.count[COVERAGE_TOTAL][status] > 0;
}

/* --- facts ----------------------------------------------------------------- */

static void write_facts(const struct report_coverage *coverage, struct report_page *page)
{
    const struct coverage_report *report = coverage->report;
    char text[64];
    base_buffer_text(page->out, "<dl>\n");
    report_html_fact(page, "As of", base_date_print(report->options.at, (char[BASE_DATE_SIZE]){0}));
    report_html_fact(page, "Facilities of the kind",
                     report_html_word(page, report_term_facility(report->options.kind)));
    snprintf(text, sizeof text, "%zu", report->facility_count);
    report_html_fact(page, "Number of facilities", text);
    base_message(text, sizeof text, page->lang, "%u minutes", report->options.minutes);
    report_html_fact(page, "Walking time, at most", text);
    report_html_fact(page, "Walking speed of",
                     report_html_word(page, report_term_profile(report->profile.name)));
    report_html_fact(
        page, "Season",
        report_html_word(page, report->options.season == COVERAGE_WINTER ? "Winter" : "Summer"));
    if (report->run) {
        snprintf(text, sizeof text, "%" PRId64, report->run);
        report_html_fact(page, "Run", text);
    }
    base_buffer_text(page->out, "</dl>\n");
}

static void write_remarks(const struct coverage_report *report, struct report_page *page)
{
    if (report->has_modelled)
        report_html_element(page, "p", "notice",
                            "People stand where a model put them, not where they were counted.");
    if (report->has_example)
        report_html_element(page, "p", "notice", "Some facilities are made up (示例数据).");
    if (report->has_stand_in)
        report_html_element(page, "p", "notice", "One person stands for each address.");
}

/* --- people ---------------------------------------------------------------- */

static void write_share(struct report_page *page, int64_t part, int64_t all)
{
    char text[32] = "—";
    if (all > 0)
        snprintf(text, sizeof text, "%.1f %%", 100 * (double)part / (double)all);
    base_buffer_printf(page->out, "<td class=\"n\">%s</td>", text);
}

static void write_status(const struct coverage_people *people, enum coverage_status status,
                         struct report_page *page)
{
    base_buffer_text(page->out, "<tr>");
    report_html_cell(page, report_html_word(page, report_term_status(status)));
    for (int age = 0; age < COVERAGE_AGES; age++) {
        report_html_cell_count(page, people->count[age][status]);
        write_share(page, people->count[age][status], coverage_people_all(people, age));
    }
    base_buffer_text(page->out, "</tr>\n");
}

static void write_people(const struct coverage_report *report, struct report_page *page)
{
    const char *columns[1 + 2 * COVERAGE_AGES] = {"Status"};
    char names[COVERAGE_AGES][64];
    for (int age = 0; age < COVERAGE_AGES; age++) {
        snprintf(names[age], sizeof names[age], "#%s", report_term_age(age));
        columns[1 + 2 * age] = names[age];
        columns[2 + 2 * age] = "#Share";
    }
    report_html_element(page, "h2", NULL, "People by status");
    report_html_table_begin(page, columns, COUNT(columns));
    for (int status = 0; status < COVERAGE_STATUSES; status++)
        if (is_told(report, status))
            write_status(&report->people, (enum coverage_status)status, page);
    base_buffer_text(page->out, "<tr class=\"sum\">");
    report_html_cell(page, report_html_word(page, "Sum"));
    for (int age = 0; age < COVERAGE_AGES; age++) {
        int64_t all = coverage_people_all(&report->people, age);
        report_html_cell_count(page, all);
        write_share(page, all, all);
    }
    base_buffer_text(page->out, "</tr>\n");
    report_html_table_end(page);
}

static void write_divisions(const struct report_coverage *coverage, struct report_page *page)
{
    const struct coverage_report *report = coverage->report;
    const char *columns[4 + COVERAGE_STATUSES] = {"Division", "#People"};
    char names[COVERAGE_STATUSES][64];
    size_t count = 2;
    for (int status = 0; status < COVERAGE_STATUSES; status++) {
        snprintf(names[status], sizeof names[status], "#%s",
                 report_term_status((enum coverage_status)status));
        if (is_told(report, status))
            columns[count++] = names[status];
    }
    columns[count++] = "#Share covered";
    report_html_element(page, "h2", NULL, "People by division");
    report_html_table_begin(page, columns, count);
    for (size_t i = 0; i < report->division_count; i++) {
        const struct coverage_people *people = &report->divisions[i].people;
        struct store_division_entry entry =
            store_division_index_entry(coverage->input->divisions, report->divisions[i].row);
        int64_t all = coverage_people_all(people, COVERAGE_TOTAL);
        if (entry.level > STORE_LEVEL_COUNTY)
            continue;
        base_buffer_text(page->out, "<tr>");
        report_html_cell(page, entry.name);
        report_html_cell_count(page, all);
        for (int status = 0; status < COVERAGE_STATUSES; status++)
            if (is_told(report, status))
                report_html_cell_count(page, people->count[COVERAGE_TOTAL][status]);
        write_share(page, people->count[COVERAGE_TOTAL][COVERAGE_COVERED], all);
        base_buffer_text(page->out, "</tr>\n");
    }
    report_html_table_end(page);
}

/* --- map ------------------------------------------------------------------- */

/* Counties and above, as they are on the day. */
static bool is_drawn(const struct store_division_entry *entry, base_date_t at)
{
    return entry->level <= STORE_LEVEL_COUNTY && !geo_box_is_empty(entry->box) &&
           base_date_within(at, entry->valid_from, entry->valid_to);
}

static struct geo_box box_of_facilities(const struct report_coverage *coverage)
{
    struct geo_box box = geo_box_empty();
    for (size_t i = 0; i < coverage->report->facility_count; i++) {
        const struct coverage_facility_row *row =
            &coverage->input->points->facilities[coverage->report->facilities[i].row];
        if (row->has_point)
            box = geo_box_add_point(box, row->point);
    }
    return box;
}

/* The ground that is reached; without any, the facilities, or the first division. */
static struct geo_box box_of(const struct report_coverage *coverage)
{
    const struct store_division_index *index = coverage->input->divisions;
    if (coverage->area->part_count > 0)
        return geo_geometry_box(coverage->area);
    struct geo_box box = box_of_facilities(coverage);
    for (uint32_t i = 0; i < index->count && geo_box_is_empty(box); i++) {
        struct store_division_entry entry = store_division_index_entry(index, i);
        if (is_drawn(&entry, coverage->report->options.at))
            box = entry.box;
    }
    return box;
}

static void draw_divisions(const struct report_coverage *coverage, struct report_map *map)
{
    const struct store_division_index *index = coverage->input->divisions;
    for (uint32_t i = 0; i < index->count; i++) {
        struct store_division_entry entry = store_division_index_entry(index, i);
        if (!is_drawn(&entry, coverage->report->options.at))
            continue;
        struct geo_geometry outline = store_division_index_geometry(index, i);
        report_map_shape(map, &outline, "division");
    }
}

static void draw_people(const struct report_coverage *coverage, struct report_map *map)
{
    const struct coverage_report *report = coverage->report;
    struct geo_point *points = malloc((report->person_count + 1) * sizeof *points);
    if (!points) {
        map->failed = true;
        return;
    }
    for (int status = COVERAGE_STATUSES - 1; status > COVERAGE_COVERED; status--) {
        size_t count = 0;
        for (size_t i = 0; i < report->person_count; i++) {
            const struct coverage_people_row *row =
                &coverage->input->points->people[report->persons[i].row];
            if ((int)report->persons[i].status == status && row->has_point)
                points[count++] = row->point;
        }
        if (count > 0)
            report_map_dots(map, points, count, coverage_status_name((enum coverage_status)status));
    }
    free(points);
}

static void draw_facilities(const struct report_coverage *coverage, struct report_map *map)
{
    for (size_t i = 0; i < coverage->report->facility_count; i++) {
        const struct coverage_facility_row *row =
            &coverage->input->points->facilities[coverage->report->facilities[i].row];
        if (row->has_point)
            report_map_mark(map, row->point, 3, "facility", NULL);
    }
}

static void write_key_entry(struct report_page *page, const char *shape, const char *english)
{
    base_buffer_printf(page->out, "<span class=\"key\"><svg viewBox=\"0 0 10 10\">%s</svg>", shape);
    report_html_text(page->out, report_html_word(page, english));
    base_buffer_text(page->out, "</span>");
}

static void write_key(const struct coverage_report *report, struct report_page *page)
{
    char shape[96];
    base_buffer_text(page->out, "<figcaption class=\"small\">");
    write_key_entry(page, "<circle class=\"facility\" cx=\"5\" cy=\"5\" r=\"4\"/>", "Facility");
    write_key_entry(page, "<path class=\"reached\" d=\"M1 1h8v8h-8z\"/>", "Within walking time");
    for (int status = COVERAGE_COVERED + 1; status < COVERAGE_STATUSES; status++) {
        if (report->people.count[COVERAGE_TOTAL][status] == 0)
            continue;
        snprintf(shape, sizeof shape, "<path class=\"dots %s\" d=\"M5 5h0\"/>",
                 coverage_status_name((enum coverage_status)status));
        write_key_entry(page, shape, report_term_status((enum coverage_status)status));
    }
    report_html_say(page, "A sketch for finding the places, not a map for publication.");
    base_buffer_text(page->out, "</figcaption>\n");
}

static enum base_status write_map(const struct report_coverage *coverage, struct report_page *page,
                                  struct base_error *err)
{
    struct report_map map;
    struct geo_box box = box_of(coverage);
    if (geo_box_is_empty(box))
        return BASE_OK;
    report_html_element(page, "h2", NULL, "Map");
    base_buffer_text(page->out, "<figure>");
    report_map_begin(&map, page, box);
    draw_divisions(coverage, &map);
    draw_people(coverage, &map);
    report_map_shape(&map, coverage->area, "reached");
    draw_facilities(coverage, &map);
    enum base_status status = report_map_end(&map, err);
    write_key(coverage->report, page);
    base_buffer_text(page->out, "</figure>\n");
    return status;
}

/* --- facilities and indicators --------------------------------------------- */

static const char *place_of(const struct coverage_facility *facility)
{
    return facility->snap.place == COVERAGE_ON_NETWORK ? "Yes" : "No";
}

static void write_facility(const struct report_coverage *coverage,
                           const struct coverage_facility *facility, struct report_page *page)
{
    const struct coverage_facility_row *row = &coverage->input->points->facilities[facility->row];
    char text[64] = "—";
    if (row->has_point)
        snprintf(text, sizeof text, "%.6f, %.6f", geo_grid_to_degrees(row->point.lon),
                 geo_grid_to_degrees(row->point.lat));
    base_buffer_text(page->out, "<tr>");
    report_html_cell(page, text_of(coverage, row->id));
    report_html_cell(page, text_of(coverage, row->name));
    report_html_cell(page,
                     report_html_word(page, report_term_facility(text_of(coverage, row->kind))));
    report_html_cell(page, report_html_word(page, place_of(facility)));
    report_html_cell_count(page, coverage_people_all(&facility->people, COVERAGE_TOTAL));
    report_html_cell_count(page, coverage_people_all(&facility->people, COVERAGE_AGE60));
    base_buffer_printf(page->out, "<td class=\"n\">%s</td></tr>\n", text);
}

static void write_facilities(const struct report_coverage *coverage, struct report_page *page)
{
    static const char *const COLUMNS[] = {"Id",
                                          "Name",
                                          "Kind",
                                          "On a road",
                                          "#People served",
                                          "#60 and over",
                                          "#Longitude, latitude"};
    report_html_element(page, "h2", NULL, "Facilities");
    if (coverage->report->facility_count == 0) {
        report_html_element(page, "p", NULL, "No facility of this kind is open on the day.");
        return;
    }
    report_html_table_begin(page, COLUMNS, COUNT(COLUMNS));
    for (size_t i = 0; i < coverage->report->facility_count; i++)
        write_facility(coverage, &coverage->report->facilities[i], page);
    report_html_table_end(page);
    report_html_element(
        page, "p", "small",
        "Each person within the walking time is counted with the nearest facility.");
}

static void write_indicator(const struct report_coverage *coverage,
                            const struct coverage_indicator *item, struct report_page *page)
{
    const struct store_division_index *divisions = coverage->input->divisions;
    const struct coverage_definition *definition = item->definition;
    struct store_division_entry unit = store_division_index_entry(divisions, item->unit);
    base_buffer_printf(page->out, "<tbody><tr%s>", item->failing_count ? " class=\"joined\"" : "");
    report_html_cell(page, definition->title);
    report_html_cell(page, unit.name);
    report_html_cell_count(page, item->numerator);
    report_html_cell_count(page, item->denominator);
    write_share(page, item->numerator, item->denominator);
    base_buffer_printf(page->out, "<td class=\"n\">%.0f %% (%d)</td></tr>\n",
                       100 * definition->target, definition->year);
    if (item->failing_count > 0) {
        base_buffer_text(page->out, "<tr><td class=\"more\" colspan=\"6\">");
        report_html_say(page, "Without one: ");
        for (size_t i = 0; i < item->failing_count; i++) {
            base_buffer_text(page->out, i ? page->lang == BASE_ZH ? "、" : ", " : "");
            report_html_text(page->out,
                             store_division_index_entry(divisions, item->failing[i]).name);
        }
        base_buffer_text(page->out, "</td></tr>");
    }
    base_buffer_text(page->out, "</tbody>\n");
}

static void write_indicators(const struct report_coverage *coverage, struct report_page *page)
{
    static const char *const COLUMNS[] = {"Indicator", "Division", "#With one",
                                          "#Units",    "#Share",   "#Target (year)"};
    const struct coverage_report *report = coverage->report;
    if (report->indicator_count == 0)
        return;
    report_html_element(page, "h2", NULL, "Indicators of the plan");
    report_html_element(page, "p", "small",
                        "They tell whether a unit has a facility, not who reaches it. Source: %s.",
                        report->indicators[0].definition->source);
    report_html_table_begin(page, COLUMNS, COUNT(COLUMNS));
    for (size_t i = 0; i < report->indicator_count; i++)
        write_indicator(coverage, &report->indicators[i], page);
    report_html_table_end(page);
}

enum base_status report_coverage_write(const struct report_coverage *coverage,
                                       struct report_page *page, struct base_error *err)
{
    report_html_begin(page, report_html_word(page, "Coverage on foot"));
    write_facts(coverage, page);
    write_remarks(coverage->report, page);
    write_people(coverage->report, page);
    enum base_status status = write_map(coverage, page, err);
    write_divisions(coverage, page);
    write_facilities(coverage, page);
    write_indicators(coverage, page);
    report_html_element(page, "p", "small",
                        "Each person is counted by the own way from the own point; the ground "
                        "within walking time is only a picture of it.");
    report_html_end(page);
    return status;
}
