/* geo/wkb.h - well-known binary, and the form of it that the record holds. */
#ifndef GEO_WKB_H
#define GEO_WKB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "geo/bbox.h"
#include "geo/geometry.h"

/* Reads 2D WKB or EWKB (Z and M are dropped) in degrees, lon lat, of the six
 * kinds, either byte order; coordinates are rounded to the grid. Points go to
 * the arena. Rings are closed when they are not.
 * Returns BASE_OK, BASE_INVALID (cut off, unknown type, a coordinate that is
 * not finite or outside ±180/±90, more than depth 2, bytes left over) or
 * BASE_NO_MEMORY. A point of two NaN is the empty point, as ISO writes it. */
BASE_MUST_CHECK
enum base_status geo_wkb_parse(const void *bytes, size_t size, struct base_arena *arena,
                               struct geo_geometry *out, struct base_error *err);

/* Reads the bytes that SpatiaLite keeps in a geometry column, its tiny points among
 * them, as above; what it calls compressed is refused as BASE_INVALID. */
BASE_MUST_CHECK
enum base_status geo_spatialite_parse(const void *blob, size_t size, struct base_arena *arena,
                                      struct geo_geometry *out, struct base_error *err);

/* Appends little-endian ISO WKB in degrees. promote makes single kinds multi,
 * as the record's columns want. */
void geo_wkb_write(const struct geo_geometry *geometry, int promote, struct base_buffer *out);

/* Appends what SpatiaLite's GeomFromWKB makes of that in EPSG:4490: its blob of
 * 0x00, byte order, srid, smallest box, 0x7C, then the WKB with 0x69 for the byte
 * order of the members, and 0xFE (BLOB-Geometry format of the SpatiaLite manual).
 * The geometry must not be empty. */
void geo_blob_write(const struct geo_geometry *geometry, int promote, struct base_buffer *out);

/* What a blob of SpatiaLite's says of itself: nothing behind its type is looked at. */
struct geo_blob {
    int srid;
    uint32_t kind; /* as WKB counts; enum geo_kind where it is one of ours */
    struct geo_bbox box;
};

/* False for anything but such a blob. */
bool geo_blob_describe(const void *blob, size_t size, struct geo_blob *out);

#endif
