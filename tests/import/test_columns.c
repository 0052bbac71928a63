/* Which column holds which field. */
#include "import/columns.h"

#include <string.h>

#include "import/import.h"
#include "tests/support/cmocka.h"
#include "tests/support/near.h"

static int column(enum import_kind kind, const char *field, const char *const *columns,
                  size_t count)
{
    struct import_columns found;
    assert_int_equal(import_columns_find(kind, columns, count, NULL, 0, &found, NULL), BASE_OK);
    return found.of[import_kind_field(kind, field)];
}

static void names_that_bureaus_use_are_recognised(void **state)
{
    (void)state;
    static const struct {
        enum import_kind kind;
        const char *field, *column;
    } cases[] = {
        {IMPORT_DIVISION, "code", "XZQDM"},
        {IMPORT_DIVISION, "name", "XZQMC"},
        {IMPORT_DIVISION, "code", "行政区代码"},
        {IMPORT_DIVISION, "name", "行政区名称"},
        {IMPORT_DIVISION, "name", "名称"},
        {IMPORT_DIVISION, "code", "代码"},
        {IMPORT_DIVISION, "code", "adcode"},
        {IMPORT_DIVISION, "code", " Code "},
        {IMPORT_DIVISION, "former_code", "former_cod"},
        {IMPORT_DIVISION, "area_km2", "面积（公顷）"},
        {IMPORT_PLACE, "name", "标准地名"},
        {IMPORT_PLACE, "lon", "经度"},
        {IMPORT_FACILITY, "name", "机构名称"},
        {IMPORT_FACILITY, "beds", "床位数"},
        {IMPORT_FACILITY, "nursing_beds", "nursing_be"},
        {IMPORT_FACILITY, "address", "详细地址"},
        {IMPORT_POPULATION, "total", "常住人口"},
        {IMPORT_POPULATION, "age65", "65岁及以上"},
        {IMPORT_ROAD, "class", "fclass"},
        {IMPORT_ROAD, "id", "osm_id"},
        {IMPORT_ROAD, "class", "highway"},
        {IMPORT_NAME, "form", "名称类型"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *columns[] = {"shape_leng", cases[i].column, "备注"};
        if (column(cases[i].kind, cases[i].field, columns, 3) != 1)
            fail_msg("%s is not seen as %s", cases[i].column, cases[i].field);
    }
}

static void a_fields_own_name_comes_before_all_others(void **state)
{
    (void)state;
    const char *columns[] = {"XZQDM", "code", "XZQMC", "name"};
    assert_int_equal(column(IMPORT_DIVISION, "code", columns, 4), 1);
    assert_int_equal(column(IMPORT_DIVISION, "name", columns, 4), 3);
}

static void no_column_serves_two_fields(void **state)
{
    (void)state;
    const char *columns[] = {"name", "adcode", "level", "ctadcode"};
    assert_int_equal(column(IMPORT_DIVISION, "code", columns, 4), 1);
    assert_int_equal(column(IMPORT_DIVISION, "parent", columns, 4), 3);
    const char *one[] = {"名称"};
    assert_int_equal(column(IMPORT_FACILITY, "name", one, 1), 0);
    assert_int_equal(column(IMPORT_FACILITY, "kind", one, 1), -1);
}

static void maps_win_and_wrong_ones_list_what_there_is(void **state)
{
    (void)state;
    const char *columns[] = {"code", "gb"};
    struct import_columns found;
    struct base_error err;
    struct import_map map = {"code", "GB"};
    assert_int_equal(import_columns_find(IMPORT_DIVISION, columns, 2, &map, 1, &found, &err),
                     BASE_OK);
    assert_int_equal(found.of[import_kind_field(IMPORT_DIVISION, "code")], 1);
    map = (struct import_map){"code", "nothing"};
    assert_int_equal(import_columns_find(IMPORT_DIVISION, columns, 2, &map, 1, &found, &err),
                     BASE_INVALID);
    assert_string_equal(err.message, "the source has no column nothing; its columns are: code, gb");
    map = (struct import_map){"colour", "gb"};
    assert_int_equal(import_columns_find(IMPORT_DIVISION, columns, 2, &map, 1, &found, &err),
                     BASE_INVALID);
    assert_non_null(strstr(err.message, "division has no field colour"));
}

static void units_in_column_names_are_factors(void **state)
{
    (void)state;
    assert_near(import_columns_factor("area_km2", "面积(公顷)"), 0.01, 1e-12);
    assert_near(import_columns_factor("area_km2", "面积（万亩）"), 10000.0 / 1500, 1e-9);
    assert_near(import_columns_factor("area_km2", "面积"), 1, 0);
    assert_near(import_columns_factor("total", "人口(万人)"), 10000, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_bureaus_use_are_recognised),
        cmocka_unit_test(a_fields_own_name_comes_before_all_others),
        cmocka_unit_test(no_column_serves_two_fields),
        cmocka_unit_test(maps_win_and_wrong_ones_list_what_there_is),
        cmocka_unit_test(units_in_column_names_are_factors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
