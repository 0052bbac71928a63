/* names/toned.h - readings of characters with their tones, from the Unihan
 * extract names/data/readings.txt. Search needs no tones (names/pinyin.h); a
 * romanised form and the comparison of sounds do. */
#ifndef NAMES_TONED_H
#define NAMES_TONED_H

#include <stddef.h>
#include <stdint.h>

/* A reading, borrowed from the program and not terminated: "zhuāng". */
struct names_toned {
    const char *text;
    size_t size;
};

/* Writes up to most readings of a character, the usual first; returns how many
 * it wrote, 0 for a character without one. */
size_t names_toned_of(uint32_t character, struct names_toned *out, size_t most);

#endif
