/* tests/support/near.h - comparing doubles.
 *
 * cmocka 1.1.5 compares floats in single precision, about a metre at longitude
 * 180; this compares doubles. */
#ifndef SUPPORT_NEAR_H
#define SUPPORT_NEAR_H

#include <math.h>

#include "tests/support/cmocka.h"

/* Fails unless |actual - expected| <= tolerance (0: equal). NaN is near nothing. */
#define assert_near(actual, expected, tolerance)                                                   \
    support_near((actual), (expected), (tolerance), #actual, __FILE__, __LINE__)

static inline void support_near(double actual, double expected, double tolerance, const char *what,
                                const char *file, int line)
{
    if (fabs(actual - expected) <= tolerance)
        return;
    print_error("%s is %.17g, expected %.17g within %g\n", what, actual, expected, tolerance);
    _fail(file, line);
}

#endif
