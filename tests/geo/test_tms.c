/* Tests of geo/tms. */
#include "geo/tms.h"

#include "tests/geo/shapes.h"
#include "tests/support/near.h"

static void sets_have_names_and_levels(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum geo_tms_id id;
        int first, last;
        bool mercator;
    } cases[] = {
        {"WebMercatorQuad", GEO_TMS_WEB_MERCATOR_QUAD, 0, 24, true},
        {"WorldCRS84Quad", GEO_TMS_WORLD_CRS84_QUAD, 0, 23, false},
        {"CGCS2000Quad", GEO_TMS_CGCS2000_QUAD, 0, 20, false},
        {"c", GEO_TMS_TIANDITU_C, 1, 18, false},
        {"w", GEO_TMS_TIANDITU_W, 1, 18, true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        enum geo_tms_id id;
        int first, last;
        assert_int_equal(geo_tms_find(cases[i].name, &id, NULL), BASE_OK);
        assert_int_equal(id, cases[i].id);
        assert_string_equal(geo_tms_name(id), cases[i].name);
        geo_tms_levels(id, &first, &last);
        assert_int_equal(first, cases[i].first);
        assert_int_equal(last, cases[i].last);
        assert_int_equal(geo_tms_is_mercator(id), cases[i].mercator);
    }
    enum geo_tms_id id = GEO_TMS_TIANDITU_W;
    struct base_error err;
    assert_int_equal(geo_tms_find("C", &id, &err), BASE_NOT_FOUND);
    assert_string_equal(err.message, "there is no tile matrix set \"C\"; the sets are "
                                     "WebMercatorQuad, WorldCRS84Quad, CGCS2000Quad, c and w");
    assert_int_equal(id, GEO_TMS_TIANDITU_W);
}

static void matrices_have_the_published_numbers(void **state)
{
    (void)state;
    static const struct {
        enum geo_tms_id tms;
        int z;
        uint32_t width, height;
        double scale, cell, cell_tolerance;
    } cases[] = {
        {GEO_TMS_WEB_MERCATOR_QUAD, 0, 1, 1, 559082264.028718, 156543.033928, 1e-6},
        {GEO_TMS_WEB_MERCATOR_QUAD, 18, 262144, 262144, 2132.729583849784, 0.597164283559817, 1e-9},
        {GEO_TMS_WORLD_CRS84_QUAD, 0, 2, 1, 279541132.014358, 0.703125, 0},
        {GEO_TMS_CGCS2000_QUAD, 0, 2, 1, 279541132.014358, 0.703125, 0},
        {GEO_TMS_CGCS2000_QUAD, 20, 2097152, 1048576, 266.5911979812, 6.705522537231445e-07, 0},
        {GEO_TMS_TIANDITU_C, 1, 2, 1, 279541132.014358, 0.703125, 0},
        {GEO_TMS_TIANDITU_C, 12, 4096, 2048, 136494.693366386, 0.00034332275390625, 0},
        {GEO_TMS_TIANDITU_W, 1, 2, 2, 279541132.014359, 78271.516964, 1e-6},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint32_t width, height;
        geo_tms_matrix_size(cases[i].tms, cases[i].z, &width, &height);
        assert_int_equal(width, cases[i].width);
        assert_int_equal(height, cases[i].height);
        assert_near(geo_tms_scale_denominator(cases[i].tms, cases[i].z), cases[i].scale,
                    1e-11 * cases[i].scale);
        assert_near(geo_tms_cell_size(cases[i].tms, cases[i].z), cases[i].cell,
                    cases[i].cell_tolerance);
    }
}

