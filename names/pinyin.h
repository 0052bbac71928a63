/* names/pinyin.h - readings of characters, and names in pinyin.
 *
 * Readings come from Unihan (names/data/readings.txt); the record's own reading
 * of a name always wins. Toneless spelling, ü written v. */
#ifndef NAMES_PINYIN_H
#define NAMES_PINYIN_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "names/fold.h"

#define NAMES_SYLLABLE 8 /* "zhuang" and the end */

/* Readings of one character: count toneless syllables from first on. */
struct names_reading_row {
    uint32_t character, first, count;
};

struct names_readings {
    const struct names_reading_row *rows; /* ascending by character */
    size_t count;
    const char (*syllables)[NAMES_SYLLABLE];
    size_t syllable_count;
};

/* Appends the two arrays made from the embedded Unihan extract. */
BASE_MUST_CHECK
enum base_status names_readings_build(struct base_buffer *rows, struct base_buffer *syllables,
                                      struct base_error *err);

/* True when the rows ascend and point into the syllables. */
int names_readings_sound(const struct names_readings *readings);

/* The toneless readings of a character, the usual first; *count 0 when unknown. */
const char (*names_readings_of(const struct names_readings *readings, uint32_t character,
                               size_t *count))[NAMES_SYLLABLE];

/* The toneless pinyin of a folded name, appended to full, and the first letters
 * to initials. choice counts through the combinations of readings of its
 * characters (0: the usual ones); returns 0 when there is no such combination,
 * or when a character has no reading. Latin letters stand for themselves. */
int names_pinyin_write(const struct names_readings *readings, const struct names_folded *name,
                       size_t choice, struct base_buffer *full, struct base_buffer *initials);

#endif
