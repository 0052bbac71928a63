/* import/osm_data.c - collecting what readosm hands over. */
#include "import/osm_data.h"

#include <readosm.h>
#include <stdlib.h>
#include <string.h>

struct collector {
    struct import_osm_data *data;
    enum import_kind kind;
    struct base_arena *arena;
    const struct base_progress *progress;
    uint64_t seen;
    bool no_memory, cancelled;
};

/* Room for one more element of size bytes; arrays are malloc'ed. */
static void *more(struct collector *c, void **items, size_t *count, size_t *capacity, size_t size)
{
    if (*count == *capacity) {
        size_t bigger = *capacity ? 2 * *capacity : 1024;
        void *moved = realloc(*items, bigger * size);
        if (!moved) {
            c->no_memory = true;
            return NULL;
        }
        *items = moved;
        *capacity = bigger;
    }
    return (char *)*items + size * (*count)++;
}

static int go_on(struct collector *c)
{
    if (++c->seen % 65536 == 0) {
        base_progress_report(c->progress, "reading", c->seen, 0);
        c->cancelled = base_progress_cancelled(c->progress);
    }
    return c->no_memory || c->cancelled ? READOSM_ABORT : READOSM_OK;
}

static const struct import_osm_tag *copy_tags(struct collector *c, const readosm_tag *tags,
                                              int count)
{
    struct import_osm_tag *copy = base_arena_calloc(c->arena, (size_t)count + 1, sizeof *copy);
    for (int i = 0; copy && i < count; i++) {
        copy[i].key = base_arena_strdup(c->arena, tags[i].key);
        copy[i].value = base_arena_strdup(c->arena, tags[i].value);
        if (!copy[i].key || !copy[i].value)
            copy = NULL;
    }
    c->no_memory |= copy == NULL;
    return copy;
}

static bool has_key(const readosm_tag *tags, int count, const char *key)
{
    for (int i = 0; i < count; i++)
        if (strcmp(tags[i].key, key) == 0)
            return true;
    return false;
}

/* What makes a node, way or relation interesting to a kind. */
static bool wanted(enum import_kind kind, const readosm_tag *tags, int count)
{
    switch (kind) {
    case IMPORT_ROAD:
        return has_key(tags, count, "highway");
    case IMPORT_FACILITY:
        return has_key(tags, count, "amenity") || has_key(tags, count, "landuse") ||
               has_key(tags, count, "social_facility");
    case IMPORT_PLACE:
        return has_key(tags, count, "place") && has_key(tags, count, "name");
    case IMPORT_POPULATION:
        return has_key(tags, count, "addr:housenumber");
    case IMPORT_DIVISION:
        return has_key(tags, count, "boundary");
    default:
        return false;
    }
}

/* Kinds whose objects may be relations, so that any way may be a part of one. */
static bool joins_ways(enum import_kind kind)
{
    return kind == IMPORT_DIVISION || kind == IMPORT_FACILITY || kind == IMPORT_POPULATION;
}

static int take_node(const void *user, const readosm_node *node)
{
    struct collector *c = (struct collector *)(uintptr_t)user;
    struct import_osm_data *d = c->data;
    struct import_osm_node *n =
        more(c, (void **)&d->nodes, &d->node_count, &d->node_capacity, sizeof *d->nodes);
    if (n)
        *n = (struct import_osm_node){node->id, node->longitude, node->latitude};
    bool tagged = node->tag_count > 0 && c->kind != IMPORT_ROAD && c->kind != IMPORT_DIVISION;
    if (n && tagged && wanted(c->kind, node->tags, node->tag_count)) {
        struct import_osm_object *o =
            more(c, (void **)&d->points, &d->point_count, &d->point_capacity, sizeof *d->points);
        if (o)
            *o = (struct import_osm_object){.type = 'n',
                                            .id = node->id,
                                            .tags = copy_tags(c, node->tags, node->tag_count),
                                            .tag_count = (size_t)node->tag_count};
    }
    return go_on(c);
}

static int take_way(const void *user, const readosm_way *way)
{
    struct collector *c = (struct collector *)(uintptr_t)user;
    struct import_osm_data *d = c->data;
    bool tagged = wanted(c->kind, way->tags, way->tag_count);
    bool members = joins_ways(c->kind);
    if (way->node_ref_count < 2 || (!tagged && !members))
        return go_on(c);
    struct import_osm_object *o =
        more(c, (void **)&d->ways, &d->way_count, &d->way_capacity, sizeof *d->ways);
    if (!o)
        return READOSM_ABORT;
    *o = (struct import_osm_object){
        .type = 'w', .id = way->id, .ref_count = (size_t)way->node_ref_count};
    int64_t *refs = base_arena_alloc(c->arena, o->ref_count * sizeof *refs);
    c->no_memory |= refs == NULL;
    for (size_t i = 0; refs && i < o->ref_count; i++)
        refs[i] = way->node_refs[i];
    o->refs = refs;
    if (tagged) {
        o->tags = copy_tags(c, way->tags, way->tag_count);
        o->tag_count = (size_t)way->tag_count;
    }
    return go_on(c);
}

