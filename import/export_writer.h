/* import/export_writer.h - an export in hand. Internal to export. */
#ifndef IMPORT_EXPORT_WRITER_H
#define IMPORT_EXPORT_WRITER_H

#include "geo/crs.h"
#include "import/encoding.h"
#include "import/export_rows.h"

/* Widths of a Shapefile's fields in bytes; dBase holds 254. */
#define SHAPEFILE_TEXT 254
#define SHAPEFILE_WORD 80

enum form { FORM_GPKG, FORM_SHAPEFILE, FORM_GEOJSON, FORM_GEOJSONSEQ, FORM_CSV };

struct export_writer {
    const struct export_options *options;
    struct base_arena *arena;
    const struct base_progress *progress;
    struct export_table table;
    const char *name; /* of the layer; NULL: the kind's */
    struct export_result *result;
    struct base_error *err;
    struct geo_crs_context *context;
    struct geo_crs crs;
    struct import_decoder *encoder; /* NULL: UTF-8 */
    const char *encoding;
    enum form form;
    const char *driver;
    bool degrees, xy_columns; /* CSV of points: two more columns */
    int dimension;            /* -1: rows of every geometry; else 0 points, 1 lines, 2 the rest */
    void *layer;              /* OGRLayerH */
};

/* Writes OUT: everything in a folder beside it first, then moved, so that nothing
 * is touched before all is written. */
BASE_MUST_CHECK
enum base_status export_write(struct export_writer *w);

/* Writes one file with one layer. */
BASE_MUST_CHECK
enum base_status export_write_file(struct export_writer *w, const char *path, const char *name);

/* 0 points, 1 lines, 2 areas and what has no geometry. */
int export_dimension(const struct export_row *row);

#endif
