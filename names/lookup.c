/* names/lookup.c - which written names are spelt or sound alike. */
#include "names/lookup.h"

#include <string.h>

#include "base/text.h"
#include "names/typed.h"

#define TEXT_MOST      1000
#define SPELLINGS_MOST 24

/* One question to one part. */
struct question {
    const struct names_index *index;
    const struct names_part *part;
    uint32_t first_name; /* number of the part's first name */
    names_lookup_seen seen;
    void *context;
};

/* By the recorded reading, else the usual one. */
static bool is_read(const struct names_part *part, const char *text, const char *reading,
                    const struct names_spelling *sound)
{
    uint32_t points[NAMES_SPELLING];
    uint16_t syllables[NAMES_SPELLING];
    size_t count = 0, length = strlen(text);
    for (size_t at = 0; at < length;) {
        uint32_t point = base_text_next(text, length, &at);
        if (names_alphabet_unit(&part->alphabet, point) == NAMES_UNIT_NONE)
            continue;
        if (count == NAMES_SPELLING)
            return false;
        points[count++] = point;
    }
    return count == sound->count &&
           names_reading_align(&part->readings, points, count, reading, syllables) &&
           memcmp(syllables, sound->syllables, count * sizeof *syllables) == 0;
}

/* Calls seen with the names of a term; of a sound only those that are read so. */
static void tell(const struct question *q, uint32_t term, const struct names_spelling *sound)
{
    struct names_range names = names_part_term_names(q->part, term);
    for (uint32_t i = names.first; i < names.last; i++) {
        uint32_t number = i + q->first_name;
        struct names_name name = names_index_name(q->index, number);
        if (names_index_is_hidden(q->index, name.subject))
            continue;
        if (!sound || is_read(q->part, name.text, name.reading, sound))
            q->seen(q->context, number);
    }
}

static void each_part(const struct names_index *index, const char *text, size_t size,
                      void (*ask)(const struct question *question, const struct names_typed *typed,
                                  size_t most),
                      size_t most, names_lookup_seen seen, void *context)
{
    char copy[TEXT_MOST];
    struct question q = {.index = index, .seen = seen, .context = context};
    if (size >= sizeof copy)
        return;
    memcpy(copy, text, size);
    copy[size] = '\0';
    for (size_t i = 0; i < index->part_count; i++) {
        struct names_typed typed;
        q.part = &index->parts[i];
        names_typed_read(q.part, copy, &typed);
        if (typed.count > 0 && !typed.was_long)
            ask(&q, &typed, most);
        q.first_name += (uint32_t)q.part->name_count;
    }
}

/* --- by text ----------------------------------------------------------------------- */

static void ask_whole(const struct question *q, const struct names_typed *typed, size_t most)
{
    (void)most;
    uint32_t term = names_lexicon_find(&q->part->terms, typed->units, typed->count, NULL);
    if (term != NAMES_NONE)
        tell(q, term, NULL);
}

void names_lookup_text(const struct names_index *index, const char *text, size_t size,
                       names_lookup_seen seen, void *context)
{
    each_part(index, text, size, ask_whole, 0, seen, context);
}

static void ask_beginning(const struct question *q, const struct names_typed *typed, size_t most)
{
    const struct names_lexicon *terms = &q->part->terms;
    struct names_range range = names_lexicon_range(terms, typed->units, typed->count, 0, 0);
    for (uint32_t i = range.first; i < range.last && most > 0; i++, most--)
        if (names_lexicon_sequence(terms, terms->order[i]).count > typed->count)
            tell(q, terms->order[i], NULL);
}

void names_lookup_begins(const struct names_index *index, const char *text, size_t size,
                         size_t most, names_lookup_seen seen, void *context)
{
    each_part(index, text, size, ask_beginning, most, seen, context);
}

/* --- by sound ------------------------------------------------------------------------ */

static bool take_spelling(void *context, const struct names_spelling *spelling)
{
    const struct question *q = context;
    uint32_t sound =
        names_lexicon_find(&q->part->sounds, spelling->syllables, spelling->count, NULL);
    struct names_range terms = names_part_sound_terms(q->part, sound);
    for (uint32_t i = terms.first; i < terms.last; i++)
        tell(q, q->part->sound_terms[i], spelling);
    return true;
}

static void ask_sound(const struct question *q, const struct names_typed *typed, size_t most)
{
    struct question copy = *q;
    names_spell(q->part, typed, 0, typed->count, false, most, take_spelling, &copy);
}

void names_lookup_sound(const struct names_index *index, const char *pinyin, names_lookup_seen seen,
                        void *context)
{
    each_part(index, pinyin, strlen(pinyin), ask_sound, SPELLINGS_MOST, seen, context);
}