static void tiles_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    static const struct {
        enum geo_tms_id tms;
        int64_t z, x, y;
        const char *message; /* NULL: it exists */
    } cases[] = {
        {GEO_TMS_WEB_MERCATOR_QUAD, 0, 0, 0, NULL},
        {GEO_TMS_WEB_MERCATOR_QUAD, 24, 16777215, 16777215, NULL},
        {GEO_TMS_WEB_MERCATOR_QUAD, 0, 1, 0,
         "level 0 of WebMercatorQuad has tiles x 0 to 0 and y 0 to 0, not 1, 0"},
        {GEO_TMS_WEB_MERCATOR_QUAD, 25, 0, 0,
         "tile matrix set WebMercatorQuad has levels 0 to 24, not 25"},
        {GEO_TMS_WEB_MERCATOR_QUAD, -1, 0, 0,
         "tile matrix set WebMercatorQuad has levels 0 to 24, not -1"},
        {GEO_TMS_WEB_MERCATOR_QUAD, 4294967296, 0, 0,
         "tile matrix set WebMercatorQuad has levels 0 to 24, not 4294967296"},
        {GEO_TMS_WEB_MERCATOR_QUAD, 1, -1, 0,
         "level 1 of WebMercatorQuad has tiles x 0 to 1 and y 0 to 1, not -1, 0"},
        {GEO_TMS_WEB_MERCATOR_QUAD, 1, 4294967296, 0,
         "level 1 of WebMercatorQuad has tiles x 0 to 1 and y 0 to 1, not 4294967296, 0"},
        {GEO_TMS_CGCS2000_QUAD, 0, 1, 0, NULL},
        {GEO_TMS_CGCS2000_QUAD, 0, 1, 1,
         "level 0 of CGCS2000Quad has tiles x 0 to 1 and y 0 to 0, not 1, 1"},
        {GEO_TMS_TIANDITU_C, 0, 0, 0, "tile matrix set c has levels 1 to 18, not 0"},
        {GEO_TMS_TIANDITU_C, 1, 1, 0, NULL},
        {GEO_TMS_TIANDITU_W, 1, 1, 1, NULL},
        {GEO_TMS_TIANDITU_W, 19, 0, 0, "tile matrix set w has levels 1 to 18, not 19"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_tile tile;
        struct base_error err;
        enum base_status status =
            geo_tile_make(cases[i].tms, cases[i].z, cases[i].x, cases[i].y, &tile, &err);
        assert_int_equal(status, cases[i].message ? BASE_NOT_FOUND : BASE_OK);
        if (cases[i].message)
            assert_string_equal(err.message, cases[i].message);
    }
}

