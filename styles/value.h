/* styles/value.h - what an expression gives, and what a feature holds. */
#ifndef STYLES_VALUE_H
#define STYLES_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "styles/color.h"

enum styles_kind {
    STYLES_NULL = 0,
    STYLES_BOOLEAN,
    STYLES_NUMBER,
    STYLES_STRING,
    STYLES_COLOR,
    STYLES_ARRAY,
};

/* A plain value; texts and items are borrowed. */
struct styles_value {
    enum styles_kind kind;
    union {
        bool boolean;
        double number;
        const char *text;
        struct styles_color color;
        struct {
            const struct styles_value *items;
            uint32_t count;
        } array;
    } as;
};

static inline struct styles_value styles_value_null(void)
{
    return (struct styles_value){.kind = STYLES_NULL};
}

static inline struct styles_value styles_value_boolean(bool boolean)
{
    return (struct styles_value){.kind = STYLES_BOOLEAN, .as.boolean = boolean};
}

static inline struct styles_value styles_value_number(double number)
{
    return (struct styles_value){.kind = STYLES_NUMBER, .as.number = number};
}

/* text NULL gives null. */
static inline struct styles_value styles_value_string(const char *text)
{
    if (!text)
        return styles_value_null();
    return (struct styles_value){.kind = STYLES_STRING, .as.text = text};
}

static inline struct styles_value styles_value_color(struct styles_color color)
{
    return (struct styles_value){.kind = STYLES_COLOR, .as.color = color};
}

/* Same kind and same content. */
bool styles_value_equal(const struct styles_value *a, const struct styles_value *b);

/* The value as to-string gives it ("" for null), in the arena or borrowed; NULL
 * when the arena is full. */
const char *styles_value_text(const struct styles_value *value, struct base_arena *arena);

/* False for null, false, 0, NaN and "". */
bool styles_value_truth(const struct styles_value *value);

#endif
