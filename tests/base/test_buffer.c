#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "tests/support/cmocka.h"

static void appends_grow_and_stay_terminated(void **state)
{
    (void)state;
    struct base_buffer buffer BASE_BUFFER_AUTO = {0};
    for (int i = 0; i < 1000; i++)
        base_buffer_printf(&buffer, "%d,", i);
    assert_int_equal(buffer.size, 10 * 2 + 90 * 3 + 900 * 4);
    assert_int_equal(strlen(buffer.data), buffer.size);
    assert_int_equal(base_buffer_check(&buffer, NULL), BASE_OK);
    base_buffer_clear(&buffer);
    assert_string_equal(buffer.data, "");
}

static void integers_are_little_endian_and_align_pads_with_zeros(void **state)
{
    (void)state;
    struct base_buffer buffer BASE_BUFFER_AUTO = {0};
    base_buffer_byte(&buffer, 9);
    base_buffer_align(&buffer, 4);
    base_buffer_align(&buffer, 4);
    base_buffer_u16(&buffer, 0x0102);
    base_buffer_u32(&buffer, 0x03040506);
    base_buffer_u64(&buffer, 0x0708090A0B0C0D0EULL);
    static const unsigned char expected[] = {9, 0,    0,    0,    2,    1,    6, 5, 4,
                                             3, 0x0E, 0x0D, 0x0C, 0x0B, 0x0A, 9, 8, 7};
    assert_int_equal(buffer.size, sizeof expected);
    assert_memory_equal(buffer.data, expected, sizeof expected);
}

static void past_the_limit_the_buffer_fails_once_and_keeps_what_it_has(void **state)
{
    (void)state;
    struct base_buffer buffer BASE_BUFFER_AUTO;
    base_buffer_init(&buffer, 5);
    base_buffer_text(&buffer, "12345");
    assert_int_equal(base_buffer_check(&buffer, NULL), BASE_OK);
    base_buffer_text(&buffer, "6");
    base_buffer_text(&buffer, "");
    assert_string_equal(buffer.data, "12345");
    struct base_error err;
    assert_int_equal(base_buffer_check(&buffer, &err), BASE_NO_MEMORY);
    size_t size = 0;
    assert_null(base_buffer_extend(&buffer, 0));
    assert_null(base_buffer_take(&buffer, &size));
    base_buffer_clear(&buffer);
    base_buffer_text(&buffer, "ok");
    assert_int_equal(base_buffer_check(&buffer, NULL), BASE_OK);
}

static void take_hands_over_text_even_of_an_empty_buffer(void **state)
{
    (void)state;
    struct base_buffer buffer BASE_BUFFER_AUTO = {0};
    size_t size = 7;
    char *text = base_buffer_take(&buffer, &size);
    assert_string_equal(text, "");
    assert_int_equal(size, 0);
    free(text);
    base_buffer_text(&buffer, "abc");
    text = base_buffer_take(&buffer, &size);
    assert_string_equal(text, "abc");
    assert_int_equal(size, 3);
    assert_null(buffer.data);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appends_grow_and_stay_terminated),
        cmocka_unit_test(integers_are_little_endian_and_align_pads_with_zeros),
        cmocka_unit_test(past_the_limit_the_buffer_fails_once_and_keeps_what_it_has),
        cmocka_unit_test(take_hands_over_text_even_of_an_empty_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
