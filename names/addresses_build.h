/* names/addresses_build.h - the section "addresses" of the record's rows. */
#ifndef NAMES_ADDRESSES_BUILD_H
#define NAMES_ADDRESSES_BUILD_H

#include "names/addresses.h"
#include "names/index_build.h"
#include "store/row.h"

/* names: divisions, places and names of all days. addresses and parts: rows of
 * STORE_ADDRESS and STORE_STREET_PART of all days; no unit or room among the first. */
struct names_address_rows {
    struct names_rows names;
    const struct store_row *addresses, *parts;
    size_t address_count, part_count;
};

/* Appends the section's bytes. The same rows give the same bytes. */
BASE_MUST_CHECK
enum base_status names_addresses_build(const struct names_address_rows *rows,
                                       struct base_buffer *out, struct base_error *err);

#endif
