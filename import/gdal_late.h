/* import/gdal_late.h - GDAL's functions, loaded when the first of them is needed.
 * Internal to import/; in place of GDAL's own headers.
 *
 * GDAL brings 55 libraries with it, which cost every command 40 ms of CPU, a search or
 * an inspection after a small edit more than their own work. So the program is linked
 * without it, and import_gdal_start() loads it. */
#ifndef IMPORT_GDAL_LATE_H
#define IMPORT_GDAL_LATE_H

/* GDAL's headers are not held to our warnings. */
#pragma GCC system_header
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "base/late.h"

/* All that import/ calls. */
#define IMPORT_GDAL_FUNCTIONS(X)                                                                   \
    X(VSIFree)                                                                                     \
    X(CPLGetErrorHandlerUserData)                                                                  \
    X(CPLPopErrorHandler)                                                                          \
    X(CPLPushErrorHandlerEx)                                                                       \
    X(CPLSetConfigOption)                                                                          \
    X(CPLSetThreadLocalConfigOption)                                                               \
    X(CSLDestroy)                                                                                  \
    X(CSLSetNameValue)                                                                             \
    X(GDALAllRegister)                                                                             \
    X(GDALClose)                                                                                   \
    X(GDALCreate)                                                                                  \
    X(GDALDatasetCommitTransaction)                                                                \
    X(GDALDatasetCreateLayer)                                                                      \
    X(GDALDatasetGetLayer)                                                                         \
    X(GDALDatasetGetLayerCount)                                                                    \
    X(GDALDatasetStartTransaction)                                                                 \
    X(GDALDeregisterDriver)                                                                        \
    X(GDALDestroyDriver)                                                                           \
    X(GDALGetDatasetDriver)                                                                        \
    X(GDALGetDriver)                                                                               \
    X(GDALGetDriverByName)                                                                         \
    X(GDALGetDriverCount)                                                                          \
    X(GDALGetDriverShortName)                                                                      \
    X(GDALOpenEx)                                                                                  \
    X(OGR_FD_GetFieldCount)                                                                        \
    X(OGR_FD_GetFieldDefn)                                                                         \
    X(OGR_F_Create)                                                                                \
    X(OGR_F_Destroy)                                                                               \
    X(OGR_F_GetFID)                                                                                \
    X(OGR_F_GetFieldAsString)                                                                      \
    X(OGR_F_GetGeometryRef)                                                                        \
    X(OGR_F_IsFieldSetAndNotNull)                                                                  \
    X(OGR_F_SetFieldNull)                                                                          \
    X(OGR_F_SetFieldString)                                                                        \
    X(OGR_F_SetGeometryDirectly)                                                                   \
    X(OGR_Fld_Create)                                                                              \
    X(OGR_Fld_Destroy)                                                                             \
    X(OGR_Fld_GetNameRef)                                                                          \
    X(OGR_Fld_SetWidth)                                                                            \
    X(OGR_G_CreateFromWkb)                                                                         \
    X(OGR_G_ExportToIsoWkb)                                                                        \
    X(OGR_G_FlattenTo2D)                                                                           \
    X(OGR_G_ForceToMultiLineString)                                                                \
    X(OGR_G_ForceToMultiPolygon)                                                                   \
    X(OGR_G_GetLinearGeometry)                                                                     \
    X(OGR_G_HasCurveGeometry)                                                                      \
    X(OGR_G_WkbSize)                                                                               \
    X(OGR_L_CreateFeature)                                                                         \
    X(OGR_L_CreateField)                                                                           \
    X(OGR_L_GetFeatureCount)                                                                       \
    X(OGR_L_GetGeomType)                                                                           \
    X(OGR_L_GetLayerDefn)                                                                          \
    X(OGR_L_GetName)                                                                               \
    X(OGR_L_GetNextFeature)                                                                        \
    X(OGR_L_GetSpatialRef)                                                                         \
    X(OGR_L_ResetReading)                                                                          \
    X(OSRDestroySpatialReference)                                                                  \
    X(OSRExportToWkt)                                                                              \
    X(OSRImportFromEPSG)                                                                           \
    X(OSRNewSpatialReference)                                                                      \
    X(OSRSetAxisMappingStrategy)                                                                   \
    X(OSRSetWellKnownGeogCS)

struct import_gdal_late {
    IMPORT_GDAL_FUNCTIONS(BASE_LATE_POINTER)
};

/* Filled by import_gdal_start() and never again: the linker's table in our hands. */
extern struct import_gdal_late import_gdal_late;

