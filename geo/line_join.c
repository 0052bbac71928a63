/* geo/line_join.c - the parts of a line that continue one another, joined. */
#include <stdlib.h>

#include "geo/path.h"

#define NO_PART UINT32_MAX

/* One end of a part: 2 × part for its first point, 2 × part + 1 for its last.
 * next is the point that follows inwards. */
struct end {
    struct geo_point point, next;
    uint32_t end;
};

struct joiner {
    const struct geo_geometry *line;
    uint32_t count;    /* of parts with length, by their ring */
    uint32_t *rings;   /* of each part */
    uint32_t *partner; /* of each end, the end it continues at; NO_PART */
    bool *taken;
};

static int compare_ends(const void *left, const void *right)
{
    const struct end *a = left, *b = right;
    int order = geo_point_compare(a->point, b->point);
    if (order == 0)
        order = geo_point_compare(a->next, b->next);
    return order ? order : (a->end > b->end) - (a->end < b->end);
}

static bool has_length(const struct geo_geometry *line, uint32_t ring)
{
    for (uint32_t i = line->ring_points[ring] + 1; i < line->ring_points[ring + 1]; i++)
        if (!geo_point_equal(line->points[i - 1], line->points[i]))
            return true;
    return false;
}

static struct geo_point end_point(const struct joiner *joiner, uint32_t end)
{
    uint32_t ring = joiner->rings[end / 2];
    return joiner->line->points[end % 2 ? joiner->line->ring_points[ring + 1] - 1
                                        : joiner->line->ring_points[ring]];
}

static struct end make_end(const struct joiner *joiner, uint32_t end)
{
    uint32_t ring = joiner->rings[end / 2];
    struct end made = {end_point(joiner, end), end_point(joiner, end), end};
    uint32_t first = joiner->line->ring_points[ring],
             last = joiner->line->ring_points[ring + 1] - 1;
    for (uint32_t k = 0; k <= last - first && geo_point_equal(made.next, made.point); k++)
        made.next = joiner->line->points[end % 2 ? last - k : first + k];
    return made;
}

static void list_parts(struct joiner *joiner)
{
    for (uint32_t r = 0; r < joiner->line->ring_count; r++)
        if (has_length(joiner->line, r))
            joiner->rings[joiner->count++] = r;
}

/* Two ends at one place, and no third, are partners. */
static bool pair_ends(struct joiner *joiner)
{
    uint32_t count = 2 * joiner->count;
    struct end *ends = malloc((count + 1) * sizeof *ends);
    if (!ends)
        return false;
    for (uint32_t e = 0; e < count; e++) {
        ends[e] = make_end(joiner, e);
        joiner->partner[e] = NO_PART;
    }
    qsort(ends, count, sizeof *ends, compare_ends);
    for (uint32_t first = 0, after; first < count; first = after) {
        for (after = first; after < count && geo_point_equal(ends[first].point, ends[after].point);
             after++)
            ;
        if (after - first != 2 || ends[first].end / 2 == ends[first + 1].end / 2)
            continue;
        joiner->partner[ends[first].end] = ends[first + 1].end;
        joiner->partner[ends[first + 1].end] = ends[first].end;
    }
    free(ends);
    return true;
}

/* The free end of the chain that leads on from this end. Not for rings of parts. */
static uint32_t chain_end(const struct joiner *joiner, uint32_t end)
{
    while (joiner->partner[end] != NO_PART)
        end = joiner->partner[end] ^ 1U;
    return end;
}

/* Appends a part from its given end on. Its first point was already appended
 * unless the part is the first of its chain. */
static void append_part(struct geo_builder *builder, const struct joiner *joiner, uint32_t end)
{
    const struct geo_geometry *line = joiner->line;
    uint32_t ring = joiner->rings[end / 2];
    uint32_t first = line->ring_points[ring], count = line->ring_points[ring + 1] - first;
    for (uint32_t k = 0; k < count; k++) {
        struct geo_point point = line->points[end % 2 ? first + count - 1 - k : first + k];
        if (geo_builder_ring_size(builder) == 0 ||
            !geo_point_equal(builder->points[builder->point_count - 1], point))
            geo_builder_point(builder, point);
    }
}

static void append_chain(struct geo_builder *builder, struct joiner *joiner, uint32_t start)
{
    geo_builder_part(builder);
    geo_builder_ring(builder);
    for (uint32_t end = start;;) {
        joiner->taken[end / 2] = true;
        append_part(builder, joiner, end);
        end = joiner->partner[end ^ 1U];
        if (end == NO_PART || joiner->taken[end / 2])
            return;
    }
}

/* Starts of chains by place: the lesser of a chain's two ends. */
static uint32_t list_starts(const struct joiner *joiner, struct end *starts)
{
    uint32_t count = 0;
    for (uint32_t e = 0; e < 2 * joiner->count; e++)
        if (joiner->partner[e] == NO_PART) {
            uint32_t other = chain_end(joiner, e ^ 1U);
            struct geo_point here = end_point(joiner, e), there = end_point(joiner, other);
            int order = geo_point_compare(here, there);
            if (joiner->count == 1 ? e == 0 : order < 0 || (order == 0 && e < other))
                starts[count++] = make_end(joiner, e);
        }
    return count;
}

static bool join(struct joiner *joiner, struct geo_builder *builder)
{
    if (!pair_ends(joiner))
        return false;
    struct end *starts = malloc((2 * (size_t)joiner->count + 1) * sizeof *starts);
    if (!starts)
        return false;
    uint32_t count = list_starts(joiner, starts);
    qsort(starts, count, sizeof *starts, compare_ends);
    for (uint32_t i = 0; i < count; i++)
        append_chain(builder, joiner, starts[i].end);
    free(starts);
    for (uint32_t part = 0; part < joiner->count; part++) /* rings of parts */
        if (!joiner->taken[part])
            append_chain(builder, joiner, 2 * part);
    return true;
}

enum base_status geo_line_join(const struct geo_geometry *line, struct base_arena *arena,
                               struct geo_geometry *out, struct base_error *err)
{
    struct joiner joiner = {.line = line};
    struct geo_builder builder;
    size_t parts = (size_t)line->ring_count + 1;
    joiner.rings = malloc(parts * sizeof *joiner.rings);
    joiner.partner = malloc(2 * parts * sizeof *joiner.partner);
    joiner.taken = calloc(parts, sizeof *joiner.taken);
    bool ok = joiner.rings && joiner.partner && joiner.taken;
    geo_builder_init(&builder, GEO_MULTILINE, arena);
    if (ok) {
        list_parts(&joiner);
        ok = join(&joiner, &builder);
    }
    free(joiner.rings);
    free(joiner.partner);
    free(joiner.taken);
    return ok ? geo_builder_finish(&builder, out, err)
              : base_fail(err, BASE_NO_MEMORY, "out of memory");
}
