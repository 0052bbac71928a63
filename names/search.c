/* names/search.c - finding divisions and places by whatever was typed. */
#include "names/search.h"

#include <math.h>
#include <string.h>

#include "names/match.h"

#define BUDGET     20000 /* names looked at for one class and part */
#define WORK       30000 /* and for the whole text, with all ways to divide it */
#define CHAIN_WORK 1000  /* and of it behind the names of units */
#define CHAIN_MOST 8     /* divisions tried as the first part of a full name */
#define FIRST_MOST 32    /* characters that the first part may have: no unit has a longer name */
#define BEYOND     0.8   /* of the score, when the thing lies outside what the text names */
#define NONE       STORE_DIVISION_INDEX_NONE

struct search {
    const struct names_index *index;
    const struct store_division_index *divisions;
    struct names_query query; /* within is a code of the day */
    struct base_arena *arena;
    size_t need, work; /* work: names that may still be looked at */
    bool in_chain;     /* a first part was taken as a unit */
    struct names_hits hits;
};

/* --- class by class ------------------------------------------------------------------ */

/* The ways of one class; the next class is asked only while the page is not full. */
static void (*const WHOLE[])(struct names_match *) = {names_match_code, names_match_whole, NULL};
static void (*const SPELT[])(struct names_match *) = {names_match_spelt, NULL};
static void (*const BEGUN[])(struct names_match *) = {names_match_begun, names_match_spelling_begun,
                                                      names_match_initials, names_match_abbreviated,
                                                      NULL};
static void (*const LOOSE[])(struct names_match *) = {names_match_other_generic,
                                                      names_match_initials_begun, NULL};
static void (*const INSIDE[])(struct names_match *) = {names_match_inside, NULL};
static void (*const HEARD[])(struct names_match *) = {names_match_heard, NULL};
static void (*const HEARD_SHORT[])(struct names_match *) = {
    names_match_heard_loosely, names_match_heard_short, names_match_misspelt_short, NULL};
static void (*const MISTYPED[])(struct names_match *) = {names_match_mistyped, names_match_misspelt,
                                                         NULL};
static void (*const GUESSED[])(struct names_match *) = {names_match_guessed, NULL};

static void match_class(struct search *s, const struct names_typed *typed,
                        void (*const *ways)(struct names_match *))
{
    for (size_t part = 0; part < s->index->part_count; part++) {
        struct names_match match = {.hits = &s->hits,
                                    .part = &s->index->parts[part],
                                    .part_number = part,
                                    .typed = &typed[part],
                                    .suggest = s->query.suggest};
        for (size_t i = 0; ways[i] && typed[part].count > 0; i++) {
            size_t budget = s->work < BUDGET ? s->work : BUDGET;
            match.budget = budget;
            ways[i](&match);
            s->work -= budget - match.budget;
        }
    }
}

#define INSIDE_LEAST 3 /* characters behind a unit's name that are sought inside of names */

static void match_right(struct search *s, const struct names_typed *typed)
{
    void (*const *const CLASSES[])(struct names_match *) = {WHOLE, SPELT, BEGUN, LOOSE, INSIDE};
    for (size_t i = 0; i < sizeof CLASSES / sizeof CLASSES[0]; i++)
        if (!names_hits_is_full(&s->hits) &&
            !(s->in_chain && CLASSES[i] == INSIDE && typed->count < INSIDE_LEAST))
            match_class(s, typed, CLASSES[i]);
}

/* Faults are forgiven only to a text that means nothing as it stands, and the next
 * greater fault only when the lesser ones found nothing. */
static void match_faulty(struct search *s, const struct names_typed *typed)
{
    void (*const *const CLASSES[])(struct names_match *) = {HEARD, MISTYPED, HEARD_SHORT, GUESSED};
    for (size_t i = 0; i < sizeof CLASSES / sizeof CLASSES[0]; i++)
        if (s->hits.count == 0 || (i == 1 && s->hits.items[0].edits > 0))
            match_class(s, typed, CLASSES[i]);
}

/* --- full names: 吉林省长春市朝阳区 ------------------------------------------------------ */

struct chain_codes {
    const char *codes[CHAIN_MOST];
    size_t count;
};

