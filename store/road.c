/* store/road.c - roads, as imported. */
#include "store/road.h"

#include "store/versioned.h"

enum { ID, CLASS, NAME, ONEWAY, LAYER, BRIDGE, TUNNEL, FOOT, ACCESS, NODED, COLUMNS };

const struct versioned_table ROAD_TABLE = {
    .entity = STORE_ROAD,
    .name = "road",
    .columns = {[ID] = {"id", STORE_COLUMN_TEXT},
                [CLASS] = {"class", STORE_COLUMN_TEXT},
                [NAME] = {"name", STORE_COLUMN_TEXT},
                [ONEWAY] = {"oneway", STORE_COLUMN_INT},
                [LAYER] = {"layer", STORE_COLUMN_INT},
                [BRIDGE] = {"bridge", STORE_COLUMN_INT},
                [TUNNEL] = {"tunnel", STORE_COLUMN_INT},
                [FOOT] = {"foot", STORE_COLUMN_TEXT},
                [ACCESS] = {"access", STORE_COLUMN_TEXT},
                [NODED] = {"noded", STORE_COLUMN_INT}},
    .column_count = COLUMNS,
    .key_count = 1,
    .has_geometry = true,
    .promote = 1,
    .kind = GEO_LINE,
};

enum base_status store_road_put(struct store *store, const struct store_change *change,
                                const struct store_road *road, enum store_outcome *outcome,
                                int64_t *identity, struct base_error *err)
{
    struct versioned_row row = {
        .geometry = &road->geometry,
        .source = road->source,
        .valid_from = road->version.valid_from,
        .valid_to = road->version.valid_to,
    };
    row.cells[ID].text = road->id;
    row.cells[CLASS].text = road->class_name;
    row.cells[NAME].text = road->name;
    row.cells[ONEWAY].integer = road->oneway;
    row.cells[LAYER].integer = road->layer;
    row.cells[BRIDGE].integer = road->bridge;
    row.cells[TUNNEL].integer = road->tunnel;
    row.cells[FOOT].text = road->foot;
    row.cells[ACCESS].text = road->access;
    row.cells[NODED].integer = road->noded;
    return versioned_put(store, &ROAD_TABLE, change, &row, 0, outcome, identity, err);
}

static enum base_status read_row(sqlite3_stmt *statement, struct base_arena *arena, void *item,
                                 struct base_error *err)
{
    struct store_road *road = item;
    const int first = VERSIONED_FIRST;
    versioned_read_version(statement, &road->version);
    road->id = statement_text(statement, first + ID, arena);
    road->class_name = statement_text(statement, first + CLASS, arena);
    road->name = statement_text(statement, first + NAME, arena);
    road->oneway = (enum store_oneway)statement_int(statement, first + ONEWAY);
    road->layer = (int)statement_int(statement, first + LAYER);
    road->bridge = statement_int(statement, first + BRIDGE) != 0;
    road->tunnel = statement_int(statement, first + TUNNEL) != 0;
    road->foot = statement_text(statement, first + FOOT, arena);
    road->access = statement_text(statement, first + ACCESS, arena);
    road->noded = statement_int(statement, first + NODED) != 0;
    return versioned_read_geometry(statement, &ROAD_TABLE, arena, &road->geometry, err);
}

enum base_status store_road_list(struct store *store, struct store_as_of as_of,
                                 struct base_arena *arena, struct store_road **out, size_t *count,
                                 struct base_error *err)
{
    struct versioned_list list = {.arena = arena, .size = sizeof **out};
    enum base_status status =
        versioned_collect(store, &ROAD_TABLE, as_of, true, read_row, &list, err);
    if (status == BASE_OK) {
        *out = list.items;
        *count = list.count;
    }
    return status;
}
