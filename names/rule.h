/* names/rule.h - the checks of a proposed name: 地名管理条例 (State Council Order
 * 753), article 9, and the practice beside it (place-names.md 5). */
#ifndef NAMES_RULE_H
#define NAMES_RULE_H

#include <stdbool.h>

enum names_rule {
    NAMES_RULE_STRUCTURE = 1, /* a specific and a generic term */
    NAMES_RULE_CHARACTERS,    /* of the standard table of 2013 */
    NAMES_RULE_SCRIPT,        /* no Latin letters, figures, marks, traditional forms */
    NAMES_RULE_SAME_NAME,
    NAMES_RULE_SAME_SPECIFIC,
    NAMES_RULE_SAME_SOUND,
    NAMES_RULE_NEAR_SOUND,
    NAMES_RULE_NEAR_SHAPE,
    NAMES_RULE_PERSON,
    NAMES_RULE_FOREIGN,
    NAMES_RULE_FIRM,
    NAMES_RULE_GENERIC_FIT,
    NAMES_RULE_INFLATED,
    NAMES_RULE_FAMOUS,
    NAMES_RULE_LOCAL,
    NAMES_RULE_DERIVED,
    NAMES_RULE_LENGTH,
    NAMES_RULE_MEANING,
    NAMES_RULE_PROTECTED,
    NAMES_RULE_PROCESS,
    NAMES_RULE_END,
};

/* An error blocks, a warning needs a reason, a notice informs. */
enum names_severity { NAMES_ERROR, NAMES_WARNING, NAMES_NOTICE, NAMES_SEVERITIES };

/* What the law tells apart (article 3). */
enum names_legal_kind {
    NAMES_KIND_NATURAL,
    NAMES_KIND_DIVISION,
    NAMES_KIND_COMMITTEE,
    NAMES_KIND_PARK,
    NAMES_KIND_STREET,
    NAMES_KIND_ESTATE,
    NAMES_KIND_FACILITY,
    NAMES_KIND_OTHER,
    NAMES_KINDS,
};

/* Words of the JSON: "same-sound", "error", "street". */
const char *names_rule_name(enum names_rule rule);
const char *names_severity_name(enum names_severity severity);
const char *names_legal_kind_name(enum names_legal_kind kind);
/* False, and *out untouched, for an unknown word. */
bool names_severity_parse(const char *text, enum names_severity *out);
bool names_legal_kind_parse(const char *text, enum names_legal_kind *out);

#endif
