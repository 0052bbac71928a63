/* import/rows_registered.c - rows of the registers of place names, by their columns. */
#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "import/rows.h"
#include "import/words.h"
#include "import/words_gazetteer.h"
#include "store/house_number.h"

/* Columns whose words are ours; those of an open list keep words that are not. */
static const struct vocabulary {
    enum store_entity entity;
    const char *field;
    const char *(*word)(const char *);
    bool open;
} VOCABULARIES[] = {
    {STORE_RELATION, "relation", import_word_relation, false},
    {STORE_RELATION, "precision", import_word_precision, false},
    {STORE_CATEGORY, "mark", import_word_certainty, true},
    {STORE_ADDRESS, "rank", import_word_rank_of_address, false},
    {STORE_SIGN, "type", import_word_sign_type, true},
    {STORE_SIGN, "state", import_word_condition, true},
    {STORE_SIGN, "material", import_word_material, true},
    {STORE_HERITAGE, "level", import_word_heritage_level, false},
    {STORE_APPROVAL, "action", import_word_action, false},
    {STORE_APPROVAL, "body_kind", import_word_body_kind, false},
};

static const struct vocabulary *vocabulary_of(enum store_entity entity, const char *field)
{
    for (size_t i = 0; i < sizeof VOCABULARIES / sizeof VOCABULARIES[0]; i++)
        if (VOCABULARIES[i].entity == entity && strcmp(VOCABULARIES[i].field, field) == 0)
            return &VOCABULARIES[i];
    return NULL;
}

static union store_cell *cell_of(struct import_row *row, enum store_entity entity,
                                 const char *field)
{
    return &row->as.registered.cells[store_row_field(entity, field)];
}

/* --- one cell ----------------------------------------------------------------- */

static const char *read_text(struct import_maker *m, enum store_entity entity, const char *field,
                             bool required)
{
    const struct vocabulary *vocabulary = vocabulary_of(entity, field);
    bool label =
        strcmp(field, "id") == 0 || strcmp(field, "code") == 0 || strcmp(field, "geocode") == 0;
    if (strcmp(field, "division") == 0)
        return import_cell_code(m, field, false);
    if (strcmp(field, "status") == 0)
        return import_cell_status(m);
    if (label)
        return import_cell_label(m, field, required);
    if (required && !import_cell_required(m, field))
        return NULL;
    if (!vocabulary)
        return import_cell(m, field);
    return vocabulary->open ? import_cell_word(m, field, vocabulary->word)
                            : import_cell_choice(m, field, vocabulary->word);
}

static void read_cell(struct import_maker *m, enum store_entity entity,
                      const struct store_field *column, bool required, union store_cell *out)
{
    switch (column->kind) {
    case STORE_COLUMN_TEXT:
        out->text = read_text(m, entity, column->name, required);
        break;
    case STORE_COLUMN_SUBJECT:
        out->text = import_cell_label(m, column->name, required);
        break;
    case STORE_COLUMN_INT:
        if (required && !import_cell_required(m, column->name))
            break;
        out->integer = import_cell_count(m, column->name);
        if (out->integer < 0)
            out->integer = STORE_CELL_NULL;
        break;
    case STORE_COLUMN_BOOL:
        out->integer = import_cell_bool(m, column->name);
        break;
    case STORE_COLUMN_NUMBER:
        out->number = import_cell_number(m, column->name);
        break;
    case STORE_COLUMN_DATE:
        out->date = required && !import_cell_required(m, column->name)
                        ? BASE_DATE_NONE
                        : import_cell_date(m, column->name);
        break;
    }
}

static union store_cell nothing(enum store_column kind)
{
    union store_cell cell = {.text = NULL};
    if (kind == STORE_COLUMN_INT)
        cell.integer = STORE_CELL_NULL;
    else if (kind == STORE_COLUMN_NUMBER)
        cell.number = NAN;
    else if (kind == STORE_COLUMN_DATE)
        cell.date = BASE_DATE_NONE;
    return cell;
}

/* Columns that no field fills are made later, or in the record. */
static void read_cells(struct import_maker *m, enum store_entity entity)
{
    size_t count, field_count;
    const struct store_field *columns = store_row_fields(entity, &count);
    const struct import_field *fields = import_kind_fields(m->options->kind, &field_count);
    for (size_t i = 0; i < count; i++) {
        union store_cell *cell = &m->row->as.registered.cells[i];
        int field = import_kind_field(m->options->kind, columns[i].name);
        *cell = nothing(columns[i].kind);
        bool place = strcmp(columns[i].name, "lon") == 0 || strcmp(columns[i].name, "lat") == 0;
        if (field >= 0 && !place)
            read_cell(m, entity, &columns[i], fields[field].required, cell);
    }
}

/* --- addresses ------------------------------------------------------------------ */

static void read_number(struct import_maker *m)
{
    struct store_house_number number;
    union store_cell *cells = m->row->as.registered.cells;
    const char *text = cells[store_row_field(STORE_ADDRESS, "number")].text;
    if (!text)
        return;
    if (!store_house_number_parse(text, &number)) {
        import_row_problem(m, IMPORT_WARNING, IMPORT_VALUE_INVALID, "number", text,
                           "number: \"%s\" is no number of a door; it is kept as it stands", text);
        return;
    }
    cell_of(m->row, STORE_ADDRESS, "number_base")->integer = number.base;
    cell_of(m->row, STORE_ADDRESS, "number_kind")->text = store_number_kind_name(number.kind);
    if (number.suffix[0])
        cell_of(m->row, STORE_ADDRESS, "number_suffix")->text = import_row_keep(m, number.suffix);
}

