/* import/rows.h - from records to typed rows, with every check that needs one row. */
#ifndef IMPORT_ROWS_H
#define IMPORT_ROWS_H

#include "import/columns.h"
#include "import/import.h"
#include "import/set.h"
#include "import/shape.h"
#include "import/table.h"
#include "store/claim.h"
#include "store/division.h"
#include "store/exemption.h"
#include "store/facility.h"
#include "store/line.h"
#include "store/line_claim.h"
#include "store/marker.h"
#include "store/place.h"
#include "store/road.h"
#include "store/row.h"
#include "store/tri_junction.h"

/* A row ready for the store. Texts and geometry live in the arena. */
struct import_row {
    int64_t number; /* record number */
    bool rejected, repaired;
    const char *key; /* what must not come twice */
    union {
        struct store_division division;
        struct store_claim claim;
        struct store_place place;
        struct store_name name;
        struct store_facility facility;
        struct store_population population;
        struct store_road road;
        struct store_line line;
        struct store_line_claim line_claim;
        struct store_marker marker;
        struct store_tri_junction tri_junction;
        struct store_exemption exemption;
        struct store_row registered; /* of the registers (import_kind_register) */
    } as;
    bool of_line;            /* claim: as.line_claim */
    const char *former_code; /* division */
    const char *owner;       /* name: a place's id or a division's code */
};

/* What making rows of one source shares. Borrowed parts. */
struct import_maker {
    const struct import_options *options;
    const struct import_table *table;
    const struct import_columns *columns;
    struct import_shaper shaper;
    struct import_report *report;
    struct base_arena *arena;
    struct base_error *err;
    double factors[IMPORT_FIELDS]; /* what a column's own name says about its unit */
    bool borrows;                  /* a row refers to its record's bytes: their batch must stay */
    /* of the record at hand */
    const struct import_record *record;
    struct import_row *row;
    enum base_status status; /* not OK: the import ends */
};

/* Makes the row of one record; what is wrong with it goes to the report, and an
 * error sets row->rejected. Returns BASE_OK, or what ends the import. */
BASE_MUST_CHECK
enum base_status import_row_make(struct import_maker *maker, const struct import_record *record,
                                 struct import_row *row);

/* For the makers of each kind (rows_*.c). */

/* The cleaned cell of a field; NULL when the column or the value is absent. */
const char *import_cell(struct import_maker *m, const char *field);
/* The same, of a required field: an absent one is an error. */
const char *import_cell_required(struct import_maker *m, const char *field);
/* NAN, -1, NONE or the default where absent; a wrong one is a warning (or an
 * error where required), with the value. */
double import_cell_number(struct import_maker *m, const char *field);
int64_t import_cell_count(struct import_maker *m, const char *field);
base_date_t import_cell_date(struct import_maker *m, const char *field);
bool import_cell_bool(struct import_maker *m, const char *field);
/* A word of a list that an own scheme may extend: an unknown one is told and kept. */
const char *import_cell_word(struct import_maker *m, const char *field,
                             const char *(*word)(const char *));
/* A copy in the arena; without memory the import ends. */
const char *import_row_keep(struct import_maker *m, const char *text);
/* A code or number that is no division's, full-width characters made narrow;
 * NULL where absent (an error where required). */
const char *import_cell_label(struct import_maker *m, const char *field, bool required);
/* Whose claim the row is: by its field, else by --party; a code in canonical
 * form. NULL, told as an error, when neither says. */
const char *import_cell_party(struct import_maker *m);
/* Codes of at least `least` divisions, at most 16: rising, each once, with commas
 * between, so that the order of writing says nothing. NULL, told as an error, for
 * anything else. */
const char *import_cell_codes(struct import_maker *m, const char *field, size_t least);
/* A division's code in canonical form; NULL where absent or (told) wrong. A
 * required one that is wrong is an error. */
const char *import_cell_code(struct import_maker *m, const char *field, bool required);

/* Tells a problem of the record at hand; an error rejects the row. */
void import_row_problem(struct import_maker *m, enum import_severity severity,
                        enum import_trouble trouble, const char *field, const char *value,
                        const char *english, ...) BASE_PRINTF(6, 7);

/* Classes of geometry, as bits of what a kind takes. */
enum { IMPORT_TAKES_POINT = 1, IMPORT_TAKES_LINE = 2, IMPORT_TAKES_AREA = 4 };

/* The record's geometry, told when it is missing (severity as given, or not at
 * all when the source has none), wrong or invalid; polygons are made multi.
 * True when geometry was set. source gets the bytes it came with. */
bool import_row_geometry(struct import_maker *m, int takes, enum import_severity missing,
                         struct geo_geometry *geometry, struct store_source *source);
/* A point and nothing else, told where it is missing. */
bool import_row_position(struct import_maker *m, struct geo_point *point,
                         struct store_source *source);
/* As a point: areas and lines by their label point, addresses by the row hook. */
bool import_row_point(struct import_maker *m, const char *address, struct geo_point *point,
                      struct store_source *source);

void import_make_division(struct import_maker *m);
void import_make_claim(struct import_maker *m);
void import_make_place(struct import_maker *m);
void import_make_name(struct import_maker *m);
void import_make_facility(struct import_maker *m);
void import_make_population(struct import_maker *m);
void import_make_road(struct import_maker *m);
void import_make_line(struct import_maker *m);
void import_make_line_claim(struct import_maker *m);
void import_make_marker(struct import_maker *m);
void import_make_tri_junction(struct import_maker *m);
void import_make_exemption(struct import_maker *m);
/* Of the kinds that have a register. */
void import_make_registered(struct import_maker *m);
/* The status of a place or an address; an unknown one is told as an error. */
const char *import_cell_status(struct import_maker *m);
/* A word that must be known, told as an error with what would be; NULL where absent. */
const char *import_cell_choice(struct import_maker *m, const char *field,
                               const char *(*word)(const char *));

#endif
