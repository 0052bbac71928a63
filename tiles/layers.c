/* tiles/layers.c - building the snapshot section "layers". */
#include "tiles/layers.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "geo/measure.h"
#include "tiles/builder.h"

static const char *const KEYS[TILES_STORED] = {"div", "lab", "bnd", "plc", "rd", "fac"};

static enum base_status no_memory(struct base_error *err)
{
    return base_fail(err, BASE_NO_MEMORY, "no memory for the map layers");
}

static int compare_units(const void *a, const void *b)
{
    const struct tiles_unit *x = a, *y = b;
    if (x->level != y->level)
        return x->level < y->level ? -1 : 1;
    int order = strcmp(x->code, y->code);
    return order ? order : (x->identity > y->identity) - (x->identity < y->identity);
}

static enum base_status make_label(struct tiles_unit *unit, struct base_error *err)
{
    return geo_label_point(&unit->geometry, &unit->label, &unit->label_radius_m, err);
}

/* The divisions valid on the day that have an area. */
static enum base_status take_units(struct tiles_builder *builder, const struct tiles_rows *rows,
                                   struct base_error *err)
{
    struct tiles_unit *units =
        base_arena_calloc(builder->arena, rows->division_count + 1, sizeof *units);
    if (!units)
        return no_memory(err);
    builder->units = units;
    for (size_t i = 0; i < rows->division_count; i++) {
        const struct store_division *d = &rows->divisions[i];
        if (d->geometry.part_count == 0 || d->level == STORE_LEVEL_NONE ||
            !base_date_within(builder->at, d->version.valid_from, d->version.valid_to))
            continue;
        struct tiles_unit *unit = &units[builder->unit_count++];
        *unit = (struct tiles_unit){
            .identity = d->version.identity,
            .valid_from = d->version.valid_from,
            .valid_to = d->version.valid_to,
            .level = (uint32_t)d->level,
            .code = d->code,
            .name = d->name,
            .short_name = d->name_specific,
            .type = d->type,
            .parent = d->parent ? d->parent : "",
            .geometry = d->geometry,
            .colour = -1,
        };
        enum base_status status = make_label(unit, err);
        if (status != BASE_OK)
            return status;
    }
    return BASE_OK;
}

static enum base_status take_index_units(struct tiles_builder *builder,
                                         const struct store_division_index *index,
                                         struct base_error *err)
{
    struct tiles_unit *units = base_arena_calloc(builder->arena, index->count + 1, sizeof *units);
    if (!units)
        return no_memory(err);
    builder->units = units;
    for (uint32_t row = 0; row < index->count; row++) {
        struct store_division_entry entry = store_division_index_entry(index, row);
        if (geo_box_is_empty(entry.box) || entry.level == STORE_LEVEL_NONE ||
            !base_date_within(builder->at, entry.valid_from, entry.valid_to))
            continue;
        units[builder->unit_count++] = (struct tiles_unit){
            .identity = entry.identity,
            .valid_from = entry.valid_from,
            .valid_to = entry.valid_to,
            .level = (uint32_t)entry.level,
            .code = entry.code,
            .name = entry.name,
            .type = entry.type,
            .parent = entry.parent,
            .geometry = store_division_index_geometry(index, row),
            .label = entry.label,
            .label_radius_m = entry.label_radius_m,
            .colour = -1,
        };
    }
    return BASE_OK;
}

/* Code, name, short name, level and type of a division or its label, and its days. */
static void fill_unit_values(struct tiles_builder *builder, const struct tiles_unit *unit,
                             uint32_t *values)
{
    values[0] = tiles_builder_text(builder, unit->code);
    values[1] = tiles_builder_text(builder, unit->name);
    values[2] = tiles_builder_text(builder, unit->short_name);
    values[3] = tiles_builder_text(builder, store_level_name((enum store_level)unit->level));
    values[4] = tiles_builder_text(builder, unit->type);
    values[6] = (uint32_t)tiles_date_number(unit->valid_from);
    values[7] = (uint32_t)tiles_date_number(unit->valid_to);
}

static bool add_unit(struct tiles_builder *builder, const struct tiles_unit *unit)
{
    struct tiles_row row = {.id = unit->identity,
                            .valid_from = unit->valid_from,
                            .valid_to = unit->valid_to,
                            .minzoom = tiles_level_minzoom((int)unit->level),
                            .level = unit->level};
    uint32_t *values =
        tiles_builder_row(builder, TILES_DIVISION, &row, geo_geometry_box(&unit->geometry));
    if (!values)
        return false;
    fill_unit_values(builder, unit, values);
    values[5] = (uint32_t)unit->colour;
    row.first = tiles_builder_vertex(builder, unit->label, INFINITY);
    row.count = 1;
    values = tiles_builder_row(builder, TILES_DIVISION_LABEL, &row,
                               (struct geo_box){unit->label, unit->label});
    if (!values)
        return false;
    fill_unit_values(builder, unit, values);
    values[5] = (uint32_t)(int32_t)lround(unit->label_radius_m);
    return true;
}

