/* store/place.h - places (地名) and their names. */
#ifndef STORE_PLACE_H
#define STORE_PLACE_H

#include "geo/geometry.h"
#include "store/store.h"
#include "store/version.h"

struct store_place {
    struct store_version version;
    const char *id;       /* the source's id; made from name and point when it had none */
    const char *name;     /* the standard name */
    const char *kind;     /* "street", "settlement", "water", …: as imported, kebab-case */
    const char *category; /* code or word of a scheme; NULL */
    const char *division; /* code as stated; NULL */
    const char *status;   /* planned … retired; default approved */
    struct geo_geometry geometry; /* any kind; empty: none */
    struct store_source source;
};

BASE_MUST_CHECK
enum base_status store_place_put(struct store *store, const struct store_change *change,
                                 const struct store_place *row, enum store_outcome *outcome,
                                 int64_t *identity, struct base_error *err);
BASE_MUST_CHECK
enum base_status store_place_list(struct store *store, struct store_as_of as_of, bool with_geometry,
                                  struct base_arena *arena, struct store_place **out, size_t *count,
                                  struct base_error *err);
/* By its id text, or by identity when id is NULL. */
BASE_MUST_CHECK
enum base_status store_place_find(struct store *store, const char *id, int64_t identity,
                                  struct store_as_of as_of, struct base_arena *arena,
                                  struct store_place *out, struct base_error *err);

enum store_owner { STORE_OWNER_DIVISION, STORE_OWNER_PLACE };

/* One written form of a name. */
struct store_name {
    struct store_version version;
    enum store_owner owner_kind;
    int64_t owner;       /* identity of the division or place */
    const char *name;    /* the text */
    const char *form;    /* standard former historical alias short romanised minority */
    const char *reading; /* "Cháoyáng Qū", with tones; NULL */
    const char *extent;  /* for which part it holds; NULL: the whole */
};

/* place: a place's id or a division's code, as in the file. BASE_NOT_FOUND when
 * neither exists. Matched by owner, name and form. */
BASE_MUST_CHECK
enum base_status store_name_put(struct store *store, const struct store_change *change,
                                const char *place, const struct store_name *row,
                                enum store_outcome *outcome, int64_t *identity,
                                struct base_error *err);
/* All name rows as_of (at NONE: of all days), by owner. */
BASE_MUST_CHECK
enum base_status store_name_list(struct store *store, struct store_as_of as_of,
                                 struct base_arena *arena, struct store_name **out, size_t *count,
                                 struct base_error *err);

#endif
