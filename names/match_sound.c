/* names/match_sound.c - meeting names by pinyin. */
#include <string.h>

#include "names/match.h"

#define SPELLINGS      24   /* ways to cut letters into syllables that are looked up */
#define SHORTENED      6    /* of them also with each generic */
#define BEGINNINGS     6    /* spellings that names are sought to begin with */
#define SPELT_SHORT    0.98 /* without its generic */
#define LOOSE_UMLAUT   0.98
#define BEGUN_MATCH    0.93
#define INITIALS_MATCH 0.95
#define MIXED_MATCH    0.94
#define BEGUN_SPREAD   0.0008
#define TONES_DIFFER   0.97
#define SOUNDS_MOST    400 /* of one string of initials, or of one beginning */
#define ALIKE_MOST     64  /* ways to mix sounds up */

/* --- which terms of a sound are meant ------------------------------------------------------- */

/* Characters that were typed as such must be the name's own. */
static bool has_characters(const struct names_match *m, uint32_t term)
{
    const struct names_typed *t = m->typed;
    const struct names_spelling *s = m->spelling;
    if (!t->has_han || !s)
        return true;
    struct names_sequence name = names_lexicon_sequence(&m->part->terms, term);
    for (size_t i = 0; i < s->count; i++) {
        bool letter = t->folded[s->at[i]] >= 'a' && t->folded[s->at[i]] <= 'z';
        if (!letter && (i >= name.count || name.units[i] != t->units[s->at[i]]))
            return false;
    }
    return true;
}

/* True when no tone that was typed differs from the reading's. */
static bool has_tones(const struct names_match *m, uint32_t name)
{
    struct names_typed reading;
    const struct names_typed *t = m->typed;
    names_typed_read(m->part, names_part_text(m->part, m->part->names[name].reading), &reading);
    for (size_t i = 0; i < t->count && i < reading.count; i++)
        if (t->folded[i] != reading.folded[i] || (t->tone[i] > 0 && t->tone[i] != reading.tone[i]))
            return false;
    return true;
}

/* A name each, since the tones are those of its own reading. */
static bool match_toned(struct names_match *m, uint32_t term, const struct names_hit *like)
{
    struct names_range names = names_part_term_names(m->part, term);
    for (uint32_t name = names.first; name < names.last && m->budget > 0; name++, m->budget--) {
        struct names_hit hit = *like;
        hit.name = name;
        hit.match *= has_tones(m, name) ? 1 : TONES_DIFFER;
        names_hits_add(m->hits, &hit);
    }
    return m->budget > 0;
}

bool names_match_sound(struct names_match *m, uint32_t sound, enum names_class class,
                       enum names_how how, double quality, unsigned edits, bool shortened,
                       bool (*accept)(const struct names_match *match, uint32_t term))
{
    struct names_range terms = names_part_sound_terms(m->part, sound);
    for (uint32_t i = terms.first; i < terms.last; i++) {
        uint32_t term = m->part->sound_terms[i];
        if (m->budget == 0)
            return false;
        m->budget--;
        if ((accept && !accept(m, term)) || !has_characters(m, term))
            continue;
        struct names_hit hit = {m->part_number, 0, class, how, quality, edits, shortened};
        if (m->typed->has_tones ? !match_toned(m, term, &hit)
                                : !names_match_term(m, term, class, how, quality, edits, shortened))
            return false;
    }
    return true;
}

/* --- whole spellings ---------------------------------------------------------------------------
 */

static bool is_division(const struct names_match *m, uint32_t term)
{
    struct names_range names = names_part_term_names(m->part, term);
    if (names.first == names.last || m->part->names[names.first].subject >= m->part->subject_count)
        return false;
    const struct names_subject_row *s = &m->part->subjects[m->part->names[names.first].subject];
    struct names_sequence name = names_lexicon_sequence(&m->part->terms, term);
    const struct names_ending *generic = names_ending_of(m->part, name.units, name.count);
    return names_part_facts(m->part, s)->is_place == 0 && generic && generic->of_divisions;
}

