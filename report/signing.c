/* report/signing.c - where the parties of an inspection sign its report. */
#include "report/signing.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/terms.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define NUMBERS_MOST 40U /* findings of one set of parties that are named by number */

/* Findings that concern the same parties, by number. */
struct concern {
    const char *const *parties;
    uint32_t party_count;
    const uint32_t *numbers; /* rising, from 0 */
    uint32_t count;
};

/* A finding in hand for sorting. */
struct place {
    const struct boundary_finding *finding;
    uint32_t number;
};

static int compare_parties(const struct boundary_finding *a, const struct boundary_finding *b)
{
    for (uint32_t i = 0; i < a->party_count && i < b->party_count; i++) {
        int order = strcmp(a->parties[i], b->parties[i]);
        if (order)
            return order;
    }
    return (a->party_count > b->party_count) - (a->party_count < b->party_count);
}

static int compare_places(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    int order = compare_parties(a->finding, b->finding);
    return order ? order : (a->number > b->number) - (a->number < b->number);
}

static void write_party(const struct report_inspection *inspection, const char *code,
                        struct report_page *page)
{
    const struct store_division *division = report_inspection_division(inspection, code);
    if (division) {
        report_html_text(page->out, division->name);
        base_buffer_byte(page->out, ' ');
    }
    base_buffer_text(page->out, "<span class=\"small\">");
    report_html_text(page->out, code);
    base_buffer_text(page->out, "</span>");
}

static void write_heading(const struct report_inspection *inspection, const struct concern *concern,
                          struct report_page *page)
{
    base_buffer_text(page->out, "<h3>");
    for (uint32_t i = 0; i < concern->party_count; i++) {
        base_buffer_text(page->out, i ? " – " : "");
        write_party(inspection, concern->parties[i], page);
    }
    base_buffer_text(page->out, "</h3>\n");
}

/* "blocking 1, substantive 3; No. 1, 4, 5, 9". */
static void write_findings(const struct report_inspection *inspection,
                           const struct concern *concern, struct report_page *page)
{
    uint32_t counts[BOUNDARY_SEVERITY_COUNT] = {0};
    base_buffer_text(page->out, "<p>");
    report_html_say(page, "%u findings", concern->count);
    for (uint32_t i = 0; i < concern->count; i++)
        counts[inspection->report->findings[concern->numbers[i]].severity]++;
    for (int severity = 0; severity < BOUNDARY_SEVERITY_COUNT; severity++)
        if (counts[severity]) {
            base_buffer_text(page->out, page->lang == BASE_ZH ? "，" : ", ");
            report_html_text(
                page->out,
                report_html_word(page, report_term_severity((enum boundary_severity)severity)));
            base_buffer_printf(page->out, " %" PRIu32, counts[severity]);
        }
    for (uint32_t i = 0; i < concern->count && i < NUMBERS_MOST; i++) {
        base_buffer_text(page->out, i ? ", " : page->lang == BASE_ZH ? "；" : "; ");
        if (i == 0) {
            report_html_text(page->out, report_html_word(page, "No."));
            base_buffer_byte(page->out, ' ');
        }
        base_buffer_printf(page->out, "%" PRIu32, concern->numbers[i] + 1);
    }
    base_buffer_text(page->out, concern->count > NUMBERS_MOST ? " …</p>\n" : "</p>\n");
}

static void write_rows(const struct report_inspection *inspection, const struct concern *concern,
                       struct report_page *page)
{
    static const char *const COLUMNS[] = {"Party", "Opinion", "Signature and seal", "Date"};
    report_html_table_begin(page, COLUMNS, COUNT(COLUMNS));
    for (uint32_t i = 0; i < concern->party_count; i++) {
        base_buffer_text(page->out, "<tbody><tr class=\"sign\"><td>");
        write_party(inspection, concern->parties[i], page);
        base_buffer_text(page->out, "</td><td></td><td></td><td></td></tr></tbody>\n");
    }
    report_html_table_end(page);
}

static void write_concern(const struct report_inspection *inspection, const struct concern *concern,
                          struct report_page *page)
{
    base_buffer_text(page->out, concern->party_count > 3 ? "<div>\n" : "<div class=\"whole\">\n");
    write_heading(inspection, concern, page);
    write_findings(inspection, concern, page);
    write_rows(inspection, concern, page);
    base_buffer_text(page->out, "</div>\n");
}

/* Lists the findings of two parties and more, by parties. */
static uint32_t list_places(const struct boundary_report *report, struct place *places)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < report->finding_count; i++)
        if (report->findings[i].party_count > 1)
            places[count++] = (struct place){&report->findings[i], i};
    if (count)
        qsort(places, count, sizeof *places, compare_places);
    return count;
}

/* True when one of the sets was the pair that was asked for. */
static bool write_concerns(const struct report_inspection *inspection, const struct place *places,
                           uint32_t count, uint32_t *numbers, struct report_page *page)
{
    const char *const *between = inspection->between;
    bool met = false;
    for (uint32_t first = 0, end; first < count; first = end) {
        const struct boundary_finding *f = places[first].finding;
        for (end = first; end < count && compare_parties(f, places[end].finding) == 0; end++)
            numbers[end - first] = places[end].number;
        struct concern concern = {(const char *const *)f->parties, f->party_count, numbers,
                                  end - first};
        write_concern(inspection, &concern, page);
        met = met ||
              (f->party_count == 2 && between[0] && between[1] &&
               (strcmp(f->parties[0], between[0]) == 0 || strcmp(f->parties[0], between[1]) == 0));
    }
    return met;
}

static void write_alone(const struct boundary_report *report, uint32_t shared,
                        struct report_page *page)
{
    if (report->finding_count > shared)
        report_html_element(page, "p", "small",
                            "%u findings concern one unit alone and need nobody else's signature.",
                            report->finding_count - shared);
}

enum base_status report_signing_write(const struct report_inspection *inspection,
                                      struct report_page *page, struct base_error *err)
{
    const struct boundary_report *report = inspection->report;
    size_t most = (size_t)report->finding_count + 1;
    struct place *places = malloc(most * sizeof *places);
    uint32_t *numbers = malloc(most * sizeof *numbers);
    bool ok = places && numbers;
    if (ok) {
        uint32_t count = list_places(report, places);
        bool met = write_concerns(inspection, places, count, numbers, page);
        if (!met && inspection->between[0] && inspection->between[1])
            write_concern(inspection, &(struct concern){inspection->between, 2, NULL, 0}, page);
        write_alone(report, count, page);
    }
    free(places);
    free(numbers);
    return ok ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "no memory for the report");
}
