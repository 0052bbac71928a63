/* server/jobs.c - long work: our own program as a child process. */
#include "server/jobs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <sodium.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/json_read.h"
#include "base/number.h"

#define MOST_RUNNING 2
#define MOST_KEPT    200
#define RESULT_LIMIT ((size_t)64 * 1024 * 1024)

struct entry {
    struct server_job job; /* kind is static; stage and result are made when asked */
    pid_t pid;
    bool cancelled;
    struct entry *next;
};

struct server_jobs {
    char *program, *folder;
    pthread_mutex_t lock;
    struct entry *entries; /* the newest first */
    int lock_file;         /* held shared by all who use the folder, children too; -1: none */
};

extern char **environ;

const char *server_job_state_name(enum server_job_state state)
{
    static const char *const NAMES[] = {"running", "done", "failed", "cancelled"};
    return NAMES[state];
}

static bool is_job(const char *name)
{
    return strlen(name) == 32 && strspn(name, "0123456789abcdef") == 32;
}

static void sweep(const char *folder)
{
    char path[4096];
    DIR *jobs = opendir(folder);
    for (struct dirent *entry; jobs && (entry = readdir(jobs));)
        if (is_job(entry->d_name)) {
            snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
            if (base_file_remove_tree(path, NULL) != BASE_OK)
                break; /* left for the next start */
        }
    if (jobs)
        closedir(jobs);
}

/* Whoever finds nobody else in the folder removes what lies there. The lock goes to the
 * children, so that a job that outlives a crash keeps its files. */
static int hold_folder(const char *folder)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/lock", folder);
    int file = open(path, O_RDWR | O_CREAT, 0600);
    if (file < 0)
        return -1;
    if (flock(file, LOCK_EX | LOCK_NB) == 0)
        sweep(folder);
    if (flock(file, LOCK_SH | LOCK_NB) == 0)
        return file;
    close(file);
    return -1;
}

enum base_status server_jobs_create(const char *program, const char *folder,
                                    struct server_jobs **out, struct base_error *err)
{
    enum base_status status = base_file_make_folder(folder, err);
    if (status != BASE_OK)
        return status;
    struct server_jobs *jobs = calloc(1, sizeof *jobs);
    if (!jobs)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    pthread_mutex_init(&jobs->lock, NULL);
    jobs->lock_file = hold_folder(folder);
    jobs->program = strdup(program ? program : "yutu");
    jobs->folder = strdup(folder);
    if (!jobs->program || !jobs->folder) {
        server_jobs_free(jobs);
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    }
    *out = jobs;
    return BASE_OK;
}

static void job_path(const struct server_jobs *jobs, const char *id, const char *name, char *out,
                     size_t size)
{
    snprintf(out, size, "%s/%s%s%s", jobs->folder, id, name[0] ? "/" : "", name);
}

static void forget(struct server_jobs *jobs, struct entry *entry)
{
    char path[4096];
    job_path(jobs, entry->job.id, "", path, sizeof path);
    if (base_file_remove_tree(path, NULL) != BASE_OK)
        return; /* left for the next start; it holds nothing of the record */
}

void server_jobs_free(struct server_jobs *jobs)
{
    if (!jobs)
        return;
    while (jobs->entries) {
        struct entry *entry = jobs->entries;
        jobs->entries = entry->next;
        if (entry->job.state == SERVER_JOB_RUNNING && entry->pid > 0) {
            kill(entry->pid, SIGTERM);
            waitpid(entry->pid, NULL, 0);
        }
        forget(jobs, entry);
        free(entry);
    }
    pthread_mutex_destroy(&jobs->lock);
    if (jobs->lock_file >= 0)
        close(jobs->lock_file);
    free(jobs->program);
    free(jobs->folder);
    free(jobs);
}

enum base_status server_jobs_folder(struct server_jobs *jobs, char id[33], char *path, size_t size,
                                    struct base_error *err)
{
    unsigned char random[16];
    randombytes_buf(random, sizeof random);
    base_hash_hex(random, sizeof random, id);
    job_path(jobs, id, "", path, size);
    return base_file_make_folder(path, err);
}

/* Learns whether a child ended, without waiting. Called with the lock held. */
static void look(struct entry *entry)
{
    int result;
    if (entry->job.state != SERVER_JOB_RUNNING || waitpid(entry->pid, &result, WNOHANG) <= 0)
        return;
    entry->job.ended_at = base_time_now();
    entry->job.exit_code = WIFEXITED(result) ? WEXITSTATUS(result) : 128 + WTERMSIG(result);
    /* Who cancels too late is told what was done. */
    entry->job.state = entry->job.exit_code == 0 ? SERVER_JOB_DONE
                       : entry->cancelled        ? SERVER_JOB_CANCELLED
                                                 : SERVER_JOB_FAILED;
}

static size_t count_running(struct server_jobs *jobs)
{
    size_t running = 0;
    for (struct entry *entry = jobs->entries; entry; entry = entry->next) {
        look(entry);
        running += entry->job.state == SERVER_JOB_RUNNING;
    }
    return running;
}

/* Ended jobs beyond the newest MOST_KEPT go, with their files. */
static void trim(struct server_jobs *jobs)
{
    size_t kept = 0;
    for (struct entry **link = &jobs->entries; *link;) {
        struct entry *entry = *link;
        if (++kept <= MOST_KEPT || entry->job.state == SERVER_JOB_RUNNING) {
            link = &entry->next;
            continue;
        }
        *link = entry->next;
        forget(jobs, entry);
        free(entry);
    }
}

