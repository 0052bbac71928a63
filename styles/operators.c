/* styles/operators.c - what each operator of an expression does. */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "styles/node.h"

#define NODE  const struct styles_expression *node
#define SCOPE const struct styles_scope *scope

static struct styles_value argument(NODE, SCOPE, uint32_t i)
{
    return node->args[i]->evaluate(node->args[i], scope);
}

static const char *argument_text(NODE, SCOPE, uint32_t i)
{
    struct styles_value value = argument(node, scope, i);
    return styles_value_text(&value, scope->arena);
}

/* The argument as a number, NAN for anything else. */
static double argument_number(NODE, SCOPE, uint32_t i)
{
    struct styles_value value = argument(node, scope, i);
    return value.kind == STYLES_NUMBER ? value.as.number : NAN;
}

static struct styles_value number_or_null(double number)
{
    return isnan(number) ? styles_value_null() : styles_value_number(number);
}

struct styles_value styles_eval_constant(NODE, SCOPE)
{
    (void)scope;
    return node->value;
}

static struct styles_value eval_get(NODE, SCOPE)
{
    const char *key = argument_text(node, scope, 0);
    if (!scope->feature || !key)
        return styles_value_null();
    return scope->feature->property(scope->feature->context, key);
}

static struct styles_value eval_has(NODE, SCOPE)
{
    return styles_value_boolean(eval_get(node, scope).kind != STYLES_NULL);
}

static struct styles_value eval_id(NODE, SCOPE)
{
    (void)node;
    return scope->feature ? styles_value_number((double)scope->feature->id) : styles_value_null();
}

static struct styles_value eval_geometry_type(NODE, SCOPE)
{
    (void)node;
    return styles_value_string(scope->feature ? scope->feature->geometry_type : NULL);
}

static struct styles_value eval_zoom(NODE, SCOPE)
{
    (void)node;
    return styles_value_number(scope->zoom);
}

static struct styles_value eval_to_string(NODE, SCOPE)
{
    return styles_value_string(argument_text(node, scope, 0));
}

static struct styles_value to_number(struct styles_value value)
{
    double number;
    switch (value.kind) {
    case STYLES_NUMBER:
        return value;
    case STYLES_BOOLEAN:
        return styles_value_number(value.as.boolean);
    case STYLES_NULL:
        return styles_value_number(0);
    case STYLES_STRING:
        if (base_number_parse(value.as.text, &number))
            return styles_value_number(number);
        return styles_value_null();
    default:
        return styles_value_null();
    }
}

/* The first argument that converts. */
static struct styles_value eval_to_number(NODE, SCOPE)
{
    struct styles_value number = styles_value_null();
    for (uint32_t i = 0; i < node->count && number.kind == STYLES_NULL; i++)
        number = to_number(argument(node, scope, i));
    return number;
}

static struct styles_value eval_to_boolean(NODE, SCOPE)
{
    struct styles_value value = argument(node, scope, 0);
    return styles_value_boolean(styles_value_truth(&value));
}

static struct styles_value eval_to_color(NODE, SCOPE)
{
    struct styles_color color;
    for (uint32_t i = 0; i < node->count; i++) {
        struct styles_value value = argument(node, scope, i);
        if (value.kind == STYLES_COLOR)
            return value;
        if (value.kind == STYLES_STRING && styles_color_parse(value.as.text, &color))
            return styles_value_color(color);
    }
    return styles_value_null();
}

static struct styles_value eval_coalesce(NODE, SCOPE)
{
    struct styles_value value = styles_value_null();
    for (uint32_t i = 0; i < node->count && value.kind == STYLES_NULL; i++)
        value = argument(node, scope, i);
    return value;
}

/* condition, output, condition, output, …, fallback */
struct styles_value styles_eval_case(NODE, SCOPE)
{
    uint32_t i = 0;
    for (; i + 1 < node->count; i += 2) {
        struct styles_value condition = argument(node, scope, i);
        if (styles_value_truth(&condition))
            return argument(node, scope, i + 1);
    }
    return argument(node, scope, i);
}

/* input, label, output, label, output, …, fallback; labels are constants */
struct styles_value styles_eval_match(NODE, SCOPE)
{
    struct styles_value input = argument(node, scope, 0);
    for (uint32_t i = 1; i + 1 < node->count; i += 2)
        if (styles_value_equal(&input, &node->args[i]->value))
            return argument(node, scope, i + 1);
    return argument(node, scope, node->count - 1);
}

