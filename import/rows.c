/* import/rows.c - what all kinds of rows share: cells, problems, geometry. */
#include "import/rows.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/message.h"
#include "base/text.h"
#include "geo/measure.h"
#include "import/value.h"
#include "import/wkb_xy.h"

static void no_memory(struct import_maker *m)
{
    m->status = base_fail(m->err, BASE_NO_MEMORY, "out of memory");
}

const char *import_row_keep(struct import_maker *m, const char *text)
{
    const char *copy = base_arena_strdup(m->arena, text);
    if (!copy)
        no_memory(m);
    return copy;
}

void import_row_problem(struct import_maker *m, enum import_severity severity,
                        enum import_trouble trouble, const char *field, const char *value,
                        const char *english, ...)
{
    struct base_error text;
    va_list args, again;
    va_start(args, english);
    va_copy(again, args);
    base_message_va(text.message, sizeof text.message, BASE_EN, english, args);
    base_message_va(text.message_zh, sizeof text.message_zh, BASE_ZH, english, again);
    va_end(again);
    va_end(args);
    import_report_add_error(m->report, severity, trouble, m->record->number, field, value, &text);
    if (severity == IMPORT_ERROR)
        m->row->rejected = true;
}

const char *import_cell(struct import_maker *m, const char *field)
{
    int index = import_kind_field(m->options->kind, field);
    int column = index < 0 ? -1 : m->columns->of[index];
    const char *text = column < 0 ? NULL : m->record->values[column];
    if (import_value_empty(text))
        return NULL;
    char *copy = base_arena_strdup(m->arena, text);
    if (!copy) {
        no_memory(m);
        return NULL;
    }
    base_text_trim(copy);
    return copy;
}

const char *import_cell_word(struct import_maker *m, const char *field,
                             const char *(*word)(const char *))
{
    const char *text = import_cell(m, field);
    const char *known = word(text);
    if (text && !known)
        import_row_problem(m, IMPORT_WARNING, IMPORT_VALUE_INVALID, field, text,
                           "%s: the word \"%s\" is not known here; it is kept as it stands", field,
                           text);
    return known ? known : text;
}

const char *import_cell_choice(struct import_maker *m, const char *field,
                               const char *(*word)(const char *))
{
    const char *text = import_cell(m, field);
    const char *known = word(text);
    if (text && !known)
        import_row_problem(m, IMPORT_ERROR, IMPORT_VALUE_INVALID, field, text,
                           "%s: the word \"%s\" is not known here; docs/data-formats.md lists "
                           "those that are",
                           field, text);
    return known;
}

const char *import_cell_label(struct import_maker *m, const char *field, bool required)
{
    char narrow[128];
    const char *text = required ? import_cell_required(m, field) : import_cell(m, field);
    if (!text)
        return NULL;
    if (!import_value_clean(text, narrow, sizeof narrow)) {
        import_row_problem(m, IMPORT_ERROR, IMPORT_VALUE_INVALID, field, text,
                           "%s: a number or code of more than 120 bytes cannot be kept", field);
        return NULL;
    }
    return import_row_keep(m, narrow);
}

const char *import_cell_party(struct import_maker *m)
{
    char digits[64], code[STORE_CODE_SIZE];
    bool repaired;
    const char *text = import_cell(m, "party"), *party = text ? text : m->options->party;
    if (!party)
        import_row_problem(m, IMPORT_ERROR, IMPORT_VALUE_INVALID, "party", NULL,
                           "whose claim this is, neither a column nor --party says");
    if (!party || !import_value_code(party, digits, sizeof digits, &repaired) ||
        !store_code_parse(digits, code))
        return party;
    return import_row_keep(m, code);
}

const char *import_cell_required(struct import_maker *m, const char *field)
{
    const char *text = import_cell(m, field);
    if (text)
        return text;
    if (strcmp(field, "name") == 0)
        import_row_problem(m, IMPORT_ERROR, IMPORT_NAME_EMPTY, field, NULL, "the name is empty");
    else
        import_row_problem(m, IMPORT_ERROR, IMPORT_VALUE_INVALID, field, NULL,
                           "the field %s is empty", field);
    return NULL;
}

