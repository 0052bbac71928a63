/* import/rows_boundary.c - lines, claims of lines, markers and tri-junctions. */
#include <string.h>

#include "geo/measure.h"
#include "import/rows.h"
#include "import/value.h"
#include "import/words.h"

/* Without a word the line is what a register of lines holds: an agreed one. */
static enum store_line_status read_status(struct import_maker *m)
{
    enum store_line_status status = STORE_LINE_AGREED;
    const char *text = import_cell(m, "status");
    if (text && !import_word_line_status(text, &status))
        import_row_problem(m, IMPORT_ERROR, IMPORT_VALUE_INVALID, "status", text,
                           "status: \"%s\" is none of agreed, approved-pending-survey, customary, "
                           "undetermined, disputed",
                           text);
    return status;
}

/* What inspection measures from must lead somewhere. */
static void check_length(struct import_maker *m, const struct geo_geometry *line)
{
    if (line->part_count && !(geo_length_m(line) > 0))
        import_row_problem(m, IMPORT_ERROR, IMPORT_GEOMETRY_INVALID, "geometry", NULL,
                           "the line has no length; it needs two different points");
}

/* Without both it is no law, and does not win over the parties' claims. */
static void check_agreement(struct import_maker *m, const struct store_line *line)
{
    bool whole = line->agreement_no && line->agreement_date != BASE_DATE_NONE;
    if (import_cell(m, "status") && line->status == STORE_LINE_AGREED && !whole)
        import_row_problem(m, IMPORT_WARNING, IMPORT_VALUE_INVALID,
                           line->agreement_no ? "agreement_date" : "agreement_no", NULL,
                           "the line is said to be agreed, but has no number or no date of the "
                           "agreement; it does not count as agreed");
}

void import_make_line(struct import_maker *m)
{
    struct store_line *l = &m->row->as.line;
    l->code = import_cell_label(m, "code", true);
    l->a = import_cell_code(m, "a", true);
    l->b = import_cell_code(m, "b", true);
    l->name = import_cell(m, "name");
    l->status = read_status(m);
    l->agreement_no = import_cell(m, "agreement_no");
    l->agreement_date = import_cell_date(m, "agreement_date");
    l->support = import_cell_word(m, "support", import_word_support);
    l->markers = import_cell(m, "markers");
    l->description = import_cell(m, "description");
    l->version.valid_from = import_cell_date(m, "valid_from");
    l->version.valid_to = import_cell_date(m, "valid_to");
    l->geometry = (struct geo_geometry){.kind = GEO_LINE};
    m->row->key = l->code;
    if (l->a && l->b && strcmp(l->a, l->b) == 0)
        import_row_problem(m, IMPORT_ERROR, IMPORT_VALUE_INVALID, "b", l->b,
                           "a and b are both %s; a line has two sides", l->b);
    import_row_geometry(m, IMPORT_TAKES_LINE,
                        l->status == STORE_LINE_AGREED ? IMPORT_ERROR : IMPORT_WARNING,
                        &l->geometry, &l->source);
    check_length(m, &l->geometry);
    check_agreement(m, l);
}

void import_make_line_claim(struct import_maker *m)
{
    struct store_line_claim *c = &m->row->as.line_claim;
    m->row->of_line = true;
    c->line = import_cell_label(m, "line", true);
    c->name = import_cell(m, "name");
    c->party = import_cell_party(m);
    c->version.valid_from = c->version.valid_to = BASE_DATE_NONE;
    c->geometry = (struct geo_geometry){.kind = GEO_LINE};
    if (c->line && c->party)
        m->row->key = base_arena_printf(m->arena, "%s %s", c->line, c->party);
    import_row_geometry(m, IMPORT_TAKES_LINE, IMPORT_ERROR, &c->geometry, &c->source);
    check_length(m, &c->geometry);
}

static enum store_marker_mode read_mode(struct import_maker *m)
{
    const char *text = import_cell(m, "mode");
    enum store_marker_mode mode = import_word_marker_mode(text);
    if (text && mode == STORE_MARKER_UNKNOWN)
        import_row_problem(m, IMPORT_ERROR, IMPORT_VALUE_INVALID, "mode", text,
                           "mode: \"%s\" is none of single, double, triple", text);
    return mode;
}

/* A division's code in canonical form, or any name. */
static const char *read_keeper(struct import_maker *m)
{
    char digits[64], code[STORE_CODE_SIZE];
    bool repaired;
    const char *text = import_cell(m, "keeper");
    if (!text || !import_value_code(text, digits, sizeof digits, &repaired) ||
        !store_code_parse(digits, code))
        return text;
    return import_row_keep(m, code);
}

void import_make_marker(struct import_maker *m)
{
    struct store_marker *k = &m->row->as.marker;
    k->number = import_cell_label(m, "number", true);
    k->line = import_cell_label(m, "line", false);
    k->mode = read_mode(m);
    k->kind = import_cell_word(m, "kind", import_word_material);
    k->measured_on = import_cell_date(m, "measured_on");
    k->sigma_m = import_cell_number(m, "sigma_m");
    k->condition = import_cell_word(m, "condition", import_word_condition);
    k->keeper = read_keeper(m);
    k->version.valid_from = import_cell_date(m, "valid_from");
    k->version.valid_to = import_cell_date(m, "valid_to");
    k->has_point = import_row_position(m, &k->point, &k->source);
    if (k->number)
        m->row->key =
            k->line ? base_arena_printf(m->arena, "%s %s", k->line, k->number) : k->number;
}

void import_make_tri_junction(struct import_maker *m)
{
    struct store_tri_junction *t = &m->row->as.tri_junction;
    t->number = import_cell_label(m, "number", true);
    t->codes = import_cell_codes(m, "codes", 3);
    t->version.valid_from = import_cell_date(m, "valid_from");
    t->version.valid_to = import_cell_date(m, "valid_to");
    t->has_point = import_row_position(m, &t->point, &t->source);
    m->row->key = t->number;
}
