/* import/ogr.c - reading a layer by OGR into a table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/columns.h"
#include "import/gdal.h"
#include "import/gdal_late.h"
#include "import/shapefile_check.h"
#include "import/table.h"

struct reader {
    const struct import_stage *stage;
    struct base_arena *arena;
    const struct base_progress *progress;
    struct import_report *report;
    struct import_table *table;
    struct base_error *err;
    OGRLayerH layer;
    int64_t unreadable; /* first record GDAL complained about; 0: none */
    char complaint[BASE_MESSAGE_SIZE];
};

static enum base_status no_memory(struct base_error *err)
{
    return base_fail(err, BASE_NO_MEMORY, "out of memory");
}

/* Damage is told by our own words, which name record and byte. */
static enum base_status check_bytes(struct reader *r, enum import_part part)
{
    const struct import_stage *stage = r->stage;
    const void *bytes = NULL, *index = NULL;
    size_t size = 0, index_size = 0;
    struct base_error problem;
    enum base_status status = base_file_map(stage->parts[part], &bytes, &size, r->err);
    if (!status && part == IMPORT_PART_SHP && stage->parts[IMPORT_PART_SHX])
        status = base_file_map(stage->parts[IMPORT_PART_SHX], &index, &index_size, r->err);
    if (!status) {
        struct import_shapefile shapefile = {0};
        struct import_dbf dbf = {0};
        if (part == IMPORT_PART_SHP)
            status =
                import_shapefile_check(bytes, size, stage->parts[IMPORT_PART_SHX] ? index : NULL,
                                       index_size, &shapefile, &problem);
        else
            status = import_dbf_check(bytes, size, &dbf, &problem);
        if (status) {
            import_report_add_error(r->report, IMPORT_ERROR, IMPORT_FILE_DAMAGED, shapefile.damaged,
                                    NULL, NULL, &problem);
            r->report->blocked = true;
            if (r->err)
                *r->err = problem;
        } else if (part == IMPORT_PART_DBF && dbf.deleted > 0) {
            import_report_add(r->report, IMPORT_NOTICE, IMPORT_VALUE_INVALID, 0, NULL, NULL,
                              "%lld records are marked as deleted and were passed over",
                              (long long)dbf.deleted);
        } else if (shapefile.surplus > 0) {
            import_report_add(r->report, IMPORT_NOTICE, IMPORT_FILE_DAMAGED, 0, NULL, NULL,
                              "the .shp has %lld bytes behind the end that its header states",
                              (long long)shapefile.surplus);
        }
    }
    base_file_unmap(bytes, size);
    base_file_unmap(index, index_size);
    return status;
}

static enum base_status check_damage(struct reader *r)
{
    enum import_format format = r->stage->format;
    enum base_status status = BASE_OK;
    if (format == IMPORT_FORMAT_SHAPEFILE)
        status = check_bytes(r, IMPORT_PART_SHP);
    if (!status && format == IMPORT_FORMAT_SHAPEFILE && r->stage->parts[IMPORT_PART_DBF])
        status = check_bytes(r, IMPORT_PART_DBF);
    if (!status && format == IMPORT_FORMAT_DBF) {
        struct import_stage alone = *r->stage;
        alone.parts[IMPORT_PART_DBF] = alone.parts[IMPORT_PART_SHP];
        const struct import_stage *kept = r->stage;
        r->stage = &alone;
        status = check_bytes(r, IMPORT_PART_DBF);
        r->stage = kept;
    }
    return status;
}

static GDALDatasetH open_dataset(const struct import_stage *stage)
{
    static const char *const RAW[] = {"ENCODING=", NULL};
    static const char *const FIXED[] = {"IMMUTABLE=YES", NULL};
    const char *const *options = NULL;
    size_t size = strlen(stage->path);
    if (stage->format == IMPORT_FORMAT_SHAPEFILE || stage->format == IMPORT_FORMAT_DBF)
        options = RAW; /* we decode, so that what is lost can be counted */
    else if (size > 5 && strcmp(stage->path + size - 5, ".gpkg") == 0)
        options = FIXED;
    CPLSetThreadLocalConfigOption("SHAPE_RESTORE_SHX", stage->index_missing ? "YES" : "NO");
    return GDALOpenEx(stage->path, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, options, NULL);
}

