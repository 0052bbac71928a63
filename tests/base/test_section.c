#include <stdlib.h>
#include <string.h>

#include "base/section.h"
#include "tests/support/cmocka.h"

static const uint32_t NUMBERS[] = {1, 2, 3, 4, 5};

static void make_sample(struct base_buffer *out)
{
    struct base_section_writer writer;
    base_section_writer_init(&writer, "sample", 3);
    base_section_writer_add(&writer, "bytes", "abc", 3);
    base_section_writer_add(&writer, "numbers", NUMBERS, sizeof NUMBERS);
    base_section_writer_add(&writer, "empty", NULL, 0);
    base_section_writer_add(&writer, "sixteen-bytes-ok", "z", 1);
    assert_int_equal(base_section_writer_finish(&writer, out, NULL), BASE_OK);
    base_section_writer_done(&writer);
}

static void blocks_come_back_as_they_went_in(void **state)
{
    (void)state;
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_section section;
    size_t count = 9;
    make_sample(&out);
    assert_int_equal(base_section_open(out.data, out.size, "sample", 3, 1, &section, NULL),
                     BASE_OK);
    const uint32_t *numbers = base_section_block(&section, "numbers", 4, &count);
    assert_int_equal(count, 5);
    assert_memory_equal(numbers, NUMBERS, sizeof NUMBERS);
    assert_int_equal((uintptr_t)numbers % 16, 0);
    assert_memory_equal(base_section_block(&section, "bytes", 1, &count), "abc", 3);
    assert_int_equal(count, 3);
    assert_memory_equal(base_section_block(&section, "sixteen-bytes-ok", 1, &count), "z", 1);
    (void)base_section_block(&section, "empty", 8, &count);
    assert_int_equal(count, 0);
    count = 9;
    assert_null(base_section_block(&section, "absent", 1, &count));
    assert_int_equal(count, 0);
    assert_null(base_section_block(&section, "bytes", 2, &count));
    assert_null(base_section_block(&section, "byte", 1, &count));
    assert_null(base_section_block(&section, "bytess", 1, &count));
}

static void equal_input_gives_equal_bytes(void **state)
{
    (void)state;
    struct base_buffer a BASE_BUFFER_AUTO = {0}, b BASE_BUFFER_AUTO = {0};
    make_sample(&a);
    make_sample(&b);
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.data, b.data, a.size);
}

static void any_damaged_byte_is_refused(void **state)
{
    (void)state;
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_section section;
    make_sample(&out);
    for (size_t i = 0; i < out.size; i++)
        for (int bit = 0; bit < 8; bit++) {
            out.data[i] ^= (char)(1 << bit);
            if (base_section_open(out.data, out.size, "sample", 3, 1, &section, NULL) !=
                BASE_INVALID)
                fail_msg("bit %d of byte %zu may be flipped", bit, i);
            out.data[i] ^= (char)(1 << bit);
        }
}

static void any_other_length_is_refused(void **state)
{
    (void)state;
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_section section;
    make_sample(&out);
    for (size_t size = 0; size < out.size; size++) {
        char *cut = malloc(size + 1); /* so that ASan sees a read behind the end */
        memcpy(cut, out.data, size);
        assert_int_equal(base_section_open(cut, size, "sample", 3, 0, &section, NULL),
                         BASE_INVALID);
        free(cut);
    }
    size_t size = out.size;
    base_buffer_byte(&out, 0);
    assert_int_equal(base_section_open(out.data, size + 1, "sample", 3, 1, &section, NULL),
                     BASE_INVALID);
}

static void another_kind_or_version_is_refused_with_the_reason(void **state)
{
    (void)state;
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_section section = {.version = 77};
    struct base_error err;
    make_sample(&out);
    assert_int_equal(base_section_open(out.data, out.size, "samples", 3, 1, &section, &err),
                     BASE_INVALID);
    assert_string_equal(err.message, "the section is not of the kind samples");
    assert_int_equal(base_section_open(out.data, out.size, "sampl", 3, 1, &section, &err),
                     BASE_INVALID);
    assert_int_equal(base_section_open(out.data, out.size, "sample", 4, 1, &section, &err),
                     BASE_INVALID);
    assert_string_equal(err.message, "the section of the kind sample has version 3, this program "
                                     "reads 4; build the snapshot again");
    assert_int_equal(section.version, 77);
    assert_int_equal(base_section_check(out.data, out.size, 1, &err), BASE_OK);
}

static void a_section_without_blocks_or_past_the_limit_of_memory(void **state)
{
    (void)state;
    struct base_section_writer writer;
    struct base_section section;
    struct base_buffer out BASE_BUFFER_AUTO = {0}, narrow BASE_BUFFER_AUTO = {.limit = 20};
    base_section_writer_init(&writer, "eightchr", 1);
    assert_int_equal(base_section_writer_finish(&writer, &out, NULL), BASE_OK);
    assert_int_equal(base_section_open(out.data, out.size, "eightchr", 1, 1, &section, NULL),
                     BASE_OK);
    assert_int_equal(base_section_writer_finish(&writer, &narrow, NULL), BASE_NO_MEMORY);
    base_section_writer_done(&writer);
}

static void sections_follow_one_another_in_a_buffer(void **state)
{
    (void)state;
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_section section;
    make_sample(&out);
    base_buffer_align(&out, 16);
    size_t second = out.size;
    make_sample(&out);
    assert_int_equal(
        base_section_open(out.data + second, out.size - second, "sample", 3, 1, &section, NULL),
        BASE_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_come_back_as_they_went_in),
        cmocka_unit_test(equal_input_gives_equal_bytes),
        cmocka_unit_test(any_damaged_byte_is_refused),
        cmocka_unit_test(any_other_length_is_refused),
        cmocka_unit_test(another_kind_or_version_is_refused_with_the_reason),
        cmocka_unit_test(a_section_without_blocks_or_past_the_limit_of_memory),
        cmocka_unit_test(sections_follow_one_another_in_a_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
