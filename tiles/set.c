/* tiles/set.c - opening the section "layers". */
#include "tiles/set.h"

#include <stdio.h>
#include <string.h>

/* In a section's header (base/section.h): behind magic, kind, two counts, size. */
#define HASH_OFFSET 32

static const char *const KEYS[TILES_STORED] = {"div", "lab", "bnd", "plc", "rd", "fac"};

static enum base_status damaged(struct base_error *err, const char *block)
{
    return base_fail(err, BASE_INVALID, "the map layers are damaged at \"%s\"; make them anew",
                     block);
}

/* true when [first, first + count) lies in [0, total). */
static bool inside(uint32_t first, uint32_t count, size_t total)
{
    return first <= total && count <= total - first;
}

static const void *block_of(const struct base_section *section, const char *key, const char *part,
                            size_t element, size_t *count)
{
    char name[BASE_SECTION_NAME + 1];
    snprintf(name, sizeof name, "%s.%s", key, part);
    return base_section_block(section, name, element, count);
}

static enum base_status open_tree(const struct base_section *section, const char *key,
                                  const char *part, uint32_t items, struct geo_rtree *out,
                                  struct base_error *err)
{
    size_t size;
    const void *bytes = block_of(section, key, part, 1, &size);
    enum base_status status = geo_rtree_open(bytes, size, out, err);
    if (status == BASE_OK && out->input_count > items)
        return damaged(err, key);
    return status;
}

static bool values_are_sound(const struct tiles_set *set, enum tiles_layer layer)
{
    const struct tiles_layer_info *info = tiles_layer_info(layer);
    for (size_t i = 0; i < (size_t)set->row_count[layer] * info->column_count; i++)
        if (info->columns[i % info->column_count].kind == TILES_TEXT &&
            set->values[layer][i] >= set->text_size)
            return false;
    return true;
}

static bool row_is_sound(const struct tiles_set *set, enum tiles_layer layer,
                         const struct tiles_row *row)
{
    if (layer == TILES_DIVISION || layer == TILES_BOUNDARY_LINE)
        return row->level <= 5;
    if (layer == TILES_ROAD)
        return inside(row->first, row->count, set->path_count);
    return row->count == 1 && inside(row->first, 1, set->vertex_count);
}

static enum base_status open_layer(const struct base_section *section, enum tiles_layer layer,
                                   struct tiles_set *set, struct base_error *err)
{
    size_t rows, values;
    const char *key = KEYS[layer];
    set->rows[layer] = block_of(section, key, "rows", sizeof(struct tiles_row), &rows);
    set->values[layer] = block_of(section, key, "values", sizeof(uint32_t), &values);
    set->row_count[layer] = (uint32_t)rows;
    if (values != rows * tiles_layer_info(layer)->column_count || !values_are_sound(set, layer))
        return damaged(err, key);
    for (size_t i = 0; i < rows; i++)
        if (!row_is_sound(set, layer, &set->rows[layer][i]))
            return damaged(err, key);
    if (layer == TILES_BOUNDARY_LINE)
        return BASE_OK;
    return open_tree(section, key, "tree", (uint32_t)rows, &set->trees[layer], err);
}

static bool paths_are_sound(const struct tiles_set *set)
{
    for (size_t i = 0; i < set->path_count; i++)
        if (set->paths[i].count == 0 ||
            !inside(set->paths[i].first, set->paths[i].count, set->vertex_count))
            return false;
    return true;
}

static bool spans_are_sound(const struct tiles_span *spans, size_t count, size_t total)
{
    for (size_t i = 0; i < count; i++)
        if (!inside(spans[i].first, spans[i].count, total))
            return false;
    return true;
}

static bool chains_are_sound(const struct tiles_set *set)
{
    for (size_t i = 0; i < set->chain_count; i++)
        if (set->chains[i].path >= set->path_count ||
            set->chains[i].row >= set->row_count[TILES_BOUNDARY_LINE])
            return false;
    for (size_t i = 0; i < set->reference_count; i++)
        if (set->references[i] >> 1 >= set->path_count)
            return false;
    for (int i = 0; i < TILES_MESHES; i++)
        if (!inside(set->meshes[i].first_chain, set->meshes[i].chain_count, set->chain_count))
            return false;
    return true;
}

