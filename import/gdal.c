/* import/gdal.c - GDAL kept on a short leash.
 *
 * An allowed driver would still go to the network or read a name that is JSON
 * text, so names never come from a user (see stage.h). */
#include "import/gdal.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

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

void import_gdal_start(void)
{
    if (GDALGetDriverCount() > 0)
        return;
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