#define VSIFree                       import_gdal_late.VSIFree
#define CPLGetErrorHandlerUserData    import_gdal_late.CPLGetErrorHandlerUserData
#define CPLPopErrorHandler            import_gdal_late.CPLPopErrorHandler
#define CPLPushErrorHandlerEx         import_gdal_late.CPLPushErrorHandlerEx
#define CPLSetConfigOption            import_gdal_late.CPLSetConfigOption
#define CPLSetThreadLocalConfigOption import_gdal_late.CPLSetThreadLocalConfigOption
#define CSLDestroy                    import_gdal_late.CSLDestroy
#define CSLSetNameValue               import_gdal_late.CSLSetNameValue
#define GDALAllRegister               import_gdal_late.GDALAllRegister
#define GDALClose                     import_gdal_late.GDALClose
#define GDALCreate                    import_gdal_late.GDALCreate
#define GDALDatasetCommitTransaction  import_gdal_late.GDALDatasetCommitTransaction
#define GDALDatasetCreateLayer        import_gdal_late.GDALDatasetCreateLayer
#define GDALDatasetGetLayer           import_gdal_late.GDALDatasetGetLayer
#define GDALDatasetGetLayerCount      import_gdal_late.GDALDatasetGetLayerCount
#define GDALDatasetStartTransaction   import_gdal_late.GDALDatasetStartTransaction
#define GDALDeregisterDriver          import_gdal_late.GDALDeregisterDriver
#define GDALDestroyDriver             import_gdal_late.GDALDestroyDriver
#define GDALGetDatasetDriver          import_gdal_late.GDALGetDatasetDriver
#define GDALGetDriver                 import_gdal_late.GDALGetDriver
#define GDALGetDriverByName           import_gdal_late.GDALGetDriverByName
#define GDALGetDriverCount            import_gdal_late.GDALGetDriverCount
#define GDALGetDriverShortName        import_gdal_late.GDALGetDriverShortName
#define GDALOpenEx                    import_gdal_late.GDALOpenEx
#define OGR_FD_GetFieldCount          import_gdal_late.OGR_FD_GetFieldCount
#define OGR_FD_GetFieldDefn           import_gdal_late.OGR_FD_GetFieldDefn
#define OGR_F_Create                  import_gdal_late.OGR_F_Create
#define OGR_F_Destroy                 import_gdal_late.OGR_F_Destroy
#define OGR_F_GetFID                  import_gdal_late.OGR_F_GetFID
#define OGR_F_GetFieldAsString        import_gdal_late.OGR_F_GetFieldAsString
#define OGR_F_GetGeometryRef          import_gdal_late.OGR_F_GetGeometryRef
#define OGR_F_IsFieldSetAndNotNull    import_gdal_late.OGR_F_IsFieldSetAndNotNull
#define OGR_F_SetFieldNull            import_gdal_late.OGR_F_SetFieldNull
#define OGR_F_SetFieldString          import_gdal_late.OGR_F_SetFieldString
#define OGR_F_SetGeometryDirectly     import_gdal_late.OGR_F_SetGeometryDirectly
#define OGR_Fld_Create                import_gdal_late.OGR_Fld_Create
#define OGR_Fld_Destroy               import_gdal_late.OGR_Fld_Destroy
#define OGR_Fld_GetNameRef            import_gdal_late.OGR_Fld_GetNameRef
#define OGR_Fld_SetWidth              import_gdal_late.OGR_Fld_SetWidth
#define OGR_G_CreateFromWkb           import_gdal_late.OGR_G_CreateFromWkb
#define OGR_G_ExportToIsoWkb          import_gdal_late.OGR_G_ExportToIsoWkb
#define OGR_G_FlattenTo2D             import_gdal_late.OGR_G_FlattenTo2D
#define OGR_G_ForceToMultiLineString  import_gdal_late.OGR_G_ForceToMultiLineString
#define OGR_G_ForceToMultiPolygon     import_gdal_late.OGR_G_ForceToMultiPolygon
#define OGR_G_GetLinearGeometry       import_gdal_late.OGR_G_GetLinearGeometry
#define OGR_G_HasCurveGeometry        import_gdal_late.OGR_G_HasCurveGeometry
#define OGR_G_WkbSize                 import_gdal_late.OGR_G_WkbSize
#define OGR_L_CreateFeature           import_gdal_late.OGR_L_CreateFeature
#define OGR_L_CreateField             import_gdal_late.OGR_L_CreateField
#define OGR_L_GetFeatureCount         import_gdal_late.OGR_L_GetFeatureCount
#define OGR_L_GetGeomType             import_gdal_late.OGR_L_GetGeomType
#define OGR_L_GetLayerDefn            import_gdal_late.OGR_L_GetLayerDefn
#define OGR_L_GetName                 import_gdal_late.OGR_L_GetName
#define OGR_L_GetNextFeature          import_gdal_late.OGR_L_GetNextFeature
#define OGR_L_GetSpatialRef           import_gdal_late.OGR_L_GetSpatialRef
#define OGR_L_ResetReading            import_gdal_late.OGR_L_ResetReading
#define OSRDestroySpatialReference    import_gdal_late.OSRDestroySpatialReference
#define OSRExportToWkt                import_gdal_late.OSRExportToWkt
#define OSRImportFromEPSG             import_gdal_late.OSRImportFromEPSG
#define OSRNewSpatialReference        import_gdal_late.OSRNewSpatialReference
#define OSRSetAxisMappingStrategy     import_gdal_late.OSRSetAxisMappingStrategy
#define OSRSetWellKnownGeogCS         import_gdal_late.OSRSetWellKnownGeogCS

#endif
