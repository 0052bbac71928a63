/* import/sides.c - what lines, claims of lines, markers, tri-junctions and exemptions
 * refer to.
 *
 * The codes of a line's sides are frozen at its agreement, so that a division
 * of any day counts. A neighbour may be missing: the outer lines of a city are
 * agreed with units that its record need not hold. */
#include "import/sides.h"

#include <string.h>

#include "import/touch.h"

struct sides {
    struct import_job *job;
    const struct import_set *codes; /* of the record's divisions */
    struct import_set lines;        /* codes of the record's lines: their place + 1 */
    const struct store_line *held;
};

static void warn_unknown(struct sides *s, const struct import_row *row, const char *field,
                         const char *code)
{
    if (code && !import_set_find(s->codes, code))
        import_report_add(s->job->report, IMPORT_WARNING, IMPORT_REFERENCE_UNKNOWN, row->number,
                          field, code, "%s: there is no division %s in the record", field, code);
}

/* The record's line of that code; NULL, told as a warning, when there is none. */
static const struct store_line *line_of(struct sides *s, const struct import_row *row,
                                        const char *code)
{
    int64_t at = import_set_find(&s->lines, code);
    if (at)
        return &s->held[at - 1];
    if (code)
        import_report_add(s->job->report, IMPORT_WARNING, IMPORT_REFERENCE_UNKNOWN, row->number,
                          "line", code,
                          "line: there is no line %s in the record; import the line too", code);
    return NULL;
}

/* --- lines --------------------------------------------------------------- */

/* Whether the line or area comes to the division, on any day. *placed is set when the
 * record has ground for it. */
static bool comes_to(const struct sides *s, const struct geo_geometry *shape, const char *code,
                     bool *placed)
{
    const struct import_job *job = s->job;
    for (size_t i = 0; i < job->held_count; i++) {
        const struct store_division *d = &job->held[i];
        if (strcmp(d->code, code) != 0 || d->geometry.part_count == 0)
            continue;
        *placed = true;
        if (import_touches(shape, &d->geometry, IMPORT_TOUCH_M) ||
            (shape->kind == GEO_MULTIPOLYGON &&
             geo_polygon_locate(shape, d->geometry.points[0]) != GEO_OUTSIDE))
            return true;
    }
    return false;
}

static void check_place(struct sides *s, struct import_row *row)
{
    const struct store_line *line = &row->as.line;
    bool a_placed = false, b_placed = false;
    bool a = comes_to(s, &line->geometry, line->a, &a_placed);
    bool b = comes_to(s, &line->geometry, line->b, &b_placed);
    if (!a && !b && (a_placed || b_placed)) {
        import_report_add(s->job->report, IMPORT_ERROR, IMPORT_GEOMETRY_OUTSIDE, row->number,
                          "geometry", line->code,
                          "the line %s comes within 50 m of neither %s nor %s; check its sides and "
                          "its coordinates",
                          line->code, line->a, line->b);
        row->rejected = true;
    } else if ((a_placed && !a) || (b_placed && !b)) {
        import_report_add(s->job->report, IMPORT_WARNING, IMPORT_GEOMETRY_OUTSIDE, row->number,
                          "geometry", line->code,
                          "the line %s does not come within 50 m of %s; check that side",
                          line->code, a_placed && !a ? line->a : line->b);
    }
}

static void check_line(struct sides *s, struct import_row *row)
{
    const struct store_line *line = &row->as.line;
    if (!import_set_find(s->codes, line->a) && !import_set_find(s->codes, line->b)) {
        import_report_add(s->job->report, IMPORT_ERROR, IMPORT_REFERENCE_UNKNOWN, row->number, "a",
                          line->a,
                          "neither side of the line %s is in the record, %s nor %s; import the "
                          "divisions first, or correct the codes",
                          line->code, line->a, line->b);
        row->rejected = true;
        return;
    }
    warn_unknown(s, row, "a", line->a);
    warn_unknown(s, row, "b", line->b);
    if (line->geometry.part_count)
        check_place(s, row);
}

/* --- claims -------------------------------------------------------------- */

