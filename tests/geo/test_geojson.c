/* Tests of geo/geojson. */
#include "geo/geojson.h"

#include "tests/geo/shapes.h"
#include "tests/support/near.h"

static void written_as_rfc_7946_wants(void **state)
{
    (void)state;
    static const struct {
        const char *wkt, *json;
    } cases[] = {
        {"POINT(125.3 43.8)", "{\"type\":\"Point\",\"coordinates\":[125.3,43.8]}"},
        {"POINT(-0.000000001 0.100000001)",
         "{\"type\":\"Point\",\"coordinates\":[-0.000000001,0.100000001]}"},
        {"POINT(-180 -90)", "{\"type\":\"Point\",\"coordinates\":[-180,-90]}"},
        {"LINESTRING(0 0,1.5 80)", "{\"type\":\"LineString\",\"coordinates\":[[0,0],[1.5,80]]}"},
        {"POLYGON((0 0,0 9,9 9,0 0),(1 2,2 3,1 3,1 2))", /* both the wrong way round */
         "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[9,9],[0,9],[0,0]],"
         "[[1,2],[1,3],[2,3],[1,2]]]}"},
        {"MULTIPOINT((1 2),(3 4))", "{\"type\":\"MultiPoint\",\"coordinates\":[[1,2],[3,4]]}"},
        {"MULTIPOINT((1 2))", "{\"type\":\"MultiPoint\",\"coordinates\":[[1,2]]}"},
        {"MULTILINESTRING((1 2,3 4),(5 6,7 8))",
         "{\"type\":\"MultiLineString\",\"coordinates\":[[[1,2],[3,4]],[[5,6],[7,8]]]}"},
        {"MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((2 2,3 2,3 3,2 2)))",
         "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[0,0],[1,0],[1,1],[0,0]]],"
         "[[[2,2],[3,2],[3,3],[2,2]]]]}"},
        {"POLYGON EMPTY", "null"},
        {"POLYGON((0 0,1 1,0 0))", /* collapsed: as it stands */
         "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1],[0,0]]]}"},
    };
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_geometry g = shape(arena, cases[i].wkt), back;
        struct base_buffer text BASE_BUFFER_AUTO = {0};
        struct base_json json;
        base_json_init(&json, &text);
        geo_geojson_write(&g, &json);
        assert_string_equal(text.data, cases[i].json);
        if (g.part_count == 0)
            continue;
        struct geo_geometry oriented;
        assert_int_equal(geo_geojson_parse(text.data, text.size, arena, &back, NULL), BASE_OK);
        assert_int_equal(geo_geometry_orient(&g, arena, &oriented, NULL), BASE_OK);
        assert_true(geo_geometry_equal(&back, &oriented));
        assert_int_equal(back.kind, g.kind);
    }
}

static void no_geometry_is_null(void **state)
{
    (void)state;
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &text);
    geo_geojson_write(NULL, &json);
    assert_string_equal(text.data, "null");
}

static void boxes_are_four_numbers(void **state)
{
    (void)state;
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &text);
    base_json_array_begin(&json);
    geo_geojson_write_bbox(geo_box_from_bbox((struct geo_bbox){-180, 43.7, 125.4, 90}), &json);
    geo_geojson_write_bbox(geo_box_empty(), &json);
    base_json_array_end(&json);
    assert_string_equal(text.data, "[[-180,43.7,125.4,90],null]");
}

static void parse_closes_rings_and_drops_heights(void **state)
{
    (void)state;
    const char *text = "{\"type\":\"Polygon\",\"coordinates\":[[[0,0,5],[1,0,5],[1,1]]]}";
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry out, expected = shape(arena, "POLYGON((0 0,1 0,1 1,0 0))");
    assert_int_equal(geo_geojson_parse(text, strlen(text), arena, &out, NULL), BASE_OK);
    assert_true(geo_geometry_equal(&out, &expected));
}

static void parse_reads_empty_coordinates(void **state)
{
    (void)state;
    static const char *const cases[] = {"{\"type\":\"Point\",\"coordinates\":[]}",
                                        "{\"type\":\"Polygon\",\"coordinates\":[]}",
                                        "{\"type\":\"MultiPolygon\",\"coordinates\":[]}"};
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_geometry out = {.part_count = 9};
        assert_int_equal(geo_geojson_parse(cases[i], strlen(cases[i]), arena, &out, NULL), BASE_OK);
        assert_int_equal(out.part_count, 0);
    }
}

#define TYPES                                                                                      \
    "GeoJSON type must be Point, LineString, Polygon, MultiPoint, MultiLineString or MultiPolygon"
#define POSITION "a GeoJSON position must be an array of two numbers, [lon, lat]"

static void parse_says_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"[]", TYPES},
        {"{}", TYPES},
        {"null", "GeoJSON is not JSON: '[' or '{' expected near 'null' at line 1, column 4"},
        {"{\"type\":\"GeometryCollection\",\"geometries\":[]}", TYPES},
        {"{\"type\":\"Feature\"}", TYPES},
        {"{\"type\":\"Point\"}", POSITION},
        {"{\"type\":\"Point\",\"coordinates\":[1]}", POSITION},
        {"{\"type\":\"Point\",\"coordinates\":[1,\"2\"]}", POSITION},
        {"{\"type\":\"Point\",\"coordinates\":{}}", POSITION},
        {"{\"type\":\"Point\",\"coordinates\":[1,91]}",
         "GeoJSON position [1, 91] is not [lon, lat] in degrees"},
        {"{\"type\":\"Point\",\"coordinates\":[-180.5,1]}",
         "GeoJSON position [-180.5, 1] is not [lon, lat] in degrees"},
        {"{\"type\":\"Point\",\"coordinates\":[445574.05,4853722.73]}",
         "GeoJSON position [445574.05, 4853722.73] is not [lon, lat] in degrees"},
        {"{\"type\":\"LineString\",\"coordinates\":[[1,2]]}",
         "a GeoJSON line or ring needs at least 2 positions"},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[3,4]]]}",
         "a GeoJSON line or ring needs at least 3 positions"},
        {"{\"type\":\"MultiPolygon\",\"coordinates\":[[]]}",
         "a GeoJSON polygon must be an array of one ring or more"},
        {"{\"type\":\"MultiPoint\",\"coordinates\":5}", "GeoJSON coordinates must be an array"},
    };
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_geometry out = {.part_count = 77};
        struct base_error err;
        assert_int_equal(geo_geojson_parse(cases[i].text, strlen(cases[i].text), arena, &out, &err),
                         BASE_INVALID);
        assert_string_equal(err.message, cases[i].message);
        assert_string_not_equal(err.message_zh, cases[i].message);
        assert_int_equal(out.part_count, 77);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(written_as_rfc_7946_wants),
        cmocka_unit_test(no_geometry_is_null),
        cmocka_unit_test(boxes_are_four_numbers),
        cmocka_unit_test(parse_closes_rings_and_drops_heights),
        cmocka_unit_test(parse_reads_empty_coordinates),
        cmocka_unit_test(parse_says_what_is_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
