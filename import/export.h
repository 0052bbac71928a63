/* import/export.h - what the record holds, as a file. */
#ifndef IMPORT_EXPORT_H
#define IMPORT_EXPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "base/progress.h"
#include "import/kind.h"
#include "store/store.h"

/* {0} with kind, out and at set is enough. Borrowed. */
struct export_options {
    enum import_kind kind;
    bool findings; /* in place of a kind: those of run, 0: the newest inspection */
    int64_t run;
    const char *out;      /* .gpkg, .shp, .geojson (.json), .geojsonl (.geojsons) or .csv */
    const char *encoding; /* of .shp and .csv; NULL: UTF-8 */
    base_date_t at;       /* BASE_DATE_NONE: every day */
    int64_t known;        /* edition; 0: now */
    const char *within;   /* canonical code; NULL: everywhere */
    const char *crs;      /* NULL: EPSG:4490, for GeoJSON the same degrees as CRS84 */
    bool internal;        /* rows of internal editions too */
};

struct export_result {
    int64_t rows;            /* written */
    int64_t withheld;        /* left out: their edition may not leave as a file */
    int64_t lost;            /* characters that the encoding does not have */
    int64_t cut;             /* texts longer than a Shapefile's field */
    int64_t as_source;       /* geometries given in their source's own digits */
    const char *attribution; /* of all editions written, "; " between; in the arena */
};

/* Writes one layer, atomically: nothing of OUT is touched before all is written.
 * Findings without ground of one kind: as a Shapefile, OUT has the areas and those
 * without a place, OUT-line and OUT-point beside it the others; as CSV, they begin
 * with a byte order mark, so that Excel reads them, and have a point inside.
 * In the CRS that a row came in, its geometry has the source's own digits.
 * Returns BASE_OK, BASE_INVALID (an ending, CRS or encoding that is not known; a
 * position outside the projection), BASE_NOT_FOUND (no such unit), BASE_UNAVAILABLE
 * (cancelled), BASE_NO_MEMORY or BASE_FAILED. */
BASE_MUST_CHECK
enum base_status export_run(struct store *store, const struct export_options *options,
                            struct base_arena *arena, const struct base_progress *progress,
                            struct export_result *out, struct base_error *err);

#endif
