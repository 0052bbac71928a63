/* base/number.c - numbers as text. LC_NUMERIC stays "C" in every program of ours. */
#include "base/number.h"

#include <ctype.h>
#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* n / 10^decimals, all digits; n >= 0. Much quicker than printf. */
static size_t write_decimal(bool negative, int64_t n, int decimals, char out[BASE_NUMBER_SIZE])
{
    char digits[BASE_NUMBER_SIZE];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + n % 10);
        n /= 10;
        if (--decimals == 0)
            digits[--at] = '.';
    } while (n > 0 || decimals >= 0);
    if (negative)
        digits[--at] = '-';
    size_t length = sizeof digits - at;
    memcpy(out, digits + at, length);
    out[length] = '\0';
    return length;
}

/* Numbers with few decimals, as coordinates are: when value is the double
 * nearest to n / 10^decimals with |n| < 10^15, that decimal is its shortest, for
 * no two decimals of 15 digits share a double. Division of two whole doubles
 * rounds to the nearest. Returns 0 when value is not such a one. */
static size_t print_grid(double value, char out[BASE_NUMBER_SIZE])
{
    double size = fabs(value);
    if (size < 1e-4 || size >= 1e9)
        return 0; /* printf would choose the form with an exponent, or too many digits */
    int decimals = size < 1e6 ? 9 : 6;
    double scale = size < 1e6 ? 1e9 : 1e6;
    int64_t n = llround(size * scale);
    if ((double)n / scale != size)
        return 0;
    for (; n % 10 == 0; decimals--)
        n /= 10;
    return write_decimal(value < 0, n, decimals, out);
}

size_t base_number_print(double value, char out[BASE_NUMBER_SIZE])
{
    if (fabs(value) < 1e15 && value == floor(value))
        return write_decimal(value < 0, (int64_t)fabs(value), 0, out); /* no "-0" */
    size_t quick = print_grid(value, out);
    if (quick)
        return quick;
    /* 15 digits always survive in a normal double, so that the first of 15..17
     * that reads back is the shortest; a subnormal one holds fewer. */
    int length = 0;
    for (int digits = fabs(value) < DBL_MIN ? 1 : 15; digits <= 17; digits++) {
        length = snprintf(out, BASE_NUMBER_SIZE, "%.*g", digits, value);
        if (strtod(out, NULL) == value)
            break;
    }
    return (size_t)length;
}

size_t base_number_print_fixed(double value, int digits, char out[BASE_NUMBER_SIZE])
{
    if (fabs(value) >= 1e15)
        return base_number_print(value, out);
    size_t length = (size_t)snprintf(out, BASE_NUMBER_SIZE, "%.*f", digits, value);
    if (length >= BASE_NUMBER_SIZE)
        return base_number_print(value, out);
    if (strchr(out, '.')) {
        while (out[length - 1] == '0')
            length--;
        if (out[length - 1] == '.')
            length--;
        out[length] = '\0';
    }
    if (strcmp(out, "-0") == 0) {
        strcpy(out, "0");
        return 1;
    }
    return length;
}

bool base_number_parse(const char *text, double *out)
{
    /* strtod also takes blanks, "inf", "nan" and hexadecimal: not ours. */
    if (!text[0] || text[strspn(text, "+-.0123456789eE")] != '\0')
        return false;
    char *end = NULL;
    double value = strtod(text, &end);
    if (end == text || *end != '\0' || !isfinite(value))
        return false;
    *out = value;
    return true;
}

bool base_number_parse_int(const char *text, int64_t *out)
{
    if (!isdigit((unsigned char)text[0]) &&
        !((text[0] == '-' || text[0] == '+') && isdigit((unsigned char)text[1])))
        return false;
    char *end = NULL;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (*end != '\0' || errno == ERANGE)
        return false;
    *out = value;
    return true;
}
