/* import/value.c - the values that people write into cells. */
#include "import/value.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/number.h"
#include "base/text.h"

#define CELL 128

bool import_value_clean(const char *text, char *out, size_t size)
{
    size_t length = strlen(text), at = 0, used = 0;
    while (at < length) {
        if (used + 5 > size)
            return false;
        uint32_t c = base_text_next(text, length, &at);
        if (c >= 0xFF01 && c <= 0xFF5E)
            c -= 0xFEE0;
        used += base_text_encode(c, out + used);
    }
    if (used >= size)
        return false;
    out[used] = '\0';
    base_text_trim(out);
    return true;
}

bool import_value_empty(const char *text)
{
    static const char *const NOTHING[] = {"",     "-",    "--",     "—",   "——",  "/",
                                          "null", "NULL", "(null)", "N/A", "n/a", "无"};
    char cell[16];
    if (!text)
        return true;
    if (!import_value_clean(text, cell, sizeof cell)) {
        /* Longer than any of the words, but it may be nothing but blanks. */
        return base_text_is_blank(text);
    }
    for (size_t i = 0; i < sizeof NOTHING / sizeof NOTHING[0]; i++)
        if (strcmp(cell, NOTHING[i]) == 0)
            return true;
    return false;
}

static bool ends_with(const char *text, const char *end)
{
    size_t a = strlen(text), b = strlen(end);
    return a > b && strcmp(text + a - b, end) == 0;
}

/* Cuts the ending off, with blanks before it. */
static bool cut_end(char *text, const char *end)
{
    if (!ends_with(text, end))
        return false;
    text[strlen(text) - strlen(end)] = '\0';
    base_text_trim(text);
    return true;
}

/* Takes "1,234,567.8" apart: commas only where thousands are. */
static bool drop_commas(char *text)
{
    char *point = strchr(text, '.');
    size_t whole = point ? (size_t)(point - text) : strlen(text);
    if (!memchr(text, ',', whole))
        return strchr(text, ',') == NULL;
    char *to = text;
    for (size_t i = 0; text[i]; i++) {
        bool comma = text[i] == ',';
        if (comma && (i >= whole || (whole - i) % 4 != 0 || i == 0))
            return false;
        if (!comma)
            *to++ = text[i];
    }
    *to = '\0';
    return true;
}

static bool plain_number(char *text, double *out)
{
    return text[strspn(text, "+-0123456789.,eE")] == '\0' && drop_commas(text) &&
           base_number_parse(text[0] == '+' ? text + 1 : text, out);
}

static bool number_in_place(char *cell, double *out)
{
    double factor = 1, value;
    static const char *const COUNTED[] = {"人", "户", "张"};
    for (size_t i = 0; i < sizeof COUNTED / sizeof COUNTED[0]; i++)
        if (cut_end(cell, COUNTED[i]))
            break;
    if (cut_end(cell, "万"))
        factor = 1e4;
    else if (cut_end(cell, "亿"))
        factor = 1e8;
    else if (cut_end(cell, "%"))
        factor = 0.01;
    if (!plain_number(cell, &value) || !isfinite(value * factor))
        return false;
    *out = value * factor;
    return true;
}

bool import_value_number(const char *text, double *out)
{
    char cell[CELL];
    return import_value_clean(text, cell, sizeof cell) && number_in_place(cell, out);
}

bool import_value_count(const char *text, int64_t *out)
{
    double value;
    if (!import_value_number(text, &value) || value < 0 || value > 9e15)
        return false;
    double whole = nearbyint(value);
    if (fabs(value - whole) > 1e-6 * fmax(1, whole))
        return false;
    *out = (int64_t)whole;
    return true;
}

bool import_value_area_km2(const char *text, double *out)
{
    static const struct {
        const char *unit;
        double km2;
    } UNITS[] = {
        {"平方公里", 1},  {"平方千米", 1}, {"km²", 1},    {"km2", 1},   {"KM2", 1},
        {"公顷", 0.01},   {"hm²", 0.01},   {"hm2", 0.01}, {"ha", 0.01}, {"亩", 1.0 / 1500},
        {"平方米", 1e-6}, {"㎡", 1e-6},    {"m²", 1e-6},  {"m2", 1e-6},
    };
    char cell[CELL];
    double factor = 1, value;
    if (!import_value_clean(text, cell, sizeof cell))
        return false;
    for (size_t i = 0; i < sizeof UNITS / sizeof UNITS[0]; i++)
        if (cut_end(cell, UNITS[i].unit)) {
            factor = UNITS[i].km2;
            break;
        }
    if (!number_in_place(cell, &value) || value < 0)
        return false;
    *out = value * factor;
    return true;
}

