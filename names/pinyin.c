/* names/pinyin.c - readings of characters, and names in pinyin. */
#include "names/pinyin.h"

#include <string.h>

#include "base/text.h"

extern const unsigned char names_readings[];
extern const size_t names_readings_size;

static int has_syllable(const struct base_buffer *syllables, size_t first, const char *syllable)
{
    const char(*all)[NAMES_SYLLABLE] = (const char(*)[NAMES_SYLLABLE])(const void *)syllables->data;
    size_t count = syllables->size / NAMES_SYLLABLE;
    for (size_t i = first; i < count; i++)
        if (strcmp(all[i], syllable) == 0)
            return 1;
    return 0;
}

/* "cháng zhǎng" → two syllables; tones that fall together once. */
static uint32_t add_syllables(const char *text, size_t size, struct base_buffer *syllables)
{
    static const struct names_fold NO_FOLD = {0};
    size_t first = syllables->size / NAMES_SYLLABLE;
    for (size_t from = 0; from < size;) {
        size_t to = from;
        while (to < size && text[to] != ' ')
            to++;
        struct names_folded folded;
        char syllable[NAMES_SYLLABLE] = "";
        names_fold_text(&NO_FOLD, text + from, to - from, &folded);
        for (size_t i = 0; i < folded.count && i + 1 < NAMES_SYLLABLE; i++)
            syllable[i] = (char)folded.text[i];
        if (syllable[0] && !has_syllable(syllables, first, syllable))
            base_buffer_append(syllables, syllable, NAMES_SYLLABLE);
        from = to + 1;
    }
    return (uint32_t)(syllables->size / NAMES_SYLLABLE - first);
}

enum base_status names_readings_build(struct base_buffer *rows, struct base_buffer *syllables,
                                      struct base_error *err)
{
    const char *text = (const char *)names_readings;
    for (size_t at = 0; at < names_readings_size;) {
        const char *end = memchr(text + at, '\n', names_readings_size - at);
        size_t line_end = end ? (size_t)(end - text) : names_readings_size;
        struct names_reading_row row = {.first = (uint32_t)(syllables->size / NAMES_SYLLABLE)};
        row.character = base_text_next(text, line_end, &at);
        at++; /* the tab */
        row.count = at < line_end ? add_syllables(text + at, line_end - at, syllables) : 0;
        base_buffer_append(rows, &row, sizeof row);
        at = line_end + 1;
    }
    enum base_status status = base_buffer_check(rows, err);
    return status == BASE_OK ? base_buffer_check(syllables, err) : status;
}

int names_readings_sound(const struct names_readings *readings)
{
    for (size_t i = 0; i < readings->count; i++) {
        const struct names_reading_row *row = &readings->rows[i];
        if (row->first > readings->syllable_count ||
            row->count > readings->syllable_count - row->first ||
            (i > 0 && row->character <= readings->rows[i - 1].character))
            return 0;
    }
    for (size_t i = 0; i < readings->syllable_count; i++)
        if (readings->syllables[i][NAMES_SYLLABLE - 1] != '\0')
            return 0;
    return 1;
}

const char (*names_readings_of(const struct names_readings *readings, uint32_t character,
                               size_t *count))[NAMES_SYLLABLE]
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
    return readings->syllables + readings->rows[low].first;
}

int names_pinyin_write(const struct names_readings *readings, const struct names_folded *name,
                       size_t choice, struct base_buffer *full, struct base_buffer *initials)
{
    for (size_t i = 0; i < name->count; i++) {
        uint32_t c = name->text[i];
        if (c < 0x80) {
            base_buffer_byte(full, (unsigned char)c);
            base_buffer_byte(initials, (unsigned char)c);
            continue;
        }
        size_t count;
        const char(*of)[NAMES_SYLLABLE] = names_readings_of(readings, c, &count);
        if (count == 0)
            return 0;
        const char *syllable = of[choice % count];
        choice /= count;
        base_buffer_text(full, syllable);
        base_buffer_byte(initials, (unsigned char)syllable[0]);
    }
    return choice == 0;
}
