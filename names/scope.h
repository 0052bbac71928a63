/* names/scope.h - the ground within which the law forbids names that are the same
 * or sound the same (地名管理条例, article 9): the country for divisions from county
 * up and famous natural entities, the province for towns and townships, the county
 * unit for committees, the built-up area (建成区) for streets, estates and buildings. */
#ifndef NAMES_SCOPE_H
#define NAMES_SCOPE_H

#include "names/result.h"
#include "names/rule.h"

enum names_scope_kind {
    NAMES_SCOPE_RECORD, /* all of it: nobody said where the name would lie */
    NAMES_SCOPE_COUNTRY,
    NAMES_SCOPE_PROVINCE,
    NAMES_SCOPE_COUNTY,
    NAMES_SCOPE_BUILT_UP, /* the record has no built-up areas: what stands for one is told */
};

struct names_scope {
    enum names_scope_kind kind;
    const char *code, *name; /* of the unit; "" for RECORD and COUNTRY; borrowed */
    /* BUILT_UP: all districts (区) of the prefecture `code`, since one town grows
     * through them, or else the county unit `code` alone. */
    bool districts;
};

/* level: of a division. within: a canonical code that is valid on the day; NULL: not
 * said. BASE_NOT_FOUND when there is no such division. */
BASE_MUST_CHECK
enum base_status names_scope_find(const struct names_context *context, enum names_legal_kind kind,
                                  enum store_level level, const char *within,
                                  struct names_scope *out, struct base_error *err);

/* True when the subject lies in the scope on the day. */
bool names_scope_holds(const struct names_context *context, const struct names_scope *scope,
                       uint32_t subject);

/* The row of the subject on the day, or of the division that it stands in (by its
 * division code, else its point); STORE_DIVISION_INDEX_NONE when nothing tells. */
uint32_t names_scope_row(const struct names_context *context, uint32_t subject);

/* "built-up-area". */
const char *names_scope_kind_name(enum names_scope_kind kind);

#endif
