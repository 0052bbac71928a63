/* import/sample.c - what a source's coordinates look like.
 *
 * Zones as in boundaries.md 2.5: first two digits 13-23 are 6-degree zones,
 * 25-45 are 3-degree zones, so a prefixed easting names its zone and an
 * unprefixed one cannot. */
#include "import/sample.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/table.h"
#include "import/wkb_xy.h"

#define BEYOND_ALL 1e8 /* metres: more than any projected coordinate */

static size_t points_in(const struct import_record *record)
{
    return record->wkb_size > 16 ? record->wkb_size / 16 : 0;
}

/* Every stride-th point, counted through all records. */
struct taking {
    struct import_sample *sample;
    size_t stride, skip; /* points to pass over before the next */
};

/* What is a coordinate in no system is its row's fault, not the file's. */
static void take_point(struct import_sample *sample, const unsigned char *point)
{
    double x, y;
    memcpy(&x, point, 8);
    memcpy(&y, point + 8, 8);
    if (sample->count == IMPORT_SAMPLE_POINTS || !(fabs(x) < BEYOND_ALL && fabs(y) < BEYOND_ALL))
        return;
    sample->x[sample->count] = x;
    sample->y[sample->count++] = y;
}

static void take_points(void *context, const unsigned char *points, uint32_t count)
{
    struct taking *t = context;
    size_t i = t->skip;
    for (; i < count; i += t->stride)
        take_point(t->sample, points + 16 * i);
    t->skip = i - count;
}

enum base_status import_sample_take(const struct import_table *table, struct base_arena *arena,
                                    struct import_sample *out, struct base_error *err)
{
    struct import_sample sample = {
        .x = base_arena_alloc(arena, IMPORT_SAMPLE_POINTS * sizeof(double)),
        .y = base_arena_alloc(arena, IMPORT_SAMPLE_POINTS * sizeof(double)),
    };
    if (!sample.x || !sample.y)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    size_t total = 0;
    for (size_t i = 0; i < table->count; i++)
        total += points_in(&table->records[i]);
    struct taking taking = {.sample = &sample, .stride = total / IMPORT_SAMPLE_POINTS + 1};
    for (size_t i = 0; i < table->count; i++) {
        const struct import_record *record = &table->records[i];
        bool read =
            record->wkb && import_xy_walk(record->wkb, record->wkb_size, take_points, &taking);
        (void)read; /* what cannot be read is told with its row */
    }
    *out = sample;
    return BASE_OK;
}

static bool between(double v, double low, double high)
{
    return v >= low && v <= high;
}

static int zone_of_easting(double x)
{
    int zone = between(x, 13e6, 46e6) ? (int)floor(x / 1e6) : 0;
    double rest = x - zone * 1e6;
    bool known = between(zone, 13, 23) || between(zone, 25, 45);
    return known && between(rest, 50e3, 950e3) ? zone : 0;
}

static bool northing(double y)
{
    return between(y, 300e3, 6.3e6);
}

static bool looks(enum import_look look, double x, double y, int zone)
{
    switch (look) {
    case IMPORT_LOOK_DEGREES:
        return between(x, -180, 180) && between(y, -90, 90);
    case IMPORT_LOOK_DEGREES_SWAPPED:
        return between(x, 3, 54) && between(y, 73, 136);
    case IMPORT_LOOK_ZONED:
        return zone && zone_of_easting(x) == zone && northing(y);
    case IMPORT_LOOK_ZONED_SWAPPED:
        return zone && zone_of_easting(y) == zone && northing(x);
    case IMPORT_LOOK_METRES:
        return between(x, 50e3, 950e3) && northing(y);
    case IMPORT_LOOK_METRES_SWAPPED:
        return between(y, 50e3, 950e3) && between(x, 1e6, 6.3e6);
    default:
        return false;
    }
}

static int commonest_zone(const double *values, size_t count)
{
    size_t counts[46] = {0}, best = 0;
    int zone = 0;
    for (size_t i = 0; i < count; i++)
        counts[zone_of_easting(values[i])]++;
    for (int i = 1; i < 46; i++)
        if (counts[i] > best) {
            best = counts[i];
            zone = i;
        }
    return zone;
}

enum import_look import_sample_look(const struct import_sample *sample, int *zone)
{
    static const enum import_look ORDER[] = {
        IMPORT_LOOK_DEGREES_SWAPPED, IMPORT_LOOK_DEGREES, IMPORT_LOOK_ZONED,
        IMPORT_LOOK_ZONED_SWAPPED,   IMPORT_LOOK_METRES,  IMPORT_LOOK_METRES_SWAPPED};
    int east = commonest_zone(sample->x, sample->count);
    int north = commonest_zone(sample->y, sample->count);
    for (size_t k = 0; sample->count && k < sizeof ORDER / sizeof ORDER[0]; k++) {
        int at = ORDER[k] == IMPORT_LOOK_ZONED_SWAPPED ? north : east;
        size_t fits = 0;
        for (size_t i = 0; i < sample->count; i++)
            fits += looks(ORDER[k], sample->x[i], sample->y[i], at);
        if (fits * 100 < sample->count * 99)
            continue;
        *zone = at;
        return ORDER[k];
    }
    return IMPORT_LOOK_NOTHING;
}