/* A value that cannot be read is never dropped silently: the row is refused.
 * english takes the field and the value. */
static void wrong_value(struct import_maker *m, const char *field, const char *value,
                        const char *english)
{
    import_row_problem(m, IMPORT_ERROR, IMPORT_VALUE_INVALID, field, value, english, field, value);
}

static double factor_of(const struct import_maker *m, const char *field)
{
    int index = import_kind_field(m->options->kind, field);
    return index < 0 ? 1 : m->factors[index];
}

double import_cell_number(struct import_maker *m, const char *field)
{
    double value;
    const char *text = import_cell(m, field);
    if (!text)
        return NAN;
    bool area = strcmp(field, "area_km2") == 0;
    bool good = area ? import_value_area_km2(text, &value)
                     : import_value_number(text, &value) && value >= 0;
    if (good)
        return value * factor_of(m, field);
    wrong_value(m, field, text, area ? "%s: \"%s\" is not an area" : "%s: \"%s\" is not a number");
    return NAN;
}

int64_t import_cell_count(struct import_maker *m, const char *field)
{
    double value;
    const char *text = import_cell(m, field);
    if (!text)
        return -1;
    if (import_value_number(text, &value)) {
        value *= factor_of(m, field);
        if (value >= 0 && value < 9e15 && fabs(value - nearbyint(value)) <= 1e-6 * fmax(1, value))
            return (int64_t)nearbyint(value);
    }
    wrong_value(m, field, text, "%s: \"%s\" is not a count");
    return -1;
}

base_date_t import_cell_date(struct import_maker *m, const char *field)
{
    base_date_t date;
    const char *text = import_cell(m, field);
    if (!text)
        return BASE_DATE_NONE;
    if (import_value_date(text, &date))
        return date;
    wrong_value(m, field, text, "%s: \"%s\" is not a date (YYYY-MM-DD)");
    return BASE_DATE_NONE;
}

bool import_cell_bool(struct import_maker *m, const char *field)
{
    bool value = false;
    const char *text = import_cell(m, field);
    if (text && !import_value_bool(text, &value))
        value = text[0] != '\0'; /* OSM: bridge=viaduct, tunnel=culvert */
    return value;
}

const char *import_cell_code(struct import_maker *m, const char *field, bool required)
{
    int index = import_kind_field(m->options->kind, field);
    int column = index < 0 ? -1 : m->columns->of[index];
    const char *text = column < 0 ? NULL : m->record->values[column];
    char digits[64], code[STORE_CODE_SIZE];
    bool repaired = false;
    if (import_value_empty(text)) {
        if (required)
            import_row_problem(m, IMPORT_ERROR, IMPORT_CODE_INVALID, field, NULL,
                               "the code is empty");
        return NULL;
    }
    if (!import_value_code(text, digits, sizeof digits, &repaired) ||
        !store_code_parse(digits, code)) {
        import_row_problem(m, required ? IMPORT_ERROR : IMPORT_WARNING, IMPORT_CODE_INVALID, field,
                           text, "%s: \"%s\" is no code of 2, 4, 6, 9 or 12 digits", field, text);
        return NULL;
    }
    m->row->repaired |= repaired;
    return import_row_keep(m, code);
}

static int class_of(enum geo_kind kind)
{
    if (kind == GEO_POINT || kind == GEO_MULTIPOINT)
        return IMPORT_TAKES_POINT;
    return kind == GEO_LINE || kind == GEO_MULTILINE ? IMPORT_TAKES_LINE : IMPORT_TAKES_AREA;
}

