/* names/address_text.h - the letters of an address as they were typed; internal to names/. */
#ifndef NAMES_ADDRESS_TEXT_H
#define NAMES_ADDRESS_TEXT_H

#include "names/addresses.h"

#define NAMES_ADDRESS_MOST 240 /* letters looked at; no address is that long */

struct names_letter {
    uint16_t folded; /* as in words; 0: a sign */
    uint16_t plain;  /* small, narrow, simplified; digits as they are; 0xFFFF: any other */
    uint16_t origin; /* number of its character in the input */
    bool cut;        /* a blank stood before it */
    bool dropped;    /* private: taken out of the text */
};

struct names_address_text {
    struct names_letter letters[NAMES_ADDRESS_MOST + 1]; /* one of zeros behind the last */
    size_t count;
    bool was_long;
};

/* Blanks are dropped; of a longer text the rest is left out. */
void names_address_read(const struct names_addresses *addresses, const char *text,
                        struct names_address_text *out);

static inline uint16_t names_address_at(const struct names_address_text *text, size_t at)
{
    return text->letters[at < text->count ? at : text->count].plain;
}

/* How many letters of word (UTF-8, of the plane) stand at `at`: all or 0. */
size_t names_address_word(const struct names_address_text *text, size_t at, const char *word);

/* The longest of the words, NULL behind the last, that stands at `at`. */
size_t names_address_any(const struct names_address_text *text, size_t at,
                         const char *const *words);

/* True for a digit or a letter of the Latin alphabet. */
static inline bool names_address_is_digit(uint16_t plain)
{
    return plain >= '0' && plain <= '9';
}
static inline bool names_address_is_latin(uint16_t plain)
{
    return plain >= 'a' && plain <= 'z';
}

#endif
