/* names/search.c - finding divisions and places by whatever was typed. */
#include "names/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/measure.h"
#include "names/candidates.h"

#define BUDGET     20000 /* keys looked at for one query */
#define CHAIN_MOST 8     /* divisions tried as the first part of a full name */
#define FIRST_MOST 32    /* characters that the first part may have: no unit has a longer name */
#define NONE       STORE_DIVISION_INDEX_NONE

struct search {
    const struct names_index *index;
    const struct store_division_index *divisions;
    const struct names_query *query;
    struct base_arena *arena;
    struct names_result *results;
    size_t count;
};

/* --- what a candidate is on the day -------------------------------------- */

static bool resolve(const struct search *search, const struct names_candidate *candidate,
                    struct names_result *out)
{
    const struct names_subject *subject = &search->index->subjects[candidate->subject];
    base_date_t at = search->query->at;
    *out = (struct names_result){
        .subject = candidate->subject,
        .division_row = NONE,
        .name = candidate->name,
        .form = candidate->form,
        .how = candidate->how,
    };
    if (subject->is_place) {
        out->retired = !base_date_within(at, subject->valid_from, subject->valid_to);
        return true;
    }
    out->division_row = store_division_index_of(search->divisions, subject->identity, at);
    if (out->division_row != NONE)
        return true;
    out->division_row =
        store_division_index_of(search->divisions, subject->identity, BASE_DATE_NONE);
    out->retired = true;
    return out->division_row != NONE;
}

/* A name that the unit bears on the day is no former one, and the reverse. */
static void fix_form(const struct search *search, struct names_result *result)
{
    const struct names_name *name = &search->index->names[result->name];
    bool borne =
        base_date_within(search->query->at, name->valid_from, name->valid_to) || result->retired;
    if (borne && result->form == NAMES_FORMER && result->division_row != NONE) {
        struct store_division_entry entry =
            store_division_index_entry(search->divisions, result->division_row);
        if (strcmp(entry.name, names_index_text(search->index, name->text)) == 0)
            result->form = NAMES_STANDARD;
    }
    if (!borne && (result->form == NAMES_STANDARD || result->form == NAMES_SHORT))
        result->form = NAMES_FORMER;
}

static bool point_of(const struct search *search, const struct names_result *result,
                     struct geo_point *point)
{
    const struct names_subject *subject = &search->index->subjects[result->subject];
    if (result->division_row == NONE) {
        *point = subject->point;
        return subject->has_point;
    }
    struct store_division_entry entry =
        store_division_index_entry(search->divisions, result->division_row);
    *point = entry.label;
    return !geo_box_is_empty(entry.box);
}

/* --- filters ------------------------------------------------------------- */

static bool is_within(const struct search *search, const struct names_result *result,
                      const char *code)
{
    base_date_t at = search->query->at;
    const struct names_subject *subject = &search->index->subjects[result->subject];
    uint32_t row = result->division_row;
    if (row == NONE)
        row = store_division_index_find(search->divisions,
                                        names_index_text(search->index, subject->division), at);
    if (row != NONE)
        return store_division_index_is_within(search->divisions, row, code, at);
    struct geo_point point;
    uint32_t chain[5];
    size_t count = point_of(search, result, &point)
                       ? store_division_index_locate(search->divisions, point, at, chain)
                       : 0;
    return count > 0 &&
           store_division_index_is_within(search->divisions, chain[count - 1], code, at);
}

static bool in_bbox(const struct search *search, const struct names_result *result)
{
    struct geo_point point;
    if (!point_of(search, result, &point))
        return false;
    double lon = geo_grid_to_degrees(point.lon), lat = geo_grid_to_degrees(point.lat);
    struct geo_bbox own = {lon, lat, lon, lat};
    return geo_bbox_intersects(&own, &search->query->bbox);
}

static bool passes(const struct search *search, const struct names_result *result)
{
    const struct names_query *query = search->query;
    const struct names_subject *subject = &search->index->subjects[result->subject];
    if (query->level != STORE_LEVEL_NONE &&
        (result->division_row == NONE ||
         store_division_index_entry(search->divisions, result->division_row).level != query->level))
        return false;
    if (query->category &&
        (!subject->is_place ||
         (strcmp(names_index_text(search->index, subject->kind), query->category) != 0 &&
          strcmp(names_index_text(search->index, subject->category), query->category) != 0)))
        return false;
    if (query->has_bbox && !in_bbox(search, result))
        return false;
    return !query->within || is_within(search, result, query->within);
}

/* --- score --------------------------------------------------------------- */

static double form_factor(enum names_form form)
{
    static const double FACTORS[NAMES_FORMS] = {1.0, 0.99, 0.94, 0.92, 0.88, 0.96, 0.92};
    return FACTORS[form];
}

