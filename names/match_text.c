/* names/match_text.c - meeting names by characters. */
#include <string.h>

#include "names/match.h"

#define CHUNKS       4 /* ever larger shares of a range, until the page is full */
#define SHORT_MATCH  0.97
#define SAME_CLASS   0.98   /* 屯委会 for 屯 */
#define BEGUN_SPREAD 0.0008 /* less than one step of rank, so that length only breaks ties */
#define INSIDE_WORK  60000  /* numbers of postings read for one text */

bool names_match_term(struct names_match *m, uint32_t term, enum names_class class,
                      enum names_how how, double quality, unsigned edits, bool shortened)
{
    struct names_range names = names_part_term_names(m->part, term);
    for (uint32_t name = names.first; name < names.last && m->budget > 0; name++, m->budget--) {
        if (m->hits->best_count == m->hits->need &&
            names_hits_is_beyond(m->hits,
                                 names_hits_bound(class, quality, names_hits_rank(m->part, name))))
            return false;
        struct names_hit hit = {m->part_number, name, class, how, quality, edits, shortened};
        names_hits_add(m->hits, &hit);
    }
    return m->budget > 0 && !m->hits->failed;
}

/* --- whole names -------------------------------------------------------------------------- */

static bool is_division(const struct names_part *part, uint32_t term)
{
    struct names_range names = names_part_term_names(part, term);
    if (names.first == names.last || part->names[names.first].subject >= part->subject_count)
        return false;
    return names_part_facts(part, &part->subjects[part->names[names.first].subject])->is_place == 0;
}

/* 朝阳 for 朝阳区: units with each generic that may be left out. */
static void match_shortened(struct names_match *m, const struct names_typed *t)
{
    uint16_t units[NAMES_TYPED_MOST + NAMES_ENDING_MOST];
    const struct names_part *p = m->part;
    if (t->count < 2)
        return;
    memcpy(units, t->units, t->count * sizeof *units);
    for (size_t i = 0; i < p->ending_count; i++) {
        const struct names_ending *g = &p->endings[i];
        if (!g->of_divisions || g->count == 0 || g->count > NAMES_ENDING_MOST)
            continue;
        memcpy(units + t->count, g->units, g->count * sizeof *units);
        uint32_t term = names_lexicon_find(&p->terms, units, t->count + g->count, NULL);
        if (term != NAMES_NONE && is_division(p, term))
            names_match_term(m, term, NAMES_CLASS_WHOLE, NAMES_EXACT, SHORT_MATCH, 0, true);
    }
}

static void match_typed(struct names_match *m, const struct names_typed *t)
{
    bool shared = false;
    uint32_t term = names_lexicon_find(&m->part->terms, t->units, t->count, &shared);
    if (term != NAMES_NONE)
        names_match_term(m, term, NAMES_CLASS_WHOLE, NAMES_EXACT, 1, 0, false);
    if (shared || !names_hits_is_full(m->hits))
        match_shortened(m, t);
}

void names_match_whole(struct names_match *m)
{
    struct names_typed other;
    match_typed(m, m->typed);
    if (!names_hits_is_full(m->hits) && names_typed_renumber(m->part, m->typed, &other))
        match_typed(m, &other);
}

/* --- codes --------------------------------------------------------------------------------- */