/* Position of the last stop at or below input, among input, stop, output, stop,
 * output, … from first on; 0 when input is below the first stop. */
static uint32_t stop_below(NODE, uint32_t first, double input)
{
    uint32_t at = 0;
    for (uint32_t i = first; i + 1 < node->count; i += 2) {
        if (node->args[i]->value.as.number > input)
            break;
        at = i;
    }
    return at;
}

/* input, output, stop, output, stop, output, … */
struct styles_value styles_eval_step(NODE, SCOPE)
{
    double input = argument_number(node, scope, 0);
    if (isnan(input))
        return styles_value_null();
    uint32_t at = stop_below(node, 2, input);
    return argument(node, scope, at ? at + 1 : 1);
}

static double progress_between(double base, double from, double to, double input)
{
    double range = to - from, step = input - from;
    if (range == 0)
        return 0;
    return base == 1 ? step / range : (pow(base, step) - 1) / (pow(base, range) - 1);
}

static struct styles_value mix(struct styles_value a, struct styles_value b, double t,
                               struct base_arena *arena);

static struct styles_value mix_arrays(struct styles_value a, struct styles_value b, double t,
                                      struct base_arena *arena)
{
    uint32_t count = a.as.array.count;
    struct styles_value *items = base_arena_calloc(arena, count, sizeof *items);
    if (!items || count != b.as.array.count)
        return a;
    for (uint32_t i = 0; i < count; i++)
        items[i] = mix(a.as.array.items[i], b.as.array.items[i], t, arena);
    a.as.array.items = items;
    return a;
}

static struct styles_value mix(struct styles_value a, struct styles_value b, double t,
                               struct base_arena *arena)
{
    if (a.kind != b.kind)
        return styles_value_null();
    if (a.kind == STYLES_NUMBER)
        return styles_value_number(a.as.number + (b.as.number - a.as.number) * t);
    if (a.kind == STYLES_COLOR)
        return styles_value_color(styles_color_mix(a.as.color, b.as.color, t));
    return a.kind == STYLES_ARRAY ? mix_arrays(a, b, t, arena) : a;
}

/* input, stop, output, stop, output, … */
struct styles_value styles_eval_interpolate(NODE, SCOPE)
{
    double input = argument_number(node, scope, 0);
    if (isnan(input))
        return styles_value_null();
    uint32_t at = stop_below(node, 1, input);
    if (at == 0)
        return argument(node, scope, 2);
    if (at + 2 >= node->count)
        return argument(node, scope, at + 1);
    double t = progress_between(node->base, node->args[at]->value.as.number,
                                node->args[at + 2]->value.as.number, input);
    return mix(argument(node, scope, at + 1), argument(node, scope, at + 3), t, scope->arena);
}

static struct styles_value eval_equal(NODE, SCOPE)
{
    struct styles_value a = argument(node, scope, 0), b = argument(node, scope, 1);
    return styles_value_boolean(styles_value_equal(&a, &b));
}

static struct styles_value eval_unequal(NODE, SCOPE)
{
    struct styles_value a = argument(node, scope, 0), b = argument(node, scope, 1);
    return styles_value_boolean(!styles_value_equal(&a, &b));
}

/* -1, 0, 1 for two numbers or two texts; 2 when they cannot be compared. */
static int compare(NODE, SCOPE)
{
    struct styles_value a = argument(node, scope, 0), b = argument(node, scope, 1);
    if (a.kind != b.kind)
        return 2;
    if (a.kind == STYLES_NUMBER)
        return (a.as.number > b.as.number) - (a.as.number < b.as.number);
    if (a.kind != STYLES_STRING)
        return 2;
    int order = strcmp(a.as.text, b.as.text);
    return (order > 0) - (order < 0);
}

static struct styles_value eval_less(NODE, SCOPE)
{
    return styles_value_boolean(compare(node, scope) == -1);
}

static struct styles_value eval_greater(NODE, SCOPE)
{
    return styles_value_boolean(compare(node, scope) == 1);
}

static struct styles_value eval_at_most(NODE, SCOPE)
{
    return styles_value_boolean(compare(node, scope) <= 0);
}