static void tell_invalid(struct import_maker *m, const struct geo_fault *fault)
{
    static const char FORMAT[] =
        "the geometry is invalid at (%.9f, %.9f): %s; it is kept as it came";
    struct base_error what;
    double lon = geo_grid_to_degrees(fault->where.lon), lat = geo_grid_to_degrees(fault->where.lat);
    base_message(what.message, sizeof what.message, BASE_EN, FORMAT, lon, lat,
                 geo_fault_reason(fault, BASE_EN));
    base_message(what.message_zh, sizeof what.message_zh, BASE_ZH, FORMAT, lon, lat,
                 geo_fault_reason(fault, BASE_ZH));
    import_report_add_error(m->report, IMPORT_WARNING, IMPORT_GEOMETRY_INVALID, m->record->number,
                            "geometry", NULL, &what);
}

/* Tells what is wrong with a shape; true when it may be used. */
static bool usable(struct import_maker *m, const struct import_shape *shape, int takes)
{
    switch (shape->state) {
    case IMPORT_SHAPE_NONE:
        return false;
    case IMPORT_SHAPE_OUTSIDE:
    case IMPORT_SHAPE_UNREADABLE:
        import_report_add_error(m->report, IMPORT_ERROR,
                                shape->state == IMPORT_SHAPE_OUTSIDE ? IMPORT_GEOMETRY_OUTSIDE
                                                                     : IMPORT_GEOMETRY_INVALID,
                                m->record->number, "geometry", NULL, &shape->problem);
        m->row->rejected = true;
        return false;
    case IMPORT_SHAPE_GOOD:
    case IMPORT_SHAPE_INVALID:
        break;
    }
    if (!(class_of(shape->geometry.kind) & takes)) {
        import_row_problem(m, IMPORT_ERROR, IMPORT_GEOMETRY_INVALID, "geometry", NULL,
                           "no %s has a geometry of this kind", import_kind_name(m->options->kind));
        return false;
    }
    if (shape->state == IMPORT_SHAPE_INVALID)
        tell_invalid(m, &shape->fault);
    return true;
}

static struct store_source source_of(struct import_maker *m)
{
    m->borrows = true;
    return (struct store_source){m->record->wkb, m->record->wkb_size, m->shaper.crs->crs.name};
}

bool import_row_geometry(struct import_maker *m, int takes, enum import_severity missing,
                         struct geo_geometry *geometry, struct store_source *source)
{
    struct import_shape shape;
    enum base_status status = import_shape_make(&m->shaper, m->record->wkb, m->record->wkb_size,
                                                m->arena, &shape, m->err);
    if (status) {
        m->status = status;
        return false;
    }
    if (shape.state == IMPORT_SHAPE_NONE && (m->table->has_geometry || missing == IMPORT_ERROR))
        import_row_problem(m, missing, IMPORT_GEOMETRY_EMPTY, "geometry", NULL,
                           "the record has no geometry");
    if (!usable(m, &shape, takes))
        return false;
    m->row->repaired |= shape.repaired;
    *geometry = shape.geometry;
    if (geometry->kind == GEO_POLYGON)
        geometry->kind = GEO_MULTIPOLYGON;
    *source =
        shape.own_digits ? (struct store_source){NULL, 0, m->shaper.crs->crs.name} : source_of(m);
    return true;
}

/* GDAL makes an empty point of one with NaN in it, so that an empty one is no
 * way to say that there is none: null is. */
static bool is_hollow(const struct import_maker *m)
{
    struct import_xy xy;
    return import_xy_parse(m->record->wkb, m->record->wkb_size, m->arena, &xy, NULL) == BASE_OK &&
           xy.point_count == 0;
}

bool import_row_position(struct import_maker *m, struct geo_point *point,
                         struct store_source *source)
{
    struct geo_geometry geometry;
    if (!m->record->wkb) {
        if (!m->row->rejected)
            import_row_problem(m, IMPORT_WARNING, IMPORT_GEOMETRY_EMPTY, "geometry", NULL,
                               "the record has no position; it is kept without one");
        return false;
    }
    if (is_hollow(m)) {
        import_row_problem(m, IMPORT_ERROR, IMPORT_GEOMETRY_EMPTY, "geometry", NULL,
                           "the position is empty, or its coordinates are no numbers; leave the "
                           "geometry out where none is known");
        return false;
    }
    if (!import_row_geometry(m, IMPORT_TAKES_POINT, IMPORT_ERROR, &geometry, source))
        return false;
    if (geometry.point_count > 1)
        import_row_problem(m, IMPORT_ERROR, IMPORT_GEOMETRY_INVALID, "geometry", NULL,
                           "a %s has one position, not %u; give each its own record",
                           import_kind_name(m->options->kind), geometry.point_count);
    *point = geometry.points[0];
    return geometry.point_count == 1;
}

