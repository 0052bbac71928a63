/* store/versioned.h - what all entities share: identities, versions, two times;
 * internal to store/. An entity is described by a constant table, from which
 * its SQL is made once; values are always bound. */
#ifndef STORE_VERSIONED_H
#define STORE_VERSIONED_H

#include "geo/geometry.h"
#include "store/connection.h"
#include "store/statement.h"
#include "store/version.h"

#define VERSIONED_COLUMNS STORE_ROW_COLUMNS

struct versioned_table {
    enum store_entity entity;
    const char *name; /* the identity table; versions are in NAME_version */
    struct store_field columns[VERSIONED_COLUMNS];
    size_t column_count;
    size_t key_count; /* the first columns find the identity */
    bool has_geometry;
    bool is_indexed;    /* it has a spatial index */
    int promote;        /* geometry is stored as multi */
    enum geo_kind kind; /* the single kind it must be; 0: any */
};

/* One row to write. */
struct versioned_row {
    union store_cell cells[VERSIONED_COLUMNS];
    const struct geo_geometry *geometry; /* NULL or empty: none */
    struct store_source source;
    base_date_t valid_from, valid_to; /* as the source says; NONE: nothing said */
};

/* What writing a row will do. */
struct versioned_plan {
    enum store_outcome outcome;
    int64_t identity;        /* 0: a new one */
    int64_t closes;          /* the version that is superseded; 0: none */
    bool keeps_start;        /* that version goes on until `from` */
    base_date_t from, to;    /* of the new version */
    base_date_t closes_from; /* where the superseded one begins */
};

#define VERSIONED_NEW (-1) /* an identity still to be made */

/* Decides as interface.md says of import; writes nothing. identity 0: found by
 * the key columns, else to be made. BASE_INVALID for dates in the wrong order
 * and geometry of another kind, BASE_CONFLICT for days that another version of
 * the identity has. */
BASE_MUST_CHECK
enum base_status versioned_plan(struct store *store, const struct versioned_table *table,
                                const struct store_change *change, const struct versioned_row *row,
                                int64_t identity, struct versioned_plan *out,
                                struct base_error *err);
/* Writes the row just planned. *identity is set on success. */
BASE_MUST_CHECK
enum base_status versioned_apply(struct store *store, const struct versioned_table *table,
                                 const struct store_change *change, const struct versioned_row *row,
                                 const struct versioned_plan *plan, int64_t *identity,
                                 struct base_error *err);
/* Both. */
BASE_MUST_CHECK
enum base_status versioned_put(struct store *store, const struct versioned_table *table,
                               const struct store_change *change, const struct versioned_row *row,
                               int64_t identity, enum store_outcome *outcome, int64_t *identity_out,
                               struct base_error *err);

/* The identity that holds a row of these key cells now; 0 for none. */
BASE_MUST_CHECK
enum base_status versioned_find_identity(struct store *store, const struct versioned_table *table,
                                         const union store_cell *keys, int64_t *identity,
                                         struct base_error *err);

/* Ends a version: by the effective date, or (a correction) altogether. */
BASE_MUST_CHECK
enum base_status versioned_end(struct store *store, const struct versioned_table *table,
                               const struct store_change *change, int64_t version,
                               struct base_error *err);

/* Reading. The statement gives, in this order: version, identity, valid_from,
 * valid_to, recorded_from, recorded_to, source_edition, the columns, the geometry
 * as SpatiaLite keeps it (with geometry, else NULL). where: one of the conditions below (then
 * always with geometry), or NULL. Rows are those of as_of. */
BASE_MUST_CHECK
enum base_status versioned_select(struct store *store, const struct versioned_table *table,
                                  struct store_as_of as_of, bool with_geometry, const char *where,
                                  sqlite3_stmt **out, struct base_error *err);
#define VERSIONED_FIRST 7 /* where the entity's own columns begin */

void versioned_read_version(sqlite3_stmt *statement, struct store_version *out);
BASE_MUST_CHECK
enum base_status versioned_read_geometry(sqlite3_stmt *statement,
                                         const struct versioned_table *table,
                                         struct base_arena *arena, struct geo_geometry *out,
                                         struct base_error *err);

/* An array that grows in the arena while a statement is read. */
struct versioned_list {
    struct base_arena *arena;
    void *items;
    size_t count, capacity, size;
    /* Where a row has its resolution_m, a fact of its version's source edition that
     * collecting fills in; such rows begin with their version. 0: rows have none. */
    size_t resolution_at;
};
/* Room for one more zeroed item; NULL without memory. */
void *versioned_list_add(struct versioned_list *list);

/* Reads one row of a select into a zeroed item. */
typedef enum base_status (*versioned_reader)(sqlite3_stmt *statement, struct base_arena *arena,
                                             void *item, struct base_error *err);
/* All rows as_of, each read into an item of the list. */
BASE_MUST_CHECK
enum base_status versioned_collect(struct store *store, const struct versioned_table *table,
                                   struct store_as_of as_of, bool with_geometry,
                                   versioned_reader read, struct versioned_list *list,
                                   struct base_error *err);
/* The rest of a select that was begun and bound. */
BASE_MUST_CHECK
enum base_status versioned_collect_rest(struct store *store, sqlite3_stmt *statement,
                                        versioned_reader read, struct versioned_list *list,
                                        struct base_error *err);

