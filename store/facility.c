/* store/facility.c - facilities. */
#include "store/facility.h"

#include <string.h>

#include "store/point.h"
#include "store/versioned.h"

enum {
    ID,
    NAME,
    KIND,
    DIVISION,
    ADDRESS,
    BEDS,
    NURSING_BEDS,
    OWNERSHIP,
    NATURE,
    RANK,
    FUNCTIONS,
    OPENED,
    CLOSED,
    COLUMNS
};

const struct versioned_table FACILITY_TABLE = {
    .entity = STORE_FACILITY,
    .name = "facility",
    .columns = {[ID] = {"id", STORE_COLUMN_TEXT},
                [NAME] = {"name", STORE_COLUMN_TEXT},
                [KIND] = {"kind", STORE_COLUMN_TEXT},
                [DIVISION] = {"division", STORE_COLUMN_TEXT},
                [ADDRESS] = {"address", STORE_COLUMN_TEXT},
                [BEDS] = {"beds", STORE_COLUMN_NUMBER},
                [NURSING_BEDS] = {"nursing_beds", STORE_COLUMN_NUMBER},
                [OWNERSHIP] = {"ownership", STORE_COLUMN_TEXT},
                [NATURE] = {"nature", STORE_COLUMN_TEXT},
                [RANK] = {"rank", STORE_COLUMN_TEXT},
                [FUNCTIONS] = {"functions", STORE_COLUMN_TEXT},
                [OPENED] = {"opened", STORE_COLUMN_DATE},
                [CLOSED] = {"closed", STORE_COLUMN_DATE}},
    .column_count = COLUMNS,
    .key_count = 1,
    .has_geometry = true,
    .promote = 0,
    .kind = GEO_POINT,
};

bool store_facility_in_branch(const char *kind, const char *branch)
{
    size_t length = strlen(branch);
    return strncmp(kind, branch, length) == 0 && (kind[length] == '\0' || kind[length] == '.');
}

bool store_facility_kind_is_known(const char *kind)
{
    static const char *const KINDS[] = {
        "eldercare.day",  "eldercare.home",   "eldercare.centre",  "eldercare.meal",
        "funeral.home",   "funeral.ash-hall", "funeral.cemetery",  "child.station",
        "social.station", "social.facility",  "community.service", "health.hospital",
        "health.clinic",  "lottery",          "marriage.registry",
    };
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++)
        if (store_facility_in_branch(KINDS[i], kind))
            return true;
    return false;
}

bool store_facility_is_open(const struct store_facility *facility, base_date_t day)
{
    return base_date_within(day, facility->opened, facility->closed);
}

enum base_status store_facility_put(struct store *store, const struct store_change *change,
                                    const struct store_facility *f, enum store_outcome *outcome,
                                    int64_t *identity, struct base_error *err)
{
    struct store_point point;
    struct versioned_row row = {
        .geometry = store_point_geometry(&point, f->has_point, f->point),
        .source = f->source,
        .valid_from = f->version.valid_from,
        .valid_to = f->version.valid_to,
    };
    row.cells[ID].text = f->id;
    row.cells[NAME].text = f->name;
    row.cells[KIND].text = f->kind;
    row.cells[DIVISION].text = f->division;
    row.cells[ADDRESS].text = f->address;
    row.cells[BEDS].number = f->beds;
    row.cells[NURSING_BEDS].number = f->nursing_beds;
    row.cells[OWNERSHIP].text = f->ownership;
    row.cells[NATURE].text = f->nature;
    row.cells[RANK].text = f->rank;
    row.cells[FUNCTIONS].text = f->functions;
    row.cells[OPENED].date = f->opened;
    row.cells[CLOSED].date = f->closed;
    return versioned_put(store, &FACILITY_TABLE, change, &row, 0, outcome, identity, err);
}

static enum base_status read_row(sqlite3_stmt *statement, struct base_arena *arena, void *item,
                                 struct base_error *err)
{
    struct store_facility *f = item;
    const int first = VERSIONED_FIRST;
    versioned_read_version(statement, &f->version);
    f->id = statement_text(statement, first + ID, arena);
    f->name = statement_text(statement, first + NAME, arena);
    f->kind = statement_text(statement, first + KIND, arena);
    f->division = statement_text(statement, first + DIVISION, arena);
    f->address = statement_text(statement, first + ADDRESS, arena);
    f->beds = statement_number(statement, first + BEDS);
    f->nursing_beds = statement_number(statement, first + NURSING_BEDS);
    f->ownership = statement_text(statement, first + OWNERSHIP, arena);
    f->nature = statement_text(statement, first + NATURE, arena);
    f->rank = statement_text(statement, first + RANK, arena);
    f->functions = statement_text(statement, first + FUNCTIONS, arena);
    f->opened = statement_date(statement, first + OPENED);
    f->closed = statement_date(statement, first + CLOSED);
    return store_point_read(statement, &FACILITY_TABLE, arena, &f->has_point, &f->point, err);
}

enum base_status store_facility_list(struct store *store, struct store_as_of as_of,
                                     const char *kind, struct base_arena *arena,
                                     struct store_facility **out, size_t *count,
                                     struct base_error *err)
{
    struct versioned_list list = {.arena = arena, .size = sizeof **out};
    size_t kept = 0;
    enum base_status status =
        versioned_collect(store, &FACILITY_TABLE, as_of, true, read_row, &list, err);
    if (status != BASE_OK)
        return status;
    struct store_facility *rows = list.items;
    for (size_t i = 0; i < list.count; i++)
        if (!kind || store_facility_in_branch(rows[i].kind, kind))
            rows[kept++] = rows[i];
    *out = rows;
    *count = kept;
    return BASE_OK;
}
