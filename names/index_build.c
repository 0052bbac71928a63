/* names/index_build.c - the section "names" of the record's rows. */
#include "names/index_build.h"

#include <stdlib.h>
#include <string.h>

#include "geo/measure.h"

/* --- divisions ----------------------------------------------------------- */

static int compare_divisions(const void *left, const void *right)
{
    const struct store_division *const *a = left, *const *b = right;
    if ((*a)->version.identity != (*b)->version.identity)
        return (*a)->version.identity < (*b)->version.identity ? -1 : 1;
    if ((*a)->version.valid_from != (*b)->version.valid_from)
        return (*a)->version.valid_from < (*b)->version.valid_from ? -1 : 1;
    return strcmp((*a)->code, (*b)->code);
}

/* The reading that the record gives this very text. */
static const char *recorded_reading(const struct store_name *names, size_t count,
                                    enum store_owner kind, int64_t owner, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (names[i].owner_kind == kind && names[i].owner == owner && names[i].reading &&
            strcmp(names[i].name, text) == 0)
            return names[i].reading;
    return NULL;
}

/* The name rows of one owner; names come by owner (store_name_list). */
static const struct store_name *names_of(const struct store_name *names, size_t total,
                                         enum store_owner kind, int64_t owner, size_t *count)
{
    size_t low = 0, high = total;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct store_name *n = &names[middle];
        bool before = n->owner_kind != kind ? n->owner_kind < kind : n->owner < owner;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    *count = 0;
    while (low + *count < total && names[low + *count].owner_kind == kind &&
           names[low + *count].owner == owner)
        ++*count;
    return *count > 0 ? names + low : NULL;
}

static void add_division_version(struct names_builder *builder, const struct store_division *row,
                                 bool newest, const struct store_name *names, size_t count)
{
    struct names_new_name name = {
        .text = row->name,
        .reading =
            recorded_reading(names, count, STORE_OWNER_DIVISION, row->version.identity, row->name),
        .code = row->code,
        .edition = store_version_edition(&row->version),
        .form = newest ? NAMES_STANDARD : NAMES_FORMER,
        .valid_from = row->version.valid_from,
        .valid_to = row->version.valid_to,
        .is_standard = newest,
    };
    names_builder_name(builder, &name);
}

/* Names of the record that no version carries: former, alias, short … */
static void add_recorded(struct names_builder *builder, const struct store_name *rows, size_t count,
                         const char *standard)
{
    for (size_t i = 0; i < count; i++) {
        struct names_new_name name = {
            .text = rows[i].name,
            .reading = rows[i].reading,
            .extent = rows[i].extent,
            .edition = store_version_edition(&rows[i].version),
            .form = names_form_parse(rows[i].form),
            .valid_from = rows[i].version.valid_from,
            .valid_to = rows[i].version.valid_to,
        };
        if (name.form != NAMES_STANDARD || strcmp(rows[i].name, standard) != 0)
            names_builder_name(builder, &name);
    }
}

static void add_division(struct names_builder *builder,
                         const struct store_division *const *versions, size_t count,
                         const struct store_name *names, size_t name_count)
{
    const struct store_division *newest = versions[count - 1];
    struct names_new_subject subject = {
        .identity = newest->version.identity,
        .edition = store_version_edition(&newest->version),
        .valid_from = newest->version.valid_from,
        .valid_to = newest->version.valid_to,
        .level = newest->level,
        .size_m2 = newest->area_km2 * 1e6,
        .box = geo_box_empty(),
    };
    names_builder_subject(builder, &subject);
    size_t own_count;
    const struct store_name *own =
        names_of(names, name_count, STORE_OWNER_DIVISION, subject.identity, &own_count);
    for (size_t i = 0; i < count; i++) {
        /* Versions that changed only their ground repeat neither name nor code. */
        bool repeats = i + 1 < count && strcmp(versions[i]->name, versions[i + 1]->name) == 0 &&
                       strcmp(versions[i]->code, versions[i + 1]->code) == 0;
        if (!repeats)
            add_division_version(builder, versions[i], i + 1 == count, own, own_count);
    }
    add_recorded(builder, own, own_count, newest->name);
}