/* An address without id is known by what it reads, the door's number in one spelling. */
static const char *made_id(struct import_maker *m)
{
    static const char *const FIELDS[] = {"division", "estate", "road", "building", "unit", "room"};
    unsigned char hash[BASE_HASH_SIZE];
    char hex[BASE_HASH_TEXT], number[STORE_NUMBER_SIZE] = "";
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    struct store_house_number parsed;
    const char *raw = cell_of(m->row, STORE_ADDRESS, "number")->text;
    for (size_t i = 0; i < sizeof FIELDS / sizeof FIELDS[0]; i++) {
        const char *part = cell_of(m->row, STORE_ADDRESS, FIELDS[i])->text;
        base_buffer_printf(&text, "%s|", part ? part : "");
    }
    if (store_house_number_parse(raw, &parsed))
        raw = store_house_number_print(&parsed, number);
    base_buffer_text(&text, raw ? raw : "");
    if (text.failed)
        return NULL;
    base_hash(text.data, text.size, hash);
    base_hash_hex(hash, 8, hex);
    return base_arena_printf(m->arena, "addr-%s", hex);
}

static void finish_address(struct import_maker *m)
{
    union store_cell *id = cell_of(m->row, STORE_ADDRESS, "id");
    bool says = cell_of(m->row, STORE_ADDRESS, "road")->text ||
                cell_of(m->row, STORE_ADDRESS, "street")->text ||
                cell_of(m->row, STORE_ADDRESS, "estate")->text ||
                cell_of(m->row, STORE_ADDRESS, "number")->text ||
                cell_of(m->row, STORE_ADDRESS, "building")->text;
    if (!says)
        import_row_problem(m, IMPORT_ERROR, IMPORT_VALUE_INVALID, "road", NULL,
                           "an address has a road, an estate, a number or a building; this one "
                           "has none");
    read_number(m);
    if (!id->text)
        id->text = made_id(m);
}

/* --- what comes twice, and where it is --------------------------------------------- */

/* The cells that find the row again, with bars between. */
static void make_key(struct import_maker *m, enum store_entity entity)
{
    static const char *const KEYS[STORE_ENTITIES][3] = {
        [STORE_CATEGORY] = {"scheme", "code"},
        [STORE_CODE_ALIAS] = {"scheme", "code"},
        [STORE_RELATION] = {"place", "successor", "relation"},
        [STORE_STREET_PART] = {"street"},
    };
    const char *const *keys = KEYS[entity];
    if (!keys[0]) {
        m->row->key = cell_of(m->row, entity, "id")->text;
    } else if (entity == STORE_STREET_PART) {
        const char *street = cell_of(m->row, entity, "street")->text;
        if (street)
            m->row->key = base_arena_printf(m->arena, "%s|%lld", street,
                                            (long long)cell_of(m->row, entity, "ordinal")->integer);
    } else {
        const char *a = cell_of(m->row, entity, keys[0])->text;
        const char *b = cell_of(m->row, entity, keys[1])->text;
        const char *c = keys[2] ? cell_of(m->row, entity, keys[2])->text : "";
        if (a && b && c)
            m->row->key = base_arena_printf(m->arena, "%s|%s|%s", a, b, c);
    }
    /* the same thing may stand there once for each of its times */
    if (m->row->key && m->row->as.registered.version.valid_from != BASE_DATE_NONE)
        m->row->key = base_arena_printf(m->arena, "%s|%ld", m->row->key,
                                        (long)m->row->as.registered.version.valid_from);
}

static struct geo_geometry geometry_of_point(struct import_maker *m, struct geo_point point)
{
    struct geo_builder builder;
    struct geo_geometry out = {.kind = GEO_POINT};
    geo_builder_init(&builder, GEO_POINT, m->arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    geo_builder_point(&builder, point);
    if (geo_builder_finish(&builder, &out, m->err) != BASE_OK)
        m->status = BASE_NO_MEMORY;
    return out;
}

static void read_place(struct import_maker *m, enum store_entity entity)
{
    struct store_row *row = &m->row->as.registered;
    struct geo_point point;
    if (!store_row_has_geometry(entity))
        return;
    if (entity == STORE_STREET_PART) {
        row->geometry.kind = GEO_LINE;
        import_row_geometry(m, IMPORT_TAKES_LINE, IMPORT_WARNING, &row->geometry, &row->source);
    } else if (import_row_position(m, &point, &row->source)) {
        row->geometry = geometry_of_point(m, point);
    }
}

void import_make_registered(struct import_maker *m)
{
    enum store_entity entity = import_kind_register(m->options->kind);
    struct store_row *row = &m->row->as.registered;
    read_cells(m, entity);
    row->version.valid_from = import_cell_date(m, "valid_from");
    row->version.valid_to = import_cell_date(m, "valid_to");
    row->geometry = (struct geo_geometry){.kind = GEO_POINT};
    if (entity == STORE_ADDRESS)
        finish_address(m);
    read_place(m, entity);
    make_key(m, entity);
}
