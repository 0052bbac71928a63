/* tests/server/test_request.c */
#include "server/request.h"

#include <string.h>

#include "tests/support/cmocka.h"

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

static struct server_target parsed(struct base_arena *arena, const char *text)
{
    struct server_target target;
    struct base_error err = {.message = ""};
    if (server_target_parse(text, arena, &target, &err) != BASE_OK)
        fail_msg("%s: %s", text, err.message);
    return target;
}

static void a_path_is_split_before_it_is_decoded(void **state)
{
    struct server_target target = parsed(*state, "/api/a%2Fb/%E9%95%BF%E6%98%A5/?x=1");
    assert_string_equal(target.path, "/api/a%2Fb/%E9%95%BF%E6%98%A5/");
    assert_int_equal(target.segment_count, 4);
    assert_string_equal(target.segments[0], "api");
    assert_string_equal(target.segments[1], "a/b");
    assert_string_equal(target.segments[2], "长春");
    assert_string_equal(target.segments[3], "");
}

static void a_plus_is_a_blank_in_the_query_alone(void **state)
{
    struct server_target target = parsed(*state, "/a+b?q=a+b%2Bc");
    assert_string_equal(target.segments[0], "a+b");
    assert_string_equal(server_target_query(&target, "q"), "a b+c");
}

static void a_query_is_split_before_it_is_decoded(void **state)
{
    struct server_target target = parsed(*state, "/?q=a%26b%3Dc&empty=&bare&&%71=second#part?x=1");
    assert_string_equal(server_target_query(&target, "q"), "a&b=c"); /* the first one */
    assert_string_equal(server_target_query(&target, "empty"), "");
    assert_string_equal(server_target_query(&target, "bare"), "");
    assert_null(server_target_query(&target, "x"));
    assert_int_equal(target.query_count, 4);
}

static void an_escape_at_the_very_end_is_whole(void **state)
{
    struct server_target target = parsed(*state, "/%41?q=%41");
    assert_string_equal(target.segments[0], "A");
    assert_string_equal(server_target_query(&target, "q"), "A");
}

static void doubtful_addresses_are_refused_with_the_reason(void **state)
{
    static const char *const cases[][2] = {
        {"", "start with /"},        {"api", "start with /"},        {"http://x/", "start with /"},
        {"*", "start with /"},       {"/%00", "zero byte"},          {"/a%00b", "zero byte"},
        {"/?q=%00", "zero byte"},    {"/?%00=1", "zero byte"},       {"/%", "hexadecimal"},
        {"/%4", "hexadecimal"},      {"/%zz", "hexadecimal"},        {"/%4/1", "hexadecimal"},
        {"/?q=%2", "hexadecimal"},   {"/?q=1%&p=00", "hexadecimal"}, {"/%B3%AF%D1%F4", "GBK"},
        {"/?q=%B3%AF%D1%F4", "GBK"}, {"/?q=\xB3\xAF", "GBK"},        {"/%C0%AF", "UTF-8"},
        {"/%ED%A0%80", "UTF-8"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct server_target target;
        struct base_error err = {.message = ""};
        assert_int_equal(server_target_parse(cases[i][0], *state, &target, &err), BASE_INVALID);
        if (!strstr(err.message, cases[i][1]))
            fail_msg("%s: %s", cases[i][0], err.message);
        assert_true(err.message_zh[0] && strcmp(err.message_zh, err.message) != 0);
    }
}

static void parts_and_parameters_are_counted(void **state)
{
    char path[64] = "", query[1024] = "/?";
    struct server_target target;
    for (int i = 0; i < SERVER_MAX_SEGMENTS; i++)
        strcat(path, "/a");
    assert_int_equal(parsed(*state, path).segment_count, SERVER_MAX_SEGMENTS);
    strcat(path, "/a");
    assert_int_equal(server_target_parse(path, *state, &target, NULL), BASE_INVALID);
    for (int i = 0; i < SERVER_MAX_QUERY; i++)
        strcat(query, "a=1&");
    assert_int_equal(parsed(*state, query).query_count, SERVER_MAX_QUERY);
    strcat(query, "a=1");
    assert_int_equal(server_target_parse(query, *state, &target, NULL), BASE_INVALID);
}

static void a_full_arena_is_told(void **state)
{
    (void)state;
    struct base_arena *arena = base_arena_create(8);
    struct server_target target;
    assert_int_equal(server_target_parse("/api/v1/divisions/220104", arena, &target, NULL),
                     BASE_UNAVAILABLE);
    base_arena_free(arena);
}

static void gzip_is_taken_when_it_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        bool taken;
    } cases[] = {
        {NULL, false},
        {"", false},
        {"gzip", true},
        {"GZIP", true},
        {"deflate, gzip;q=0.5, br", true},
        {"gzip;q=0", false},
        {"gzip;q=0.000", false},
        {"gzip; q=0", false},
        {"deflate, br", false},
        {"*", true},
        {"*;q=0", false},
        {"*;q=0, gzip", true},
        {"gzip;q=0, *", false},
        {"identity;q=1, *;q=0", false},
        {"gzipped", false},
        {"x, ,gzip", true},
        {"identity", false},
        {"br;q=1,gzip;q=1;x=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
         true},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (server_accepts_gzip(cases[i].header) != cases[i].taken)
            fail_msg("%s", cases[i].header ? cases[i].header : "none");
}

static void a_tag_is_met_whole(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        bool met;
    } cases[] = {
        {NULL, false},           {"", false},          {"\"ab\"", true},         {"W/\"ab\"", true},
        {"\"x\", \"ab\"", true}, {"*", true},          {"\"abc\"", false},       {"ab", false},
        {"\"a", false},          {"\"ab-gz\"", false}, {"\"x\",W/\"ab\"", true}, {"\"AB\"", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (server_etag_matches(cases[i].header, "\"ab\"") != cases[i].met)
            fail_msg("%s", cases[i].header ? cases[i].header : "none");
    assert_false(server_etag_matches("\"\"", NULL));
}

static void headers_are_found_in_any_case(void **state)
{
    (void)state;
    const struct server_pair headers[] = {{"host", "a"}, {"If-None-Match", "b"}};
    struct server_request request = {.headers = headers, .header_count = 2};
    assert_string_equal(server_request_header(&request, "Host"), "a");
    assert_string_equal(server_request_header(&request, "if-none-match"), "b");
    assert_null(server_request_header(&request, "Accept"));
}

static void methods_are_read_as_they_are_written(void **state)
{
    (void)state;
    assert_int_equal(server_method_parse("GET"), SERVER_GET);
    assert_int_equal(server_method_parse("DELETE"), SERVER_DELETE);
    assert_int_equal(server_method_parse("get"), SERVER_OTHER_METHOD);
    assert_int_equal(server_method_parse("PATCH"), SERVER_OTHER_METHOD);
    assert_int_equal(server_method_parse(""), SERVER_OTHER_METHOD);
    assert_string_equal(server_method_name(SERVER_POST), "POST");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_path_is_split_before_it_is_decoded),
        TEST(a_plus_is_a_blank_in_the_query_alone),
        TEST(a_query_is_split_before_it_is_decoded),
        TEST(an_escape_at_the_very_end_is_whole),
        TEST(doubtful_addresses_are_refused_with_the_reason),
        TEST(parts_and_parameters_are_counted),
        TEST(a_full_arena_is_told),
        TEST(gzip_is_taken_when_it_is_named),
        TEST(a_tag_is_met_whole),
        TEST(headers_are_found_in_any_case),
        TEST(methods_are_read_as_they_are_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