static enum base_status add_divisions(struct names_builder *builder, const struct names_rows *rows,
                                      struct base_error *err)
{
    size_t count = rows->division_count;
    const struct store_division **order = calloc(count + 1, sizeof *order);
    if (!order)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++)
        order[i] = &rows->divisions[i];
    qsort(order, count, sizeof *order, compare_divisions);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1;
             to < count && order[to]->version.identity == order[from]->version.identity;)
            to++;
        add_division(builder, order + from, to - from, rows->names, rows->name_count);
    }
    free(order);
    return BASE_OK;
}

/* --- places -------------------------------------------------------------- */

static int compare_places(const void *left, const void *right)
{
    const struct store_place *const *a = left, *const *b = right;
    if ((*a)->version.identity != (*b)->version.identity)
        return (*a)->version.identity < (*b)->version.identity ? -1 : 1;
    return (*a)->version.valid_from < (*b)->version.valid_from   ? -1
           : (*a)->version.valid_from > (*b)->version.valid_from ? 1
                                                                 : 0;
}

static void add_place(struct names_builder *builder, const struct store_place *row,
                      const struct store_name *names, size_t name_count)
{
    size_t own_count;
    const struct store_name *own =
        names_of(names, name_count, STORE_OWNER_PLACE, row->version.identity, &own_count);
    struct names_new_subject subject = {
        .identity = row->version.identity,
        .edition = store_version_edition(&row->version),
        .is_place = true,
        .id = row->id,
        .kind = row->kind,
        .category = row->category,
        .division = row->division,
        .status = row->status,
        .valid_from = row->version.valid_from,
        .valid_to = row->version.valid_to,
        .box = geo_geometry_box(&row->geometry),
    };
    subject.has_point = row->geometry.part_count > 0 &&
                        geo_label_point(&row->geometry, &subject.point, NULL, NULL) == BASE_OK;
    names_builder_subject(builder, &subject);
    struct names_new_name name = {
        .text = row->name,
        .reading =
            recorded_reading(own, own_count, STORE_OWNER_PLACE, row->version.identity, row->name),
        .edition = subject.edition,
        .form = NAMES_STANDARD,
        .valid_from = subject.valid_from,
        .valid_to = subject.valid_to,
        .is_standard = true,
    };
    names_builder_name(builder, &name);
    add_recorded(builder, own, own_count, row->name);
}

/* The newest version of each place; earlier ones matter to the record only. */
static enum base_status add_places(struct names_builder *builder, const struct names_rows *rows,
                                   struct base_error *err)
{
    size_t count = rows->place_count;
    const struct store_place **order = calloc(count + 1, sizeof *order);
    if (!order)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++)
        order[i] = &rows->places[i];
    qsort(order, count, sizeof *order, compare_places);
    for (size_t i = 0; i < count; i++)
        if (i + 1 == count || order[i]->version.identity != order[i + 1]->version.identity)
            add_place(builder, order[i], rows->names, rows->name_count);
    free(order);
    return BASE_OK;
}

enum base_status names_index_build(const struct names_rows *rows, const struct names_index *like,
                                   struct base_buffer *out, struct base_error *err)
{
    struct names_builder *builder = names_builder_create(like, err);
    if (!builder)
        return BASE_FAILED;
    enum base_status status = add_divisions(builder, rows, err);
    if (status == BASE_OK)
        status = add_places(builder, rows, err);
    for (size_t i = 0; i < rows->replaced_count; i++)
        names_builder_replace(builder, rows->replaced[i].is_place != 0, rows->replaced[i].identity);
    if (status == BASE_OK)
        status = names_builder_finish(builder, out, err);
    names_builder_free(builder);
    return status;
}
