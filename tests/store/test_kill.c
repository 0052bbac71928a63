/* tests/store/test_kill.c - a writer killed at any moment leaves whole editions. */
#include "tests/store/record.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define KILLS 40
#define ROWS  25 /* of an edition */

/* Writes editions for ever, each of ROWS rows with the edition's number as name;
 * a byte goes into the pipe when the record is open and after each commit. */
static void write_for_ever(const char *path, struct record *record, int told)
{
    struct store *store;
    if (store_open(path, STORE_WRITE, &store, NULL) != BASE_OK)
        _exit(1);
    record->store = store;
    while (write(told, "", 1) == 1 && store_begin(store, NULL) == BASE_OK) {
        struct store_change change = {.edition = record_edition(record),
                                      .effective = BASE_DATE_NONE};
        for (int i = 0; i < ROWS; i++) {
            char code[STORE_CODE_SIZE], name[32];
            int64_t identity;
            enum store_outcome outcome;
            snprintf(code, sizeof code, "22%04d", 101 + i);
            snprintf(name, sizeof name, "%lld", (long long)change.edition);
            struct store_division row = record_division(record, code, name, 125000000000);
            if (store_division_put(store, &change, &row, NULL, &outcome, &identity, NULL) !=
                BASE_OK)
                _exit(2);
        }
        if (store_commit(store, NULL) != BASE_OK)
            _exit(3);
    }
    _exit(4);
}

static void count_problem(void *context, const char *severity, const struct base_error *what)
{
    (void)severity;
    print_message("%s\n", what->message);
    ++*(int *)context;
}

static void check(struct record *record, int64_t *editions)
{
    struct store_division *rows;
    struct store_edition *list;
    size_t count, edition_count;
    int problems = 0;
    int64_t told;
    struct store *store;
    base_arena_reset(record->arena);
    assert_int_equal(store_open(record->path, STORE_WRITE, &store, NULL), BASE_OK);
    assert_int_equal(store_edition_list(store, record->arena, &list, &edition_count, NULL),
                     BASE_OK);
    assert_int_equal(store_division_list(store, record_on(NULL, 0), STORE_LEVEL_NONE, true,
                                         record->arena, &rows, &count, NULL),
                     BASE_OK);
    assert_int_equal(count, edition_count ? ROWS : 0);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(atoll(rows[i].name), list[edition_count - 1].id);
    assert_int_equal(store_doctor(store, count_problem, &problems, &told, NULL), BASE_OK);
    assert_int_equal(problems, 0);
    store_close(store);
    *editions = (int64_t)edition_count;
}

/* A writer that has opened the record, and written commits editions. */
static pid_t start(struct record *record, int commits, int *pipe_end)
{
    int told[2];
    char byte;
    assert_int_equal(pipe(told), 0);
    pid_t child = fork();
    if (child == 0)
        write_for_ever(record->path, record, told[1]);
    for (int i = 0; i <= commits; i++)
        assert_int_equal(read(told[0], &byte, 1), 1);
    close(told[1]);
    *pipe_end = told[0]; /* open until the kill, or writing would end the child */
    return child;
}

static void a_killed_writer_leaves_whole_editions(void **state)
{
    struct record *record = *state;
    int64_t editions = 0;
    int grew = 0;
    store_close(record->store);
    record->store = NULL;
    srand(20261124);
    for (int i = 0; i < KILLS; i++) {
        int64_t before = editions;
        int pipe_end;
        pid_t child = start(record, i % 2, &pipe_end);
        struct timespec pause = {0, 1000000L * (rand() % 60) + rand() % 1000000};
        nanosleep(&pause, NULL);
        assert_int_equal(kill(child, SIGKILL), 0);
        int how;
        assert_int_equal(waitpid(child, &how, 0), child);
        close(pipe_end);
        assert_true(WIFSIGNALED(how) && WTERMSIG(how) == SIGKILL);
        check(record, &editions);
        grew += editions > before;
    }
    print_message("%d of %d writers had committed, %lld editions in all\n", grew, KILLS,
                  (long long)editions);
    assert_true(grew >= KILLS / 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, record_setup, record_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_killed_writer_leaves_whole_editions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
