/* import/degrees.c - degrees, minutes and seconds as people write them. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "import/value.h"

/* Signs that end a number, and which part (0 degree, 1 minute, 2 second) it was. */
static const struct {
    const char *sign;
    int part;
} SIGNS[] = {
    {"°", 0}, {"º", 0},  {"˚", 0}, {"度", 0}, {"d", 0},  {"′", 1},  {"’", 1},
    {"'", 1}, {"分", 1}, {"″", 2}, {"”", 2},  {"\"", 2}, {"秒", 2}, {":", -1},
};

struct scanner {
    const char *at;
    int sign; /* 1 or -1; 0: nothing said */
    double parts[3];
    int count;
};

static bool skip(struct scanner *s, const char *word)
{
    size_t size = strlen(word);
    if (strncmp(s->at, word, size) != 0)
        return false;
    s->at += size;
    return true;
}

static void blanks(struct scanner *s)
{
    while (*s->at == ' ' || *s->at == '\t')
        s->at++;
}

/* Which half of the earth: before or behind the numbers, once. */
static bool hemisphere(struct scanner *s)
{
    static const char *const PLUS[] = {"东经", "北纬", "E", "N", "e", "n", "+"};
    static const char *const MINUS[] = {"西经", "南纬", "W", "S", "w", "s", "-"};
    blanks(s);
    int sign = 0;
    for (size_t i = 0; i < sizeof PLUS / sizeof PLUS[0] && !sign; i++)
        sign = skip(s, PLUS[i]) ? 1 : 0;
    for (size_t i = 0; i < sizeof MINUS / sizeof MINUS[0] && !sign; i++)
        sign = skip(s, MINUS[i]) ? -1 : 0;
    if (sign && s->sign)
        return false;
    if (sign)
        s->sign = sign;
    blanks(s);
    return true;
}

static bool number(struct scanner *s, double *out)
{
    size_t size = strspn(s->at, "0123456789.");
    char text[40];
    if (size == 0 || size >= sizeof text)
        return false;
    memcpy(text, s->at, size);
    text[size] = '\0';
    s->at += size;
    return base_number_parse(text, out);
}

/* The sign behind a number: true when it fits the part that was just read. */
static bool unit(struct scanner *s)
{
    int part = s->count - 1;
    if (part == 2 && skip(s, "''"))
        return true;
    for (size_t i = 0; i < sizeof SIGNS / sizeof SIGNS[0]; i++)
        if (skip(s, SIGNS[i].sign))
            return SIGNS[i].part == part || (SIGNS[i].part < 0 && part < 2 && *s->at);
    blanks(s);
    return true;
}

static bool digit_next(const struct scanner *s)
{
    return *s->at >= '0' && *s->at <= '9';
}

bool import_value_degrees(const char *text, double *out)
{
    char cell[96];
    if (!import_value_clean(text, cell, sizeof cell))
        return false;
    struct scanner s = {.at = cell};
    if (!hemisphere(&s) || !digit_next(&s))
        return false;
    while (s.count < 3 && digit_next(&s)) {
        if (!number(&s, &s.parts[s.count++]) || !unit(&s))
            return false;
        blanks(&s);
    }
    if (!hemisphere(&s) || *s.at)
        return false;
    bool whole = s.count < 2 || (s.parts[0] == floor(s.parts[0]) &&
                                 (s.count < 3 || s.parts[1] == floor(s.parts[1])));
    if (!whole || s.parts[1] >= 60 || s.parts[2] >= 60)
        return false;
    double value = s.parts[0] + s.parts[1] / 60 + s.parts[2] / 3600;
    *out = s.sign < 0 ? -value : value;
    return true;
}
