/* import/export_layer.c - rows as a layer of a file. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "geo/crs.h"
#include "geo/wkb.h"
#include "import/export_writer.h"
#include "import/gdal.h"
#include "import/gdal_late.h"
#include "import/wkb_xy.h"

static OGRSpatialReferenceH make_srs(const struct export_writer *w)
{
    if (w->crs.family == GEO_CRS_GCJ02 || w->crs.family == GEO_CRS_BD09)
        return NULL; /* no one could name it */
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    OGRErr failed =
        w->crs.epsg ? OSRImportFromEPSG(srs, w->crs.epsg) : OSRSetWellKnownGeogCS(srs, "WGS84");
    if (failed) {
        OSRDestroySpatialReference(srs);
        return NULL;
    }
    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    return srs;
}

static char **layer_options(const struct export_writer *w, bool source_digits)
{
    char **list = NULL;
    switch (w->form) {
    case FORM_SHAPEFILE:
        /* Text goes in as the bytes that are wanted, so GDAL must not convert. */
        list = CSLSetNameValue(list, "ENCODING", w->encoder ? "" : "UTF-8");
        break;
    case FORM_GEOJSON:
    case FORM_GEOJSONSEQ:
        list = CSLSetNameValue(list, "COORDINATE_PRECISION", source_digits ? "15" : "9");
        list = CSLSetNameValue(list, "WRITE_NAME", "YES");
        break;
    case FORM_CSV:
        if (w->table.geometry >= 0 && !w->xy_columns)
            list = CSLSetNameValue(list, "GEOMETRY", "AS_WKT");
        list = CSLSetNameValue(list, "STRING_QUOTING", "IF_NEEDED");
        list = CSLSetNameValue(list, "WRITE_BOM", w->options->findings ? "YES" : "NO");
        break;
    case FORM_GPKG:
        list = CSLSetNameValue(list, "GEOMETRY_NAME", "geometry");
        break;
    }
    return list;
}

static OGRwkbGeometryType layer_type(const struct export_writer *w)
{
    static const OGRwkbGeometryType TYPES[] = {wkbPoint, wkbLineString, wkbPolygon};
    if (w->table.geometry < 0 || w->xy_columns)
        return wkbNone;
    if (w->dimension >= 0)
        return TYPES[w->dimension];
    if (w->table.geometry == 0)
        return w->form == FORM_SHAPEFILE ? wkbPoint : wkbUnknown;
    if (w->table.geometry == GEO_MULTIPOLYGON && w->form == FORM_SHAPEFILE)
        return wkbPolygon;
    return (OGRwkbGeometryType)w->table.geometry;
}