/* Larger units first; a street before a village point. */
static double kind_factor(const struct search *search, const struct names_result *result)
{
    static const double LEVELS[] = {0.9, 1.0, 0.999, 0.99, 0.96, 0.92};
    if (result->division_row != NONE)
        return LEVELS[store_division_index_entry(search->divisions, result->division_row).level];
    const struct names_subject *subject = &search->index->subjects[result->subject];
    const char *kind = names_index_text(search->index, subject->kind);
    return strcmp(kind, "street") == 0 ? 0.95 : 0.91;
}

static double near_factor(const struct search *search, const struct names_result *result)
{
    struct geo_point point;
    if (!search->query->has_near)
        return 1;
    if (!point_of(search, result, &point))
        return 0.9;
    double km = geo_distance_m(search->query->near, point) / 1000;
    return 1 - 0.1 * km / (km + 30); /* 5 % at 30 km */
}

static double score(const struct search *search, const struct names_candidate *candidate,
                    const struct names_result *result)
{
    double value = candidate->quality * form_factor(result->form) * kind_factor(search, result) *
                   near_factor(search, result);
    if (result->retired)
        value *= 0.85;
    return round(value * 1e4) / 1e4;
}

/* --- one result a subject ------------------------------------------------ */

static const char *code_of(const struct search *search, const struct names_result *result)
{
    return result->division_row == NONE
               ? "~" /* places behind divisions */
               : store_division_index_entry(search->divisions, result->division_row).code;
}

/* qsort has no context: what decides is computed first. */
struct ranked {
    struct names_result result;
    const char *code;
    int64_t identity;
};

static int compare_ranked(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    if (a->result.score != b->result.score)
        return a->result.score > b->result.score ? -1 : 1;
    size_t la = strlen(a->code), lb = strlen(b->code);
    if (la != lb)
        return la < lb && a->code[0] != '~' ? -1 : b->code[0] == '~' ? -1 : 1;
    int order = strcmp(a->code, b->code);
    if (order)
        return order;
    return a->identity < b->identity ? -1 : a->identity > b->identity;
}

static int compare_subjects(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    if (a->result.subject != b->result.subject)
        return a->result.subject < b->result.subject ? -1 : 1;
    if (a->result.score != b->result.score)
        return a->result.score > b->result.score ? -1 : 1;
    return a->result.name < b->result.name ? -1 : a->result.name > b->result.name;
}

static enum base_status rank(struct search *search, const struct names_candidates *candidates,
                             struct base_error *err)
{
    struct ranked *items = base_arena_alloc(search->arena, (candidates->count + 1) * sizeof *items);
    size_t count = 0, kept = 0;
    if (!items)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < candidates->count; i++) {
        struct ranked *item = &items[count];
        if (!resolve(search, &candidates->items[i], &item->result))
            continue;
        fix_form(search, &item->result);
        item->result.score = score(search, &candidates->items[i], &item->result);
        item->code = code_of(search, &item->result);
        item->identity = search->index->subjects[item->result.subject].identity;
        count++;
    }
    qsort(items, count, sizeof *items, compare_subjects);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || items[i].result.subject != items[i - 1].result.subject)
            items[kept++] = items[i];
    qsort(items, kept, sizeof *items, compare_ranked);
    search->results = base_arena_alloc(search->arena, (kept + 1) * sizeof *search->results);
    if (!search->results)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    /* Filters ask for chains, so they run on the ranking, not on every hit. */
    for (size_t i = 0; i < kept; i++)
        if (passes(search, &items[i].result))
            search->results[search->count++] = items[i].result;
    return BASE_OK;
}

/* --- full names: 吉林省长春市朝阳区 ---------------------------------------- */

/* Divisions whose whole name (or short form) is the first `size` characters. */
static size_t divisions_named(const struct search *search, const struct names_folded *query,
                              size_t size, const char *codes[CHAIN_MOST])
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    size_t count = 0;
    names_fold_write(query, 0, size, &text);
    if (text.failed || text.size == 0)
        return 0;
    for (size_t i = names_index_lower_bound(search->index, text.data);
         i < search->index->key_count && count < CHAIN_MOST; i++) {
        const struct names_key *key = &search->index->keys[i];
        if (strcmp(search->index->key_texts + key->text, text.data) != 0)
            break;
        const struct names_subject *subject =
            &search->index->subjects[search->index->names[key->name].subject];
        if (subject->is_place || key->kind > NAMES_KEY_SHORT)
            continue;
        uint32_t row =
            store_division_index_of(search->divisions, subject->identity, search->query->at);
        if (row != NONE)
            codes[count++] = store_division_index_entry(search->divisions, row).code;
    }
    return count;
}

static enum base_status search_text(struct search *search, const struct names_folded *folded,
                                    const char *within, int depth, struct base_error *err);

