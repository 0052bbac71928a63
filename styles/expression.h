/* styles/expression.h - the expressions of a MapLibre style, compiled once and
 * evaluated per feature and zoom. */
#ifndef STYLES_EXPRESSION_H
#define STYLES_EXPRESSION_H

#include "base/arena.h"
#include "base/error.h"
#include "styles/value.h"

/* What an expression sees of a feature. */
struct styles_feature {
    int64_t id;
    const char *geometry_type; /* "Point", "LineString" or "Polygon" */
    /* The property of that name, or null. Borrowed for the evaluation. */
    struct styles_value (*property)(const void *context, const char *name);
    const void *context;
};

struct styles_scope {
    double zoom;
    const struct styles_feature *feature; /* NULL: no feature (a background) */
    struct base_arena *arena;             /* for texts made on the way */
};

struct styles_expression;

/* Value of the expression. An operator that does not fit its arguments gives
 * null, as does a full arena. Texts live in scope's arena, in the expression or
 * in the feature. */
struct styles_value styles_expression_evaluate(const struct styles_expression *expression,
                                               const struct styles_scope *scope);

/* True when neither zoom nor feature changes the value. */
bool styles_expression_is_constant(const struct styles_expression *expression);
/* True when the feature changes the value. */
bool styles_expression_needs_feature(const struct styles_expression *expression);

#endif
