/* import/rows_line.c - roads. */
#include <math.h>
#include <strings.h>

#include "import/rows.h"
#include "import/value.h"
#include "import/words.h"

static enum store_oneway read_oneway(struct import_maker *m)
{
    enum store_oneway way = STORE_BOTH_WAYS;
    const char *text = import_cell(m, "oneway");
    if (text && !import_word_oneway(text, &way))
        import_row_problem(m, IMPORT_WARNING, IMPORT_VALUE_INVALID, "oneway", text,
                           "oneway: \"%s\" is not known; both ways are taken", text);
    return way;
}

static int read_layer(struct import_maker *m)
{
    double value;
    const char *text = import_cell(m, "layer");
    if (!text)
        return 0;
    if (import_value_number(text, &value) && fabs(value) < 100)
        return (int)value;
    import_row_problem(m, IMPORT_WARNING, IMPORT_VALUE_INVALID, "layer", text,
                       "layer: \"%s\" is no number between -99 and 99; 0 is taken", text);
    return 0;
}

/* Sources made from OpenStreetMap keep its rule: ways meet where they share a vertex. */
static bool from_osm(const struct import_maker *m)
{
    static const char *const COLUMNS[] = {"osm_id", "fclass", "highway"};
    if (m->table->noded)
        return true;
    for (size_t i = 0; i < m->table->column_count; i++)
        for (size_t j = 0; j < sizeof COLUMNS / sizeof COLUMNS[0]; j++)
            if (strcasecmp(m->table->columns[i], COLUMNS[j]) == 0)
                return true;
    return false;
}

void import_make_road(struct import_maker *m)
{
    struct store_road *r = &m->row->as.road;
    r->id = import_cell_required(m, "id");
    r->class_name = import_cell(m, "class");
    r->name = import_cell(m, "name");
    r->oneway = read_oneway(m);
    r->layer = read_layer(m);
    r->bridge = import_cell_bool(m, "bridge");
    r->tunnel = import_cell_bool(m, "tunnel");
    r->foot = import_cell(m, "foot");
    r->access = import_cell(m, "access");
    r->noded = from_osm(m);
    r->version.valid_from = r->version.valid_to = BASE_DATE_NONE;
    r->geometry = (struct geo_geometry){.kind = GEO_LINE};
    import_row_geometry(m, IMPORT_TAKES_LINE, IMPORT_ERROR, &r->geometry, &r->source);
    m->row->key = r->id;
}
