/* import/rows_point.c - places, names, facilities and population. */
#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "import/rows.h"
#include "import/words.h"

/* A place without id is known by its name and where it is. */
static const char *made_id(struct import_maker *m, const struct store_place *p)
{
    unsigned char hash[BASE_HASH_SIZE];
    char hex[BASE_HASH_TEXT];
    struct geo_box box = geo_geometry_box(&p->geometry);
    bool placed = !geo_box_is_empty(box);
    const char *text = base_arena_printf(
        m->arena, "%s|%s|%lld|%lld", p->name ? p->name : "", p->division ? p->division : "",
        placed ? (long long)box.min.lon : 0, placed ? (long long)box.min.lat : 0);
    if (!text)
        return NULL;
    base_hash(text, strlen(text), hash);
    base_hash_hex(hash, 8, hex);
    return base_arena_printf(m->arena, "place-%s", hex);
}

static const char *read_status(struct import_maker *m)
{
    const char *text = import_cell(m, "status");
    const char *status = text ? import_word_status(text) : "approved";
    if (!status)
        import_row_problem(m, IMPORT_ERROR, IMPORT_VALUE_INVALID, "status", text,
                           "status: \"%s\" is none of planned, tentative, approved, filed, "
                           "published, retired",
                           text);
    return status ? status : "approved";
}

void import_make_place(struct import_maker *m)
{
    struct store_place *p = &m->row->as.place;
    p->name = import_cell_required(m, "name");
    p->kind = import_cell_required(m, "kind");
    p->category = import_cell(m, "category");
    p->division = import_cell_code(m, "division", false);
    p->status = read_status(m);
    p->version.valid_from = import_cell_date(m, "valid_from");
    p->version.valid_to = import_cell_date(m, "valid_to");
    p->geometry = (struct geo_geometry){.kind = GEO_POINT};
    int all = IMPORT_TAKES_POINT | IMPORT_TAKES_LINE | IMPORT_TAKES_AREA;
    import_row_geometry(m, all, IMPORT_WARNING, &p->geometry, &p->source);
    p->id = import_cell(m, "id");
    if (!p->id)
        p->id = made_id(m, p);
    m->row->key = p->id;
}

void import_make_name(struct import_maker *m)
{
    struct store_name *n = &m->row->as.name;
    m->row->owner = import_cell_required(m, "place");
    n->name = import_cell_required(m, "name");
    const char *form = import_cell_required(m, "form");
    n->form = import_word_form(form);
    if (form && !n->form)
        import_row_problem(m, IMPORT_ERROR, IMPORT_VALUE_INVALID, "form", form,
                           "form: \"%s\" is none of standard, former, historical, alias, short, "
                           "romanised, minority",
                           form);
    n->reading = import_cell(m, "reading");
    n->extent = import_cell(m, "extent");
    n->version.valid_from = import_cell_date(m, "valid_from");
    n->version.valid_to = import_cell_date(m, "valid_to");
    if (m->row->owner && n->name && n->form)
        m->row->key = base_arena_printf(m->arena, "%s|%s|%s|%ld", m->row->owner, n->name, n->form,
                                        (long)n->version.valid_from);
}

static const char *read_facility_kind(struct import_maker *m)
{
    const char *text = import_cell_required(m, "kind");
    const char *kind = import_word_facility(text);
    if (text && !kind)
        import_row_problem(m, IMPORT_ERROR, IMPORT_VALUE_INVALID, "kind", text,
                           "kind: \"%s\" is no kind of facility; write one as eldercare.home, "
                           "eldercare.day, funeral.cemetery",
                           text);
    return kind;
}

void import_make_facility(struct import_maker *m)
{
    struct store_facility *f = &m->row->as.facility;
    f->id = import_cell_required(m, "id");
    f->name = import_cell_required(m, "name");
    f->kind = read_facility_kind(m);
    f->division = import_cell_code(m, "division", false);
    f->address = import_cell(m, "address");
    f->beds = import_cell_number(m, "beds");
    f->nursing_beds = import_cell_number(m, "nursing_beds");
    f->ownership = import_cell_word(m, "ownership", import_word_ownership);
    f->nature = import_cell_word(m, "nature", import_word_nature);
    f->rank = import_cell_word(m, "rank", import_word_rank);
    f->functions = import_cell(m, "functions");
    f->opened = import_cell_date(m, "opened");
    f->closed = import_cell_date(m, "closed");
    f->version.valid_from = f->version.valid_to = BASE_DATE_NONE;
    f->has_point = import_row_point(m, f->address, &f->point, &f->source);
    m->row->key = f->id;
}

void import_make_population(struct import_maker *m)
{
    struct store_population *p = &m->row->as.population;
    p->id = import_cell_required(m, "id");
    if (import_cell_required(m, "total"))
        p->total = import_cell_count(m, "total");
    p->age60 = import_cell_count(m, "age60");
    p->age65 = import_cell_count(m, "age65");
    p->age80 = import_cell_count(m, "age80");
    p->households = import_cell_count(m, "households");
    p->division = import_cell_code(m, "division", false);
    p->origin = import_cell(m, "origin");
    p->method = import_cell(m, "method");
    p->version.valid_from = p->version.valid_to = BASE_DATE_NONE;
    p->has_point = import_row_point(m, NULL, &p->point, &p->source);
    m->row->key = p->id;
}