/* Fields of a Shapefile have one width for all rows. */
static bool is_long(const char *name)
{
    static const char *const NAMES[] = {"name",        "address", "message",  "parties",
                                        "description", "codes",   "document", "note"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (strcmp(name, NAMES[i]) == 0)
            return true;
    return false;
}

static bool add_field(struct export_writer *w, const char *name, enum export_type type, int width)
{
    OGRFieldType kind = type == EXPORT_TEXT      ? OFTString
                        : type == EXPORT_INTEGER ? OFTInteger64
                                                 : OFTReal;
    OGRFieldDefnH field = OGR_Fld_Create(name, kind);
    if (w->form == FORM_SHAPEFILE && kind == OFTString)
        OGR_Fld_SetWidth(field, width);
    bool good = OGR_L_CreateField(w->layer, field, TRUE) == OGRERR_NONE;
    OGR_Fld_Destroy(field);
    return good;
}

static bool add_fields(struct export_writer *w)
{
    bool good = true;
    for (size_t i = 0; i < w->table.column_count; i++) {
        const struct export_column *column = &w->table.columns[i];
        good &= add_field(w, column->name, column->type,
                          is_long(column->name) ? SHAPEFILE_TEXT : SHAPEFILE_WORD);
    }
    if (w->xy_columns) {
        good &= add_field(w, w->degrees ? "lon" : "x", EXPORT_TEXT, SHAPEFILE_WORD);
        good &= add_field(w, w->degrees ? "lat" : "y", EXPORT_TEXT, SHAPEFILE_WORD);
    }
    return good;
}

/* What came as an area may be kept as a point: then the source's digits are not
 * those of the row. */
static bool is_of_source(struct export_writer *w, const struct export_row *row)
{
    struct import_xy xy;
    const char *crs = row->source.crs;
    if (!row->source.wkb || !crs || !w->options->crs || strcmp(crs, w->crs.name) != 0 ||
        import_xy_parse(row->source.wkb, row->source.size, w->arena, &xy, NULL) != BASE_OK)
        return false;
    return xy.kind == row->geometry.kind || (xy.kind != GEO_POINT && xy.kind != GEO_MULTIPOINT &&
                                             xy.kind % 3 == row->geometry.kind % 3);
}

/* The geometry in the wanted CRS: the source's own bytes where they are in it. */
static enum base_status geometry_of(struct export_writer *w, const struct export_row *row,
                                    struct base_buffer *out)
{
    if (is_of_source(w, row)) {
        base_buffer_append(out, row->source.wkb, row->source.size);
        w->result->as_source++;
        return base_buffer_check(out, w->err);
    }
    geo_wkb_write(&row->geometry, 0, out);
    if (geo_crs_is_lonlat(&w->crs))
        return base_buffer_check(out, w->err);
    struct import_xy xy;
    enum base_status status = import_xy_parse(out->data, out->size, w->arena, &xy, w->err);
    if (!status)
        status = geo_crs_from_lonlat(w->context, &w->crs, xy.x, xy.y, xy.point_count, w->err);
    base_buffer_clear(out);
    if (!status)
        import_xy_write(&xy, out);
    return status ? status : base_buffer_check(out, w->err);
}

static const char *encoded(struct export_writer *w, const char *text)
{
    size_t lost = 0;
    if (w->form == FORM_SHAPEFILE && strlen(text) > SHAPEFILE_TEXT) {
        char *shorter = base_arena_strndup(w->arena, text, SHAPEFILE_TEXT);
        if (!shorter)
            return "";
        base_text_cut(shorter);
        w->result->cut++;
        text = shorter;
    }
    if (!w->encoder)
        return text;
    const char *bytes = import_decoder_text(w->encoder, w->arena, text, &lost);
    w->result->lost += (int64_t)lost;
    return bytes ? bytes : "";
}

static void set_xy(struct export_writer *w, OGRFeatureH feature, const struct base_buffer *wkb)
{
    struct import_xy xy;
    char text[64];
    int at = (int)w->table.column_count;
    if (import_xy_parse(wkb->data, wkb->size, w->arena, &xy, NULL) != BASE_OK || !xy.point_count)
        return;
    snprintf(text, sizeof text, "%.15g", xy.x[0]);
    OGR_F_SetFieldString(feature, at, text);
    snprintf(text, sizeof text, "%.15g", xy.y[0]);
    OGR_F_SetFieldString(feature, at + 1, text);
}

static enum base_status set_geometry(struct export_writer *w, OGRFeatureH feature,
                                     const struct export_row *row)
{
    struct base_buffer wkb BASE_BUFFER_AUTO = {0};
    OGRGeometryH geometry = NULL;
    if (row->geometry.part_count == 0)
        return BASE_OK;
    enum base_status status = geometry_of(w, row, &wkb);
    if (status)
        return status;
    if (w->xy_columns) {
        set_xy(w, feature, &wkb);
        return BASE_OK;
    }
    if (OGR_G_CreateFromWkb(wkb.data, NULL, &geometry, (int)wkb.size) != OGRERR_NONE)
        return base_fail(w->err, BASE_FAILED, "a geometry could not be handed to the writer");
    if (w->table.geometry == GEO_MULTIPOLYGON && w->form == FORM_GPKG)
        geometry = OGR_G_ForceToMultiPolygon(geometry);
    if (w->table.geometry == GEO_MULTILINE && w->form == FORM_GPKG)
        geometry = OGR_G_ForceToMultiLineString(geometry);
    OGR_F_SetGeometryDirectly(feature, geometry);
    return BASE_OK;
}

/* A text that the format would cut is told before anything is written; what
 * findings say is cut, since their ids lead to the whole. */
static enum base_status check_lengths(const struct export_writer *w, const struct export_row *row)
{
    if (w->options->findings)
        return BASE_OK;
    for (size_t i = 0; w->form == FORM_SHAPEFILE && i < w->table.column_count; i++)
        if (row->values[i] && strlen(row->values[i]) > SHAPEFILE_TEXT)
            return base_fail(w->err, BASE_INVALID,
                             "the %s of a row, \"%.40s…\", has more than %d bytes, which a "
                             "shapefile cannot hold; use .gpkg, .geojson or .csv",
                             w->table.columns[i].name, row->values[i], SHAPEFILE_TEXT);
    return BASE_OK;
}

static enum base_status write_row(struct export_writer *w, const struct export_row *row)
{
    enum base_status fits = check_lengths(w, row);
    if (fits)
        return fits;
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(w->layer));
    for (size_t i = 0; i < w->table.column_count; i++) {
        if (row->values[i])
            OGR_F_SetFieldString(feature, (int)i, encoded(w, row->values[i]));
        else
            OGR_F_SetFieldNull(feature, (int)i);
    }
    enum base_status status = set_geometry(w, feature, row);
    if (!status && OGR_L_CreateFeature(w->layer, feature) != OGRERR_NONE)
        status = base_fail(w->err, BASE_FAILED, "a row could not be written");
    OGR_F_Destroy(feature);
    w->result->rows += status == BASE_OK;
    return status;
}

