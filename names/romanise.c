/* names/romanise.c - the romanised form of a Chinese place name. */
#include "names/romanise.h"

#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "names/toned.h"

#define READINGS_MOST 8

/* One character of the name and how it is read. */
struct sign {
    uint32_t character;
    size_t at, size; /* bytes in the name */
    struct names_toned syllable;
    bool is_new_word; /* a word of the form begins here */
    bool is_figure;   /* written as a figure, with those that follow */
};

struct spelling {
    const char *name;
    size_t size;
    struct sign signs[NAMES_ROMANISE_MOST];
    size_t count;
    struct names_romanised *out;
};

static bool is_among(uint32_t character, const char *set)
{
    size_t size = strlen(set);
    for (size_t at = 0; at < size;)
        if (base_text_next(set, size, &at) == character)
            return true;
    return false;
}

static bool is_numeral(uint32_t c)
{
    return (c >= '0' && c <= '9') || is_among(c, "〇零一二三四五六七八九十百千");
}

/* --- reading the characters ---------------------------------------------- */

static enum base_status split(struct spelling *spelling, struct base_error *err)
{
    if (!base_text_valid(spelling->name, spelling->size))
        return base_fail(err, BASE_INVALID, "the name is not UTF-8");
    for (size_t at = 0; at < spelling->size;) {
        struct sign sign = {.at = at};
        if (spelling->count == NAMES_ROMANISE_MOST)
            return base_fail(err, BASE_INVALID, "a name has %d characters at most",
                             NAMES_ROMANISE_MOST);
        sign.character = base_text_next(spelling->name, spelling->size, &at);
        sign.size = at - sign.at;
        spelling->signs[spelling->count++] = sign;
    }
    return spelling->count ? BASE_OK : base_fail(err, BASE_INVALID, "the name is empty");
}

/* The next word of text between blanks; size 0 at the end. */
static struct names_toned next_word(const char *text, size_t size, size_t *at)
{
    while (*at < size && text[*at] == ' ')
        (*at)++;
    size_t from = *at;
    while (*at < size && text[*at] != ' ')
        (*at)++;
    return (struct names_toned){text + from, *at - from};
}

/* Gives the signs from..to the syllables of text; false when they do not fit. */
static bool take_syllables(struct spelling *spelling, size_t from, size_t to, const char *text,
                           size_t size)
{
    size_t at = 0;
    for (size_t i = from; i < to; i++) {
        if (!base_text_is_han(spelling->signs[i].character))
            continue;
        spelling->signs[i].syllable = next_word(text, size, &at);
        if (spelling->signs[i].syllable.size == 0)
            return false;
    }
    return next_word(text, size, &at).size == 0;
}

/* At the end of the specific term 子 has no tone (杨大城子) unless it is a person or
 * a seed (学子), 儿 before a street's generic is an r (盆儿胡同) unless it is a child. */
static bool read_ending(struct spelling *spelling, size_t i, size_t specific)
{
    struct sign *sign = &spelling->signs[i];
    if (i == 0 || i + 1 != specific)
        return false;
    uint32_t before = spelling->signs[i - 1].character;
    bool is_person = is_among(before, "学才太王君孔孟老天弟男女游赤骄庄墨莲瓜原电量分光粒");
    bool is_child = is_among(before, "女男婴孤幼少健小");
    if (sign->character == 0x5B50 && !is_person)
        sign->syllable = (struct names_toned){"zi", 2};
    else if (sign->character == 0x513F && !is_child &&
             spelling->out->generic.kind == NAMES_GENERIC_STREET)
        sign->syllable = (struct names_toned){"r", 1};
    return sign->syllable.size > 0;
}

static void read_usual(struct spelling *spelling, size_t specific)
{
    struct names_romanised *out = spelling->out;
    for (size_t i = 0; i < spelling->count; i++) {
        struct sign *sign = &spelling->signs[i];
        struct names_toned readings[READINGS_MOST];
        if (sign->syllable.size || !base_text_is_han(sign->character) ||
            read_ending(spelling, i, specific))
            continue;
        size_t count = names_toned_of(sign->character, readings, READINGS_MOST);
        sign->syllable =
            count ? readings[0] : (struct names_toned){spelling->name + sign->at, sign->size};
        if (count != 1) {
            out->doubtful[out->doubtful_count].at = sign->at;
            out->doubtful[out->doubtful_count++].size = sign->size;
        }
    }
}

/* --- words ------------------------------------------------------------------ */

static size_t sign_at(const struct spelling *spelling, size_t byte)
{
    size_t i = 0;
    while (i < spelling->count && spelling->signs[i].at < byte)
        i++;
    return i;
}

