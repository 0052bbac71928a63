/* store/population.c - people, by points. */
#include "store/facility.h"
#include "store/point.h"
#include "store/versioned.h"

enum { ID, TOTAL, AGE60, AGE65, AGE80, HOUSEHOLDS, DIVISION, ORIGIN, METHOD, COLUMNS };

const struct versioned_table POPULATION_TABLE = {
    .entity = STORE_POPULATION,
    .name = "population",
    .columns = {[ID] = {"id", STORE_COLUMN_TEXT},
                [TOTAL] = {"total", STORE_COLUMN_INT},
                [AGE60] = {"age60", STORE_COLUMN_INT},
                [AGE65] = {"age65", STORE_COLUMN_INT},
                [AGE80] = {"age80", STORE_COLUMN_INT},
                [HOUSEHOLDS] = {"households", STORE_COLUMN_INT},
                [DIVISION] = {"division", STORE_COLUMN_TEXT},
                [ORIGIN] = {"origin", STORE_COLUMN_TEXT},
                [METHOD] = {"method", STORE_COLUMN_TEXT}},
    .column_count = COLUMNS,
    .key_count = 1,
    .has_geometry = true,
    .promote = 0,
    .kind = GEO_POINT,
};

static int64_t or_null(int64_t value)
{
    return value < 0 ? STORE_CELL_NULL : value;
}

enum base_status store_population_put(struct store *store, const struct store_change *change,
                                      const struct store_population *p, enum store_outcome *outcome,
                                      int64_t *identity, struct base_error *err)
{
    struct store_point point;
    struct versioned_row row = {
        .geometry = store_point_geometry(&point, p->has_point, p->point),
        .source = p->source,
        .valid_from = p->version.valid_from,
        .valid_to = p->version.valid_to,
    };
    row.cells[ID].text = p->id;
    row.cells[TOTAL].integer = p->total;
    row.cells[AGE60].integer = or_null(p->age60);
    row.cells[AGE65].integer = or_null(p->age65);
    row.cells[AGE80].integer = or_null(p->age80);
    row.cells[HOUSEHOLDS].integer = or_null(p->households);
    row.cells[DIVISION].text = p->division;
    row.cells[ORIGIN].text = p->origin;
    row.cells[METHOD].text = p->method;
    return versioned_put(store, &POPULATION_TABLE, change, &row, 0, outcome, identity, err);
}

static int64_t read_count(sqlite3_stmt *statement, int column)
{
    bool is_null = sqlite3_column_type(statement, column) == SQLITE_NULL;
    return is_null ? -1 : statement_int(statement, column);
}

static enum base_status read_row(sqlite3_stmt *statement, struct base_arena *arena, void *item,
                                 struct base_error *err)
{
    struct store_population *p = item;
    const int first = VERSIONED_FIRST;
    versioned_read_version(statement, &p->version);
    p->id = statement_text(statement, first + ID, arena);
    p->total = read_count(statement, first + TOTAL);
    p->age60 = read_count(statement, first + AGE60);
    p->age65 = read_count(statement, first + AGE65);
    p->age80 = read_count(statement, first + AGE80);
    p->households = read_count(statement, first + HOUSEHOLDS);
    p->division = statement_text(statement, first + DIVISION, arena);
    p->origin = statement_text(statement, first + ORIGIN, arena);
    p->method = statement_text(statement, first + METHOD, arena);
    return store_point_read(statement, &POPULATION_TABLE, arena, &p->has_point, &p->point, err);
}

enum base_status store_population_list(struct store *store, struct store_as_of as_of,
                                       struct base_arena *arena, struct store_population **out,
                                       size_t *count, struct base_error *err)
{
    struct versioned_list list = {.arena = arena, .size = sizeof **out};
    enum base_status status =
        versioned_collect(store, &POPULATION_TABLE, as_of, true, read_row, &list, err);
    if (status == BASE_OK) {
        *out = list.items;
        *count = list.count;
    }
    return status;
}
