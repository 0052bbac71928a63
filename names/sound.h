/* names/sound.h - how alike two readings sound. A reading is toned syllables with a
 * blank behind each, as names_romanised.spoken: "yù mín lù ". */
#ifndef NAMES_SOUND_H
#define NAMES_SOUND_H

#include <stdbool.h>
#include <stddef.h>

/* The letters of a reading, without tones and blanks, ü as v: "yuminlu". False when
 * out (size bytes) is too small; it is terminated then too. */
bool names_sound_letters(const char *spoken, char *out, size_t size);

/* The letters with their tones, without blanks, hyphens and apostrophes, in small
 * letters: "yùmínlù", from a spoken or a romanised form ("Yùmín Lù"). */
bool names_sound_toned(const char *form, char *out, size_t size);

/* Calls seen with the letters of each other reading that is confused with this one in
 * the speech of the north-east and over the telephone (zh/z, ch/c, sh/s, n/l, r/l, h/f,
 * ang/an, eng/en, ing/in), up to most of them; the reading itself left out. */
typedef void (*names_sound_seen)(void *context, const char *letters);
void names_sound_confused(const char *spoken, size_t most, names_sound_seen seen, void *context);

#endif