/* 三八, 五一, 九一八 …: days, no ordinals. */
static bool is_day(const struct spelling *spelling, size_t from, size_t to)
{
    static const char *const DAYS[] = {"三八", "五一", "五四",   "五七",   "六一",  "七一",
                                       "八一", "十一", "一二九", "九一八", "一二一"};
    const char *text = spelling->name + spelling->signs[from].at;
    size_t size =
        spelling->signs[to - 1].at + spelling->signs[to - 1].size - spelling->signs[from].at;
    for (size_t i = 0; i < sizeof DAYS / sizeof DAYS[0]; i++)
        if (strlen(DAYS[i]) == size && memcmp(DAYS[i], text, size) == 0)
            return true;
    return false;
}

/* Where the number right before sign `end` begins; end when there is none. */
static size_t number_before(const struct spelling *spelling, size_t end)
{
    size_t from = end;
    while (from > 0 && is_numeral(spelling->signs[from - 1].character))
        from--;
    return from < end && is_day(spelling, from, end) ? end : from;
}

/* The generic term: 道街 and the like only behind a number. */
static struct names_generic find_generic(const struct spelling *spelling)
{
    struct names_generic ordinal =
        names_generic_of(spelling->name, spelling->size, NAMES_GENERIC_ORDINAL, false);
    if (ordinal.size) {
        size_t end = sign_at(spelling, spelling->size - ordinal.size);
        if (number_before(spelling, end) < end)
            return ordinal;
    }
    return names_generic_of(spelling->name, spelling->size, NAMES_GENERIC_NONE, false);
}

/* Moves the start of a street's generic over its modifiers (亚泰|北大街, 解放路|南小街),
 * as long as two characters stay. */
static size_t join_modifiers(const struct spelling *spelling, size_t generic)
{
    while (generic > 2 &&
           is_among(spelling->signs[generic - 1].character, "东西南北中前后上下大小老直横"))
        generic--;
    return generic;
}

/* Peoples before a division's generic are words of their own. */
static size_t mark_nations(struct spelling *spelling, size_t end)
{
    for (;;) {
        size_t bytes = end < spelling->count ? spelling->signs[end].at : spelling->size;
        struct names_generic nation =
            names_generic_of(spelling->name, bytes, NAMES_GENERIC_NATION, false);
        if (nation.size == 0)
            return end;
        size_t from = sign_at(spelling, bytes - nation.size);
        spelling->signs[from].is_new_word = true;
        if (!take_syllables(spelling, from, end, nation.reading, nation.reading_size))
            return end;
        end = from;
    }
}

static void mark_number(struct spelling *spelling, size_t end)
{
    size_t from = number_before(spelling, end);
    for (size_t i = from; i < end; i++)
        spelling->signs[i].is_figure = true;
    if (from < end)
        spelling->signs[from].is_new_word = true;
}

/* Cuts the name into words and reads its generic; returns where the specific ends. */
static size_t mark_words(struct spelling *spelling, enum names_generic_class kind)
{
    struct names_romanised *out = spelling->out;
    out->generic = find_generic(spelling);
    out->specific_size = spelling->size - out->generic.size;
    size_t generic = sign_at(spelling, out->specific_size), specific = generic;
    if (out->generic.size == 0)
        return spelling->count;
    bool fits = take_syllables(spelling, generic, spelling->count, out->generic.reading,
                               out->generic.reading_size);
    bool street = kind == NAMES_GENERIC_STREET || out->generic.kind == NAMES_GENERIC_STREET ||
                  out->generic.kind == NAMES_GENERIC_ORDINAL;
    bool village = out->generic.kind == NAMES_GENERIC_VILLAGE &&
                   (kind == NAMES_GENERIC_NONE || kind == NAMES_GENERIC_VILLAGE);
    if (!fits || village)
        return spelling->count;
    if (out->generic.kind == NAMES_GENERIC_DIVISION)
        specific = mark_nations(spelling, generic);
    else if (street) {
        generic = join_modifiers(spelling, generic);
        mark_number(spelling, generic);
        specific = generic;
    }
    spelling->signs[generic].is_new_word = true;
    return specific;
}

/* --- writing --------------------------------------------------------------- */

static uint32_t capital(uint32_t c)
{
    if (c >= 'a' && c <= 'z')
        return c - 0x20;
    if (c >= 0xE0 && c <= 0xFE && c != 0xF7)
        return c - 0x20;
    bool marked = (c >= 0x100 && c <= 0x137 && c % 2) || (c >= 0x14A && c <= 0x177 && c % 2);
    return marked || c == 0x1CE || c == 0x1D2 ? c - 1 : c;
}

/* Syllables that begin with a, o or e, in any tone. */
static bool begins_with_vowel(struct names_toned syllable)
{
    size_t at = 0;
    return is_among(base_text_next(syllable.text, syllable.size, &at), "aāáǎàoōóǒòeēéěè");
}

