/* names/index_build.c - building the section "names". */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/measure.h"
#include "names/index.h"
#include "names/keys.h"
#include "names/section.h"

struct builder {
    struct base_buffer subjects, names, texts, fold, reading_rows, syllables;
    struct names_fold fold_view;
    struct names_readings readings_view;
    struct names_keys keys;
    uint32_t subject_count, name_count;
};

static uint32_t add_text(struct builder *builder, const char *text)
{
    if (!text || !text[0])
        return 0;
    uint32_t at = (uint32_t)builder->texts.size;
    base_buffer_append(&builder->texts, text, strlen(text) + 1);
    return at;
}

static struct names_subject *subject_at(struct builder *builder, uint32_t subject)
{
    return (struct names_subject *)(void *)builder->subjects.data + subject;
}

static uint32_t add_subject(struct builder *builder, const struct names_subject *subject)
{
    base_buffer_append(&builder->subjects, subject, sizeof *subject);
    return builder->subject_count++;
}

static uint32_t add_name(struct builder *builder, const struct names_name *name, const char *text,
                         const char *reading, bool is_division)
{
    base_buffer_append(&builder->names, name, sizeof *name);
    names_keys_add(&builder->keys, builder->name_count, text, reading, is_division);
    return builder->name_count++;
}

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

static void add_division_version(struct builder *builder, uint32_t subject,
                                 const struct store_division *row, bool newest,
                                 const struct store_name *names, size_t count)
{
    const char *reading =
        recorded_reading(names, count, STORE_OWNER_DIVISION, row->version.identity, row->name);
    struct names_name name = {
        .edition = store_version_edition(&row->version),
        .subject = subject,
        .text = add_text(builder, row->name),
        .form = newest ? NAMES_STANDARD : NAMES_FORMER,
        .reading = add_text(builder, reading),
        .valid_from = row->version.valid_from,
        .valid_to = row->version.valid_to,
    };
    uint32_t at = add_name(builder, &name, row->name, reading, true);
    names_keys_add_code(&builder->keys, at, row->code);
    if (newest)
        subject_at(builder, subject)->romanised = name.reading;
}

/* Names of the record that no version carries: former, alias, short … */
static void add_recorded(struct builder *builder, uint32_t subject, const struct store_name *rows,
                         size_t count, const char *standard, bool is_division)
{
    for (size_t i = 0; i < count; i++) {
        enum names_form form = names_form_parse(rows[i].form);
        if (form == NAMES_STANDARD && strcmp(rows[i].name, standard) == 0)
            continue;
        struct names_name name = {
            .edition = store_version_edition(&rows[i].version),
            .subject = subject,
            .text = add_text(builder, rows[i].name),
            .form = form,
            .reading = add_text(builder, rows[i].reading),
            .extent = add_text(builder, rows[i].extent),
            .valid_from = rows[i].version.valid_from,
            .valid_to = rows[i].version.valid_to,
        };
        add_name(builder, &name, rows[i].name, rows[i].reading, is_division);
    }
}

static void add_division(struct builder *builder, const struct store_division *const *versions,
                         size_t count, const struct store_name *names, size_t name_count)
{
    const struct store_division *newest = versions[count - 1];
    struct names_subject subject = {
        .identity = newest->version.identity,
        .edition = store_version_edition(&newest->version),
        .name = add_text(builder, newest->name),
        .valid_from = newest->version.valid_from,
        .valid_to = newest->version.valid_to,
        .level = newest->level,
        .box = geo_box_empty(),
    };
    uint32_t at = add_subject(builder, &subject);
    size_t own_count;
    const struct store_name *own =
        names_of(names, name_count, STORE_OWNER_DIVISION, subject.identity, &own_count);
    for (size_t i = 0; i < count; i++) {
        /* Versions that changed only their ground repeat neither name nor code. */
        bool repeats = i + 1 < count && strcmp(versions[i]->name, versions[i + 1]->name) == 0 &&
                       strcmp(versions[i]->code, versions[i + 1]->code) == 0;
        if (!repeats)
            add_division_version(builder, at, versions[i], i + 1 == count, own, own_count);
    }
    add_recorded(builder, at, own, own_count, newest->name, true);
}

