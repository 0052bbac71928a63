/* base/number.h - numbers as text, whatever the locale. */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BASE_NUMBER_SIZE 32

/* The shortest decimal that reads back as the same double ("0.1", "1e+300"),
 * terminated. value must be finite. Returns the length. */
size_t base_number_print(double value, char out[BASE_NUMBER_SIZE]);

/* The value rounded to digits decimals, trailing zeros cut ("12.5", "-0.001", "0"). */
size_t base_number_print_fixed(double value, int digits, char out[BASE_NUMBER_SIZE]);

/* Read the whole text; false (out untouched) for anything else in it, an
 * overflow, NaN or infinity. */
bool base_number_parse(const char *text, double *out);
bool base_number_parse_int(const char *text, int64_t *out);

#endif
