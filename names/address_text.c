/* names/address_text.c - the letters of an address as they were typed. */
#include "names/address_text.h"

#include <string.h>

#include "base/text.h"

static bool is_blank(uint32_t c)
{
    return c <= ' ' || c == 0xA0 || c == 0x3000 || c == 0xFEFF || (c >= 0x2000 && c <= 0x200F);
}

static uint32_t narrow(uint32_t c)
{
    return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
}

static struct names_letter letter_of(const struct names_addresses *addresses, uint32_t c)
{
    struct names_letter letter = {.plain = 0xFFFF};
    uint32_t n = narrow(c);
    if (c < 65536)
        letter.folded = addresses->plane[c];
    if (n < 128)
        letter.plain = (uint16_t)(n >= 'A' && n <= 'Z' ? n + 0x20 : n);
    else if (letter.folded != 0)
        letter.plain = letter.folded;
    else if (c < 65535)
        letter.plain = (uint16_t)c;
    return letter;
}

void names_address_read(const struct names_addresses *addresses, const char *text,
                        struct names_address_text *out)
{
    size_t size = strlen(text);
    uint16_t origin = 0;
    bool cut = false;
    out->count = 0;
    out->was_long = false;
    for (size_t at = 0; at < size; origin++) {
        uint32_t c = base_text_next(text, size, &at);
        if (is_blank(c)) {
            cut = true;
            continue;
        }
        if (out->count == NAMES_ADDRESS_MOST) {
            out->was_long = true;
            break;
        }
        struct names_letter letter = letter_of(addresses, c);
        letter.origin = origin;
        letter.cut = cut;
        out->letters[out->count++] = letter;
        cut = false;
    }
    out->letters[out->count] = (struct names_letter){.origin = origin};
}

size_t names_address_word(const struct names_address_text *text, size_t at, const char *word)
{
    size_t size = strlen(word), count = 0;
    for (size_t i = 0; i < size; count++)
        if (at + count >= text->count ||
            names_address_at(text, at + count) != base_text_next(word, size, &i))
            return 0;
    return count;
}

size_t names_address_any(const struct names_address_text *text, size_t at, const char *const *words)
{
    size_t longest = 0;
    for (; *words; words++) {
        size_t count = names_address_word(text, at, *words);
        longest = count > longest ? count : longest;
    }
    return longest;
}
