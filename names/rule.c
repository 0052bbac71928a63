/* names/rule.c - the words for the checks of a proposed name. */
#include "names/rule.h"

#include <string.h>

static const char *const RULE_NAMES[NAMES_RULE_END] = {
    [NAMES_RULE_STRUCTURE] = "structure",
    [NAMES_RULE_CHARACTERS] = "characters",
    [NAMES_RULE_SCRIPT] = "script",
    [NAMES_RULE_SAME_NAME] = "same-name",
    [NAMES_RULE_SAME_SPECIFIC] = "same-specific",
    [NAMES_RULE_SAME_SOUND] = "same-sound",
    [NAMES_RULE_NEAR_SOUND] = "near-sound",
    [NAMES_RULE_NEAR_SHAPE] = "near-shape",
    [NAMES_RULE_PERSON] = "person",
    [NAMES_RULE_FOREIGN] = "foreign",
    [NAMES_RULE_FIRM] = "firm",
    [NAMES_RULE_GENERIC_FIT] = "generic-fit",
    [NAMES_RULE_INFLATED] = "inflated",
    [NAMES_RULE_FAMOUS] = "famous",
    [NAMES_RULE_LOCAL] = "local",
    [NAMES_RULE_DERIVED] = "derived",
    [NAMES_RULE_LENGTH] = "length",
    [NAMES_RULE_MEANING] = "meaning",
    [NAMES_RULE_PROTECTED] = "protected",
    [NAMES_RULE_PROCESS] = "process",
};
static const char *const SEVERITY_NAMES[NAMES_SEVERITIES] = {"error", "warning", "notice"};
static const char *const KIND_NAMES[NAMES_KINDS] = {
    "natural", "division", "committee", "park", "street", "estate", "facility", "other",
};

const char *names_rule_name(enum names_rule rule)
{
    return RULE_NAMES[rule];
}

const char *names_severity_name(enum names_severity severity)
{
    return SEVERITY_NAMES[severity];
}

const char *names_legal_kind_name(enum names_legal_kind kind)
{
    return KIND_NAMES[kind];
}

static int position(const char *const *words, int count, const char *text)
{
    for (int i = 0; i < count; i++)
        if (strcmp(words[i], text) == 0)
            return i;
    return -1;
}

bool names_severity_parse(const char *text, enum names_severity *out)
{
    int at = position(SEVERITY_NAMES, NAMES_SEVERITIES, text);
    if (at >= 0)
        *out = (enum names_severity)at;
    return at >= 0;
}

bool names_legal_kind_parse(const char *text, enum names_legal_kind *out)
{
    int at = position(KIND_NAMES, NAMES_KINDS, text);
    if (at >= 0)
        *out = (enum names_legal_kind)at;
    return at >= 0;
}
