/* import/shift.h - datum shifts from Xian 80 and Beijing 54, by a surveyor's parameters. */
#ifndef IMPORT_SHIFT_H
#define IMPORT_SHIFT_H

#include "base/error.h"
#include "geo/crs.h"

/* Seven parameters (Bursa-Wolf, position vector): metres, arc seconds, parts per million. */
struct import_shift {
    double dx_m, dy_m, dz_m, rx_s, ry_s, rz_s, scale_ppm;
    double accuracy_m;
};

/* Reads lines `name = value` with dx, dy, dz (metres; required), rx, ry, rz
 * (seconds), scale (ppm), accuracy (metres, default 1), `convention =
 * coordinate-frame` for rotations of the other sign; # begins a comment.
 * BASE_NOT_FOUND or BASE_INVALID naming the line. */
BASE_MUST_CHECK
enum base_status import_shift_read(const char *path, struct import_shift *out,
                                   struct base_error *err);

/* Moves count positions (degrees on the frame's own ellipsoid) to CGCS2000, in
 * place, heights taken as 0. */
void import_shift_apply(const struct import_shift *shift, enum geo_crs_frame frame, double *lon_deg,
                        double *lat_deg, size_t count);

#endif