static enum base_status open_meshes(const struct base_section *section, struct tiles_set *set,
                                    struct base_error *err)
{
    size_t meshes;
    set->meshes = block_of(section, "mesh", "table", sizeof *set->meshes, &meshes);
    set->chains = block_of(section, "mesh", "chains", sizeof *set->chains, &set->chain_count);
    set->polygons =
        block_of(section, "mesh", "polygons", sizeof *set->polygons, &set->polygon_count);
    set->rings = block_of(section, "mesh", "rings", sizeof *set->rings, &set->ring_count);
    set->references =
        block_of(section, "mesh", "refs", sizeof *set->references, &set->reference_count);
    if (meshes != TILES_MESHES || !chains_are_sound(set) ||
        set->polygon_count != (size_t)TILES_MESHES * set->row_count[TILES_DIVISION] ||
        !spans_are_sound(set->polygons, set->polygon_count, set->ring_count) ||
        !spans_are_sound(set->rings, set->ring_count, set->reference_count))
        return damaged(err, "mesh");
    for (int i = 0; i < TILES_MESHES; i++) {
        char part[8];
        snprintf(part, sizeof part, "tree%d", i + 1);
        enum base_status status =
            open_tree(section, "mesh", part, set->meshes[i].chain_count, &set->chain_trees[i], err);
        if (status != BASE_OK)
            return status;
    }
    return BASE_OK;
}

static enum base_status open_blocks(const struct base_section *section, struct tiles_set *set,
                                    struct base_error *err)
{
    size_t heads, weights;
    set->head = base_section_block(section, "head", sizeof *set->head, &heads);
    set->vertices =
        base_section_block(section, "vertices", sizeof *set->vertices, &set->vertex_count);
    set->weights = base_section_block(section, "weights", sizeof *set->weights, &weights);
    set->paths = base_section_block(section, "paths", sizeof *set->paths, &set->path_count);
    set->texts = base_section_block(section, "texts", 1, &set->text_size);
    if (heads != 1 || weights != set->vertex_count || !paths_are_sound(set))
        return damaged(err, "paths");
    if (set->text_size == 0 || set->texts[0] || set->texts[set->text_size - 1])
        return damaged(err, "texts");
    for (int layer = 0; layer < TILES_STORED; layer++) {
        enum base_status status = open_layer(section, (enum tiles_layer)layer, set, err);
        if (status != BASE_OK)
            return status;
    }
    return open_meshes(section, set, err);
}

enum base_status tiles_set_open(const void *bytes, size_t size, struct tiles_set *out,
                                struct base_error *err)
{
    struct tiles_set set = {0};
    struct base_section section;
    enum base_status status =
        base_section_open(bytes, size, TILES_SECTION_KIND, TILES_SECTION_VERSION, 0, &section, err);
    if (status == BASE_OK)
        status = open_blocks(&section, &set, err);
    if (status == BASE_OK)
        memcpy(set.hash, (const unsigned char *)bytes + HASH_OFFSET, sizeof set.hash);
    if (status == BASE_OK)
        *out = set;
    return status;
}

static uint32_t value_of(const struct tiles_set *set, enum tiles_layer layer, uint32_t row,
                         int column)
{
    uint32_t columns = tiles_layer_info(layer)->column_count;
    return set->values[layer][(size_t)row * columns + (uint32_t)column];
}

const char *tiles_set_text(const struct tiles_set *set, enum tiles_layer layer, uint32_t row,
                           int column)
{
    uint32_t offset = value_of(set, layer, row, column);
    return offset ? set->texts + offset : NULL;
}

int32_t tiles_set_integer(const struct tiles_set *set, enum tiles_layer layer, uint32_t row,
                          int column)
{
    return (int32_t)value_of(set, layer, row, column);
}

struct tiles_span tiles_set_polygon(const struct tiles_set *set, int mesh, uint32_t row)
{
    return set->polygons[(size_t)(mesh - 1) * set->row_count[TILES_DIVISION] + row];
}
