/* names/alphabet.h - the characters of all names as small numbers; internal to names/.
 *
 * A unit is a folded character (names/fold.h): the map from a code point to its
 * unit does the whole folding of one character by one look-up. */
#ifndef NAMES_ALPHABET_H
#define NAMES_ALPHABET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NAMES_UNIT_NONE    0 /* dropped: blank or punctuation */
#define NAMES_UNIT_STRANGE 1 /* a letter that stands in no name */
#define NAMES_UNIT_MOST    0x7FFF
#define NAMES_PLANE        0x10000 /* code points with a place of their own in the map */

/* A code point beyond the plane. */
struct names_far {
    uint32_t point, unit;
};

struct names_alphabet {
    const uint16_t *units;       /* NAMES_PLANE, by code point */
    const struct names_far *far; /* ascending */
    size_t far_count;
    const uint32_t *points; /* of each unit: its folded code point */
    size_t count;
};

uint16_t names_alphabet_far(const struct names_alphabet *alphabet, uint32_t point);

static inline uint16_t names_alphabet_unit(const struct names_alphabet *alphabet, uint32_t point)
{
    return point < NAMES_PLANE ? alphabet->units[point] : names_alphabet_far(alphabet, point);
}

/* 0 for a unit that there is not. */
static inline uint32_t names_alphabet_point(const struct names_alphabet *alphabet, uint16_t unit)
{
    return unit < alphabet->count ? alphabet->points[unit] : 0;
}

#endif
