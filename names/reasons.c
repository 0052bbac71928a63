/* names/reasons.c - what a search result must be taken with. */
#include "names/reasons.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define NONE          STORE_DIVISION_INDEX_NONE
#define VERSIONS_MOST 64
#define FELLOWS_MOST  8 /* told of one name */

static void BASE_PRINTF(2, 3) say(struct names_reason *out, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(out->text, sizeof out->text, format, arguments);
    va_end(arguments);
    base_text_cut(out->text);
}

static void BASE_PRINTF(2, 3) add(struct names_reason *out, const char *format, ...)
{
    size_t size = strlen(out->text);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(out->text + size, sizeof out->text - size, format, arguments);
    va_end(arguments);
    base_text_cut(out->text);
}

static int year_of(base_date_t date)
{
    char text[BASE_DATE_SIZE];
    int year = 0;
    return sscanf(base_date_print(date, text), "%d", &year) == 1 ? year : 0;
}

/* --- conflicts ------------------------------------------------------------------------- */

/* The last day on which the unit, or one above it, left the named one. */
static base_date_t left_on(const struct store_division_index *divisions, const char *code,
                           uint32_t row)
{
    uint32_t versions[VERSIONS_MOST];
    base_date_t last = BASE_DATE_NONE;
    int64_t identity = store_division_index_entry(divisions, row).identity;
    size_t count = store_division_index_versions(divisions, identity, versions, VERSIONS_MOST);
    for (size_t i = 0; i < count && i < VERSIONS_MOST; i++) {
        base_date_t to = store_division_index_entry(divisions, versions[i]).valid_to;
        if (to != BASE_DATE_NONE && to > last &&
            store_division_index_is_within(divisions, versions[i], code, to - 1))
            last = to;
    }
    return last;
}

void names_reason_conflict(const struct store_division_index *divisions, uint32_t named,
                           uint32_t row, base_date_t at, struct names_reason *out)
{
    uint32_t above[5];
    struct store_division_entry unit = store_division_index_entry(divisions, named);
    base_date_t changed = row == NONE ? BASE_DATE_NONE : left_on(divisions, unit.code, row);
    size_t count = row == NONE ? 0 : store_division_index_parents(divisions, row, at, above);
    for (size_t i = 0; i < count && changed == BASE_DATE_NONE; i++)
        changed = left_on(divisions, unit.code, above[i]);
    say(out, "conflict: %s", store_level_name(unit.level));
    if (changed != BASE_DATE_NONE)
        add(out, " (changed %d)", year_of(changed));
}

/* --- the same name elsewhere ------------------------------------------------------------- */

static const char *standard_name(const struct names_context *context,
                                 const struct names_result *result)
{
    return result->division_row != NONE
               ? store_division_index_entry(context->divisions, result->division_row).name
               : names_index_subject(context->index, result->subject).name;
}

/* The unit right above; NONE when nothing tells. */
static uint32_t row_above(const struct names_context *context, const struct names_result *result)
{
    uint32_t rows[5];
    struct names_subject subject = names_index_subject(context->index, result->subject);
    size_t count = names_result_above(context, &subject, result->division_row, rows);
    return count > 0 ? rows[0] : NONE;
}

static bool are_namesakes(const struct names_context *context, const struct names_result *a,
                          const struct names_result *b)
{
    return a->how == NAMES_EXACT && b->how == NAMES_EXACT && !a->features.beyond &&
           !b->features.beyond && a->features.class == b->features.class &&
           strcmp(names_index_name(context->index, a->name).text,
                  names_index_name(context->index, b->name).text) == 0;
}

/* A namesake by its standard name and by the unit above it. */
struct fellow {
    const char *name, *unit;
};

