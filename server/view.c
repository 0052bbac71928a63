/* server/view.c - opening a snapshot section by section. */
#include "server/view.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"

/* What opens each section into its place in the view. */
static enum base_status open_editions(const void *bytes, size_t size, struct server_view *view,
                                      struct base_error *err)
{
    return store_edition_index_open(bytes, size, &view->editions, err);
}

static enum base_status open_divisions(const void *bytes, size_t size, struct server_view *view,
                                       struct base_error *err)
{
    return store_division_index_open(bytes, size, &view->divisions, err);
}

static enum base_status open_names(const void *bytes, size_t size, struct server_view *view,
                                   struct base_error *err)
{
    return names_index_open(bytes, size, &view->names, err);
}

static enum base_status open_addresses(const void *bytes, size_t size, struct server_view *view,
                                       struct base_error *err)
{
    return names_addresses_open(bytes, size, &view->addresses, err);
}

static enum base_status open_layers(const void *bytes, size_t size, struct server_view *view,
                                    struct base_error *err)
{
    return tiles_set_open(bytes, size, &view->layers, err);
}

static enum base_status open_graph(const void *bytes, size_t size, struct server_view *view,
                                   struct base_error *err)
{
    return coverage_graph_open(bytes, size, &view->graph, err);
}

static enum base_status open_points(const void *bytes, size_t size, struct server_view *view,
                                    struct base_error *err)
{
    return coverage_points_open(bytes, size, &view->points, err);
}

static enum base_status open_gazetteer(const void *bytes, size_t size, struct server_view *view,
                                       struct base_error *err)
{
    return store_gazetteer_index_open(bytes, size, &view->gazetteer, err);
}

static const struct {
    const char *name;
    enum base_status (*open)(const void *bytes, size_t size, struct server_view *view,
                             struct base_error *err);
} SECTIONS[] = {
    {"editions", open_editions},   {"divisions", open_divisions}, {"names", open_names},
    {"layers", open_layers},       {"graph", open_graph},         {"points", open_points},
    {"gazetteer", open_gazetteer}, {"addresses", open_addresses},
};

static enum base_status open_sections(struct server_view *view, struct base_error *err)
{
    for (size_t i = 0; i < sizeof SECTIONS / sizeof SECTIONS[0]; i++) {
        const void *bytes;
        size_t size;
        if (!base_snapshot_section(view->snapshot, SECTIONS[i].name, &bytes, &size))
            return base_fail(err, BASE_INVALID, "the snapshot has no section %s; build it again",
                             SECTIONS[i].name);
        enum base_status status = SECTIONS[i].open(bytes, size, view, err);
        if (status != BASE_OK)
            return status;
    }
    return BASE_OK;
}

/* The source of a section ends with ";zone=MINUTES". */
static int read_zone(const struct base_snapshot *snapshot)
{
    int64_t minutes;
    const char *zone = strstr(base_snapshot_source(snapshot, "divisions"), ";zone=");
    return zone && base_number_parse_int(zone + 6, &minutes) ? (int)minutes : 480;
}

enum base_status server_view_open(const char *path, struct server_view **out,
                                  struct base_error *err)
{
    struct server_view *view = calloc(1, sizeof *view);
    if (!view)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    enum base_status status = base_snapshot_open(path, &view->snapshot, err);
    if (status == BASE_OK)
        status = open_sections(view, err);
    view->days = server_day_layers_create();
    if (status == BASE_OK && !view->days)
        status = base_fail(err, BASE_NO_MEMORY, "out of memory");
    if (status != BASE_OK) {
        server_view_close(view);
        return status;
    }
    view->id = base_snapshot_id(view->snapshot);
    view->zone_minutes = read_zone(view->snapshot);
    *out = view;
    return BASE_OK;
}

void server_view_close(struct server_view *view)
{
    if (!view)
        return;
    server_day_layers_free(view->days);
    base_snapshot_release(view->snapshot);
    free(view);
}

const char *server_view_folder(const char *record_path, struct base_arena *arena)
{
    return base_arena_printf(arena, "%s.snapshot", record_path);
}
