/* tests/coverage/test_ring.c - the picture of what is reached, from roads drawn
 * in metres. Lengths are geodesic: a limit is put half a metre beside the nodes. */
#include "coverage/ring.h"

#include "coverage/snap.h"
#include "geo/overlay.h"
#include "tests/coverage/roads.h"

static const struct coverage_profile METRE_A_SECOND = {"older", 1000};

/* The grid of coverage.md 7, drawn: five streets each way, 100 m apart. */
static void draw_grid(struct roads *r)
{
    for (int i = 0; i < 5; i++) {
        roads_straight(r, 0, 100 * i, 400, 100 * i);
        roads_straight(r, 100 * i, 0, 100 * i, 400);
    }
    roads_build(r);
    assert_int_equal(r->graph.node_count, 25);
    assert_int_equal(r->graph.edge_count, 40);
    assert_int_equal(r->graph.component_count, 1);
}

static struct coverage_reach search(struct roads *r, const struct coverage_source *sources,
                                    size_t count, uint32_t limit_ms)
{
    struct coverage_reach reach;
    struct base_error err = {0};
    assert_int_equal(coverage_reach_search(&r->graph, sources, count, &METRE_A_SECOND, limit_ms,
                                           r->arena, &reach, &err),
                     BASE_OK);
    return reach;
}

static struct coverage_source source_at(struct roads *r, double x, double y, uint32_t cap_mm)
{
    static const bool every[ROADS_MAX] = {true};
    assert_int_equal(r->graph.component_count, 1);
    return (struct coverage_source){coverage_snap_find(&r->graph, roads_at(x, y), cap_mm, every)};
}

static size_t nodes(const struct coverage_reach *reach)
{
    size_t count = 0;
    for (size_t i = 0; i < reach->graph->node_count; i++)
        count += reach->cost_ms[i] != COVERAGE_NEVER;
    return count;
}

static void assert_about_m(uint64_t mm, double m)
{
    if ((double)mm < 1000 * m - 2000 || (double)mm > 1000 * m + 2000)
        fail_msg("%.3f m, not about %g m", (double)mm / 1000, m);
}

/* Cases 1, 2 and 3 on drawn roads. */
static void the_drawn_grid_gives_the_exact_cases(void **state)
{
    struct roads *r = *state;
    static const struct {
        double x, y;
        uint32_t limit_ms;
        size_t nodes;
        double metres;
    } cases[] = {
        {200, 200, 200100, 13, 1600}, {200, 200, 250000, 13, 2400}, {200, 200, 300100, 21, 3200},
        {200, 200, 400100, 25, 4000}, {30, 0, 50000, 1, 100},       {30, 0, 100000, 2, 230},
    };
    draw_grid(r);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct coverage_source source = source_at(r, cases[i].x, cases[i].y, COVERAGE_CAP_MM);
        struct coverage_reach reach = search(r, &source, 1, cases[i].limit_ms);
        assert_int_equal(nodes(&reach), cases[i].nodes);
        assert_about_m(coverage_reach_length_mm(&reach, reach.limit_ms), cases[i].metres);
    }
}

/* Case 7. */
static void a_home_beside_the_road_reaches_what_is_left(void **state)
{
    struct roads *r = *state;
    roads_straight(r, -500, 0, 500, 0);
    roads_build(r);
    struct coverage_source source = source_at(r, 0, 80, 100000);
    struct coverage_reach reach = search(r, &source, 1, 150000);
    assert_about_m(coverage_reach_length_mm(&reach, 150000), 140);
    source = source_at(r, 0, 80, 50000);
    assert_int_equal(source.snap.place, COVERAGE_OFF_NETWORK);
    reach = search(r, &source, 1, 150000);
    assert_int_equal(coverage_reach_length_mm(&reach, 150000), 0);
}