int import_zone_epsg(int zone)
{
    if (zone >= 13 && zone <= 23)
        return 4491 + zone - 13;
    return zone >= 25 && zone <= 45 ? 4513 + zone - 25 : 0;
}

int import_zone_of(int epsg, bool *prefixed)
{
    static const struct {
        int first, last, zone;
        bool prefixed;
    } RANGES[] = {{4491, 4501, 13, true},
                  {4502, 4512, 13, false},
                  {4513, 4533, 25, true},
                  {4534, 4554, 25, false}};
    for (size_t i = 0; i < sizeof RANGES / sizeof RANGES[0]; i++)
        if (epsg >= RANGES[i].first && epsg <= RANGES[i].last) {
            *prefixed = RANGES[i].prefixed;
            return RANGES[i].zone + epsg - RANGES[i].first;
        }
    return 0;
}

int import_zone_counterpart(int epsg)
{
    bool prefixed;
    int zone = import_zone_of(epsg, &prefixed);
    int between_them = zone >= 25 ? 21 : 11;
    if (!zone)
        return 0;
    return prefixed ? epsg + between_them : epsg - between_them;
}

static double median(const double *values, size_t count)
{
    double sum = 0; /* a mean is near enough for choosing zones */
    for (size_t i = 0; i < count; i++)
        sum += values[i] / (double)count;
    return sum;
}

/* Western and eastern end of the country at a latitude, roughly. */
static void china_at(double lat, double *west, double *east)
{
    static const struct {
        double lat, west, east;
    } ENDS[] = {{22, 98, 121},   {27, 88, 122},   {32, 79, 122}, {38, 73.5, 122.5},
                {43, 75, 131.5}, {49, 80, 135.1}, {90, 115, 130}};
    size_t i = 0;
    while (lat > ENDS[i].lat)
        i++;
    *west = ENDS[i].west;
    *east = ENDS[i].east;
}

static int list_zones(double west, double east, double offset_deg, int width, int first_cm,
                      int first_epsg, int count, char *out, size_t size)
{
    int length = 0;
    out[0] = '\0';
    for (int i = 0; i < count; i++) {
        double lon = first_cm + i * width + offset_deg;
        if (lon < west || lon > east)
            continue;
        int n = snprintf(out + length, size - (size_t)length, "%sEPSG:%d", length ? ", " : "",
                         first_epsg + i);
        if (n < 0 || (size_t)n >= size - (size_t)length)
            break;
        length += n;
    }
    return length;
}

const char *import_zones_fitting(const struct import_sample *sample, struct geo_box near, char *out,
                                 size_t size)
{
    double x = median(sample->x, sample->count), y = median(sample->y, sample->count);
    if (x > 1e6) { /* north first */
        double t = x;
        x = y;
        y = t;
    }
    double lat = y / 110900.0;
    double offset = (x - 500e3) / (111320.0 * cos(GEO_RADIANS(lat)));
    double west, east;
    china_at(lat, &west, &east);
    if (!geo_box_is_empty(near)) {
        west = fmax(west, geo_grid_to_degrees(near.min.lon) - 1.5);
        east = fmin(east, geo_grid_to_degrees(near.max.lon) + 1.5);
    }
    char three[320] = "", six[160] = "";
    if (fabs(offset) < 2.25) /* half a zone, and what overlaps into the next */
        list_zones(west, east, offset, 3, 75, 4534, 21, three, sizeof three);
    list_zones(west, east, offset, 6, 75, 4502, 11, six, sizeof six);
    snprintf(out, size, "%s%s%s", three, three[0] && six[0] ? "; " : "", six);
    return out;
}

static bool on_step(double value, double per_unit)
{
    double scaled = value * per_unit;
    double room = fmax(1e-6, fabs(scaled) * 4e-16 * 4);
    return fabs(scaled - nearbyint(scaled)) <= room;
}

double import_sample_step(const struct import_sample *sample, double least)
{
    double step = 1;
    for (double per_unit = 1; step >= least * 0.999; per_unit *= 10, step = 1 / per_unit) {
        size_t fits = 0;
        for (size_t i = 0; i < sample->count; i++)
            fits += on_step(sample->x[i], per_unit) && on_step(sample->y[i], per_unit);
        if (fits == sample->count)
            return step;
    }
    return least;
}

bool import_sample_is_rounded(const struct import_sample *sample, double step)
{
    size_t rounded = 0;
    for (size_t i = 0; i < sample->count; i++) {
        rounded += !on_step(sample->x[i], 0.1 / step);
        rounded += !on_step(sample->y[i], 0.1 / step);
    }
    return 3 * rounded >= 4 * sample->count;
}
