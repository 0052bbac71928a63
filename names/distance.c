/* names/distance.c - what it costs to make one sequence of another. */
#include "names/distance.h"

#include <string.h>

#define SPACE     0.9 /* cost of a unit too few or too many */
#define EXCHANGED 0.7

struct comparison {
    struct names_sequence name, typed;
    double (*weigh)(const void *context, size_t name_at, size_t typed_at);
    const void *context;
};

/* The edits from here on, in *cost their weights; tries the ways that `left` allows. */
static unsigned walk(const struct comparison *c, size_t i, size_t k, unsigned left, double *cost)
{
    while (i < c->name.count && k < c->typed.count && c->name.units[i] == c->typed.units[k]) {
        i++;
        k++;
    }
    size_t name_left = c->name.count - i, typed_left = c->typed.count - k;
    *cost = 0;
    if (name_left == 0 && typed_left == 0)
        return 0;
    size_t apart = name_left > typed_left ? name_left - typed_left : typed_left - name_left;
    unsigned best = left + 1;
    if (left == 0 || apart > left)
        return best;
    const struct {
        size_t name, typed;
        double cost;
        bool open;
    } steps[] = {
        {1, 1, 0, name_left > 0 && typed_left > 0},
        {2, 2, EXCHANGED,
         name_left > 1 && typed_left > 1 && c->name.units[i] == c->typed.units[k + 1] &&
             c->name.units[i + 1] == c->typed.units[k]},
        {1, 0, SPACE, name_left > 0},
        {0, 1, SPACE, typed_left > 0},
    };
    for (size_t s = 0; s < sizeof steps / sizeof steps[0]; s++) {
        double rest, own = steps[s].cost;
        if (!steps[s].open)
            continue;
        unsigned edits = 1 + walk(c, i + steps[s].name, k + steps[s].typed, left - 1, &rest);
        if (s == 0)
            own = c->weigh ? c->weigh(c->context, i, k) : 1;
        if (edits < best || (edits == best && best <= left && own + rest < *cost)) {
            best = edits;
            *cost = own + rest;
        }
    }
    return best <= left ? best : left + 1;
}

unsigned names_distance(struct names_sequence name, struct names_sequence typed, unsigned most,
                        double (*weigh)(const void *context, size_t name_at, size_t typed_at),
                        const void *context, double *cost)
{
    struct comparison c = {name, typed, weigh, context};
    return walk(&c, 0, 0, most, cost);
}

unsigned names_letter_distance(const char *a, size_t a_size, const char *b, size_t b_size,
                               unsigned most)
{
    uint16_t units[2][2 * NAMES_SYLLABLE];
    double cost;
    if (a_size > 2 * NAMES_SYLLABLE || b_size > 2 * NAMES_SYLLABLE)
        return most + 1;
    for (size_t i = 0; i < a_size; i++)
        units[0][i] = (unsigned char)a[i];
    for (size_t i = 0; i < b_size; i++)
        units[1][i] = (unsigned char)b[i];
    return names_distance((struct names_sequence){units[0], a_size},
                          (struct names_sequence){units[1], b_size}, most, NULL, NULL, &cost);
}
