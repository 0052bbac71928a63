/* geo/edge_grid.c - the edges of a polygon in a plane, found by place. */
#include "geo/edge_grid.h"

#include <math.h>
#include <stdlib.h>

#define MAX_SIDE 1024.0

static uint32_t clamped(double place, uint32_t count)
{
    if (!(place > 0))
        return 0;
    return place < count ? (uint32_t)place : count - 1;
}

static uint32_t column_of(const struct geo_edge_grid *grid, double x)
{
    return clamped((x - grid->x) / grid->cell, grid->columns);
}

static uint32_t row_of(const struct geo_edge_grid *grid, double y)
{
    return clamped((y - grid->y) / grid->cell, grid->rows);
}

static void set_extent(struct geo_edge_grid *grid, uint32_t count)
{
    double x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;
    for (uint32_t i = 0; i < count; i++) {
        x0 = fmin(x0, grid->edges[i].ax);
        y0 = fmin(y0, grid->edges[i].ay);
        x1 = fmax(x1, grid->edges[i].ax);
        y1 = fmax(y1, grid->edges[i].ay);
    }
    double width = x1 - x0, height = y1 - y0, side = fmax(width, height);
    grid->cell = fmax(sqrt(width * height / count), side / fmin(MAX_SIDE, 4.0 * count));
    grid->x = x0;
    grid->y = y0;
    grid->columns = (uint32_t)(width / grid->cell) + 1;
    grid->rows = (uint32_t)(height / grid->cell) + 1;
}

/* Counts (items NULL) or lists the cells that the edge may cross, row by row. */
static void enter_edge(struct geo_edge_grid *grid, uint32_t index, bool listing)
{
    const struct geo_edge *e = &grid->edges[index];
    uint32_t first = row_of(grid, fmin(e->ay, e->by)), last = row_of(grid, fmax(e->ay, e->by));
    for (uint32_t row = first; row <= last; row++) {
        double x0 = fmin(e->ax, e->bx), x1 = fmax(e->ax, e->bx);
        if (first != last) {
            double south = grid->y + row * grid->cell, slope = (e->bx - e->ax) / (e->by - e->ay);
            double at0 = e->ax + (south - e->ay) * slope, at1 = at0 + grid->cell * slope;
            double slack = grid->cell * 1e-6;
            x0 = fmax(x0, fmin(at0, at1) - slack);
            x1 = fmin(x1, fmax(at0, at1) + slack);
        }
        uint32_t end = column_of(grid, x1);
        for (uint32_t column = column_of(grid, x0); column <= end; column++) {
            uint32_t *slot = &grid->starts[row * grid->columns + column];
            if (listing)
                grid->items[--*slot] = index;
            else
                ++*slot;
        }
    }
}

bool geo_edge_grid_init(struct geo_edge_grid *grid, const struct geo_edge *edges, uint32_t count)
{
    *grid = (struct geo_edge_grid){.edges = edges};
    set_extent(grid, count);
    size_t cells = (size_t)grid->columns * grid->rows;
    grid->starts = calloc(cells + 1, sizeof *grid->starts);
    if (!grid->starts)
        return false;
    for (uint32_t i = 0; i < count; i++)
        enter_edge(grid, i, false);
    for (size_t i = 1; i <= cells; i++)
        grid->starts[i] += grid->starts[i - 1];
    grid->items = malloc(((size_t)grid->starts[cells] + 1) * sizeof *grid->items);
    if (!grid->items)
        return false;
    for (uint32_t i = count; i > 0; i--)
        enter_edge(grid, i - 1, true);
    return true;
}

void geo_edge_grid_done(struct geo_edge_grid *grid)
{
    free(grid->starts);
    free(grid->items);
}

struct ray {
    double x, y, dx, dy;
    uint32_t except, hit;
    double distance;
};

static void ray_against(struct ray *ray, const struct geo_edge *e, uint32_t index)
{
    double cross = ray->dx * e->uy - ray->dy * e->ux;
    if (index == ray->except || fabs(cross) < 1e-12)
        return;
    double x = e->ax - ray->x, y = e->ay - ray->y;
    double along = (x * e->uy - y * e->ux) / cross;
    double on_edge = (x * ray->dy - y * ray->dx) / cross;
    if (along > GEO_EDGE_BLIND_M && along < ray->distance && on_edge >= -1e-9 &&
        on_edge <= e->length + 1e-9) {
        ray->distance = along;
        ray->hit = index;
    }
}

