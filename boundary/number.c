/* boundary/number.c - marker numbers, by patterns that are data. */
#include "boundary/number.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "boundary/expression.h"

#define GROUPS      3
#define MOST_RANGE  10000U
#define MOST_SERIAL 100000000U

/* boundaries.md 2.2: provincial numbers by the standard; county ones as observed
 * (two tails of two digits within a prefecture, of four across); below, each
 * province's rule. A bare serial is what tables print. */
static const struct boundary_number_pattern DEFAULTS[] = {
    {STORE_LEVEL_PROVINCE, "^([0-9]{4})([0-9]{3})([QABCDE]?)$"},
    {STORE_LEVEL_PREFECTURE, "^([0-9]{4}|[0-9]{8})([0-9]{3})([QABCDE]?)$"},
    {STORE_LEVEL_COUNTY, "^([0-9]{4}|[0-9]{8})([0-9]{3})([QABCDE]?)$"},
    {STORE_LEVEL_TOWNSHIP, "^([0-9]{4,18})([0-9]{3})([QABCDE]?)$"},
    {STORE_LEVEL_VILLAGE, "^([0-9]{4,24})([0-9]{3})([QABCDE]?)$"},
    {STORE_LEVEL_NONE, "^()([0-9]{3})([QABCDE]?)$"},
    {STORE_LEVEL_NONE, "^([0-9]{6,18})()(I)$"},
};

const struct boundary_number_pattern *boundary_number_patterns(uint32_t *count)
{
    *count = sizeof DEFAULTS / sizeof DEFAULTS[0];
    return DEFAULTS;
}

struct boundary_numbers {
    uint32_t count; /* of expressions that are compiled */
    struct compiled {
        enum store_level level;
        regex_t expression;
    } items[];
};

/* Compiles one; false, nothing to free, when it cannot be or has not three groups. */
static bool compile(const char *expression, regex_t *out)
{
    if (regcomp(out, expression, REG_EXTENDED) != 0)
        return false;
    if (out->re_nsub == GROUPS)
        return true;
    regfree(out);
    return false;
}

enum base_status boundary_numbers_create(const struct boundary_number_pattern *patterns,
                                         uint32_t count, struct boundary_numbers **out,
                                         struct base_error *err)
{
    if (!patterns)
        patterns = boundary_number_patterns(&count);
    struct boundary_numbers *numbers =
        calloc(1, sizeof *numbers + count * sizeof numbers->items[0]);
    if (!numbers)
        return base_fail(err, BASE_NO_MEMORY, "no memory for the inspection");
    for (; numbers->count < count; numbers->count++) {
        struct compiled *item = &numbers->items[numbers->count];
        const char *expression = patterns[numbers->count].expression;
        item->level = patterns[numbers->count].level;
        bool modest = boundary_expression_is_modest(expression);
        if (modest && compile(expression, &item->expression))
            continue;
        boundary_numbers_free(numbers);
        if (!modest)
            return base_fail(err, BASE_INVALID,
                             "the marker pattern \"%.60s\" is too long, repeats too often or "
                             "refers back to a group; write it shorter",
                             expression);
        return base_fail(err, BASE_INVALID,
                         "the marker pattern \"%s\" must be an expression with three groups: "
                         "line, serial, letter",
                         expression);
    }
    *out = numbers;
    return BASE_OK;
}

void boundary_numbers_free(struct boundary_numbers *numbers)
{
    for (uint32_t i = 0; numbers && i < numbers->count; i++)
        regfree(&numbers->items[i].expression);
    free(numbers);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* The groups of a match; false when one that a bureau's own pattern let through is no
 * serial of digits or no single letter. */
static bool read_groups(const char *text, const regmatch_t match[GROUPS + 1],
                        struct boundary_number *out)
{
    struct boundary_number number = {.line = text + (match[1].rm_so < 0 ? 0 : match[1].rm_so)};
    number.line_size = (uint32_t)(match[1].rm_eo - match[1].rm_so);
    for (regoff_t i = match[2].rm_so; i < match[2].rm_eo; i++) {
        if (!is_digit(text[i]) || number.serial > MOST_SERIAL)
            return false;
        number.serial = number.serial * 10 + (uint32_t)(text[i] - '0');
        number.has_serial = true;
    }
    if (match[3].rm_eo > match[3].rm_so)
        number.letter = text[match[3].rm_so];
    if (match[3].rm_eo > match[3].rm_so + 1 || (number.letter && !is_letter(number.letter)))
        return false;
    *out = number;
    return true;
}

bool boundary_number_parse(const struct boundary_numbers *numbers, enum store_level level,
                           const char *text, struct boundary_number *out)
{
    regmatch_t match[GROUPS + 1];
    for (uint32_t i = 0; i < numbers->count; i++) {
        const struct compiled *item = &numbers->items[i];
        if ((item->level == STORE_LEVEL_NONE || item->level == level) &&
            regexec(&item->expression, text, GROUPS + 1, match, 0) == 0 &&
            read_groups(text, match, out))
            return true;
    }
    return false;
}

/* --- lists ----------------------------------------------------------------- */

/* The length of the separator at text: comma, blank, "，" or "、"; 0: none. */
static size_t separator(const char *text)
{
    if (*text == ',' || *text == ' ' || *text == ';' || *text == '\n' || *text == '\t')
        return 1;
    return strncmp(text, "、", 3) == 0 || strncmp(text, "，", 3) == 0 ? 3 : 0;
}

/* The dash of a range, hyphen, en dash or "～"; NULL when there is none. */
static char *find_dash(char *text, size_t *size)
{
    static const char *const DASHES[] = {"-", "–", "—", "～", "~"};
    for (size_t i = 0; i < sizeof DASHES / sizeof DASHES[0]; i++) {
        char *dash = strstr(text, DASHES[i]);
        *size = strlen(DASHES[i]);
        if (dash)
            return dash;
    }
    return NULL;
}

static bool parse_item(const struct boundary_numbers *numbers, enum store_level level, char *text,
                       struct boundary_listed *out)
{
    struct boundary_number first, last;
    size_t size;
    char *dash = find_dash(text, &size);
    if (dash)
        *dash = '\0';
    if (!boundary_number_parse(numbers, level, text, &first) || !first.has_serial)
        return false;
    last = first;
    if (dash && (!boundary_number_parse(numbers, level, dash + size, &last) || !last.has_serial))
        return false;
    if (last.serial < first.serial || last.serial - first.serial >= MOST_RANGE ||
        last.letter != first.letter)
        return false;
    *out = (struct boundary_listed){first.serial, last.serial, first.letter};
    return true;
}

bool boundary_listed_parse(const struct boundary_numbers *numbers, enum store_level level,
                           const char *text, struct base_arena *arena, struct boundary_listed **out,
                           uint32_t *count)
{
    char *copy = base_arena_strdup(arena, text);
    struct boundary_listed *items = base_arena_alloc(arena, (strlen(text) / 2 + 1) * sizeof *items);
    uint32_t found = 0;
    if (!copy || !items)
        return false;
    for (char *at = copy; *at;) {
        size_t gap = separator(at);
        char *end = at + gap;
        if (gap == 0) {
            while (*end && separator(end) == 0)
                end++;
            gap = separator(end);
            *end = '\0';
            if (!parse_item(numbers, level, at, &items[found++]))
                return false;
            end += gap;
        }
        at = end;
    }
    *out = items;
    *count = found;
    return true;
}