static void check_claim(struct sides *s, struct import_row *row)
{
    const char *party = row->of_line ? row->as.line_claim.party : row->as.claim.party;
    if (!import_set_find(s->codes, party)) {
        import_report_add(s->job->report, IMPORT_ERROR, IMPORT_REFERENCE_UNKNOWN, row->number,
                          "party", party,
                          "party: there is no division %s in the record; give the code of the "
                          "division that claims",
                          party);
        row->rejected = true;
        return;
    }
    if (!row->of_line)
        return;
    const struct store_line *line = line_of(s, row, row->as.line_claim.line);
    if (line && strcmp(line->a, party) != 0 && strcmp(line->b, party) != 0)
        import_report_add(s->job->report, IMPORT_WARNING, IMPORT_REFERENCE_UNKNOWN, row->number,
                          "party", party,
                          "party: %s is no side of the line %s, which is between %s and %s", party,
                          line->code, line->a, line->b);
}

/* --- markers and tri-junctions ------------------------------------------- */

/* A keeper is a division by its code, or a name that stands for itself. */
static void check_marker(struct sides *s, const struct import_row *row)
{
    char code[STORE_CODE_SIZE];
    const struct store_marker *marker = &row->as.marker;
    line_of(s, row, marker->line);
    if (marker->keeper && store_code_parse(marker->keeper, code))
        warn_unknown(s, row, "keeper", code);
}

/* Takes the next code off a list with commas between; false at its end. */
static bool next_code(const char **list, char code[STORE_CODE_SIZE])
{
    *list += **list == ',';
    size_t size = strcspn(*list, ",");
    memcpy(code, *list, size);
    code[size] = '\0';
    *list += size;
    return size > 0;
}

static void check_codes(struct sides *s, const struct import_row *row, const char *codes)
{
    char code[STORE_CODE_SIZE];
    while (next_code(&codes, code))
        warn_unknown(s, row, "codes", code);
}

/* --- exemptions ----------------------------------------------------------- */

/* Ground far from everyone it is said to be about is drawn or coded wrongly. */
static void check_exemption(struct sides *s, struct import_row *row)
{
    const struct store_exemption *exemption = &row->as.exemption;
    const char *codes = exemption->codes;
    char code[STORE_CODE_SIZE];
    bool placed = false, near = false;
    check_codes(s, row, codes);
    while (exemption->geometry.part_count && !near && next_code(&codes, code))
        near = comes_to(s, &exemption->geometry, code, &placed);
    if (near || !placed)
        return;
    import_report_add(s->job->report, IMPORT_ERROR, IMPORT_GEOMETRY_OUTSIDE, row->number,
                      "geometry", exemption->id,
                      "the ground of the exemption %s comes within 50 m of none of its parties, "
                      "%s; check the codes and the coordinates",
                      exemption->id, exemption->codes);
    row->rejected = true;
}

static void check_row(struct sides *s, struct import_row *row)
{
    switch (s->job->options->kind) {
    case IMPORT_LINE:
        check_line(s, row);
        break;
    case IMPORT_CLAIM:
        check_claim(s, row);
        break;
    case IMPORT_MARKER:
        check_marker(s, row);
        break;
    case IMPORT_TRI_JUNCTION:
        check_codes(s, row, row->as.tri_junction.codes);
        break;
    case IMPORT_EXEMPTION:
        check_exemption(s, row);
        break;
    default:
        break;
    }
}

/* Of any day, as with divisions: a claim or a marker may be older than the line. */
static enum base_status collect_lines(struct sides *s)
{
    struct import_job *job = s->job;
    struct store_line *lines;
    size_t count = 0;
    struct store_as_of as_of = {.at = BASE_DATE_NONE, .known = 0};
    enum base_status status =
        store_line_list(job->store, as_of, job->arena, &lines, &count, job->err);
    s->held = lines;
    for (size_t i = 0; i < count && !status; i++)
        if (import_set_add(&s->lines, lines[i].code, (int64_t)i + 1) < 0)
            status = base_fail(job->err, BASE_NO_MEMORY, "out of memory");
    return status;
}

enum base_status import_check_sides(struct import_job *job, const struct import_set *codes)
{
    struct sides s = {.job = job, .codes = codes, .lines = {.arena = job->arena}};
    bool needs_lines = job->options->kind == IMPORT_CLAIM || job->options->kind == IMPORT_MARKER;
    enum base_status status = needs_lines ? collect_lines(&s) : BASE_OK;
    for (size_t i = 0; i < job->count && !status; i++)
        if (!job->rows[i].rejected)
            check_row(&s, &job->rows[i]);
    return status;
}