static void known_places_lie_in_known_tiles(void **state)
{
    (void)state;
    static const struct {
        enum geo_tms_id tms;
        int z;
        double lon, lat;
        uint32_t x, y;
    } cases[] = {
        {GEO_TMS_WEB_MERCATOR_QUAD, 10, 125.3235, 43.8171, 868, 373},
        {GEO_TMS_TIANDITU_W, 10, 125.3235, 43.8171, 868, 373},
        {GEO_TMS_CGCS2000_QUAD, 9, 125.3235, 43.8171, 868, 131},
        {GEO_TMS_TIANDITU_C, 10, 125.3235, 43.8171, 868, 131},
        {GEO_TMS_WEB_MERCATOR_QUAD, 3, -180, 90, 0, 0},
        {GEO_TMS_WEB_MERCATOR_QUAD, 3, 180, -90, 7, 7},
        {GEO_TMS_WORLD_CRS84_QUAD, 3, -180, 90, 0, 0},
        {GEO_TMS_WORLD_CRS84_QUAD, 3, 180, -90, 15, 7},
        {GEO_TMS_WORLD_CRS84_QUAD, 0, 0, 0, 1, 0},
        {GEO_TMS_WEB_MERCATOR_QUAD, 1, 0, 0, 1, 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_point p = point_deg(cases[i].lon, cases[i].lat);
        struct geo_tile tile = geo_tile_at(cases[i].tms, cases[i].z, p);
        assert_int_equal(tile.x, cases[i].x);
        assert_int_equal(tile.y, cases[i].y);
        assert_int_equal(tile.z, cases[i].z);
    }
}

static void pixels_become_positions_and_back(void **state)
{
    (void)state;
    uint64_t seed = 41;
    for (int tms = 0; tms < GEO_TMS_COUNT; tms++) {
        int first, last;
        geo_tms_levels((enum geo_tms_id)tms, &first, &last);
        for (int z = first; z <= last; z++) {
            for (int i = 0; i < 50; i++) {
                struct geo_point p =
                    point_deg(chance_between(&seed, -180, 180), chance_between(&seed, -85, 85));
                double px, py, lon, lat;
                geo_tile_world_px((enum geo_tms_id)tms, z, p, &px, &py);
                geo_tile_from_world_px((enum geo_tms_id)tms, z, px, py, &lon, &lat);
                assert_near(lon, geo_grid_to_degrees(p.lon), 1e-12 * 180);
                assert_near(lat, geo_grid_to_degrees(p.lat), 1e-12 * 180);
                struct geo_tile tile = geo_tile_at((enum geo_tms_id)tms, z, p);
                assert_true(px >= tile.x * 256.0 && px < (tile.x + 1) * 256.0);
                assert_true(py >= tile.y * 256.0 && py < (tile.y + 1) * 256.0);
                assert_true(geo_box_contains(geo_tile_box(&tile, 0.01), p));
            }
        }
    }
}

static void boxes_of_neighbours_share_an_edge_and_stay_in_the_world(void **state)
{
    (void)state;
    struct geo_tile west = {GEO_TMS_WEB_MERCATOR_QUAD, 10, 868, 373}, east = west, south = west;
    east.x++;
    south.y++;
    assert_int_equal(geo_tile_box(&west, 0).max.lon, geo_tile_box(&east, 0).min.lon);
    assert_int_equal(geo_tile_box(&west, 0).min.lat, geo_tile_box(&south, 0).max.lat);
    assert_true(geo_tile_box(&west, 8).max.lon > geo_tile_box(&east, 0).min.lon);
    struct geo_tile world = {GEO_TMS_WEB_MERCATOR_QUAD, 0, 0, 0};
    struct geo_box box = geo_tile_box(&world, 64);
    assert_int_equal(box.min.lon, -180 * GEO_GRID_PER_DEGREE);
    assert_int_equal(box.max.lon, 180 * GEO_GRID_PER_DEGREE);
    assert_near(geo_grid_to_degrees(geo_tile_box(&world, 0).max.lat), 85.0511287798, 1e-9);
    struct geo_tile corner = {GEO_TMS_CGCS2000_QUAD, 0, 1, 0};
    box = geo_tile_box(&corner, 10);
    assert_int_equal(box.min.lat, -90 * GEO_GRID_PER_DEGREE);
    assert_int_equal(box.max.lat, 90 * GEO_GRID_PER_DEGREE);
    assert_int_equal(box.max.lon, 180 * GEO_GRID_PER_DEGREE);
}

static void resolution_is_metres_on_the_ground(void **state)
{
    (void)state;
    assert_near(geo_tile_resolution_m(GEO_TMS_WEB_MERCATOR_QUAD, 0, 0), 156543.034, 0.001);
    assert_near(geo_tile_resolution_m(GEO_TMS_WEB_MERCATOR_QUAD, 0, 60), 78271.517, 0.001);
    assert_near(geo_tile_resolution_m(GEO_TMS_CGCS2000_QUAD, 0, 0), 77747.54, 0.01);
    assert_near(geo_tile_resolution_m(GEO_TMS_TIANDITU_C, 1, 0), 77747.54, 0.01);
    assert_near(geo_tile_resolution_m(GEO_TMS_WEB_MERCATOR_QUAD, 0, 90), 0, 1e-6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_have_names_and_levels),
        cmocka_unit_test(matrices_have_the_published_numbers),
        cmocka_unit_test(tiles_that_do_not_exist_are_refused),
        cmocka_unit_test(known_places_lie_in_known_tiles),
        cmocka_unit_test(pixels_become_positions_and_back),
        cmocka_unit_test(boxes_of_neighbours_share_an_edge_and_stay_in_the_world),
        cmocka_unit_test(resolution_is_metres_on_the_ground),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
