/* import/osm_rings.c - OpenStreetMap objects as WKB: rings joined from ways. */
#include <string.h>

#include "import/osm_data.h"
#include "import/wkb_xy.h"

struct ring {
    int64_t *nodes;
    size_t count;
    bool inner, used; /* used: joined to another, or given to its shell */
};

static void head(struct base_buffer *out, uint32_t type, uint32_t count)
{
    base_buffer_byte(out, 1);
    base_buffer_u32(out, type);
    base_buffer_u32(out, count);
}

static bool write_nodes(const struct import_osm_data *data, const int64_t *nodes, size_t count,
                        struct base_buffer *out)
{
    for (size_t i = 0; i < count; i++) {
        const struct import_osm_node *n = import_osm_node(data, nodes[i]);
        if (!n)
            return false;
        base_buffer_append(out, &n->lon, 8);
        base_buffer_append(out, &n->lat, 8);
    }
    return true;
}

static bool closed(const struct ring *ring)
{
    return ring->count > 3 && ring->nodes[0] == ring->nodes[ring->count - 1];
}

/* The member ways as open runs of their own memory. */
static struct ring *member_runs(const struct import_osm_data *data,
                                const struct import_osm_object *relation, struct base_arena *arena)
{
    struct ring *runs = base_arena_calloc(arena, relation->ref_count + 1, sizeof *runs);
    for (size_t i = 0; runs && i < relation->ref_count; i++) {
        const struct import_osm_object *way = import_osm_way(data, relation->refs[i]);
        if (!way)
            return NULL;
        runs[i].nodes = base_arena_copy(arena, way->refs, way->ref_count * sizeof *way->refs);
        runs[i].count = way->ref_count;
        runs[i].inner = relation->inner[i];
        if (!runs[i].nodes)
            return NULL;
    }
    return runs;
}

static void reverse(struct ring *ring)
{
    for (size_t i = 0, j = ring->count - 1; i < j; i++, j--) {
        int64_t t = ring->nodes[i];
        ring->nodes[i] = ring->nodes[j];
        ring->nodes[j] = t;
    }
}

/* Appends b to a where a ends; b may be turned. */
static bool join(struct ring *a, struct ring *b, struct base_arena *arena)
{
    int64_t end = a->nodes[a->count - 1];
    if (b->nodes[b->count - 1] == end)
        reverse(b);
    if (b->nodes[0] != end)
        return false;
    int64_t *both = base_arena_alloc(arena, (a->count + b->count) * sizeof *both);
    if (!both)
        return false;
    memcpy(both, a->nodes, a->count * sizeof *both);
    memcpy(both + a->count, b->nodes + 1, (b->count - 1) * sizeof *both);
    a->nodes = both;
    a->count += b->count - 1;
    b->used = true;
    return true;
}

/* Joins runs end to end until every one that is left is a ring. */
static bool close_rings(struct ring *runs, size_t count, struct base_arena *arena)
{
    for (size_t i = 0; i < count; i++) {
        bool grew = true;
        while (!runs[i].used && !closed(&runs[i]) && grew) {
            grew = false;
            for (size_t j = i + 1; j < count && !grew; j++)
                grew = !runs[j].used && !closed(&runs[j]) && join(&runs[i], &runs[j], arena);
        }
        if (!runs[i].used && !closed(&runs[i]))
            return false;
    }
    return true;
}

/* Even-odd, by the ring's nodes. */
static bool holds(const struct import_osm_data *data, const struct ring *shell,
                  const struct import_osm_node *p)
{
    bool inside = false;
    for (size_t i = 0; i + 1 < shell->count; i++) {
        const struct import_osm_node *a = import_osm_node(data, shell->nodes[i]);
        const struct import_osm_node *b = import_osm_node(data, shell->nodes[i + 1]);
        if (!a || !b || (a->lat > p->lat) == (b->lat > p->lat))
            continue;
        double at = a->lon + (p->lat - a->lat) / (b->lat - a->lat) * (b->lon - a->lon);
        inside ^= p->lon < at;
    }
    return inside;
}

static bool belongs(const struct import_osm_data *data, const struct ring *shell,
                    const struct ring *hole)
{
    /* A node that both share says nothing: take the first that they do not. */
    for (size_t i = 0; i < hole->count; i++) {
        bool shared = false;
        for (size_t j = 0; j < shell->count && !shared; j++)
            shared = shell->nodes[j] == hole->nodes[i];
        const struct import_osm_node *p = import_osm_node(data, hole->nodes[i]);
        if (!shared && p)
            return holds(data, shell, p);
    }
    return false;
}

static bool write_polygon(const struct import_osm_data *data, struct ring *rings, size_t count,
                          const struct ring *shell, struct base_buffer *out)
{
    size_t at = out->size;
    uint32_t written = 1;
    head(out, GEO_POLYGON, 0);
    base_buffer_u32(out, (uint32_t)shell->count);
    bool good = write_nodes(data, shell->nodes, shell->count, out);
    for (size_t i = 0; i < count && good; i++) {
        if (rings[i].used || !rings[i].inner || !belongs(data, shell, &rings[i]))
            continue;
        rings[i].used = true;
        written++;
        base_buffer_u32(out, (uint32_t)rings[i].count);
        good = write_nodes(data, rings[i].nodes, rings[i].count, out);
    }
    if (!out->failed)
        memcpy(out->data + at + 5, &written, 4);
    return good;
}

static bool write_relation(const struct import_osm_data *data,
                           const struct import_osm_object *relation, struct base_arena *arena,
                           struct base_buffer *out)
{
    size_t count = relation->ref_count, start = out->size;
    uint32_t polygons = 0;
    struct ring *rings = member_runs(data, relation, arena);
    if (!rings || count == 0 || !close_rings(rings, count, arena))
        return false;
    head(out, GEO_MULTIPOLYGON, 0);
    for (size_t i = 0; i < count; i++) {
        if (rings[i].used || rings[i].inner)
            continue;
        polygons++;
        if (!write_polygon(data, rings, count, &rings[i], out))
            return false;
    }
    if (!out->failed)
        memcpy(out->data + start + 5, &polygons, 4);
    return polygons > 0;
}

static bool write_way(const struct import_osm_data *data, const struct import_osm_object *way,
                      bool area, struct base_buffer *out)
{
    bool ring = area && way->ref_count > 3 && way->refs[0] == way->refs[way->ref_count - 1];
    if (ring) {
        head(out, GEO_POLYGON, 1);
        base_buffer_u32(out, (uint32_t)way->ref_count);
    } else {
        head(out, GEO_LINE, (uint32_t)way->ref_count);
    }
    return write_nodes(data, way->refs, way->ref_count, out);
}

bool import_osm_write(const struct import_osm_data *data, const struct import_osm_object *object,
                      bool area, struct base_arena *arena, struct base_buffer *out)
{
    if (object->type == 'n') {
        const struct import_osm_node *n = import_osm_node(data, object->id);
        if (n)
            import_xy_write_point(n->lon, n->lat, out);
        return n != NULL;
    }
    return object->type == 'w' ? write_way(data, object, area, out)
                               : write_relation(data, object, arena, out);
}
