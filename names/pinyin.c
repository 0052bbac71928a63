/* names/pinyin.c - syllables and readings of characters. */
#include "names/pinyin.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

extern const unsigned char names_readings[];
extern const size_t names_readings_size;

/* --- the table --------------------------------------------------------------- */

/* "cháng" of a line → "chang"; tones and ü as folding writes them. */
static void fold_syllable(const char *text, size_t size, char out[NAMES_SYLLABLE])
{
    static const struct names_fold NO_FOLD = {0};
    struct names_folded folded;
    memset(out, 0, NAMES_SYLLABLE);
    names_fold_text(&NO_FOLD, text, size, &folded);
    for (size_t i = 0; i < folded.count && i + 1 < NAMES_SYLLABLE; i++)
        out[i] = (char)folded.text[i];
}

static size_t word_end(const char *text, size_t size, size_t from)
{
    while (from < size && text[from] != ' ')
        from++;
    return from;
}

/* Calls take with every line: its character and the readings behind the tab. */
static void each_line(void (*take)(void *context, uint32_t character, const char *readings,
                                   size_t size),
                      void *context)
{
    const char *text = (const char *)names_readings;
    for (size_t at = 0; at < names_readings_size;) {
        const char *end = memchr(text + at, '\n', names_readings_size - at);
        size_t line_end = end ? (size_t)(end - text) : names_readings_size;
        uint32_t character = base_text_next(text, line_end, &at);
        if (at < line_end)
            take(context, character, text + at + 1, line_end - at - 1);
        at = line_end + 1;
    }
}

static void collect_syllables(void *context, uint32_t character, const char *text, size_t size)
{
    struct base_buffer *syllables = context;
    char syllable[NAMES_SYLLABLE];
    (void)character;
    for (size_t from = 0, to; from < size; from = to + 1) {
        to = word_end(text, size, from);
        fold_syllable(text + from, to - from, syllable);
        base_buffer_append(syllables, syllable, sizeof syllable);
    }
}

static int compare_syllables(const void *left, const void *right)
{
    return memcmp(left, right, NAMES_SYLLABLE);
}

/* All syllables of the data and the letters, "" first, each once. */
static void build_syllables(struct base_buffer *out)
{
    char letter[NAMES_SYLLABLE] = "";
    base_buffer_append(out, letter, sizeof letter);
    for (letter[0] = 'a'; letter[0] <= 'z'; letter[0]++)
        base_buffer_append(out, letter, sizeof letter);
    each_line(collect_syllables, out);
    if (out->failed)
        return;
    size_t kept = 0;
    qsort(out->data, out->size / NAMES_SYLLABLE, NAMES_SYLLABLE, compare_syllables);
    for (size_t at = 0; at < out->size; at += NAMES_SYLLABLE)
        if (at == 0 || compare_syllables(out->data + at, out->data + kept - NAMES_SYLLABLE) != 0) {
            memmove(out->data + kept, out->data + at, NAMES_SYLLABLE);
            kept += NAMES_SYLLABLE;
        }
    out->size = kept;
}

struct rows {
    struct base_buffer *rows, *list;
    struct names_readings syllables;
};

static bool holds(const struct base_buffer *list, size_t from, uint16_t syllable)
{
    const uint16_t *all = (const void *)list->data;
    for (size_t i = from; i < list->size / sizeof *all; i++)
        if (all[i] == syllable)
            return true;
    return false;
}

/* "cháng zhǎng" → two syllables; tones that fall together once. */
static void add_row(void *context, uint32_t character, const char *text, size_t size)
{
    struct rows *rows = context;
    size_t first = rows->list->size / sizeof(uint16_t);
    for (size_t from = 0, to; from < size; from = to + 1) {
        char syllable[NAMES_SYLLABLE];
        to = word_end(text, size, from);
        fold_syllable(text + from, to - from, syllable);
        uint16_t number = names_syllable_find(&rows->syllables, syllable, strlen(syllable));
        if (number != NAMES_SYLLABLE_NONE && !holds(rows->list, first, number))
            base_buffer_u16(rows->list, number);
    }
    struct names_reading_row row = {character, (uint32_t)first,
                                    (uint32_t)(rows->list->size / sizeof(uint16_t) - first)};
    base_buffer_append(rows->rows, &row, sizeof row);
}

