/* store/row_json.h - rows of any entity as JSON; one writer for the feed and the lists. */
#ifndef STORE_ROW_JSON_H
#define STORE_ROW_JSON_H

#include "base/json.h"
#include "store/row.h"

/* Writes the row's columns, valid_from, valid_to and edition as members of the open
 * object: columns by their names, subjects as "place-34", a name's owner as `place`,
 * a level by its word; without lon and lat, which are the geometry's. */
void store_row_write(enum store_entity entity, const struct store_row *row, struct base_json *json);

#endif
