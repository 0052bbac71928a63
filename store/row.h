/* store/row.h - rows of any entity as cells: for what treats all of them alike
 * (the gazetteer's registers, the change feed, the whole download). */
#ifndef STORE_ROW_H
#define STORE_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geo/geometry.h"
#include "store/store.h"
#include "store/version.h"

enum store_entity {
    STORE_EDITION,
    STORE_DIVISION,
    STORE_CLAIM,
    STORE_PLACE,
    STORE_NAME,
    STORE_FACILITY,
    STORE_POPULATION,
    STORE_ROAD,
    STORE_LINE,
    STORE_LINE_CLAIM,
    STORE_MARKER,
    STORE_TRI_JUNCTION,
    STORE_EXEMPTION,
    STORE_CATEGORY,    /* a class of a scheme: GB/T 18521, a heritage vocabulary */
    STORE_CODE_ALIAS,  /* a code of another scheme: the statistics bureau's */
    STORE_RELATION,    /* what became of a place: renamed, split, merged … */
    STORE_STREET_PART, /* a stretch of a street */
    STORE_ADDRESS,
    STORE_SIGN,     /* 地名标志 */
    STORE_HERITAGE, /* 地名文化遗产 */
    STORE_APPROVAL, /* with filing and public notice */
    STORE_ENTITIES,
};

/* "division", "code_alias": the table's name. */
const char *store_entity_name(enum store_entity entity);

enum store_column {
    STORE_COLUMN_TEXT,
    STORE_COLUMN_INT,
    STORE_COLUMN_BOOL, /* as INT */
    STORE_COLUMN_NUMBER,
    STORE_COLUMN_DATE,
    STORE_COLUMN_SUBJECT, /* as TEXT: what the row is about (store/subject.h) */
};

/* A value; its column's kind says which. Texts are borrowed by writers and live in
 * the arena for readers. */
union store_cell {
    const char *text; /* TEXT, SUBJECT; NULL: none */
    int64_t integer;  /* INT, BOOL; STORE_CELL_NULL: none */
    double number;    /* NUMBER; NAN: none */
    base_date_t date; /* DATE; BASE_DATE_NONE: none */
};
#define STORE_CELL_NULL INT64_MIN

#define STORE_ROW_COLUMNS 24

/* One version of any entity. */
struct store_row {
    struct store_version version;
    union store_cell cells[STORE_ROW_COLUMNS];
    struct geo_geometry geometry; /* part_count 0: none */
    struct store_source source;   /* writers */
};

/* A column of an entity. */
struct store_field {
    const char *name;
    enum store_column kind;
};
/* The columns of an entity in the order of cells; *count of them. */
const struct store_field *store_row_fields(enum store_entity entity, size_t *count);
/* Position of a column by name, or -1. */
int store_row_field(enum store_entity entity, const char *name);
/* Whether its rows have geometry. */
bool store_row_has_geometry(enum store_entity entity);

/* Writes one row of a register (STORE_CATEGORY and those after it), matched by its
 * key columns. Cells of kind SUBJECT hold what a file says: a place's id, a
 * division's code, an address's id; they are resolved here. BASE_NOT_FOUND names
 * the one that is not there. */
BASE_MUST_CHECK
enum base_status store_row_put(struct store *store, enum store_entity entity,
                               const struct store_change *change, const struct store_row *row,
                               enum store_outcome *outcome, int64_t *identity,
                               struct base_error *err);

/* All rows as_of, in order of their keys. */
BASE_MUST_CHECK
enum base_status store_row_list(struct store *store, enum store_entity entity,
                                struct store_as_of as_of, struct base_arena *arena,
                                struct store_row **out, size_t *count, struct base_error *err);

/* The versions of one identity, by valid_from, the one with an unknown beginning first. */
BASE_MUST_CHECK
enum base_status store_row_versions(struct store *store, enum store_entity entity, int64_t identity,
                                    int64_t known, struct base_arena *arena, struct store_row **out,
                                    size_t *count, struct base_error *err);

#define STORE_ROW_FILTERS 4

/* Which rows a page shows. */
struct store_row_filter {
    struct {
        int field; /* of the entity */
        const char *text;
    } equal[STORE_ROW_FILTERS];
    size_t equal_count;
    const char *absent[2]; /* columns that must be NULL; NULL: no such condition */
    bool open_only;        /* only rows of editions that are everyone's, no signs of households */
    struct geo_box box;    /* of rows with the columns lon and lat; empty: everywhere */
    int64_t after;         /* identity of the last row shown; 0: from the first */
    size_t limit;          /* 0: all */
};
/* Rows as_of in order of identity. */
BASE_MUST_CHECK
enum base_status store_row_page(struct store *store, enum store_entity entity,
                                const struct store_row_filter *filter, struct store_as_of as_of,
                                struct base_arena *arena, struct store_row **out, size_t *count,
                                struct base_error *err);

#endif
