/* server/day_layers.c - the map's divisions of days other than the snapshot's. */
#include "server/day_layers.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "tiles/layers.h"

#define KEPT 8

struct day {
    struct tiles_set set;
    struct base_buffer bytes;
    base_date_t at;
    size_t users;
    struct day *next; /* less recently used */
};

struct server_day_layers {
    pthread_mutex_t lock;
    struct day *days;
};

struct server_day_layers *server_day_layers_create(void)
{
    struct server_day_layers *days = calloc(1, sizeof *days);
    if (days)
        pthread_mutex_init(&days->lock, NULL);
    return days;
}

static void free_day(struct day *day)
{
    base_buffer_done(&day->bytes);
    free(day);
}

void server_day_layers_free(struct server_day_layers *days)
{
    if (!days)
        return;
    while (days->days) {
        struct day *next = days->days->next;
        free_day(days->days);
        days->days = next;
    }
    pthread_mutex_destroy(&days->lock);
    free(days);
}

static struct day *find_locked(struct server_day_layers *days, base_date_t at)
{
    for (struct day **link = &days->days; *link; link = &(*link)->next) {
        struct day *day = *link;
        if (day->at != at)
            continue;
        *link = day->next;
        day->next = days->days;
        days->days = day;
        day->users++;
        return day;
    }
    return NULL;
}

static void trim_locked(struct server_day_layers *days)
{
    size_t kept = 0;
    for (struct day **link = &days->days; *link;) {
        struct day *day = *link;
        if (++kept <= KEPT || day->users > 0) {
            link = &day->next;
            continue;
        }
        *link = day->next;
        free_day(day);
    }
}

static enum base_status build(const struct store_division_index *index, base_date_t at,
                              struct day **out, struct base_error *err)
{
    struct day *day = calloc(1, sizeof *day);
    if (!day)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    day->at = at;
    day->users = 1;
    enum base_status status = tiles_layers_from_index(index, at, NULL, &day->bytes, err);
    if (status == BASE_OK)
        status = tiles_set_open(day->bytes.data, day->bytes.size, &day->set, err);
    if (status == BASE_OK)
        *out = day;
    else
        free_day(day);
    return status;
}

enum base_status server_day_layers_take(struct server_day_layers *days,
                                        const struct store_division_index *index, base_date_t at,
                                        const struct tiles_set **out, struct base_error *err)
{
    pthread_mutex_lock(&days->lock);
    struct day *day = find_locked(days, at);
    pthread_mutex_unlock(&days->lock);
    if (!day) { /* two requests may build the same day at once; both are right */
        enum base_status status = build(index, at, &day, err);
        if (status != BASE_OK)
            return status;
        pthread_mutex_lock(&days->lock);
        day->next = days->days;
        days->days = day;
        trim_locked(days);
        pthread_mutex_unlock(&days->lock);
    }
    *out = &day->set;
    return BASE_OK;
}

void server_day_layers_give_back(struct server_day_layers *days, const struct tiles_set *set)
{
    if (!set)
        return;
    pthread_mutex_lock(&days->lock);
    for (struct day *day = days->days; day; day = day->next)
        if (&day->set == set)
            day->users--;
    pthread_mutex_unlock(&days->lock);
}
