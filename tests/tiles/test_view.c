/* tests/tiles/test_view.c */
#include "tiles/view.h"

#include "tests/support/near.h"
#include "tests/tiles/fixture.h"

static void projection_is_that_of_the_matrix_sets(void **state)
{
    const struct fixture *f = *state;
    for (int tms = 0; tms < GEO_TMS_COUNT; tms++)
        for (int z = 3; z <= 18; z += 5) {
            struct tiles_view view =
                tiles_view_make((enum geo_tms_id)tms, z, 1000, 2000, 256, 256, 1, -1);
            for (size_t i = 0; i < f->set.vertex_count; i += 97) {
                const struct tiles_vertex *v = &f->set.vertices[i];
                double x, y;
                geo_tile_world_px((enum geo_tms_id)tms, z, (struct geo_point){v->lon, v->lat}, &x,
                                  &y);
                struct tiles_xy xy = tiles_view_project(&view, v);
                struct tiles_xy point =
                    tiles_view_project_point(&view, (struct geo_point){v->lon, v->lat});
                assert_near(xy.x + 1000, x, 1e-5);
                assert_near(xy.y + 2000, y, 1e-5);
                assert_near(point.x, xy.x, 1e-6);
                assert_near(point.y, xy.y, 1e-6);
            }
        }
}

static void box_covers_the_window(void **state)
{
    (void)state;
    for (int tms = 0; tms < GEO_TMS_COUNT; tms++) {
        struct geo_tile tile = geo_tile_at((enum geo_tms_id)tms, 9, fixture_at(4, 4));
        struct tiles_view view =
            tiles_view_make(tile.tms, tile.z, 256.0 * tile.x, 256.0 * tile.y, 256, 256, 2, 0);
        struct geo_box box = tiles_view_box(&view, 10);
        struct geo_box expected = geo_tile_box(&tile, 5);
        assert_near((double)box.min.lon, (double)expected.min.lon, 10);
        assert_near((double)box.min.lat, (double)expected.min.lat, 10);
        assert_near((double)box.max.lon, (double)expected.max.lon, 10);
        assert_near((double)box.max.lat, (double)expected.max.lat, 10);
    }
}

static void zooms_count_tiles_of_512_pixels(void **state)
{
    (void)state;
    static const struct {
        enum geo_tms_id tms;
        int z, zoom;
    } cases[] = {
        {GEO_TMS_WEB_MERCATOR_QUAD, 10, 10}, {GEO_TMS_TIANDITU_W, 10, 10},
        {GEO_TMS_CGCS2000_QUAD, 9, 10},      {GEO_TMS_WORLD_CRS84_QUAD, 0, 1},
        {GEO_TMS_TIANDITU_C, 10, 10},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(tiles_tms_zoom(cases[i].tms, cases[i].z), cases[i].zoom);
        struct tiles_view view = tiles_view_make(cases[i].tms, cases[i].z, 0, 0, 256, 256, 1, -1);
        assert_int_equal(view.zoom, cases[i].zoom > 0 ? cases[i].zoom - 1 : 0);
    }
}

/* Area of what is left of a ring, and how many rings. */
static double clipped_area(const double (*points)[2], uint32_t count, struct tiles_rect rect,
                           uint32_t *rings)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct tiles_shape in, out;
    double area2 = 0;
    tiles_shape_init(&in, arena);
    tiles_shape_init(&out, arena);
    tiles_shape_begin(&in);
    for (uint32_t i = 0; i < count; i++)
        tiles_shape_add(&in, (struct tiles_xy){points[i][0], points[i][1]});
    tiles_clip_rings(&in, rect, false, &out);
    for (uint32_t r = 0; r < out.count; r++)
        for (uint32_t i = out.starts[r]; i < out.starts[r + 1]; i++) {
            struct tiles_xy a = out.points[i];
            struct tiles_xy b = out.points[i + 1 < out.starts[r + 1] ? i + 1 : out.starts[r]];
            area2 += a.x * b.y - b.x * a.y;
        }
    *rings = out.count;
    return area2 / 2;
}