/* What a spelling was asked for. */
struct spelt {
    struct names_match *match;
    enum names_class class;
    enum names_how how;
    double quality;
    unsigned edits;
    bool (*accept)(const struct names_match *match, uint32_t term);
    size_t tried;
};

static void match_with_generics(const struct spelt *spelt, const uint16_t *syllables, size_t count,
                                double quality)
{
    uint16_t sound[NAMES_SPELLING + NAMES_ENDING_MOST];
    const struct names_part *p = spelt->match->part;
    if (count < 2 || count > NAMES_SPELLING)
        return;
    memcpy(sound, syllables, count * sizeof *sound);
    for (size_t i = 0; i < p->ending_count; i++) {
        const struct names_ending *g = &p->endings[i];
        if (!g->of_divisions || !g->syllables || g->count > NAMES_ENDING_MOST)
            continue;
        memcpy(sound + count, g->sounds, g->count * sizeof *sound);
        uint32_t found = names_lexicon_find(&p->sounds, sound, count + g->count, NULL);
        if (found != NAMES_NONE)
            names_match_sound(spelt->match, found, spelt->class, spelt->how, quality * SPELT_SHORT,
                              spelt->edits, true, spelt->accept ? spelt->accept : is_division);
    }
}

static bool match_spelling(void *context, const struct names_spelling *spelling)
{
    struct spelt *spelt = context;
    struct names_match *m = spelt->match;
    double quality = spelt->quality * (spelling->loose > 0 ? LOOSE_UMLAUT : 1);
    uint32_t sound =
        names_lexicon_find(&m->part->sounds, spelling->syllables, spelling->count, NULL);
    m->spelling = spelling;
    if (sound != NAMES_NONE)
        names_match_sound(m, sound, spelt->class, spelt->how, quality, spelt->edits, false,
                          spelt->accept);
    if (!names_hits_is_full(m->hits) && spelt->tried++ < SHORTENED)
        match_with_generics(spelt, spelling->syllables, spelling->count, quality);
    m->spelling = NULL;
    return m->budget > 0;
}

void names_match_spelt(struct names_match *m)
{
    struct spelt spelt = {m, NAMES_CLASS_SPELT, NAMES_PINYIN, 1, 0, NULL, 0};
    if (m->typed->has_latin)
        names_spell(m->part, m->typed, 0, m->typed->count, false, SPELLINGS, match_spelling,
                    &spelt);
}

/* --- beginnings
 * ------------------------------------------------------------------------------------ */

static bool match_beginning(void *context, const struct names_spelling *spelling)
{
    struct names_match *m = context;
    const struct names_lexicon *l = &m->part->sounds;
    uint32_t sounds[SOUNDS_MOST];
    struct names_range range = names_lexicon_range(l, spelling->syllables, spelling->count,
                                                   spelling->from, spelling->beyond);
    size_t first_share = m->hits->need + 16 < SOUNDS_MOST ? m->hits->need + 16 : SOUNDS_MOST;
    size_t most = m->hits->best && !m->typed->has_han ? first_share : SOUNDS_MOST;
    size_t count = names_lexicon_best(l, range, sounds, most);
    m->spelling = spelling;
    for (size_t i = 0; i < count; i++) {
        size_t length = names_lexicon_sequence(l, sounds[i]).count;
        double share = length ? (double)spelling->count / (double)length : 1;
        if ((length > spelling->count || spelling->beyond > 0) &&
            !names_match_sound(m, sounds[i], NAMES_CLASS_BEGUN, NAMES_PINYIN,
                               BEGUN_MATCH * (1 - BEGUN_SPREAD * (1 - share)), 0, false, NULL))
            break;
    }
    m->spelling = NULL;
    return m->budget > 0;
}

/* Of a text that is whole as it stands, only letters enough to mean something begin
 * names: chang, but not xin; changch, but not jit. */
#define BEGUN_LEAST      4
#define UNFINISHED_LEAST 5

void names_match_spelling_begun(struct names_match *m)
{
    size_t count = m->typed->count;
    bool mixed = m->suggest || m->typed->has_han;
    if (m->typed->has_latin && (mixed || count >= BEGUN_LEAST))
        names_spell(m->part, m->typed, 0, count, mixed || count >= UNFINISHED_LEAST, BEGINNINGS,
                    match_beginning, m);
}