static void assert_rings_hold(struct roads *r, struct geo_engine *engine,
                              const struct coverage_reach *reach, uint32_t limit_ms)
{
    struct geo_geometry lines, area;
    struct base_error err = {0};
    assert_int_equal(coverage_ring_lines(reach, limit_ms, r->arena, &lines, &err), BASE_OK);
    assert_int_equal(coverage_ring_area(reach, limit_ms, engine, r->arena, &area, &err), BASE_OK);
    assert_about_m((uint64_t)(geo_length_m(&lines) * 1000),
                   (double)coverage_reach_length_mm(reach, limit_ms) / 1000);
    for (uint32_t i = 0; i < lines.point_count; i++)
        assert_int_equal(geo_polygon_locate(&area, lines.points[i]), GEO_INSIDE);
}

static void the_ring_holds_every_reached_stretch(void **state)
{
    struct roads *r = *state;
    struct geo_engine *engine = geo_engine_create();
    const struct geo_point bend[] = {roads_at(400, 200), roads_at(460, 190), roads_at(450, 260),
                                     roads_at(520, 300)};
    assert_non_null(engine);
    roads_add(r, bend, COUNT(bend));
    for (int i = 0; i < 5; i++) {
        roads_straight(r, 0, 100 * i, 400, 100 * i);
        roads_straight(r, 100 * i, 0, 100 * i + 13, 400);
    }
    roads_build(r);
    struct coverage_source sources[] = {source_at(r, 0, 0, COVERAGE_CAP_MM),
                                        source_at(r, 470, 240, COVERAGE_CAP_MM)};
    for (uint32_t limit_ms = 20000; limit_ms <= 600000; limit_ms += 37000) {
        struct coverage_reach reach = search(r, sources, 2, limit_ms);
        assert_rings_hold(r, engine, &reach, limit_ms);
        assert_rings_hold(r, engine, &reach, limit_ms / 2);
    }
    geo_engine_free(engine);
}

/* 2 × 30 m wide, round at both ends. */
static void the_ring_is_as_wide_as_it_says(void **state)
{
    struct roads *r = *state;
    struct geo_engine *engine = geo_engine_create();
    struct geo_geometry area;
    assert_non_null(engine);
    roads_straight(r, -500, 0, 500, 0);
    roads_build(r);
    struct coverage_source source = source_at(r, 0, 0, COVERAGE_CAP_MM);
    struct coverage_reach reach = search(r, &source, 1, 100000);
    assert_int_equal(coverage_ring_area(&reach, 100000, engine, r->arena, &area, NULL), BASE_OK);
    double expected = 200 * 2 * COVERAGE_RING_M + GEO_PI * COVERAGE_RING_M * COVERAGE_RING_M;
    assert_in_range((uint64_t)geo_area_m2(&area), (uint64_t)(expected * 0.99),
                    (uint64_t)(expected * 1.01));
    geo_engine_free(engine);
}

static void nothing_reached_has_no_ring(void **state)
{
    struct roads *r = *state;
    struct geo_engine *engine = geo_engine_create();
    struct geo_geometry area;
    assert_non_null(engine);
    draw_grid(r);
    struct coverage_reach reach = search(r, NULL, 0, 900000);
    assert_int_equal(coverage_ring_area(&reach, 900000, engine, r->arena, &area, NULL), BASE_OK);
    assert_int_equal(area.part_count, 0);
    geo_engine_free(engine);
}

/* More homes on one street than there is room for their stretches apart. */
static void a_street_full_of_homes_is_reached_whole(void **state)
{
    struct roads *r = *state;
    struct coverage_source sources[200];
    roads_straight(r, 0, 0, 1000, 0);
    roads_build(r);
    for (size_t i = 0; i < COUNT(sources); i++)
        sources[i] = source_at(r, 5 * (double)i, 0, COVERAGE_CAP_MM);
    struct coverage_reach reach = search(r, sources, COUNT(sources), 6000);
    assert_about_m(coverage_reach_length_mm(&reach, 6000), 1000);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, roads_set_up, roads_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_drawn_grid_gives_the_exact_cases),
        TEST(a_home_beside_the_road_reaches_what_is_left),
        TEST(the_ring_holds_every_reached_stretch),
        TEST(the_ring_is_as_wide_as_it_says),
        TEST(nothing_reached_has_no_ring),
        TEST(a_street_full_of_homes_is_reached_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
