/* store/division_index.c - the snapshot section "divisions". */
#include "store/division_index.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "geo/measure.h"

#define KIND    "division"
#define VERSION 1

/* One version as it stands in the section. Text fields are offsets into the
 * text block; 0 is the empty text. */
struct index_row {
    int64_t identity, edition;
    int32_t valid_from, valid_to;
    uint32_t code, name, type, parent, managed_by;
    uint32_t level;
    double registered_km2, area_m2, label_radius_m;
    struct geo_point box_min, box_max, label;
    uint32_t first_part_ring, part_count;
    uint32_t first_ring_point, ring_count;
    uint32_t first_point, point_count;
};

/* --- building ------------------------------------------------------------ */

struct index_builder {
    struct base_buffer rows, texts, part_rings, ring_points, points;
    struct geo_box *boxes;
};

static uint32_t add_text(struct base_buffer *texts, const char *text)
{
    if (!text || !text[0])
        return 0;
    uint32_t at = (uint32_t)texts->size;
    base_buffer_append(texts, text, strlen(text) + 1);
    return at;
}

static void add_geometry(struct index_builder *builder, const struct geo_geometry *geometry,
                         struct index_row *row)
{
    row->first_part_ring = (uint32_t)(builder->part_rings.size / sizeof(uint32_t));
    row->first_ring_point = (uint32_t)(builder->ring_points.size / sizeof(uint32_t));
    row->first_point = (uint32_t)(builder->points.size / sizeof(struct geo_point));
    row->part_count = geometry->part_count;
    row->ring_count = geometry->ring_count;
    row->point_count = geometry->point_count;
    if (geometry->part_count == 0)
        return;
    base_buffer_append(&builder->part_rings, geometry->part_rings,
                       (geometry->part_count + 1) * sizeof(uint32_t));
    base_buffer_append(&builder->ring_points, geometry->ring_points,
                       (geometry->ring_count + 1) * sizeof(uint32_t));
    base_buffer_append(&builder->points, geometry->points,
                       geometry->point_count * sizeof(struct geo_point));
}

/* The stated parent, else the one the code's prefix names. */
static uint32_t add_parent(struct base_buffer *texts, const struct store_division *division)
{
    if (division->parent && division->parent[0])
        return add_text(texts, division->parent);
    char parent[STORE_CODE_SIZE];
    store_code_parent(division->code, parent);
    return add_text(texts, parent);
}

static void add_row(struct index_builder *builder, const struct store_division *division,
                    struct geo_box *box)
{
    struct index_row row = {
        .identity = division->version.identity,
        .edition = store_version_edition(&division->version),
        .valid_from = division->version.valid_from,
        .valid_to = division->version.valid_to,
        .code = add_text(&builder->texts, division->code),
        .name = add_text(&builder->texts, division->name),
        .type = add_text(&builder->texts, division->type),
        .parent = add_parent(&builder->texts, division),
        .managed_by = add_text(&builder->texts, division->managed_by),
        .level = division->level,
        .registered_km2 = division->area_km2,
        .area_m2 = NAN,
    };
    *box = geo_geometry_box(&division->geometry);
    row.box_min = box->min;
    row.box_max = box->max;
    if (division->geometry.part_count > 0) {
        row.area_m2 = geo_area_m2(&division->geometry);
        if (geo_label_point(&division->geometry, &row.label, &row.label_radius_m, NULL) != BASE_OK)
            row.label = division->geometry.points[0];
    }
    add_geometry(builder, &division->geometry, &row);
    base_buffer_append(&builder->rows, &row, sizeof row);
}

/* Sorting row numbers by code or identity, then by date, needs the rows. */
struct sort_item {
    const char *code, *parent;
    int64_t identity;
    int32_t valid_from;
    uint32_t row;
};