bool import_value_bool(const char *text, bool *out)
{
    static const char *const YES[] = {"1", "t", "true", "yes", "y", "是", "有", "√"};
    static const char *const NO[] = {"0", "f", "false", "no", "n", "否", "无", "×", "-"};
    char cell[16];
    if (!import_value_clean(text, cell, sizeof cell))
        return false;
    for (size_t i = 0; i < sizeof YES / sizeof YES[0]; i++)
        if (strcasecmp(cell, YES[i]) == 0) {
            *out = true;
            return true;
        }
    for (size_t i = 0; i < sizeof NO / sizeof NO[0]; i++)
        if (strcasecmp(cell, NO[i]) == 0) {
            *out = false;
            return true;
        }
    return false;
}

/* Up to three runs of digits with anything of separators between; how many. */
static int split_date(const char *text, int64_t parts[3])
{
    int count = 0;
    while (*text) {
        size_t digits = strspn(text, "0123456789");
        if (digits == 0 || digits > 4 || count == 3)
            return -1;
        char number[8];
        memcpy(number, text, digits);
        number[digits] = '\0';
        if (!base_number_parse_int(number, &parts[count++]))
            return -1;
        text += digits;
        if (strncmp(text, "年", 3) == 0 || strncmp(text, "月", 3) == 0 ||
            strncmp(text, "日", 3) == 0)
            text += 3;
        else if (*text == '.' || *text == '-' || *text == '/')
            text++;
        else if (*text)
            return -1;
    }
    return count;
}

static bool date_from_parts(const int64_t *parts, int count, base_date_t *out)
{
    int64_t month = count > 1 ? parts[1] : 1, day = count > 2 ? parts[2] : 1;
    if (parts[0] < 1000 || parts[0] > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    char text[] = "0000-00-00";
    int64_t year = parts[0];
    for (int i = 3; i >= 0; i--, year /= 10)
        text[i] = (char)('0' + year % 10);
    text[5] = (char)('0' + month / 10);
    text[6] = (char)('0' + month % 10);
    text[8] = (char)('0' + day / 10);
    text[9] = (char)('0' + day % 10);
    return base_date_parse(text, out);
}

bool import_value_date(const char *text, base_date_t *out)
{
    char cell[CELL];
    if (!import_value_clean(text, cell, sizeof cell) || !cell[0])
        return false;
    char *time = strpbrk(cell, " T"); /* a moment at midnight is what spreadsheets make of a day */
    if (time && (strncmp(time + 1, "00:00:00", 8) == 0 || strncmp(time + 1, "0:00:00", 7) == 0))
        *time = '\0';
    if (base_date_parse(cell, out))
        return true;
    int64_t parts[3];
    int count = split_date(cell, parts);
    return count >= 1 && date_from_parts(parts, count, out);
}

static bool read_decade(char *cell, base_date_t *out)
{
    int64_t parts[3];
    if (!cut_end(cell, "年代") && !cut_end(cell, "s"))
        return false;
    return split_date(cell, parts) == 1 && parts[0] % 10 == 0 && date_from_parts(parts, 1, out);
}

bool import_value_span(const char *text, base_date_t *out, enum store_precision *precision)
{
    char cell[CELL];
    int64_t parts[3];
    base_date_t date;
    if (!import_value_clean(text, cell, sizeof cell) || !cell[0])
        return false;
    bool decade = read_decade(cell, &date);
    if (!decade && !import_value_date(text, &date))
        return false;
    int count = base_date_parse(cell, &date) ? 3 : split_date(cell, parts);
    *precision = decade       ? STORE_PRECISION_DECADE
                 : count == 1 ? STORE_PRECISION_YEAR
                 : count == 2 ? STORE_PRECISION_MONTH
                              : STORE_PRECISION_DAY;
    *out = date;
    return true;
}

/* "220102.0", "220102.000": only zeros behind the point. */
static void cut_zero_fraction(char *text, bool *repaired)
{
    char *point = strchr(text, '.');
    if (point && point != text && point[1] && point[1 + strspn(point + 1, "0")] == '\0') {
        *point = '\0';
        *repaired = true;
    }
}

bool import_value_code(const char *text, char *out, size_t size, bool *repaired)
{
    char cell[CELL];
    if (!text || !import_value_clean(text, cell, sizeof cell))
        return false;
    bool changed = strcmp(cell, text) != 0;
    const char *from = cell[0] == '\'' ? cell + 1 : cell;
    changed |= from != cell;
    size_t length = 0;
    for (size_t at = 0, n = strlen(from); at < n;) {
        size_t start = at;
        uint32_t c = base_text_next(from, n, &at);
        if (c == ' ' || c == '\t' || c == 0x3000 || c == 0xA0) {
            changed = true;
            continue;
        }
        if (length + (at - start) >= size)
            return false;
        memcpy(out + length, from + start, at - start);
        length += at - start;
    }
    out[length] = '\0';
    bool fraction = false;
    cut_zero_fraction(out, &fraction); /* how a number column prints, nothing to repair */
    *repaired = changed;
    return out[0] != '\0';
}
