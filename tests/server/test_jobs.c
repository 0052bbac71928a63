/* Long work as a child process. */
#include "server/jobs.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "tests/support/cmocka.h"
#include "tests/support/scratch.h"

struct office {
    struct server_jobs *jobs;
    struct base_arena *arena;
    char folder[SCRATCH_SIZE];
};

static int setup(void **state)
{
    static struct office office;
    char path[SCRATCH_SIZE];
    scratch_make(office.folder);
    office.arena = base_arena_create(0);
    *state = &office;
    return server_jobs_create("/bin/sh", scratch_path(office.folder, "jobs", path), &office.jobs,
                              NULL) == BASE_OK
               ? 0
               : -1;
}

static int teardown(void **state)
{
    struct office *office = *state;
    server_jobs_free(office->jobs);
    base_arena_free(office->arena);
    scratch_remove(office->folder);
    return 0;
}

static void start(struct office *office, const char *const *argv, char id[33])
{
    char folder[4096];
    struct base_error err;
    assert_int_equal(server_jobs_folder(office->jobs, id, folder, sizeof folder, &err), BASE_OK);
    if (server_jobs_start(office->jobs, id, "import", argv, &err) != BASE_OK)
        fail_msg("%s", err.message);
}

static struct server_job wait_for(struct office *office, const char *id)
{
    struct server_job job;
    struct timespec pause = {.tv_nsec = 10 * 1000 * 1000};
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(server_jobs_find(office->jobs, id, office->arena, &job, NULL), BASE_OK);
        if (job.state != SERVER_JOB_RUNNING)
            break;
        nanosleep(&pause, NULL);
    }
    return job;
}

static void a_job_gives_its_result_and_progress(void **state)
{
    struct office *office = *state;
    char id[33];
    const char *const argv[] = {
        "-c", "echo 'progress reading 1 9' >&2; echo 'progress writing 7 9' >&2; echo '{\"a\":1}'",
        NULL};
    start(office, argv, id);
    struct server_job job = wait_for(office, id);
    assert_int_equal(job.state, SERVER_JOB_DONE);
    assert_int_equal(job.exit_code, 0);
    assert_string_equal(job.stage, "writing");
    assert_int_equal(job.done, 7);
    assert_int_equal(job.total, 9);
    assert_non_null(strstr(job.result, "\"a\":1"));
    assert_true(job.ended_at >= job.started_at);
}

static void a_failed_job_keeps_its_exit_code_and_half_a_result_is_none(void **state)
{
    struct office *office = *state;
    char id[33];
    const char *const argv[] = {"-c", "echo '{\"a\":'; exit 3", NULL};
    start(office, argv, id);
    struct server_job job = wait_for(office, id);
    assert_int_equal(job.state, SERVER_JOB_FAILED);
    assert_int_equal(job.exit_code, 3);
    assert_null(job.result);
}

/* A set of layers comes as dozens of files: none may fall under the table. */
static void every_argument_reaches_the_program(void **state)
{
    struct office *office = *state;
    char id[33], names[70][8];
    const char *argv[74] = {"-c", "echo \"{\\\"count\\\":$#}\"", "sh"};
    for (int i = 0; i < 70; i++) {
        snprintf(names[i], sizeof names[i], "f%d", i);
        argv[3 + i] = names[i];
    }
    start(office, argv, id);
    assert_non_null(strstr(wait_for(office, id).result, "\"count\":70"));
}

static void a_cancelled_job_is_stopped(void **state)
{
    struct office *office = *state;
    char id[33];
    const char *const argv[] = {"-c", "exec sleep 60", NULL};
    start(office, argv, id);
    assert_int_equal(server_jobs_cancel(office->jobs, id, NULL), BASE_OK);
    assert_int_equal(wait_for(office, id).state, SERVER_JOB_CANCELLED);
    assert_int_equal(server_jobs_cancel(office->jobs, id, NULL), BASE_CONFLICT);
}

