/* boundary/expression.c - how much an expression of others asks of the C library. */
#include "boundary/expression.h"

#include <stdlib.h>
#include <string.h>

#define MOST_BYTES 200U
#define MOST_ATOMS 500U

/* Atoms so far of the groups that are open, the innermost last; what repeats next is
 * the last atom or group. Counting ends at the first sum that is too much. */
struct count {
    unsigned long open[MOST_BYTES + 1], last;
    unsigned depth;
};

static bool add(struct count *count, unsigned long atoms)
{
    count->open[count->depth] += atoms;
    count->last = atoms;
    return count->open[count->depth] <= MOST_ATOMS;
}

/* The bytes of a bracket expression, "[^]a[:digit:]]". */
static size_t bracket_size(const char *text)
{
    const char *at = text + 1;
    at += *at == '^';
    at += *at == ']';
    while (*at && *at != ']') {
        const char *end = NULL, closing[3] = {at[1], ']', '\0'};
        if (*at == '[' && at[1] && strchr(":.=", at[1]))
            end = strstr(at + 2, closing);
        at = end ? end + 2 : at + 1;
    }
    return (size_t)(at - text) + (*at == ']');
}

/* Copies that "{2,14}", "{3,}" or "{3}" makes, and its size in bytes. */
static unsigned long copies_of(const char *text, size_t *size)
{
    char *end;
    unsigned long first = strtoul(text + 1, &end, 10), last = first;
    if (*end == ',') {
        char *digits = end + 1;
        last = strtoul(digits, &end, 10);
        last = end == digits ? first + 1 : last;
    }
    *size = (size_t)(end - text) + (*end == '}');
    return last > first ? last : first;
}

static bool repeat(struct count *count, unsigned long copies)
{
    unsigned long atoms = count->last;
    if (copies < 2)
        return true;
    bool few = copies <= MOST_ATOMS && add(count, atoms * (copies - 1));
    count->last = atoms * copies;
    return few;
}

static bool close_group(struct count *count)
{
    if (count->depth == 0)
        return add(count, 1);
    unsigned long atoms = count->open[count->depth--];
    return add(count, atoms + 1);
}

/* Counts what text begins with; its size. 0: too much. */
static size_t take(struct count *count, const char *text)
{
    size_t size = 1;
    switch (*text) {
    case '(':
        count->open[++count->depth] = 0;
        return 1;
    case ')':
        return close_group(count);
    case '[':
        return add(count, 1) ? bracket_size(text) : 0;
    case '+':
        return repeat(count, 2);
    case '{': {
        unsigned long copies = copies_of(text, &size);
        return repeat(count, copies) ? size : 0;
    }
    case '\\':
        if (text[1] >= '0' && text[1] <= '9')
            return 0;
        return !add(count, 1) ? 0 : text[1] ? 2 : 1;
    default:
        return add(count, 1);
    }
}

bool boundary_expression_is_modest(const char *expression)
{
    struct count count = {.last = 1};
    if (strlen(expression) > MOST_BYTES)
        return false;
    for (size_t size; *expression; expression += size) {
        size = take(&count, expression);
        if (size == 0)
            return false;
    }
    return true;
}
