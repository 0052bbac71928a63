/* import/export_rows.c - the record's rows as texts and geometry. */
#include "import/export_rows.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "store/claim.h"
#include "store/division.h"
#include "store/exemption.h"
#include "store/facility.h"
#include "store/line.h"
#include "store/line_claim.h"
#include "store/marker.h"
#include "store/place.h"
#include "store/road.h"
#include "store/tri_junction.h"

struct reader {
    struct store *store;
    struct store_as_of as_of;
    struct base_arena *arena;
    struct export_table *table;
    struct base_error *err;
    bool no_memory;
};

static const char *keep(struct reader *r, const char *text)
{
    r->no_memory |= text == NULL;
    return text;
}

static const char *real(struct reader *r, double value)
{
    char text[BASE_NUMBER_SIZE];
    if (!isfinite(value))
        return NULL;
    base_number_print(value, text);
    return keep(r, base_arena_strdup(r->arena, text));
}

static const char *integer(struct reader *r, int64_t value)
{
    return value < 0 ? NULL : keep(r, base_arena_printf(r->arena, "%lld", (long long)value));
}

static const char *date(struct reader *r, base_date_t value)
{
    char text[BASE_DATE_SIZE];
    if (value == BASE_DATE_NONE)
        return NULL;
    return keep(r, base_arena_strdup(r->arena, base_date_print(value, text)));
}

