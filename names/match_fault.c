/* names/match_fault.c - meeting names in spite of faults. */
#include <string.h>

#include "names/distance.h"
#include "names/match.h"

#define BUCKET_MOST   96   /* candidates compared for one sequence less a unit */
#define POSTINGS_MOST 6000 /* numbers counted for two faults */
#define GUESSES       48   /* candidates compared for two faults */
#define COUNT_SLOTS   16384
#define SAME_SOUND    0.3 /* cost of a wrong character that sounds the same */
#define LIKE_SOUND    0.45
#define NEAR          0.3
#define WRONG         1.0

/* --- characters ----------------------------------------------------------------------------- */

struct compared {
    const struct names_match *match;
    struct names_sequence name;
};

static bool sounds_like(const struct names_part *p, uint16_t a, uint16_t b)
{
    struct names_range alike = names_part_alike(p, a);
    for (uint32_t i = alike.first; i < alike.last; i++)
        if (p->alike[i].syllable == b)
            return true;
    return false;
}

static double weigh_readings(const struct names_part *p, uint32_t a, uint32_t b)
{
    size_t a_count, b_count;
    const uint16_t *of_a = names_readings_of(&p->readings, a, &a_count);
    const uint16_t *of_b = names_readings_of(&p->readings, b, &b_count);
    double best = WRONG;
    for (size_t i = 0; i < a_count; i++)
        for (size_t k = 0; k < b_count && best > SAME_SOUND; k++)
            if (of_a[i] == of_b[k])
                best = SAME_SOUND;
            else if (sounds_like(p, of_a[i], of_b[k]))
                best = LIKE_SOUND;
    return best;
}

static double weigh_character(const void *context, size_t name_at, size_t typed_at)
{
    const struct compared *c = context;
    const struct names_part *p = c->match->part;
    uint16_t own = c->name.units[name_at], typed = c->match->typed->units[typed_at];
    if (names_part_is_near(p, own, typed))
        return NEAR;
    return weigh_readings(p, names_alphabet_point(&p->alphabet, own),
                          c->match->typed->folded[typed_at]);
}

/* The dearer the fault against what was typed right, the worse. */
static double quality_of(double cost, size_t count)
{
    double quality = 1 - 0.9 * cost / (double)(count > 0 ? count : 1);
    return quality > 0.1 ? quality : 0.1;
}

/* Another generic makes another thing: 朝阳镇 is no slip of 朝阳区. */
static bool is_another_kind(const struct names_part *p, struct names_sequence name,
                            struct names_sequence typed)
{
    const struct names_ending *own = names_ending_of(p, name.units, name.count);
    const struct names_ending *other = names_ending_of(p, typed.units, typed.count);
    return own && other && own->class != other->class &&
           names_sequence_is((struct names_sequence){name.units, name.count - own->count},
                             typed.units, typed.count - other->count);
}

/* Compares the term and adds it when it has from 1 to `most` faults. */
static void match_if_close(struct names_match *m, uint32_t term, unsigned most,
                           enum names_class class)
{
    struct compared c = {m, names_lexicon_sequence(&m->part->terms, term)};
    struct names_sequence typed = {m->typed->units, m->typed->count};
    double cost;
    unsigned edits = names_distance(c.name, typed, most, weigh_character, &c, &cost);
    if (c.name.count >= 2 && edits > 0 && edits <= most && !is_another_kind(m->part, c.name, typed))
        names_match_term(m, term, class, NAMES_TYPO, quality_of(cost, typed.count), edits, false);
}

static void match_bucket(struct names_match *m, const uint16_t *units, size_t count)
{
    size_t found;
    const uint32_t *terms = names_lexicon_deleted(&m->part->terms, units, count, &found);
    for (size_t i = 0; i < found && i < BUCKET_MOST; i++)
        match_if_close(m, terms[i], 1, NAMES_CLASS_MISTYPED);
}

/* One unit wrong, too few, too many or exchanged with its neighbour. */
void names_match_mistyped(struct names_match *m)
{
    uint16_t less[NAMES_TYPED_MOST];
    const struct names_typed *t = m->typed;
    if (names_fault_budget(t->count) < 1 || t->count > NAMES_DELETE_MOST + 1)
        return;
    match_bucket(m, t->units, t->count);
    for (size_t skip = 0; skip < t->count; skip++) {
        memcpy(less, t->units, skip * sizeof *less);
        memcpy(less + skip, t->units + skip + 1, (t->count - skip - 1) * sizeof *less);
        match_bucket(m, less, t->count - 1);
        uint32_t term = names_lexicon_find(&m->part->terms, less, t->count - 1, NULL);
        if (term != NAMES_NONE && t->count > NAMES_DELETE_LEAST)
            match_if_close(m, term, 1, NAMES_CLASS_MISTYPED);
    }
}