static enum base_status write_rows(struct export_writer *w)
{
    enum base_status status = BASE_OK;
    for (size_t i = 0; i < w->table.count && !status; i++) {
        if (w->dimension < 0 || w->dimension == export_dimension(&w->table.rows[i]))
            status = write_row(w, &w->table.rows[i]);
        if (i % 256 == 0) {
            base_progress_report(w->progress, "writing", i, w->table.count);
            if (!status && base_progress_cancelled(w->progress))
                status = base_fail(w->err, BASE_UNAVAILABLE, "the export was cancelled");
        }
    }
    return status;
}

static enum base_status write_layer(struct export_writer *w, GDALDatasetH dataset, const char *name)
{
    OGRSpatialReferenceH srs = w->table.geometry < 0 ? NULL : make_srs(w);
    char **options = layer_options(w, w->options->crs != NULL);
    w->layer = GDALDatasetCreateLayer(dataset, name, srs, layer_type(w), options);
    CSLDestroy(options);
    if (srs)
        OSRDestroySpatialReference(srs);
    if (!w->layer || !add_fields(w))
        return base_fail(w->err, BASE_FAILED, "the layer %s could not be made", name);
    bool grouped =
        w->form == FORM_GPKG && GDALDatasetStartTransaction(dataset, FALSE) == OGRERR_NONE;
    enum base_status status = write_rows(w);
    if (grouped && GDALDatasetCommitTransaction(dataset) != OGRERR_NONE && !status)
        status = base_fail(w->err, BASE_FAILED, "the layer %s could not be written", name);
    return status;
}

enum base_status export_write_file(struct export_writer *w, const char *path, const char *name)
{
    struct import_gdal_errors errors;
    enum base_status status = import_gdal_start(w->err);
    if (status)
        return status;
    import_gdal_watch(&errors);
    GDALDriverH driver = GDALGetDriverByName(w->driver);
    GDALDatasetH dataset = driver ? GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, NULL) : NULL;
    status = dataset ? write_layer(w, dataset, name)
                     : base_fail(w->err, BASE_FAILED, "%s cannot be made: %s", w->options->out,
                                 errors.last);
    if (dataset)
        GDALClose(dataset);
    import_gdal_unwatch();
    if (!status && errors.failures)
        status = base_fail(w->err, BASE_FAILED, "%s could not be written whole: %s",
                           w->options->out, errors.last);
    return status;
}
