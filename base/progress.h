/* base/progress.h - how far long work is, and whether to go on. */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/* A receiver of progress. A plain value, borrowed by the work; a NULL pointer
 * to it is fine everywhere. */
struct base_progress {
    /* stage is an English word of the catalogue ("reading", "checking"); total 0
     * when unknown. Called from the working thread, at any rate. May be NULL. */
    void (*report)(void *context, const char *stage, uint64_t done, uint64_t total);
    /* True when the work should stop with BASE_UNAVAILABLE. May be NULL. */
    bool (*cancelled)(void *context);
    void *context;
};

static inline void base_progress_report(const struct base_progress *progress, const char *stage,
                                        uint64_t done, uint64_t total)
{
    if (progress && progress->report)
        progress->report(progress->context, stage, done, total);
}

static inline bool base_progress_cancelled(const struct base_progress *progress)
{
    return progress && progress->cancelled && progress->cancelled(progress->context);
}

#endif
