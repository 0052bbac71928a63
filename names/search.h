/* names/search.h - finding divisions and places by whatever was typed. */
#ifndef NAMES_SEARCH_H
#define NAMES_SEARCH_H

#include "base/arena.h"
#include "base/error.h"
#include "geo/bbox.h"
#include "names/index.h"
#include "store/division_index.h"
#include "store/gazetteer_index.h"

struct names_query {
    const char *text;
    size_t limit, offset; /* a page of the ranking */
    base_date_t at;
    bool has_near, has_bbox;
    struct geo_point near;
    struct geo_bbox bbox;
    const char *within;     /* code, of the day or of another; NULL: anywhere */
    const char *category;   /* kind or category of places; NULL: any */
    enum store_level level; /* NONE: any */
    bool suggest;           /* while typing: a beginning of any length is enough */
    /* For codes of other schemes; NULL: none. */
    const struct store_gazetteer_index *gazetteer;
};

/* How a text meets a name, best first: results of one class stand before all of
 * the next, and when the page is full, no further class is looked at. */
enum names_class {
    NAMES_CLASS_WHOLE,    /* the name, its short form, its code */
    NAMES_CLASS_SPELT,    /* its pinyin */
    NAMES_CLASS_BEGUN,    /* how it begins, or its initials */
    NAMES_CLASS_LOOSE,    /* another generic of the same kind, how its initials begin */
    NAMES_CLASS_INSIDE,   /* a part of it */
    NAMES_CLASS_HEARD,    /* its sound, also as people of the north-east mix sounds */
    NAMES_CLASS_MISTYPED, /* one fault */
    NAMES_CLASS_GUESSED,  /* two faults */
    NAMES_CLASSES,
};

/* What the score is made of:
 *   score = low + (high - low) × match × form × kind × near × standing
 * with low and high those of the class (names_class_band). Each factor is at most 1;
 * kind is that of level or kind and size. */
struct names_features {
    enum names_class class;
    double match, form, kind, near, standing;
    bool beyond; /* the text names a unit in which the thing does not lie: × 0.8 */
};

struct names_result {
    uint32_t subject; /* of the index */
    uint32_t
        division_row; /* of the division index on the day; STORE_DIVISION_INDEX_NONE: a place */
    uint32_t named;   /* row of the unit that the text names, when features.beyond */
    uint32_t name;    /* what was matched */
    enum names_form form;
    enum names_how how;
    unsigned edits; /* faults of typing that were forgiven */
    bool retired;   /* the unit has ended by the day */
    double score;   /* 0..1 */
    struct names_features features;
};

void names_class_band(enum names_class class, double *low, double *high);
const char *names_class_name(enum names_class class);

/* Best first: deterministic, ties in the order of the index (rank,
 * length, characters, identity). An empty or unreadable
 * text gives no result. *more (may be NULL) tells whether further results follow.
 * The work is bounded whatever the text. Everything is taken from the arena.
 * Returns BASE_OK or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status names_search(const struct names_index *index,
                              const struct store_division_index *divisions,
                              const struct names_query *query, struct base_arena *arena,
                              struct names_result **out, size_t *count, bool *more,
                              struct base_error *err);

#endif
