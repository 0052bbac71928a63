/* store/spatial.h - what the record needs of SpatiaLite; internal to store/.
 *
 * The triggers on geometry columns call two of its functions, which are our own here:
 * SpatiaLite itself brings 50 libraries and opens PROJ's database with each
 * connection, 30 ms of CPU. It is loaded where a file is made or brought to a newer
 * form, whose SQL calls more of it. */
#ifndef STORE_SPATIAL_H
#define STORE_SPATIAL_H

#include "store/connection.h"

/* Defines GeometryConstraints(geometry, type, srid) and RTreeAlign(index, row,
 * geometry) with SpatiaLite's outcomes: 1, or 0 where the geometry does not fit. */
BASE_MUST_CHECK
enum base_status spatial_define(struct store *store, struct base_error *err);

/* Loads SpatiaLite and gives the connection all its functions, once. */
BASE_MUST_CHECK
enum base_status spatial_load(struct store *store, struct base_error *err);

/* Frees what SpatiaLite keeps, after the connection was closed. */
void spatial_free(struct store *store);

#endif
