/* base/config.c - settings in a file of `name = value` lines. */
#include "base/config.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/file.h"
#include "base/number.h"
#include "base/text.h"

#define FILE_LIMIT   ((size_t)1024 * 1024)
#define OPTION_LIMIT 64

/* What one line says. Plain values: nothing is set before all lines are right. */
struct setting {
    bool given;
    const char *text;
    int64_t whole;
    double number;
    bool flag;
};

static bool parse_bool(const char *text, bool *out)
{
    static const struct {
        const char *text;
        bool value;
    } WORDS[] = {{"true", true},   {"yes", true}, {"on", true},
                 {"false", false}, {"no", false}, {"off", false}};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
        if (strcmp(text, WORDS[i].text) == 0) {
            *out = WORDS[i].value;
            return true;
        }
    return false;
}

static enum base_status parse_value(int line, const struct base_config_option *option,
                                    const char *value, struct setting *out, struct base_error *err)
{
    out->text = value;
    if (option->kind == BASE_CONFIG_INT &&
        (!base_number_parse_int(value, &out->whole) || (double)out->whole < option->min ||
         (double)out->whole > option->max))
        return base_fail(err, BASE_INVALID,
                         "line %d: %s must be a whole number from %.15g to %.15g, not %s", line,
                         option->name, option->min, option->max, value);
    if (option->kind == BASE_CONFIG_NUMBER &&
        (!base_number_parse(value, &out->number) || out->number < option->min ||
         out->number > option->max))
        return base_fail(err, BASE_INVALID,
                         "line %d: %s must be a number from %.15g to %.15g, not %s", line,
                         option->name, option->min, option->max, value);
    if (option->kind == BASE_CONFIG_BOOL && !parse_bool(value, &out->flag))
        return base_fail(err, BASE_INVALID, "line %d: %s must be true or false, not %s", line,
                         option->name, value);
    out->given = true;
    return BASE_OK;
}

/* line is terminated and trimmed, and not empty. */
static enum base_status parse_line(char *line, int number, const struct base_config_option *options,
                                   size_t count, struct setting *settings, struct base_error *err)
{
    char *equals = strchr(line, '=');
    if (!equals)
        return base_fail(err, BASE_INVALID, "line %d: expected name = value", number);
    *equals = '\0';
    char *value = equals + 1;
    base_text_trim(line);
    base_text_trim(value);
    if (!line[0] || !value[0])
        return base_fail(err, BASE_INVALID, "line %d: expected name = value", number);
    size_t i = 0;
    while (i < count && strcmp(options[i].name, line) != 0)
        i++;
    if (i == count)
        return base_fail(err, BASE_INVALID, "line %d: there is no setting named %s", number, line);
    if (settings[i].given)
        return base_fail(err, BASE_INVALID, "line %d: %s is set a second time", number, line);
    return parse_value(number, &options[i], value, &settings[i], err);
}

static enum base_status parse_lines(char *text, const struct base_config_option *options,
                                    size_t count, struct setting *settings, struct base_error *err)
{
    int number = 1;
    for (char *line = text, *next; line; line = next, number++) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        base_text_trim(line);
        if (line[0] == '\0' || line[0] == '#')
            continue;
        enum base_status status = parse_line(line, number, options, count, settings, err);
        if (status != BASE_OK)
            return status;
    }
    return BASE_OK;
}

static void apply(const struct base_config_option *option, const struct setting *setting)
{
    switch (option->kind) {
    case BASE_CONFIG_TEXT:
        *(const char **)option->out = setting->text;
        break;
    case BASE_CONFIG_INT:
        *(int64_t *)option->out = setting->whole;
        break;
    case BASE_CONFIG_NUMBER:
        *(double *)option->out = setting->number;
        break;
    case BASE_CONFIG_BOOL:
        *(bool *)option->out = setting->flag;
        break;
    }
}

enum base_status base_config_parse(const char *text, size_t size,
                                   const struct base_config_option *options, size_t count,
                                   struct base_arena *arena, struct base_error *err)
{
    assert(count <= OPTION_LIMIT);
    if (!base_text_valid(text, size))
        return base_fail(err, BASE_INVALID, "the settings are not UTF-8 text");
    /* The copy is cut into lines in place; texts of settings stay in it. */
    char *copy = base_arena_strndup(arena, size ? text : "", size);
    if (!copy)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    struct setting settings[OPTION_LIMIT] = {0};
    enum base_status status = parse_lines(copy, options, count, settings, err);
    for (size_t i = 0; status == BASE_OK && i < count; i++)
        if (settings[i].given)
            apply(&options[i], &settings[i]);
    return status;
}

enum base_status base_config_read(const char *path, const struct base_config_option *options,
                                  size_t count, struct base_arena *arena, struct base_error *err)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    enum base_status status = base_file_read(path, FILE_LIMIT, &text, err);
    if (status != BASE_OK)
        return status;
    status = base_config_parse(text.data, text.size, options, count, arena, err);
    if (status != BASE_OK)
        base_error_prefix(err, path);
    return status;
}