static struct names_folded rest_of(const struct names_folded *query, size_t from)
{
    struct names_folded rest = *query;
    rest.count = query->count - from;
    memmove(rest.text, query->text + from, rest.count * sizeof rest.text[0]);
    return rest;
}

/* What is no longer than a unit's name and leaves a rest that says something: in
 * 朝阳镇 the 镇 alone does not. */
static size_t longest_first(const struct names_folded *query)
{
    size_t longest = query->count > 2 ? query->count - 2 : 0;
    return longest < FIRST_MOST ? longest : FIRST_MOST;
}

/* True when the unit lies in what the search is narrowed to already. */
static bool is_unit_within(const struct search *search, const char *code)
{
    const char *within = search->query->within;
    uint32_t row = store_division_index_find(search->divisions, code, search->query->at);
    return !within || (row != NONE && store_division_index_is_within(search->divisions, row, within,
                                                                     search->query->at));
}

/* The first part names a unit, but the rest does not lie in it (any more): the
 * rest is told all the same, as less sure. */
static enum base_status search_beyond(struct search *search, const struct names_folded *folded,
                                      int depth, struct base_error *err)
{
    for (size_t size = longest_first(folded); size >= 2 && depth > 0; size--) {
        const char *codes[CHAIN_MOST];
        if (divisions_named(search, folded, size, codes) == 0)
            continue;
        struct names_folded rest = rest_of(folded, size);
        enum base_status status = search_text(search, &rest, NULL, 0, err);
        for (size_t i = 0; i < search->count; i++)
            search->results[i].score = round(search->results[i].score * 0.8e4) / 1e4;
        if (status != BASE_OK || search->count > 0)
            return status;
    }
    return BASE_OK;
}

/* The longest first part that names a unit in which the rest is found. */
static enum base_status search_chain(struct search *search, const struct names_folded *folded,
                                     int depth, struct base_error *err)
{
    for (size_t size = longest_first(folded); size >= 2 && depth > 0; size--) {
        const char *codes[CHAIN_MOST];
        size_t count = divisions_named(search, folded, size, codes);
        if (count == 0)
            continue;
        struct names_folded rest = rest_of(folded, size);
        for (size_t i = 0; i < count && search->count == 0; i++) {
            if (!is_unit_within(search, codes[i]))
                continue;
            enum base_status status = search_text(search, &rest, codes[i], depth - 1, err);
            if (status != BASE_OK)
                return status;
        }
        if (search->count > 0)
            return BASE_OK;
    }
    return search_beyond(search, folded, depth, err);
}

static enum base_status search_text(struct search *search, const struct names_folded *folded,
                                    const char *within, int depth, struct base_error *err)
{
    struct names_query narrowed = *search->query;
    const struct names_query *outer = search->query;
    struct names_candidates candidates = {
        .index = search->index, .arena = search->arena, .budget = BUDGET};
    if (within)
        narrowed.within = within;
    names_candidates_find(&candidates, folded, outer->suggest);
    if (candidates.failed)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    search->query = &narrowed;
    search->count = 0;
    enum base_status status = rank(search, &candidates, err);
    if (status == BASE_OK && search->count == 0 && folded->has_han && folded->count > 2)
        status = search_chain(search, folded, depth, err);
    search->query = outer;
    return status;
}

/* The code that the unit holds on the day, for a code that it held on another. */
static const char *code_on_day(const struct store_division_index *divisions, const char *code,
                               base_date_t at)
{
    if (!code || store_division_index_find(divisions, code, at) != NONE)
        return code;
    uint32_t ever = store_division_index_find_ever(divisions, code);
    if (ever == NONE)
        return code;
    int64_t identity = store_division_index_entry(divisions, ever).identity;
    uint32_t then = store_division_index_of(divisions, identity, at);
    return then == NONE ? code : store_division_index_entry(divisions, then).code;
}

enum base_status names_search(const struct names_index *index,
                              const struct store_division_index *divisions,
                              const struct names_query *query, struct base_arena *arena,
                              struct names_result **out, size_t *count, bool *more,
                              struct base_error *err)
{
    struct names_query asked = *query;
    struct search search = {index, divisions, &asked, arena, NULL, 0};
    struct names_folded folded;
    char code[STORE_CODE_SIZE];
    const char *text = store_code_parse(query->text, code) ? code : query->text;
    names_fold_text(&index->fold, text, strlen(text), &folded);
    asked.within = code_on_day(divisions, query->within, query->at);
    enum base_status status = BASE_OK;
    if (folded.count > 0)
        status = search_text(&search, &folded, NULL, 3, err);
    if (status != BASE_OK)
        return status;
    size_t first = query->offset < search.count ? query->offset : search.count;
    size_t left = search.count - first;
    *out = search.results ? search.results + first : NULL;
    *count = left < query->limit ? left : query->limit;
    *more = left > query->limit;
    return BASE_OK;
}
