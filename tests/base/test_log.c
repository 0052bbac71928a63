#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_read.h"
#include "base/log.h"
#include "tests/support/cmocka.h"

struct written {
    FILE *stream;
    char *text;
    size_t size;
};

static void start(struct written *written)
{
    *written = (struct written){0};
    written->stream = open_memstream(&written->text, &written->size);
    assert_non_null(written->stream);
}

static void finish(struct written *written)
{
    fclose(written->stream);
    free(written->text);
}

static const struct base_log_field FIELDS[] = {
    {"method", "GET", 0}, {"path", "/a b\"\n", 0}, {"status", NULL, 200}, {"empty", "", 0}};

static void text_lines_hold_level_event_and_fields(void **state)
{
    (void)state;
    struct written out;
    start(&out);
    struct base_log *log = base_log_create(out.stream, BASE_LOG_INFO, BASE_LOG_TEXT);
    base_log_event(log, BASE_LOG_INFO, "request", FIELDS, COUNT(FIELDS));
    assert_string_equal(out.text + 24,
                        " info  request method=GET path=\"/a b\\\"\\n\" status=200 empty=\"\"\n");
    base_log_free(log);
    finish(&out);
}

static void a_senders_text_never_starts_a_line(void **state)
{
    (void)state;
    struct written out;
    start(&out);
    struct base_log *log = base_log_create(out.stream, BASE_LOG_INFO, BASE_LOG_TEXT);
    base_log_printf(log, BASE_LOG_WARN, "bad name %s", "a\r\n2026 error forged\x1b[2J 长春");
    assert_string_equal(out.text + 24,
                        " warn  bad name a\\x0d\\x0a2026 error forged\\x1b[2J 长春\n");
    base_log_free(log);
    finish(&out);
}

static void json_lines_are_json(void **state)
{
    (void)state;
    struct written out;
    start(&out);
    struct base_log *log = base_log_create(out.stream, BASE_LOG_DEBUG, BASE_LOG_JSON);
    base_log_event(log, BASE_LOG_ERROR, "x\ny", FIELDS, COUNT(FIELDS));
    json_auto_t *root = NULL;
    const char *event, *path;
    int64_t line_status = 0;
    assert_int_equal(base_json_parse(out.text, out.size, 0, &root, NULL), BASE_OK);
    assert_int_equal(base_json_get_text(root, "event", true, &event, NULL), BASE_OK);
    assert_int_equal(base_json_get_text(root, "path", true, &path, NULL), BASE_OK);
    assert_int_equal(base_json_get_int(root, "status", true, &line_status, NULL), BASE_OK);
    assert_string_equal(event, "x\ny");
    assert_string_equal(path, "/a b\"\n");
    assert_int_equal(line_status, 200);
    assert_ptr_equal(strchr(out.text, '\n'), out.text + out.size - 1);
    base_log_free(log);
    finish(&out);
}

static void levels_above_the_wanted_one_are_not_written(void **state)
{
    (void)state;
    struct written out;
    start(&out);
    struct base_log *log = base_log_create(out.stream, BASE_LOG_WARN, BASE_LOG_TEXT);
    base_log_printf(log, BASE_LOG_INFO, "quiet");
    base_log_printf(log, BASE_LOG_DEBUG, "quiet");
    base_log_printf(NULL, BASE_LOG_ERROR, "nowhere");
    fflush(out.stream);
    assert_int_equal(out.size, 0);
    assert_false(base_log_wants(log, BASE_LOG_INFO));
    assert_true(base_log_wants(log, BASE_LOG_WARN));
    assert_false(base_log_wants(NULL, BASE_LOG_ERROR));
    base_log_free(log);
    base_log_free(NULL);
    finish(&out);
}

static void a_long_message_is_cut_at_a_character(void **state)
{
    (void)state;
    struct written out;
    start(&out);
    struct base_log *log = base_log_create(out.stream, BASE_LOG_INFO, BASE_LOG_TEXT);
    char text[6001] = "";
    for (int i = 0; i < 2000; i++)
        memcpy(text + 3 * i, "长", 4);
    base_log_printf(log, BASE_LOG_INFO, "%s", text);
    assert_int_equal(out.size, 24 + 7 + 4095 + 1);
    assert_memory_equal(out.text + out.size - 4, "长\n", 4);
    base_log_free(log);
    finish(&out);
}

static void level_names_are_read(void **state)
{
    (void)state;
    enum base_log_level level = BASE_LOG_INFO;
    assert_true(base_log_level_parse("debug", &level));
    assert_int_equal(level, BASE_LOG_DEBUG);
    assert_false(base_log_level_parse("loud", &level));
    assert_int_equal(level, BASE_LOG_DEBUG);
}

static void *write_many(void *context)
{
    for (int i = 0; i < 300; i++)
        base_log_printf(context, BASE_LOG_INFO, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    return NULL;
}

static void lines_of_many_threads_are_never_torn(void **state)
{
    (void)state;
    struct written out;
    pthread_t threads[4];
    start(&out);
    struct base_log *log = base_log_create(out.stream, BASE_LOG_INFO, BASE_LOG_TEXT);
    for (size_t i = 0; i < COUNT(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, write_many, log), 0);
    for (size_t i = 0; i < COUNT(threads); i++)
        pthread_join(threads[i], NULL);
    int lines = 0;
    for (char *line = out.text, *end; (end = strchr(line, '\n')); line = end + 1, lines++)
        assert_int_equal(end - line, 24 + 7 + 44);
    assert_int_equal(lines, 1200);
    base_log_free(log);
    finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_lines_hold_level_event_and_fields),
        cmocka_unit_test(a_senders_text_never_starts_a_line),
        cmocka_unit_test(json_lines_are_json),
        cmocka_unit_test(levels_above_the_wanted_one_are_not_written),
        cmocka_unit_test(a_long_message_is_cut_at_a_character),
        cmocka_unit_test(level_names_are_read),
        cmocka_unit_test(lines_of_many_threads_are_never_torn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
