/* import/value.h - the values that people write into cells.
 *
 * Every parser reads the whole text, blanks at both ends and full-width digits
 * and signs allowed, and gives false (out untouched) for anything else. An
 * empty text is false everywhere: ask import_value_empty first. */
#ifndef IMPORT_VALUE_H
#define IMPORT_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "store/place.h"

/* NULL, blank, or one of the words for nothing: "-", "—", "/", "无", "null", "N/A". */
bool import_value_empty(const char *text);

/* Blanks off both ends, full-width ASCII made narrow. False when out is too small. */
bool import_value_clean(const char *text, char *out, size_t size);

/* "1234", "1,234.5", "90.7万", "1.2亿", "50%" gives 1234, 1234.5, 907000, 1.2e8, 0.5. */
bool import_value_number(const char *text, double *out);

/* A count: a number as above that is whole within 1e-6 and not below 0. */
bool import_value_count(const char *text, int64_t *out);

/* Square kilometres. Without a unit it is taken as km²; "公顷", "亩", "万亩",
 * "平方米", "m²", "km²", "平方公里", "ha" are understood. */
bool import_value_area_km2(const char *text, double *out);

/* Degrees: "125.3068", "125°18′24.6″", "东经125度18分24.6秒", "125:18:24.6",
 * "125 18 24.6 E", "N43°53'"; S and W are negative. */
bool import_value_degrees(const char *text, double *out);

/* yes, true, t, 1, 是, 有, Y and their opposites (OSM's "F" and "T" of shapefiles). */
bool import_value_bool(const char *text, bool *out);

/* The base formats, and 2020年6月5日, 2020.6.5, 2020-6, 2020 (first day). */
bool import_value_date(const char *text, base_date_t *out);

/* The same and how exactly it is known: 1931 (year), 1931-05 (month), 1930年代 or
 * 1930s (decade, its first day). */
bool import_value_span(const char *text, base_date_t *out, enum store_precision *precision);

/* A code as tables write it: blanks inside, a trailing ".0", a leading quote
 * dropped. Copies at most size - 1 bytes; *repaired tells whether anything was
 * dropped. False when nothing is left or it is too long. */
bool import_value_code(const char *text, char *out, size_t size, bool *repaired);

#endif