/* Zoom from which a kind of place or a class of road is in the tiles. */
struct zoom_rule {
    const char *name;
    int minzoom, rank;
};

static struct zoom_rule find_rule(const struct zoom_rule *rules, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (name && strcmp(rules[i].name, name) == 0)
            return rules[i];
    return rules[count - 1];
}

static const struct zoom_rule PLACE_RULES[] = {
    {"city", 5, 1},       {"town", 8, 2},      {"township", 9, 3},       {"settlement", 11, 4},
    {"zone", 10, 4},      {"suburb", 11, 5},   {"village", 12, 6},       {"quarter", 12, 6},
    {"committee", 13, 7}, {"hamlet", 13, 7},   {"neighbourhood", 13, 7}, {"locality", 13, 8},
    {"water", 12, 5},     {"mountain", 11, 5}, {"street", 15, 9},        {"", 14, 8},
};

/* Classes of OSM, then what else sources call them. */
static const struct zoom_rule ROAD_RULES[] = {
    {"motorway", 5, 0},
    {"motorway_link", 10, 0},
    {"trunk", 6, 1},
    {"trunk_link", 10, 1},
    {"primary", 8, 2},
    {"primary_link", 11, 2},
    {"secondary", 9, 3},
    {"secondary_link", 12, 3},
    {"tertiary", 11, 4},
    {"tertiary_link", 12, 4},
    {"residential", 12, 5},
    {"unclassified", 12, 5},
    {"road", 12, 5},
    {"living_street", 13, 6},
    {"service", 13, 6},
    {"pedestrian", 14, 7},
    {"", 14, 7},
};

#define FIND_RULE(rules, name) find_rule(rules, sizeof(rules) / sizeof((rules)[0]), name)

static bool add_place(struct tiles_builder *builder, const struct store_place *place)
{
    struct geo_point point;
    if (place->geometry.part_count == 0 ||
        geo_label_point(&place->geometry, &point, NULL, NULL) != BASE_OK)
        return true;
    struct zoom_rule rule = FIND_RULE(PLACE_RULES, place->kind);
    struct tiles_row row = {.id = place->version.identity,
                            .valid_from = place->version.valid_from,
                            .valid_to = place->version.valid_to,
                            .first = tiles_builder_vertex(builder, point, INFINITY),
                            .count = 1,
                            .minzoom = rule.minzoom};
    uint32_t *values =
        tiles_builder_row(builder, TILES_PLACE, &row, (struct geo_box){point, point});
    if (!values)
        return false;
    values[0] = tiles_builder_text(builder, place->name);
    values[1] = tiles_builder_text(builder, place->kind);
    values[2] = tiles_builder_text(builder, place->category);
    values[3] = tiles_builder_text(builder, place->division);
    values[4] = tiles_builder_text(builder, place->status);
    values[5] = (uint32_t)rule.rank;
    values[6] = (uint32_t)tiles_date_number(place->version.valid_from);
    values[7] = (uint32_t)tiles_date_number(place->version.valid_to);
    return true;
}

/* The lines of a road as paths; their number in *count, their box in *box. */
static uint32_t add_lines(struct tiles_builder *builder, const struct geo_geometry *geometry,
                          uint32_t *count, struct geo_box *box)
{
    uint32_t first = (uint32_t)(builder->paths.size / sizeof(struct tiles_path));
    *count = 0;
    *box = geo_geometry_box(geometry);
    for (uint32_t ring = 0; ring < geometry->ring_count; ring++) {
        uint32_t start = geometry->ring_points[ring];
        uint32_t points = geometry->ring_points[ring + 1] - start;
        if (points < 2)
            continue;
        tiles_builder_path(builder, geometry->points + start, points);
        ++*count;
    }
    return first;
}

static bool add_road(struct tiles_builder *builder, const struct store_road *road)
{
    struct geo_box box;
    struct tiles_row row = {.id = road->version.identity,
                            .valid_from = road->version.valid_from,
                            .valid_to = road->version.valid_to,
                            .minzoom = FIND_RULE(ROAD_RULES, road->class_name).minzoom};
    if (road->geometry.part_count == 0)
        return true;
    row.first = add_lines(builder, &road->geometry, &row.count, &box);
    uint32_t *values = tiles_builder_row(builder, TILES_ROAD, &row, box);
    if (!values)
        return false;
    values[0] = tiles_builder_text(builder, road->name);
    values[1] = tiles_builder_text(builder, road->class_name);
    values[2] = road->bridge ? 1 : (uint32_t)TILES_NO_INTEGER;
    values[3] = road->tunnel ? 1 : (uint32_t)TILES_NO_INTEGER;
    values[4] = (uint32_t)(road->layer ? road->layer : TILES_NO_INTEGER);
    values[5] = (uint32_t)tiles_date_number(road->version.valid_from);
    values[6] = (uint32_t)tiles_date_number(road->version.valid_to);
    return true;
}

