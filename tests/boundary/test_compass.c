/* The 16 sectors of descriptions. */
#include "boundary/compass.h"

#include "tests/support/cmocka.h"

/* Case 29 of the domain page. */
static void sectors_are_centred_on_their_directions(void **state)
{
    (void)state;
    static const struct {
        double azimuth_deg;
        const char *name;
    } cases[] = {
        {0, "北"},      {11.24, "北"},  {11.26, "北偏东北"},  {191.25, "南偏西南"},
        {191.24, "南"}, {348.76, "北"}, {348.74, "北偏西北"}, {62.5, "东偏东北"},
        {90, "东"},     {135, "东南"},  {315, "西北"},        {360, "北"},
        {-90, "西"},    {258.75, "西"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(boundary_compass_name(cases[i].azimuth_deg), cases[i].name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sectors_are_centred_on_their_directions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
