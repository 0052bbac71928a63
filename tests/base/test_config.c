#include <string.h>

#include "base/config.h"
#include "tests/support/near.h"
#include "tests/support/scratch.h"

struct settings {
    const char *host;
    int64_t port;
    double ratio;
    bool open;
};

static enum base_status parse(const char *text, struct settings *out, struct base_arena *arena,
                              struct base_error *err)
{
    const struct base_config_option options[] = {
        {"host", BASE_CONFIG_TEXT, &out->host, 0, 0},
        {"port", BASE_CONFIG_INT, &out->port, 0, 65535},
        {"ratio", BASE_CONFIG_NUMBER, &out->ratio, 0, 1},
        {"open", BASE_CONFIG_BOOL, &out->open, 0, 0},
    };
    return base_config_parse(text, strlen(text), options, COUNT(options), arena, err);
}

static void settings_are_read_and_others_keep_their_value(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct settings out = {.host = "default", .port = 80};
    struct base_error err = {0};
    const char *text = "\xEF\xBB\xBF# 注释\r\n\r\n  port =  8080 \r\n ratio=0.25\nopen = yes";
    assert_int_equal(parse(text, &out, arena, &err), BASE_OK);
    assert_int_equal(out.port, 8080);
    assert_near(out.ratio, 0.25, 0);
    assert_true(out.open);
    assert_string_equal(out.host, "default");
    assert_int_equal(parse("host = a = b # c\nopen=off", &out, arena, &err), BASE_OK);
    assert_string_equal(out.host, "a = b # c");
    assert_false(out.open);
    assert_int_equal(parse("", &out, arena, &err), BASE_OK);
}

static void a_wrong_line_is_named_and_nothing_is_set(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"port = 1\nhots = a", "line 2: there is no setting named hots"},
        {"\n\nport", "line 3: expected name = value"},
        {"port =", "line 1: expected name = value"},
        {"= 3", "line 1: expected name = value"},
        {"port = 1\nport = 2", "line 2: port is set a second time"},
        {"port = 65536", "line 1: port must be a whole number from 0 to 65535, not 65536"},
        {"port = 1.5", "line 1: port must be a whole number from 0 to 65535, not 1.5"},
        {"port = -1", "line 1: port must be a whole number from 0 to 65535, not -1"},
        {"ratio = nan", "line 1: ratio must be a number from 0 to 1, not nan"},
        {"port = 1\nratio = 1.01", "line 2: ratio must be a number from 0 to 1, not 1.01"},
        {"open = maybe", "line 1: open must be true or false, not maybe"},
        {"port = 1\nhost = \xFF", "the settings are not UTF-8 text"},
        {"Port = 1", "line 1: there is no setting named Port"},
    };
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct settings out = {.port = 80};
        struct base_error err;
        assert_int_equal(parse(cases[i].text, &out, arena, &err), BASE_INVALID);
        assert_string_equal(err.message, cases[i].message);
        assert_int_equal(out.port, 80);
    }
}

static void a_file_is_read_and_named_in_the_sentence(void **state)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    int64_t port = 80;
    const struct base_config_option option = {"port", BASE_CONFIG_INT, &port, 0, 65535};
    char path[SCRATCH_SIZE];
    struct base_error err;
    scratch_path(*state, "yutu.conf", path);
    assert_int_equal(base_config_read(path, &option, 1, arena, &err), BASE_NOT_FOUND);
    assert_int_equal(base_file_write_atomic(path, "", 0, NULL), BASE_OK);
    assert_int_equal(base_config_read(path, &option, 1, arena, &err), BASE_OK);
    assert_int_equal(base_file_write_atomic(path, "port = 8081\n", 12, NULL), BASE_OK);
    assert_int_equal(base_config_read(path, &option, 1, arena, &err), BASE_OK);
    assert_int_equal(port, 8081);
    assert_int_equal(base_file_write_atomic(path, "x = 1\n", 6, NULL), BASE_OK);
    assert_int_equal(base_config_read(path, &option, 1, arena, &err), BASE_INVALID);
    assert_non_null(strstr(err.message, "yutu.conf: line 1: there is no setting named x"));
}

static void no_memory_is_said(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(8);
    struct settings out = {0};
    assert_int_equal(parse("host = example", &out, arena, NULL), BASE_NO_MEMORY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings_are_read_and_others_keep_their_value),
        cmocka_unit_test(a_wrong_line_is_named_and_nothing_is_set),
        cmocka_unit_test_setup_teardown(a_file_is_read_and_named_in_the_sentence, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test(no_memory_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
