/* import/shapefile_check.h - whether the bytes of a shapefile hang together.
 *
 * The reader below us says "corrupt" or nothing at all; a person wants to know
 * which record and which byte. After the ESRI white paper of 1998. Nothing is
 * changed and nothing is written. */
#ifndef IMPORT_SHAPEFILE_CHECK_H
#define IMPORT_SHAPEFILE_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct import_shapefile {
    int type; /* 0 null, 1 point, 3 line, 5 polygon, 8 multipoint; +10 Z, +20 M */
    int64_t records;
    int64_t nulls;   /* null shapes among them */
    int64_t damaged; /* 1-based number of the first damaged record; 0: none, or the header */
    int64_t surplus; /* bytes behind what the header says */
};

/* Checks a .shp, by its .shx where there is one (shx NULL: walks the records).
 *
 * out->damaged is set on failure too.
 * Returns BASE_OK, or BASE_INVALID naming the record and the byte. */
BASE_MUST_CHECK
enum base_status import_shapefile_check(const unsigned char *shp, size_t shp_size,
                                        const unsigned char *shx, size_t shx_size,
                                        struct import_shapefile *out, struct base_error *err);

struct import_dbf {
    int64_t records; /* as the header says, deleted ones included */
    int64_t deleted; /* marked so */
    unsigned char ldid;
    int fields;
};

/* Checks a .dbf's header and size, as import_shapefile_check. */
BASE_MUST_CHECK
enum base_status import_dbf_check(const unsigned char *dbf, size_t size, struct import_dbf *out,
                                  struct base_error *err);

#endif
