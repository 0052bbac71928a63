/* import/word_list.h - looking a source's word up in a list; internal to import/. */
#ifndef IMPORT_WORD_LIST_H
#define IMPORT_WORD_LIST_H

#include <stddef.h>
#include <strings.h>

struct import_word {
    const char *text, *value;
};

/* The value of the text, ASCII letters of either case; NULL where the list lacks it. */
static inline const char *import_word_find(const struct import_word *words, size_t count,
                                           const char *text)
{
    for (size_t i = 0; text && i < count; i++)
        if (strcasecmp(words[i].text, text) == 0)
            return words[i].value;
    return NULL;
}
#define IMPORT_LOOK_UP(words, text) import_word_find(words, sizeof(words) / sizeof(words)[0], text)

#endif