/* A file of one layer goes by its own name and by that of the file. */
static enum base_status choose_only(OGRLayerH only, const char *stem, const char *wanted,
                                    OGRLayerH *out, struct base_error *err)
{
    const char *name = OGR_L_GetName(only);
    if (wanted && strcmp(wanted, name) != 0 && strcmp(wanted, stem) != 0)
        return base_fail(err, BASE_INVALID, "the source has no layer %s; it has: %s", wanted, stem);
    *out = only;
    return BASE_OK;
}

static enum base_status choose_layer(GDALDatasetH dataset, const char *stem, const char *wanted,
                                     struct base_arena *arena, OGRLayerH *out,
                                     struct base_error *err)
{
    int count = GDALDatasetGetLayerCount(dataset);
    if (count == 0)
        return base_fail(err, BASE_INVALID, "the source holds no layer");
    if (count == 1)
        return choose_only(GDALDatasetGetLayer(dataset, 0), stem, wanted, out, err);
    const char **names = base_arena_calloc(arena, (size_t)count, sizeof *names);
    if (!names)
        return no_memory(err);
    for (int i = 0; i < count; i++) {
        OGRLayerH layer = GDALDatasetGetLayer(dataset, i);
        names[i] = OGR_L_GetName(layer);
        if (wanted && strcmp(names[i], wanted) == 0) {
            *out = layer;
            return BASE_OK;
        }
    }
    char list[256];
    import_columns_list(names, (size_t)count, list, sizeof list);
    if (wanted)
        return base_fail(err, BASE_INVALID, "the source has no layer %s; it has: %s", wanted, list);
    return base_fail(err, BASE_INVALID, "the source has %d layers; choose one with --layer: %s",
                     count, list);
}

static enum base_status read_columns(struct reader *r)
{
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(r->layer);
    size_t count = (size_t)OGR_FD_GetFieldCount(definition);
    r->table->columns = base_arena_calloc(r->arena, count + 1, sizeof *r->table->columns);
    if (!r->table->columns)
        return no_memory(r->err);
    for (size_t i = 0; i < count; i++) {
        const char *name = OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, (int)i));
        r->table->columns[i] = base_arena_strdup(r->arena, name);
        if (!r->table->columns[i])
            return no_memory(r->err);
    }
    r->table->column_count = count;
    return BASE_OK;
}

/* The CRS as the source states it; a .json says 4326 whatever it holds, so only
 * a stated one counts there (import_crs decides). */
static enum base_status read_crs(struct reader *r)
{
    OGRSpatialReferenceH srs = OGR_L_GetSpatialRef(r->layer);
    char *wkt = NULL;
    if (!srs || OSRExportToWkt(srs, &wkt) != OGRERR_NONE || !wkt) {
        CPLFree(wkt);
        return BASE_OK;
    }
    r->table->wkt = wkt[0] ? base_arena_strdup(r->arena, wkt) : NULL;
    bool failed = wkt[0] && !r->table->wkt;
    CPLFree(wkt);
    return failed ? no_memory(r->err) : BASE_OK;
}

static void describe(struct reader *r, GDALDatasetH dataset)
{
    struct import_table *table = r->table;
    const char *driver = GDALGetDriverShortName(GDALGetDatasetDriver(dataset));
    bool own_name = r->stage->folder || r->stage->format != IMPORT_FORMAT_OGR;
    table->driver = base_arena_strdup(r->arena, driver);
    table->layer = base_arena_strdup(r->arena, own_name ? r->stage->stem : OGR_L_GetName(r->layer));
    table->has_geometry = OGR_L_GetGeomType(r->layer) != wkbNone;
    table->raw_text = r->stage->format != IMPORT_FORMAT_OGR;
    if (strcmp(driver, "ESRI Shapefile") == 0)
        table->winding = IMPORT_WINDING_CLOCKWISE;
    else if (strncmp(driver, "GeoJSON", 7) == 0)
        table->winding = IMPORT_WINDING_COUNTER;
}

static const char *copy_value(struct reader *r, OGRFeatureH feature, int field, bool *failed)
{
    if (!OGR_F_IsFieldSetAndNotNull(feature, field))
        return NULL;
    const char *text = base_arena_strdup(r->arena, OGR_F_GetFieldAsString(feature, field));
    *failed |= text == NULL;
    return text;
}