/* --- letters: a stretch between two spellings is no syllable, or the wrong one -------------------
 */

struct stretch {
    struct names_match *match;
    size_t from, to; /* in what was typed */
    struct names_spelling before;
    char letters[2 * NAMES_SYLLABLE];
    size_t letter_count;
    size_t generic; /* syllables of the one that was left out */
    size_t tried;
};

#define STRETCHES 120 /* looked up for one text */
#define LETTER    0.5 /* cost of one wrong letter */
#define READING   0.2 /* cost of another reading of the same character */

/* What it costs that the stretch stands for the syllable; above WRONG: too much. */
static double weigh_stretch(const struct stretch *s, uint16_t syllable, size_t syllables)
{
    const struct names_part *p = s->match->part;
    const char *text = names_syllable_text(&p->readings, syllable);
    uint16_t typed = names_typed_syllable(&p->readings, s->letters, s->letter_count);
    unsigned letters = names_letter_distance(text, strlen(text), s->letters, s->letter_count, 1);
    if (s->letter_count > 0 && typed != NAMES_SYLLABLE_NONE && sounds_like(p, typed, syllable))
        return LIKE_SOUND * 0.8;
    if (letters <= 1 && s->letter_count > 0)
        return LETTER;
    if (syllables < 3)
        return WRONG + 1;
    if (s->letter_count == 1 && s->letters[0] == text[0])
        return 0.8;
    return typed != NAMES_SYLLABLE_NONE || s->letter_count == 0 ? WRONG : WRONG + 1;
}

/* Another reading of the character that stands there in a name of this sound. */
static bool is_reading(const struct stretch *s, uint32_t sound, size_t at)
{
    const struct names_part *p = s->match->part;
    uint16_t typed = names_typed_syllable(&p->readings, s->letters, s->letter_count);
    struct names_range terms = names_part_sound_terms(p, sound);
    for (uint32_t i = terms.first; typed != NAMES_SYLLABLE_NONE && i < terms.last; i++) {
        struct names_sequence name = names_lexicon_sequence(&p->terms, p->sound_terms[i]);
        if (at < name.count &&
            names_readings_has(&p->readings, names_alphabet_point(&p->alphabet, name.units[at]),
                               typed))
            return true;
    }
    return false;
}

static void match_sound_with(struct stretch *s, uint32_t sound, const uint16_t *rest,
                             size_t rest_count, bool shortened)
{
    struct names_match *m = s->match;
    struct names_sequence own = names_lexicon_sequence(&m->part->sounds, sound);
    size_t at = s->before.count;
    if (own.count != at + 1 + rest_count ||
        memcmp(own.units, s->before.syllables, at * sizeof *own.units) != 0 ||
        memcmp(own.units + at + 1, rest, rest_count * sizeof *own.units) != 0)
        return;
    bool reading = is_reading(s, sound, at);
    double cost = reading ? READING : weigh_stretch(s, own.units[at], own.count - s->generic);
    if (cost > WRONG)
        return;
    double quality = quality_of(cost, own.count) * (shortened ? 0.98 : 1);
    enum names_how how = reading ? NAMES_PINYIN : cost < LIKE_SOUND ? NAMES_SOUND : NAMES_TYPO;
    names_match_sound(m, sound, how == NAMES_TYPO ? NAMES_CLASS_MISTYPED : NAMES_CLASS_HEARD, how,
                      quality, reading ? 0 : 1, shortened, NULL);
}

static void match_less(struct stretch *s, const uint16_t *rest, size_t rest_count, bool shortened)
{
    uint16_t units[2 * NAMES_SPELLING + NAMES_ENDING_MOST];
    size_t found, count = s->before.count + rest_count;
    memcpy(units, s->before.syllables, s->before.count * sizeof *units);
    memcpy(units + s->before.count, rest, rest_count * sizeof *units);
    const uint32_t *sounds = names_lexicon_deleted(&s->match->part->sounds, units, count, &found);
    for (size_t i = 0; i < found && i < BUCKET_MOST; i++)
        match_sound_with(s, sounds[i], rest, rest_count, shortened);
}

