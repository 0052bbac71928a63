/* tests/tiles/test_tilejson.c */
#include "tiles/tilejson.h"

#include <jansson.h>
#include <string.h>

#include "tests/support/near.h"
#include "tests/tiles/fixture.h"

static json_t *write(const struct fixture *f, tiles_layer_set layers,
                     const struct tiles_tilejson *options)
{
    struct base_buffer out = {0};
    struct base_json json;
    base_json_init(&json, &out);
    tiles_tilejson_write(&f->scene, layers, options, &json);
    json_t *root = json_loadb(out.data, out.size, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    base_buffer_done(&out);
    return root;
}

static const char *url_of(const json_t *root)
{
    return json_string_value(json_array_get(json_object_get(root, "tiles"), 0));
}

static void vector_tiles_tell_their_layers(void **state)
{
    const struct fixture *f = *state;
    struct tiles_tilejson options = {.name = "division",
                                     .base_url = "http://127.0.0.1:8080",
                                     .format = "mvt",
                                     .query = "v=abc",
                                     .attribution = "© 示例"};
    json_t *root = write(f, TILES_LAYER_BIT(TILES_DIVISION), &options);
    assert_string_equal(json_string_value(json_object_get(root, "tilejson")), "3.0.0");
    assert_string_equal(url_of(root), "http://127.0.0.1:8080/tiles/division/{z}/{x}/{y}.mvt?v=abc");
    json_t *bounds = json_object_get(root, "bounds");
    struct geo_bbox box = geo_box_to_bbox(f->set.head->bounds);
    assert_near(json_number_value(json_array_get(bounds, 0)), box.west, 1e-6);
    assert_near(json_number_value(json_array_get(bounds, 1)), box.south, 1e-6);
    assert_near(json_number_value(json_array_get(bounds, 2)), box.east, 1e-6);
    assert_near(json_number_value(json_array_get(bounds, 3)), box.north, 1e-6);
    json_t *layer = json_array_get(json_object_get(root, "vector_layers"), 0);
    assert_string_equal(json_string_value(json_object_get(layer, "id")), "division");
    assert_int_equal(json_object_size(json_object_get(layer, "fields")), 8);
    assert_null(json_object_get(root, "tileSize"));
    assert_string_equal(json_string_value(json_object_get(root, "attribution")), "© 示例");
    json_decref(root);
}

static void pictures_tell_their_size(void **state)
{
    struct tiles_tilejson options = {.name = "map", .base_url = "", .format = "png", .tms = "c"};
    json_t *root = write(*state, TILES_LAYERS_MAP, &options);
    assert_string_equal(url_of(root), "/tiles/map/c/{z}/{x}/{y}.png");
    assert_int_equal(json_integer_value(json_object_get(root, "tileSize")), 256);
    assert_null(json_object_get(root, "vector_layers"));
    json_decref(root);
}

static void layer_names_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum base_status status;
        tiles_layer_set set;
    } cases[] = {
        {"map", BASE_OK, TILES_LAYERS_MAP},
        {"road", BASE_OK, TILES_LAYER_BIT(TILES_ROAD)},
        {"division,finding", BASE_OK,
         TILES_LAYER_BIT(TILES_DIVISION) | TILES_LAYER_BIT(TILES_FINDING)},
        {"", BASE_NOT_FOUND, 0},
        {"roads", BASE_NOT_FOUND, 0},
        {"road,", BASE_NOT_FOUND, 0},
        {"road,x", BASE_NOT_FOUND, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        tiles_layer_set set = 0;
        assert_int_equal(tiles_layer_set_parse(cases[i].text, &set, NULL), cases[i].status);
        assert_int_equal(set, cases[i].set);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vector_tiles_tell_their_layers),
        cmocka_unit_test(pictures_tell_their_size),
        cmocka_unit_test(layer_names_are_read),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
