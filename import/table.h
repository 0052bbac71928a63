/* import/table.h - a source as it was read: columns, and rows of text and WKB. */
#ifndef IMPORT_TABLE_H
#define IMPORT_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/progress.h"
#include "import/encoding.h"
#include "import/kind.h"
#include "import/report.h"
#include "import/stage.h"

/* One record. Texts are as in the source until import_table_decode made them
 * UTF-8; NULL: null. wkb is ISO WKB in the source's own digits, NULL: none. */
struct import_record {
    int64_t number; /* 1-based record number */
    const char **values;
    const void *wkb;
    size_t wkb_size;
    bool lossy;  /* some text could not be decoded */
    bool broken; /* already told as an error */
};

/* Bytes of geometry come in batches with memory of their own, so that those of the
 * first records are given back before the last ones are worked on. */
struct import_batch {
    struct base_arena *bytes; /* NULL: given back */
    size_t end;               /* its records stand before this one, behind the last batch */
};

/* How the format says a shell runs. */
enum import_winding { IMPORT_WINDING_ANY = 0, IMPORT_WINDING_CLOCKWISE, IMPORT_WINDING_COUNTER };

struct import_table {
    const char *driver, *layer;
    const char **columns;
    size_t column_count;
    struct import_record *records;
    size_t count, capacity;
    struct import_batch *batches; /* of records whose bytes do not lie in the arena */
    size_t batch_count, batch_capacity;
    bool has_geometry; /* the format gives rows a geometry, though it may be null */
    bool raw_text;     /* the format does not say what encoding its text is in */
    bool noded;        /* OSM: lines meet at shared vertices only */
    const char *wkt;   /* the CRS the source states; NULL: none */
    const char *crs;   /* or its canonical name, where the format fixes it */
    enum import_winding winding;
    const char *encoding, *encoding_from;
    double encoding_certainty;
};

/* Room for one more record, cleared but for its values array. NULL: no memory. */
struct import_record *import_table_add(struct import_table *table, struct base_arena *arena);

/* size bytes for the geometry of the record added last. NULL: no memory. */
void *import_table_room(struct import_table *table, struct base_arena *arena, size_t size);
/* Gives a batch back: its records lose their geometry. */
void import_table_drop(struct import_table *table, size_t batch);
/* Gives all back. */
void import_table_done(struct import_table *table);

/* Reads one layer of what the stage holds, by OGR.
 *
 * layer  NULL: the only one. Damage goes to the report too.
 * out    to be ended with import_table_done.
 * Returns BASE_OK, BASE_INVALID (no such layer, several and none chosen, not
 * readable), BASE_UNAVAILABLE (cancelled), BASE_NO_MEMORY or BASE_FAILED. */
BASE_MUST_CHECK
enum base_status import_ogr_read(const struct import_stage *stage, const char *layer,
                                 struct base_arena *arena, const struct base_progress *progress,
                                 struct import_report *report, struct import_table *out,
                                 struct base_error *err);

/* Reads what a kind needs from an OpenStreetMap extract; the columns are the
 * kind's fields. */
struct import_osm_options {
    const char *code_prefix;
    const char *code_tag; /* tag that holds a division's code; NULL: none */
    int admin_level;
};
BASE_MUST_CHECK
enum base_status import_osm_read(const struct import_stage *stage, enum import_kind kind,
                                 const struct import_osm_options *options, struct base_arena *arena,
                                 const struct base_progress *progress, struct import_report *report,
                                 struct import_table *out, struct base_error *err);

/* Decides the encoding (option, .cpg, language byte, detection) and makes every
 * text UTF-8; what was guessed or lost goes to the report. */
BASE_MUST_CHECK
enum base_status import_table_decode(struct import_table *table, const struct import_stage *stage,
                                     const char *option, struct base_arena *arena,
                                     struct import_report *report, struct base_error *err);

#endif
