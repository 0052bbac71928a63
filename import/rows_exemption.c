/* import/rows_exemption.c - what a document allows. */
#include "import/rows.h"
#include "import/words.h"

static bool read_exemption_kind(struct import_maker *m, enum store_exemption_kind *out)
{
    const char *text = import_cell_required(m, "kind");
    if (!text || import_word_exemption(text, out))
        return text != NULL;
    import_row_problem(m, IMPORT_ERROR, IMPORT_VALUE_INVALID, "kind", text,
                       "kind: \"%s\" is none of exclave, allowed-gap, allowed-overlap", text);
    return false;
}

static double read_max_area(struct import_maker *m)
{
    double area_m2 = import_cell_number(m, "max_area_m2");
    if (area_m2 == 0)
        import_row_problem(m, IMPORT_ERROR, IMPORT_VALUE_INVALID, "max_area_m2", "0",
                           "max_area_m2: 0 allows nothing; leave it empty where the scope says "
                           "how much");
    return area_m2;
}

/* An overlap needs two who hold the ground; without a scope an exclave's row holds
 * for every detached part of its unit, and nothing else can do without. */
void import_make_exemption(struct import_maker *m)
{
    struct store_exemption *e = &m->row->as.exemption;
    bool known = read_exemption_kind(m, &e->kind);
    e->id = import_cell_label(m, "id", true);
    e->codes = import_cell_codes(m, "codes", known && e->kind == STORE_EXEMPTION_OVERLAP ? 2 : 1);
    e->document = import_cell_required(m, "document");
    e->document_date = import_cell_date(m, "document_date");
    e->max_area_m2 = read_max_area(m);
    e->note = import_cell(m, "note");
    e->version.valid_from = import_cell_date(m, "valid_from");
    e->version.valid_to = import_cell_date(m, "valid_to");
    e->geometry = (struct geo_geometry){.kind = GEO_MULTIPOLYGON};
    m->row->key = e->id;
    import_row_geometry(m, IMPORT_TAKES_AREA,
                        known && e->kind == STORE_EXEMPTION_EXCLAVE ? IMPORT_WARNING : IMPORT_ERROR,
                        &e->geometry, &e->source);
}
