/* import/set.h - texts seen so far, each with a number. */
#ifndef IMPORT_SET_H
#define IMPORT_SET_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* {.arena = …} to start. Open addressing; texts are borrowed. */
struct import_set {
    struct base_arena *arena;
    struct import_set_slot {
        const char *text;
        int64_t number;
    } * slots;
    size_t count, capacity;
};

/* The number of text, or 0 when it is not there. A NULL text is nowhere. */
int64_t import_set_find(const struct import_set *set, const char *text);

/* Adds text with a number > 0, unless it is there. Returns the number it had
 * before, 0 when it is new, -1 without memory. */
int64_t import_set_add(struct import_set *set, const char *text, int64_t number);

#endif
