/* bench/queries.c - see bench/queries.h. */
#include "bench/queries.h"

#include <string.h>

#include "bench/support.h"

#define LONGEST 64 /* code points of a name of which parts are taken */
#define SEED    20261124

const char *const BENCH_CLASS_NAMES[BENCH_CLASSES] = {"exact",          "prefix",        "pinyin",
                                                      "part, 3+ chars", "part, 2 chars", "miss"};

struct candidate {
    const char *text;
    enum bench_class class;
};

struct candidates {
    struct base_arena *arena;
    struct candidate *items;
    size_t count, capacity;
};

static void add(struct candidates *list, const char *text, size_t size, enum bench_class class)
{
    if (list->count == list->capacity) {
        list->capacity = list->capacity ? list->capacity * 2 : 4096;
        list->items = realloc(list->items, list->capacity * sizeof *list->items);
    }
    char *copy = base_arena_strndup(list->arena, text, size);
    if (!list->items || !copy)
        BENCH_FAIL("there is no memory for the queries");
    list->items[list->count++] = (struct candidate){copy, class};
}

/* Where each code point of UTF-8 text begins, and its end; at most LONGEST. */
static size_t split(const char *text, size_t starts[LONGEST + 1])
{
    size_t count = 0, i = 0;
    for (; text[i] && count < LONGEST; i++)
        if (((unsigned char)text[i] & 0xC0) != 0x80)
            starts[count++] = i;
    while (((unsigned char)text[i] & 0xC0) == 0x80)
        i++;
    starts[count] = i;
    return count;
}

/* Nobody types a bracket or a dot out of the middle of a name. */
static bool has_punctuation(const char *text, size_t size)
{
    static const char *const marks[] = {"（", "）", "、", "·", "—", "－", "“", "”", "《", "》"};
    for (size_t i = 0; i < size; i++)
        if (strchr(" ()-./#\"'", text[i]))
            return true;
    for (size_t k = 0; k < sizeof marks / sizeof marks[0]; k++) {
        const char *mark = strstr(text, marks[k]);
        if (mark && mark < text + size)
            return true;
    }
    return false;
}

static enum bench_class class_of(size_t from, size_t to, size_t count)
{
    if (from == 0)
        return to == count ? BENCH_EXACT : BENCH_PREFIX;
    return to - from == 2 ? BENCH_PART_OF_2 : BENCH_PART;
}

static void add_parts(struct candidates *list, const char *text)
{
    size_t starts[LONGEST + 1];
    size_t count = split(text, starts);
    for (size_t from = 0; from + 2 <= count; from++)
        for (size_t to = from + 2; to <= count; to++)
            if (class_of(from, to, count) == BENCH_EXACT ||
                !has_punctuation(text + starts[from], starts[to] - starts[from]))
                add(list, text + starts[from], starts[to] - starts[from],
                    class_of(from, to, count));
}

static bool is_latin(const struct names_key *key)
{
    return key->kind == NAMES_KEY_PINYIN || key->kind == NAMES_KEY_PINYIN_SHORT ||
           key->kind == NAMES_KEY_INITIALS;
}

static void add_pinyin(struct candidates *list, const char *key)
{
    for (size_t to = strlen(key); to >= 3; to--)
        add(list, key, to, BENCH_PINYIN);
}

static int by_text(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    int order = strcmp(a->text, b->text);
    return order ? order : (int)a->class - (int)b->class;
}

static void keep_distinct(struct candidates *list)
{
    qsort(list->items, list->count, sizeof *list->items, by_text);
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++)
        if (i == 0 || strcmp(list->items[i].text, list->items[kept - 1].text) != 0)
            list->items[kept++] = list->items[i];
    list->count = kept;
}

static void shuffle(const char **texts, size_t count, uint64_t *state)
{
    for (size_t i = count; i > 1; i--) {
        size_t k = bench_chance(state, (uint32_t)i);
        const char *other = texts[k];
        texts[k] = texts[i - 1];
        texts[i - 1] = other;
    }
}

static bool is_in_a_name(const struct names_index *index, const char *text)
{
    for (size_t i = 0; i < index->name_count; i++)
        if (strstr(names_index_text(index, index->names[i].text), text))
            return true;
    return false;
}

/* Characters of names, each from a name drawn anew, so that all of them occur. */
static void write_miss(const struct names_index *index, uint64_t *state, char out[32])
{
    size_t starts[LONGEST + 1], size = 0;
    for (uint32_t left = 3 + bench_chance(state, 2); left > 0; left--) {
        const struct names_name *name =
            &index->names[bench_chance(state, (uint32_t)index->name_count)];
        const char *text = names_index_text(index, name->text);
        size_t k = bench_chance(state, (uint32_t)split(text, starts));
        memcpy(out + size, text + starts[k], starts[k + 1] - starts[k]);
        size += starts[k + 1] - starts[k];
    }
    out[size] = '\0';
}

static void add_misses(const struct names_index *index, size_t total, uint64_t *state,
                       struct candidates *list)
{
    while (list->count < total) {
        while (list->count < total) {
            char text[32];
            write_miss(index, state, text);
            if (!has_punctuation(text, strlen(text)) && !is_in_a_name(index, text))
                add(list, text, strlen(text), BENCH_MISS);
        }
        keep_distinct(list);
    }
}

void bench_queries_make(const struct names_index *index, size_t total, struct base_arena *arena,
                        struct bench_queries *out)
{
    struct candidates list = {.arena = arena};
    uint64_t state = SEED;
    for (size_t i = 0; i < index->name_count; i++)
        add_parts(&list, names_index_text(index, index->names[i].text));
    for (size_t i = 0; i < index->key_count; i++)
        if (is_latin(&index->keys[i]))
            add_pinyin(&list, index->key_texts + index->keys[i].text);
    keep_distinct(&list);
    add_misses(index, total, &state, &list);

    *out = (struct bench_queries){0};
    for (int class = 0; class < BENCH_CLASSES; class ++) {
        const char **texts = bench_calloc(arena, list.count + 1, sizeof *texts);
        for (size_t i = 0; i < list.count; i++)
            if ((int)list.items[i].class == class)
                texts[out->count[class]++] = list.items[i].text;
        shuffle(texts, out->count[class], &state);
        out->texts[class] = texts;
    }
    free(list.items);
}