static bool add_facility(struct tiles_builder *builder, const struct store_facility *facility)
{
    char branch[64];
    if (!facility->has_point)
        return true;
    base_date_t from = facility->version.valid_from, to = facility->version.valid_to;
    if (facility->opened != BASE_DATE_NONE && (from == BASE_DATE_NONE || from < facility->opened))
        from = facility->opened;
    if (facility->closed != BASE_DATE_NONE && (to == BASE_DATE_NONE || to > facility->closed))
        to = facility->closed;
    struct tiles_row row = {.id = facility->version.identity,
                            .valid_from = from,
                            .valid_to = to,
                            .first = tiles_builder_vertex(builder, facility->point, INFINITY),
                            .count = 1,
                            .minzoom = 10};
    uint32_t *values = tiles_builder_row(builder, TILES_FACILITY, &row,
                                         (struct geo_box){facility->point, facility->point});
    if (!values)
        return false;
    snprintf(branch, sizeof branch, "%s", facility->kind ? facility->kind : "");
    branch[strcspn(branch, ".")] = '\0';
    values[0] = tiles_builder_text(builder, facility->name);
    values[1] = tiles_builder_text(builder, facility->kind);
    values[2] = tiles_builder_text(builder, branch);
    values[3] = tiles_builder_text(builder, facility->id);
    values[4] = (uint32_t)tiles_date_number(from);
    values[5] = (uint32_t)tiles_date_number(to);
    return true;
}

/* Rows in the order of their identity and version, so that the order in which
 * they came does not matter. */
struct order {
    int64_t identity, version;
    size_t at;
};

static int compare_order(const void *a, const void *b)
{
    const struct order *x = a, *y = b;
    if (x->identity != y->identity)
        return x->identity < y->identity ? -1 : 1;
    return (x->version > y->version) - (x->version < y->version);
}

static struct order *order_of(struct tiles_builder *builder, const void *rows, size_t count,
                              size_t size)
{
    struct order *order = base_arena_calloc(builder->arena, count + 1, sizeof *order);
    for (size_t i = 0; order && i < count; i++) { /* every row begins with its version */
        const struct store_version *version =
            (const void *)((const unsigned char *)rows + i * size);
        order[i] = (struct order){version->identity, version->version, i};
    }
    if (order)
        qsort(order, count, sizeof *order, compare_order);
    return order;
}

static bool add_others(struct tiles_builder *builder, const struct tiles_rows *rows)
{
    struct order *places = order_of(builder, rows->places, rows->place_count, sizeof *rows->places);
    struct order *roads = order_of(builder, rows->roads, rows->road_count, sizeof *rows->roads);
    struct order *facilities =
        order_of(builder, rows->facilities, rows->facility_count, sizeof *rows->facilities);
    bool good = places && roads && facilities;
    for (size_t i = 0; good && i < rows->place_count; i++)
        good = add_place(builder, &rows->places[places[i].at]);
    for (size_t i = 0; good && i < rows->road_count; i++)
        good = add_road(builder, &rows->roads[roads[i].at]);
    for (size_t i = 0; good && i < rows->facility_count; i++)
        good = add_facility(builder, &rows->facilities[facilities[i].at]);
    return good;
}

static void add_block(struct base_section_writer *writer, const char *key, const char *part,
                      const struct base_buffer *buffer)
{
    char name[BASE_SECTION_NAME + 1];
    snprintf(name, sizeof name, "%s.%s", key, part);
    base_section_writer_add(writer, name, buffer->data ? buffer->data : "", buffer->size);
}

static enum base_status add_layer_blocks(struct tiles_builder *builder,
                                         struct base_section_writer *writer, struct base_error *err)
{
    enum base_status status = BASE_OK;
    for (int i = 0; status == BASE_OK && i < TILES_STORED; i++) {
        struct tiles_rows_buffer *layer = &builder->layers[i];
        struct base_buffer tree = {0};
        add_block(writer, KEYS[i], "rows", &layer->rows);
        add_block(writer, KEYS[i], "values", &layer->values);
        if (layer->rows.failed || layer->boxes.failed)
            return no_memory(err);
        if (i != TILES_BOUNDARY_LINE) {
            status = geo_rtree_build((void *)layer->boxes.data, layer->count, &tree, err);
            add_block(writer, KEYS[i], "tree", &tree);
        }
        base_buffer_done(&tree);
    }
    return status;
}

