/* geo/frechet.c - the Fréchet distance of two lines, over their segments.
 *
 * The free-space diagram has a cell for each pair of segments. Column by column
 * along the path, only cells that can be reached from the corner where both
 * walkers start are looked at, so that two lines which keep together cost about
 * as many cells as they have edges. */
#include <math.h>
#include <stdlib.h>

#include "geo/apart.h"
#include "geo/measure.h"

#define CELLS_PER_EDGE 64U

/* A stretch of an edge, as fractions; empty when low > high. */
struct stretch {
    double low, high;
};

static const struct stretch NOTHING = {2, -1};

static bool is_empty(struct stretch s)
{
    return s.low > s.high;
}

/* Where the walkers may stand: at a vertex of the path, along a segment of the
 * other line. In rising order of segment. */
struct door {
    uint32_t segment;
    struct stretch open;
};

struct doors {
    struct door *items;
    size_t count, capacity;
};

struct diagram {
    const struct geo_path *path;
    const struct geo_point *other; /* vertices in the direction of the path */
    uint32_t edges;                /* of other */
    double leash_m;
    size_t cells, most_cells;
    bool failed; /* no memory */
};

/* The part of edge a-b that lies within the leash of p. */
static struct stretch free_on(struct geo_point p, struct geo_point a, struct geo_point b,
                              double leash_m)
{
    struct geo_plane plane = geo_plane_at(p);
    double ax, ay, bx, by;
    geo_plane_project(&plane, a, &ax, &ay);
    geo_plane_project(&plane, b, &bx, &by);
    double dx = bx - ax, dy = by - ay, length2 = dx * dx + dy * dy;
    double middle = -(ax * dx + ay * dy) / length2;
    double nx = ax + middle * dx, ny = ay + middle * dy;
    double rest = leash_m * leash_m - nx * nx - ny * ny;
    if (rest < 0)
        return NOTHING;
    double half = sqrt(rest / length2);
    struct stretch s = {fmax(0, middle - half), fmin(1, middle + half)};
    return s;
}

static void push_door(struct diagram *diagram, struct doors *doors, uint32_t segment,
                      struct stretch open)
{
    if (doors->count == doors->capacity) {
        size_t capacity = doors->capacity ? doors->capacity * 2 : 256;
        struct door *items = realloc(doors->items, capacity * sizeof *items);
        if (!items) {
            diagram->failed = true;
            return;
        }
        doors->items = items;
        doors->capacity = capacity;
    }
    doors->items[doors->count++] = (struct door){segment, open};
}

/* What can be reached of an opposite side, entered at or after from. */
static struct stretch reach_after(struct stretch open, double from)
{
    return (struct stretch){fmax(open.low, from), open.high};
}

/* One cell: entered by its left side (walker on the path at the start of his
 * edge) and its bottom (the other walker at the start of his). */
static void cross_cell(struct diagram *diagram, uint32_t i, uint32_t j, struct stretch left,
                       struct stretch bottom, struct stretch *right, struct stretch *top)
{
    struct geo_point a = geo_path_start(diagram->path, i), b = geo_path_end(diagram->path, i);
    struct geo_point c = diagram->other[j], d = diagram->other[j + 1];
    struct stretch open_right = free_on(b, c, d, diagram->leash_m);
    struct stretch open_top = free_on(d, a, b, diagram->leash_m);
    *right = !is_empty(bottom) ? open_right : reach_after(open_right, left.low);
    *top = !is_empty(left) ? open_top : reach_after(open_top, bottom.low);
    diagram->cells++;
}

/* A column: from the doors at the start of edge i to those at its end. bottom is
 * what the first cell is entered by from below. */
static void cross_column(struct diagram *diagram, uint32_t i, struct stretch bottom,
                         const struct doors *in, struct doors *out)
{
    size_t next = 0;
    uint32_t j = 0;
    out->count = 0;
    while (j < diagram->edges && diagram->cells < diagram->most_cells) {
        if (is_empty(bottom)) { /* nothing from below: on to the next door */
            if (next == in->count)
                return;
            j = in->items[next].segment;
        }
        struct stretch left = NOTHING, right, top;
        if (next < in->count && in->items[next].segment == j)
            left = in->items[next++].open;
        cross_cell(diagram, i, j, left, bottom, &right, &top);
        if (!is_empty(right))
            push_door(diagram, out, j, right);
        bottom = top;
        j++;
    }
}