static struct styles_value eval_at_least(NODE, SCOPE)
{
    int order = compare(node, scope);
    return styles_value_boolean(order == 0 || order == 1);
}

static struct styles_value eval_all(NODE, SCOPE)
{
    for (uint32_t i = 0; i < node->count; i++) {
        struct styles_value value = argument(node, scope, i);
        if (!styles_value_truth(&value))
            return styles_value_boolean(false);
    }
    return styles_value_boolean(true);
}

static struct styles_value eval_any(NODE, SCOPE)
{
    for (uint32_t i = 0; i < node->count; i++) {
        struct styles_value value = argument(node, scope, i);
        if (styles_value_truth(&value))
            return styles_value_boolean(true);
    }
    return styles_value_boolean(false);
}

static struct styles_value eval_not(NODE, SCOPE)
{
    struct styles_value value = argument(node, scope, 0);
    return styles_value_boolean(!styles_value_truth(&value));
}

/* needle in an array, or as a part of a text */
static struct styles_value eval_in(NODE, SCOPE)
{
    struct styles_value needle = argument(node, scope, 0), hay = argument(node, scope, 1);
    bool found = false;
    if (hay.kind == STYLES_ARRAY)
        for (uint32_t i = 0; i < hay.as.array.count && !found; i++)
            found = styles_value_equal(&needle, &hay.as.array.items[i]);
    else if (hay.kind == STYLES_STRING && needle.kind == STYLES_STRING)
        found = strstr(hay.as.text, needle.as.text) != NULL;
    return styles_value_boolean(found);
}

static struct styles_value eval_concat(NODE, SCOPE)
{
    const char *text = "";
    for (uint32_t i = 0; i < node->count && text; i++) {
        const char *part = argument_text(node, scope, i);
        text = part ? base_arena_printf(scope->arena, "%s%s", text, part) : NULL;
    }
    return styles_value_string(text);
}

static struct styles_value change_case(NODE, SCOPE, int (*change)(int))
{
    char *text = base_arena_strdup(scope->arena, argument_text(node, scope, 0));
    for (char *c = text; c && *c; c++)
        if ((unsigned char)*c < 128)
            *c = (char)change((unsigned char)*c);
    return styles_value_string(text);
}

static struct styles_value eval_upcase(NODE, SCOPE)
{
    return change_case(node, scope, toupper);
}

static struct styles_value eval_downcase(NODE, SCOPE)
{
    return change_case(node, scope, tolower);
}

static struct styles_value eval_length(NODE, SCOPE)
{
    struct styles_value value = argument(node, scope, 0);
    if (value.kind == STYLES_ARRAY)
        return styles_value_number(value.as.array.count);
    if (value.kind != STYLES_STRING)
        return styles_value_null();
    return styles_value_number((double)base_text_length(value.as.text, strlen(value.as.text)));
}

static struct styles_value eval_add(NODE, SCOPE)
{
    double sum = 0;
    for (uint32_t i = 0; i < node->count; i++)
        sum += argument_number(node, scope, i);
    return number_or_null(sum);
}

static struct styles_value eval_multiply(NODE, SCOPE)
{
    double product = 1;
    for (uint32_t i = 0; i < node->count; i++)
        product *= argument_number(node, scope, i);
    return number_or_null(product);
}

static struct styles_value eval_subtract(NODE, SCOPE)
{
    double a = argument_number(node, scope, 0);
    return number_or_null(node->count == 1 ? -a : a - argument_number(node, scope, 1));
}

static struct styles_value eval_divide(NODE, SCOPE)
{
    double b = argument_number(node, scope, 1);
    return b == 0 ? styles_value_null() : number_or_null(argument_number(node, scope, 0) / b);
}

static struct styles_value eval_modulo(NODE, SCOPE)
{
    return number_or_null(fmod(argument_number(node, scope, 0), argument_number(node, scope, 1)));
}

static struct styles_value eval_power(NODE, SCOPE)
{
    return number_or_null(pow(argument_number(node, scope, 0), argument_number(node, scope, 1)));
}

static struct styles_value eval_min(NODE, SCOPE)
{
    double least = argument_number(node, scope, 0);
    for (uint32_t i = 1; i < node->count; i++)
        least = fmin(least, argument_number(node, scope, i));
    return number_or_null(least);
}

