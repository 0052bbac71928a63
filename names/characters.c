/* names/characters.c - the table of standard characters, and those that look alike. */
#include "names/characters.h"

#include <stddef.h>
#include <string.h>

#include "base/text.h"

extern const unsigned char names_characters[];
extern const size_t names_characters_size;
extern const unsigned char names_shapes[];
extern const size_t names_shapes_size;

/* True when text[0..size), code points ascending, holds the character. */
static int holds(const char *text, size_t size, uint32_t character)
{
    size_t low = 0, high = size;
    while (low < high) {
        size_t at = low + (high - low) / 2;
        while (at > low && ((unsigned char)text[at] & 0xC0) == 0x80)
            at--;
        size_t next = at;
        uint32_t found = base_text_next(text, size, &next);
        if (found == character)
            return 1;
        if (found < character)
            low = next;
        else
            high = at;
    }
    return 0;
}

int names_character_level(uint32_t character)
{
    const char *text = (const char *)names_characters;
    for (size_t at = 0; at < names_characters_size;) {
        const char *end = memchr(text + at, '\n', names_characters_size - at);
        size_t size = end ? (size_t)(end - text) - at : names_characters_size - at;
        if (size > 2 && holds(text + at + 2, size - 2, character))
            return text[at] - '0';
        at += size + 1;
    }
    return 0;
}

void names_character_alike(uint32_t character, names_character_seen seen, void *context)
{
    const char *text = (const char *)names_shapes;
    for (size_t at = 0; at < names_shapes_size;) {
        const char *end = memchr(text + at, '\n', names_shapes_size - at);
        size_t to = end ? (size_t)(end - text) : names_shapes_size;
        int is_in = 0;
        for (size_t i = at; i < to;)
            is_in |= base_text_next(text, to, &i) == character;
        for (size_t i = at; is_in && i < to;) {
            uint32_t other = base_text_next(text, to, &i);
            if (other != character)
                seen(context, other);
        }
        at = to + 1;
    }
}