/* The doors at the path's start: the other walker may go ahead as long as he
 * stays within the leash. */
static void open_first(struct diagram *diagram, struct doors *doors)
{
    struct geo_point a = geo_path_start(diagram->path, 0);
    doors->count = 0;
    for (uint32_t j = 0; j < diagram->edges; j++) {
        struct stretch open =
            free_on(a, diagram->other[j], diagram->other[j + 1], diagram->leash_m);
        if (is_empty(open) || open.low > 0)
            return;
        push_door(diagram, doors, j, open);
        if (open.high < 1)
            return;
    }
}

/* True when the leash is long enough. */
static bool decide(struct diagram *diagram, double leash_m, struct doors doors[2])
{
    const struct geo_path *path = diagram->path;
    int now = 0;
    diagram->leash_m = leash_m;
    diagram->cells = 0;
    open_first(diagram, &doors[now]);
    bool below = true; /* the other walker still waits at his start */
    for (uint32_t i = 0; i < path->segment_count && !diagram->failed; i++, now = !now) {
        struct stretch bottom = NOTHING;
        if (below) {
            bottom =
                free_on(diagram->other[0], geo_path_start(path, i), geo_path_end(path, i), leash_m);
            if (bottom.low > 0)
                bottom = NOTHING;
            below = bottom.high >= 1;
        }
        cross_column(diagram, i, bottom, &doors[now], &doors[!now]);
        if (doors[!now].count == 0)
            return false;
    }
    const struct doors *last = &doors[now];
    return !diagram->failed && last->count &&
           last->items[last->count - 1].segment + 1 == diagram->edges &&
           last->items[last->count - 1].open.high >= 1;
}

/* The least leash between low and limit, to the precision. */
static double bisect(struct diagram *diagram, double low_m, double limit_m, struct doors doors[2])
{
    double step = fmax(GEO_APART_PRECISION_M, low_m * 1e-9), high = low_m + step;
    if (decide(diagram, high, doors))
        return low_m;
    do {
        if (high >= limit_m || diagram->cells >= diagram->most_cells || diagram->failed)
            return NAN;
        low_m = high;
        step *= 4;
        high = fmin(limit_m, high + step);
    } while (!decide(diagram, high, doors));
    while (high - low_m > GEO_APART_PRECISION_M) {
        double middle = (low_m + high) / 2;
        if (decide(diagram, middle, doors))
            high = middle;
        else if (diagram->cells >= diagram->most_cells)
            return NAN;
        else
            low_m = middle;
    }
    return high;
}

static bool is_open_chain(const struct geo_path *path)
{
    return path->line.part_count == 1 &&
           !geo_point_equal(path->line.points[0], path->line.points[path->line.point_count - 1]);
}

double geo_path_frechet_m(const struct geo_path *path, const struct geo_path *other, double low_m,
                          double limit_m)
{
    if (!is_open_chain(path) || !is_open_chain(other))
        return NAN;
    uint32_t count = other->line.point_count;
    struct geo_point *points = malloc(count * sizeof *points);
    struct doors doors[2] = {{0}, {0}};
    struct diagram diagram = {.path = path,
                              .other = points,
                              .edges = count - 1,
                              .most_cells = CELLS_PER_EDGE * ((size_t)path->segment_count + count)};
    if (!points)
        return -1;
    bool turned = geo_path_is_opposite(path, other);
    for (uint32_t i = 0; i < count; i++)
        points[i] = other->line.points[turned ? count - 1 - i : i];
    double ends =
        fmax(geo_distance_m(path->line.points[0], points[0]),
             geo_distance_m(path->line.points[path->line.point_count - 1], points[count - 1]));
    double found = bisect(&diagram, fmax(low_m, ends), limit_m, doors);
    free(points);
    free(doors[0].items);
    free(doors[1].items);
    return diagram.failed ? -1 : found;
}