/* As from a thread of the pool, which takes no signals. */
static void a_job_is_stopped_though_its_starter_blocks_signals(void **state)
{
    struct office *office = *state;
    char id[33];
    sigset_t all, before;
    const char *const argv[] = {"-c", "exec sleep 60", NULL};
    sigfillset(&all);
    assert_int_equal(pthread_sigmask(SIG_BLOCK, &all, &before), 0);
    start(office, argv, id);
    assert_int_equal(pthread_sigmask(SIG_SETMASK, &before, NULL), 0);
    assert_int_equal(server_jobs_cancel(office->jobs, id, NULL), BASE_OK);
    assert_int_equal(wait_for(office, id).state, SERVER_JOB_CANCELLED);
}

static void a_third_job_waits_its_turn(void **state)
{
    struct office *office = *state;
    char first[33], second[33], third[33], folder[4096];
    const char *const argv[] = {"-c", "exec sleep 60", NULL};
    start(office, argv, first);
    start(office, argv, second);
    assert_int_equal(server_jobs_folder(office->jobs, third, folder, sizeof folder, NULL), BASE_OK);
    assert_int_equal(server_jobs_start(office->jobs, third, "import", argv, NULL),
                     BASE_UNAVAILABLE);
    assert_int_equal(server_jobs_cancel(office->jobs, first, NULL), BASE_OK);
    wait_for(office, first);
    assert_int_equal(server_jobs_start(office->jobs, third, "import", argv, NULL), BASE_OK);
}

static void an_unknown_job_is_not_found(void **state)
{
    struct office *office = *state;
    struct server_job job;
    assert_int_equal(server_jobs_find(office->jobs, "../../x", office->arena, &job, NULL),
                     BASE_NOT_FOUND);
    assert_int_equal(server_jobs_cancel(office->jobs, "x", NULL), BASE_NOT_FOUND);
}

static bool leaves(struct office *office, const char *name)
{
    char folder[SCRATCH_SIZE], path[2 * SCRATCH_SIZE];
    snprintf(path, sizeof path, "%s/%s", scratch_path(office->folder, "jobs", folder), name);
    return base_file_exists(path);
}

/* A crash is a folder nobody remembers: made, and no job of it started. */
static void job_folders_that_a_crash_left_are_swept_at_the_next_start(void **state)
{
    struct office *office = *state;
    char id[33], path[4096], other[SCRATCH_SIZE];
    struct server_jobs *second;
    assert_int_equal(server_jobs_folder(office->jobs, id, path, sizeof path, NULL), BASE_OK);
    scratch_path(office->folder, "jobs", other);
    assert_int_equal(server_jobs_create("/bin/sh", other, &second, NULL), BASE_OK);
    assert_true(leaves(office, id)); /* the first server still works there */
    server_jobs_free(second);
    server_jobs_free(office->jobs);
    office->jobs = NULL;
    assert_true(leaves(office, id));
    assert_int_equal(server_jobs_create("/bin/sh", other, &office->jobs, NULL), BASE_OK);
    assert_false(leaves(office, id));
    assert_true(leaves(office, "lock"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_job_gives_its_result_and_progress, setup, teardown),
        cmocka_unit_test_setup_teardown(a_failed_job_keeps_its_exit_code_and_half_a_result_is_none,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(every_argument_reaches_the_program, setup, teardown),
        cmocka_unit_test_setup_teardown(a_cancelled_job_is_stopped, setup, teardown),
        cmocka_unit_test_setup_teardown(a_job_is_stopped_though_its_starter_blocks_signals, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_third_job_waits_its_turn, setup, teardown),
        cmocka_unit_test_setup_teardown(an_unknown_job_is_not_found, setup, teardown),
        cmocka_unit_test_setup_teardown(job_folders_that_a_crash_left_are_swept_at_the_next_start,
                                        setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
