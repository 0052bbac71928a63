/* geo/grid.c - the integer grid every coordinate stands on. */
#include "geo/grid.h"

int geo_point_compare(struct geo_point a, struct geo_point b)
{
    if (a.lon != b.lon)
        return a.lon < b.lon ? -1 : 1;
    if (a.lat != b.lat)
        return a.lat < b.lat ? -1 : 1;
    return 0;
}

int geo_point_orientation(struct geo_point a, struct geo_point b, struct geo_point c)
{
    __extension__ typedef __int128 wide;
    wide left = (wide)(b.lon - a.lon) * (c.lat - a.lat);
    wide right = (wide)(b.lat - a.lat) * (c.lon - a.lon);
    return (left > right) - (left < right);
}
