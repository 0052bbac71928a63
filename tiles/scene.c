/* tiles/scene.c - what is to be drawn. */
#include "tiles/scene.h"

#include <stdlib.h>
#include <string.h>

struct query {
    const struct tiles_scene *scene;
    const struct tiles_set *set;
    enum tiles_layer layer;
    int zoom, mesh;
    base_date_t at;
    struct base_arena *arena;
    struct tiles_feature *features;
    size_t count, capacity;
    bool failed;
};

static void add_feature(struct query *query, struct tiles_feature feature)
{
    if (query->count == query->capacity) {
        size_t wider = query->capacity ? query->capacity * 2 : 64;
        struct tiles_feature *features = base_arena_alloc(query->arena, wider * sizeof *features);
        if (!features) {
            query->failed = true;
            return;
        }
        if (query->count)
            memcpy(features, query->features, query->count * sizeof *features);
        query->features = features;
        query->capacity = wider;
    }
    query->features[query->count++] = feature;
}

static bool visit_row(void *context, uint32_t item, struct geo_box box)
{
    struct query *query = context;
    const struct tiles_row *row = &query->set->rows[query->layer][item];
    (void)box;
    if (row->minzoom <= query->zoom && base_date_within(query->at, row->valid_from, row->valid_to))
        add_feature(query,
                    (struct tiles_feature){
                        .layer = query->layer, .set = query->set, .id = row->id, .row = item});
    return !query->failed;
}

static bool visit_chain(void *context, uint32_t item, struct geo_box box)
{
    struct query *query = context;
    (void)box;
    const struct tiles_mesh *mesh = &query->set->meshes[query->mesh - 1];
    const struct tiles_chain *chain = &query->set->chains[mesh->first_chain + item];
    add_feature(query,
                (struct tiles_feature){.layer = TILES_BOUNDARY_LINE,
                                       .set = query->set,
                                       .id = query->set->rows[TILES_BOUNDARY_LINE][chain->row].id,
                                       .row = chain->row,
                                       .path = chain->path});
    return !query->failed;
}

static void query_findings(struct query *query, struct geo_box box)
{
    for (size_t i = 0; i < query->scene->finding_count; i++) {
        const struct tiles_finding *finding = &query->scene->findings[i];
        if (finding->geometry.part_count > 0 &&
            geo_box_intersects(geo_geometry_box(&finding->geometry), box))
            add_feature(query, (struct tiles_feature){.layer = TILES_FINDING,
                                                      .finding = finding,
                                                      .id = finding->number,
                                                      .row = (uint32_t)i});
    }
}

static int compare_features(const void *a, const void *b)
{
    const struct tiles_feature *x = a, *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return (x->path > y->path) - (x->path < y->path);
}

enum base_status tiles_scene_query(const struct tiles_scene *scene, enum tiles_layer layer,
                                   const struct tiles_view *view, struct geo_box box,
                                   struct base_arena *arena, struct tiles_feature **out,
                                   size_t *count, struct base_error *err)
{
    struct query query = {.scene = scene, .layer = layer, .zoom = view->zoom, .arena = arena};
    bool of_divisions = layer <= TILES_BOUNDARY_LINE;
    query.set = of_divisions && scene->divisions ? scene->divisions : scene->base;
    query.mesh = tiles_zoom_level(view->zoom);
    query.at = scene->at == BASE_DATE_NONE ? scene->base->head->at : scene->at;
    if (layer == TILES_FINDING)
        query_findings(&query, box);
    else if (layer == TILES_BOUNDARY_LINE)
        geo_rtree_query(&query.set->chain_trees[query.mesh - 1], box, visit_chain, &query);
    else
        geo_rtree_query(&query.set->trees[layer], box, visit_row, &query);
    if (query.failed)
        return base_fail(err, BASE_NO_MEMORY, "no memory for a tile");
    if (query.count)
        qsort(query.features, query.count, sizeof *query.features, compare_features);
    *out = query.features;
    *count = query.count;
    return BASE_OK;
}

static enum tiles_shape_kind finding_shape(const struct geo_geometry *geometry,
                                           const struct tiles_view *view, struct tiles_shape *out)
{
    for (uint32_t ring = 0; ring < geometry->ring_count; ring++) {
        uint32_t first = geometry->ring_points[ring], end = geometry->ring_points[ring + 1];
        bool area = geometry->kind == GEO_POLYGON || geometry->kind == GEO_MULTIPOLYGON;
        tiles_shape_begin(out);
        for (uint32_t i = first; i < end - (area ? 1 : 0); i++)
            tiles_shape_add(out, tiles_view_project_point(view, geometry->points[i]));
    }
    switch (geometry->kind) {
    case GEO_POINT:
    case GEO_MULTIPOINT:
        return TILES_POINTS;
    case GEO_LINE:
    case GEO_MULTILINE:
        return TILES_LINES;
    default:
        return TILES_RINGS;
    }
}

enum tiles_shape_kind tiles_feature_shape(const struct tiles_feature *feature,
                                          const struct tiles_view *view, const struct geo_box *box,
                                          struct tiles_shape *out)
{
    const struct tiles_set *set = feature->set;
    if (feature->finding)
        return finding_shape(&feature->finding->geometry, view, out);
    const struct tiles_row *row = &set->rows[feature->layer][feature->row];
    switch (feature->layer) {
    case TILES_DIVISION:
        tiles_view_rings(view, set,
                         tiles_set_polygon(set, tiles_zoom_level(view->zoom), feature->row), box,
                         out);
        return TILES_RINGS;
    case TILES_BOUNDARY_LINE:
        tiles_view_path(view, set, feature->path, false, out);
        return TILES_LINES;
    case TILES_ROAD:
        for (uint32_t i = 0; i < row->count; i++)
            tiles_view_path(view, set, row->first + i, false, out);
        return TILES_LINES;
    default:
        tiles_shape_begin(out);
        tiles_shape_add(out, tiles_view_project(view, &set->vertices[row->first]));
        return TILES_POINTS;
    }
}

static struct styles_value finding_value(const struct tiles_finding *finding, int column)
{
    const char *const texts[] = {finding->id, finding->kind, finding->severity, finding->state,
                                 finding->level};
    return styles_value_string(texts[column]);
}

struct styles_value tiles_feature_value(const struct tiles_feature *feature, int column)
{
    if (feature->finding)
        return finding_value(feature->finding, column);
    const struct tiles_column *info = &tiles_layer_info(feature->layer)->columns[column];
    if (info->kind == TILES_TEXT)
        return styles_value_string(
            tiles_set_text(feature->set, feature->layer, feature->row, column));
    int32_t number = tiles_set_integer(feature->set, feature->layer, feature->row, column);
    return number == TILES_NO_INTEGER ? styles_value_null() : styles_value_number(number);
}

static struct styles_value property(const void *context, const char *name)
{
    const struct tiles_feature *feature = context;
    int column = tiles_layer_column(feature->layer, name);
    return column < 0 ? styles_value_null() : tiles_feature_value(feature, column);
}

static const char *geometry_type(const struct tiles_feature *feature)
{
    if (!feature->finding)
        return tiles_layer_info(feature->layer)->geometry_type;
    switch (feature->finding->geometry.kind) {
    case GEO_POINT:
    case GEO_MULTIPOINT:
        return "Point";
    case GEO_LINE:
    case GEO_MULTILINE:
        return "LineString";
    default:
        return "Polygon";
    }
}

struct styles_feature tiles_feature_style(const struct tiles_feature *feature)
{
    return (struct styles_feature){.id = feature->id,
                                   .geometry_type = geometry_type(feature),
                                   .property = property,
                                   .context = feature};
}
