/* names/checking.h - a check of a proposed name in hand; internal to names/. */
#ifndef NAMES_CHECKING_H
#define NAMES_CHECKING_H

#include "names/check.h"

struct names_checking {
    const struct names_context *context;
    const struct names_words *words;
    const struct names_proposal *proposal;
    struct base_arena *arena;
    struct names_check *check;
    uint32_t itself; /* the subject that is renamed; UINT32_MAX: none */
    bool failed;     /* no memory */
};

/* Adds a remark; the sentence is formatted in both languages. Returns it for its
 * conflicts, NULL when there is no room or memory. */
struct names_remark *names_checking_say(struct names_checking *checking, enum names_rule rule,
                                        enum names_severity severity, const char *english, ...)
    BASE_PRINTF(4, 5);
void names_checking_skip(struct names_checking *checking, enum names_rule rule,
                         const char *english);

/* The specific term, not terminated. */
static inline const char *names_checking_specific(const struct names_checking *checking,
                                                  size_t *size)
{
    *size = checking->check->romanised.specific_size;
    return checking->check->name;
}

/* The rules, by what they look at. */
void names_check_form(struct names_checking *checking);      /* 1 2 3 12 13 17 */
void names_check_words(struct names_checking *checking);     /* 9 10 11 14 18 */
void names_check_conflicts(struct names_checking *checking); /* 4 5 6 7 8 16 19 */
void names_check_process(struct names_checking *checking);   /* 15 20 */

#endif