static int take_relation(const void *user, const readosm_relation *relation)
{
    struct collector *c = (struct collector *)(uintptr_t)user;
    struct import_osm_data *d = c->data;
    bool areas = joins_ways(c->kind);
    if (!areas || !wanted(c->kind, relation->tags, relation->tag_count))
        return go_on(c);
    struct import_osm_object *o = more(c, (void **)&d->relations, &d->relation_count,
                                       &d->relation_capacity, sizeof *d->relations);
    size_t most = (size_t)relation->member_count + 1;
    int64_t *refs = o ? base_arena_alloc(c->arena, most * sizeof *refs) : NULL;
    bool *inner = o ? base_arena_calloc(c->arena, most, sizeof *inner) : NULL;
    if (!refs || !inner) {
        c->no_memory = true;
        return READOSM_ABORT;
    }
    *o = (struct import_osm_object){.type = 'r',
                                    .id = relation->id,
                                    .refs = refs,
                                    .inner = inner,
                                    .tags = copy_tags(c, relation->tags, relation->tag_count),
                                    .tag_count = (size_t)relation->tag_count};
    for (int i = 0; i < relation->member_count; i++) {
        const readosm_member *m = &relation->members[i];
        if (m->member_type != READOSM_MEMBER_WAY)
            continue;
        inner[o->ref_count] = m->role && strcmp(m->role, "inner") == 0;
        refs[o->ref_count++] = m->id;
    }
    return go_on(c);
}

static int by_node_id(const void *a, const void *b)
{
    int64_t x = ((const struct import_osm_node *)a)->id,
            y = ((const struct import_osm_node *)b)->id;
    return (x > y) - (x < y);
}

static int by_object_id(const void *a, const void *b)
{
    int64_t x = ((const struct import_osm_object *)a)->id;
    int64_t y = ((const struct import_osm_object *)b)->id;
    return (x > y) - (x < y);
}

static void sort_all(struct import_osm_data *d)
{
    if (d->node_count)
        qsort(d->nodes, d->node_count, sizeof *d->nodes, by_node_id);
    if (d->point_count)
        qsort(d->points, d->point_count, sizeof *d->points, by_object_id);
    if (d->way_count)
        qsort(d->ways, d->way_count, sizeof *d->ways, by_object_id);
    if (d->relation_count)
        qsort(d->relations, d->relation_count, sizeof *d->relations, by_object_id);
}

enum base_status import_osm_data_read(const char *path, enum import_kind kind,
                                      struct base_arena *arena,
                                      const struct base_progress *progress,
                                      struct import_osm_data *out, struct base_error *err)
{
    *out = (struct import_osm_data){0};
    struct collector c = {.data = out, .kind = kind, .arena = arena, .progress = progress};
    const void *handle = NULL;
    int code = readosm_open(path, &handle);
    if (code == READOSM_OK)
        code = readosm_parse(handle, &c, take_node, take_way, take_relation);
    if (handle)
        readosm_close(handle);
    if (c.no_memory)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    if (c.cancelled)
        return base_fail(err, BASE_UNAVAILABLE, "the import was cancelled");
    if (code != READOSM_OK)
        return base_fail(err, BASE_INVALID,
                         "the OpenStreetMap extract is damaged (code %d) behind %llu objects", code,
                         (unsigned long long)c.seen);
    sort_all(out);
    return BASE_OK;
}

void import_osm_data_done(struct import_osm_data *data)
{
    free(data->nodes);
    free(data->points);
    free(data->ways);
    free(data->relations);
    *data = (struct import_osm_data){0};
}

const char *import_osm_tag(const struct import_osm_object *object, const char *key)
{
    for (size_t i = 0; i < object->tag_count; i++)
        if (strcmp(object->tags[i].key, key) == 0)
            return object->tags[i].value;
    return NULL;
}

const struct import_osm_node *import_osm_node(const struct import_osm_data *data, int64_t id)
{
    struct import_osm_node key = {.id = id};
    return data->node_count ? bsearch(&key, data->nodes, data->node_count, sizeof key, by_node_id)
                            : NULL;
}

const struct import_osm_object *import_osm_way(const struct import_osm_data *data, int64_t id)
{
    struct import_osm_object key = {.id = id};
    return data->way_count ? bsearch(&key, data->ways, data->way_count, sizeof key, by_object_id)
                           : NULL;
}
