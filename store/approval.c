/* store/approval.c - the two legal clocks of an approved name. */
#include "store/approval.h"

#include <string.h>

#include "base/number.h"

static const char *const STATES[] = {
    [STORE_CLOCK_WAITING] = "waiting", [STORE_CLOCK_RUNNING] = "running",
    [STORE_CLOCK_DONE] = "done",       [STORE_CLOCK_LATE] = "late",
    [STORE_CLOCK_OVERDUE] = "overdue",
};

const char *store_clock_state_name(enum store_clock_state state)
{
    return STATES[state];
}

static enum base_status read_days(struct store *store, const char *name, int *out,
                                  struct base_error *err)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    const char *text = NULL;
    int64_t days = 0;
    if (!arena)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    enum base_status status = store_setting_get(store, name, arena, &text, err);
    if (status != BASE_OK)
        return status;
    if (!base_number_parse_int(text, &days) || days < 0 || days > 3660)
        return base_fail(err, BASE_INVALID, "the setting %s is no number of days: %.40s", name,
                         text);
    *out = (int)days;
    return BASE_OK;
}

enum base_status store_clock_days(struct store *store, struct store_clock_days *out,
                                  struct base_error *err)
{
    struct store_clock_days days;
    enum base_status status = read_days(store, "filing_days", &days.filing, err);
    if (status == BASE_OK)
        status = read_days(store, "notice_days", &days.notice, err);
    if (status == BASE_OK)
        *out = days;
    return status;
}

static base_date_t date_of(const struct store_row *approval, const char *field)
{
    return approval->cells[store_row_field(STORE_APPROVAL, field)].date;
}

static struct store_clock run_clock(base_date_t from, int days, base_date_t done, base_date_t today)
{
    struct store_clock clock = {.due = BASE_DATE_NONE, .done = done};
    if (from != BASE_DATE_NONE)
        clock.due = from + days;
    if (done != BASE_DATE_NONE)
        clock.state =
            clock.due != BASE_DATE_NONE && done > clock.due ? STORE_CLOCK_LATE : STORE_CLOCK_DONE;
    else if (clock.due == BASE_DATE_NONE)
        clock.state = STORE_CLOCK_WAITING;
    else
        clock.state = today > clock.due ? STORE_CLOCK_OVERDUE : STORE_CLOCK_RUNNING;
    return clock;
}

void store_approval_clocks(const struct store_row *approval, struct store_clock_days days,
                           base_date_t today, struct store_clock *filing,
                           struct store_clock *notice)
{
    const char *body = approval->cells[store_row_field(STORE_APPROVAL, "body_kind")].text;
    base_date_t approved = date_of(approval, "approved_on");
    base_date_t filed = date_of(approval, "filing_sent");
    bool other = body && strcmp(body, "other-department") == 0;
    if (filed == BASE_DATE_NONE)
        filed = date_of(approval, "filing_received");
    *filing = run_clock(approved, days.filing, filed, today);
    *notice =
        run_clock(other ? filed : approved, days.notice, date_of(approval, "notice_on"), today);
}
