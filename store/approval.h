/* store/approval.h - the two legal clocks of an approved name: filing (备案) and
 * public notice (公告), 地名管理条例 (State Council Order 753), arts. 13 and 14. */
#ifndef STORE_APPROVAL_H
#define STORE_APPROVAL_H

#include "store/row.h"

enum store_clock_state {
    STORE_CLOCK_WAITING, /* what it runs from has not happened */
    STORE_CLOCK_RUNNING, /* not done, not yet due */
    STORE_CLOCK_DONE,    /* done in time */
    STORE_CLOCK_LATE,    /* done after it was due */
    STORE_CLOCK_OVERDUE, /* not done, and due before today */
};
const char *store_clock_state_name(enum store_clock_state state); /* "overdue" */

struct store_clock {
    base_date_t due, done; /* the last day; NONE: not known, not done */
    enum store_clock_state state;
};

/* Calendar days from an approval to each, as the record's settings filing_days and
 * notice_days say. */
struct store_clock_days {
    int filing, notice;
};
BASE_MUST_CHECK
enum base_status store_clock_days(struct store *store, struct store_clock_days *out,
                                  struct base_error *err);

/* Filing runs from the approval and is done when it was sent (else received).
 * Notice runs from the approval; where another department than the government or
 * the naming authority approved (body_kind other-department), from the filing. */
void store_approval_clocks(const struct store_row *approval, struct store_clock_days days,
                           base_date_t today, struct store_clock *filing,
                           struct store_clock *notice);

#endif
