/* names/typed.h - what was typed, in the units of one part; internal to names/. */
#ifndef NAMES_TYPED_H
#define NAMES_TYPED_H

#include "names/part.h"

#define NAMES_TYPED_MOST 120 /* characters looked at; no name is that long */

struct names_typed {
    uint16_t units[NAMES_TYPED_MOST];
    uint32_t folded[NAMES_TYPED_MOST];    /* letters bare and small, ü as v */
    uint32_t plain[NAMES_TYPED_MOST];     /* as written, small */
    bool cut[NAMES_TYPED_MOST];           /* a blank or mark stood before it */
    unsigned char tone[NAMES_TYPED_MOST]; /* 1 to 4 on a letter, 0 none */
    size_t count;
    bool has_han, has_latin, has_tones, was_long;
};

/* Malformed bytes are dropped; what follows NAMES_TYPED_MOST is cut off. */
void names_typed_read(const struct names_part *part, const char *text, struct names_typed *out);

/* The characters from..to of it. */
void names_typed_take(const struct names_typed *typed, size_t from, size_t to,
                      struct names_typed *out);

/* The same with numerals written the other way: 12 as 十二, 十二 as 一二 (which is how
 * 12 is folded). False when it holds no numeral of two or three digits. */
bool names_typed_renumber(const struct names_part *part, const struct names_typed *typed,
                          struct names_typed *out);

/* The tone of a letter with a tone mark, 0 for any other. */
unsigned char names_tone(uint32_t point);

/* The syllable that the letters spell, NAMES_SYLLABLE_NONE for the hm and ng of
 * exclamations and a letter that stands for itself. letters may go on behind size. */
uint16_t names_typed_syllable(const struct names_readings *readings, const char *letters,
                              size_t size);

/* One way to read letters and characters as syllables. */
struct names_spelling {
    uint16_t syllables[NAMES_SPELLING];
    uint8_t at[NAMES_SPELLING]; /* where each begins in what was typed */
    size_t count;
    uint16_t from, beyond; /* of the last, unfinished syllable; 0, 0: none */
    unsigned loose;        /* syllables written another way than ü is */
};

/* Calls take with every way to read the characters from..to as whole syllables, the
 * last perhaps unfinished (when unfinished is set), until it returns false or
 * `most` were taken. */
void names_spell(const struct names_part *part, const struct names_typed *typed, size_t from,
                 size_t to, bool unfinished, size_t most,
                 bool (*take)(void *context, const struct names_spelling *spelling), void *context);

#endif
