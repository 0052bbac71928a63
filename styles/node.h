/* styles/node.h - a compiled expression from the inside; private to the folder. */
#ifndef STYLES_NODE_H
#define STYLES_NODE_H

#include "styles/expression.h"

typedef struct styles_value (*styles_evaluate)(const struct styles_expression *node,
                                               const struct styles_scope *scope);

struct styles_expression {
    styles_evaluate evaluate;
    const struct styles_expression **args;
    uint32_t count;
    bool needs_zoom, needs_feature;
    struct styles_value value; /* of a constant; the key of get and has */
    double base;               /* of interpolate; 1: linear */
};

/* An operator as the parser finds it by name. most -1: any number. */
struct styles_operator {
    const char *name;
    int least, most;
    styles_evaluate evaluate;
    bool reads_zoom, reads_feature;
    bool passes; /* its arguments stand for its result (coalesce) */
};

/* NULL when no operator has the name. */
const struct styles_operator *styles_operator_find(const char *name);

/* Evaluators of the forms that have parsers of their own. */
struct styles_value styles_eval_constant(const struct styles_expression *node,
                                         const struct styles_scope *scope);
struct styles_value styles_eval_case(const struct styles_expression *node,
                                     const struct styles_scope *scope);
struct styles_value styles_eval_match(const struct styles_expression *node,
                                      const struct styles_scope *scope);
struct styles_value styles_eval_step(const struct styles_expression *node,
                                     const struct styles_scope *scope);
struct styles_value styles_eval_interpolate(const struct styles_expression *node,
                                            const struct styles_scope *scope);

#endif
