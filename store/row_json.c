/* store/row_json.c - rows of any entity as JSON. */
#include "store/row_json.h"

#include <string.h>

#include "store/division.h"
#include "store/place.h"
#include "store/subject.h"

static void write_date(struct base_json *json, const char *key, base_date_t date)
{
    char text[BASE_DATE_SIZE];
    base_json_key_string(json, key, date == BASE_DATE_NONE ? NULL : base_date_print(date, text));
}

static void write_cell(const struct store_field *field, const union store_cell *cell,
                       struct base_json *json)
{
    switch (field->kind) {
    case STORE_COLUMN_TEXT:
    case STORE_COLUMN_SUBJECT:
        base_json_key_string(json, field->name, cell->text);
        break;
    case STORE_COLUMN_INT:
        base_json_key(json, field->name);
        cell->integer == STORE_CELL_NULL ? base_json_null(json)
                                         : base_json_int(json, cell->integer);
        break;
    case STORE_COLUMN_BOOL:
        base_json_key_bool(json, field->name, cell->integer == 1);
        break;
    case STORE_COLUMN_NUMBER:
        base_json_key_number(json, field->name, cell->number);
        break;
    case STORE_COLUMN_DATE:
        write_date(json, field->name, cell->date);
        break;
    }
}

/* Numbers of our own become the words that files use. True: written. */
static bool write_special(enum store_entity entity, const char *name, const struct store_row *row,
                          size_t at, struct base_json *json)
{
    char text[STORE_SUBJECT_SIZE];
    if (strcmp(name, "lon") == 0 || strcmp(name, "lat") == 0)
        return true; /* the geometry's */
    if (entity == STORE_DIVISION && strcmp(name, "level") == 0) {
        base_json_key_string(json, name,
                             store_level_name((enum store_level)row->cells[at].integer));
        return true;
    }
    if (entity != STORE_NAME || strncmp(name, "owner", 5) != 0)
        return false;
    if (strcmp(name, "owner") == 0) {
        int kind = store_row_field(entity, "owner_kind");
        struct store_subject owner = {
            row->cells[kind].integer == STORE_OWNER_DIVISION ? STORE_DIVISION : STORE_PLACE,
            row->cells[at].integer};
        base_json_key_string(json, "place", store_subject_print(owner, text));
    }
    return true;
}

void store_row_write(enum store_entity entity, const struct store_row *row, struct base_json *json)
{
    size_t count;
    const struct store_field *fields = store_row_fields(entity, &count);
    for (size_t i = 0; i < count; i++)
        if (!write_special(entity, fields[i].name, row, i, json))
            write_cell(&fields[i], &row->cells[i], json);
    write_date(json, "valid_from", row->version.valid_from);
    write_date(json, "valid_to", row->version.valid_to);
    base_json_key_int(json, "edition", store_version_edition(&row->version));
}