enum base_status names_readings_build(struct base_buffer *rows, struct base_buffer *list,
                                      struct base_buffer *syllables, struct base_error *err)
{
    build_syllables(syllables);
    enum base_status status = base_buffer_check(syllables, err);
    if (status != BASE_OK)
        return status;
    struct rows context = {rows,
                           list,
                           {.syllables = (const char(*)[NAMES_SYLLABLE])(void *)syllables->data,
                            .syllable_count = syllables->size / NAMES_SYLLABLE}};
    each_line(add_row, &context);
    status = base_buffer_check(list, err);
    return status == BASE_OK ? base_buffer_check(rows, err) : status;
}

static bool syllables_sound(const struct names_readings *readings)
{
    if (readings->syllable_count == 0 || readings->syllable_count > 0x7FFF ||
        readings->syllables[0][0] != '\0')
        return false;
    for (size_t i = 0; i < readings->syllable_count; i++) {
        const char *syllable = readings->syllables[i];
        if (syllable[NAMES_SYLLABLE - 1] != '\0' ||
            (i > 0 && strcmp(readings->syllables[i - 1], syllable) >= 0))
            return false;
    }
    return true;
}

bool names_readings_sound(const struct names_readings *readings)
{
    for (size_t i = 0; i < readings->count; i++) {
        const struct names_reading_row *row = &readings->rows[i];
        if (row->first > readings->list_count || row->count > readings->list_count - row->first ||
            (i > 0 && row->character <= readings->rows[i - 1].character))
            return false;
    }
    for (size_t i = 0; i < readings->list_count; i++)
        if (readings->list[i] >= readings->syllable_count)
            return false;
    return syllables_sound(readings);
}

/* --- looking up -------------------------------------------------------------- */

const uint16_t *names_readings_of(const struct names_readings *readings, uint32_t character,
                                  size_t *count)
{
    size_t low = 0, high = readings->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (readings->rows[middle].character < character)
            low = middle + 1;
        else
            high = middle;
    }
    *count = 0;
    if (low == readings->count || readings->rows[low].character != character)
        return NULL;
    *count = readings->rows[low].count;
    return readings->list + readings->rows[low].first;
}

bool names_readings_has(const struct names_readings *readings, uint32_t character,
                        uint16_t syllable)
{
    size_t count;
    const uint16_t *list = names_readings_of(readings, character, &count);
    for (size_t i = 0; i < count; i++)
        if (list[i] == syllable)
            return true;
    return false;
}

