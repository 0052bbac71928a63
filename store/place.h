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
    const char *scheme;   /* of category: "GB/T 18521"; NULL */
    const char
        *legal_kind; /* of the eight of the statute (地名管理条例, art. 3): natural, division,
                        committee-seat, park, street, estate, facility, other; NULL */
    const char *division;         /* code as stated; NULL */
    const char *status;           /* planned … retired; default approved */
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

/* How exactly a date is known; the date is the first day of its span. */
enum store_precision {
    STORE_PRECISION_DAY,
    STORE_PRECISION_MONTH,
    STORE_PRECISION_YEAR,
    STORE_PRECISION_DECADE,
    STORE_PRECISION_ERA,
    STORE_PRECISIONS,
};
const char *store_precision_name(enum store_precision precision); /* "year" */
/* False, out untouched, for another word or NULL. */
bool store_precision_parse(const char *text, enum store_precision *out);

/* One written form of a name. Texts that say nothing are NULL. */
struct store_name {
    struct store_version version;
    enum store_owner owner_kind;
    int64_t owner;                  /* identity of the division or place */
    const char *name;               /* the text */
    const char *form;               /* standard former historical alias short romanised minority */
    const char *reading;            /* "Cháoyáng Qū", with tones; NULL */
    const char *extent;             /* for which part it holds; NULL: the whole */
    const char *lang;               /* of the text: "zh", "mn" (BCP 47) */
    const char *script;             /* "Hans", "Latn", "Mong" (ISO 15924) */
    const char *specific, *generic; /* 专名, 通名 */
    const char *reading_source;     /* who says how it is read */
    bool reading_reviewed;          /* by the authority (用字读音审定) */
    enum store_precision precision_from, precision_to; /* of the days it is valid */
    const char *certainty;                             /* certain, practice, derived, uncertain */
    const char *source;                                /* the document or work that says so */
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
