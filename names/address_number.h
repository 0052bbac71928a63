/* names/address_number.h - numbers inside an address; internal to names/. */
#ifndef NAMES_ADDRESS_NUMBER_H
#define NAMES_ADDRESS_NUMBER_H

#include "names/address_text.h"
#include "store/house_number.h"

/* One number and what hangs on it: 101, 一百零一, 101-1, 101甲, 2-3-401, a. */
struct names_address_number {
    int64_t base;                     /* 0: only a letter */
    int64_t more[2];                  /* of 2-3-401; 0: none */
    char suffix[STORE_NUMBER_SUFFIX]; /* "甲", "附2", "A"; without more */
    bool is_han;                      /* written in Chinese numerals */
};

/* Reads at `at`; letters consumed, 0: no number stands there. */
size_t names_address_number(const struct names_address_text *text, size_t at,
                            struct names_address_number *out);

/* As a house number: 101-1, 101附2. */
struct store_house_number names_address_house(const struct names_address_number *number,
                                              enum store_number_kind kind);

#endif