/* The first syllable that is not below text; `beyond` also skips those that begin with it. */
static uint16_t bound(const struct names_readings *readings, const char *text, size_t size,
                      bool beyond)
{
    size_t low = 0, high = readings->syllable_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strncmp(readings->syllables[middle], text, size);
        if (order < 0 || (beyond && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return (uint16_t)low;
}

uint16_t names_syllable_find(const struct names_readings *readings, const char *text, size_t size)
{
    if (size == 0 || size >= NAMES_SYLLABLE)
        return NAMES_SYLLABLE_NONE;
    uint16_t i = bound(readings, text, size, false);
    if (i == readings->syllable_count || strncmp(readings->syllables[i], text, size) != 0 ||
        readings->syllables[i][size] != '\0')
        return NAMES_SYLLABLE_NONE;
    return i;
}

void names_syllable_range(const struct names_readings *readings, const char *text, size_t size,
                          uint16_t *first, uint16_t *last)
{
    *first = bound(readings, text, size, false);
    *last = bound(readings, text, size, true);
}

/* --- sounds that fall together -------------------------------------------------- */

static char *merge_initial(const char **syllable, char *out)
{
    const char *s = *syllable;
    char first = s[0];
    size_t taken = 1;
    if ((first == 'z' || first == 'c' || first == 's') && s[1] == 'h')
        taken = 2;
    else if (first == 'l' && s[1])
        first = 'n';
    else if (first == 'r' && s[1])
        first = 'y';
    else if (first == 'h' && s[1] == 'u')
        first = 'f';
    *syllable += taken;
    *out++ = first;
    return out;
}

void names_syllable_merge(const char *syllable, char out[NAMES_SYLLABLE])
{
    char *to = out;
    memset(out, 0, NAMES_SYLLABLE);
    if (!syllable[0])
        return;
    const char *rest = syllable;
    to = merge_initial(&rest, to);
    for (; *rest; rest++) {
        bool nasal = *rest == 'g' && rest > syllable && rest[-1] == 'n';
        /* hui and fei, huan and fan: the u of h goes with it. */
        bool medial = *rest == 'u' && out[0] == 'f' && rest[1];
        if (!nasal && !medial)
            *to++ = *rest;
    }
}

/* --- the reading of a name ------------------------------------------------------ */

struct alignment {
    const struct names_readings *readings;
    const uint32_t *points;
    size_t point_count;
    char letters[NAMES_SPELLING * NAMES_SYLLABLE + 1];
    size_t letter_count, steps;
    uint16_t *out;
};

#define ALIGN_STEPS 2000

static bool align_from(struct alignment *a, size_t point, size_t letter);

static bool try_syllable(struct alignment *a, size_t point, size_t letter, uint16_t syllable)
{
    const char *text = names_syllable_text(a->readings, syllable);
    size_t size = strlen(text);
    if (size == 0 || size > a->letter_count - letter ||
        memcmp(a->letters + letter, text, size) != 0)
        return false;
    a->out[point] = syllable;
    return align_from(a, point + 1, letter + size);
}

/* Each character takes one of its own readings, else any syllable that fits. */
static bool align_from(struct alignment *a, size_t point, size_t letter)
{
    if (point == a->point_count)
        return letter == a->letter_count;
    if (letter == a->letter_count || ++a->steps > ALIGN_STEPS)
        return false;
    size_t count;
    const uint16_t *own = names_readings_of(a->readings, a->points[point], &count);
    for (size_t i = 0; i < count; i++)
        if (try_syllable(a, point, letter, own[i]))
            return true;
    for (size_t size = NAMES_SYLLABLE - 1; size > 0; size--) {
        bool lone = strcspn(a->letters + letter, "aeiouv") >= size ||
                    (size == 1 && !strchr("aeo", a->letters[letter]));
        uint16_t other = size > a->letter_count - letter || lone
                             ? NAMES_SYLLABLE_NONE
                             : names_syllable_find(a->readings, a->letters + letter, size);
        if (other != NAMES_SYLLABLE_NONE && try_syllable(a, point, letter, other))
            return true;
    }
    return false;
}

static bool align_recorded(const struct names_readings *readings, const uint32_t *points,
                           size_t point_count, const char *recorded, uint16_t *out)
{
    static const struct names_fold NO_FOLD = {0};
    struct names_folded folded;
    struct alignment a = {
        .readings = readings, .points = points, .point_count = point_count, .out = out};
    names_fold_text(&NO_FOLD, recorded, strlen(recorded), &folded);
    if (folded.count >= sizeof a.letters)
        return false;
    for (size_t i = 0; i < folded.count; i++) {
        if (folded.text[i] < 'a' || folded.text[i] > 'z')
            return false;
        a.letters[a.letter_count++] = (char)folded.text[i];
    }
    return a.letter_count > 0 && align_from(&a, 0, 0);
}

static bool take_usual(const struct names_readings *readings, const uint32_t *points,
                       size_t point_count, uint16_t *out)
{
    for (size_t i = 0; i < point_count; i++) {
        size_t count;
        const uint16_t *of = names_readings_of(readings, points[i], &count);
        char letter = (char)points[i];
        bool is_letter = points[i] >= 'a' && points[i] <= 'z';
        out[i] = count > 0   ? of[0]
                 : is_letter ? names_syllable_find(readings, &letter, 1)
                             : NAMES_SYLLABLE_NONE;
        if (out[i] == NAMES_SYLLABLE_NONE)
            return false;
    }
    return point_count > 0;
}

bool names_reading_align(const struct names_readings *readings, const uint32_t *points,
                         size_t point_count, const char *recorded, uint16_t *out)
{
    if (point_count > NAMES_SPELLING)
        return false;
    if (recorded && recorded[0] && align_recorded(readings, points, point_count, recorded, out))
        return true;
    return take_usual(readings, points, point_count, out);
}