static int compare_dates(const struct sort_item *a, const struct sort_item *b)
{
    if (a->valid_from != b->valid_from) /* unknown (INT32_MIN) comes first */
        return a->valid_from < b->valid_from ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static int compare_codes(const void *left, const void *right)
{
    const struct sort_item *a = left, *b = right;
    int order = strcmp(a->code, b->code);
    return order ? order : compare_dates(a, b);
}

static int compare_parents(const void *left, const void *right)
{
    const struct sort_item *a = left, *b = right;
    int order = strcmp(a->parent, b->parent);
    return order ? order : compare_codes(left, right);
}

static int compare_identities(const void *left, const void *right)
{
    const struct sort_item *a = left, *b = right;
    if (a->identity != b->identity)
        return a->identity < b->identity ? -1 : 1;
    return compare_dates(a, b);
}

static void add_order(struct base_section_writer *writer, const char *block,
                      struct sort_item *items, size_t count,
                      int (*compare)(const void *, const void *))
{
    struct base_buffer order BASE_BUFFER_AUTO = {0};
    if (count > 0)
        qsort(items, count, sizeof *items, compare);
    for (size_t i = 0; i < count; i++)
        base_buffer_u32(&order, items[i].row);
    if (order.failed)
        writer->body.failed = true;
    base_section_writer_add(writer, block, order.data, order.size);
}

static enum base_status add_orders(struct base_section_writer *writer,
                                   const struct index_builder *builder,
                                   const struct store_division *rows, size_t count,
                                   struct base_error *err)
{
    struct sort_item *items = calloc(count + 1, sizeof *items);
    if (!items)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    const struct index_row *made = (const void *)builder->rows.data;
    for (size_t i = 0; i < count; i++)
        items[i] = (struct sort_item){
            .code = rows[i].code,
            .parent = builder->texts.data + made[i].parent,
            .identity = rows[i].version.identity,
            .valid_from = rows[i].version.valid_from,
            .row = (uint32_t)i,
        };
    add_order(writer, "by_code", items, count, compare_codes);
    add_order(writer, "by_parent", items, count, compare_parents);
    add_order(writer, "by_identity", items, count, compare_identities);
    free(items);
    return BASE_OK;
}

static enum base_status finish(struct index_builder *builder, const struct store_division *rows,
                               size_t count, struct base_buffer *out, struct base_error *err)
{
    struct base_buffer tree BASE_BUFFER_AUTO = {0};
    enum base_status status = geo_rtree_build(builder->boxes, (uint32_t)count, &tree, err);
    if (status != BASE_OK)
        return status;
    struct base_section_writer writer;
    base_section_writer_init(&writer, KIND, VERSION);
    base_section_writer_add(&writer, "rows", builder->rows.data, builder->rows.size);
    base_section_writer_add(&writer, "texts", builder->texts.data, builder->texts.size);
    base_section_writer_add(&writer, "part_rings", builder->part_rings.data,
                            builder->part_rings.size);
    base_section_writer_add(&writer, "ring_points", builder->ring_points.data,
                            builder->ring_points.size);
    base_section_writer_add(&writer, "points", builder->points.data, builder->points.size);
    base_section_writer_add(&writer, "rtree", tree.data, tree.size);
    status = add_orders(&writer, builder, rows, count, err);
    if (status == BASE_OK)
        status = base_section_writer_finish(&writer, out, err);
    base_section_writer_done(&writer);
    return status;
}

static enum base_status check_buffers(const struct index_builder *builder, struct base_error *err)
{
    const struct base_buffer *const buffers[] = {&builder->rows, &builder->texts,
                                                 &builder->part_rings, &builder->ring_points,
                                                 &builder->points};
    for (size_t i = 0; i < sizeof buffers / sizeof buffers[0]; i++) {
        enum base_status status = base_buffer_check(buffers[i], err);
        if (status != BASE_OK)
            return status;
    }
    return BASE_OK;
}

enum base_status store_division_index_build(const struct store_division *rows, size_t count,
                                            struct base_buffer *out, struct base_error *err)
{
    struct index_builder builder = {.boxes = calloc(count + 1, sizeof(struct geo_box))};
    enum base_status status = BASE_NO_MEMORY;
    if (!builder.boxes)
        base_fail(err, status, "out of memory");
    else {
        base_buffer_byte(&builder.texts, 0); /* offset 0 is the empty text */
        for (size_t i = 0; i < count; i++)
            add_row(&builder, &rows[i], &builder.boxes[i]);
        status = check_buffers(&builder, err);
        if (status == BASE_OK)
            status = finish(&builder, rows, count, out, err);
    }
    base_buffer_done(&builder.rows);
    base_buffer_done(&builder.texts);
    base_buffer_done(&builder.part_rings);
    base_buffer_done(&builder.ring_points);
    base_buffer_done(&builder.points);
    free(builder.boxes);
    return status;
}

/* --- opening ------------------------------------------------------------- */

static bool offsets_ascend(const uint32_t *offsets, uint32_t count, uint32_t total)
{
    if (offsets[0] != 0 || offsets[count] != total)
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (offsets[i] > offsets[i + 1])
            return false;
    return true;
}

static bool in_range(uint32_t first, uint64_t count, size_t total)
{
    return first <= total && count <= total - first;
}

static bool geometry_is_sound(const struct store_division_index *index, const struct index_row *row)
{
    if (row->part_count == 0)
        return row->ring_count == 0 && row->point_count == 0;
    if (!in_range(row->first_part_ring, (uint64_t)row->part_count + 1, index->part_ring_count) ||
        !in_range(row->first_ring_point, (uint64_t)row->ring_count + 1, index->ring_point_count) ||
        !in_range(row->first_point, row->point_count, index->point_count))
        return false;
    const uint32_t *part_rings = index->part_rings, *ring_points = index->ring_points;
    return offsets_ascend(part_rings + row->first_part_ring, row->part_count, row->ring_count) &&
           offsets_ascend(ring_points + row->first_ring_point, row->ring_count, row->point_count);
}

/* On the globe, so that no later difference or sum of coordinates overflows. */
static bool point_is_sound(struct geo_point point)
{
    const int64_t lon = 180 * GEO_GRID_PER_DEGREE, lat = 90 * GEO_GRID_PER_DEGREE;
    return point.lon >= -lon && point.lon <= lon && point.lat >= -lat && point.lat <= lat;
}

static bool positions_are_sound(const struct index_row *row)
{
    struct geo_box box = {row->box_min, row->box_max};
    return point_is_sound(row->label) &&
           (geo_box_is_empty(box) || (point_is_sound(box.min) && point_is_sound(box.max)));
}

static bool points_are_sound(const struct store_division_index *index)
{
    const struct geo_point *points = index->points;
    for (size_t i = 0; i < index->point_count; i++)
        if (!point_is_sound(points[i]))
            return false;
    return true;
}

static bool row_is_sound(const struct store_division_index *index, const struct index_row *row)
{
    const uint32_t texts[] = {row->code, row->name, row->type, row->parent, row->managed_by};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (texts[i] >= index->text_size)
            return false;
    return row->level <= STORE_LEVEL_VILLAGE && positions_are_sound(row) &&
           geometry_is_sound(index, row);
}

static bool is_sound(const struct store_division_index *index)
{
    const char *texts = index->texts;
    if (index->text_size == 0 || texts[index->text_size - 1] != '\0')
        return false;
    const struct index_row *rows = index->rows;
    const uint32_t *by_code = index->by_code, *by_identity = index->by_identity;
    const uint32_t *by_parent = index->by_parent;
    for (uint32_t i = 0; i < index->count; i++)
        if (!row_is_sound(index, &rows[i]) || by_code[i] >= index->count ||
            by_parent[i] >= index->count || by_identity[i] >= index->count)
            return false;
    return index->rtree.input_count <= index->count && points_are_sound(index);
}

enum base_status store_division_index_open(const void *bytes, size_t size,
                                           struct store_division_index *out, struct base_error *err)
{
    struct store_division_index index = {0};
    enum base_status status = base_section_open(bytes, size, KIND, VERSION, 0, &index.section, err);
    if (status != BASE_OK)
        return status;
    size_t rows, codes, parents, identities, tree_size;
    index.rows = base_section_block(&index.section, "rows", sizeof(struct index_row), &rows);
    index.texts = base_section_block(&index.section, "texts", 1, &index.text_size);
    index.part_rings = base_section_block(&index.section, "part_rings", 4, &index.part_ring_count);
    index.ring_points =
        base_section_block(&index.section, "ring_points", 4, &index.ring_point_count);
    index.points =
        base_section_block(&index.section, "points", sizeof(struct geo_point), &index.point_count);
    index.by_code = base_section_block(&index.section, "by_code", 4, &codes);
    index.by_parent = base_section_block(&index.section, "by_parent", 4, &parents);
    index.by_identity = base_section_block(&index.section, "by_identity", 4, &identities);
    const void *tree = base_section_block(&index.section, "rtree", 1, &tree_size);
    index.count = (uint32_t)rows;
    status = geo_rtree_open(tree, tree_size, &index.rtree, err);
    if (status != BASE_OK)
        return status;
    if (codes != rows || parents != rows || identities != rows || rows >= UINT32_MAX ||
        !is_sound(&index))
        return base_fail(err, BASE_INVALID, "the divisions section is damaged; build it again");
    *out = index;
    return BASE_OK;
}

/* --- reading ------------------------------------------------------------- */

static const struct index_row *row_at(const struct store_division_index *index, uint32_t row)
{
    return (const struct index_row *)index->rows + row;
}

static const char *text_at(const struct store_division_index *index, uint32_t offset)
{
    return (const char *)index->texts + offset;
}

struct store_division_entry store_division_index_entry(const struct store_division_index *index,
                                                       uint32_t row)
{
    const struct index_row *r = row_at(index, row);
    return (struct store_division_entry){
        .row = row,
        .identity = r->identity,
        .edition = r->edition,
        .valid_from = r->valid_from,
        .valid_to = r->valid_to,
        .level = (enum store_level)r->level,
        .code = text_at(index, r->code),
        .name = text_at(index, r->name),
        .type = text_at(index, r->type),
        .parent = text_at(index, r->parent),
        .managed_by = text_at(index, r->managed_by),
        .registered_km2 = r->registered_km2,
        .area_m2 = r->area_m2,
        .box = {r->box_min, r->box_max},
        .label = r->label,
        .label_radius_m = r->label_radius_m,
    };
}

struct geo_geometry store_division_index_geometry(const struct store_division_index *index,
                                                  uint32_t row)
{
    const struct index_row *r = row_at(index, row);
    return (struct geo_geometry){
        .kind = GEO_MULTIPOLYGON,
        .part_count = r->part_count,
        .ring_count = r->ring_count,
        .point_count = r->point_count,
        .part_rings = (const uint32_t *)index->part_rings + r->first_part_ring,
        .ring_points = (const uint32_t *)index->ring_points + r->first_ring_point,
        .points = (const struct geo_point *)index->points + r->first_point,
    };
}

static bool is_valid_on(const struct index_row *row, base_date_t at)
{
    return base_date_within(at, row->valid_from, row->valid_to);
}

/* The text by which one of the two text orders sorts its rows. */
static const char *key_text(const struct store_division_index *index, const uint32_t *order,
                            uint32_t place)
{
    const struct index_row *row = row_at(index, order[place]);
    return text_at(index, order == index->by_parent ? row->parent : row->code);
}

/* First place in the order whose key is not below the wanted one. */
static uint32_t lower_bound(const struct store_division_index *index, const uint32_t *order,
                            const char *key)
{
    uint32_t low = 0, high = index->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (strcmp(key_text(index, order, middle), key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint32_t lower_bound_identity(const struct store_division_index *index, int64_t identity)
{
    const uint32_t *order = index->by_identity;
    uint32_t low = 0, high = index->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (row_at(index, order[middle])->identity < identity)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool has_code(const struct store_division_index *index, uint32_t row, const char *code)
{
    return strcmp(text_at(index, row_at(index, row)->code), code) == 0;
}

uint32_t store_division_index_find(const struct store_division_index *index, const char *code,
                                   base_date_t at)
{
    const uint32_t *order = index->by_code;
    uint32_t found = STORE_DIVISION_INDEX_NONE;
    for (uint32_t i = lower_bound(index, order, code);
         i < index->count && has_code(index, order[i], code); i++)
        if (is_valid_on(row_at(index, order[i]), at))
            found = order[i];
    return found;
}

uint32_t store_division_index_find_ever(const struct store_division_index *index, const char *code)
{
    const uint32_t *order = index->by_code;
    uint32_t found = STORE_DIVISION_INDEX_NONE;
    for (uint32_t i = lower_bound(index, order, code);
         i < index->count && has_code(index, order[i], code); i++)
        found = order[i];
    return found;
}

uint32_t store_division_index_of(const struct store_division_index *index, int64_t identity,
                                 base_date_t at)
{
    const uint32_t *order = index->by_identity;
    uint32_t found = STORE_DIVISION_INDEX_NONE;
    for (uint32_t i = lower_bound_identity(index, identity);
         i < index->count && row_at(index, order[i])->identity == identity; i++)
        if (at == BASE_DATE_NONE || is_valid_on(row_at(index, order[i]), at))
            found = order[i];
    return found;
}

size_t store_division_index_versions(const struct store_division_index *index, int64_t identity,
                                     uint32_t *rows, size_t limit)
{
    const uint32_t *order = index->by_identity;
    size_t total = 0;
    for (uint32_t i = lower_bound_identity(index, identity);
         i < index->count && row_at(index, order[i])->identity == identity; i++, total++)
        if (total < limit)
            rows[total] = order[i];
    return total;
}

/* --- chains -------------------------------------------------------------- */

struct locate_context {
    const struct store_division_index *index;
    struct geo_point point;
    base_date_t at;
    uint32_t best[STORE_LEVEL_VILLAGE + 1]; /* row of each level */
};

static bool locate_visit(void *context, uint32_t item, struct geo_box box)
{
    (void)box;
    struct locate_context *locate = context;
    const struct store_division_index *index = locate->index;
    const struct index_row *row = row_at(index, item);
    if (!is_valid_on(row, locate->at) || row->level == STORE_LEVEL_NONE)
        return true;
    uint32_t *best = &locate->best[row->level];
    const char *code = text_at(index, row->code);
    if (*best != STORE_DIVISION_INDEX_NONE &&
        strcmp(text_at(index, row_at(index, *best)->code), code) <= 0)
        return true; /* a lower code has it already */
    struct geo_geometry geometry = store_division_index_geometry(index, item);
    if (geo_polygon_locate(&geometry, locate->point) != GEO_OUTSIDE)
        *best = item;
    return true;
}

/* Levels without a polygon here get the parent that a deeper level names. */
static void fill_from_parents(struct locate_context *locate)
{
    for (int level = STORE_LEVEL_VILLAGE; level >= STORE_LEVEL_PROVINCE; level--) {
        uint32_t parents[5];
        if (locate->best[level] == STORE_DIVISION_INDEX_NONE)
            continue;
        size_t count =
            store_division_index_parents(locate->index, locate->best[level], locate->at, parents);
        for (size_t i = 0; i < count; i++) {
            uint32_t *best = &locate->best[row_at(locate->index, parents[i])->level];
            if (*best == STORE_DIVISION_INDEX_NONE)
                *best = parents[i];
        }
    }
}

size_t store_division_index_locate(const struct store_division_index *index, struct geo_point point,
                                   base_date_t at, uint32_t rows[5])
{
    struct locate_context locate = {.index = index, .point = point, .at = at};
    for (int level = 0; level <= STORE_LEVEL_VILLAGE; level++)
        locate.best[level] = STORE_DIVISION_INDEX_NONE;
    geo_rtree_query(&index->rtree, (struct geo_box){point, point}, locate_visit, &locate);
    fill_from_parents(&locate);
    size_t count = 0;
    for (int level = STORE_LEVEL_PROVINCE; level <= STORE_LEVEL_VILLAGE; level++)
        if (locate.best[level] != STORE_DIVISION_INDEX_NONE)
            rows[count++] = locate.best[level];
    return count;
}

/* A parent code that another unit holds on the day, skipping prefixes that name
 * nobody (a county under a missing prefecture still finds its province). */
static uint32_t find_parent(const struct store_division_index *index, uint32_t row, base_date_t at)
{
    char code[STORE_CODE_SIZE];
    const struct index_row *r = row_at(index, row);
    strncpy(code, text_at(index, r->parent), sizeof code - 1);
    code[sizeof code - 1] = '\0';
    while (code[0]) {
        uint32_t found = store_division_index_find(index, code, at);
        if (found != STORE_DIVISION_INDEX_NONE && row_at(index, found)->level < r->level)
            return found;
        char up[STORE_CODE_SIZE];
        store_code_parent(code, up);
        memcpy(code, up, sizeof code);
    }
    return STORE_DIVISION_INDEX_NONE;
}

size_t store_division_index_parents(const struct store_division_index *index, uint32_t row,
                                    base_date_t at, uint32_t rows[5])
{
    size_t count = 0;
    while (count < 5 && (row = find_parent(index, row, at)) != STORE_DIVISION_INDEX_NONE)
        rows[count++] = row;
    return count;
}

size_t store_division_index_children(const struct store_division_index *index, const char *code,
                                     base_date_t at, uint32_t *rows, size_t limit)
{
    const uint32_t *order = index->by_parent;
    size_t total = 0;
    for (uint32_t i = lower_bound(index, order, code);
         i < index->count && strcmp(key_text(index, order, i), code) == 0; i++) {
        if (!is_valid_on(row_at(index, order[i]), at))
            continue;
        if (total < limit)
            rows[total] = order[i];
        total++;
    }
    return total;
}

bool store_division_index_is_within(const struct store_division_index *index, uint32_t row,
                                    const char *code, base_date_t at)
{
    if (has_code(index, row, code))
        return true;
    uint32_t parents[5];
    size_t count = store_division_index_parents(index, row, at, parents);
    for (size_t i = 0; i < count; i++)
        if (has_code(index, parents[i], code))
            return true;
    return false;
}

const char *store_division_index_full_name(const struct store_division_index *index, uint32_t row,
                                           base_date_t at, char *out, size_t size)
{
    uint32_t parents[5];
    size_t count = store_division_index_parents(index, row, at, parents), used = 0;
    out[0] = '\0';
    for (size_t i = count + 1; i-- > 0;) {
        uint32_t part = i == 0 ? row : parents[i - 1];
        const char *name = text_at(index, row_at(index, part)->name);
        size_t length = strlen(name);
        if (length > size - 1 - used)
            length = size - 1 - used;
        memcpy(out + used, name, length);
        used += length;
        out[used] = '\0';
    }
    base_text_cut(out);
    return out;
}