static size_t code_bound(const struct names_part *part, const char *code)
{
    size_t low = 0, high = part->code_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(names_part_text(part, part->codes[middle].text), code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The text as digits; false when anything else stands in it. */
static bool code_text(const struct names_typed *t, char out[NAMES_TYPED_MOST + 1])
{
    static const uint32_t DIGITS[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                      0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
    for (size_t i = 0; i < t->count; i++) {
        size_t digit = 0;
        while (digit < 10 && DIGITS[digit] != t->folded[i])
            digit++;
        if (digit == 10)
            return false;
        out[i] = (char)('0' + digit);
    }
    out[t->count] = '\0';
    return t->count > 0;
}

void names_match_code(struct names_match *m)
{
    char code[NAMES_TYPED_MOST + 1];
    if (!code_text(m->typed, code))
        return;
    size_t length = strlen(code);
    for (size_t i = code_bound(m->part, code); i < m->part->code_count && m->budget > 0;
         i++, m->budget--) {
        const char *text = names_part_text(m->part, m->part->codes[i].text);
        if (strncmp(text, code, length) != 0)
            return;
        bool whole = text[length] == '\0';
        struct names_hit hit = {m->part_number,
                                m->part->codes[i].name,
                                whole ? NAMES_CLASS_WHOLE : NAMES_CLASS_BEGUN,
                                NAMES_CODE,
                                1,
                                0,
                                false};
        names_hits_add(m->hits, &hit);
    }
}

/* --- beginnings ----------------------------------------------------------------------------- */

void names_match_begun(struct names_match *m)
{
    static const size_t SHARES[CHUNKS] = {24, 256, 2048, 20000};
    const struct names_lexicon *l = &m->part->terms;
    const struct names_typed *t = m->typed;
    if (t->count == 0 || (t->count < 2 && !m->suggest))
        return;
    struct names_range range = names_lexicon_range(l, t->units, t->count, 0, 0);
    size_t met = 0, all = range.last - range.first;
    for (int chunk = 0; chunk < CHUNKS && met < all; chunk++) {
        uint32_t *terms = base_arena_alloc(m->hits->arena, SHARES[chunk] * sizeof *terms);
        if (!terms)
            return;
        size_t count = names_lexicon_best(l, range, terms, SHARES[chunk]);
        for (; met < count; met++) {
            size_t length = names_lexicon_sequence(l, terms[met]).count;
            double share = length ? (double)t->count / (double)length : 1;
            if (length != t->count &&
                !names_match_term(m, terms[met], NAMES_CLASS_BEGUN, NAMES_PREFIX,
                                  1 - BEGUN_SPREAD * (1 - share), 0, false))
                return;
        }
    }
}

/* --- endings that stand for one another ------------------------------------------------------ */

static bool ends_with(const struct names_typed *t, const struct names_ending *g)
{
    return g->count > 0 && g->count <= NAMES_ENDING_MOST && t->count > g->count + 1u &&
           memcmp(t->units + t->count - g->count, g->units, g->count * sizeof *g->units) == 0;
}

const struct names_ending *names_ending_of(const struct names_part *part, const uint16_t *units,
                                           size_t count)
{
    const struct names_ending *longest = NULL;
    for (size_t i = 0; i < part->ending_count; i++) {
        const struct names_ending *g = &part->endings[i];
        if (g->count > 0 && g->count <= NAMES_ENDING_MOST && g->count < count &&
            (!longest || g->count > longest->count) &&
            memcmp(units + count - g->count, g->units, g->count * sizeof *units) == 0)
            longest = g;
    }
    return longest;
}

/* 生态街 for 生态大街, 某村委会 for 某村. */
void names_match_other_generic(struct names_match *m)
{
    uint16_t units[NAMES_TYPED_MOST + NAMES_ENDING_MOST];
    const struct names_part *p = m->part;
    const struct names_typed *t = m->typed;
    for (size_t i = 0; i < p->ending_count; i++) {
        const struct names_ending *own = &p->endings[i];
        if (!ends_with(t, own))
            continue;
        size_t rest = t->count - own->count;
        memcpy(units, t->units, rest * sizeof *units);
        for (size_t k = 0; k < p->ending_count; k++) {
            const struct names_ending *other = &p->endings[k];
            if (k == i || other->class != own->class || other->count > NAMES_ENDING_MOST)
                continue;
            memcpy(units + rest, other->units, other->count * sizeof *units);
            uint32_t term = names_lexicon_find(&p->terms, units, rest + other->count, NULL);
            bool official = own->of_divisions && other->of_divisions;
            if (term != NAMES_NONE)
                names_match_term(m, term, NAMES_CLASS_LOOSE, official ? NAMES_EXACT : NAMES_TYPO,
                                 SAME_CLASS, official ? 0 : 1, official);
        }
    }
}

/* --- parts ---------------------------------------------------------------------------------------
 */

/* Behind its start, since the start is a beginning. */
static bool is_inside(struct names_sequence name, const struct names_typed *t)
{
    for (size_t at = 1; at + t->count <= name.count; at++)
        if (memcmp(name.units + at, t->units, t->count * sizeof *t->units) == 0)
            return true;
    return false;
}

/* The two rarest pairs of neighbours, the rarest first; false when one is in no name. */
static bool rarest_pairs(const struct names_match *m, struct names_postings out[2], size_t *count)
{
    const struct names_typed *t = m->typed;
    *count = 0;
    for (size_t i = 0; i + 1 < t->count; i++) {
        struct names_postings p =
            names_lexicon_pair(&m->part->terms, t->units[i], t->units[i + 1], 0);
        if (p.count == 0)
            return false;
        if (*count < 2)
            out[(*count)++] = p;
        else if (p.count < out[1].count)
            out[1] = p;
        if (*count == 2 && out[1].count < out[0].count) {
            struct names_postings other = out[0];
            out[0] = out[1];
            out[1] = other;
        }
    }
    return *count > 0;
}

/* The rarest pair leads, the second rarest thins it out, the rest is compared. */
void names_match_inside(struct names_match *m)
{
    struct names_postings pairs[2];
    size_t count, work = 0;
    const struct names_typed *t = m->typed;
    if (t->count < 2 || !rarest_pairs(m, pairs, &count))
        return;
    uint32_t term = names_postings_next(&pairs[0]);
    while (term != NAMES_NONE && work++ < INSIDE_WORK) {
        uint32_t other = count > 1 ? names_postings_seek(&pairs[1], term, &work) : term;
        if (other == NAMES_NONE)
            return;
        if (other > term) {
            term = names_postings_seek(&pairs[0], other, &work);
            continue;
        }
        struct names_sequence name = names_lexicon_sequence(&m->part->terms, term);
        double share = name.count ? (double)t->count / (double)name.count : 0;
        if (is_inside(name, t) && !names_match_term(m, term, NAMES_CLASS_INSIDE, NAMES_PART,
                                                    1 - BEGUN_SPREAD * (1 - share), 0, false))
            return;
        term = names_postings_next(&pairs[0]);
    }
}
