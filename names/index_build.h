/* names/index_build.h - the section "names" of the record's rows. */
#ifndef NAMES_INDEX_BUILD_H
#define NAMES_INDEX_BUILD_H

#include "names/builder.h"
#include "store/division.h"
#include "store/place.h"

/* The rows of a section. divisions: all versions of all (at NONE); places and
 * names as store lists them for all days. replaced: the subjects of an earlier
 * section that this one hides, ascending (NULL: none, a section that stands alone). */
struct names_rows {
    const struct store_division *divisions;
    const struct store_place *places;
    const struct store_name *names;
    size_t division_count, place_count, name_count;
    const struct names_replaced *replaced;
    size_t replaced_count;
};

/* Appends the section's bytes. like: an index whose tables are taken over, NULL:
 * they are made. The same rows give the same bytes. */
BASE_MUST_CHECK
enum base_status names_index_build(const struct names_rows *rows, const struct names_index *like,
                                   struct base_buffer *out, struct base_error *err);

#endif
