/* names/words.c - lists of words that the checks of a proposed name look for. */
#include "names/words.h"

#include <string.h>

#include "base/text.h"

extern const unsigned char names_words[];
extern const size_t names_words_size;

static const char *const CLASS_NAMES[NAMES_WORD_CLASSES] = {
    "leader", "person", "foreign", "firm", "grand", "feudal", "famous", "inflated",
};

struct line {
    const char *word;
    size_t word_size;
    int kind; /* -1: unknown */
    bool is_comment, is_taken_out;
};

static int class_of(const char *text, size_t size)
{
    for (int i = 0; i < NAMES_WORD_CLASSES; i++)
        if (strlen(CLASS_NAMES[i]) == size && memcmp(CLASS_NAMES[i], text, size) == 0)
            return i;
    return -1;
}

static size_t field_size(const char *text, size_t size)
{
    const char *tab = memchr(text, '\t', size);
    return tab ? (size_t)(tab - text) : size;
}

/* Reads the line at *at and moves behind it. */
static struct line next_line(const char *text, size_t size, size_t *at)
{
    const char *from = text + *at, *to = memchr(from, '\n', size - *at);
    size_t rest = to ? (size_t)(to - from) : size - *at;
    struct line line = {.word = from, .kind = -1};
    *at += rest + (to != NULL);
    if (rest > 0 && from[rest - 1] == '\r')
        rest--;
    line.is_comment = rest == 0 || from[0] == '#';
    line.is_taken_out = rest > 0 && from[0] == '-';
    line.word += line.is_taken_out;
    rest -= line.is_taken_out;
    line.word_size = field_size(line.word, rest);
    if (line.word_size < rest) {
        const char *word = line.word + line.word_size + 1;
        line.kind = class_of(word, field_size(word, rest - line.word_size - 1));
    }
    return line;
}

static bool stands_in(const struct line *line, const char *text, size_t size, bool whole)
{
    if (line->word_size > size || (whole && line->word_size != size))
        return false;
    for (size_t at = 0; at + line->word_size <= size; at++)
        if (memcmp(text + at, line->word, line->word_size) == 0)
            return true;
    return false;
}

static bool is_taken_out(const struct names_words *words, const struct line *preset)
{
    for (size_t at = 0; at < words->own_size;) {
        struct line line = next_line(words->own, words->own_size, &at);
        if (line.is_taken_out && line.kind == preset->kind && line.word_size == preset->word_size &&
            memcmp(line.word, preset->word, line.word_size) == 0)
            return true;
    }
    return false;
}

struct names_word names_words_find(const struct names_words *words, enum names_word_class kind,
                                   const char *text, size_t size, bool whole)
{
    const char *const lists[] = {(const char *)names_words, words->own};
    const size_t sizes[] = {names_words_size, words->own ? words->own_size : 0};
    struct names_word best = {0};
    for (size_t list = 0; list < 2; list++)
        for (size_t at = 0; at < sizes[list];) {
            struct line line = next_line(lists[list], sizes[list], &at);
            if (line.is_comment || line.is_taken_out || line.kind != (int)kind ||
                line.word_size <= best.size || !stands_in(&line, text, size, whole) ||
                (list == 0 && words->own && is_taken_out(words, &line)))
                continue;
            best = (struct names_word){line.word, line.word_size};
        }
    return best;
}

enum base_status names_words_check(const char *own, size_t size, struct base_error *err)
{
    int number = 0;
    if (!base_text_valid(own, size))
        return base_fail(err, BASE_INVALID, "the list of words is not UTF-8");
    for (size_t at = 0; at < size;) {
        struct line line = next_line(own, size, &at);
        number++;
        if (!line.is_comment && (line.kind < 0 || line.word_size == 0))
            return base_fail(err, BASE_INVALID,
                             "line %d of the list of words must be a word, a tab and a class "
                             "(leader, person, foreign, firm, grand, feudal, famous, inflated)",
                             number);
    }
    return BASE_OK;
}