static bool locate_address(struct import_maker *m, const char *address, struct geo_point *point)
{
    double confidence = 0;
    enum base_status status = BASE_NOT_FOUND;
    if (address && m->options->locate)
        status =
            m->options->locate(m->options->locate_context, address, point, &confidence, m->err);
    if (status && status != BASE_NOT_FOUND) {
        m->status = status;
        return false;
    }
    if (!status && confidence >= IMPORT_CONFIDENCE)
        return true;
    if (!status)
        import_row_problem(m, IMPORT_WARNING, IMPORT_GEOMETRY_EMPTY, "address", address,
                           "the address was found with a confidence of only %.2f; the row is kept "
                           "without a point",
                           confidence);
    else
        import_row_problem(m, IMPORT_WARNING, IMPORT_GEOMETRY_EMPTY, "geometry", address,
                           "there is neither a geometry nor an address that could be found; the "
                           "row is kept without a point");
    return false;
}

bool import_row_point(struct import_maker *m, const char *address, struct geo_point *point,
                      struct store_source *source)
{
    struct geo_geometry geometry;
    if (!m->record->wkb)
        return locate_address(m, address, point);
    int all = IMPORT_TAKES_POINT | IMPORT_TAKES_LINE | IMPORT_TAKES_AREA;
    if (!import_row_geometry(m, all, IMPORT_WARNING, &geometry, source))
        return false;
    enum base_status status = geo_label_point(&geometry, point, NULL, m->err);
    if (status == BASE_INVALID)
        return false;
    m->status = status ? status : m->status;
    if (geometry.kind != GEO_POINT) /* the point is ours, not the source's */
        *source = source_of(m);
    return !status;
}

enum base_status import_row_make(struct import_maker *maker, const struct import_record *record,
                                 struct import_row *row)
{
    static void (*const MAKERS[IMPORT_KINDS])(struct import_maker *) = {
        [IMPORT_DIVISION] = import_make_division,
        [IMPORT_CLAIM] = import_make_claim,
        [IMPORT_PLACE] = import_make_place,
        [IMPORT_NAME] = import_make_name,
        [IMPORT_FACILITY] = import_make_facility,
        [IMPORT_POPULATION] = import_make_population,
        [IMPORT_ROAD] = import_make_road,
        [IMPORT_LINE] = import_make_line,
        [IMPORT_MARKER] = import_make_marker,
        [IMPORT_TRI_JUNCTION] = import_make_tri_junction,
        [IMPORT_EXEMPTION] = import_make_exemption,
        [IMPORT_CATEGORY] = import_make_registered,
        [IMPORT_CODE_ALIAS] = import_make_registered,
        [IMPORT_RELATION] = import_make_registered,
        [IMPORT_STREET_PART] = import_make_registered,
        [IMPORT_ADDRESS] = import_make_registered,
        [IMPORT_SIGN] = import_make_registered,
        [IMPORT_HERITAGE] = import_make_registered,
        [IMPORT_APPROVAL] = import_make_registered,
    };
    *row = (struct import_row){.number = record->number, .rejected = record->broken};
    maker->record = record;
    maker->row = row;
    maker->status = BASE_OK;
    if (record->lossy)
        import_row_problem(maker, IMPORT_WARNING, IMPORT_ENCODING_LOSSY, NULL, NULL,
                           "some bytes of the text are no characters in %s and were replaced",
                           maker->table->encoding);
    MAKERS[maker->options->kind](maker);
    return maker->status;
}