static void clipping_leaves_the_pieces_inside(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        double points[12][2];
        uint32_t count;
        double area;
        uint32_t rings;
    } cases[] = {
        {"inside", {{2, 2}, {4, 2}, {4, 4}, {2, 4}}, 4, 4, 1},
        {"outside", {{12, 2}, {14, 2}, {14, 4}, {12, 4}}, 4, 0, 0},
        {"around", {{-5, -5}, {15, -5}, {15, 15}, {-5, 15}}, 4, 100, 1},
        {"half", {{5, 2}, {15, 2}, {15, 4}, {5, 4}}, 4, 10, 1},
        {"corner", {{5, 5}, {15, 5}, {15, 15}, {5, 15}}, 4, 25, 1},
        {"a comb with two teeth",
         {{12, 0}, {12, 10}, {5, 10}, {5, 8}, {11, 8}, {11, 4}, {5, 4}, {5, 2}, {11, 2}, {11, 0}},
         10,
         20,
         2},
        {"vertices on the edge", {{10, 2}, {14, 3}, {10, 4}, {4, 3}}, 4, 6, 1},
        {"an edge along the edge", {{5, 0}, {10, 0}, {10, 5}, {5, 5}}, 4, 25, 1},
        {"the other way round", {{5, 4}, {15, 4}, {15, 2}, {5, 2}}, 4, -10, 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint32_t rings;
        double area = clipped_area(cases[i].points, cases[i].count,
                                   (struct tiles_rect){0, 0, 10, 10}, &rings);
        if (fabs(area - cases[i].area) > 1e-9 || rings != cases[i].rings)
            fail_msg("%s: area %g in %u rings", cases[i].what, area, rings);
    }
}

/* Two rings on the two sides of one edge, which each runs in its own direction. */
static void a_shared_edge_is_cut_at_the_same_point(void **state)
{
    (void)state;
    uint64_t random = 7;
    for (int round = 0; round < 500; round++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        double n[4];
        for (int i = 0; i < 4; i++) {
            random = random * UINT64_C(6364136223846793005) + 1442695040888963407U;
            n[i] = (double)(random >> 40) / 1e6 + (i == 2 ? 12 : -4);
        }
        struct tiles_xy a = {n[0] / 4, n[1]}, b = {n[2], n[3]}; /* from inside to beyond x = 10 */
        struct tiles_shape in[2], out[2];
        for (int side = 0; side < 2; side++) {
            tiles_shape_init(&in[side], arena);
            tiles_shape_init(&out[side], arena);
            tiles_shape_begin(&in[side]);
            tiles_shape_add(&in[side], side ? b : a);
            tiles_shape_add(&in[side], side ? a : b);
            tiles_shape_add(&in[side], (struct tiles_xy){5, side ? -100 : 100});
            tiles_clip_rings(&in[side], (struct tiles_rect){-50, -1000, 10, 1000}, false,
                             &out[side]);
        }
        bool same = false;
        for (uint32_t i = 0; i < out[0].point_count; i++)
            for (uint32_t k = 0; k < out[1].point_count; k++)
                same |= out[0].points[i].x == 10 && out[0].points[i].x == out[1].points[k].x &&
                        out[0].points[i].y == out[1].points[k].y;
        assert_true(same);
    }
}

static void lines_are_cut_to_their_parts_inside(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    static const double points[][2] = {{-5, 5}, {5, 5}, {5, 15}, {8, 15}, {8, 5}, {9, 5}};
    static const double expected[][2] = {{0, 5}, {5, 5}, {5, 10}, {8, 10}, {8, 5}, {9, 5}};
    struct tiles_shape in, out;
    tiles_shape_init(&in, arena);
    tiles_shape_init(&out, arena);
    tiles_shape_begin(&in);
    for (size_t i = 0; i < COUNT(points); i++)
        tiles_shape_add(&in, (struct tiles_xy){points[i][0], points[i][1]});
    tiles_clip_lines(&in, (struct tiles_rect){0, 0, 10, 10}, false, &out);
    assert_int_equal(out.count, 2);
    assert_int_equal(out.starts[1], 3);
    assert_int_equal(out.point_count, COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        assert_near(out.points[i].x, expected[i][0], 1e-12);
        assert_near(out.points[i].y, expected[i][1], 1e-12);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(projection_is_that_of_the_matrix_sets),
        cmocka_unit_test(box_covers_the_window),
        cmocka_unit_test(zooms_count_tiles_of_512_pixels),
        cmocka_unit_test(clipping_leaves_the_pieces_inside),
        cmocka_unit_test(a_shared_edge_is_cut_at_the_same_point),
        cmocka_unit_test(lines_are_cut_to_their_parts_inside),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
