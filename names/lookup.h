/* names/lookup.h - which written names are spelt or sound alike: exact questions
 * to the name index, without ranking. */
#ifndef NAMES_LOOKUP_H
#define NAMES_LOOKUP_H

#include "names/index.h"

/* Called with each written name (a number of the index) that was met. */
typedef void (*names_lookup_seen)(void *context, uint32_t name);

/* Names whose folded text is the whole of text. */
void names_lookup_text(const struct names_index *index, const char *text, size_t size,
                       names_lookup_seen seen, void *context);

/* Names that are longer than text and begin with it, up to most. */
void names_lookup_begins(const struct names_index *index, const char *text, size_t size,
                         size_t most, names_lookup_seen seen, void *context);

/* Names that are read so: toneless pinyin without blanks, ü as v, "yuminlu". By
 * the record's reading, else the usual one. */
void names_lookup_sound(const struct names_index *index, const char *pinyin, names_lookup_seen seen,
                        void *context);

#endif