/* The stretch may also be a syllable too many. */
static void match_without(struct stretch *s, const uint16_t *rest, size_t rest_count)
{
    uint16_t units[2 * NAMES_SPELLING];
    size_t count = s->before.count + rest_count;
    if (count < NAMES_DELETE_LEAST || names_typed_syllable(&s->match->part->readings, s->letters,
                                                           s->letter_count) == NAMES_SYLLABLE_NONE)
        return;
    memcpy(units, s->before.syllables, s->before.count * sizeof *units);
    memcpy(units + s->before.count, rest, rest_count * sizeof *units);
    uint32_t sound = names_lexicon_find(&s->match->part->sounds, units, count, NULL);
    if (sound != NAMES_NONE)
        names_match_sound(s->match, sound, NAMES_CLASS_MISTYPED, NAMES_TYPO,
                          quality_of(WRONG, count), 1, false, NULL);
}

static bool match_rest(struct stretch *s, const uint16_t *rest, size_t rest_count)
{
    uint16_t units[NAMES_SPELLING + NAMES_ENDING_MOST];
    const struct names_part *p = s->match->part;
    if (s->before.count + rest_count > NAMES_SPELLING || s->tried++ >= STRETCHES)
        return false;
    if (!s->match->shortened) {
        match_less(s, rest, rest_count, false);
        match_without(s, rest, rest_count);
        return true;
    }
    memcpy(units, rest, rest_count * sizeof *units);
    for (size_t i = 0; i < p->ending_count && s->before.count + rest_count + 1 >= 2; i++) {
        const struct names_ending *g = &p->endings[i];
        if (!g->of_divisions || !g->syllables || g->count > 2)
            continue;
        memcpy(units + rest_count, g->sounds, g->count * sizeof *units);
        s->generic = g->count;
        match_less(s, units, rest_count + g->count, true);
    }
    s->generic = 0;
    return true;
}

/* The first way to spell the letters before each place, and those from it on. */
struct spelt_ends {
    struct names_spelling before[NAMES_SPELLING + 1], rest[NAMES_SPELLING + 1];
    bool has_before[NAMES_SPELLING + 1], has_rest[NAMES_SPELLING + 1];
};

static bool keep_spelling(void *context, const struct names_spelling *spelling)
{
    *(struct names_spelling *)context = *spelling;
    return false;
}

static void spell_ends(const struct names_match *m, struct spelt_ends *ends)
{
    const struct names_typed *t = m->typed;
    for (size_t i = 0; i <= t->count; i++) {
        ends->before[i].count = ends->rest[i].count = 0;
        names_spell(m->part, t, 0, i, false, 1, keep_spelling, &ends->before[i]);
        names_spell(m->part, t, i, t->count, false, 1, keep_spelling, &ends->rest[i]);
        ends->has_before[i] = i == 0 || ends->before[i].count > 0;
        ends->has_rest[i] = i == t->count || ends->rest[i].count > 0;
    }
}

static bool are_letters(const struct names_typed *t)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->folded[i] < 'a' || t->folded[i] > 'z')
            return false;
    return t->count > 0;
}

static void match_stretches(struct names_match *m)
{
    struct stretch s = {.match = m};
    const struct names_typed *t = m->typed;
    struct spelt_ends *ends = base_arena_alloc(m->hits->arena, sizeof *ends);
    if (!ends || t->count < 5 || t->count > NAMES_SPELLING || !are_letters(t))
        return;
    spell_ends(m, ends);
    for (s.from = 0; s.from <= t->count && s.tried < STRETCHES; s.from++) {
        if (!ends->has_before[s.from])
            continue;
        s.before = ends->before[s.from];
        for (s.to = s.from; s.to <= t->count && s.to - s.from < NAMES_SYLLABLE; s.to++) {
            s.letter_count = s.to - s.from;
            if (s.letter_count > 0)
                s.letters[s.letter_count - 1] = (char)t->folded[s.to - 1];
            if (ends->has_rest[s.to] && s.letter_count < t->count)
                match_rest(&s, ends->rest[s.to].syllables, ends->rest[s.to].count);
        }
    }
}

/* One syllable wrong, too few or too many, or a letter in one. */
void names_match_misspelt(struct names_match *m)
{
    match_stretches(m);
}

void names_match_misspelt_short(struct names_match *m)
{
    m->shortened = true;
    match_stretches(m);
    m->shortened = false;
}

/* --- two faults: what shares the most pairs
 * ---------------------------------------------------------- */

struct counter {
    uint32_t number;
    uint32_t count; /* 0: free */
};