/* --- initials
 * ----------------------------------------------------------------------------------------- */

/* The letters as units of the lexicon of initials; false when there is anything else. */
static bool read_initials(const struct names_typed *t, uint16_t out[NAMES_TYPED_MOST])
{
    for (size_t i = 0; i < t->count; i++) {
        if (t->folded[i] < 'a' || t->folded[i] > 'z' || t->tone[i] > 0)
            return false;
        out[i] = (uint16_t)(t->folded[i] - 'a' + 1);
    }
    return true;
}

static bool match_initials(struct names_match *m, uint32_t initials, enum names_class class,
                           size_t most)
{
    struct names_range sounds = names_part_initial_sounds(m->part, initials);
    for (uint32_t i = sounds.first; i < sounds.last && most > 0; i++, most--)
        if (!names_match_sound(m, m->part->init_sounds[i], class, NAMES_INITIALS, INITIALS_MATCH, 0,
                               false, NULL))
            return false;
    return true;
}

void names_match_initials(struct names_match *m)
{
    uint16_t letters[NAMES_TYPED_MOST];
    if (m->typed->count < (m->suggest ? 2 : 3) || !read_initials(m->typed, letters))
        return;
    uint32_t found = names_lexicon_find(&m->part->initials, letters, m->typed->count, NULL);
    if (found != NAMES_NONE)
        match_initials(m, found, NAMES_CLASS_BEGUN, SIZE_MAX);
}

void names_match_initials_begun(struct names_match *m)
{
    uint16_t letters[NAMES_TYPED_MOST];
    uint32_t found[32];
    if (m->typed->count < (m->suggest ? 2 : BEGUN_LEAST) || !read_initials(m->typed, letters))
        return;
    struct names_range range =
        names_lexicon_range(&m->part->initials, letters, m->typed->count, 0, 0);
    size_t count = names_lexicon_best(&m->part->initials, range, found, 32);
    for (size_t i = 0; i < count; i++)
        if (!match_initials(m, found[i], NAMES_CLASS_LOOSE, 8))
            return;
}

/* --- some syllables whole, of others only the beginning
 * ------------------------------------------------- */

/* cchun, changcs, 朝yq: what is known of each syllable. */
struct token {
    uint16_t from, beyond; /* the syllable's number lies there */
    uint8_t at;
};

struct abbreviation {
    struct names_match *match;
    struct token tokens[NAMES_SPELLING];
    struct names_spelling spelling; /* of the characters among them */
    size_t count, whole, steps, tried;
    uint16_t initials[NAMES_SPELLING + NAMES_ENDING_MOST];
};

#define ABBREVIATION_STEPS 300
#define ABBREVIATIONS      24
#define ABBREVIATED_MOST   4 /* syllables that are also sought without the generic */

static bool fits(const struct abbreviation *a, struct names_sequence sound)
{
    for (size_t i = 0; i < a->count; i++)
        if (i >= sound.count || sound.units[i] < a->tokens[i].from ||
            sound.units[i] >= a->tokens[i].beyond)
            return false;
    return true;
}

static void match_fitting(struct abbreviation *a, size_t count, bool shortened)
{
    struct names_match *m = a->match;
    uint32_t found = names_lexicon_find(&m->part->initials, a->initials, count, NULL);
    struct names_range sounds = names_part_initial_sounds(m->part, found);
    for (uint32_t i = sounds.first; i < sounds.last && i - sounds.first < SOUNDS_MOST; i++) {
        uint32_t sound = m->part->init_sounds[i];
        if (fits(a, names_lexicon_sequence(&m->part->sounds, sound)) &&
            !names_match_sound(m, sound, NAMES_CLASS_BEGUN, NAMES_INITIALS,
                               MIXED_MATCH * (shortened ? SPELT_SHORT : 1), 0, shortened,
                               shortened ? is_division : NULL))
            return;
    }
}

