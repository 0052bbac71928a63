/* geo/topology_pixel.c - what an edge meets, exactly: pixels and other edges. */
#include "geo/topology_build.h"

static int sign(geo_wide_t value)
{
    return (value > 0) - (value < 0);
}

/* Side of the corner (c + offset / 2) of a pixel against the edge a→b. */
static int corner_side(struct geo_point a, struct geo_point b, struct geo_point c, int dx, int dy)
{
    geo_wide_t ux = b.lon - a.lon, uy = b.lat - a.lat;
    geo_wide_t vx = 2 * (geo_wide_t)(c.lon - a.lon) + dx, vy = 2 * (geo_wide_t)(c.lat - a.lat) + dy;
    return sign(ux * vy - uy * vx);
}

bool geo_topology_pixel_hit(struct geo_point a, struct geo_point b, struct geo_point c)
{
    int64_t low = a.lat < b.lat ? a.lat : b.lat, high = a.lat < b.lat ? b.lat : a.lat;
    if (c.lon < a.lon || c.lon > b.lon || c.lat < low || c.lat > high)
        return false;
    if (a.lon == b.lon || a.lat == b.lat)
        return true;
    bool upward = a.lat < b.lat;
    int upper_left = corner_side(a, b, c, -1, 1), upper_right = corner_side(a, b, c, 1, 1);
    int lower_left = corner_side(a, b, c, -1, -1), lower_right = corner_side(a, b, c, 1, -1);
    if (upper_left == 0)
        return !upward;
    if (upper_right == 0)
        return upward;
    if (upper_left != upper_right || lower_left == 0 || lower_left != upper_left)
        return true;
    if (lower_right == 0)
        return !upward;
    return lower_left != lower_right;
}

/* floor(n / d + 1/2), d > 0. */
static int64_t round_half_up(geo_wide_t n, geo_wide_t d)
{
    geo_wide_t twice = 2 * n + d, by = 2 * d;
    geo_wide_t quotient = twice / by;
    return (int64_t)(quotient - (twice % by < 0));
}

/* The widest product has 117 bits. */
struct geo_point geo_topology_crossing(struct geo_point a, struct geo_point b, struct geo_point c,
                                       struct geo_point d)
{
    geo_wide_t rx = b.lon - a.lon, ry = b.lat - a.lat, sx = d.lon - c.lon, sy = d.lat - c.lat;
    geo_wide_t below = rx * sy - ry * sx;
    geo_wide_t above = (c.lon - a.lon) * sy - (c.lat - a.lat) * sx;
    if (below < 0) {
        below = -below;
        above = -above;
    }
    return (struct geo_point){a.lon + round_half_up(rx * above, below),
                              a.lat + round_half_up(ry * above, below)};
}
