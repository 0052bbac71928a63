/* names/index.c - opening the section "names". */
#include "names/index.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "names/keys.h"
#include "names/section.h"

static bool texts_end(const char *texts, size_t size)
{
    return size == 0 || texts[size - 1] == '\0';
}

static bool subjects_sound(const struct names_index *index)
{
    for (size_t i = 0; i < index->subject_count; i++) {
        const struct names_subject *s = &index->subjects[i];
        const uint32_t texts[] = {s->id,       s->name,     s->romanised, s->kind,
                                  s->category, s->division, s->status};
        for (size_t j = 0; j < sizeof texts / sizeof texts[0]; j++)
            if (texts[j] >= index->text_size)
                return false;
        if (index->subject_first[i] > index->subject_first[i + 1])
            return false;
    }
    return index->subject_first[index->subject_count] == index->name_count;
}

static bool names_sound(const struct names_index *index)
{
    for (size_t i = 0; i < index->name_count; i++) {
        const struct names_name *n = &index->names[i];
        if (n->subject >= index->subject_count || n->text >= index->text_size ||
            n->reading >= index->text_size || n->extent >= index->text_size ||
            n->form >= NAMES_FORMS || index->subject_names[i] >= index->name_count)
            return false;
    }
    return true;
}

static bool keys_sound(const struct names_index *index)
{
    for (size_t i = 0; i < index->key_count; i++) {
        const struct names_key *k = &index->keys[i];
        if (k->text >= index->key_text_size || k->name >= index->name_count ||
            k->kind > NAMES_KEY_ID)
            return false;
    }
    for (size_t i = 0; i < index->gram_count; i++)
        if (index->grams[i].name >= index->name_count)
            return false;
    return true;
}

static bool is_sound(const struct names_index *index, size_t firsts, size_t listed)
{
    return firsts == index->subject_count + 1 && listed == index->name_count &&
           index->text_size > 0 && texts_end(index->texts, index->text_size) &&
           texts_end(index->key_texts, index->key_text_size) && subjects_sound(index) &&
           names_sound(index) && keys_sound(index) && names_readings_sound(&index->readings) &&
           index->points.input_count <= index->subject_count;
}

enum base_status names_index_open(const void *bytes, size_t size, struct names_index *out,
                                  struct base_error *err)
{
    struct names_index index = {0};
    enum base_status status = base_section_open(bytes, size, NAMES_SECTION_KIND,
                                                NAMES_SECTION_VERSION, 0, &index.section, err);
    if (status != BASE_OK)
        return status;
    const struct base_section *s = &index.section;
    size_t firsts, listed, tree_size;
    index.subjects =
        base_section_block(s, "subjects", sizeof *index.subjects, &index.subject_count);
    index.names = base_section_block(s, "names", sizeof *index.names, &index.name_count);
    index.keys = base_section_block(s, "keys", sizeof *index.keys, &index.key_count);
    index.grams = base_section_block(s, "grams", sizeof *index.grams, &index.gram_count);
    index.texts = base_section_block(s, "texts", 1, &index.text_size);
    index.key_texts = base_section_block(s, "key_texts", 1, &index.key_text_size);
    index.subject_first = base_section_block(s, "subject_first", 4, &firsts);
    index.subject_names = base_section_block(s, "subject_names", 4, &listed);
    index.fold.pairs = base_section_block(s, "fold", sizeof *index.fold.pairs, &index.fold.count);
    index.readings.rows =
        base_section_block(s, "reading_rows", sizeof *index.readings.rows, &index.readings.count);
    const void *syllables =
        base_section_block(s, "syllables", NAMES_SYLLABLE, &index.readings.syllable_count);
    index.readings.syllables = (const char(*)[NAMES_SYLLABLE])(uintptr_t)syllables;
    const void *tree = base_section_block(s, "points", 1, &tree_size);
    status = geo_rtree_open(tree, tree_size, &index.points, err);
    if (status != BASE_OK)
        return status;
    if (!is_sound(&index, firsts, listed))
        return base_fail(err, BASE_INVALID, "the names section is damaged; build it again");
    *out = index;
    return BASE_OK;
}

size_t names_index_lower_bound(const struct names_index *index, const char *text)
{
    size_t low = 0, high = index->key_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(index->key_texts + index->keys[middle].text, text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Divisions stand before places, each ascending by identity. */
static uint32_t find_identity(const struct names_index *index, uint32_t is_place, int64_t identity)
{
    size_t low = 0, high = index->subject_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct names_subject *s = &index->subjects[middle];
        if (s->is_place < is_place || (s->is_place == is_place && s->identity < identity))
            low = middle + 1;
        else
            high = middle;
    }
    if (low == index->subject_count || index->subjects[low].is_place != is_place ||
        index->subjects[low].identity != identity)
        return UINT32_MAX;
    return (uint32_t)low;
}

static uint32_t find_own_id(const struct names_index *index, const char *id)
{
    struct base_buffer key BASE_BUFFER_AUTO = {0};
    base_buffer_printf(&key, NAMES_ID_MARK "%s", id);
    if (key.failed)
        return UINT32_MAX;
    size_t i = names_index_lower_bound(index, key.data);
    if (i == index->key_count || index->keys[i].kind != NAMES_KEY_ID ||
        strcmp(index->key_texts + index->keys[i].text, key.data) != 0)
        return UINT32_MAX;
    return index->names[index->keys[i].name].subject;
}

uint32_t names_index_find(const struct names_index *index, const char *id)
{
    int64_t identity;
    if (strncmp(id, "division-", 9) == 0 && base_number_parse_int(id + 9, &identity))
        return find_identity(index, 0, identity);
    if (strncmp(id, "place-", 6) == 0 && base_number_parse_int(id + 6, &identity)) {
        uint32_t found = find_identity(index, 1, identity);
        if (found != UINT32_MAX)
            return found;
    }
    return find_own_id(index, id);
}
