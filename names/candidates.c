/* names/candidates.c - what the keys of a query lead to. */
#include "names/candidates.h"

#include <string.h>

#include "base/text.h"

#define MIXED_READINGS 8 /* combinations tried for what is typed half in characters */

static void add(struct names_candidates *c, uint32_t name, enum names_form form, enum names_how how,
                double quality)
{
    if (c->count == c->capacity) {
        size_t capacity = c->capacity ? c->capacity * 2 : 256;
        struct names_candidate *items = base_arena_alloc(c->arena, capacity * sizeof *items);
        if (!items) {
            c->failed = true;
            return;
        }
        if (c->count > 0)
            memcpy(items, c->items, c->count * sizeof *items);
        c->items = items;
        c->capacity = capacity;
    }
    c->items[c->count++] =
        (struct names_candidate){c->index->names[name].subject, name, form, how, quality};
}

/* How good meeting this whole key is. */
static const struct {
    enum names_how how;
    double whole, prefix; /* prefix 0: a part of the key says nothing */
} KEY_QUALITY[] = {
    [NAMES_KEY_TEXT] = {NAMES_EXACT, 1.0, 0.80},
    [NAMES_KEY_SHORT] = {NAMES_EXACT, 0.97, 0},
    [NAMES_KEY_PINYIN] = {NAMES_PINYIN, 0.90, 0.66},
    [NAMES_KEY_PINYIN_SHORT] = {NAMES_PINYIN, 0.88, 0},
    [NAMES_KEY_PINYIN_OTHER] = {NAMES_PINYIN, 0.74, 0.50},
    [NAMES_KEY_INITIALS] = {NAMES_INITIALS, 0.70, 0.40},
    [NAMES_KEY_CODE] = {NAMES_CODE, 1.0, 0.60},
    [NAMES_KEY_ID] = {NAMES_CODE, 0, 0},
};

static enum names_how prefix_how(enum names_key_kind kind)
{
    return kind == NAMES_KEY_TEXT ? NAMES_PREFIX : KEY_QUALITY[kind].how;
}

static void add_whole(struct names_candidates *c, const struct names_key *key)
{
    double quality = KEY_QUALITY[key->kind].whole;
    enum names_form form = (enum names_form)c->index->names[key->name].form;
    if (key->kind == NAMES_KEY_SHORT || key->kind == NAMES_KEY_PINYIN_SHORT)
        form = form == NAMES_STANDARD ? NAMES_SHORT : form;
    if (quality > 0)
        add(c, key->name, form, KEY_QUALITY[key->kind].how, quality);
}

/* The more of the name was typed, the better. */
static void add_prefix(struct names_candidates *c, const struct names_key *key, size_t typed,
                       size_t whole, bool suggest)
{
    double quality = KEY_QUALITY[key->kind].prefix;
    if (quality <= 0)
        return;
    double share = (double)typed / (double)whole;
    quality *= (suggest ? 0.85 : 0.75) + (suggest ? 0.15 : 0.25) * share;
    add(c, key->name, (enum names_form)c->index->names[key->name].form,
        prefix_how((enum names_key_kind)key->kind), quality);
}

/* All keys that begin with text. */
static void look_up(struct names_candidates *c, const char *text, bool prefixes, bool suggest)
{
    const struct names_index *index = c->index;
    size_t length = strlen(text);
    for (size_t i = names_index_lower_bound(index, text); i < index->key_count && c->budget > 0;
         i++, c->budget--) {
        const char *key = index->key_texts + index->keys[i].text;
        if (strncmp(key, text, length) != 0)
            break;
        if (key[length] == '\0')
            add_whole(c, &index->keys[i]);
        else if (!prefixes)
            break;
        else
            add_prefix(c, &index->keys[i], length, strlen(key), suggest);
    }
}

/* --- a part of the name -------------------------------------------------- */

static size_t gram_lower_bound(const struct names_index *index, uint32_t first, uint32_t second)
{
    size_t low = 0, high = index->gram_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct names_gram *g = &index->grams[middle];
        if (g->first < first || (g->first == first && g->second < second))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct gram_range {
    size_t first, count;
};

static struct gram_range gram_range(const struct names_index *index, uint32_t a, uint32_t b)
{
    size_t first = gram_lower_bound(index, a, b);
    return (struct gram_range){first, gram_lower_bound(index, a, b + 1) - first};
}

/* Where query stands inside name; behind its start, since the start is a prefix. */
static bool is_inside(const struct names_folded *name, const struct names_folded *query)
{
    for (size_t at = 1; at + query->count <= name->count; at++)
        if (memcmp(name->text + at, query->text, query->count * sizeof query->text[0]) == 0)
            return true;
    return false;
}

/* The rarest pair of the query's characters leads; the rest is compared. */
static void look_inside(struct names_candidates *c, const struct names_folded *query)
{
    const struct names_index *index = c->index;
    struct gram_range rarest = {0, SIZE_MAX};
    for (size_t i = 0; i + 1 < query->count; i++) {
        struct gram_range range = gram_range(index, query->text[i], query->text[i + 1]);
        if (range.count < rarest.count)
            rarest = range;
    }
    if (query->count < 2)
        return;
    for (size_t i = 0; i < rarest.count && c->budget > 0; i++, c->budget--) {
        uint32_t name = index->grams[rarest.first + i].name;
        const char *text = names_index_text(index, index->names[name].text);
        struct names_folded folded;
        names_fold_text(&index->fold, text, strlen(text), &folded);
        if (is_inside(&folded, query))
            add(c, name, (enum names_form)index->names[name].form, NAMES_PART,
                0.35 + 0.2 * (double)query->count / (double)folded.count);
    }
}

/* 长chun, 重qing路: the characters may be read in several ways. */
static void look_up_mixed(struct names_candidates *c, const struct names_folded *query,
                          bool suggest)
{
    for (size_t choice = 0; choice < MIXED_READINGS; choice++) {
        struct base_buffer full BASE_BUFFER_AUTO = {0}, initials BASE_BUFFER_AUTO = {0};
        if (!names_pinyin_write(&c->index->readings, query, choice, &full, &initials) ||
            full.failed)
            return;
        look_up(c, full.data, true, suggest);
    }
}

void names_candidates_find(struct names_candidates *c, const struct names_folded *query,
                           bool suggest)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    names_fold_write(query, 0, query->count, &text);
    if (text.size == 0 || text.failed)
        return;
    look_up(c, text.data, true, suggest);
    if (query->has_han && query->has_latin)
        look_up_mixed(c, query, suggest);
    if (query->has_han)
        look_inside(c, query);
}
