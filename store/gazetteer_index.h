/* store/gazetteer_index.h - the snapshot section "gazetteer": what the registers hold
 * of each division and place, ready to be told. No SQL. */
#ifndef STORE_GAZETTEER_INDEX_H
#define STORE_GAZETTEER_INDEX_H

#include "base/buffer.h"
#include "base/section.h"
#include "store/place.h"
#include "store/road.h"
#include "store/row.h"
#include "store/subject.h"

/* Rows of all days, of editions that are everyone's. Borrowed. */
struct store_gazetteer_rows {
    struct {
        const struct store_row *rows;
        size_t count;
    } of[STORE_ENTITIES]; /* of the registers; addresses are not used */
    const struct store_place *places;
    size_t place_count;
    const struct store_road *roads;
    size_t road_count;
};

/* The same rows give the same bytes. */
BASE_MUST_CHECK
enum base_status store_gazetteer_index_build(const struct store_gazetteer_rows *rows,
                                             struct base_buffer *out, struct base_error *err);

/* A view, borrowed from the bytes. */
struct store_gazetteer_index {
    struct base_section section;
    const void *entries, *codes;
    const char *texts;
    size_t count, code_count, text_size;
};
BASE_MUST_CHECK
enum base_status store_gazetteer_index_open(const void *bytes, size_t size,
                                            struct store_gazetteer_index *out,
                                            struct base_error *err);

/* What is known of a subject. Texts are not terminated at size; NULL: nothing. */
struct store_gazetteer_entry {
    const char *registers; /* a JSON object: codes became came_of parts signs heritage approvals;
                              of a street also roads and roads_m */
    size_t register_size;
    const char *geometry; /* GeoJSON of a place's line or area */
    size_t geometry_size;
    const char *divisions; /* codes of a street's parts, commas between, terminated */
};
/* False, out untouched, when the registers hold nothing of it. */
bool store_gazetteer_index_find(const struct store_gazetteer_index *index,
                                struct store_subject subject, struct store_gazetteer_entry *out);

/* The subject that a code of another scheme means, on any day; of several schemes the
 * first in their order. False, out untouched, for a code that none has. */
bool store_gazetteer_index_code(const struct store_gazetteer_index *index, const char *code,
                                struct store_subject *out);

#endif