static void add_codes(const struct search *s, size_t part_number, const uint16_t *units,
                      size_t count, struct chain_codes *out)
{
    const struct names_part *part = &s->index->parts[part_number];
    uint32_t term = names_lexicon_find(&part->terms, units, count, NULL);
    struct names_range names = names_part_term_names(part, term);
    for (uint32_t i = names.first; i < names.last && out->count < CHAIN_MOST; i++) {
        uint32_t subject = part->names[i].subject;
        if (subject >= part->subject_count ||
            names_part_facts(part, &part->subjects[subject])->is_place)
            continue;
        uint32_t row =
            store_division_index_of(s->divisions, part->subjects[subject].identity, s->query.at);
        if (row != NONE)
            out->codes[out->count++] = store_division_index_entry(s->divisions, row).code;
    }
}

/* Divisions whose whole name (or short form) is the first `size` characters. */
static void divisions_named(const struct search *s, const struct names_typed *typed, size_t size,
                            struct chain_codes *out)
{
    uint16_t units[FIRST_MOST + NAMES_ENDING_MOST];
    out->count = 0;
    for (size_t number = 0; number < s->index->part_count; number++) {
        const struct names_part *part = &s->index->parts[number];
        if (size > typed[number].count)
            continue;
        memcpy(units, typed[number].units, size * sizeof *units);
        add_codes(s, number, units, size, out);
        for (size_t i = 0; i < part->ending_count; i++) {
            const struct names_ending *g = &part->endings[i];
            if (!g->of_divisions || g->count > NAMES_ENDING_MOST)
                continue;
            memcpy(units + size, g->units, g->count * sizeof *units);
            add_codes(s, number, units, size + g->count, out);
        }
    }
}

/* What is no longer than a unit's name and leaves a rest that says something: in
 * 朝阳镇 the 镇 alone does not. */
static size_t longest_first(const struct names_typed *typed)
{
    size_t longest = typed->count > 2 ? typed->count - 2 : 0;
    return longest < FIRST_MOST ? longest : FIRST_MOST;
}

/* True when the unit lies in what the search is narrowed to already. */
static bool is_unit_within(const struct search *s, const char *code)
{
    const char *within = s->query.within;
    uint32_t row = store_division_index_find(s->divisions, code, s->query.at);
    return !within ||
           (row != NONE && store_division_index_is_within(s->divisions, row, within, s->query.at));
}

static bool take_rest(const struct search *s, const struct names_typed *typed, size_t from,
                      struct names_typed *rest)
{
    for (size_t part = 0; part < s->index->part_count; part++)
        names_typed_take(&typed[part], from < typed[part].count ? from : typed[part].count,
                         typed[part].count, &rest[part]);
    return rest[0].count > 0;
}

static void search_text(struct search *s, const struct names_typed *typed, const char *within,
                        int depth);

/* How many of the first characters some name begins with: no longer part is one. */
static size_t longest_begun(const struct search *s, const struct names_typed *typed, size_t most)
{
    size_t longest = 0;
    for (size_t number = 0; number < s->index->part_count; number++) {
        const struct names_lexicon *terms = &s->index->parts[number].terms;
        size_t size = 2;
        for (; size <= most; size++) {
            struct names_range range = names_lexicon_range(terms, typed[number].units, size, 0, 0);
            if (range.first == range.last)
                break;
        }
        longest = size - 1 > longest ? size - 1 : longest;
    }
    return longest < most ? longest : most;
}

static void search_chain(struct search *s, const struct names_typed *typed, int depth);

/* The first part names a unit, but the rest does not lie in it (any more): the
 * rest is told all the same, as less sure. */
static void search_beyond(struct search *s, const struct names_typed *typed, size_t size, int depth)
{
    struct names_typed rest[NAMES_PARTS];
    struct chain_codes named;
    divisions_named(s, typed, size, &named);
    if (named.count == 0 || !take_rest(s, typed, size, rest))
        return;
    names_hits_init(&s->hits, s->index, s->divisions, s->arena, s->need);
    s->hits.query = &s->query;
    match_class(s, rest, WHOLE);
    if (s->hits.count == 0 && depth > 1)
        search_chain(s, rest, depth - 1);
    for (size_t i = 0; i < s->hits.count; i++) {
        s->hits.items[i].named =
            store_division_index_find(s->divisions, named.codes[0], s->query.at);
        s->hits.items[i].features.beyond = true;
        s->hits.items[i].score = round(s->hits.items[i].score * BEYOND * 1e6) / 1e6;
    }
}