/* The program's name before argv; free it, not its texts. */
static char **with_program(const struct server_jobs *jobs, const char *const *argv)
{
    size_t count = 0;
    while (argv[count])
        count++;
    char **args = calloc(count + 2, sizeof *args);
    if (!args)
        return NULL;
    args[0] = jobs->program;
    for (size_t i = 0; i < count; i++)
        args[i + 1] = (char *)(uintptr_t)argv[i];
    return args;
}

/* Our threads block signals and ignore SIGPIPE; a child that inherited that
 * could not be told to stop. */
static void take_signals(posix_spawnattr_t *attributes)
{
    sigset_t none, broken_pipe;
    sigemptyset(&none);
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    posix_spawnattr_init(attributes);
    posix_spawnattr_setsigmask(attributes, &none);
    posix_spawnattr_setsigdefault(attributes, &broken_pipe);
    posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

/* Runs the program with stdout in result.json and stderr in log.txt. */
static int spawn(const struct server_jobs *jobs, const char *id, const char *const *argv,
                 pid_t *pid)
{
    char out[4096], log[4096];
    char **args = with_program(jobs, argv);
    if (!args)
        return ENOMEM;
    job_path(jobs, id, "result.json", out, sizeof out);
    job_path(jobs, id, "log.txt", log, sizeof log);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, out, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_addopen(&actions, 2, log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawnattr_t attributes;
    take_signals(&attributes);
    int result = posix_spawnp(pid, jobs->program, &actions, &attributes, args, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    free(args);
    return result;
}

static enum base_status start_locked(struct server_jobs *jobs, const char *id, const char *kind,
                                     const char *const *argv, struct base_error *err)
{
    if (count_running(jobs) >= MOST_RUNNING)
        return base_fail(err, BASE_UNAVAILABLE, "%d jobs are running; try again when one has ended",
                         MOST_RUNNING);
    struct entry *entry = calloc(1, sizeof *entry);
    if (!entry)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    snprintf(entry->job.id, sizeof entry->job.id, "%s", id);
    entry->job.kind = kind;
    entry->job.started_at = base_time_now();
    int result = spawn(jobs, id, argv, &entry->pid);
    if (result != 0) {
        free(entry);
        return base_fail(err, BASE_FAILED, "cannot start %s: %s", jobs->program, strerror(result));
    }
    entry->next = jobs->entries;
    jobs->entries = entry;
    trim(jobs);
    return BASE_OK;
}

enum base_status server_jobs_start(struct server_jobs *jobs, const char *id, const char *kind,
                                   const char *const *argv, struct base_error *err)
{
    pthread_mutex_lock(&jobs->lock);
    enum base_status status = start_locked(jobs, id, kind, argv, err);
    pthread_mutex_unlock(&jobs->lock);
    return status;
}

static struct entry *find_locked(struct server_jobs *jobs, const char *id)
{
    for (struct entry *entry = jobs->entries; entry; entry = entry->next)
        if (strcmp(entry->job.id, id) == 0) {
            look(entry);
            return entry;
        }
    return NULL;
}

/* The newest progress line of the child's log: "progress STAGE DONE TOTAL". */
static void read_progress(const struct server_jobs *jobs, struct base_arena *arena,
                          struct server_job *job)
{
    char path[4096], stage[64];
    unsigned long long done, total;
    struct base_buffer log BASE_BUFFER_AUTO = {0};
    job->stage = "";
    job_path(jobs, job->id, "log.txt", path, sizeof path);
    if (base_file_read(path, RESULT_LIMIT, &log, NULL) != BASE_OK || !log.data)
        return;
    for (const char *line = log.data; line; line = strchr(line, '\n')) {
        line += line[0] == '\n';
        if (sscanf(line, "progress %63s %llu %llu", stage, &done, &total) == 3) {
            job->stage = base_arena_strdup(arena, stage);
            job->done = done;
            job->total = total;
        }
    }
    if (!job->stage)
        job->stage = "";
}

static void read_result(const struct server_jobs *jobs, struct base_arena *arena,
                        struct server_job *job)
{
    char path[4096];
    struct base_buffer result BASE_BUFFER_AUTO = {0};
    job_path(jobs, job->id, "result.json", path, sizeof path);
    json_auto_t *root = NULL;
    /* A child that was stopped in the middle leaves half a document. */
    if (base_file_read(path, RESULT_LIMIT, &result, NULL) == BASE_OK && result.size > 0 &&
        base_json_parse(result.data, result.size, RESULT_LIMIT, &root, NULL) == BASE_OK)
        job->result = base_arena_strndup(arena, result.data, result.size);
}

enum base_status server_jobs_find(struct server_jobs *jobs, const char *id,
                                  struct base_arena *arena, struct server_job *out,
                                  struct base_error *err)
{
    pthread_mutex_lock(&jobs->lock);
    struct entry *entry = find_locked(jobs, id);
    if (entry)
        *out = entry->job;
    pthread_mutex_unlock(&jobs->lock);
    if (!entry)
        return base_fail(err, BASE_NOT_FOUND, "there is no job %.40s, or it was forgotten", id);
    read_progress(jobs, arena, out);
    if (out->state != SERVER_JOB_RUNNING)
        read_result(jobs, arena, out);
    return BASE_OK;
}

enum base_status server_jobs_cancel(struct server_jobs *jobs, const char *id,
                                    struct base_error *err)
{
    enum base_status status = BASE_OK;
    pthread_mutex_lock(&jobs->lock);
    struct entry *entry = find_locked(jobs, id);
    if (!entry)
        status = base_fail(err, BASE_NOT_FOUND, "there is no job %.40s, or it was forgotten", id);
    else if (entry->job.state != SERVER_JOB_RUNNING)
        status = base_fail(err, BASE_CONFLICT, "job %s has ended already", id);
    else {
        entry->cancelled = true;
        kill(entry->pid, SIGTERM);
    }
    pthread_mutex_unlock(&jobs->lock);
    return status;
}
