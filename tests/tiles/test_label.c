/* tests/tiles/test_label.c */
#include "tiles/label.h"

#include <string.h>

#include "tests/support/near.h"
#include "tests/tiles/fixture.h"

struct labelling {
    struct fixture *f;
    struct styles_style *style;
    struct tiles_fonts *fonts;
};

static int setup(void **state)
{
    struct labelling *l = calloc(1, sizeof *l);
    size_t size;
    struct base_error err = {0};
    const char *json = styles_default_json(&size);
    fixture_setup((void **)&l->f);
    if (styles_style_parse(json, size, &l->style, &err) != BASE_OK ||
        tiles_fonts_open(NULL, &l->fonts, &err) != BASE_OK)
        fail_msg("%s", err.message);
    *state = l;
    return 0;
}

static int teardown(void **state)
{
    struct labelling *l = *state;
    tiles_fonts_close(l->fonts);
    styles_style_free(l->style);
    fixture_teardown((void **)&l->f);
    free(l);
    return 0;
}

static const struct tiles_label **find(const struct labelling *l, int z, struct tiles_rect window,
                                       struct base_arena *arena, size_t *count)
{
    const struct tiles_label **found;
    struct base_error err = {0};
    struct tiles_labels_of of = {&l->f->scene, l->style, TILES_LAYERS_MAP,
                                 GEO_TMS_WEB_MERCATOR_QUAD, z};
    struct tiles_labels *labels = tiles_labels_begin(&of, l->fonts, arena);
    if (tiles_labels_find(labels, window, arena, &found, count, &err) != BASE_OK)
        fail_msg("%s", err.message);
    return found;
}

static struct tiles_rect window_at(int z, double size)
{
    double x, y;
    geo_tile_world_px(GEO_TMS_WEB_MERCATOR_QUAD, z, fixture_at(4, 4), &x, &y);
    return (struct tiles_rect){x - size / 2, y - size / 2, x + size / 2, y + size / 2};
}

static bool touch(struct tiles_rect a, struct tiles_rect b)
{
    return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

static void standing_labels_do_not_touch(void **state)
{
    const struct labelling *l = *state;
    for (int z = 6; z <= 17; z++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        size_t count;
        const struct tiles_label **found = find(l, z, window_at(z, 900), arena, &count);
        assert_true(count > 0);
        for (size_t i = 0; i < count; i++)
            for (size_t j = i + 1; j < count; j++)
                assert_false(touch(tiles_label_rect(found[i], found[i]->chosen),
                                   tiles_label_rect(found[j], found[j]->chosen)));
    }
}

static bool has_label(const struct tiles_label **labels, size_t count,
                      const struct tiles_label *wanted)
{
    for (size_t i = 0; i < count; i++)
        if (labels[i]->id == wanted->id && labels[i]->style_layer == wanted->style_layer &&
            labels[i]->chosen == wanted->chosen &&
            fabs(labels[i]->anchor.x - wanted->anchor.x) < 1e-6 &&
            fabs(labels[i]->anchor.y - wanted->anchor.y) < 1e-6)
            return true;
    return false;
}

/* A small window sees exactly those labels of the large one that touch it. */
static void every_window_decides_alike(void **state)
{
    const struct labelling *l = *state;
    for (int z = 8; z <= 15; z++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        size_t all, seen = 0;
        struct tiles_rect large = window_at(z, 800);
        const struct tiles_label **whole = find(l, z, large, arena, &all);
        for (int k = 0; k < 16; k++) {
            size_t count;
            double x = large.x0 + k % 4 * 200, y = large.y0 + k / 4 * 200;
            struct tiles_rect small = {x, y, x + 200, y + 200};
            const struct tiles_label **part = find(l, z, small, arena, &count);
            for (size_t i = 0; i < count; i++)
                assert_true(has_label(whole, all, part[i]));
            for (size_t i = 0; i < all; i++)
                if (touch(tiles_label_rect(whole[i], whole[i]->chosen), small))
                    assert_true(has_label(part, count, whole[i]));
            seen += count;
        }
        assert_true(seen >= all);
    }
}

static void labels_serve_the_same_content_only(void **state)
{
    const struct labelling *l = *state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct tiles_scene scene = l->f->scene;
    struct tiles_labels_of of = {&scene, l->style, TILES_LAYERS_MAP, GEO_TMS_WEB_MERCATOR_QUAD, 9};
    struct tiles_labels *labels = tiles_labels_begin(&of, l->fonts, arena);
    struct tiles_set other_set = l->f->set;
    struct tiles_scene other_scene = scene;
    assert_true(tiles_labels_resume(labels, &of));
    of.scene = &other_scene; /* another address, the same content */
    assert_true(tiles_labels_resume(labels, &of));
    of.z = 10;
    assert_false(tiles_labels_resume(labels, &of));
    of.z = 9;
    other_set.hash[3] ^= 1;
    other_scene.divisions = &other_set;
    assert_false(tiles_labels_resume(labels, &of));
    other_scene = scene;
    other_scene.at = 1;
    assert_false(tiles_labels_resume(labels, &of));
}

static void upper_divisions_go_before_lower(void **state)
{
    const struct labelling *l = *state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    size_t count, prefectures = 0;
    const struct tiles_label **found = find(l, 9, window_at(9, 700), arena, &count);
    for (size_t i = 0; i < count; i++)
        prefectures += strcmp(l->style->layers[found[i]->style_layer].id, "prefecture-label") == 0;
    assert_int_equal(prefectures, 4);
}

static void a_road_is_not_named_again_too_soon(void **state)
{
    const struct labelling *l = *state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    size_t count, roads = 0;
    const struct tiles_label **found = find(l, 16, window_at(16, 1500), arena, &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(l->style->layers[found[i]->style_layer].id, "road-label") != 0)
            continue;
        roads++;
        for (size_t j = 0; j < i; j++)
            if (strcmp(found[i]->text, found[j]->text) == 0 &&
                found[i]->style_layer == found[j]->style_layer)
                assert_true(hypot(found[i]->anchor.x - found[j]->anchor.x,
                                  found[i]->anchor.y - found[j]->anchor.y) >= 190);
    }
    assert_true(roads > 2);
}

