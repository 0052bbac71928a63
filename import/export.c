/* import/export.c - what the record holds, as a file. */
#include "import/export_writer.h"

#include <string.h>
#include <strings.h>

#include "geo/crs.h"
#include "geo/measure.h"

static const struct {
    const char *ending, *driver;
    enum form form;
} FORMS[] = {
    {".gpkg", "GPKG", FORM_GPKG},
    {".shp", "ESRI Shapefile", FORM_SHAPEFILE},
    {".geojson", "GeoJSON", FORM_GEOJSON},
    {".json", "GeoJSON", FORM_GEOJSON},
    {".geojsonl", "GeoJSONSeq", FORM_GEOJSONSEQ},
    {".geojsons", "GeoJSONSeq", FORM_GEOJSONSEQ},
    {".csv", "CSV", FORM_CSV},
};

static enum base_status choose_form(struct export_writer *w)
{
    const char *dot = strrchr(w->options->out, '.');
    for (size_t i = 0; dot && i < sizeof FORMS / sizeof FORMS[0]; i++)
        if (strcasecmp(dot, FORMS[i].ending) == 0) {
            w->form = FORMS[i].form;
            w->driver = FORMS[i].driver;
            return BASE_OK;
        }
    return base_fail(w->err, BASE_INVALID,
                     "%s has an ending that is not written here; use .gpkg, .shp, .geojson, "
                     ".geojsonl or .csv",
                     w->options->out);
}

static enum base_status choose_encoding(struct export_writer *w)
{
    char name[IMPORT_ENCODING_SIZE];
    const char *wanted = w->options->encoding;
    w->encoding = "UTF-8";
    if (!wanted)
        return BASE_OK;
    if (!import_encoding_canonical(wanted, name))
        return base_fail(w->err, BASE_INVALID,
                         "the encoding %s is not known here; use UTF-8, GB18030 or GBK", wanted);
    if (strcmp(name, "UTF-8") == 0)
        return BASE_OK;
    if (w->form != FORM_SHAPEFILE && w->form != FORM_CSV)
        return base_fail(w->err, BASE_INVALID, "this format is always UTF-8; leave --encoding out");
    w->encoding = base_arena_strdup(w->arena, name);
    return import_decoder_create("UTF-8", name, &w->encoder, w->err);
}

static enum base_status choose_crs(struct export_writer *w)
{
    const char *name = w->options->crs                                         ? w->options->crs
                       : w->form == FORM_GEOJSON || w->form == FORM_GEOJSONSEQ ? "CRS84"
                                                                               : "EPSG:4490";
    enum base_status status = geo_crs_parse(w->context, name, &w->crs, w->err);
    w->degrees = w->crs.family != GEO_CRS_PROJECTED && w->crs.family != GEO_CRS_MERCATOR;
    return status;
}

/* A table for Excel has a place to look at, not outlines. */
static enum base_status findings_to_points(struct export_writer *w)
{
    w->table.geometry = GEO_POINT;
    for (size_t i = 0; i < w->table.count; i++) {
        struct geo_geometry *geometry = &w->table.rows[i].geometry;
        struct geo_builder builder;
        struct geo_point place;
        if (geometry->part_count == 0)
            continue;
        if (geo_label_point(geometry, &place, NULL, NULL) != BASE_OK)
            place = geometry->points[0];
        geo_builder_init(&builder, GEO_POINT, w->arena);
        geo_builder_part(&builder);
        geo_builder_ring(&builder);
        geo_builder_point(&builder, place);
        if (geo_builder_finish(&builder, geometry, w->err) != BASE_OK)
            return BASE_NO_MEMORY;
    }
    return BASE_OK;
}

static enum base_status prepare(struct export_writer *w, struct store *store)
{
    w->context = geo_crs_context_create();
    if (!w->context)
        return base_fail(w->err, BASE_NO_MEMORY, "out of memory");
    enum base_status status = choose_form(w);
    if (!status)
        status = choose_encoding(w);
    if (!status)
        status = choose_crs(w);
    if (!status && !w->name)
        status = w->options->findings
                     ? export_findings_read(store, w->options->run, w->arena, &w->table, w->err)
                     : export_rows_read(store, w->options, w->arena, &w->table, w->err);
    if (!status)
        status = export_rows_filter(store, w->options, w->arena, &w->table, w->result, w->err);
    if (!status && w->form == FORM_SHAPEFILE && w->options->kind == IMPORT_CLAIM &&
        w->table.geometry == 0)
        status = base_fail(w->err, BASE_INVALID,
                           "there are claims of areas and of lines, and a shapefile holds one kind "
                           "of geometry; use .gpkg, .geojson or .csv");
    if (!status && w->options->findings && w->form == FORM_CSV)
        status = findings_to_points(w);
    w->xy_columns = w->form == FORM_CSV && w->table.geometry == GEO_POINT;
    return status;
}

static enum base_status run(struct export_writer *w, struct store *store, struct export_result *out)
{
    struct export_result result = {0};
    w->result = &result;
    w->dimension = -1;
    enum base_status status = prepare(w, store);
    if (!status)
        status = export_write(w);
    import_decoder_free(w->encoder);
    geo_crs_context_free(w->context);
    if (!status)
        *out = result;
    return status;
}

enum base_status export_run(struct store *store, const struct export_options *options,
                            struct base_arena *arena, const struct base_progress *progress,
                            struct export_result *out, struct base_error *err)
{
    struct export_writer w = {.options = options, .arena = arena, .progress = progress, .err = err};
    return run(&w, store, out);
}

enum base_status export_table_write(struct store *store, const struct export_options *options,
                                    const char *layer, const struct export_table *table,
                                    struct base_arena *arena, const struct base_progress *progress,
                                    struct export_result *out, struct base_error *err)
{
    struct export_writer w = {.options = options,
                              .arena = arena,
                              .progress = progress,
                              .table = *table,
                              .name = layer,
                              .err = err};
    return run(&w, store, out);
}
