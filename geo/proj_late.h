/* geo/proj_late.h - PROJ's functions, loaded when the first of them is needed; for
 * geo/ alone, in place of PROJ's own headers.
 *
 * PROJ brings 30 libraries with it (TIFF, curl, Kerberos, LDAP), which cost every
 * command 12 ms of CPU. What is in longitude and latitude, with edges shorter than
 * 5 km, never needs it. */
#ifndef GEO_PROJ_LATE_H
#define GEO_PROJ_LATE_H

#include <geodesic.h>
#include <proj.h>

#include "base/late.h"

/* All that geo/ calls. */
#define GEO_PROJ_FUNCTIONS(X)                                                                      \
    X(geod_init)                                                                                   \
    X(geod_inverse)                                                                                \
    X(geod_polygon_addpoint)                                                                       \
    X(geod_polygon_compute)                                                                        \
    X(geod_polygon_init)                                                                           \
    X(proj_context_create)                                                                         \
    X(proj_context_destroy)                                                                        \
    X(proj_context_set_enable_network)                                                             \
    X(proj_coordoperation_get_accuracy)                                                            \
    X(proj_coordoperation_get_method_info)                                                         \
    X(proj_coordoperation_get_param)                                                               \
    X(proj_coordoperation_get_param_count)                                                         \
    X(proj_coordoperation_has_ballpark_transformation)                                             \
    X(proj_create_from_database)                                                                   \
    X(proj_create_from_wkt)                                                                        \
    X(proj_create_operation_factory_context)                                                       \
    X(proj_create_operations)                                                                      \
    X(proj_crs_get_coordinate_system)                                                              \
    X(proj_crs_get_coordoperation)                                                                 \
    X(proj_crs_get_datum_forced)                                                                   \
    X(proj_crs_get_geodetic_crs)                                                                   \
    X(proj_crs_get_sub_crs)                                                                        \
    X(proj_cs_get_axis_info)                                                                       \
    X(proj_destroy)                                                                                \
    X(proj_ellipsoid_get_parameters)                                                               \
    X(proj_errno_reset)                                                                            \
    X(proj_get_ellipsoid)                                                                          \
    X(proj_get_id_code)                                                                            \
    X(proj_get_name)                                                                               \
    X(proj_get_prime_meridian)                                                                     \
    X(proj_get_source_crs)                                                                         \
    X(proj_get_type)                                                                               \
    X(proj_identify)                                                                               \
    X(proj_int_list_destroy)                                                                       \
    X(proj_list_destroy)                                                                           \
    X(proj_list_get)                                                                               \
    X(proj_list_get_count)                                                                         \
    X(proj_log_level)                                                                              \
    X(proj_normalize_for_visualization)                                                            \
    X(proj_operation_factory_context_destroy)                                                      \
    X(proj_pj_info)                                                                                \
    X(proj_prime_meridian_get_parameters)                                                          \
    X(proj_trans_generic)

struct geo_proj_late {
    GEO_PROJ_FUNCTIONS(BASE_LATE_POINTER)
};

/* Filled once, and never again: the linker's table in our hands. */
extern struct geo_proj_late geo_proj_late;

/* Before any call. From any thread; cheap when it was done before. BASE_FAILED where
 * PROJ is not installed. */
BASE_MUST_CHECK
enum base_status geo_proj_load(struct base_error *err);

/* The same for who cannot fail: without PROJ the program ends here with a sentence,
 * as the linker would have ended it at its start. */
void geo_proj_need(void);

#define geod_init                           geo_proj_late.geod_init
#define geod_inverse                        geo_proj_late.geod_inverse
#define geod_polygon_addpoint               geo_proj_late.geod_polygon_addpoint
#define geod_polygon_compute                geo_proj_late.geod_polygon_compute
#define geod_polygon_init                   geo_proj_late.geod_polygon_init
#define proj_context_create                 geo_proj_late.proj_context_create
#define proj_context_destroy                geo_proj_late.proj_context_destroy
#define proj_context_set_enable_network     geo_proj_late.proj_context_set_enable_network
#define proj_coordoperation_get_accuracy    geo_proj_late.proj_coordoperation_get_accuracy
#define proj_coordoperation_get_method_info geo_proj_late.proj_coordoperation_get_method_info
#define proj_coordoperation_get_param       geo_proj_late.proj_coordoperation_get_param
#define proj_coordoperation_get_param_count geo_proj_late.proj_coordoperation_get_param_count
#define proj_coordoperation_has_ballpark_transformation                                            \
    geo_proj_late.proj_coordoperation_has_ballpark_transformation
#define proj_create_from_database              geo_proj_late.proj_create_from_database
#define proj_create_from_wkt                   geo_proj_late.proj_create_from_wkt
#define proj_create_operation_factory_context  geo_proj_late.proj_create_operation_factory_context
#define proj_create_operations                 geo_proj_late.proj_create_operations
#define proj_crs_get_coordinate_system         geo_proj_late.proj_crs_get_coordinate_system
#define proj_crs_get_coordoperation            geo_proj_late.proj_crs_get_coordoperation
#define proj_crs_get_datum_forced              geo_proj_late.proj_crs_get_datum_forced
#define proj_crs_get_geodetic_crs              geo_proj_late.proj_crs_get_geodetic_crs
#define proj_crs_get_sub_crs                   geo_proj_late.proj_crs_get_sub_crs
#define proj_cs_get_axis_info                  geo_proj_late.proj_cs_get_axis_info
#define proj_destroy                           geo_proj_late.proj_destroy
#define proj_ellipsoid_get_parameters          geo_proj_late.proj_ellipsoid_get_parameters
#define proj_errno_reset                       geo_proj_late.proj_errno_reset
#define proj_get_ellipsoid                     geo_proj_late.proj_get_ellipsoid
#define proj_get_id_code                       geo_proj_late.proj_get_id_code
#define proj_get_name                          geo_proj_late.proj_get_name
#define proj_get_prime_meridian                geo_proj_late.proj_get_prime_meridian
#define proj_get_source_crs                    geo_proj_late.proj_get_source_crs
#define proj_get_type                          geo_proj_late.proj_get_type
#define proj_identify                          geo_proj_late.proj_identify
#define proj_int_list_destroy                  geo_proj_late.proj_int_list_destroy
#define proj_list_destroy                      geo_proj_late.proj_list_destroy
#define proj_list_get                          geo_proj_late.proj_list_get
#define proj_list_get_count                    geo_proj_late.proj_list_get_count
#define proj_log_level                         geo_proj_late.proj_log_level
#define proj_normalize_for_visualization       geo_proj_late.proj_normalize_for_visualization
#define proj_operation_factory_context_destroy geo_proj_late.proj_operation_factory_context_destroy
#define proj_pj_info                           geo_proj_late.proj_pj_info
#define proj_prime_meridian_get_parameters     geo_proj_late.proj_prime_meridian_get_parameters
#define proj_trans_generic                     geo_proj_late.proj_trans_generic

#endif