extern const struct versioned_table DIVISION_TABLE, CLAIM_TABLE, PLACE_TABLE, NAME_TABLE,
    FACILITY_TABLE, POPULATION_TABLE, ROAD_TABLE, LINE_TABLE, LINE_CLAIM_TABLE, MARKER_TABLE,
    TRI_JUNCTION_TABLE, EXEMPTION_TABLE, CATEGORY_TABLE, CODE_ALIAS_TABLE, RELATION_TABLE,
    STREET_PART_TABLE, ADDRESS_TABLE, SIGN_TABLE, HERITAGE_TABLE, APPROVAL_TABLE;
/* All of them, for what concerns every entity. */
extern const struct versioned_table *const VERSIONED_TABLES[];
#define VERSIONED_TABLE_COUNT 20
/* The table of an entity; NULL for one that has no versions. */
const struct versioned_table *versioned_table_of(enum store_entity entity);

/* Texts made from a table, kept with the connection. */
enum versioned_text {
    TEXT_FIND_IDENTITY,
    TEXT_HELD,    /* versions of an identity held now, without geometry */
    TEXT_COMPARE, /* one version with its geometry */
    TEXT_INSERT,
    TEXT_CLOSE,      /* recorded_to */
    TEXT_COPY,       /* a version again, with other valid_to */
    TEXT_COPY_UNTIL, /* the same, keeping its valid_from */
    TEXT_NEW_IDENTITY,
    TEXT_SELECT,
    TEXT_SELECT_GEOMETRY,
    TEXT_CLOSE_EDITION,
    TEXT_REOPEN_EDITION,
    TEXT_BUILT_UPON,  /* the last edition that superseded rows of ?1 and stands */
    TEXT_OVERLAP,     /* what overlaps with held rows of edition ?1 */
    TEXT_ORPHANS,     /* names whose owner edition ?1 closed */
    TEXT_GEOMETRIES,  /* of all versions, for the doctor */
    TEXT_DAYS,        /* identities with two held versions on one day */
    TEXT_IS_HELD,     /* whether a version of identity ?1 is held now */
    TEXT_TOUCHED,     /* identities after ?2 that edition ?1 wrote or superseded */
    TEXT_IDENTITIES,  /* identities after ?2 that were held after edition ?1 */
    TEXT_SOURCE,      /* one version's geometry as it came */
    TEXT_INDEX,       /* the box of version ?1: west, east, south, north */
    TEXT_INDEX_AGAIN, /* that of ?1 for ?2 */
    TEXT_CLOCK,       /* of a table that had rows inserted (?1), updated (?2) */
    TEXT_CONDITION,   /* selects with one of the conditions below, and geometry */
};

/* Conditions that versioned_select takes; ?3 is bound by the caller. */
#define STORE_BY_CODE     "code = ?3"
#define STORE_BY_IDENTITY "identity = ?3"
#define STORE_BY_ID       "id = ?3"
/* Divisions whose outline's box meets west, south, east, north: ?3 to ?6, degrees. */
#define STORE_BY_BOX                                                                               \
    "version IN (SELECT pkid FROM idx_division_version_geometry WHERE xmin <= ?5 AND "             \
    "xmax >= ?3 AND ymin <= ?6 AND ymax >= ?4)"

/* The newest edition that holds a code which the division rows of `edition`
 * hold too, for another identity on the same days; 0: none. */
BASE_MUST_CHECK
enum base_status store_division_clash(struct store *store, int64_t edition, int64_t *other,
                                      struct base_error *err);

/* The step of the digits of an edition's source, NAN when unknown. */
BASE_MUST_CHECK
enum base_status store_edition_resolution(struct store *store, int64_t edition, double *out,
                                          struct base_error *err);

/* True of an edition whose rows are everyone's. */
#define VERSIONED_OPEN_EDITION "may_publish <> 0 AND secrecy <> 'internal'"

/* True of the versions that a read sees, its edition (0: now) and day bound. */
#define VERSIONED_AS_OF                                                                            \
    "((?1 = 0 AND recorded_to IS NULL) OR (?1 <> 0 AND recorded_from <= ?1 "                       \
    "AND (recorded_to IS NULL OR recorded_to > ?1))) AND "                                         \
    "(?2 IS NULL OR ((valid_from IS NULL OR valid_from <= ?2) AND "                                \
    "(valid_to IS NULL OR valid_to > ?2)))"

/* True of two versions a and b that are valid on a common day. */
#define VERSIONED_SAME_DAYS                                                                        \
    "(a.valid_to IS NULL OR b.valid_from IS NULL OR b.valid_from < a.valid_to) AND "               \
    "(b.valid_to IS NULL OR a.valid_from IS NULL OR a.valid_from < b.valid_to)"

/* A page of rows by the filter, as versioned_select gives them; free() it. Where
 * store_row_page binds, after the two places of VERSIONED_AS_OF. */
#define VERSIONED_PAGE_AFTER 3
#define VERSIONED_PAGE_LIMIT 4
#define VERSIONED_PAGE_BOX   5 /* west, south, east, north */
#define VERSIONED_PAGE_EQUAL 9
char *versioned_page_text(const struct versioned_table *table,
                          const struct store_row_filter *filter);

/* The last edition with held rows whose column names what edition ?1 closed of the
 * owner and nobody holds now; free() it. */
char *versioned_referring_text(const struct versioned_table *rows, const char *column,
                               const struct versioned_table *owner);
/* The held rows whose column names nothing that is held: their version and that
 * text; free() it. */
char *versioned_dangling_text(const struct versioned_table *rows, const char *column);

const char *versioned_text(struct store *store, const struct versioned_table *table,
                           enum versioned_text which, const char *where);

#endif
