/* Whether the bytes of a shapefile hang together. */
#include "import/shapefile_check.h"

#include <stdlib.h>
#include <string.h>

#include "tests/support/cmocka.h"

static void put_big(unsigned char *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (unsigned char)(value >> (24 - 8 * i));
}

static void put_little(unsigned char *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (unsigned char)(value >> (8 * i));
}

#define POINTS 3
#define SHP    (100 + POINTS * 28)
#define SHX    (100 + POINTS * 8)

/* Three points and their index. */
static void make_points(unsigned char shp[SHP], unsigned char shx[SHX])
{
    memset(shp, 0, SHP);
    memset(shx, 0, SHX);
    put_big(shp, 9994);
    put_big(shp + 24, SHP / 2);
    put_little(shp + 28, 1000);
    put_little(shp + 32, 1);
    memcpy(shx, shp, 100);
    put_big(shx + 24, SHX / 2);
    for (uint32_t i = 0; i < POINTS; i++) {
        unsigned char *record = shp + 100 + 28 * i;
        put_big(record, i + 1);
        put_big(record + 4, 10);
        put_little(record + 8, 1);
        put_big(shx + 100 + 8 * i, (100 + 28 * i) / 2);
        put_big(shx + 104 + 8 * i, 10);
    }
}

static void a_sound_file_passes_with_and_without_index(void **state)
{
    (void)state;
    unsigned char shp[SHP], shx[SHX];
    struct import_shapefile out;
    make_points(shp, shx);
    assert_int_equal(import_shapefile_check(shp, SHP, NULL, 0, &out, NULL), BASE_OK);
    assert_int_equal(out.records, 3);
    assert_int_equal(import_shapefile_check(shp, SHP, shx, SHX, &out, NULL), BASE_OK);
    assert_int_equal(out.records, 3);
    assert_int_equal(out.type, 1);
    put_little(shp + 100 + 28 + 8, 0);
    assert_int_equal(import_shapefile_check(shp, SHP, shx, SHX, &out, NULL), BASE_OK);
    assert_int_equal(out.nulls, 1);
}

static void damage_is_named_by_record_and_byte(void **state)
{
    (void)state;
    static const struct {
        size_t at;
        uint32_t big, little; /* one of them is written */
        int64_t record;
        const char *message;
    } cases[] = {
        {0, 1, 0, 0, "the .shp is no shapefile: bytes 0 to 3 are not 00 00 27 0A"},
        {24, 500, 0, 0, "the .shp is cut off: its header says 1000 bytes, the file has 184"},
        {32, 0, 77, 0, "the .shp is damaged at byte 32: there is no shape type 77"},
        {132, 9000, 0, 2,
         "record 2 of the .shp is cut off: it needs bytes 128 to 18136, the file has 184"},
        {136, 0, 99, 2, "record 2 of the .shp is damaged at byte 136: there is no shape type 99"},
        {136, 0, 5, 2,
         "record 2 of the .shp is damaged at byte 136: it has 20 bytes, its parts and points need "
         "44"},
        {136, 0, 8, 2,
         "record 2 of the .shp is damaged at byte 136: it has 20 bytes, its points need 40"},
        {160, 1, 0, 3,
         "record 3 of the .shp is damaged at byte 164: its length of 2 bytes is too short for a "
         "shape"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        unsigned char shp[SHP], shx[SHX];
        struct import_shapefile out;
        struct base_error err;
        make_points(shp, shx);
        if (cases[i].big)
            put_big(shp + cases[i].at, cases[i].big);
        else
            put_little(shp + cases[i].at, cases[i].little);
        assert_int_equal(import_shapefile_check(shp, SHP, NULL, 0, &out, &err), BASE_INVALID);
        assert_string_equal(err.message, cases[i].message);
        assert_int_equal(out.damaged, cases[i].record);
        assert_string_not_equal(err.message, err.message_zh);
    }
}

static void a_file_cut_anywhere_is_refused(void **state)
{
    (void)state;
    unsigned char shp[SHP], shx[SHX];
    make_points(shp, shx);
    for (size_t size = 0; size < SHP; size++) {
        struct import_shapefile out;
        unsigned char *copy = malloc(size + 1); /* so that a read behind the end is seen */
        assert_non_null(copy);
        memcpy(copy, shp, size);
        assert_int_equal(import_shapefile_check(copy, size, NULL, 0, &out, NULL), BASE_INVALID);
        assert_int_equal(import_shapefile_check(copy, size, shx, SHX, &out, NULL), BASE_INVALID);
        free(copy);
    }
}

static void bytes_behind_the_end_are_counted(void **state)
{
    (void)state;
    unsigned char shp[SHP + 1], shx[SHX];
    struct import_shapefile out;
    make_points(shp, shx);
    shp[SHP] = 0;
    assert_int_equal(import_shapefile_check(shp, SHP + 1, shx, SHX, &out, NULL), BASE_OK);
    assert_int_equal(out.surplus, 1);
}

static void parts_must_start_inside_the_shape(void **state)
{
    (void)state;
    unsigned char shp[100 + 8 + 44 + 8 + 16 * 5] = {0};
    size_t size = sizeof shp;
    struct import_shapefile out;
    struct base_error err;
    put_big(shp, 9994);
    put_big(shp + 24, (uint32_t)size / 2);
    put_little(shp + 32, 5);
    put_big(shp + 100, 1);
    put_big(shp + 104, (uint32_t)(size - 108) / 2);
    put_little(shp + 108, 5);
    put_little(shp + 144, 2); /* parts */
    put_little(shp + 148, 5); /* points */
    put_little(shp + 156, 3); /* the second part starts at point 3 */
    assert_int_equal(import_shapefile_check(shp, size, NULL, 0, &out, &err), BASE_OK);
    put_little(shp + 156, 5);
    assert_int_equal(import_shapefile_check(shp, size, NULL, 0, &out, &err), BASE_INVALID);
    assert_string_equal(
        err.message, "record 1 of the .shp is damaged at byte 156: part 2 starts at point 5 of 5");
}

static void a_dbf_must_hold_its_rows(void **state)
{
    (void)state;
    unsigned char dbf[33 + 32 + 20] = {3};
    struct import_dbf out;
    struct base_error err;
    put_little(dbf + 4, 2);
    dbf[8] = 65;
    dbf[10] = 10;
    dbf[29] = 0x4D;
    assert_int_equal(import_dbf_check(dbf, sizeof dbf, &out, &err), BASE_OK);
    assert_int_equal(out.records, 2);
    assert_int_equal(out.ldid, 0x4D);
    assert_int_equal(out.fields, 1);
    assert_int_equal(import_dbf_check(dbf, sizeof dbf - 1, &out, &err), BASE_INVALID);
    assert_string_equal(err.message,
                        "the .dbf is cut off: row 2 of 2 lies behind the file's 84 bytes");
    assert_int_equal(import_dbf_check(dbf, 20, &out, &err), BASE_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_file_passes_with_and_without_index),
        cmocka_unit_test(damage_is_named_by_record_and_byte),
        cmocka_unit_test(a_file_cut_anywhere_is_refused),
        cmocka_unit_test(bytes_behind_the_end_are_counted),
        cmocka_unit_test(parts_must_start_inside_the_shape),
        cmocka_unit_test(a_dbf_must_hold_its_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
