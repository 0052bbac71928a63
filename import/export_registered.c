/* import/export_registered.c - rows of the registers of place names as texts. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "import/export_rows.h"
#include "store/subject.h"

struct reader {
    struct store *store;
    const struct export_options *options;
    struct base_arena *arena;
    struct base_error *err;
    enum store_entity entity;
    int fields[EXPORT_COLUMNS]; /* of each column, in the rows' cells; below 0: see DATES */
    struct export_table *table;
};

/* Columns that are no cells. */
enum { VALID_FROM = -1, VALID_TO = -2 };

static enum base_status no_memory(const struct reader *r)
{
    return base_fail(r->err, BASE_NO_MEMORY, "out of memory");
}

static enum export_type type_of(enum store_column kind)
{
    return kind == STORE_COLUMN_INT      ? EXPORT_INTEGER
           : kind == STORE_COLUMN_NUMBER ? EXPORT_REAL
                                         : EXPORT_TEXT;
}

/* The fields of import that are columns of the record, in their order. */
static enum base_status choose_columns(struct reader *r)
{
    size_t count, kept = 0, cells;
    const struct import_field *fields = import_kind_fields(r->options->kind, &count);
    const struct store_field *columns = store_row_fields(r->entity, &cells);
    struct export_column *out = base_arena_calloc(r->arena, EXPORT_COLUMNS, sizeof *out);
    if (!out)
        return no_memory(r);
    for (size_t i = 0; i < count && kept < EXPORT_COLUMNS; i++) {
        const char *name = fields[i].name;
        int field = store_row_field(r->entity, name);
        bool from = strcmp(name, "valid_from") == 0, to = strcmp(name, "valid_to") == 0;
        bool place = strcmp(name, "lon") == 0 || strcmp(name, "lat") == 0;
        if (place || (field < 0 && !from && !to))
            continue;
        r->fields[kept] = from ? VALID_FROM : to ? VALID_TO : field;
        out[kept++] =
            (struct export_column){name, field < 0 ? EXPORT_TEXT : type_of(columns[field].kind)};
    }
    r->table->columns = out;
    r->table->column_count = kept;
    r->table->geometry = !store_row_has_geometry(r->entity) ? -1
                         : r->entity == STORE_STREET_PART   ? GEO_MULTILINE
                                                            : GEO_POINT;
    return BASE_OK;
}

static enum base_status print_date(struct reader *r, base_date_t date, const char **out)
{
    char text[BASE_DATE_SIZE];
    if (date == BASE_DATE_NONE)
        return BASE_OK;
    *out = base_arena_strdup(r->arena, base_date_print(date, text));
    return *out ? BASE_OK : no_memory(r);
}

static enum base_status print_subject(struct reader *r, const char *text, const char **out)
{
    struct store_subject subject;
    *out = text;
    if (!text || !store_subject_parse(text, &subject))
        return BASE_OK;
    enum base_status status =
        store_subject_id(r->store, subject, r->options->known, r->arena, out, r->err);
    if (status == BASE_OK && !*out)
        *out = text;
    return status;
}

static enum base_status print_number(struct reader *r, double value, const char **out)
{
    char text[BASE_NUMBER_SIZE];
    if (!isfinite(value))
        return BASE_OK;
    base_number_print(value, text);
    *out = base_arena_strdup(r->arena, text);
    return *out ? BASE_OK : no_memory(r);
}

static enum base_status print_cell(struct reader *r, enum store_column kind,
                                   const union store_cell *cell, const char **out)
{
    switch (kind) {
    case STORE_COLUMN_TEXT:
        *out = cell->text;
        return BASE_OK;
    case STORE_COLUMN_SUBJECT:
        return print_subject(r, cell->text, out);
    case STORE_COLUMN_INT:
    case STORE_COLUMN_BOOL:
        if (cell->integer == STORE_CELL_NULL)
            return BASE_OK;
        *out = base_arena_printf(r->arena, "%lld", (long long)cell->integer);
        return *out ? BASE_OK : no_memory(r);
    case STORE_COLUMN_NUMBER:
        return print_number(r, cell->number, out);
    case STORE_COLUMN_DATE:
        return print_date(r, cell->date, out);
    }
    return BASE_OK;
}

static enum base_status print_row(struct reader *r, const struct store_row *row,
                                  struct export_row *out)
{
    size_t count;
    const struct store_field *columns = store_row_fields(r->entity, &count);
    int division = store_row_field(r->entity, "division");
    enum base_status status = BASE_OK;
    *out = (struct export_row){
        .division = division >= 0 ? row->cells[division].text : NULL,
        .edition = store_version_edition(&row->version),
        .version = row->version.version,
        .geometry = row->geometry,
    };
    for (size_t i = 0; i < r->table->column_count && !status; i++) {
        int field = r->fields[i];
        if (field < 0)
            status =
                print_date(r, field == VALID_FROM ? row->version.valid_from : row->version.valid_to,
                           &out->values[i]);
        else
            status = print_cell(r, columns[field].kind, &row->cells[field], &out->values[i]);
    }
    return status;
}

enum base_status export_registered_read(struct store *store, const struct export_options *options,
                                        struct base_arena *arena, struct export_table *out,
                                        struct base_error *err)
{
    struct reader r = {.store = store,
                       .options = options,
                       .arena = arena,
                       .err = err,
                       .entity = import_kind_register(options->kind),
                       .table = out};
    struct store_as_of as_of = {options->at, options->known};
    struct store_row *rows = NULL;
    size_t count = 0;
    enum base_status status = choose_columns(&r);
    if (!status)
        status = store_row_list(store, r.entity, as_of, arena, &rows, &count, err);
    if (!status && !(out->rows = base_arena_calloc(arena, count + 1, sizeof *out->rows)))
        status = no_memory(&r);
    for (size_t i = 0; i < count && !status; i++)
        status = print_row(&r, &rows[i], &out->rows[i]);
    if (!status)
        out->count = count;
    return status;
}