static void match_abbreviation(struct abbreviation *a)
{
    const struct names_part *p = a->match->part;
    if (a->count < 2 || a->whole == 0 || a->whole == a->count || a->tried++ >= ABBREVIATIONS)
        return;
    a->spelling.count = a->count;
    a->match->spelling = &a->spelling;
    match_fitting(a, a->count, false);
    for (size_t i = 0; i < p->ending_count && a->count <= ABBREVIATED_MOST; i++) {
        const struct names_ending *g = &p->endings[i];
        if (!g->of_divisions || !g->syllables || g->count > NAMES_ENDING_MOST)
            continue;
        for (size_t k = 0; k < g->count; k++) {
            char first = names_syllable_text(&p->readings, g->sounds[k])[0];
            a->initials[a->count + k] = (uint16_t)(first - 'a' + 1);
        }
        match_fitting(a, a->count + g->count, true);
    }
    a->match->spelling = NULL;
}

static void abbreviate_from(struct abbreviation *a, size_t at);

static void add_token(struct abbreviation *a, uint16_t from, uint16_t beyond, bool whole, size_t at,
                      size_t next)
{
    if (a->count == NAMES_SPELLING || from >= beyond)
        return;
    char first = names_syllable_text(&a->match->part->readings, from)[0];
    a->tokens[a->count] = (struct token){from, beyond, (uint8_t)at};
    a->spelling.at[a->count] = (uint8_t)at;
    a->initials[a->count++] = (uint16_t)(first - 'a' + 1);
    a->whole += whole;
    abbreviate_from(a, next);
    a->whole -= whole;
    a->count--;
}

static size_t letters_of(const struct names_typed *t, size_t at, char out[NAMES_SYLLABLE])
{
    size_t count = 0;
    for (; at + count < t->count && count < NAMES_SYLLABLE - 1 && t->folded[at + count] >= 'a' &&
           t->folded[at + count] <= 'z';
         count++)
        out[count] = (char)t->folded[at + count];
    return count;
}

static void abbreviate_letters(struct abbreviation *a, size_t at)
{
    char letters[NAMES_SYLLABLE] = "";
    const struct names_readings *r = &a->match->part->readings;
    size_t count = letters_of(a->match->typed, at, letters);
    uint16_t from, beyond;
    for (size_t size = count; size > 1; size--) {
        uint16_t syllable = names_syllable_find(r, letters, size);
        if (syllable != NAMES_SYLLABLE_NONE)
            add_token(a, syllable, (uint16_t)(syllable + 1), true, at, at + size);
    }
    size_t initial = count > 1 && letters[1] == 'h' && strchr("zcs", letters[0]) ? 2 : 1;
    names_syllable_range(r, letters, initial, &from, &beyond);
    add_token(a, from, beyond, false, at, at + initial);
    if (at + count == a->match->typed->count && count > initial) {
        names_syllable_range(r, letters, count, &from, &beyond);
        add_token(a, from, beyond, false, at, at + count);
    }
}

static void abbreviate_from(struct abbreviation *a, size_t at)
{
    const struct names_typed *t = a->match->typed;
    if (++a->steps > ABBREVIATION_STEPS)
        return;
    if (at >= t->count) {
        match_abbreviation(a);
        return;
    }
    if (t->folded[at] >= 'a' && t->folded[at] <= 'z') {
        abbreviate_letters(a, at);
        return;
    }
    size_t count;
    const uint16_t *list = names_readings_of(&a->match->part->readings, t->plain[at], &count);
    for (size_t i = 0; i < count; i++)
        add_token(a, list[i], (uint16_t)(list[i] + 1), true, at, at + 1);
}

static bool take_any(void *context, const struct names_spelling *spelling)
{
    (void)spelling;
    *(bool *)context = true;
    return false;
}

/* Only what is no whole spelling: changchunshi abbreviates nothing. */
void names_match_abbreviated(struct names_match *m)
{
    bool is_spelling = false;
    if (m->hits->count > 0 || !m->typed->has_latin)
        return;
    names_spell(m->part, m->typed, 0, m->typed->count, false, 1, take_any, &is_spelling);
    if (is_spelling)
        return;
    struct abbreviation *a = base_arena_calloc(m->hits->arena, 1, sizeof *a);
    if (!a || m->typed->count < 3 || m->typed->count > NAMES_SPELLING)
        return;
    a->match = m;
    abbreviate_from(a, 0);
}

