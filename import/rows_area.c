/* import/rows_area.c - divisions and claims. */
#include <math.h>
#include <string.h>

#include "import/rows.h"
#include "import/words.h"

static enum store_level read_level(struct import_maker *m, const char *code)
{
    const char *text = import_cell(m, "level");
    enum store_level level = text ? import_word_level(text) : STORE_LEVEL_NONE;
    if (text && level == STORE_LEVEL_NONE)
        import_row_problem(m, IMPORT_ERROR, IMPORT_VALUE_INVALID, "level", text,
                           "level: \"%s\" is none of province, prefecture, county, township, "
                           "village; leave it empty to take the code's own level",
                           text);
    return level == STORE_LEVEL_NONE && code ? store_code_level(code) : level;
}

static void split_name(struct import_maker *m, struct store_division *d)
{
    size_t generic = d->name ? import_word_generic(d->name) : 0;
    if (!generic)
        return;
    size_t size = strlen(d->name);
    d->name_specific = base_arena_strndup(m->arena, d->name, size - generic);
    d->name_generic = d->name + size - generic;
}

void import_make_division(struct import_maker *m)
{
    struct store_division *d = &m->row->as.division;
    d->code = import_cell_code(m, "code", true);
    d->scheme = "mca";
    d->name = import_cell_required(m, "name");
    d->level = read_level(m, d->code);
    d->type = import_cell(m, "type");
    d->parent = import_cell_code(m, "parent", false);
    d->managed_by = import_cell_code(m, "managed_by", false);
    d->area_km2 = import_cell_number(m, "area_km2");
    d->version.valid_from = import_cell_date(m, "valid_from");
    d->version.valid_to = import_cell_date(m, "valid_to");
    d->geometry = (struct geo_geometry){.kind = GEO_MULTIPOLYGON};
    d->resolution_m = m->table->has_geometry ? m->shaper.crs->resolution_m : NAN;
    split_name(m, d);
    if (d->code && d->parent && strcmp(d->code, d->parent) == 0)
        import_row_problem(m, IMPORT_ERROR, IMPORT_CODE_PARENT, "parent", d->parent,
                           "parent: %s cannot be its own parent", d->parent);
    m->row->former_code = import_cell_code(m, "former_code", false);
    m->row->key = d->code;
    import_row_geometry(m, IMPORT_TAKES_AREA, IMPORT_WARNING, &d->geometry, &d->source);
}

static void make_area_claim(struct import_maker *m)
{
    struct store_claim *c = &m->row->as.claim;
    c->code = import_cell_code(m, "code", true);
    c->name = import_cell(m, "name");
    c->party = import_cell_party(m);
    c->version.valid_from = c->version.valid_to = BASE_DATE_NONE;
    c->geometry = (struct geo_geometry){.kind = GEO_MULTIPOLYGON};
    c->resolution_m = m->shaper.crs->resolution_m;
    if (c->code && c->party)
        m->row->key = base_arena_printf(m->arena, "%s %s", c->code, c->party);
    import_row_geometry(m, IMPORT_TAKES_AREA, IMPORT_ERROR, &c->geometry, &c->source);
}

/* One file may hold claims of areas and of lines. */
void import_make_claim(struct import_maker *m)
{
    if (import_cell(m, "line"))
        import_make_line_claim(m);
    else
        make_area_claim(m);
}
