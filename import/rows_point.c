/* import/rows_point.c - places, names, facilities and population. */
#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "import/rows.h"
#include "import/value.h"
#include "import/words.h"
#include "import/words_gazetteer.h"

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

const char *import_cell_status(struct import_maker *m)
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

/* What the kinds of our own say for certain. */
static const char *legal_kind_of(const char *kind)
{
    bool says = kind && (strcmp(kind, "street") == 0 || strcmp(kind, "committee") == 0);
    return says ? import_word_legal_kind(kind) : NULL;
}

void import_make_place(struct import_maker *m)
{
    struct store_place *p = &m->row->as.place;
    p->name = import_cell_required(m, "name");
    p->kind = import_cell_required(m, "kind");
    p->category = import_cell(m, "category");
    p->division = import_cell_code(m, "division", false);
    p->scheme = import_cell(m, "scheme");
    p->legal_kind = import_cell_choice(m, "legal_kind", import_word_legal_kind);
    if (!p->legal_kind)
        p->legal_kind = legal_kind_of(p->kind);
    p->status = import_cell_status(m);
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

/* A date as exactly as it is written, or as the field `precision` (of both dates) or
 * that of its own says. */
static base_date_t read_span(struct import_maker *m, const char *field, const char *own,
                             enum store_precision *precision)
{
    base_date_t date = BASE_DATE_NONE;
    const char *text = import_cell(m, field);
    const char *word = import_cell_choice(m, own, import_word_precision);
    if (!word)
        word = import_cell_choice(m, "precision", import_word_precision);
    if (!text)
        return BASE_DATE_NONE;
    if (!import_value_span(text, &date, precision))
        import_row_problem(m, IMPORT_ERROR, IMPORT_VALUE_INVALID, field, text,
                           "%s: \"%s\" is not a date (YYYY-MM-DD, or less of it)", field, text);
    store_precision_parse(word, precision);
    return date;
}

static void read_name_facts(struct import_maker *m, struct store_name *n)
{
    n->lang = import_cell(m, "lang");
    n->script = import_cell(m, "script");
    n->specific = import_cell(m, "specific");
    n->generic = import_cell(m, "generic");
    n->reading_source = import_cell(m, "reading_source");
    n->reading_reviewed = import_cell_bool(m, "reading_reviewed");
    n->certainty = import_cell_choice(m, "certainty", import_word_certainty);
    n->source = import_cell(m, "source");
    n->version.valid_from = read_span(m, "valid_from", "precision_from", &n->precision_from);
    n->version.valid_to = read_span(m, "valid_to", "precision_to", &n->precision_to);
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
    read_name_facts(m, n);
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