/* The longest first part that names a unit in which the rest is found; else the
 * longest behind which there is anything. */
static void search_chain(struct search *s, const struct names_typed *typed, int depth)
{
    struct names_typed rest[NAMES_PARTS];
    size_t longest = longest_begun(s, typed, longest_first(typed));
    uint64_t units = 0; /* a bit for each size at which a unit ends */
    if (!s->in_chain)
        s->work = CHAIN_WORK;
    s->in_chain = true;
    for (size_t size = longest; size >= 2 && depth > 0; size--) {
        struct chain_codes named;
        divisions_named(s, typed, size, &named);
        units |= (uint64_t)(named.count > 0) << size;
        for (size_t i = 0; i < named.count; i++) {
            if (!is_unit_within(s, named.codes[i]) || !take_rest(s, typed, size, rest))
                continue;
            search_text(s, rest, named.codes[i], depth - 1);
            if (s->hits.count > 0 || s->hits.failed)
                return;
        }
    }
    for (size_t size = longest; size >= 2 && s->hits.count == 0 && !s->hits.failed; size--)
        if (units >> size & 1)
            search_beyond(s, typed, size, depth);
}

static void search_text(struct search *s, const struct names_typed *typed, const char *within,
                        int depth)
{
    const char *outer = s->query.within;
    s->query.within = within;
    names_hits_init(&s->hits, s->index, s->divisions, s->arena, s->need);
    s->hits.query = &s->query;
    match_right(s, typed);
    if (s->hits.count == 0 && typed->has_han && typed->count > 2)
        search_chain(s, typed, depth);
    s->query.within = outer;
}

/* --- the day's codes ----------------------------------------------------------------------- */

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

/* --- all ------------------------------------------------------------------------------------- */

/* A code of another scheme, 220172002 of the statistics bureau: what it means. */
static void search_alias(struct search *s, const char *code)
{
    char id[STORE_SUBJECT_SIZE];
    struct store_subject subject;
    if (!s->query.gazetteer || !store_gazetteer_index_code(s->query.gazetteer, code, &subject))
        return;
    uint32_t number = names_index_find(s->index, store_subject_print(subject, id));
    if (number == UINT32_MAX)
        return;
    bool later = number >= s->index->parts[0].subject_count;
    const struct names_part *part = &s->index->parts[later];
    uint32_t row = number - (later ? (uint32_t)s->index->parts[0].subject_count : 0);
    struct names_hit hit = {
        later, part->subjects[row].standard, NAMES_CLASS_WHOLE, NAMES_CODE, 1, 0, false};
    names_hits_add(&s->hits, &hit);
    for (size_t i = 0; i < s->hits.count; i++)
        if (s->hits.items[i].subject == number)
            s->hits.items[i].form = NAMES_ALIAS;
}

static void search_typed(struct search *s, const struct names_typed *typed)
{
    search_text(s, typed, s->query.within, 3);
    if (s->hits.count > 0 || s->hits.failed)
        return;
    names_hits_init(&s->hits, s->index, s->divisions, s->arena, s->need);
    s->hits.query = &s->query;
    s->work = WORK;
    match_faulty(s, typed);
}

enum base_status names_search(const struct names_index *index,
                              const struct store_division_index *divisions,
                              const struct names_query *query, struct base_arena *arena,
                              struct names_result **out, size_t *count, bool *more,
                              struct base_error *err)
{
    struct names_typed typed[NAMES_PARTS];
    char code[STORE_CODE_SIZE];
    struct search s = {
        .index = index, .divisions = divisions, .query = *query, .arena = arena, .work = WORK};
    const char *text = store_code_parse(query->text, code) ? code : query->text;
    s.need = query->offset + query->limit + (more ? 1 : 0);
    s.query.within = code_on_day(divisions, query->within, query->at);
    for (size_t part = 0; part < index->part_count; part++)
        names_typed_read(&index->parts[part], text, &typed[part]);
    if (typed[0].count > 0) {
        search_typed(&s, typed);
        search_alias(&s, text);
    }
    if (s.hits.failed)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    names_hits_sort(&s.hits);
    size_t first = query->offset < s.hits.count ? query->offset : s.hits.count;
    size_t left = s.hits.count - first;
    *out = s.hits.items ? s.hits.items + first : NULL;
    *count = left < query->limit ? left : query->limit;
    if (more)
        *more = left > query->limit;
    return BASE_OK;
}