static struct geo_geometry point_of(struct reader *r, struct geo_point point, bool has)
{
    struct geo_geometry out = {.kind = GEO_POINT};
    struct geo_builder builder;
    if (!has)
        return out;
    geo_builder_init(&builder, GEO_POINT, r->arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    geo_builder_point(&builder, point);
    r->no_memory |= geo_builder_finish(&builder, &out, NULL) != BASE_OK;
    return out;
}

/* Room for count rows, or the failure that came before. */
static enum base_status begin(struct reader *r, enum base_status status, size_t count)
{
    if (status)
        return status;
    r->table->rows = base_arena_calloc(r->arena, count + 1, sizeof *r->table->rows);
    if (!r->table->rows)
        return base_fail(r->err, BASE_NO_MEMORY, "out of memory");
    r->table->count = count;
    return BASE_OK;
}

static const struct export_column DIVISION[] = {
    {"code", EXPORT_TEXT},     {"name", EXPORT_TEXT},       {"level", EXPORT_TEXT},
    {"type", EXPORT_TEXT},     {"parent", EXPORT_TEXT},     {"managed_by", EXPORT_TEXT},
    {"area_km2", EXPORT_REAL}, {"valid_from", EXPORT_TEXT}, {"valid_to", EXPORT_TEXT}};

static enum base_status read_divisions(struct reader *r)
{
    struct store_division *rows;
    size_t count;
    enum base_status status = begin(r,
                                    store_division_list(r->store, r->as_of, STORE_LEVEL_NONE, true,
                                                        r->arena, &rows, &count, r->err),
                                    0);
    if (!status)
        status = begin(r, BASE_OK, count);
    for (size_t i = 0; i < count && !status; i++) {
        const struct store_division *d = &rows[i];
        struct export_row *out = &r->table->rows[i];
        *out = (struct export_row){.values = {d->code, d->name, store_level_name(d->level), d->type,
                                              d->parent, d->managed_by, real(r, d->area_km2),
                                              date(r, d->version.valid_from),
                                              date(r, d->version.valid_to)},
                                   .division = d->code,
                                   .edition = store_version_edition(&d->version),
                                   .version = d->version.version,
                                   .geometry = d->geometry};
    }
    return status;
}

static const struct export_column CLAIM[] = {
    {"code", EXPORT_TEXT}, {"line", EXPORT_TEXT}, {"name", EXPORT_TEXT}, {"party", EXPORT_TEXT}};

static struct export_row area_claim(const struct store_claim *c)
{
    return (struct export_row){.values = {c->code, NULL, c->name, c->party},
                               .division = c->code,
                               .edition = store_version_edition(&c->version),
                               .version = c->version.version,
                               .geometry = c->geometry};
}

static struct export_row line_claim(const struct store_line_claim *c)
{
    return (struct export_row){.values = {NULL, c->line, c->name, c->party},
                               .entity = "line_claim",
                               .division = c->party,
                               .edition = store_version_edition(&c->version),
                               .version = c->version.version,
                               .geometry = c->geometry};
}

/* Claims of areas, then of lines; a layer of one kind where the record has one. */
static enum base_status read_claims(struct reader *r)
{
    struct store_claim *areas;
    struct store_line_claim *lines;
    size_t area_count = 0, line_count = 0;
    enum base_status status =
        store_claim_list(r->store, r->as_of, r->arena, &areas, &area_count, r->err);
    if (!status)
        status = store_line_claim_list(r->store, r->as_of, r->arena, &lines, &line_count, r->err);
    status = begin(r, status, area_count + line_count);
    if (status)
        return status;
    for (size_t i = 0; i < area_count; i++)
        r->table->rows[i] = area_claim(&areas[i]);
    for (size_t i = 0; i < line_count; i++)
        r->table->rows[area_count + i] = line_claim(&lines[i]);
    if (line_count)
        r->table->geometry = area_count ? 0 : GEO_MULTILINE;
    return BASE_OK;
}

static const struct export_column PLACE[] = {
    {"id", EXPORT_TEXT},       {"name", EXPORT_TEXT},       {"kind", EXPORT_TEXT},
    {"category", EXPORT_TEXT}, {"division", EXPORT_TEXT},   {"status", EXPORT_TEXT},
    {"scheme", EXPORT_TEXT},   {"legal_kind", EXPORT_TEXT}, {"valid_from", EXPORT_TEXT},
    {"valid_to", EXPORT_TEXT}};

static enum base_status read_places(struct reader *r)
{
    struct store_place *rows;
    size_t count = 0;
    enum base_status status =
        store_place_list(r->store, r->as_of, true, r->arena, &rows, &count, r->err);
    status = begin(r, status, count);
    for (size_t i = 0; i < count && !status; i++)
        r->table->rows[i] = (struct export_row){
            .values = {rows[i].id, rows[i].name, rows[i].kind, rows[i].category, rows[i].division,
                       rows[i].status, rows[i].scheme, rows[i].legal_kind,
                       date(r, rows[i].version.valid_from), date(r, rows[i].version.valid_to)},
            .division = rows[i].division,
            .edition = store_version_edition(&rows[i].version),
            .version = rows[i].version.version,
            .geometry = rows[i].geometry};
    return status;
}

static const struct export_column NAME[] = {{"place", EXPORT_TEXT},
                                            {"name", EXPORT_TEXT},
                                            {"form", EXPORT_TEXT},
                                            {"reading", EXPORT_TEXT},
                                            {"valid_from", EXPORT_TEXT},
                                            {"valid_to", EXPORT_TEXT},
                                            {"extent", EXPORT_TEXT},
                                            {"lang", EXPORT_TEXT},
                                            {"script", EXPORT_TEXT},
                                            {"specific", EXPORT_TEXT},
                                            {"generic", EXPORT_TEXT},
                                            {"reading_source", EXPORT_TEXT},
                                            {"reading_reviewed", EXPORT_TEXT},
                                            {"precision_from", EXPORT_TEXT},
                                            {"precision_to", EXPORT_TEXT},
                                            {"certainty", EXPORT_TEXT},
                                            {"source", EXPORT_TEXT}};

static const char *precision_of(enum store_precision precision)
{
    return precision == STORE_PRECISION_DAY ? NULL : store_precision_name(precision);
}

/* The id that names the owner in files: a place's id or a division's code. */
static const char *owner_of(struct reader *r, const struct store_name *name)
{
    struct store_place place;
    struct store_division *versions;
    size_t count = 0;
    struct store_as_of any = {.at = BASE_DATE_NONE, .known = r->as_of.known};
    if (name->owner_kind == STORE_OWNER_PLACE)
        return store_place_find(r->store, NULL, name->owner, any, r->arena, &place, NULL) == BASE_OK
                   ? place.id
                   : NULL;
    if (store_division_history(r->store, name->owner, r->as_of.known, r->arena, &versions, &count,
                               NULL) != BASE_OK)
        return NULL;
    return count ? versions[count - 1].code : NULL;
}

static enum base_status read_names(struct reader *r)
{
    struct store_name *rows;
    size_t count = 0;
    enum base_status status = store_name_list(r->store, r->as_of, r->arena, &rows, &count, r->err);
    status = begin(r, status, count);
    for (size_t i = 0; i < count && !status; i++) {
        const struct store_name *n = &rows[i];
        const char *owner = owner_of(r, n);
        r->table->rows[i] = (struct export_row){
            .values = {owner, n->name, n->form, n->reading, date(r, n->version.valid_from),
                       date(r, n->version.valid_to), n->extent, n->lang, n->script, n->specific,
                       n->generic, n->reading_source, n->reading_reviewed ? "yes" : NULL,
                       precision_of(n->precision_from), precision_of(n->precision_to), n->certainty,
                       n->source},
            .division = rows[i].owner_kind == STORE_OWNER_DIVISION ? owner : NULL,
            .edition = store_version_edition(&rows[i].version),
            .version = rows[i].version.version};
    }
    return status;
}

static const struct export_column FACILITY[] = {
    {"id", EXPORT_TEXT},           {"name", EXPORT_TEXT},      {"kind", EXPORT_TEXT},
    {"division", EXPORT_TEXT},     {"address", EXPORT_TEXT},   {"beds", EXPORT_REAL},
    {"nursing_beds", EXPORT_REAL}, {"ownership", EXPORT_TEXT}, {"nature", EXPORT_TEXT},
    {"rank", EXPORT_TEXT},         {"functions", EXPORT_TEXT}, {"opened", EXPORT_TEXT},
    {"closed", EXPORT_TEXT}};

static enum base_status read_facilities(struct reader *r)
{
    struct store_facility *rows;
    size_t count = 0;
    enum base_status status =
        store_facility_list(r->store, r->as_of, NULL, r->arena, &rows, &count, r->err);
    status = begin(r, status, count);
    for (size_t i = 0; i < count && !status; i++) {
        const struct store_facility *f = &rows[i];
        r->table->rows[i] = (struct export_row){
            .values = {f->id, f->name, f->kind, f->division, f->address, real(r, f->beds),
                       real(r, f->nursing_beds), f->ownership, f->nature, f->rank, f->functions,
                       date(r, f->opened), date(r, f->closed)},
            .division = f->division,
            .edition = store_version_edition(&f->version),
            .version = f->version.version,
            .geometry = point_of(r, f->point, f->has_point)};
    }
    return status;
}

static const struct export_column POPULATION[] = {
    {"id", EXPORT_TEXT},       {"total", EXPORT_INTEGER}, {"age60", EXPORT_INTEGER},
    {"age65", EXPORT_INTEGER}, {"age80", EXPORT_INTEGER}, {"households", EXPORT_INTEGER},
    {"division", EXPORT_TEXT}, {"origin", EXPORT_TEXT},   {"method", EXPORT_TEXT}};

static enum base_status read_population(struct reader *r)
{
    struct store_population *rows;
    size_t count = 0;
    enum base_status status =
        store_population_list(r->store, r->as_of, r->arena, &rows, &count, r->err);
    status = begin(r, status, count);
    for (size_t i = 0; i < count && !status; i++) {
        const struct store_population *p = &rows[i];
        r->table->rows[i] = (struct export_row){
            .values = {p->id, integer(r, p->total), integer(r, p->age60), integer(r, p->age65),
                       integer(r, p->age80), integer(r, p->households), p->division, p->origin,
                       p->method},
            .division = p->division,
            .edition = store_version_edition(&p->version),
            .version = p->version.version,
            .geometry = point_of(r, p->point, p->has_point)};
    }
    return status;
}

static const struct export_column ROAD[] = {
    {"id", EXPORT_TEXT},     {"class", EXPORT_TEXT}, {"name", EXPORT_TEXT},
    {"oneway", EXPORT_TEXT}, {"layer", EXPORT_TEXT}, {"bridge", EXPORT_TEXT},
    {"tunnel", EXPORT_TEXT}, {"foot", EXPORT_TEXT},  {"access", EXPORT_TEXT}};

static const char *oneway_name(enum store_oneway oneway)
{
    return oneway == STORE_BOTH_WAYS ? "no" : oneway == STORE_FORWARD ? "yes" : "-1";
}

static enum base_status read_roads(struct reader *r)
{
    struct store_road *rows;
    size_t count = 0;
    enum base_status status = store_road_list(r->store, r->as_of, r->arena, &rows, &count, r->err);
    status = begin(r, status, count);
    for (size_t i = 0; i < count && !status; i++) {
        const struct store_road *d = &rows[i];
        r->table->rows[i] = (struct export_row){
            .values = {d->id, d->class_name, d->name, oneway_name(d->oneway),
                       keep(r, base_arena_printf(r->arena, "%d", d->layer)),
                       d->bridge ? "yes" : "no", d->tunnel ? "yes" : "no", d->foot, d->access},
            .edition = store_version_edition(&d->version),
            .version = d->version.version,
            .geometry = d->geometry};
    }
    return status;
}

static const struct export_column LINE[] = {
    {"code", EXPORT_TEXT},           {"a", EXPORT_TEXT},          {"b", EXPORT_TEXT},
    {"name", EXPORT_TEXT},           {"status", EXPORT_TEXT},     {"agreement_no", EXPORT_TEXT},
    {"agreement_date", EXPORT_TEXT}, {"support", EXPORT_TEXT},    {"markers", EXPORT_TEXT},
    {"description", EXPORT_TEXT},    {"valid_from", EXPORT_TEXT}, {"valid_to", EXPORT_TEXT}};

static enum base_status read_lines(struct reader *r)
{
    struct store_line *rows;
    size_t count = 0;
    enum base_status status = store_line_list(r->store, r->as_of, r->arena, &rows, &count, r->err);
    status = begin(r, status, count);
    for (size_t i = 0; i < count && !status; i++) {
        const struct store_line *l = &rows[i];
        r->table->rows[i] = (struct export_row){
            .values = {l->code, l->a, l->b, l->name, store_line_status_name(l->status),
                       l->agreement_no, date(r, l->agreement_date), l->support, l->markers,
                       l->description, date(r, l->version.valid_from),
                       date(r, l->version.valid_to)},
            .division = l->a,
            .other = l->b,
            .edition = store_version_edition(&l->version),
            .version = l->version.version,
            .geometry = l->geometry};
    }
    return status;
}

static const struct export_column MARKER[] = {
    {"number", EXPORT_TEXT},    {"line", EXPORT_TEXT},        {"mode", EXPORT_TEXT},
    {"kind", EXPORT_TEXT},      {"measured_on", EXPORT_TEXT}, {"sigma_m", EXPORT_REAL},
    {"condition", EXPORT_TEXT}, {"keeper", EXPORT_TEXT},      {"valid_from", EXPORT_TEXT},
    {"valid_to", EXPORT_TEXT}};

static enum base_status read_markers(struct reader *r)
{
    struct store_marker *rows;
    size_t count = 0;
    enum base_status status =
        store_marker_list(r->store, r->as_of, r->arena, &rows, &count, r->err);
    status = begin(r, status, count);
    for (size_t i = 0; i < count && !status; i++) {
        const struct store_marker *m = &rows[i];
        r->table->rows[i] = (struct export_row){
            .values = {m->number, m->line, store_marker_mode_name(m->mode), m->kind,
                       date(r, m->measured_on), real(r, m->sigma_m), m->condition, m->keeper,
                       date(r, m->version.valid_from), date(r, m->version.valid_to)},
            .edition = store_version_edition(&m->version),
            .version = m->version.version,
            .geometry = point_of(r, m->point, m->has_point)};
    }
    return status;
}

static const struct export_column TRI_JUNCTION[] = {{"number", EXPORT_TEXT},
                                                    {"codes", EXPORT_TEXT},
                                                    {"valid_from", EXPORT_TEXT},
                                                    {"valid_to", EXPORT_TEXT}};

static enum base_status read_tri_junctions(struct reader *r)
{
    struct store_tri_junction *rows;
    size_t count = 0;
    enum base_status status =
        store_tri_junction_list(r->store, r->as_of, r->arena, &rows, &count, r->err);
    status = begin(r, status, count);
    for (size_t i = 0; i < count && !status; i++) {
        const struct store_tri_junction *t = &rows[i];
        r->table->rows[i] =
            (struct export_row){.values = {t->number, t->codes, date(r, t->version.valid_from),
                                           date(r, t->version.valid_to)},
                                .edition = store_version_edition(&t->version),
                                .version = t->version.version,
                                .geometry = point_of(r, t->point, t->has_point)};
    }
    return status;
}

static const struct export_column EXEMPTION[] = {
    {"id", EXPORT_TEXT},       {"kind", EXPORT_TEXT},          {"codes", EXPORT_TEXT},
    {"document", EXPORT_TEXT}, {"document_date", EXPORT_TEXT}, {"max_area_m2", EXPORT_REAL},
    {"note", EXPORT_TEXT},     {"valid_from", EXPORT_TEXT},    {"valid_to", EXPORT_TEXT}};

static enum base_status read_exemptions(struct reader *r)
{
    struct store_exemption *rows;
    size_t count = 0;
    enum base_status status =
        store_exemption_list(r->store, r->as_of, r->arena, &rows, &count, r->err);
    status = begin(r, status, count);
    for (size_t i = 0; i < count && !status; i++) {
        const struct store_exemption *e = &rows[i];
        r->table->rows[i] = (struct export_row){
            .values = {e->id, store_exemption_kind_name(e->kind), e->codes, e->document,
                       date(r, e->document_date), real(r, e->max_area_m2), e->note,
                       date(r, e->version.valid_from), date(r, e->version.valid_to)},
            .division = strchr(e->codes, ',') ? NULL : e->codes,
            .edition = store_version_edition(&e->version),
            .version = e->version.version,
            .geometry = e->geometry};
    }
    return status;
}

static const struct {
    const struct export_column *columns;
    size_t count;
    const char *entity; /* of the record */
    int geometry;
    enum base_status (*read)(struct reader *);
} KINDS[IMPORT_KINDS] = {
    [IMPORT_DIVISION] = {DIVISION, sizeof DIVISION / sizeof DIVISION[0], "division",
                         GEO_MULTIPOLYGON, read_divisions},
    [IMPORT_CLAIM] = {CLAIM, sizeof CLAIM / sizeof CLAIM[0], "claim", GEO_MULTIPOLYGON,
                      read_claims},
    [IMPORT_PLACE] = {PLACE, sizeof PLACE / sizeof PLACE[0], "place", 0, read_places},
    [IMPORT_NAME] = {NAME, sizeof NAME / sizeof NAME[0], "name", -1, read_names},
    [IMPORT_FACILITY] = {FACILITY, sizeof FACILITY / sizeof FACILITY[0], "facility", GEO_POINT,
                         read_facilities},
    [IMPORT_POPULATION] = {POPULATION, sizeof POPULATION / sizeof POPULATION[0], "population",
                           GEO_POINT, read_population},
    [IMPORT_ROAD] = {ROAD, sizeof ROAD / sizeof ROAD[0], "road", GEO_LINE, read_roads},
    [IMPORT_LINE] = {LINE, sizeof LINE / sizeof LINE[0], "line", GEO_MULTILINE, read_lines},
    [IMPORT_MARKER] = {MARKER, sizeof MARKER / sizeof MARKER[0], "marker", GEO_POINT, read_markers},
    [IMPORT_TRI_JUNCTION] = {TRI_JUNCTION, sizeof TRI_JUNCTION / sizeof TRI_JUNCTION[0],
                             "tri_junction", GEO_POINT, read_tri_junctions},
    [IMPORT_EXEMPTION] = {EXEMPTION, sizeof EXEMPTION / sizeof EXEMPTION[0], "exemption",
                          GEO_MULTIPOLYGON, read_exemptions},
};

/* Wanted only in a CRS that rows may have come in; long, so read at last. */
static enum base_status read_sources(struct reader *r, const char *entity)
{
    enum base_status status = BASE_OK;
    for (size_t i = 0; i < r->table->count && !status; i++) {
        struct export_row *row = &r->table->rows[i];
        status = store_version_source(r->store, row->entity ? row->entity : entity, row->version,
                                      r->arena, &row->source, r->err);
    }
    return status;
}

enum base_status export_rows_read(struct store *store, const struct export_options *options,
                                  struct base_arena *arena, struct export_table *out,
                                  struct base_error *err)
{
    struct export_table table = {.columns = KINDS[options->kind].columns,
                                 .column_count = KINDS[options->kind].count,
                                 .geometry = KINDS[options->kind].geometry};
    struct reader r = {.store = store,
                       .as_of = {options->at, options->known},
                       .arena = arena,
                       .table = &table,
                       .err = err};
    enum store_entity registered = import_kind_register(options->kind);
    if (registered != STORE_EDITION) {
        enum base_status read = export_registered_read(store, options, arena, &table, err);
        if (!read && options->crs && table.geometry >= 0)
            read = read_sources(&r, store_entity_name(registered));
        if (!read)
            *out = table;
        return read;
    }
    if (!KINDS[options->kind].read)
        return base_fail(err, BASE_INVALID, "an export needs a kind");
    enum base_status status = KINDS[options->kind].read(&r);
    if (!status && options->crs && table.geometry >= 0)
        status = read_sources(&r, KINDS[options->kind].entity);
    if (!status && r.no_memory)
        status = base_fail(err, BASE_NO_MEMORY, "out of memory");
    if (!status)
        *out = table;
    return status;
}
