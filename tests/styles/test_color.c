/* tests/styles/test_color.c */
#include "styles/color.h"
#include "tests/support/cmocka.h"
#include "tests/support/near.h"

static void parse_reads_every_form(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double red, green, blue, alpha;
    } cases[] = {
        {"#fff", 1, 1, 1, 1},
        {"#0f08", 0, 1, 0, 136 / 255.0},
        {"#5a286e", 90 / 255.0, 40 / 255.0, 110 / 255.0, 1},
        {"#00000080", 0, 0, 0, 128 / 255.0},
        {"rgb(255, 0, 51)", 1, 0, 0.2, 1},
        {"rgba(0,0,0,0.25)", 0, 0, 0, 0.25},
        {"rgb(100%,0%,50%)", 1, 0, 0.5, 1},
        {"hsl(120,100%,50%)", 0, 1, 0, 1},
        {"hsla(240, 100%, 25%, 0.5)", 0, 0, 0.5, 0.5},
        {"White", 1, 1, 1, 1},
        {"transparent", 0, 0, 0, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct styles_color color;
        assert_true(styles_color_parse(cases[i].text, &color));
        assert_near(color.red, cases[i].red, 1e-12);
        assert_near(color.green, cases[i].green, 1e-12);
        assert_near(color.blue, cases[i].blue, 1e-12);
        assert_near(color.alpha, cases[i].alpha, 1e-12);
    }
}

static void parse_refuses_what_is_no_colour(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",           "#",           "#12",         "#12345",     "#gggggg",
        "rgb(1,2)",   "rgb(1,2,3",   "rgb(1,2,3)x", "rgx(1,2,3)", "blurple",
        "rgb(a,b,c)", "#1234567890", "(1,2,3)",     "hsl()",      "rgba(1,2,3,4,5)"};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct styles_color color = {.red = 7};
        assert_false(styles_color_parse(cases[i], &color));
        assert_near(color.red, 7, 0);
    }
}

static void mixing_weighs_by_alpha(void **state)
{
    (void)state;
    struct styles_color red = {1, 0, 0, 1}, clear_blue = {0, 0, 1, 0};
    struct styles_color middle = styles_color_mix(red, clear_blue, 0.5);
    assert_near(middle.red, 1, 1e-12);
    assert_near(middle.blue, 0, 1e-12);
    assert_near(middle.alpha, 0.5, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parse_reads_every_form),
        cmocka_unit_test(parse_refuses_what_is_no_colour),
        cmocka_unit_test(mixing_weighs_by_alpha),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