static enum base_status write_section(struct tiles_builder *builder, struct base_buffer *out,
                                      struct base_error *err)
{
    struct base_section_writer writer;
    struct tiles_head head = {builder->at, builder->layers[TILES_DIVISION].count, builder->bounds};
    tiles_builder_text(builder, NULL); /* texts begin with the empty one */
    base_section_writer_init(&writer, TILES_SECTION_KIND, TILES_SECTION_VERSION);
    base_section_writer_add(&writer, "head", &head, sizeof head);
    enum base_status status = add_layer_blocks(builder, &writer, err);
    base_section_writer_add(&writer, "vertices", builder->vertices.data, builder->vertices.size);
    base_section_writer_add(&writer, "weights", builder->weights.data, builder->weights.size);
    base_section_writer_add(&writer, "paths", builder->paths.data, builder->paths.size);
    base_section_writer_add(&writer, "texts", builder->texts.data, builder->texts.size);
    add_block(&writer, "mesh", "table", &builder->meshes);
    add_block(&writer, "mesh", "chains", &builder->chains);
    add_block(&writer, "mesh", "polygons", &builder->polygons);
    add_block(&writer, "mesh", "rings", &builder->rings);
    add_block(&writer, "mesh", "refs", &builder->references);
    for (int i = 0; i < TILES_MESHES; i++) {
        char part[8];
        snprintf(part, sizeof part, "tree%d", i + 1);
        add_block(&writer, "mesh", part, &builder->chain_trees[i]);
    }
    if (status == BASE_OK && (builder->vertices.failed || builder->weights.failed ||
                              builder->texts.failed || builder->references.failed))
        status = no_memory(err);
    if (status == BASE_OK)
        status = base_section_writer_finish(&writer, out, err);
    base_section_writer_done(&writer);
    return status;
}

static void builder_done(struct tiles_builder *builder)
{
    for (int i = 0; i < TILES_STORED; i++) {
        base_buffer_done(&builder->layers[i].rows);
        base_buffer_done(&builder->layers[i].values);
        base_buffer_done(&builder->layers[i].boxes);
    }
    struct base_buffer *const buffers[] = {
        &builder->vertices, &builder->weights, &builder->paths,
        &builder->texts,    &builder->meshes,  &builder->chains,
        &builder->polygons, &builder->rings,   &builder->references};
    for (size_t i = 0; i < sizeof buffers / sizeof buffers[0]; i++)
        base_buffer_done(buffers[i]);
    for (int i = 0; i < TILES_MESHES; i++)
        base_buffer_done(&builder->chain_trees[i]);
    base_arena_free(builder->arena);
}

/* From the units that were taken to the bytes. */
static enum base_status build(struct tiles_builder *builder, const struct tiles_rows *rows,
                              struct base_buffer *out, struct base_error *err)
{
    if (builder->unit_count)
        qsort(builder->units, builder->unit_count, sizeof *builder->units, compare_units);
    enum base_status status = tiles_mesh_build(builder, err);
    for (uint32_t i = 0; status == BASE_OK && i < builder->unit_count; i++)
        if (!add_unit(builder, &builder->units[i]))
            status = no_memory(err);
    if (status == BASE_OK && rows && !add_others(builder, rows))
        status = no_memory(err);
    return status == BASE_OK ? write_section(builder, out, err) : status;
}

static enum base_status builder_init(struct tiles_builder *builder, base_date_t at,
                                     const struct base_progress *progress, struct base_error *err)
{
    *builder =
        (struct tiles_builder){.arena = base_arena_create(0), .progress = progress, .at = at};
    builder->bounds = geo_box_empty();
    return builder->arena ? BASE_OK : no_memory(err);
}

enum base_status tiles_layers_build(const struct tiles_rows *rows, base_date_t at,
                                    const struct base_progress *progress, struct base_buffer *out,
                                    struct base_error *err)
{
    struct tiles_builder builder;
    enum base_status status = builder_init(&builder, at, progress, err);
    if (status == BASE_OK)
        status = take_units(&builder, rows, err);
    if (status == BASE_OK)
        status = build(&builder, rows, out, err);
    builder_done(&builder);
    return status;
}

enum base_status tiles_layers_from_index(const struct store_division_index *index, base_date_t at,
                                         const struct base_progress *progress,
                                         struct base_buffer *out, struct base_error *err)
{
    struct tiles_builder builder;
    enum base_status status = builder_init(&builder, at, progress, err);
    if (status == BASE_OK)
        status = take_index_units(&builder, index, err);
    if (status == BASE_OK)
        status = build(&builder, NULL, out, err);
    builder_done(&builder);
    return status;
}