/* Distance along the ray to the next border of cells in one direction. */
static double to_border(double place, double direction, double origin, double cell, uint32_t index)
{
    if (direction == 0)
        return INFINITY;
    double border = origin + (index + (direction > 0 ? 1.0 : 0.0)) * cell;
    return (border - place) / direction;
}

uint32_t geo_edge_grid_ray(const struct geo_edge_grid *grid, double x, double y, double dx,
                           double dy, uint32_t except, double *distance)
{
    struct ray ray = {x, y, dx, dy, except, GEO_EDGE_NONE, INFINITY};
    uint32_t column = column_of(grid, x), row = row_of(grid, y);
    for (;;) {
        size_t cell = (size_t)row * grid->columns + column;
        for (uint32_t i = grid->starts[cell]; i < grid->starts[cell + 1]; i++)
            ray_against(&ray, &grid->edges[grid->items[i]], grid->items[i]);
        double tx = to_border(x, dx, grid->x, grid->cell, column);
        double ty = to_border(y, dy, grid->y, grid->cell, row);
        if (ray.distance <= fmin(tx, ty))
            break;
        /* Unsigned wrap below 0 also ends the walk. */
        if (tx < ty)
            column += dx > 0 ? 1U : -1U;
        else
            row += dy > 0 ? 1U : -1U;
        if (column >= grid->columns || row >= grid->rows)
            break;
    }
    *distance = ray.distance;
    return ray.hit;
}

struct nearest {
    double x, y, nx, ny, distance2;
};

static void nearest_in_cell(const struct geo_edge_grid *grid, struct nearest *n, uint32_t column,
                            uint32_t row)
{
    size_t cell = (size_t)row * grid->columns + column;
    for (uint32_t i = grid->starts[cell]; i < grid->starts[cell + 1]; i++) {
        const struct geo_edge *e = &grid->edges[grid->items[i]];
        double t = (n->x - e->ax) * e->ux + (n->y - e->ay) * e->uy;
        t = t < 0 ? 0 : t > e->length ? e->length : t;
        double px = e->ax + t * e->ux, py = e->ay + t * e->uy;
        double d2 = (px - n->x) * (px - n->x) + (py - n->y) * (py - n->y);
        if (d2 < n->distance2)
            *n = (struct nearest){n->x, n->y, px, py, d2};
    }
}

/* The cells of the square `reach` cells around the middle one, its border only. */
static void nearest_in_frame(const struct geo_edge_grid *grid, struct nearest *n, int64_t column,
                             int64_t row, int64_t reach)
{
    for (int64_t r = row - reach; r <= row + reach; r++) {
        if (r < 0 || r >= grid->rows)
            continue;
        int64_t step = r == row - reach || r == row + reach || reach == 0 ? 1 : 2 * reach;
        for (int64_t c = column - reach; c <= column + reach; c += step)
            if (c >= 0 && c < grid->columns)
                nearest_in_cell(grid, n, (uint32_t)c, (uint32_t)r);
    }
}

double geo_edge_grid_nearest(const struct geo_edge_grid *grid, double x, double y, double *nx,
                             double *ny)
{
    struct nearest n = {x, y, x, y, INFINITY};
    int64_t column = column_of(grid, x), row = row_of(grid, y);
    int64_t most = grid->columns > grid->rows ? grid->columns : grid->rows;
    /* From the point to the border of the frames seen so far. */
    double left = x - (grid->x + (double)column * grid->cell);
    double below = y - (grid->y + (double)row * grid->cell);
    double margin = fmin(fmin(left, grid->cell - left), fmin(below, grid->cell - below));
    for (int64_t reach = 0; reach <= most; reach++) {
        nearest_in_frame(grid, &n, column, row, reach);
        double seen = margin + (double)reach * grid->cell;
        if (seen > 0 && n.distance2 <= seen * seen)
            break;
    }
    *nx = n.nx;
    *ny = n.ny;
    return sqrt(n.distance2);
}
