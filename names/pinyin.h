/* names/pinyin.h - syllables and readings of characters.
 *
 * Readings come from Unihan (names/data/readings.txt); the record's own reading
 * of a name always wins. Toneless spelling, ü written v. */
#ifndef NAMES_PINYIN_H
#define NAMES_PINYIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "names/fold.h"

#define NAMES_SYLLABLE      8  /* "zhuang" and the end */
#define NAMES_SYLLABLE_NONE 0  /* the first of the table is "" */
#define NAMES_SPELLING      64 /* syllables of one spelling */

/* Readings of one character: count syllables of the list from first on. */
struct names_reading_row {
    uint32_t character, first, count;
};

/* Syllables ascend, so that those which begin alike stand together; each of the
 * 26 letters is one too, for what is written in letters inside a name. */
struct names_readings {
    const struct names_reading_row *rows; /* ascending by character */
    size_t count;
    const uint16_t *list; /* numbers of syllables */
    size_t list_count;
    const char (*syllables)[NAMES_SYLLABLE];
    size_t syllable_count;
};

/* Appends the three arrays made from the embedded Unihan extract. */
BASE_MUST_CHECK
enum base_status names_readings_build(struct base_buffer *rows, struct base_buffer *list,
                                      struct base_buffer *syllables, struct base_error *err);

/* True when rows and syllables ascend and all numbers point into their arrays. */
bool names_readings_sound(const struct names_readings *readings);

/* The readings of a character, the usual first; *count 0 when unknown. A letter
 * reads as itself. */
const uint16_t *names_readings_of(const struct names_readings *readings, uint32_t character,
                                  size_t *count);
bool names_readings_has(const struct names_readings *readings, uint32_t character,
                        uint16_t syllable);

/* The number of a syllable, NAMES_SYLLABLE_NONE when there is none. */
uint16_t names_syllable_find(const struct names_readings *readings, const char *text, size_t size);

/* The syllables that begin with text: first..last, last excluded. */
void names_syllable_range(const struct names_readings *readings, const char *text, size_t size,
                          uint16_t *first, uint16_t *last);

static inline const char *names_syllable_text(const struct names_readings *readings,
                                              uint16_t syllable)
{
    return readings->syllables[syllable < readings->syllable_count ? syllable : 0];
}

/* The spelling in which sounds that people of the north-east mix are one: zh, ch,
 * sh as z, c, s; l as n, r as y, h before u as f; ang, eng, ing as an, en, in. */
void names_syllable_merge(const char *syllable, char out[NAMES_SYLLABLE]);

/* The reading as one syllable for each of the points (folded or as written):
 * recorded ("Cháoyáng Qū"; NULL or "": none), else the usual one of each
 * character. Writes point_count syllables and returns true, or returns false
 * when a character has no reading or there are more than NAMES_SPELLING. */
bool names_reading_align(const struct names_readings *readings, const uint32_t *points,
                         size_t point_count, const char *recorded, uint16_t *out);

#endif
