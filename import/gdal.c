/* import/gdal.c - GDAL kept on a short leash.
 *
 * An allowed driver would still go to the network or read a name that is JSON
 * text, so names never come from a user (see stage.h). */
#include "import/gdal.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/late.h"
#include "base/text.h"
#include "import/gdal_late.h"

struct import_gdal_late import_gdal_late;

/* As the members of the table, in the same order. */
static const char *const FUNCTIONS[] = {IMPORT_GDAL_FUNCTIONS(BASE_LATE_NAME)};
#define FUNCTION_COUNT (sizeof FUNCTIONS / sizeof FUNCTIONS[0])

static enum base_status load(struct base_error *err)
{
    static_assert(sizeof import_gdal_late == FUNCTION_COUNT * sizeof(void *),
                  "one pointer a function");
    return base_late_load(YUTU_GDAL, FUNCTIONS, FUNCTION_COUNT, &import_gdal_late, err);
}

static const char *const KEEP[] = {
    "ESRI Shapefile", "GeoJSON",     "GeoJSONSeq", "TopoJSON", "GPKG", "CSV", "KML",
    "LIBKML",         "FlatGeobuf",  "XLSX",       "XLS",      "ODS",  "DXF", "GML",
    "MapInfo File",   "OpenFileGDB", "Memory",
};

static int kept(const char *name)
{
    for (size_t i = 0; i < sizeof KEEP / sizeof KEEP[0]; i++)
        if (strcmp(KEEP[i], name) == 0)
            return 1;
    return 0;
}

static void register_drivers(void)
{
    GDALAllRegister();
    for (int i = GDALGetDriverCount() - 1; i >= 0; i--) {
        GDALDriverH driver = GDALGetDriver(i);
        if (kept(GDALGetDriverShortName(driver)))
            continue;
        GDALDeregisterDriver(driver);
        GDALDestroyDriver(driver);
    }
    CPLSetConfigOption("GML_DOWNLOAD_SCHEMA", "NO");
    CPLSetConfigOption("GDAL_DISABLE_READDIR_ON_OPEN", "NO");
    CPLSetConfigOption("OGR_XLSX_HEADERS", "FORCE");
    CPLSetConfigOption("OGR_XLS_HEADERS", "FORCE");
    CPLSetConfigOption("OGR_ODS_HEADERS", "FORCE");
}

enum base_status import_gdal_start(struct base_error *err)
{
    enum base_status status = GDALAllRegister ? BASE_OK : load(err);
    if (status == BASE_OK && GDALGetDriverCount() == 0)
        register_drivers();
    return status;
}

static void CPL_STDCALL collect(CPLErr class, CPLErrorNum number, const char *message)
{
    (void)number;
    struct import_gdal_errors *errors = CPLGetErrorHandlerUserData();
    if (class < CE_Warning)
        return;
    if (class == CE_Warning) {
        errors->warnings++;
        return;
    }
    if (errors->failures++ == 0) {
        snprintf(errors->last, sizeof errors->last, "%s", message);
        base_text_cut(errors->last);
    }
}

void import_gdal_watch(struct import_gdal_errors *errors)
{
    *errors = (struct import_gdal_errors){0};
    CPLPushErrorHandlerEx(collect, errors);
}

void import_gdal_unwatch(void)
{
    CPLPopErrorHandler();
}
