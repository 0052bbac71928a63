/* store/address.h - addresses: the street that a road's name means. */
#ifndef STORE_ADDRESS_H
#define STORE_ADDRESS_H

#include "store/row.h"

/* The one street (a place of kind street) that the record knows by that name today:
 * its standard name, an alias or short form; where there is none, a former name. Of
 * several, the one in the prefecture of `division` (NULL: not said), then the one
 * nearest to the point (NULL: not known). identity 0: none, or more than one. */
BASE_MUST_CHECK
enum base_status store_street_find(struct store *store, const char *name, const char *division,
                                   const struct geo_point *point, int64_t *identity,
                                   struct base_error *err);

/* store_row_put of an address: its street, where the row names none, is the one that
 * its road means. */
BASE_MUST_CHECK
enum base_status store_address_put(struct store *store, const struct store_change *change,
                                   const struct store_row *row, enum store_outcome *outcome,
                                   int64_t *identity, struct base_error *err);

#endif
