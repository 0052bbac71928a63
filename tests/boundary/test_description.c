/* Descriptions of lines, read as legs. */
#include "boundary/description.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/cmocka.h"

static void what_is_said_plainly_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *text, *legs;
    } cases[] = {
        {"从001Q号界桩起，向东偏东北方向，沿山脊至002Q号界桩；再向东至0203003A号界桩。",
         "001Q 东偏东北 002Q;002Q 东 0203003A;"},
        {"自001号界桩往西北1200米到002号界桩", "001 西北 002;"},
        {"001Q号界桩向东，折向南，至002Q号界桩，朝北至003Q号界桩", "002Q 北 003Q;"},
        {"001Q号界桩向东又向东至002Q号界桩", "001Q 东 002Q;"},
        {"001Q号界桩沿河流中心线至002Q号界桩", ""},
        {"向东至001Q号界桩", ""},
        {"001Q号界桩，向东，001Q号界桩", ""},
        {"12号界桩向东至13号界桩", ""},
        {"由001Q号起向阳村方向至002Q号", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        const struct boundary_leg *legs;
        uint32_t count;
        char text[256] = "";
        assert_true(boundary_description_read(cases[i].text, arena, &legs, &count));
        for (uint32_t k = 0; k < count; k++) {
            size_t at = strlen(text);
            snprintf(text + at, sizeof text - at, "%s %s %s;", legs[k].from, legs[k].direction,
                     legs[k].to);
        }
        assert_string_equal(text, cases[i].legs);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_said_plainly_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
