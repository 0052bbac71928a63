/* base/date.c - civil dates and moments.
 *
 * Day numbers by Howard Hinnant's public-domain civil calendar algorithms
 * ("chrono-Compatible Low-Level Date Algorithms"). */
#include "base/date.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

struct civil {
    int year, month, day;
};

static int32_t days_from_civil(struct civil c)
{
    int y = c.month <= 2 ? c.year - 1 : c.year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (c.month + (c.month > 2 ? -3 : 9)) + 2) / 5 + c.day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static struct civil civil_from_days(int32_t days)
{
    int64_t z = (int64_t)days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int day_of_era = (int)(z - era * 146097);
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int mp = (5 * day_of_year + 2) / 153;
    int month = mp < 10 ? mp + 3 : mp - 9;
    int year = year_of_era + (int)era * 400 + (month <= 2);
    return (struct civil){year, month, day_of_year - (153 * mp + 2) / 5 + 1};
}

/* Reads exactly count digits; false when one is missing. */
static bool digits(const char **text, int count, int *out)
{
    int value = 0;
    for (int i = 0; i < count; i++, (*text)++) {
        if (**text < '0' || **text > '9')
            return false;
        value = value * 10 + (**text - '0');
    }
    *out = value;
    return true;
}

static bool parse_civil(const char **text, bool bare_allowed, int32_t *out)
{
    struct civil c;
    if (!digits(text, 4, &c.year))
        return false;
    char separator = **text;
    if (separator == '-' || separator == '/')
        (*text)++;
    else if (!bare_allowed)
        return false;
    else
        separator = 0;
    if (!digits(text, 2, &c.month))
        return false;
    if (separator && *(*text)++ != separator)
        return false;
    if (!digits(text, 2, &c.day) || c.month < 1 || c.month > 12 || c.day < 1)
        return false;
    int32_t days = days_from_civil(c);
    struct civil back = civil_from_days(days);
    if (back.year != c.year || back.month != c.month || back.day != c.day)
        return false;
    *out = days;
    return true;
}

bool base_date_parse(const char *text, base_date_t *out)
{
    int32_t days;
    if (!text || !parse_civil(&text, true, &days) || *text != '\0')
        return false;
    *out = days;
    return true;
}

const char *base_date_print(base_date_t date, char out[BASE_DATE_SIZE])
{
    out[0] = '\0';
    if (date == BASE_DATE_NONE)
        return out;
    struct civil c = civil_from_days(date);
    snprintf(out, BASE_DATE_SIZE, "%04d-%02d-%02d", c.year % 10000, c.month, c.day);
    return out;
}

bool base_date_within(base_date_t day, base_date_t from, base_date_t to)
{
    return (from == BASE_DATE_NONE || from <= day) && (to == BASE_DATE_NONE || day < to);
}

base_time_t base_time_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (base_time_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t base_time_ticks(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

#define DAY_US ((int64_t)86400 * 1000000)

const char *base_time_print(base_time_t time, char out[BASE_TIME_SIZE])
{
    int64_t day = (time >= 0 ? time : time - DAY_US + 1) / DAY_US;
    int64_t ms = (time - day * DAY_US) / 1000;
    struct civil c = civil_from_days((int32_t)day);
    snprintf(out, BASE_TIME_SIZE, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", c.year, c.month, c.day,
             (int)(ms / 3600000), (int)(ms / 60000 % 60), (int)(ms / 1000 % 60), (int)(ms % 1000));
    return out;
}

/* ".123456" → microseconds; digits past the sixth are dropped. No dot is 0; a
 * dot wants a digit behind it. */
static bool parse_fraction(const char **text, int64_t *out)
{
    int64_t value = 0, unit = 100000;
    if (**text == '.') {
        const char *first = ++*text;
        for (; **text >= '0' && **text <= '9'; (*text)++, unit /= 10)
            value += (**text - '0') * unit;
        if (*text == first)
            return false;
    }
    *out = value;
    return true;
}

/* "Z" or "+08:00" → minutes east. */
static bool parse_offset(const char **text, int *minutes)
{
    int hour = 0, minute = 0;
    char sign = *(*text)++;
    if (sign == 'Z' || sign == 'z') {
        *minutes = 0;
        return true;
    }
    if ((sign != '+' && sign != '-') || !digits(text, 2, &hour) || *(*text)++ != ':' ||
        !digits(text, 2, &minute) || hour > 23 || minute > 59)
        return false;
    *minutes = (sign == '-' ? -1 : 1) * (hour * 60 + minute);
    return true;
}

bool base_time_parse(const char *text, base_time_t *out)
{
    int32_t days;
    int hour, minute, second, offset;
    if (!text || !parse_civil(&text, false, &days))
        return false;
    if (*text != 'T' && *text != 't' && *text != ' ')
        return false;
    text++;
    if (!digits(&text, 2, &hour) || *text++ != ':' || !digits(&text, 2, &minute) ||
        *text++ != ':' || !digits(&text, 2, &second) || hour > 23 || minute > 59 || second > 60)
        return false;
    int64_t fraction;
    if (!parse_fraction(&text, &fraction) || !parse_offset(&text, &offset) || *text != '\0')
        return false;
    int64_t seconds = (int64_t)days * 86400 + hour * 3600 + (minute - offset) * 60 + second;
    *out = seconds * 1000000 + fraction;
    return true;
}

base_date_t base_date_today(int zone_minutes)
{
    int64_t local = base_time_now() + (int64_t)zone_minutes * 60 * 1000000;
    return (base_date_t)(local / DAY_US);
}
