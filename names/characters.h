/* names/characters.h - 通用规范汉字表 (2013): the characters that names may be
 * written with (地名管理条例, article 9). */
#ifndef NAMES_CHARACTERS_H
#define NAMES_CHARACTERS_H

#include <stdint.h>

/* 1, 2 or 3: the level of the table, 3 the rare ones; 0: not in the table. */
int names_character_level(uint32_t character);

/* Calls seen with each character that looks like this one, by
 * names/data/shapes.txt, itself left out. */
typedef void (*names_character_seen)(void *context, uint32_t character);
void names_character_alike(uint32_t character, names_character_seen seen, void *context);

#endif
