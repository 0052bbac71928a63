/* base/date.h - civil dates and moments. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

/* A civil date is a day number, 0 = 1970-01-01 (proleptic Gregorian).
 * BASE_DATE_NONE means unknown or open: never a real day. */
typedef int32_t base_date_t;
#define BASE_DATE_NONE INT32_MIN
#define BASE_DATE_SIZE 40 /* more than any date needs, so that no compiler doubts it */

/* Reads YYYY-MM-DD (also YYYYMMDD and YYYY/MM/DD, as spreadsheets write).
 * False for anything else and for days that do not exist; out untouched. */
bool base_date_parse(const char *text, base_date_t *out);

/* Writes YYYY-MM-DD, or "" for BASE_DATE_NONE. Returns out. */
const char *base_date_print(base_date_t date, char out[BASE_DATE_SIZE]);

/* Half open validity: from <= day < to, where an unknown end never excludes. */
bool base_date_within(base_date_t day, base_date_t from, base_date_t to);

/* A moment is microseconds since 1970-01-01T00:00:00Z. */
typedef int64_t base_time_t;
#define BASE_TIME_SIZE 80

/* Now, from the system clock. */
base_time_t base_time_now(void);

/* Monotonic microseconds, for durations. */
int64_t base_time_ticks(void);

/* RFC 3339 in UTC with milliseconds, "2026-11-24T03:04:05.678Z". Returns out. */
const char *base_time_print(base_time_t time, char out[BASE_TIME_SIZE]);

/* Reads RFC 3339 with any offset; a bare date means the end of nothing: it is
 * refused. False on anything else. */
bool base_time_parse(const char *text, base_time_t *out);

/* Today in a zone given as minutes east of UTC (480: Asia/Shanghai, which has
 * had no daylight saving since 1991). */
base_date_t base_date_today(int zone_minutes);

#endif
