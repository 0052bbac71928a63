/* server/jobs.h - long work: our own program as a child process.
 *
 * Cancel is a signal, limits are rlimits, a crash harms nobody. */
#ifndef SERVER_JOBS_H
#define SERVER_JOBS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"

struct server_jobs;

enum server_job_state {
    SERVER_JOB_RUNNING,
    SERVER_JOB_DONE,
    SERVER_JOB_FAILED,
    SERVER_JOB_CANCELLED
};
const char *server_job_state_name(enum server_job_state state);

struct server_job {
    char id[33];
    const char *kind; /* "import" */
    enum server_job_state state;
    base_time_t started_at, ended_at; /* ended_at 0: runs */
    int exit_code;
    const char *stage; /* of the newest progress line; "" none */
    uint64_t done, total;
    const char *result; /* the child's JSON document; NULL while it runs */
};

/* folder: where uploads and results are kept (RECORD.work/jobs). What a server that was
 * stopped in the middle left there is removed, unless another server, or a job that
 * outlived its server, still holds the folder. */
BASE_MUST_CHECK
enum base_status server_jobs_create(const char *program, const char *folder,
                                    struct server_jobs **out, struct base_error *err);
/* Cancels what runs and waits for it. */
void server_jobs_free(struct server_jobs *jobs);

/* A fresh folder for one upload, removed when the job is forgotten. */
BASE_MUST_CHECK
enum base_status server_jobs_folder(struct server_jobs *jobs, char id[33], char *path, size_t size,
                                    struct base_error *err);

/* Starts `program argv…` as job id. BASE_UNAVAILABLE when too many run. */
BASE_MUST_CHECK
enum base_status server_jobs_start(struct server_jobs *jobs, const char *id, const char *kind,
                                   const char *const *argv, struct base_error *err);

/* The job's state now, texts in the arena. BASE_NOT_FOUND. */
BASE_MUST_CHECK
enum base_status server_jobs_find(struct server_jobs *jobs, const char *id,
                                  struct base_arena *arena, struct server_job *out,
                                  struct base_error *err);
BASE_MUST_CHECK
enum base_status server_jobs_cancel(struct server_jobs *jobs, const char *id,
                                    struct base_error *err);

#endif
