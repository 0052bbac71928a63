/* store/edition_index.h - the snapshot section "editions": the rights and the
 * attribution that travel with rows (decision 10). No SQL. */
#ifndef STORE_EDITION_INDEX_H
#define STORE_EDITION_INDEX_H

#include "base/buffer.h"
#include "base/section.h"
#include "store/edition.h"

BASE_MUST_CHECK
enum base_status store_edition_index_build(const struct store_edition *editions, size_t count,
                                           struct base_buffer *out, struct base_error *err);

/* A view, borrowed from the bytes. */
struct store_edition_index {
    struct base_section section;
    const void *rows;
    const char *texts;
    size_t count, text_size;
};
BASE_MUST_CHECK
enum base_status store_edition_index_open(const void *bytes, size_t size,
                                          struct store_edition_index *out, struct base_error *err);

/* What is known of one edition; texts are "" where nothing was said. */
struct store_edition_rights {
    int64_t id;
    const char *attribution, *licence;
    bool is_open; /* may be published and is not internal: no role needed */
    bool may_export;
};
/* An unknown edition is not open and has no attribution. */
struct store_edition_rights store_edition_index_rights(const struct store_edition_index *index,
                                                       int64_t edition);
/* The i-th edition, i < index->count, by ascending id. */
struct store_edition_rights store_edition_index_at(const struct store_edition_index *index,
                                                   size_t i);

#endif