static void characters_without_a_glyph_are_counted(void **state)
{
    const struct labelling *l = *state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct tiles_glyph *glyphs;
    uint32_t count, character;
    double width;
    uint64_t before = tiles_fonts_missing(l->fonts, NULL);
    static const char text[] = "长\xf0\x90\x8c\xb0春"; /* a Gothic letter between */
    assert_int_equal(
        tiles_text_shape(l->fonts, text, strlen(text), 0, arena, &glyphs, &count, &width, NULL),
        BASE_OK);
    assert_int_equal(count, 3); /* it stands as a box */
    assert_true(glyphs[1].advance > 0);
    assert_int_equal(tiles_fonts_missing(l->fonts, &character), before + 1);
    assert_int_equal(character, 0x10330);
}

static void rare_characters_come_from_the_second_font(void **state)
{
    const struct labelling *l = *state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct tiles_glyph *glyphs;
    uint32_t count;
    double width;
    uint64_t before = tiles_fonts_missing(l->fonts, NULL);
    assert_int_equal(tiles_text_shape(l->fonts, "㑇镇", strlen("㑇镇"), 0.5, arena, &glyphs, &count,
                                      &width, NULL),
                     BASE_OK);
    assert_int_equal(count, 2);
    assert_int_equal(glyphs[0].font, 1);
    assert_int_equal(glyphs[1].font, 0);
    assert_near(width, 2.5, 0.05); /* no spacing behind the last */
    assert_int_equal(tiles_fonts_missing(l->fonts, NULL), before);
}

static void no_font_is_said_at_once(void **state)
{
    (void)state;
    struct tiles_fonts *fonts = NULL;
    struct base_error err;
    assert_int_equal(tiles_fonts_open("/nowhere/a.ttf:/nowhere/b.ttf", &fonts, &err),
                     BASE_NOT_FOUND);
    assert_non_null(strstr(err.message, "install fonts-wqy-microhei"));
    assert_null(fonts);
}

/* The lines of a laid out text: glyphs whose y is the same. */
static void count_lines(const struct tiles_layout *layout, uint32_t lines[8], uint32_t *count)
{
    double before = -1e9;
    *count = 0;
    for (uint32_t i = 0; i < layout->count; i++) {
        if (layout->glyphs[i].y > before + 1)
            lines[(*count)++] = 0;
        lines[*count - 1]++;
        before = layout->glyphs[i].y;
    }
}

