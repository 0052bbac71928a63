/* tests/coverage/city.h - a small city from rows to sections: roads, facilities,
 * people and divisions, and what a run says of them. */
#ifndef COVERAGE_CITY_H
#define COVERAGE_CITY_H

#include <math.h>
#include <string.h>

#include "coverage/run.h"
#include "geo/measure.h"
#include "tests/support/cmocka.h"

static inline struct geo_point city_at(double east_m, double north_m)
{
    return (struct geo_point){(int64_t)((125.32 + east_m / 80300.0) * 1e9),
                              (int64_t)((43.88 + north_m / 111110.0) * 1e9)};
}

static inline base_date_t city_day(const char *text)
{
    base_date_t date = BASE_DATE_NONE;
    assert_true(base_date_parse(text, &date));
    return date;
}

#define CITY_MOST 90

struct city {
    struct base_arena *arena;
    struct store_road roads[CITY_MOST];
    struct store_facility facilities[CITY_MOST];
    struct store_population people[CITY_MOST];
    struct store_division divisions[CITY_MOST];
    size_t road_count, facility_count, people_count, division_count;
    char codes[CITY_MOST][STORE_CODE_SIZE], ids[CITY_MOST][16];
    struct base_buffer graph_bytes, points_bytes, division_bytes;
    struct coverage_graph graph;
    struct coverage_points points;
    struct store_division_index index;
    struct coverage_input input;
};

static inline int city_set_up(void **state)
{
    struct city *c = test_calloc(1, sizeof *c);
    c->arena = base_arena_create(0);
    *state = c;
    return c->arena ? 0 : -1;
}

static inline int city_tear_down(void **state)
{
    struct city *c = *state;
    base_buffer_done(&c->graph_bytes);
    base_buffer_done(&c->points_bytes);
    base_buffer_done(&c->division_bytes);
    base_arena_free(c->arena);
    test_free(c);
    return 0;
}

static inline void city_add_road(struct city *c, struct geo_point from, struct geo_point to)
{
    struct base_error err = {0};
    struct geo_builder builder;
    struct store_road *r = &c->roads[c->road_count];
    geo_builder_init(&builder, GEO_LINE, c->arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    geo_builder_point(&builder, from);
    geo_builder_point(&builder, to);
    *r = (struct store_road){.id = base_arena_printf(c->arena, "w%zu", c->road_count),
                             .class_name = "residential"};
    assert_int_equal(geo_builder_finish(&builder, &r->geometry, &err), BASE_OK);
    c->road_count++;
}

static inline struct store_facility *city_add_home(struct city *c, const char *division)
{
    struct store_facility *f = &c->facilities[c->facility_count];
    *f = (struct store_facility){
        .version = {.valid_from = BASE_DATE_NONE, .valid_to = BASE_DATE_NONE},
        .id = base_arena_printf(c->arena, "f%02zu", c->facility_count),
        .name = "养老服务中心",
        .kind = "eldercare.day",
        .division = division,
        .functions = "综合",
        .opened = BASE_DATE_NONE,
        .closed = BASE_DATE_NONE};
    c->facility_count++;
    return f;
}

static inline struct store_population *city_add_people(struct city *c, int64_t total,
                                                       struct geo_point point)
{
    struct store_population *p = &c->people[c->people_count];
    *p = (struct store_population){
        .version = {.valid_from = BASE_DATE_NONE, .valid_to = BASE_DATE_NONE},
        .id = base_arena_printf(c->arena, "p%02zu", c->people_count),
        .total = total,
        .age60 = -1,
        .age65 = -1,
        .age80 = -1,
        .point = point,
        .has_point = true};
    c->people_count++;
    return p;
}

static inline const char *city_add_division(struct city *c, const char *code)
{
    size_t row = c->division_count++;
    c->divisions[row] = (struct store_division){.version = {.identity = (int64_t)row + 1,
                                                            .valid_from = BASE_DATE_NONE,
                                                            .valid_to = BASE_DATE_NONE},
                                                .code = code,
                                                .scheme = "mca",
                                                .level = store_code_level(code),
                                                .name = code,
                                                .area_km2 = NAN,
                                                .resolution_m = NAN};
    return code;
}

static inline void city_open(struct city *c)
{
    struct base_error err = {0};
    base_buffer_clear(&c->graph_bytes);
    base_buffer_clear(&c->points_bytes);
    base_buffer_clear(&c->division_bytes);
    assert_int_equal(coverage_graph_build(c->roads, c->road_count, &c->graph_bytes, &err), BASE_OK);
    assert_int_equal(coverage_graph_open(c->graph_bytes.data, c->graph_bytes.size, &c->graph, &err),
                     BASE_OK);
    assert_int_equal(coverage_points_build(c->facilities, c->facility_count, c->people,
                                           c->people_count, &c->points_bytes, &err),
                     BASE_OK);
    assert_int_equal(
        coverage_points_open(c->points_bytes.data, c->points_bytes.size, &c->points, &err),
        BASE_OK);
    assert_int_equal(
        store_division_index_build(c->divisions, c->division_count, &c->division_bytes, &err),
        BASE_OK);
    assert_int_equal(
        store_division_index_open(c->division_bytes.data, c->division_bytes.size, &c->index, &err),
        BASE_OK);
    c->input = (struct coverage_input){&c->graph, &c->points, &c->index};
}

static inline struct coverage_report city_run_with(struct city *c,
                                                   const struct coverage_options *options)
{
    struct coverage_report report;
    struct base_error err = {0};
    assert_int_equal(coverage_run(&c->input, options, c->arena, &report, &err), BASE_OK);
    return report;
}

static inline struct coverage_report city_run(struct city *c, const char *date)
{
    const struct coverage_options options = {
        .kind = "eldercare", .at = city_day(date), .minutes = 15, .profile = "older"};
    return city_run_with(c, &options);
}

#endif