/* --- the same or a similar sound
 * ---------------------------------------------------------------------------- */

static size_t count_same(const uint16_t *a, const uint16_t *b, size_t count)
{
    size_t same = 0;
    for (size_t i = 0; i < count; i++)
        same += a[i] == b[i];
    return same;
}

/* A third of the characters, or any two would mean something; of what stands before
 * the generic one, since 社区 ends hundreds. */
static bool shares_a_character(const struct names_match *m, uint32_t term)
{
    const struct names_typed *t = m->typed;
    struct names_sequence name = names_lexicon_sequence(&m->part->terms, term);
    const struct names_ending *generic = names_ending_of(m->part, name.units, name.count);
    size_t count = t->count < name.count ? t->count : name.count;
    size_t own = generic && name.count <= t->count ? name.count - generic->count : count;
    size_t same = count_same(t->units, name.units, count);
    return same * 3 >= t->count &&
           (m->loosely || own < 2 ? same : count_same(t->units, name.units, own)) > 0;
}

struct alike {
    struct names_match *match;
    struct names_spelling spelling;
    size_t tried;
};

/* Every way to mix up sounds from the syllable i on. */
static void mix_up(struct alike *a, size_t i, unsigned changes)
{
    struct names_match *m = a->match;
    if (a->tried >= ALIKE_MOST)
        return;
    if (i == a->spelling.count) {
        bool written = m->typed->has_han;
        if (changes == 0 && !written && !m->shortened)
            return;
        a->tried++;
        double quality = 1 - 0.06 * changes - (written ? 0.05 : 0);
        struct spelt spelt = {m,
                              NAMES_CLASS_HEARD,
                              NAMES_SOUND,
                              quality > 0.3 ? quality : 0.3,
                              changes,
                              written ? shares_a_character : NULL,
                              0};
        uint32_t sound = m->shortened ? NAMES_NONE
                                      : names_lexicon_find(&m->part->sounds, a->spelling.syllables,
                                                           a->spelling.count, NULL);
        if (sound != NAMES_NONE)
            names_match_sound(m, sound, spelt.class, spelt.how, spelt.quality, changes, false,
                              spelt.accept);
        if (m->shortened)
            match_with_generics(&spelt, a->spelling.syllables, a->spelling.count, spelt.quality);
        return;
    }
    uint16_t own = a->spelling.syllables[i];
    unsigned most = m->typed->has_han || m->shortened ? 1 : 3;
    struct names_range alike = names_part_alike(m->part, own);
    mix_up(a, i + 1, changes);
    for (uint32_t k = alike.first; k < alike.last; k++)
        if (m->part->alike[k].syllable != own && changes < most) {
            a->spelling.syllables[i] = m->part->alike[k].syllable;
            mix_up(a, i + 1, changes + 1);
        }
    a->spelling.syllables[i] = own;
}

static bool match_alike(void *context, const struct names_spelling *spelling)
{
    struct alike *a = context;
    a->spelling = *spelling;
    mix_up(a, 0, 0);
    return a->tried < ALIKE_MOST && a->match->budget > 0;
}

static void match_heard(struct names_match *m, bool shortened)
{
    struct alike a = {.match = m};
    m->shortened = shortened;
    if (m->typed->count >= 2 && m->typed->count <= NAMES_SPELLING &&
        !(m->typed->has_han && m->typed->has_latin))
        names_spell(m->part, m->typed, 0, m->typed->count, false, 8, match_alike, &a);
}

void names_match_heard(struct names_match *m)
{
    match_heard(m, false);
}

void names_match_heard_loosely(struct names_match *m)
{
    m->loosely = true;
    match_heard(m, false);
    m->loosely = false;
}

void names_match_heard_short(struct names_match *m)
{
    match_heard(m, true);
    m->shortened = false;
}
