/* base/parallel.h - the same work on many items, on several threads. */
#ifndef BASE_PARALLEL_H
#define BASE_PARALLEL_H

#include <stddef.h>

/* Calls run(context, i) once for each i below count, in no order, on up to
 * `workers` threads (0: one for each core), and returns when all have ended. run
 * may write only what belongs to item i, so that the result does not depend on
 * the number of threads. Where threads cannot be started, the calling one does
 * the work. */
void base_parallel(size_t workers, size_t count, void (*run)(void *context, size_t item),
                   void *context);

#endif
