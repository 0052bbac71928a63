/* names/result.h - search answers and places as the JSON of interface.md; one
 * writer for the program and the server. */
#ifndef NAMES_RESULT_H
#define NAMES_RESULT_H

#include "base/json.h"
#include "geo/crs.h"
#include "names/addresses.h"
#include "names/search.h"
#include "store/edition_index.h"
#include "store/gazetteer_index.h"

/* What the writers look things up in; borrowed. */
struct names_context {
    const struct names_index *index;
    const struct store_division_index *divisions;
    const struct store_edition_index *editions;
    base_date_t at;
    const struct store_gazetteer_index *gazetteer; /* for subjects; NULL: none */
    /* The system in which positions are told; NULL: CRS84. */
    struct geo_crs_context *crs_context;
    const struct geo_crs *crs;
    const struct names_addresses *addresses; /* for standard forms; NULL: none */
    bool explain;                            /* of search results: adds what the score is made of */
};

/* The division rows above a subject on the day, nearest first; returns how many.
 * division_row is the subject's own, STORE_DIVISION_INDEX_NONE of a place, which lies in the
 * unit that it names, else in those that hold its point. */
size_t names_result_above(const struct names_context *context, const struct names_subject *subject,
                          uint32_t division_row, uint32_t rows[5]);

/* "division-7": the id by which a subject is found again. Returns out. */
#define NAMES_ID_SIZE 48
const char *names_result_id(const struct names_subject *subject, char out[NAMES_ID_SIZE]);

/* {"query", "next", "results": […]}; next NULL: the last page. Each result tells its
 * `reasons` (names/reasons.h), perhaps none. */
void names_result_write_page(const struct names_context *context, const char *query,
                             const struct names_result *results, size_t count, const char *next,
                             struct base_json *json);

/* One subject with all its names, codes and history: /api/v1/places/{id}. The
 * geometry is the division's on the day, or the place's line, area or point. What the
 * registers hold of it is told under `registers`; of a street its `divisions`. */
void names_result_write_subject(const struct names_context *context, uint32_t subject,
                                struct base_json *json);

#endif
