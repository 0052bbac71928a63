/* import/gdal.h - GDAL kept on a short leash. Internal to import/. */
#ifndef IMPORT_GDAL_H
#define IMPORT_GDAL_H

#include "base/error.h"

/* Loads GDAL and registers the drivers of our list and no others, once a process,
 * before any other call here. Not safe while another thread is in GDAL. BASE_FAILED
 * where it is not installed. */
BASE_MUST_CHECK
enum base_status import_gdal_start(struct base_error *err);

/* Collects GDAL's complaints instead of printing them. Pairs:
 *   struct import_gdal_errors e; import_gdal_watch(&e); …; import_gdal_unwatch(); */
struct import_gdal_errors {
    int failures, warnings;
    char last[BASE_MESSAGE_SIZE]; /* the first failure; "" when none */
};
void import_gdal_watch(struct import_gdal_errors *errors);
void import_gdal_unwatch(void);

#endif