struct guess {
    struct names_match *match;
    const struct names_lexicon *lexicon;
    struct names_sequence typed;
    struct counter *slots;
    size_t work;
};

static uint32_t count_one(struct guess *g, uint32_t number)
{
    size_t at = (number * 2654435761u) & (COUNT_SLOTS - 1);
    while (g->slots[at].count != 0 && g->slots[at].number != number)
        at = (at + 1) & (COUNT_SLOTS - 1);
    g->slots[at].number = number;
    return ++g->slots[at].count;
}

/* The pairs of the text that names have, the rarest first. */
static size_t sorted_pairs(const struct guess *g, struct names_postings *out, size_t most)
{
    size_t count = 0;
    for (size_t i = 0; i + 1 < g->typed.count; i++)
        for (size_t step = 1; step <= 2 && i + step < g->typed.count; step++) {
            struct names_postings p =
                names_lexicon_pair(g->lexicon, g->typed.units[i], g->typed.units[i + step],
                                   step == 2 ? NAMES_PAIR_APART : 0);
            if (p.count == 0 || count == most)
                continue;
            size_t k = count++;
            for (; k > 0 && out[k - 1].count > p.count; k--)
                out[k] = out[k - 1];
            out[k] = p;
        }
    return count;
}

struct candidate {
    uint32_t number, count;
};

/* Keeps the candidates that share the most pairs, the best first. */
static void keep(struct candidate *best, size_t *kept, struct candidate candidate)
{
    size_t i = 0;
    while (i < *kept && best[i].number != candidate.number)
        i++;
    if (i == *kept) {
        if (*kept == GUESSES && best[GUESSES - 1].count >= candidate.count)
            return;
        i = *kept < GUESSES ? (*kept)++ : GUESSES - 1;
    }
    for (; i > 0 && best[i - 1].count < candidate.count; i--)
        best[i] = best[i - 1];
    best[i] = candidate;
}

static size_t most_alike(struct guess *g, struct candidate best[GUESSES])
{
    struct names_postings pairs[2 * NAMES_DELETE_MOST + 4];
    size_t count = sorted_pairs(g, pairs, sizeof pairs / sizeof pairs[0]), kept = 0;
    for (size_t i = 0; i < count && g->work < POSTINGS_MOST; i++) {
        if (i > 1 && pairs[i].count > POSTINGS_MOST)
            break;
        for (uint32_t number;
             g->work < POSTINGS_MOST && (number = names_postings_next(&pairs[i])) != NAMES_NONE;
             g->work++) {
            uint32_t shared = count_one(g, number);
            if (kept < GUESSES || shared > 1)
                keep(best, &kept, (struct candidate){number, shared});
        }
    }
    return kept;
}

static bool begin_guess(struct guess *g)
{
    g->slots = base_arena_calloc(g->match->hits->arena, COUNT_SLOTS, sizeof *g->slots);
    return g->slots && g->typed.count >= 5 && g->typed.count <= NAMES_DELETE_MOST;
}

static bool guess_spelling(void *context, const struct names_spelling *spelling)
{
    struct names_match *m = context;
    struct candidate best[GUESSES];
    struct guess g = {m, &m->part->sounds, {spelling->syllables, spelling->count}, NULL, 0};
    if (spelling->count < 5 || !begin_guess(&g))
        return true;
    size_t kept = most_alike(&g, best);
    for (size_t i = 0; i < kept; i++) {
        struct names_sequence own = names_lexicon_sequence(g.lexicon, best[i].number);
        double cost;
        unsigned edits = names_distance(own, g.typed, 2, NULL, NULL, &cost);
        if (edits > 0 && edits <= 2 && own.count >= 4)
            names_match_sound(m, best[i].number, NAMES_CLASS_GUESSED, NAMES_TYPO,
                              quality_of(cost, own.count), edits, false, NULL);
    }
    return false;
}

void names_match_guessed(struct names_match *m)
{
    struct candidate best[GUESSES];
    const struct names_typed *t = m->typed;
    struct guess g = {m, &m->part->terms, {t->units, t->count}, NULL, 0};
    if (are_letters(t)) {
        names_spell(m->part, t, 0, t->count, false, 1, guess_spelling, m);
        return;
    }
    if (names_fault_budget(t->count) < 2 || !begin_guess(&g))
        return;
    size_t kept = most_alike(&g, best);
    for (size_t i = 0; i < kept; i++)
        match_if_close(m, best[i].number, 2, NAMES_CLASS_GUESSED);
}
