/* geo/edge_grid.h - the edges of a polygon in a plane, found by place. */
#ifndef GEO_EDGE_GRID_H
#define GEO_EDGE_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An edge of positive length with the interior on its left. ux, uy is its
 * direction, next the edge that follows in its ring. */
struct geo_edge {
    double ax, ay, bx, by, ux, uy, length;
    uint32_t next;
};

#define GEO_EDGE_NONE    UINT32_MAX
#define GEO_EDGE_BLIND_M 1e-9 /* a ray does not see what is nearer */

/* About one square cell an edge; each cell lists the edges that cross it. */
struct geo_edge_grid {
    const struct geo_edge *edges; /* borrowed */
    double x, y, cell;            /* south-west corner and size */
    uint32_t columns, rows;
    uint32_t *starts, *items;
};

/* False without memory. done() in any case. count > 0. */
bool geo_edge_grid_init(struct geo_edge_grid *grid, const struct geo_edge *edges, uint32_t count);
void geo_edge_grid_done(struct geo_edge_grid *grid);

/* The first edge but `except` that the ray from (x, y) along the unit vector
 * meets at a distance above 0, and that distance (INFINITY when none). */
uint32_t geo_edge_grid_ray(const struct geo_edge_grid *grid, double x, double y, double dx,
                           double dy, uint32_t except, double *distance);

/* The distance from (x, y) to the nearest edge, and the nearest place on it. */
double geo_edge_grid_nearest(const struct geo_edge_grid *grid, double x, double y, double *nx,
                             double *ny);

#endif
