/* names/lookup.c - which written names are spelt or sound alike. */
#include "names/lookup.h"

#include <string.h>

static const char *key_text(const struct names_index *index, size_t key)
{
    return index->key_texts + index->keys[key].text;
}

static void look_up(const struct names_index *index, const char *text, enum names_key_kind kind,
                    names_lookup_seen seen, void *context)
{
    for (size_t i = names_index_lower_bound(index, text);
         i < index->key_count && strcmp(key_text(index, i), text) == 0; i++)
        if (index->keys[i].kind == (uint32_t)kind)
            seen(context, index->keys[i].name);
}

static bool fold(const struct names_index *index, const char *text, size_t size,
                 struct base_buffer *out)
{
    struct names_folded folded;
    names_fold_text(&index->fold, text, size, &folded);
    names_fold_write(&folded, 0, folded.count, out);
    return out->size > 0 && !out->failed;
}

void names_lookup_text(const struct names_index *index, const char *text, size_t size,
                       names_lookup_seen seen, void *context)
{
    struct base_buffer folded BASE_BUFFER_AUTO = {0};
    if (fold(index, text, size, &folded))
        look_up(index, folded.data, NAMES_KEY_TEXT, seen, context);
}

void names_lookup_begins(const struct names_index *index, const char *text, size_t size,
                         size_t most, names_lookup_seen seen, void *context)
{
    struct base_buffer folded BASE_BUFFER_AUTO = {0};
    if (!fold(index, text, size, &folded))
        return;
    for (size_t i = names_index_lower_bound(index, folded.data); i < index->key_count && most > 0;
         i++, most--) {
        if (strncmp(key_text(index, i), folded.data, folded.size) != 0)
            return;
        if (index->keys[i].kind == NAMES_KEY_TEXT && key_text(index, i)[folded.size])
            seen(context, index->keys[i].name);
    }
}

void names_lookup_sound(const struct names_index *index, const char *pinyin, names_lookup_seen seen,
                        void *context)
{
    look_up(index, pinyin, NAMES_KEY_PINYIN, seen, context);
}