static bool copy_geometry(struct reader *r, OGRFeatureH feature, struct import_record *record)
{
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    if (!geometry)
        return true;
    OGR_G_FlattenTo2D(geometry);
    if (OGR_G_HasCurveGeometry(geometry, 0)) { /* arcs as chords, 4 degrees apart */
        OGR_F_SetGeometryDirectly(feature, OGR_G_GetLinearGeometry(geometry, 0, NULL));
        geometry = OGR_F_GetGeometryRef(feature);
    }
    size_t size = (size_t)OGR_G_WkbSize(geometry);
    void *bytes = import_table_room(r->table, r->arena, size);
    if (!bytes)
        return false;
    if (OGR_G_ExportToIsoWkb(geometry, wkbNDR, bytes) == OGRERR_NONE) {
        record->wkb = bytes;
        record->wkb_size = size;
    }
    return true;
}

static enum base_status copy_feature(struct reader *r, OGRFeatureH feature, int64_t number)
{
    struct import_record *record = import_table_add(r->table, r->arena);
    if (!record)
        return no_memory(r->err);
    bool failed = false;
    record->number = number;
    for (size_t i = 0; i < r->table->column_count; i++)
        record->values[i] = copy_value(r, feature, (int)i, &failed);
    if (failed || !copy_geometry(r, feature, record))
        return no_memory(r->err);
    return BASE_OK;
}

/* A record's number is its place in the file where deleted rows may lie between. */
static int64_t number_of(const struct reader *r, OGRFeatureH feature)
{
    bool by_place =
        r->stage->format == IMPORT_FORMAT_SHAPEFILE || r->stage->format == IMPORT_FORMAT_DBF;
    return by_place ? (int64_t)OGR_F_GetFID(feature) + 1 : (int64_t)r->table->count + 1;
}

static enum base_status read_features(struct reader *r, struct import_gdal_errors *errors)
{
    int64_t total = (int64_t)OGR_L_GetFeatureCount(r->layer, FALSE);
    enum base_status status = BASE_OK;
    OGR_L_ResetReading(r->layer);
    for (OGRFeatureH feature; !status && (feature = OGR_L_GetNextFeature(r->layer));) {
        int64_t number = number_of(r, feature);
        status = copy_feature(r, feature, number);
        OGR_F_Destroy(feature);
        if (errors->failures && !r->unreadable) {
            r->unreadable = number;
            memcpy(r->complaint, errors->last, sizeof r->complaint);
        }
        if (r->table->count % 256 == 0) {
            base_progress_report(r->progress, "reading", r->table->count,
                                 total > 0 ? (uint64_t)total : 0);
            if (base_progress_cancelled(r->progress))
                status = base_fail(r->err, BASE_UNAVAILABLE, "the import was cancelled");
        }
    }
    return status;
}

static enum base_status read_layer(struct reader *r, GDALDatasetH dataset, const char *layer,
                                   struct import_gdal_errors *errors)
{
    enum base_status status =
        choose_layer(dataset, r->stage->stem, layer, r->arena, &r->layer, r->err);
    if (status)
        return status;
    describe(r, dataset);
    if (!(status = read_columns(r)) && !(status = read_crs(r)))
        status = read_features(r, errors);
    if (!status && r->unreadable) {
        import_report_add(r->report, IMPORT_ERROR, IMPORT_FILE_DAMAGED, r->unreadable, NULL, NULL,
                          "the reader stumbles at record %lld: %s", (long long)r->unreadable,
                          r->complaint);
        r->report->blocked = true;
    }
    return status;
}

enum base_status import_ogr_read(const struct import_stage *stage, const char *layer,
                                 struct base_arena *arena, const struct base_progress *progress,
                                 struct import_report *report, struct import_table *out,
                                 struct base_error *err)
{
    struct import_table table = {.encoding_certainty = 1};
    struct reader r = {.stage = stage,
                       .arena = arena,
                       .progress = progress,
                       .report = report,
                       .table = &table,
                       .err = err};
    enum base_status status = check_damage(&r);
    if (status)
        return status;
    status = import_gdal_start(err);
    if (status)
        return status;
    struct import_gdal_errors errors;
    import_gdal_watch(&errors);
    GDALDatasetH dataset = open_dataset(stage);
    if (dataset) {
        status = read_layer(&r, dataset, layer, &errors);
        GDALClose(dataset);
    } else {
        status =
            base_fail(err, BASE_INVALID, "%s cannot be read: %s", stage->stem,
                      errors.last[0] ? errors.last : "its content is not what its ending says");
    }
    import_gdal_unwatch();
    if (status)
        import_table_done(&table);
    else
        *out = table;
    return status;
}
