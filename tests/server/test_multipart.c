/* tests/server/test_multipart.c */
#include "server/multipart.h"

#include <stdlib.h>
#include <string.h>

#include "tests/support/cmocka.h"

#define TYPE "multipart/form-data; boundary=XX"

#define FORM                                                                                       \
    "--XX\r\nContent-Disposition: form-data; name=\"as\"\r\n\r\ndivision\r\n"                      \
    "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.shp\"\r\n"                \
    "Content-Type: application/octet-stream\r\n\r\nbytes\r\n--XX--\r\n"

struct form {
    struct server_part parts[SERVER_MAX_PARTS];
    size_t count;
    struct base_error err;
};

static int setup(void **state)
{
    *state = base_arena_create(0);
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    base_arena_free(*state);
    return 0;
}

/* Parses an exact copy, so that a read behind the end is noticed. */
static enum base_status parse(struct base_arena *arena, const char *type, const void *body,
                              size_t size, struct form *out)
{
    void *copy = base_arena_alloc(arena, size + 1);
    assert_non_null(copy);
    if (size)
        memcpy(copy, body, size);
    *out = (struct form){.count = 99};
    return server_multipart_parse(type, copy, size, arena, out->parts, &out->count, &out->err);
}

static void assert_part(const struct server_part *part, const char *name, const char *filename,
                        const char *data)
{
    assert_string_equal(part->name, name);
    if (filename)
        assert_string_equal(part->filename, filename);
    else
        assert_null(part->filename);
    assert_int_equal(part->size, strlen(data));
    assert_memory_equal(part->data, data, part->size);
}

static void a_form_has_its_fields_and_files(void **state)
{
    struct form form;
    assert_int_equal(parse(*state, TYPE, FORM, strlen(FORM), &form), BASE_OK);
    assert_int_equal(form.count, 2);
    assert_part(&form.parts[0], "as", NULL, "division");
    assert_part(&form.parts[1], "file", "a.shp", "bytes");
}

static void clients_write_forms_in_several_ways(void **state)
{
    static const char *const types[] = {
        TYPE,
        "multipart/form-data; boundary=\"XX\"",
        "Multipart/Form-Data;boundary=XX",
        "multipart/form-data; charset=utf-8; boundary=XX",
        "multipart/form-data; Boundary=XX",
    };
    static const char *const bodies[] = {
        "--XX\r\nContent-Disposition: form-data; name=as\r\n\r\nroad\r\n--XX--",
        "--XX  \r\ncontent-disposition: FORM-DATA; NAME=\"as\"\r\n\r\nroad\r\n--XX--\r\n",
        "told before\r\n--XX\r\nX: y\r\nContent-Disposition: form-data; name=\"as\"\r\n\r\nroad"
        "\r\n--XX--told behind",
    };
    for (size_t i = 0; i < COUNT(types); i++)
        for (size_t j = 0; j < COUNT(bodies); j++) {
            struct form form;
            if (parse(*state, types[i], bodies[j], strlen(bodies[j]), &form) != BASE_OK)
                fail_msg("%s: body %zu: %s", types[i], j, form.err.message);
            assert_int_equal(form.count, 1);
            assert_part(&form.parts[0], "as", NULL, "road");
        }
}

static void binary_content_comes_whole(void **state)
{
    unsigned char body[4096];
    struct form form;
    static const char HEAD[] =
        "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"b\"\r\n\r\n";
    size_t head = strlen(HEAD), size = 2048;
    memcpy(body, HEAD, head);
    for (size_t i = 0; i < size; i++)
        body[head + i] = (unsigned char)(i * 7);
    /* What looks like a delimiter and is none: no line end before it, more behind it. */
    memcpy(body + head + 100, "--XX\r\n", 6);
    memcpy(body + head + 200, "\r\n--XXY\r\n", 9);
    memcpy(body + head + 300, "\r\n--X", 5);
    memcpy(body + head + size, "\r\n--XX--\r\n", 10);
    assert_int_equal(parse(*state, TYPE, body, head + size + 10, &form), BASE_OK);
    assert_int_equal(form.count, 1);
    assert_int_equal(form.parts[0].size, size);
    assert_memory_equal(form.parts[0].data, body + head, size);
}

