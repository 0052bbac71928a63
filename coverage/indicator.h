/* coverage/indicator.h - presence indicators of the five-year plan: has the unit
 * one? Never mixed with reach. Definitions and targets are rows with their
 * source (《长春市民政事业发展“十四五”规划》, chapter 2), not code. */
#ifndef COVERAGE_INDICATOR_H
#define COVERAGE_INDICATOR_H

#include "base/arena.h"
#include "base/error.h"
#include "base/json.h"
#include "coverage/points.h"
#include "store/division_index.h"

struct coverage_definition {
    const char *id;    /* "plan-11" */
    const char *title; /* the plan's words */
    const char *source;
    const char *kinds;      /* facility kinds that count, commas between */
    const char *nature;     /* how the stated nature must begin (公益, 公益性); NULL: any */
    const char *function;   /* a word that functions must hold; NULL: any */
    enum store_level level; /* of the units counted */
    int year;
    double target; /* share, reached from here on */
};

const struct coverage_definition *coverage_definitions(size_t *count);

struct coverage_indicator {
    const struct coverage_definition *definition;
    uint32_t unit; /* row of the division index it is about */
    int64_t numerator, denominator;
    const uint32_t *failing; /* rows of the units without one */
    size_t failing_count;
};

/* Every definition for every prefecture and county that has units of its level
 * on the day, or only for the unit `code` (then also with none). A facility
 * counts where it lies: by its point in units with polygons (on a border: in the
 * lower code), else by the division it states. By definition, level and code. In the arena. */
BASE_MUST_CHECK
enum base_status coverage_indicators_compute(const struct coverage_points *points,
                                             const struct store_division_index *divisions,
                                             base_date_t at, const char *code,
                                             struct base_arena *arena,
                                             struct coverage_indicator **out, size_t *count,
                                             struct base_error *err);

/* The array of interface.md; value null where the denominator is 0. */
void coverage_indicators_write(const struct coverage_indicator *items, size_t count,
                               const struct store_division_index *divisions, base_date_t at,
                               struct base_json *json);

#endif