static size_t find_fellows(const struct names_context *context, const struct names_result *results,
                           size_t count, size_t which, struct fellow out[FELLOWS_MOST])
{
    size_t found = 0;
    for (size_t i = 0; i < count && found < FELLOWS_MOST; i++) {
        if (i != which && !are_namesakes(context, &results[which], &results[i]))
            continue;
        uint32_t above = row_above(context, &results[i]);
        struct fellow fellow = {
            standard_name(context, &results[i]),
            above == NONE ? "" : store_division_index_entry(context->divisions, above).name};
        size_t k = 0;
        while (k < found &&
               (strcmp(out[k].name, fellow.name) != 0 || strcmp(out[k].unit, fellow.unit) != 0))
            k++;
        if (k == found)
            out[found++] = fellow;
    }
    return found;
}

/* How many of the fellows have that standard name. */
static size_t count_name(const struct fellow *fellows, size_t count, const char *name)
{
    size_t same = 0;
    for (size_t i = 0; i < count; i++)
        same += strcmp(fellows[i].name, name) == 0;
    return same;
}

/* Each by what tells it apart: its name, the unit above it, or both. */
static bool say_namesakes(const struct names_context *context, const struct names_result *results,
                          size_t count, size_t which, struct names_reason *out)
{
    struct fellow fellows[FELLOWS_MOST];
    size_t found = find_fellows(context, results, count, which, fellows);
    if (found < 2)
        return false;
    bool one_name = count_name(fellows, found, fellows[0].name) == found;
    say(out, "same_name_in(%s: ", names_index_name(context->index, results[which].name).text);
    for (size_t i = 0; i < found; i++) {
        bool unique = count_name(fellows, found, fellows[i].name) == 1;
        add(out, "%s%s%s", i ? "," : "", unique ? "" : fellows[i].unit,
            one_name ? "" : fellows[i].name);
    }
    add(out, ")");
    return true;
}

/* --- how it was met -------------------------------------------------------------------------- */

static bool say_form(const struct names_context *context, const struct names_result *result,
                     struct names_reason *out)
{
    struct names_name name = names_index_name(context->index, result->name);
    const char *standard = standard_name(context, result);
    bool past = result->form == NAMES_FORMER || result->form == NAMES_HISTORICAL;
    if (!past || result->how == NAMES_CODE || strcmp(name.text, standard) == 0)
        return false;
    say(out, "former_name_used(%s→%s", name.text, standard);
    if (name.valid_to != BASE_DATE_NONE)
        add(out, ",%d", year_of(name.valid_to));
    add(out, ")");
    return true;
}

static bool say_zone(const struct names_context *context, const struct names_result *result,
                     struct names_reason *out)
{
    if (result->division_row != NONE ||
        strcmp(names_index_subject(context->index, result->subject).kind, "zone") != 0)
        return false;
    say(out, "zone_not_division(%s)", names_index_name(context->index, result->name).text);
    return true;
}

static bool say_fault(const struct names_result *result, struct names_reason *out)
{
    if (result->how == NAMES_SOUND)
        say(out, "sound_match");
    else if (result->how == NAMES_TYPO)
        say(out, "typo(%u)", result->edits);
    return result->how == NAMES_SOUND || result->how == NAMES_TYPO;
}

size_t names_reasons_of(const struct names_context *context, const struct names_result *results,
                        size_t count, size_t which, struct names_reason out[NAMES_REASON_MOST])
{
    const struct names_result *result = &results[which];
    size_t said = 0;
    if (result->features.beyond) {
        uint32_t own = result->division_row;
        names_reason_conflict(context->divisions, result->named,
                              own == NONE ? row_above(context, result) : own, context->at,
                              &out[said++]);
    }
    said += say_namesakes(context, results, count, which, &out[said]);
    said += say_form(context, result, &out[said]);
    said += say_zone(context, result, &out[said]);
    said += say_fault(result, &out[said]);
    if (result->how == NAMES_CODE && result->form == NAMES_ALIAS)
        say(&out[said++], "code_alias(%s)",
            result->division_row != NONE
                ? store_division_index_entry(context->divisions, result->division_row).code
                : standard_name(context, result));
    return said;
}
