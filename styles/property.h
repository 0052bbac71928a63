/* styles/property.h - the properties of layers that are drawn. */
#ifndef STYLES_PROPERTY_H
#define STYLES_PROPERTY_H

#include "styles/expression.h"

enum styles_layer_type {
    STYLES_BACKGROUND,
    STYLES_FILL,
    STYLES_LINE,
    STYLES_CIRCLE,
    STYLES_SYMBOL,
    STYLES_LAYER_TYPES,
};

enum styles_property {
    STYLES_BACKGROUND_COLOR,
    STYLES_BACKGROUND_OPACITY,
    STYLES_FILL_COLOR,
    STYLES_FILL_OPACITY,
    STYLES_FILL_ANTIALIAS,
    STYLES_FILL_OUTLINE_COLOR,
    STYLES_FILL_SORT_KEY,
    STYLES_LINE_COLOR,
    STYLES_LINE_WIDTH,
    STYLES_LINE_OPACITY,
    STYLES_LINE_DASHARRAY,
    STYLES_LINE_CAP,
    STYLES_LINE_JOIN,
    STYLES_LINE_MITER_LIMIT,
    STYLES_LINE_SORT_KEY,
    STYLES_CIRCLE_RADIUS,
    STYLES_CIRCLE_COLOR,
    STYLES_CIRCLE_OPACITY,
    STYLES_CIRCLE_STROKE_WIDTH,
    STYLES_CIRCLE_STROKE_COLOR,
    STYLES_CIRCLE_STROKE_OPACITY,
    STYLES_CIRCLE_SORT_KEY,
    STYLES_SYMBOL_PLACEMENT,
    STYLES_SYMBOL_SPACING,
    STYLES_SYMBOL_SORT_KEY,
    STYLES_TEXT_FIELD,
    STYLES_TEXT_FONT,
    STYLES_TEXT_SIZE,
    STYLES_TEXT_MAX_WIDTH,
    STYLES_TEXT_LINE_HEIGHT,
    STYLES_TEXT_LETTER_SPACING,
    STYLES_TEXT_ANCHOR,
    STYLES_TEXT_VARIABLE_ANCHOR,
    STYLES_TEXT_RADIAL_OFFSET,
    STYLES_TEXT_OFFSET,
    STYLES_TEXT_PADDING,
    STYLES_TEXT_MAX_ANGLE,
    STYLES_TEXT_ALLOW_OVERLAP,
    STYLES_TEXT_IGNORE_PLACEMENT,
    STYLES_TEXT_TRANSFORM,
    STYLES_TEXT_COLOR,
    STYLES_TEXT_OPACITY,
    STYLES_TEXT_HALO_COLOR,
    STYLES_TEXT_HALO_WIDTH,
    STYLES_PROPERTY_COUNT,
};

/* What a property is called, where it stands, and what it may be. */
struct styles_property_rule {
    const char *name;
    enum styles_layer_type type;
    bool layout;
    enum styles_kind kind;
    double least, most;     /* of numbers, and of the numbers in arrays */
    const char *words;      /* allowed texts, separated by blanks; NULL: any */
    const char *by_default; /* JSON; "null": none */
};

const struct styles_property_rule *styles_property_rule(enum styles_property property);

/* The property of that name for a layer type; STYLES_PROPERTY_COUNT when unknown. */
enum styles_property styles_property_find(enum styles_layer_type type, bool layout,
                                          const char *name);

/* True when value fits the rule (null fits: the default stands). */
bool styles_property_fits(const struct styles_property_rule *rule,
                          const struct styles_value *value);

#endif
