/* base/queue.h - a bounded queue between threads, first in, first out. */
#ifndef BASE_QUEUE_H
#define BASE_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

struct base_queue;

/* A queue of at most capacity items (> 0) of item_size bytes each, copied in
 * and out. Any number of threads may push and pop. NULL when there is no memory. */
struct base_queue *base_queue_create(size_t capacity, size_t item_size);
/* No thread may still be using it; items left are dropped. free(NULL) is fine. */
void base_queue_free(struct base_queue *queue);

/* False when the queue is full or closed. Never waits. */
bool base_queue_push(struct base_queue *queue, const void *item);

/* Waits for an item. False when the queue is closed and empty. */
bool base_queue_pop(struct base_queue *queue, void *out);

/* The same without waiting: false when there is none. */
bool base_queue_try_pop(struct base_queue *queue, void *out);

/* Nothing more goes in; what is in comes out; then every pop returns false. */
void base_queue_close(struct base_queue *queue);

size_t base_queue_length(struct base_queue *queue);

#endif