static void an_empty_file_is_a_file(void **state)
{
    static const char BODY[] =
        "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n--XX--";
    struct form form;
    assert_int_equal(parse(*state, TYPE, BODY, strlen(BODY), &form), BASE_OK);
    assert_part(&form.parts[0], "f", "", "");
}

static void a_quoted_name_may_hold_anything(void **state)
{
    static const char BODY[] = "--XX\r\nContent-Disposition: form-data; filename=\"x; name=evil\"; "
                               "name=\"file\"\r\n\r\nd\r\n--XX--";
    struct form form;
    assert_int_equal(parse(*state, TYPE, BODY, strlen(BODY), &form), BASE_OK);
    assert_part(&form.parts[0], "file", "x; name=evil", "d");
}

static void what_is_no_form_is_refused(void **state)
{
    static const char *const types[] = {
        NULL,
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary="
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    };
    struct form form;
    for (size_t i = 0; i < COUNT(types); i++)
        assert_int_equal(parse(*state, types[i], FORM, strlen(FORM), &form), BASE_INVALID);
    static const char *const bodies[] = {
        "",
        "x",
        "--YY--",
        "--XX",
        "--XX\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n",
        "--XX\r\nContent-Disposition: form-data\r\n\r\nb\r\n--XX--", /* no name */
        "--XX\r\nX: y\r\n\r\nb\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n--XX--", /* no end of headers */
    };
    for (size_t i = 0; i < COUNT(bodies); i++)
        if (parse(*state, TYPE, bodies[i], strlen(bodies[i]), &form) != BASE_INVALID)
            fail_msg("body %zu", i);
}

static void a_cut_form_is_never_taken(void **state)
{
    struct form form;
    size_t whole = strlen(FORM) - 2; /* the last line end may lack */
    for (size_t size = 0; size < whole; size++)
        if (parse(*state, TYPE, FORM, size, &form) != BASE_INVALID)
            fail_msg("cut after %zu bytes", size);
    assert_int_equal(parse(*state, TYPE, FORM, whole, &form), BASE_OK);
}

static void parts_are_counted(void **state)
{
    static const char PART[] = "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n";
    size_t length = strlen(PART);
    char *body = malloc(length * (SERVER_MAX_PARTS + 1) + 16);
    struct form form;
    for (size_t parts = SERVER_MAX_PARTS; parts <= SERVER_MAX_PARTS + 1; parts++) {
        for (size_t i = 0; i < parts; i++)
            memcpy(body + i * length, PART, length);
        memcpy(body + parts * length, "--XX--", 7);
        assert_int_equal(parse(*state, TYPE, body, strlen(body), &form),
                         parts > SERVER_MAX_PARTS ? BASE_INVALID : BASE_OK);
    }
    free(body);
}

static void file_names_stay_in_their_folder(void **state)
{
    static const char *const cases[][2] = {
        {"a.shp", "a.shp"},
        {"区划.shp", "区划.shp"},
        {"/etc/passwd", "passwd"},
        {"../../x.shp", "x.shp"},
        {"C:\\data\\x.dbf", "x.dbf"},
        {"..", "file"},
        {".hidden", "hidden"},
        {". .x", "x"},
        {"", "file"},
        {"a/", "file"},
        {"a\nb", "a_b"},
        {"a:b", "a_b"},
        {"a\x7F", "a_"},
        {"\xB3\xAF.shp", "file"}, /* GBK */
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(server_multipart_filename(cases[i][0], *state), cases[i][1]);
    char longest[300];
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_string_equal(server_multipart_filename(longest, *state), "file");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_form_has_its_fields_and_files), TEST(clients_write_forms_in_several_ways),
        TEST(binary_content_comes_whole),      TEST(an_empty_file_is_a_file),
        TEST(a_quoted_name_may_hold_anything), TEST(what_is_no_form_is_refused),
        TEST(a_cut_form_is_never_taken),       TEST(parts_are_counted),
        TEST(file_names_stay_in_their_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
