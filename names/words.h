/* names/words.h - lists of words that the checks of a proposed name look for: the
 * presets of names/data/words.txt, and a bureau's own. */
#ifndef NAMES_WORDS_H
#define NAMES_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum names_word_class {
    NAMES_WORD_LEADER,
    NAMES_WORD_PERSON,
    NAMES_WORD_FOREIGN,
    NAMES_WORD_FIRM,
    NAMES_WORD_GRAND,
    NAMES_WORD_FEUDAL,
    NAMES_WORD_FAMOUS,
    NAMES_WORD_INFLATED,
    NAMES_WORD_CLASSES,
};

/* own: lines "word TAB class TAB mark", # begins a comment; borrowed. NULL: none.
 * A line "-word TAB class" takes the word out of the presets. */
struct names_words {
    const char *own;
    size_t own_size;
};

/* A word of the lists, borrowed from them and not terminated. size 0: none. */
struct names_word {
    const char *text;
    size_t size;
};

/* The longest word of the class that stands in text; whole: that text is. */
struct names_word names_words_find(const struct names_words *words, enum names_word_class kind,
                                   const char *text, size_t size, bool whole);

/* Returns BASE_OK, or BASE_INVALID with the number of the line that has no word or
 * an unknown class, or is not UTF-8. */
BASE_MUST_CHECK
enum base_status names_words_check(const char *own, size_t size, struct base_error *err);

#endif
