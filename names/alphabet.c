/* names/alphabet.c - the characters of all names as small numbers. */
#include "names/alphabet.h"

uint16_t names_alphabet_far(const struct names_alphabet *alphabet, uint32_t point)
{
    size_t low = 0, high = alphabet->far_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (alphabet->far[middle].point < point)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < alphabet->far_count && alphabet->far[low].point == point)
        return (uint16_t)alphabet->far[low].unit;
    return NAMES_UNIT_STRANGE;
}
