/* names/reasons.h - what a search result must be taken with, in the words of
 * docs/api.md; standard forms give theirs in the same. */
#ifndef NAMES_REASONS_H
#define NAMES_REASONS_H

#include "names/result.h"

#define NAMES_REASON_MOST 8
#define NAMES_REASON_SIZE 256

/* "same_name_in(朝阳区: 北京市,长春市)": a word, in brackets of what; cut at a character. */
struct names_reason {
    char text[NAMES_REASON_SIZE];
};

/* The reasons of results[which], one of a page of count: a fellow of the same name is
 * looked for on that page. Returns how many. */
size_t names_reasons_of(const struct names_context *context, const struct names_result *results,
                        size_t count, size_t which, struct names_reason out[NAMES_REASON_MOST]);

/* "conflict: prefecture (changed 2020)": the text names the unit `named`, in which the
 * one of `row` does not lie on the day, or lay until that year. Both are rows of the
 * division index. */
void names_reason_conflict(const struct store_division_index *divisions, uint32_t named,
                           uint32_t row, base_date_t at, struct names_reason *out);

#endif
