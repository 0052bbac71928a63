/* boundary/apart.c - two drawings of one line: how far apart, and where. */
#include <math.h>

#include "boundary/course.h"
#include "geo/measure.h"

#define MOST_STATIONS 100.0
/* Beyond this a leash is not sought: the lines are not two drawings of one. */
#define MOST_LEASH_M 10000.0

/* 1, 2 or 5 times a power of ten, so that a path has at most MOST_STATIONS. */
static double round_step_m(double length_m)
{
    static const double DIGITS[] = {1, 2, 5, 10};
    double least = length_m / MOST_STATIONS, power = pow(10, floor(log10(fmax(least, 0.1))));
    for (int i = 0; i < 4; i++)
        if (DIGITS[i] * power >= least)
            return DIGITS[i] * power;
    return 10 * power;
}

static struct boundary_station station_at(const struct geo_path *path, const struct geo_path *other,
                                          double chainage_m)
{
    struct geo_foot there = geo_path_find(other, geo_path_at(path, chainage_m));
    int side = geo_path_find(path, there.point).side;
    return (struct boundary_station){chainage_m, side < 0 ? -there.distance_m : there.distance_m};
}

static bool make_profile(const struct geo_path *path, const struct geo_path *other,
                         struct base_arena *arena, struct boundary_apart *apart)
{
    double step = round_step_m(path->length_m);
    uint32_t count = (uint32_t)floor(path->length_m / step) + 2;
    struct boundary_station *stations = base_arena_alloc(arena, count * sizeof *stations);
    if (!stations)
        return false;
    for (uint32_t i = 0; i < count; i++)
        stations[i] = station_at(path, other, i + 1 < count ? i * step : path->length_m);
    apart->profile = stations;
    apart->station_count = count;
    return true;
}

enum base_status boundary_apart_measure(const struct geo_path *path, const struct geo_path *other,
                                        double tolerance_m, struct base_arena *arena,
                                        struct boundary_apart *out, struct base_error *err)
{
    struct geo_between between;
    struct boundary_apart apart = {.there_m = geo_path_farthest(other, path).distance_m,
                                   .back_m = geo_path_farthest(path, other).distance_m};
    enum base_status status = geo_path_between(path, other, arena, &between, err);
    if (status != BASE_OK)
        return status;
    apart.left_m2 = between.left_m2;
    apart.right_m2 = between.right_m2;
    apart.mean_m = (between.left_m2 + between.right_m2) / path->length_m;
    apart.frechet_m =
        geo_path_frechet_m(path, other, fmax(apart.there_m, apart.back_m), MOST_LEASH_M);
    apart.within_share = geo_path_within_m(other, path, tolerance_m) / other->length_m;
    if (apart.frechet_m < 0 || !make_profile(path, other, arena, &apart))
        return boundary_no_memory(err);
    *out = apart;
    return BASE_OK;
}

bool boundary_apart_outline(const struct geo_path *path, const struct geo_path *outline,
                            double tolerance_m, struct base_arena *arena,
                            struct boundary_apart *out)
{
    *out = (struct boundary_apart){
        .there_m = geo_path_farthest(path, outline).distance_m,
        .back_m = NAN,
        .mean_m = NAN,
        .frechet_m = NAN,
        .left_m2 = NAN,
        .right_m2 = NAN,
        .within_share = geo_path_within_m(path, outline, tolerance_m) / path->length_m,
    };
    return make_profile(path, outline, arena, out);
}