static void long_names_are_broken_well(void **state)
{
    const struct labelling *l = *state;
    static const struct {
        const char *text;
        double most_em;
        uint32_t lines, first, second;
    } cases[] = {
        {"朝阳区", 7, 1, 3, 0},
        {"伊通满族自治县", 7, 1, 7, 0},
        {"前郭尔罗斯蒙古族自治县", 8, 2, 5, 6},
        {"延边朝鲜族自治州", 7, 2, 5, 3},
        {"长春经济技术开发区", 7, 2, 4, 5},
        {"民康养老院（示例）", 5, 2, 5, 4}, /* no line begins with a closing bracket */
        {"Main Street North", 6, 2, 10, 5},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct tiles_layout_style style = {12, 0, cases[i].most_em, 1.2};
        struct tiles_layout layout;
        uint32_t lines[8] = {0}, count;
        assert_int_equal(tiles_layout_block(l->fonts, cases[i].text, &style, arena, &layout, NULL),
                         BASE_OK);
        count_lines(&layout, lines, &count);
        if (count != cases[i].lines || lines[0] != cases[i].first || lines[1] != cases[i].second)
            fail_msg("%s: %u lines of %u and %u", cases[i].text, count, lines[0], lines[1]);
        assert_near(layout.box.x0, -layout.box.x1, 1e-9);
        assert_near(layout.box.y0, -layout.box.y1, 1e-9);
    }
}

static void text_follows_a_line_and_stays_upright(void **state)
{
    const struct labelling *l = *state;
    static const struct {
        const char *text;
        struct tiles_xy from, to;
        double angle; /* of every glyph */
        bool grows_x;
    } cases[] = {
        {"人民大路", {0, 0}, {200, 0}, 0, true},
        {"人民大路", {200, 0}, {0, 0}, 0, true},
        {"人民大路", {0, 0}, {200, 200}, GEO_PI / 4, true},
        {"人民大路", {0, 0}, {0, 200}, 0, false}, /* steep: characters stand upright */
        {"人民大路", {0, 200}, {0, 0}, 0, false},
        {"Main", {0, 0}, {20, 200}, 1.4711276743, false}, /* letters do not */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct tiles_xy points[2] = {cases[i].from, cases[i].to}, anchor;
        struct tiles_glyph *glyphs;
        struct tiles_layout layout;
        uint32_t count;
        double width;
        assert_int_equal(tiles_text_shape(l->fonts, cases[i].text, strlen(cases[i].text), 0, arena,
                                          &glyphs, &count, &width, NULL),
                         BASE_OK);
        double middle = hypot(cases[i].to.x - cases[i].from.x, cases[i].to.y - cases[i].from.y) / 2;
        assert_true(tiles_layout_line(points, 2, middle, glyphs, count, width, 12, 0.5, arena,
                                      &layout, &anchor));
        assert_near(anchor.x, (cases[i].from.x + cases[i].to.x) / 2, 1e-9);
        for (uint32_t k = 0; k < layout.count; k++) {
            assert_near(remainder(layout.glyphs[k].angle - cases[i].angle, 2 * GEO_PI), 0, 1e-6);
            if (k > 0 && cases[i].grows_x)
                assert_true(layout.glyphs[k].x > layout.glyphs[k - 1].x);
            if (k > 0 && !cases[i].grows_x)
                assert_true(layout.glyphs[k].y > layout.glyphs[k - 1].y);
        }
    }
}

static void text_does_not_turn_sharp_corners(void **state)
{
    const struct labelling *l = *state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct tiles_xy points[3] = {{0, 0}, {50, 0}, {50, 50}}, anchor;
    struct tiles_glyph *glyphs;
    struct tiles_layout layout;
    uint32_t count;
    double width;
    assert_int_equal(
        tiles_text_shape(l->fonts, "人民大路", 12, 0, arena, &glyphs, &count, &width, NULL),
        BASE_OK);
    assert_false(
        tiles_layout_line(points, 3, 50, glyphs, count, width, 12, 0.5, arena, &layout, &anchor));
    assert_true(
        tiles_layout_line(points, 3, 50, glyphs, count, width, 12, 2, arena, &layout, &anchor));
    assert_false(tiles_layout_line(points, 3, 10, glyphs, count, width, 12, 2, arena, &layout,
                                   &anchor)); /* too near the line's start */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(standing_labels_do_not_touch),
        cmocka_unit_test(every_window_decides_alike),
        cmocka_unit_test(labels_serve_the_same_content_only),
        cmocka_unit_test(upper_divisions_go_before_lower),
        cmocka_unit_test(a_road_is_not_named_again_too_soon),
        cmocka_unit_test(characters_without_a_glyph_are_counted),
        cmocka_unit_test(rare_characters_come_from_the_second_font),
        cmocka_unit_test(no_font_is_said_at_once),
        cmocka_unit_test(long_names_are_broken_well),
        cmocka_unit_test(text_follows_a_line_and_stays_upright),
        cmocka_unit_test(text_does_not_turn_sharp_corners),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