static void write_capital(struct names_toned syllable, struct base_buffer *out)
{
    char bytes[4];
    size_t at = 0;
    uint32_t first = base_text_next(syllable.text, syllable.size, &at);
    base_buffer_append(out, bytes, base_text_encode(capital(first), bytes));
    base_buffer_append(out, syllable.text + at, syllable.size - at);
}

static int digit_of(uint32_t c)
{
    static const char DIGITS[] = "〇一二三四五六七八九";
    int value = 0;
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    for (size_t at = 0; at < sizeof DIGITS - 1; value++)
        if (base_text_next(DIGITS, sizeof DIGITS - 1, &at) == c)
            return value;
    return c == 0x96F6 ? 0 : -1;
}

/* 十二 → 12, 二十 → 20, 一百零三 → 103, 一二三 → 123. */
static unsigned long number_value(const struct sign *signs, size_t count)
{
    unsigned long value = 0, digit = 0;
    bool has_unit = false, has_digit = false;
    for (size_t i = 0; i < count; i++) {
        uint32_t c = signs[i].character;
        unsigned long unit = c == 0x5341 ? 10 : c == 0x767E ? 100 : c == 0x5343 ? 1000 : 0;
        if (unit) {
            value += (has_digit ? digit : 1) * unit;
            digit = 0;
            has_digit = false;
            has_unit = true;
            continue;
        }
        unsigned long next = (unsigned long)digit_of(c);
        digit = has_unit || digit > 100000000 ? next : digit * 10 + next;
        has_digit = true;
    }
    return value + digit;
}

static size_t figure_end(const struct spelling *spelling, size_t i)
{
    while (i < spelling->count && spelling->signs[i].is_figure)
        i++;
    return i;
}

static void write_form(const struct spelling *spelling, struct base_buffer *out)
{
    bool begins = true, after_han = false;
    for (size_t i = 0; i < spelling->count; i++) {
        const struct sign *sign = &spelling->signs[i];
        bool is_han = base_text_is_han(sign->character);
        begins = i == 0 || sign->is_new_word || (is_han != after_han && !sign->is_figure);
        if (begins && i > 0)
            base_buffer_byte(out, ' ');
        if (sign->is_figure) {
            size_t end = figure_end(spelling, i);
            base_buffer_printf(out, "%lu", number_value(sign, end - i));
            i = end - 1;
            after_han = false;
            continue;
        }
        after_han = is_han;
        if (!is_han)
            base_buffer_append(out, spelling->name + sign->at, sign->size);
        else if (begins)
            write_capital(sign->syllable, out);
        else {
            if (begins_with_vowel(sign->syllable))
                base_buffer_byte(out, '\'');
            base_buffer_append(out, sign->syllable.text, sign->syllable.size);
        }
    }
}

static void write_spoken(const struct spelling *spelling, struct base_buffer *out)
{
    for (size_t i = 0; i < spelling->count; i++) {
        const struct sign *sign = &spelling->signs[i];
        if (base_text_is_han(sign->character))
            base_buffer_append(out, sign->syllable.text, sign->syllable.size);
        else
            base_buffer_append(out, spelling->name + sign->at, sign->size);
        base_buffer_byte(out, ' ');
    }
}

/* Moves a written form to its place; false when it is too long. */
static bool keep(struct base_buffer *form, char out[NAMES_ROMANISED_SIZE])
{
    if (form->failed || form->size >= NAMES_ROMANISED_SIZE)
        return false;
    memcpy(out, form->data, form->size + 1);
    return true;
}

enum base_status names_romanise(const char *name, const char *syllables,
                                enum names_generic_class kind, struct names_romanised *out,
                                struct base_error *err)
{
    struct base_buffer form BASE_BUFFER_AUTO = {0}, spoken BASE_BUFFER_AUTO = {0};
    struct spelling spelling = {.name = name, .size = strlen(name), .out = out};
    *out = (struct names_romanised){0};
    enum base_status status = split(&spelling, err);
    if (status != BASE_OK)
        return status;
    size_t specific = mark_words(&spelling, kind);
    if (syllables && !take_syllables(&spelling, 0, spelling.count, syllables, strlen(syllables)))
        return base_fail(err, BASE_INVALID, "%.200s does not have a syllable for each character",
                         syllables);
    read_usual(&spelling, specific);
    write_form(&spelling, &form);
    write_spoken(&spelling, &spoken);
    if (!keep(&form, out->text) || !keep(&spoken, out->spoken))
        return base_fail(err, BASE_INVALID, "the name is too long");
    return BASE_OK;
}

void names_romanised_write_doubtful(const char *name, const struct names_romanised *form,
                                    struct base_json *json)
{
    base_json_array_begin(json);
    for (size_t i = 0; i < form->doubtful_count; i++)
        base_json_string_n(json, name + form->doubtful[i].at, form->doubtful[i].size);
    base_json_array_end(json);
}
