/* names/search.h - finding divisions and places by whatever was typed. */
#ifndef NAMES_SEARCH_H
#define NAMES_SEARCH_H

#include "base/arena.h"
#include "base/error.h"
#include "geo/bbox.h"
#include "names/index.h"
#include "store/division_index.h"

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
    bool suggest;           /* while typing: unfinished words count as much as whole ones */
};

struct names_result {
    uint32_t subject; /* of the index */
    uint32_t
        division_row; /* of the division index on the day; STORE_DIVISION_INDEX_NONE: a place */
    uint32_t name;    /* what was matched */
    enum names_form form;
    enum names_how how;
    bool retired; /* the unit has ended by the day */
    double score; /* 0..1 */
};

/* Best first: deterministic, ties by level, code and id. An empty or unreadable
 * text gives no result. *more tells whether further results follow. The work is
 * bounded whatever the text. Returns BASE_OK or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status names_search(const struct names_index *index,
                              const struct store_division_index *divisions,
                              const struct names_query *query, struct base_arena *arena,
                              struct names_result **out, size_t *count, bool *more,
                              struct base_error *err);

#endif
