/* store/load.h - many rows in one transaction, without triggers; internal to store/.
 *
 * A statement that fires triggers makes SQLite save every page it is about to change
 * and look the column's kind up again, for each row. During a load the triggers of our
 * connection rest. The guards have nothing to refuse there, kinds are checked when a
 * row is planned, and what SpatiaLite's triggers keep is kept here: the spatial index
 * row by row, the clocks of geometry_columns_time once. */
#ifndef STORE_LOAD_H
#define STORE_LOAD_H

#include "store/versioned.h"

/* The triggers rest, or work again. */
void load_rest_triggers(struct store *store, bool rest);

/* After the version was inserted; outside a load nothing is to be done. */
BASE_MUST_CHECK
enum base_status load_inserted(struct store *store, const struct versioned_table *table,
                               int64_t version, const struct geo_geometry *geometry,
                               struct base_error *err);
/* After a version was copied to a new one. */
BASE_MUST_CHECK
enum base_status load_copied(struct store *store, const struct versioned_table *table, int64_t from,
                             int64_t version, struct base_error *err);
/* After rows were updated. */
void load_updated(struct store *store, const struct versioned_table *table);

/* The clocks, before the commit. */
BASE_MUST_CHECK
enum base_status load_finish(struct store *store, struct base_error *err);

#endif
