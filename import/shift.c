/* import/shift.c - Bursa-Wolf with seven parameters.
 *
 * Geodetic to geocentric on the old ellipsoid, the seven parameters, and back
 * on CGCS2000 (Bowring 1976, one step: below a micrometre near the ground). */
#include "import/shift.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/number.h"
#include "base/text.h"
#include "geo/grid.h"

struct field {
    const char *name;
    double *value;
};

static bool set_field(struct import_shift *shift, const char *name, double value)
{
    const struct field fields[] = {
        {"dx", &shift->dx_m},         {"dy", &shift->dy_m},
        {"dz", &shift->dz_m},         {"rx", &shift->rx_s},
        {"ry", &shift->ry_s},         {"rz", &shift->rz_s},
        {"scale", &shift->scale_ppm}, {"accuracy", &shift->accuracy_m},
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (strcmp(fields[i].name, name) == 0) {
            *fields[i].value = value;
            return true;
        }
    return false;
}

/* One line: name and value apart, blanks off. False when it is no setting. */
static bool split(char *line, char **value)
{
    line[strcspn(line, "#\r")] = '\0';
    char *equal = strchr(line, '=');
    if (equal) {
        *equal = '\0';
        *value = equal + 1;
        base_text_trim(*value);
    }
    base_text_trim(line);
    return equal != NULL;
}

static enum base_status read_line(const char *path, int number, char *line,
                                  struct import_shift *shift, bool *frame, struct base_error *err)
{
    char *text = NULL;
    double value;
    bool setting = split(line, &text);
    if (!setting && !line[0])
        return BASE_OK;
    if (setting && strcmp(line, "convention") == 0) {
        *frame = strcmp(text, "coordinate-frame") == 0;
        if (*frame || strcmp(text, "position-vector") == 0)
            return BASE_OK;
    } else if (setting && base_number_parse(text, &value) && set_field(shift, line, value)) {
        return BASE_OK;
    }
    return base_fail(err, BASE_INVALID,
                     "%s, line %d: expected one of dx, dy, dz, rx, ry, rz, scale, accuracy, "
                     "convention and its value, as in `dx = -12.3`",
                     path, number);
}

enum base_status import_shift_read(const char *path, struct import_shift *out,
                                   struct base_error *err)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    enum base_status status = base_file_read(path, 65536, &text, err);
    struct import_shift shift = {.dx_m = NAN, .dy_m = NAN, .dz_m = NAN, .accuracy_m = 1};
    bool frame = false;
    int number = 0;
    for (char *line = text.data, *next; !status && line; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        status = read_line(path, ++number, line, &shift, &frame, err);
    }
    if (status)
        return status;
    if (isnan(shift.dx_m) || isnan(shift.dy_m) || isnan(shift.dz_m))
        return base_fail(err, BASE_INVALID, "%s must give dx, dy and dz in metres", path);
    if (frame) {
        shift.rx_s = -shift.rx_s;
        shift.ry_s = -shift.ry_s;
        shift.rz_s = -shift.rz_s;
    }
    *out = shift;
    return BASE_OK;
}

static void to_geocentric(double a, double f, double lon, double lat, double xyz[3])
{
    double e2 = f * (2 - f), n = a / sqrt(1 - e2 * sin(lat) * sin(lat));
    xyz[0] = n * cos(lat) * cos(lon);
    xyz[1] = n * cos(lat) * sin(lon);
    xyz[2] = n * (1 - e2) * sin(lat);
}

static void from_geocentric(const double xyz[3], double *lon, double *lat)
{
    double a = GEO_A_M, b = a * (1 - GEO_F), p = hypot(xyz[0], xyz[1]);
    double second = GEO_E2 / (1 - GEO_E2), theta = atan2(xyz[2] * a, p * b);
    *lon = atan2(xyz[1], xyz[0]);
    *lat = atan2(xyz[2] + second * b * pow(sin(theta), 3), p - GEO_E2 * a * pow(cos(theta), 3));
}

void import_shift_apply(const struct import_shift *shift, enum geo_crs_frame frame, double *lon_deg,
                        double *lat_deg, size_t count)
{
    double a = frame == GEO_FRAME_BEIJING54 ? 6378245.0 : 6378140.0;
    double f = frame == GEO_FRAME_BEIJING54 ? 1 / 298.3 : 1 / 298.257;
    double s = GEO_RADIANS(1.0 / 3600), m = 1 + shift->scale_ppm * 1e-6;
    double rx = shift->rx_s * s, ry = shift->ry_s * s, rz = shift->rz_s * s;
    for (size_t i = 0; i < count; i++) {
        double p[3], q[3], lon, lat;
        to_geocentric(a, f, GEO_RADIANS(lon_deg[i]), GEO_RADIANS(lat_deg[i]), p);
        q[0] = shift->dx_m + m * (p[0] - rz * p[1] + ry * p[2]);
        q[1] = shift->dy_m + m * (rz * p[0] + p[1] - rx * p[2]);
        q[2] = shift->dz_m + m * (-ry * p[0] + rx * p[1] + p[2]);
        from_geocentric(q, &lon, &lat);
        lon_deg[i] = GEO_DEGREES(lon);
        lat_deg[i] = GEO_DEGREES(lat);
    }
}
