/* store/division.h - administrative divisions (行政区划). */
#ifndef STORE_DIVISION_H
#define STORE_DIVISION_H

#include "geo/geometry.h"
#include "store/store.h"
#include "store/version.h"

enum store_level {
    STORE_LEVEL_NONE = 0,
    STORE_LEVEL_PROVINCE,
    STORE_LEVEL_PREFECTURE,
    STORE_LEVEL_COUNTY,
    STORE_LEVEL_TOWNSHIP,
    STORE_LEVEL_VILLAGE,
};
const char *store_level_name(enum store_level level); /* "county"; "" for NONE */
/* Reads the English name or the Chinese (省级, 地级, 县级, 乡级, 村级); NONE otherwise. */
enum store_level store_level_parse(const char *text);

/* Canonical code: 6, 9 or 12 digits; from 2, 4, 6, 9 or 12 digits (12 ending in
 * zeros shrink to 9 or 6). False when text is no code. */
#define STORE_CODE_SIZE 13
bool store_code_parse(const char *text, char out[STORE_CODE_SIZE]);
/* The level the digits alone say, and the code of the parent by prefix ("" at the top). */
enum store_level store_code_level(const char *code);
void store_code_parent(const char *code, char out[STORE_CODE_SIZE]);

/* One version. Texts are borrowed (writers) or live in the arena (readers). */
struct store_division {
    struct store_version version;
    const char *code;   /* canonical; an attribute, not the identity */
    const char *scheme; /* "mca" or "nbs" */
    enum store_level level;
    const char *type; /* "市辖区", "县级市", …; NULL unknown */
    const char *name, *name_specific, *name_generic;
    const char *parent;           /* code by law, as stated; NULL: by the code's prefix */
    const char *managed_by;       /* code of the managing unit (代管); NULL */
    double area_km2;              /* registered; NAN: none */
    double resolution_m;          /* step of the source's digits, from the edition; NAN */
    struct geo_geometry geometry; /* MULTIPOLYGON; part_count 0: none */
    struct store_source source;
};

/* Writes one row. former_code, when not NULL, continues the identity that held
 * that code. Matching, equal rows, corrections and changes as interface.md says
 * under `import`. BASE_CONFLICT when the code is held by another identity on an
 * overlapping day. */
BASE_MUST_CHECK
enum base_status store_division_put(struct store *store, const struct store_change *change,
                                    const struct store_division *row, const char *former_code,
                                    enum store_outcome *outcome, int64_t *identity,
                                    struct base_error *err);

/* Ends (with an effective date) or withdraws (without) the divisions below
 * `within` at `level` that the edition did not touch (`--complete`). */
BASE_MUST_CHECK
enum base_status store_division_complete(struct store *store, const struct store_change *change,
                                         const char *within, enum store_level level, int64_t *ended,
                                         struct base_error *err);

/* Rows in code order. level NONE: all. with_geometry false leaves geometry empty
 * (source geometry is never read here). */
BASE_MUST_CHECK
enum base_status store_division_list(struct store *store, struct store_as_of as_of,
                                     enum store_level level, bool with_geometry,
                                     struct base_arena *arena, struct store_division **out,
                                     size_t *count, struct base_error *err);

/* The row that holds code on the day, or BASE_NOT_FOUND. */
BASE_MUST_CHECK
enum base_status store_division_find(struct store *store, const char *code,
                                     struct store_as_of as_of, struct base_arena *arena,
                                     struct store_division *out, struct base_error *err);

/* The rows of one identity, by valid_from: on a day mostly one. */
BASE_MUST_CHECK
enum base_status store_division_of(struct store *store, int64_t identity, struct store_as_of as_of,
                                   struct base_arena *arena, struct store_division **out,
                                   size_t *count, struct base_error *err);

/* Rows whose outline's box meets the box, and perhaps some that lie closely beside it,
 * in code order. level NONE: all. By the spatial index. */
BASE_MUST_CHECK
enum base_status store_division_near(struct store *store, struct store_as_of as_of,
                                     enum store_level level, struct geo_box box,
                                     struct base_arena *arena, struct store_division **out,
                                     size_t *count, struct base_error *err);

/* Identities, rising, of which editions after `after`, up to `until`, wrote or closed
 * versions; at most `limit` of them. */
BASE_MUST_CHECK
enum base_status store_division_touched(struct store *store, int64_t after, int64_t until,
                                        size_t limit, struct base_arena *arena, int64_t **out,
                                        size_t *count, struct base_error *err);

/* Every version of one identity held after edition `known`, by valid_from. */
BASE_MUST_CHECK
enum base_status store_division_history(struct store *store, int64_t identity, int64_t known,
                                        struct base_arena *arena, struct store_division **out,
                                        size_t *count, struct base_error *err);

/* The exclaves that are registered (飞地): code of the unit and a point in the
 * part; imported with kind exemption later, empty until then. */

#endif
