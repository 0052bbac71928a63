/* boundary/expression.h - how much an expression of others asks of the C library. */
#ifndef BOUNDARY_EXPRESSION_H
#define BOUNDARY_EXPRESSION_H

#include <stdbool.h>

/* True when a POSIX extended expression compiles in little time and memory: at most 200
 * bytes, no references back ("\1"), and at most 500 atoms once what repeats is written
 * out, as the C library does with "{9}" and "+", also inside one another. */
bool boundary_expression_is_modest(const char *expression);

#endif
