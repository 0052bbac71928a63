/* base/queue.c - a bounded queue between threads, first in, first out. */
#include "base/queue.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct base_queue {
    pthread_mutex_t lock;
    pthread_cond_t not_empty;
    bool closed;
    size_t capacity, item_size;
    size_t first, length; /* a ring */
    unsigned char *items;
};

static bool start_locks(struct base_queue *queue)
{
    if (pthread_mutex_init(&queue->lock, NULL) != 0)
        return false;
    if (pthread_cond_init(&queue->not_empty, NULL) == 0)
        return true;
    pthread_mutex_destroy(&queue->lock);
    return false;
}

struct base_queue *base_queue_create(size_t capacity, size_t item_size)
{
    struct base_queue *queue = calloc(1, sizeof *queue);
    if (!queue)
        return NULL;
    queue->capacity = capacity;
    queue->item_size = item_size;
    queue->items = calloc(capacity, item_size);
    if (!queue->items || !start_locks(queue)) {
        free(queue->items);
        free(queue);
        return NULL;
    }
    return queue;
}

void base_queue_free(struct base_queue *queue)
{
    if (!queue)
        return;
    pthread_cond_destroy(&queue->not_empty);
    pthread_mutex_destroy(&queue->lock);
    free(queue->items);
    free(queue);
}

bool base_queue_push(struct base_queue *queue, const void *item)
{
    pthread_mutex_lock(&queue->lock);
    bool room = !queue->closed && queue->length < queue->capacity;
    if (room) {
        size_t last = (queue->first + queue->length) % queue->capacity;
        memcpy(queue->items + last * queue->item_size, item, queue->item_size);
        queue->length++;
        pthread_cond_signal(&queue->not_empty);
    }
    pthread_mutex_unlock(&queue->lock);
    return room;
}

static bool take_first(struct base_queue *queue, void *out)
{
    if (queue->length == 0)
        return false;
    memcpy(out, queue->items + queue->first * queue->item_size, queue->item_size);
    queue->first = (queue->first + 1) % queue->capacity;
    queue->length--;
    return true;
}

bool base_queue_pop(struct base_queue *queue, void *out)
{
    pthread_mutex_lock(&queue->lock);
    while (queue->length == 0 && !queue->closed)
        pthread_cond_wait(&queue->not_empty, &queue->lock);
    bool taken = take_first(queue, out);
    pthread_mutex_unlock(&queue->lock);
    return taken;
}

bool base_queue_try_pop(struct base_queue *queue, void *out)
{
    pthread_mutex_lock(&queue->lock);
    bool taken = take_first(queue, out);
    pthread_mutex_unlock(&queue->lock);
    return taken;
}

void base_queue_close(struct base_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->closed = true;
    pthread_cond_broadcast(&queue->not_empty);
    pthread_mutex_unlock(&queue->lock);
}

size_t base_queue_length(struct base_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    size_t length = queue->length;
    pthread_mutex_unlock(&queue->lock);
    return length;
}