static struct styles_value eval_max(NODE, SCOPE)
{
    double most = argument_number(node, scope, 0);
    for (uint32_t i = 1; i < node->count; i++)
        most = fmax(most, argument_number(node, scope, i));
    return number_or_null(most);
}

static struct styles_value eval_round(NODE, SCOPE)
{
    return number_or_null(round(argument_number(node, scope, 0)));
}

static struct styles_value eval_floor(NODE, SCOPE)
{
    return number_or_null(floor(argument_number(node, scope, 0)));
}

static struct styles_value eval_ceil(NODE, SCOPE)
{
    return number_or_null(ceil(argument_number(node, scope, 0)));
}

static struct styles_value eval_abs(NODE, SCOPE)
{
    return number_or_null(fabs(argument_number(node, scope, 0)));
}

static struct styles_value eval_sqrt(NODE, SCOPE)
{
    return number_or_null(sqrt(argument_number(node, scope, 0)));
}

static struct styles_value eval_rgb(NODE, SCOPE)
{
    double n[4] = {0, 0, 0, 1};
    for (uint32_t i = 0; i < node->count; i++) {
        n[i] = argument_number(node, scope, i) / (i < 3 ? 255 : 1);
        if (!(n[i] >= 0 && n[i] <= 1))
            return styles_value_null();
    }
    return styles_value_color((struct styles_color){n[0], n[1], n[2], n[3]});
}

static const struct styles_operator OPERATORS[] = {
    {"get", 1, 1, eval_get, false, true, false},
    {"has", 1, 1, eval_has, false, true, false},
    {"id", 0, 0, eval_id, false, true, false},
    {"geometry-type", 0, 0, eval_geometry_type, false, true, false},
    {"zoom", 0, 0, eval_zoom, true, false, false},
    {"to-string", 1, 1, eval_to_string, false, false, false},
    {"to-number", 1, -1, eval_to_number, false, false, false},
    {"number", 1, -1, eval_to_number, false, false, false},
    {"to-boolean", 1, 1, eval_to_boolean, false, false, false},
    {"to-color", 1, -1, eval_to_color, false, false, false},
    {"coalesce", 1, -1, eval_coalesce, false, false, true},
    {"==", 2, 2, eval_equal, false, false, false},
    {"!=", 2, 2, eval_unequal, false, false, false},
    {"<", 2, 2, eval_less, false, false, false},
    {">", 2, 2, eval_greater, false, false, false},
    {"<=", 2, 2, eval_at_most, false, false, false},
    {">=", 2, 2, eval_at_least, false, false, false},
    {"all", 0, -1, eval_all, false, false, false},
    {"any", 0, -1, eval_any, false, false, false},
    {"!", 1, 1, eval_not, false, false, false},
    {"in", 2, 2, eval_in, false, false, false},
    {"concat", 1, -1, eval_concat, false, false, false},
    {"upcase", 1, 1, eval_upcase, false, false, false},
    {"downcase", 1, 1, eval_downcase, false, false, false},
    {"length", 1, 1, eval_length, false, false, false},
    {"+", 1, -1, eval_add, false, false, false},
    {"*", 1, -1, eval_multiply, false, false, false},
    {"-", 1, 2, eval_subtract, false, false, false},
    {"/", 2, 2, eval_divide, false, false, false},
    {"%", 2, 2, eval_modulo, false, false, false},
    {"^", 2, 2, eval_power, false, false, false},
    {"min", 1, -1, eval_min, false, false, false},
    {"max", 1, -1, eval_max, false, false, false},
    {"round", 1, 1, eval_round, false, false, false},
    {"floor", 1, 1, eval_floor, false, false, false},
    {"ceil", 1, 1, eval_ceil, false, false, false},
    {"abs", 1, 1, eval_abs, false, false, false},
    {"sqrt", 1, 1, eval_sqrt, false, false, false},
    {"rgb", 3, 3, eval_rgb, false, false, false},
    {"rgba", 4, 4, eval_rgb, false, false, false},
};

const struct styles_operator *styles_operator_find(const char *name)
{
    for (size_t i = 0; i < sizeof OPERATORS / sizeof OPERATORS[0]; i++)
        if (strcmp(OPERATORS[i].name, name) == 0)
            return &OPERATORS[i];
    return NULL;
}