static enum base_status add_divisions(struct builder *builder, const struct store_division *rows,
                                      size_t count, const struct store_name *names,
                                      size_t name_count, struct base_error *err)
{
    const struct store_division **order = calloc(count + 1, sizeof *order);
    if (!order)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++)
        order[i] = &rows[i];
    qsort(order, count, sizeof *order, compare_divisions);
    for (size_t from = 0; from < count;) {
        size_t to = from + 1;
        while (to < count && order[to]->version.identity == order[from]->version.identity)
            to++;
        add_division(builder, order + from, to - from, names, name_count);
        from = to;
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

static void place_point(const struct store_place *row, struct names_subject *subject)
{
    subject->box = geo_geometry_box(&row->geometry);
    subject->has_point = row->geometry.part_count > 0 &&
                         geo_label_point(&row->geometry, &subject->point, NULL, NULL) == BASE_OK;
}

static void add_place(struct builder *builder, const struct store_place *row,
                      const struct store_name *names, size_t name_count)
{
    size_t own_count;
    const struct store_name *own =
        names_of(names, name_count, STORE_OWNER_PLACE, row->version.identity, &own_count);
    const char *reading =
        recorded_reading(own, own_count, STORE_OWNER_PLACE, row->version.identity, row->name);
    struct names_subject subject = {
        .identity = row->version.identity,
        .edition = store_version_edition(&row->version),
        .is_place = 1,
        .id = add_text(builder, row->id),
        .name = add_text(builder, row->name),
        .romanised = add_text(builder, reading),
        .kind = add_text(builder, row->kind),
        .category = add_text(builder, row->category),
        .division = add_text(builder, row->division),
        .status = add_text(builder, row->status),
        .valid_from = row->version.valid_from,
        .valid_to = row->version.valid_to,
    };
    place_point(row, &subject);
    uint32_t at = add_subject(builder, &subject);
    struct names_name name = {
        .edition = subject.edition,
        .subject = at,
        .text = subject.name,
        .form = NAMES_STANDARD,
        .reading = subject.romanised,
        .valid_from = subject.valid_from,
        .valid_to = subject.valid_to,
    };
    uint32_t standard = add_name(builder, &name, row->name, reading, false);
    if (row->id)
        names_keys_add_id(&builder->keys, standard, row->id);
    add_recorded(builder, at, own, own_count, row->name, false);
}

/* The newest version of each place; earlier ones matter to the record only. */
static enum base_status add_places(struct builder *builder, const struct store_place *rows,
                                   size_t count, const struct store_name *names, size_t name_count,
                                   struct base_error *err)
{
    const struct store_place **order = calloc(count + 1, sizeof *order);
    if (!order)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++)
        order[i] = &rows[i];
    qsort(order, count, sizeof *order, compare_places);
    for (size_t i = 0; i < count; i++)
        if (i + 1 == count || order[i]->version.identity != order[i + 1]->version.identity)
            add_place(builder, order[i], names, name_count);
    free(order);
    return BASE_OK;
}

/* --- order and output ---------------------------------------------------- */

struct sort_key {
    const char *text;
    struct names_key key;
};

static int compare_keys(const void *left, const void *right)
{
    const struct sort_key *a = left, *b = right;
    int order = strcmp(a->text, b->text);
    if (order)
        return order;
    if (a->key.kind != b->key.kind)
        return a->key.kind < b->key.kind ? -1 : 1;
    return a->key.name < b->key.name ? -1 : a->key.name > b->key.name;
}

static int compare_grams(const void *left, const void *right)
{
    const struct names_gram *a = left, *b = right;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    if (a->second != b->second)
        return a->second < b->second ? -1 : 1;
    return a->name < b->name ? -1 : a->name > b->name;
}

/* Sorts the keys and drops those that stand twice (two readings may fall together). */
static enum base_status sort_keys(struct names_keys *keys, struct base_error *err)
{
    size_t count = keys->keys.size / sizeof(struct names_key), kept = 0;
    struct names_key *rows = (void *)keys->keys.data;
    struct sort_key *items = calloc(count + 1, sizeof *items);
    if (!items)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++)
        items[i] = (struct sort_key){keys->texts.data + rows[i].text, rows[i]};
    qsort(items, count, sizeof *items, compare_keys);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || compare_keys(&items[i], &items[i - 1]) != 0)
            rows[kept++] = items[i].key;
    keys->keys.size = kept * sizeof *rows;
    free(items);
    if (keys->grams.size > 0)
        qsort(keys->grams.data, keys->grams.size / sizeof(struct names_gram),
              sizeof(struct names_gram), compare_grams);
    return BASE_OK;
}

