/* names/check_process.c - checks 15 and 20: the place's neighbourhood in a facility's
 * name, and who approves when (地名管理条例, articles 9 and 12 to 14). */
#include <string.h>

#include "names/checking.h"

#define CLOCK_DAYS 15 /* as written: calendar days */

/* A name of a division above, without its generic term, stands first. */
static bool begins_locally(const struct names_checking *checking, uint32_t row)
{
    struct store_division_entry entry =
        store_division_index_entry(checking->context->divisions, row);
    size_t size = strlen(entry.name);
    struct names_generic generic =
        names_generic_of(entry.name, size, NAMES_GENERIC_DIVISION, false);
    return strncmp(checking->check->name, entry.name, size - generic.size) == 0;
}

static void check_local(struct names_checking *checking)
{
    const struct names_context *context = checking->context;
    uint32_t parents[5];
    if (checking->check->kind != NAMES_KIND_FACILITY)
        return;
    if (!checking->proposal->within) {
        names_checking_skip(checking, NAMES_RULE_LOCAL, "it was not said where the place lies");
        return;
    }
    uint32_t row =
        store_division_index_find(context->divisions, checking->proposal->within, context->at);
    if (row == STORE_DIVISION_INDEX_NONE)
        return;
    bool local = begins_locally(checking, row);
    size_t count = store_division_index_parents(context->divisions, row, context->at, parents);
    for (size_t i = 0; i < count && !local; i++)
        local = begins_locally(checking, parents[i]);
    if (!local)
        names_checking_say(checking, NAMES_RULE_LOCAL, NAMES_WARNING,
                           "%s does not begin with the name of the place it lies in, as a "
                           "facility's normally does (article 9)",
                           checking->check->name);
}

static bool may_approve(enum names_legal_kind kind, enum names_approver approver)
{
    switch (kind) {
    case NAMES_KIND_STREET:
        return approver == NAMES_APPROVER_CITY;
    case NAMES_KIND_ESTATE:
        return approver == NAMES_APPROVER_HOUSING;
    case NAMES_KIND_FACILITY:
        return approver == NAMES_APPROVER_DEPARTMENT;
    case NAMES_KIND_DIVISION:
        return approver == NAMES_APPROVER_STATE_COUNCIL || approver == NAMES_APPROVER_PROVINCE;
    default:
        return true; /* as the province prescribes */
    }
}

/* One of the clocks of 15 days, from `from` on. */
struct clock {
    base_date_t from, done; /* NONE: not yet */
};

static bool is_late(const struct clock *clock)
{
    return clock->from != BASE_DATE_NONE && clock->done != BASE_DATE_NONE &&
           (clock->done > clock->from + CLOCK_DAYS || clock->done < clock->from);
}

static bool is_open(const struct clock *clock)
{
    return clock->from != BASE_DATE_NONE && clock->done == BASE_DATE_NONE;
}

/* The sentence's only conversion is the day on which the clock ends. */
static void say_end(struct names_checking *checking, const struct clock *clock,
                    enum names_severity severity, const char *english)
{
    char day[BASE_DATE_SIZE];
    names_checking_say(checking, NAMES_RULE_PROCESS, severity, english,
                       base_date_print(clock->from + CLOCK_DAYS, day));
}

static enum names_severity severity_of(const struct names_checking *checking,
                                       const struct clock *clock)
{
    return checking->context->at > clock->from + CLOCK_DAYS ? NAMES_ERROR : NAMES_NOTICE;
}

static void check_filing(struct names_checking *checking)
{
    const struct names_proposal *proposal = checking->proposal;
    const struct clock clock = {proposal->decided, proposal->filed};
    if (is_late(&clock))
        say_end(checking, &clock, NAMES_ERROR,
                "filing for record was due between the approval and %s (article 13)");
    if (is_open(&clock))
        say_end(checking, &clock, severity_of(checking, &clock),
                "filing for record is due by %s, 15 days after the approval (article 13)");
}

/* The notice follows the approval, or the filing where a department approved. */
static void check_notice(struct names_checking *checking)
{
    const struct names_proposal *proposal = checking->proposal;
    bool department = proposal->approver == NAMES_APPROVER_HOUSING ||
                      proposal->approver == NAMES_APPROVER_DEPARTMENT;
    const struct clock clock = {department ? proposal->filed : proposal->decided,
                                proposal->published};
    if (is_late(&clock))
        say_end(checking, &clock, NAMES_ERROR,
                "the notice was due between the approval or filing and %s (article 14)");
    if (is_open(&clock))
        say_end(checking, &clock, severity_of(checking, &clock),
                "the notice is due by %s, 15 days after the approval or filing (article 14)");
}

void names_check_process(struct names_checking *checking)
{
    const struct names_proposal *proposal = checking->proposal;
    check_local(checking);
    if (proposal->approver == NAMES_APPROVER_NONE)
        names_checking_skip(checking, NAMES_RULE_PROCESS, "it was not said who approves the name");
    else if (!may_approve(checking->check->kind, proposal->approver))
        names_checking_say(checking, NAMES_RULE_PROCESS, NAMES_ERROR,
                           "names of this kind are approved by another body (article 12)");
    check_filing(checking);
    check_notice(checking);
}
