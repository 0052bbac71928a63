/* bench/queries.c - see bench/queries.h. */
#include "bench/queries.h"

#include <string.h>

#include "base/text.h"
#include "bench/support.h"

#define LONGEST 40 /* code points of a name that is asked for */
#define TEXT    200

const char *const BENCH_CLASS_NAMES[BENCH_CLASSES] = {
    "exact", "prefix", "part", "pinyin", "one wrong syllable", "one wrong", "two wrong", "miss",
};

struct maker {
    const struct names_index *index;
    uint64_t state;
    char text[TEXT];
    size_t starts[LONGEST + 1], count; /* of the name drawn last */
    const char *name;
    uint32_t number;
};

/* Draws a name of at least `least` characters, all of them Han. */
static void draw(struct maker *m, size_t least)
{
    for (bool fits = false; !fits;) {
        m->number = bench_chance(&m->state, (uint32_t)m->index->name_count);
        m->name = names_index_name(m->index, m->number).text;
        size_t length = strlen(m->name);
        m->count = 0;
        fits = length < TEXT / 2;
        for (size_t at = 0; fits && at < length && m->count < LONGEST;) {
            m->starts[m->count++] = at;
            fits = base_text_is_han(base_text_next(m->name, length, &at));
        }
        m->starts[m->count] = length;
        fits = fits && m->count >= least && m->count < LONGEST;
    }
}

static void copy(struct maker *m, size_t from, size_t to)
{
    size_t size = m->starts[to] - m->starts[from];
    memcpy(m->text, m->name + m->starts[from], size);
    m->text[size] = '\0';
}

bool bench_pinyin(const struct names_index *index, uint32_t number, uint16_t *syllables,
                  size_t *count)
{
    uint32_t points[NAMES_SPELLING];
    struct names_name name = names_index_name(index, number);
    size_t length = strlen(name.text);
    *count = 0;
    for (size_t at = 0; at < length; (*count)++) {
        if (*count == NAMES_SPELLING)
            return false;
        points[*count] = base_text_next(name.text, length, &at);
    }
    return names_reading_align(&index->parts[0].readings, points, *count, name.reading, syllables);
}

static bool write_pinyin(struct maker *m, bool wrong)
{
    const struct names_readings *r = &m->index->parts[0].readings;
    uint16_t syllables[NAMES_SPELLING];
    size_t count, size = 0;
    draw(m, wrong ? 4 : 2);
    if (!bench_pinyin(m->index, m->number, syllables, &count))
        return false;
    if (wrong) {
        uint16_t *at = &syllables[bench_chance(&m->state, (uint32_t)count)];
        uint16_t other;
        do
            other = (uint16_t)bench_chance(&m->state, (uint32_t)r->syllable_count);
        while (other == *at || strlen(names_syllable_text(r, other)) < 2);
        *at = other;
    }
    for (size_t i = 0; i < count && size + NAMES_SYLLABLE < TEXT; i++)
        size += (size_t)snprintf(m->text + size, TEXT - size, "%s",
                                 names_syllable_text(r, syllables[i]));
    return true;
}

/* Puts a character of another name in the place of one. */
static void spoil(struct maker *m, unsigned faults)
{
    uint32_t meant;
    draw(m, 5);
    meant = m->number;
    char kept[TEXT], spoilt[TEXT] = "";
    size_t starts[LONGEST + 1], count = m->count, wrong[2] = {0, 0};
    snprintf(kept, sizeof kept, "%s", m->name);
    memcpy(starts, m->starts, sizeof starts);
    wrong[0] = bench_chance(&m->state, (uint32_t)count);
    do
        wrong[1] = bench_chance(&m->state, (uint32_t)count);
    while (wrong[1] == wrong[0]);
    for (size_t i = 0; i < count; i++) {
        char own[8], other[8];
        snprintf(own, sizeof own, "%.*s", (int)(starts[i + 1] - starts[i]), kept + starts[i]);
        memcpy(other, own, sizeof own);
        while ((i == wrong[0] || (faults == 2 && i == wrong[1])) && strcmp(own, other) == 0) {
            draw(m, 2);
            size_t k = bench_chance(&m->state, (uint32_t)m->count);
            snprintf(other, sizeof other, "%.*s", (int)(m->starts[k + 1] - m->starts[k]),
                     m->name + m->starts[k]);
        }
        strcat(spoilt, other);
    }
    m->number = meant;
    memcpy(m->text, spoilt, sizeof spoilt);
}

static void write_miss(struct maker *m)
{
    size_t size = 0;
    for (uint32_t left = 3 + bench_chance(&m->state, 3); left > 0; left--) {
        draw(m, 2);
        size_t k = bench_chance(&m->state, (uint32_t)m->count);
        size += (size_t)snprintf(m->text + size, TEXT - size, "%.*s",
                                 (int)(m->starts[k + 1] - m->starts[k]), m->name + m->starts[k]);
    }
}

static bool make_one(struct maker *m, enum bench_class class)
{
    size_t from;
    switch (class) {
    case BENCH_EXACT:
        draw(m, 2);
        copy(m, 0, m->count);
        return true;
    case BENCH_PREFIX:
        draw(m, 3);
        copy(m, 0, 2 + bench_chance(&m->state, (uint32_t)m->count - 2));
        return true;
    case BENCH_PART:
        draw(m, 3);
        from = 1 + bench_chance(&m->state, (uint32_t)m->count - 2);
        copy(m, from, from + 2 + bench_chance(&m->state, (uint32_t)(m->count - from - 1)));
        return true;
    case BENCH_PINYIN:
    case BENCH_SYLLABLE:
        return write_pinyin(m, class == BENCH_SYLLABLE);
    case BENCH_WRONG:
    case BENCH_TWO:
        spoil(m, class == BENCH_TWO ? 2 : 1);
        return true;
    default:
        write_miss(m);
        return true;
    }
}

static int by_text(const void *left, const void *right)
{
    const struct bench_query *a = left, *b = right;
    int order = strcmp(a->text, b->text);
    return order ? order : (a->name > b->name) - (a->name < b->name);
}

static size_t keep_distinct(struct bench_query *items, size_t count)
{
    size_t kept = 0;
    qsort(items, count, sizeof *items, by_text);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || strcmp(items[i].text, items[kept - 1].text) != 0)
            items[kept++] = items[i];
    return kept;
}

static void shuffle(struct bench_query *items, size_t count, uint64_t *state)
{
    for (size_t i = count; i > 1; i--) {
        size_t k = bench_chance(state, (uint32_t)i);
        struct bench_query other = items[k];
        items[k] = items[i - 1];
        items[i - 1] = other;
    }
}

void bench_queries_make(const struct names_index *index, size_t each, uint64_t seed,
                        struct base_arena *arena, struct bench_queries *out)
{
    struct maker m = {.index = index, .state = seed};
    for (int class = 0; class < BENCH_CLASSES; class ++) {
        size_t wanted = class == BENCH_MISS ? each * (BENCH_CLASSES - 1) / 4 : each, count = 0;
        struct bench_query *items = bench_calloc(arena, wanted, sizeof *items);
        for (int round = 0; round < 20 && count < wanted; round++) {
            while (count < wanted)
                if (make_one(&m, (enum bench_class) class))
                    items[count++] =
                        (struct bench_query){base_arena_strdup(arena, m.text), m.number};
            count = keep_distinct(items, count);
        }
        shuffle(items, count, &m.state);
        out->items[class] = items;
        out->count[class] = count;
    }
}
