/* import/kind.h - what can be imported, its fields, and the column names they go by. */
#ifndef IMPORT_KIND_H
#define IMPORT_KIND_H

#include <stdbool.h>
#include <stddef.h>

#include "store/row.h"

enum import_kind {
    IMPORT_NONE = 0,
    IMPORT_DIVISION,
    IMPORT_CLAIM,
    IMPORT_PLACE,
    IMPORT_NAME,
    IMPORT_FACILITY,
    IMPORT_POPULATION,
    IMPORT_ROAD,
    IMPORT_LINE,
    IMPORT_MARKER,
    IMPORT_TRI_JUNCTION,
    IMPORT_EXEMPTION,
    IMPORT_CATEGORY,
    IMPORT_CODE_ALIAS,
    IMPORT_RELATION,
    IMPORT_STREET_PART,
    IMPORT_ADDRESS,
    IMPORT_SIGN,
    IMPORT_HERITAGE,
    IMPORT_APPROVAL,
};

#define IMPORT_KINDS  20 /* IMPORT_NONE included */
#define IMPORT_FIELDS 32 /* most fields a kind has */

/* The word of `--as`; "" for IMPORT_NONE. */
const char *import_kind_name(enum import_kind kind);
/* IMPORT_NONE for another word. */
enum import_kind import_kind_parse(const char *text);

/* The register that the kind's rows stand in (store/row.h: STORE_CATEGORY and those
 * after it); STORE_EDITION for kinds that have rows of their own. */
enum store_entity import_kind_register(enum import_kind kind);

/* One field of a kind. */
struct import_field {
    const char *name;
    bool required;
    /* Column names it is recognised by, '|' between them, the surest first, in
     * lower case; the field's own name is always among them. */
    const char *aliases;
};

/* The fields of a kind, *count of them; the coordinates of tables (`x`, `y`,
 * `lon`, `lat`) stand at the end. Borrowed from the program. */
const struct import_field *import_kind_fields(enum import_kind kind, size_t *count);
/* Position of a field by name, or -1. */
int import_kind_field(enum import_kind kind, const char *name);

#endif
