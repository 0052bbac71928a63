/* names/generic.c - the generic term at the end of a name. */
#include "names/generic.h"

#include <string.h>

extern const unsigned char names_generics[];
extern const size_t names_generics_size;

static const char *const CLASS_NAMES[NAMES_GENERIC_CLASSES] = {
    "none",   "division", "nation", "committee", "village", "street",  "ordinal",
    "square", "facility", "estate", "building",  "park",    "natural",
};

const char *names_generic_class_name(enum names_generic_class kind)
{
    return CLASS_NAMES[kind];
}

enum names_generic_class names_generic_class_parse(const char *text, size_t size)
{
    for (int i = 0; i < NAMES_GENERIC_CLASSES; i++)
        if (strlen(CLASS_NAMES[i]) == size && memcmp(CLASS_NAMES[i], text, size) == 0)
            return (enum names_generic_class)i;
    return NAMES_GENERIC_NONE;
}

/* Cuts text[*at..end) at the next mark and moves behind it. */
static const char *next_field(const char *text, size_t end, char mark, size_t *at, size_t *size)
{
    const char *from = text + *at, *to = memchr(from, mark, end - *at);
    *size = to ? (size_t)(to - from) : end - *at;
    *at += *size + (to != NULL);
    return from;
}

/* Reads one line of the table; size 0 for a comment. */
static struct names_generic read_line(const char *line, size_t size)
{
    struct names_generic generic = {0};
    size_t at = 0, word_size;
    if (size == 0 || line[0] == '#')
        return generic;
    generic.text = next_field(line, size, '\t', &at, &generic.size);
    generic.reading = next_field(line, size, '\t', &at, &generic.reading_size);
    const char *word = next_field(line, size, '\t', &at, &word_size);
    generic.kind = names_generic_class_parse(word, word_size);
    return generic;
}

static bool is_asked(enum names_generic_class have, enum names_generic_class asked)
{
    if (asked != NAMES_GENERIC_NONE)
        return have == asked;
    return have != NAMES_GENERIC_NATION && have != NAMES_GENERIC_ORDINAL;
}

struct names_generic names_generic_of(const char *text, size_t size, enum names_generic_class kind,
                                      bool whole)
{
    const char *table = (const char *)names_generics;
    struct names_generic best = {0};
    for (size_t at = 0; at < names_generics_size;) {
        size_t line_size;
        const char *line = next_field(table, names_generics_size, '\n', &at, &line_size);
        struct names_generic generic = read_line(line, line_size);
        if (generic.size <= best.size || generic.size + !whole > size ||
            !is_asked(generic.kind, kind))
            continue;
        if (memcmp(text + size - generic.size, generic.text, generic.size) == 0)
            best = generic;
    }
    return best;
}