/* Names by subject, as a list and where each subject's part begins. */
static void group_names(struct builder *builder, struct base_buffer *first,
                        struct base_buffer *list)
{
    const struct names_name *names = (const void *)builder->names.data;
    uint32_t *counts = base_buffer_extend(first, (builder->subject_count + 1) * sizeof *counts);
    uint32_t *items = base_buffer_extend(list, builder->name_count * sizeof *items);
    if (!counts || (!items && builder->name_count > 0))
        return;
    memset(counts, 0, (builder->subject_count + 1) * sizeof *counts);
    for (uint32_t i = 0; i < builder->name_count; i++)
        counts[names[i].subject + 1]++;
    for (uint32_t i = 0; i < builder->subject_count; i++)
        counts[i + 1] += counts[i];
    uint32_t *next = calloc(builder->subject_count + 1, sizeof *next);
    if (!next) {
        first->failed = true;
        return;
    }
    memcpy(next, counts, (builder->subject_count + 1) * sizeof *next);
    for (uint32_t i = 0; i < builder->name_count; i++)
        items[next[names[i].subject]++] = i;
    free(next);
}

static enum base_status build_tree(struct builder *builder, struct base_buffer *tree,
                                   struct base_error *err)
{
    struct geo_box *boxes = calloc(builder->subject_count + 1, sizeof *boxes);
    if (!boxes)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (uint32_t i = 0; i < builder->subject_count; i++)
        boxes[i] = subject_at(builder, i)->box;
    enum base_status status = geo_rtree_build(boxes, builder->subject_count, tree, err);
    free(boxes);
    return status;
}

static enum base_status write_section(struct builder *builder, struct base_buffer *out,
                                      struct base_error *err)
{
    struct base_buffer first BASE_BUFFER_AUTO = {0}, list BASE_BUFFER_AUTO = {0};
    struct base_buffer tree BASE_BUFFER_AUTO = {0};
    group_names(builder, &first, &list);
    enum base_status status = build_tree(builder, &tree, err);
    if (status != BASE_OK)
        return status;
    const struct {
        const char *name;
        const struct base_buffer *block;
    } blocks[] = {
        {"subjects", &builder->subjects},
        {"names", &builder->names},
        {"texts", &builder->texts},
        {"keys", &builder->keys.keys},
        {"key_texts", &builder->keys.texts},
        {"grams", &builder->keys.grams},
        {"subject_first", &first},
        {"subject_names", &list},
        {"fold", &builder->fold},
        {"reading_rows", &builder->reading_rows},
        {"syllables", &builder->syllables},
        {"points", &tree},
    };
    struct base_section_writer writer;
    base_section_writer_init(&writer, NAMES_SECTION_KIND, NAMES_SECTION_VERSION);
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0] && status == BASE_OK; i++) {
        base_section_writer_add(&writer, blocks[i].name, blocks[i].block->data,
                                blocks[i].block->size);
        status = base_buffer_check(blocks[i].block, err);
    }
    if (status == BASE_OK)
        status = base_section_writer_finish(&writer, out, err);
    base_section_writer_done(&writer);
    return status;
}

static enum base_status prepare(struct builder *builder, struct base_error *err)
{
    base_buffer_byte(&builder->texts, 0); /* offset 0 is the empty text */
    enum base_status status = names_fold_build(&builder->fold, err);
    if (status == BASE_OK)
        status = names_readings_build(&builder->reading_rows, &builder->syllables, err);
    builder->fold_view = (struct names_fold){(const void *)builder->fold.data,
                                             builder->fold.size / sizeof(struct names_fold_pair)};
    builder->readings_view = (struct names_readings){
        (const void *)builder->reading_rows.data,
        builder->reading_rows.size / sizeof(struct names_reading_row),
        (const char(*)[NAMES_SYLLABLE])(const void *)builder->syllables.data,
        builder->syllables.size / NAMES_SYLLABLE};
    builder->keys.fold = &builder->fold_view;
    builder->keys.readings = &builder->readings_view;
    return status;
}

static void done(struct builder *builder)
{
    struct base_buffer *const buffers[] = {
        &builder->subjects,  &builder->names,        &builder->texts,
        &builder->fold,      &builder->reading_rows, &builder->syllables,
        &builder->keys.keys, &builder->keys.texts,   &builder->keys.grams,
    };
    for (size_t i = 0; i < sizeof buffers / sizeof buffers[0]; i++)
        base_buffer_done(buffers[i]);
}

enum base_status names_index_build(const struct store_division *divisions, size_t division_count,
                                   const struct store_place *places, size_t place_count,
                                   const struct store_name *names, size_t name_count,
                                   struct base_buffer *out, struct base_error *err)
{
    struct builder builder = {0};
    enum base_status status = prepare(&builder, err);
    if (status == BASE_OK)
        status = add_divisions(&builder, divisions, division_count, names, name_count, err);
    if (status == BASE_OK)
        status = add_places(&builder, places, place_count, names, name_count, err);
    if (status == BASE_OK)
        status = sort_keys(&builder.keys, err);
    if (status == BASE_OK)
        status = write_section(&builder, out, err);
    done(&builder);
    return status;
}
