/* geo/apart.h - how far one line lies from another. */
#ifndef GEO_APART_H
#define GEO_APART_H

#include "geo/path.h"

#define GEO_APART_PRECISION_M 0.001

/* The place of a line that is farthest from another, and the nearest place there. */
struct geo_farthest {
    struct geo_point from, to;
    double distance_m;
    double chainage_m; /* on the first line */
};

/* The directed Hausdorff distance over the whole of the segments, not merely the
 * vertices: branch and bound on each edge, bounded by the convexity of the
 * distance to a segment and by the distance being 1-Lipschitz. No place of the
 * line is farther by more than GEO_APART_PRECISION_M. */
struct geo_farthest geo_path_farthest(const struct geo_path *path, const struct geo_path *other);

/* True when no place of the segment lies farther than limit_m (and the
 * precision) from the other line. */
bool geo_path_segment_is_within(const struct geo_path *path, uint32_t segment,
                                const struct geo_path *other, double limit_m);

/* How many metres of the line lie within limit_m of the other; each crossing of
 * the limit is known to a centimetre on edges that part steadily. */
double geo_path_within_m(const struct geo_path *path, const struct geo_path *other, double limit_m);

/* The Fréchet distance of two lines over the whole of their segments: the least
 * leash for two walkers who never turn back. Free-space diagram of Alt & Godau
 * (Int. J. Comput. Geom. Appl. 5, 1995), only its reachable cells, by bisection
 * to GEO_APART_PRECISION_M (and 1.5e-7 of its square). other is walked in the
 * direction that brings its ends nearer. low_m: a lower bound, such as the
 * greater directed Hausdorff distance. NAN for lines in several pieces or
 * closed ones, where more than limit_m is needed, or where the lines wind so
 * that more than about 64 cells an edge can be reached. -1 without memory. */
double geo_path_frechet_m(const struct geo_path *path, const struct geo_path *other, double low_m,
                          double limit_m);

/* Ground between two lines whose ends are joined straight: what lies on the left
 * of the first, what on its right, and in how many pieces. */
struct geo_between {
    double left_m2, right_m2;
    uint32_t faces;
};

/* By the topology of the ring that both make. Lines in one piece only: others
 * give NANs and 0.
 * Returns BASE_OK, BASE_NO_MEMORY, or what geo_topology_build returns. */
BASE_MUST_CHECK
enum base_status geo_path_between(const struct geo_path *path, const struct geo_path *other,
                                  struct base_arena *arena, struct geo_between *out,
                                  struct base_error *err);

/* True when the other line starts nearer to where this one ends. */
bool geo_path_is_opposite(const struct geo_path *path, const struct geo_path *other);

#endif
