/* names/typed.c - what was typed, in the units of one part. */
#include "names/typed.h"

#include <string.h>

#include "base/text.h"

static const uint32_t DIGITS[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                  0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
#define TEN     0x5341
#define HUNDRED 0x767E

unsigned char names_tone(uint32_t point)
{
    static const uint32_t MARKED[][4] = {
        {0x101, 0xE1, 0x1CE, 0xE0},   {0x113, 0xE9, 0x11B, 0xE8}, {0x12B, 0xED, 0x1D0, 0xEC},
        {0x14D, 0xF3, 0x1D2, 0xF2},   {0x16B, 0xFA, 0x1D4, 0xF9}, {0x1D6, 0x1D8, 0x1DA, 0x1DC},
        {0x100, 0xC1, 0x1CD, 0xC0},   {0x112, 0xC9, 0x11A, 0xC8}, {0x12A, 0xCD, 0x1CF, 0xCC},
        {0x14C, 0xD3, 0x1D1, 0xD2},   {0x16A, 0xDA, 0x1D3, 0xD9}, {0x1D5, 0x1D7, 0x1D9, 0x1DB},
        {0x304, 0x301, 0x30C, 0x300}, /* combining */
    };
    if (point < 0xC0 || point > 0x30C)
        return 0;
    for (size_t i = 0; i < sizeof MARKED / sizeof MARKED[0]; i++)
        for (unsigned char tone = 0; tone < 4; tone++)
            if (MARKED[i][tone] == point)
                return (unsigned char)(tone + 1);
    return 0;
}

/* A mark that combines with the letter before it. */
static bool combine(const struct names_part *part, uint32_t point, struct names_typed *out)
{
    if (point < 0x300 || point > 0x36F)
        return false;
    if (out->count == 0)
        return true;
    size_t last = out->count - 1;
    unsigned char tone = names_tone(point);
    if (tone > 0)
        out->tone[last] = tone;
    out->has_tones = out->has_tones || tone > 0;
    if (point == 0x308 && out->folded[last] == 'u') {
        out->folded[last] = out->plain[last] = 'v';
        out->units[last] = names_alphabet_unit(&part->alphabet, 'v');
    }
    return true;
}

static void add(const struct names_part *part, uint32_t point, uint16_t unit, bool cut,
                struct names_typed *out)
{
    size_t i = out->count++;
    uint32_t folded =
        unit == NAMES_UNIT_STRANGE ? point : names_alphabet_point(&part->alphabet, unit);
    out->units[i] = unit;
    out->folded[i] = folded;
    out->plain[i] = base_text_is_han(point) ? point : folded;
    out->cut[i] = cut;
    out->tone[i] = names_tone(point);
    out->has_tones = out->has_tones || out->tone[i] > 0;
    out->has_latin = out->has_latin || (folded >= 'a' && folded <= 'z');
    out->has_han = out->has_han || base_text_is_han(folded);
}

void names_typed_read(const struct names_part *part, const char *text, struct names_typed *out)
{
    size_t size = strlen(text);
    bool cut = false;
    out->count = 0;
    out->has_han = out->has_latin = out->has_tones = out->was_long = false;
    for (size_t at = 0; at < size;) {
        uint32_t point = base_text_next(text, size, &at);
        if (combine(part, point, out))
            continue;
        uint16_t unit = names_alphabet_unit(&part->alphabet, point);
        if (unit == NAMES_UNIT_NONE) {
            cut = true;
            continue;
        }
        if (out->count == NAMES_TYPED_MOST) {
            out->was_long = true;
            return;
        }
        add(part, point, unit, cut, out);
        cut = false;
    }
}

void names_typed_take(const struct names_typed *typed, size_t from, size_t to,
                      struct names_typed *out)
{
    size_t count = to - from;
    memcpy(out->units, typed->units + from, count * sizeof *out->units);
    memcpy(out->folded, typed->folded + from, count * sizeof *out->folded);
    memcpy(out->plain, typed->plain + from, count * sizeof *out->plain);
    memcpy(out->cut, typed->cut + from, count * sizeof *out->cut);
    memcpy(out->tone, typed->tone + from, count * sizeof *out->tone);
    out->count = count;
    out->was_long = typed->was_long;
    out->has_han = out->has_latin = out->has_tones = false;
    for (size_t i = 0; i < count; i++) {
        out->has_han = out->has_han || base_text_is_han(out->folded[i]);
        out->has_latin = out->has_latin || (out->folded[i] >= 'a' && out->folded[i] <= 'z');
        out->has_tones = out->has_tones || out->tone[i] > 0;
    }
}

/* --- numerals ------------------------------------------------------------------------ */

static int digit_of(uint32_t folded)
{
    for (int i = 0; i < 10; i++)
        if (DIGITS[i] == folded)
            return i;
    return -1;
}

static void put(const struct names_part *part, uint32_t folded, struct names_typed *out)
{
    if (out->count < NAMES_TYPED_MOST)
        add(part, folded, names_alphabet_unit(&part->alphabet, folded), false, out);
}

/* 十二, 二十, 一百零五 → its value, 0 when the run is none. */
static int chinese_value(const uint32_t *run, size_t count)
{
    int value = 0, digit = -1;
    for (size_t i = 0; i < count; i++) {
        int unit = run[i] == TEN ? 10 : run[i] == HUNDRED ? 100 : 0;
        if (unit == 0) {
            digit = digit_of(run[i]);
            continue;
        }
        value += unit * (digit > 0 ? digit : 1);
        digit = -1;
    }
    return value + (digit > 0 ? digit : 0);
}

/* 12 → 十二, 20 → 二十, 105 → 一百〇五. */
static void put_chinese(const struct names_part *part, const uint32_t *run, size_t count,
                        struct names_typed *out)
{
    int digits[3] = {0, 0, 0};
    for (size_t i = 0; i < count; i++)
        digits[3 - count + i] = digit_of(run[i]);
    if (digits[0] > 0) {
        put(part, DIGITS[digits[0]], out);
        put(part, HUNDRED, out);
    }
    if (digits[1] > 1 || (digits[1] == 1 && digits[0] > 0))
        put(part, DIGITS[digits[1]], out);
    if (digits[1] > 0)
        put(part, TEN, out);
    else if (digits[0] > 0 && digits[2] > 0)
        put(part, DIGITS[0], out);
    if (digits[2] > 0)
        put(part, DIGITS[digits[2]], out);
}

static void put_digits(const struct names_part *part, int value, struct names_typed *out)
{
    if (value >= 100)
        put(part, DIGITS[value / 100 % 10], out);
    if (value >= 10)
        put(part, DIGITS[value / 10 % 10], out);
    put(part, DIGITS[value % 10], out);
}

bool names_typed_renumber(const struct names_part *part, const struct names_typed *typed,
                          struct names_typed *out)
{
    bool changed = false;
    out->count = 0;
    out->has_han = out->has_latin = out->has_tones = out->was_long = false;
    for (size_t from = 0, to; from < typed->count; from = to) {
        bool scaled = false;
        for (to = from; to < typed->count; to++) {
            bool scale = typed->folded[to] == TEN || typed->folded[to] == HUNDRED;
            if (!scale && digit_of(typed->folded[to]) < 0)
                break;
            scaled = scaled || scale;
        }
        size_t count = to - from;
        if (scaled && count <= 5) {
            put_digits(part, chinese_value(typed->folded + from, count), out);
            changed = true;
        } else if (count == 2 || count == 3) {
            put_chinese(part, typed->folded + from, count, out);
            changed = true;
        } else {
            to = count > 0 ? to : from + 1;
            for (size_t i = from; i < to; i++)
                put(part, typed->folded[i], out);
        }
    }
    return changed && out->count > 0;
}

/* --- syllables ---------------------------------------------------------------------------- */

struct speller {
    const struct names_part *part;
    const struct names_typed *typed;
    size_t to, most, taken, steps;
    bool unfinished, stopped;
    bool (*take)(void *context, const struct names_spelling *spelling);
    void *context;
    struct names_spelling spelling;
};

#define SPELL_STEPS 600

static void spell_from(struct speller *s, size_t at);

static void give(struct speller *s)
{
    s->stopped = !s->take(s->context, &s->spelling) || ++s->taken >= s->most;
}

static void go_on(struct speller *s, uint16_t syllable, size_t from, size_t at, unsigned loose)
{
    if (s->stopped || syllable == NAMES_SYLLABLE_NONE || s->spelling.count == NAMES_SPELLING)
        return;
    s->spelling.at[s->spelling.count] = (uint8_t)from;
    s->spelling.syllables[s->spelling.count++] = syllable;
    s->spelling.loose += loose;
    spell_from(s, at);
    s->spelling.loose -= loose;
    s->spelling.count--;
}

/* ü as people type it: lu, lyu, lue for lv, lv, lve. */
static uint16_t with_umlaut(const struct names_readings *readings, const char *text, size_t size)
{
    char other[NAMES_SYLLABLE];
    if (size < 2 || size >= NAMES_SYLLABLE || (text[0] != 'l' && text[0] != 'n'))
        return NAMES_SYLLABLE_NONE;
    bool as_u = text[1] == 'u' && (size == 2 || (size == 3 && text[2] == 'e'));
    bool as_yu = text[1] == 'y' && size > 2 && text[2] == 'u';
    if (!as_u && !as_yu)
        return NAMES_SYLLABLE_NONE;
    size_t skip = as_u ? 2 : 3;
    other[0] = text[0];
    other[1] = 'v';
    memcpy(other + 2, text + skip, size - skip);
    return names_syllable_find(readings, other, size - skip + 2);
}

/* How many letters stand from at on before a cut, a character or the end. */
static size_t letters_at(const struct speller *s, size_t at, char out[NAMES_SYLLABLE])
{
    size_t count = 0;
    const struct names_typed *t = s->typed;
    while (at + count < s->to && count < NAMES_SYLLABLE - 1 &&
           (count == 0 || !t->cut[at + count]) && t->folded[at + count] >= 'a' &&
           t->folded[at + count] <= 'z') {
        out[count] = (char)t->folded[at + count];
        count++;
    }
    out[count] = '\0';
    return count;
}

uint16_t names_typed_syllable(const struct names_readings *readings, const char *letters,
                              size_t size)
{
    bool has_vowel = strcspn(letters, "aeiouv") < size && (size > 1 || strchr("aeo", letters[0]));
    return has_vowel ? names_syllable_find(readings, letters, size) : NAMES_SYLLABLE_NONE;
}

static void spell_letters(struct speller *s, size_t at)
{
    char letters[NAMES_SYLLABLE];
    size_t count = letters_at(s, at, letters);
    const struct names_readings *readings = &s->part->readings;
    for (size_t size = count; size > 0 && !s->stopped; size--) {
        go_on(s, names_typed_syllable(readings, letters, size), at, at + size, 0);
        go_on(s, with_umlaut(readings, letters, size), at, at + size, 1);
    }
    if (s->stopped || !s->unfinished || at + count != s->to || count == 0)
        return;
    names_syllable_range(readings, letters, count, &s->spelling.from, &s->spelling.beyond);
    if (s->spelling.from < s->spelling.beyond)
        give(s);
    s->spelling.from = s->spelling.beyond = 0;
}

/* A character in each of its readings. */
static void spell_character(struct speller *s, size_t at)
{
    size_t count;
    const struct names_readings *readings = &s->part->readings;
    const uint16_t *list = names_readings_of(readings, s->typed->plain[at], &count);
    if (count == 0)
        list = names_readings_of(readings, s->typed->folded[at], &count);
    for (size_t i = 0; i < count && !s->stopped; i++)
        go_on(s, list[i], at, at + 1, 0);
}

static void spell_from(struct speller *s, size_t at)
{
    if (s->stopped || ++s->steps > SPELL_STEPS)
        return;
    if (at >= s->to) {
        give(s);
        return;
    }
    uint32_t c = s->typed->folded[at];
    if (c >= 'a' && c <= 'z')
        spell_letters(s, at);
    else
        spell_character(s, at);
}

void names_spell(const struct names_part *part, const struct names_typed *typed, size_t from,
                 size_t to, bool unfinished, size_t most,
                 bool (*take)(void *context, const struct names_spelling *spelling), void *context)
{
    struct speller s = {.part = part,
                        .typed = typed,
                        .to = to,
                        .most = most,
                        .unfinished = unfinished,
                        .take = take,
                        .context = context};
    if (from < to)
        spell_from(&s, from);
}
