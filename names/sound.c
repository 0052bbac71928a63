/* names/sound.c - how alike two readings sound. */
#include "names/sound.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "names/fold.h"

#define SYLLABLES_MOST 16
#define LETTERS_SIZE   160

bool names_sound_letters(const char *spoken, char *out, size_t size)
{
    static const struct names_fold NO_FOLD = {0};
    struct names_folded folded;
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    names_fold_text(&NO_FOLD, spoken, strlen(spoken), &folded);
    names_fold_write(&folded, 0, folded.count, &text);
    return snprintf(out, size, "%s", text.data ? text.data : "") < (int)size;
}

static uint32_t small(uint32_t c)
{
    if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7))
        return c + 0x20;
    bool marked =
        (c >= 0x100 && c <= 0x137 && c % 2 == 0) || (c >= 0x14A && c <= 0x177 && !(c % 2));
    return marked || (c >= 0x1CD && c <= 0x1DB && c % 2) ? c + 1 : c;
}

bool names_sound_toned(const char *form, char *out, size_t size)
{
    size_t length = strlen(form), used = 0;
    for (size_t at = 0; at < length;) {
        char bytes[4];
        uint32_t c = small(base_text_next(form, length, &at));
        bool is_mark = c == ' ' || c == '\'' || c == '-' || c == 0x2019;
        size_t width = is_mark ? 0 : base_text_encode(c, bytes);
        if (used + width >= size)
            return false;
        memcpy(out + used, bytes, width);
        used += width;
    }
    out[used] = '\0';
    return used > 0;
}

static const struct pair {
    const char *a, *b;
} INITIALS[] = {{"zh", "z"}, {"ch", "c"}, {"sh", "s"}, {"n", "l"}, {"r", "l"}, {"h", "f"}},
  FINALS[] = {{"ang", "an"}, {"eng", "en"}, {"ing", "in"}};

/* The ways one syllable may be heard, the way it is first. */
struct heard {
    char ways[12][12];
    size_t count;
};

static void add_way(struct heard *heard, const char *begin, size_t begin_size, const char *end)
{
    char way[12];
    if (heard->count == sizeof heard->ways / sizeof heard->ways[0] ||
        snprintf(way, sizeof way, "%.*s%s", (int)begin_size, begin, end) >= (int)sizeof way)
        return;
    for (size_t i = 0; i < heard->count; i++)
        if (strcmp(heard->ways[i], way) == 0)
            return;
    memcpy(heard->ways[heard->count++], way, sizeof way);
}

static void swap_initial(struct heard *heard, const char *from, const char *to, const char *other)
{
    size_t size = strlen(from);
    const char *way = heard->ways[0];
    /* "z" begins "zh" too, which is the other one. */
    bool begins = strncmp(way, from, size) == 0 && strncmp(way, other, strlen(other)) != 0;
    if (begins || (strncmp(way, from, size) == 0 && strlen(other) < size))
        add_way(heard, to, strlen(to), way + size);
}

static void swap_final(struct heard *heard, size_t way, const char *from, const char *to)
{
    char text[12];
    memcpy(text, heard->ways[way], sizeof text);
    size_t size = strlen(text), end = strlen(from);
    if (size > end && strcmp(text + size - end, from) == 0)
        add_way(heard, text, size - end, to);
}

static void hear(const char *syllable, struct heard *heard)
{
    heard->count = 0;
    add_way(heard, syllable, strlen(syllable), "");
    for (size_t i = 0; heard->count && i < sizeof INITIALS / sizeof INITIALS[0]; i++) {
        swap_initial(heard, INITIALS[i].a, INITIALS[i].b, INITIALS[i].b);
        swap_initial(heard, INITIALS[i].b, INITIALS[i].a, INITIALS[i].a);
    }
    size_t begun = heard->count;
    for (size_t way = 0; way < begun; way++)
        for (size_t i = 0; i < sizeof FINALS / sizeof FINALS[0]; i++) {
            swap_final(heard, way, FINALS[i].a, FINALS[i].b);
            swap_final(heard, way, FINALS[i].b, FINALS[i].a);
        }
}

/* Cuts the reading into syllables; 0 when there are too many or one is too long. */
static size_t hear_all(const char *spoken, struct heard heard[SYLLABLES_MOST])
{
    size_t count = 0;
    for (const char *at = spoken; *at;) {
        char toned[32], bare[12];
        size_t size = strcspn(at, " ");
        if (count == SYLLABLES_MOST || size >= sizeof toned)
            return 0;
        snprintf(toned, sizeof toned, "%.*s", (int)size, at);
        if (!names_sound_letters(toned, bare, sizeof bare))
            return 0;
        hear(bare, &heard[count++]);
        at += size + (at[size] == ' ');
    }
    return count;
}

/* Counts through the combinations like a number whose digits are the ways. */
static bool next_combination(const struct heard *heard, size_t count, size_t *digits)
{
    for (size_t i = 0; i < count; i++) {
        if (++digits[i] < heard[i].count)
            return true;
        digits[i] = 0;
    }
    return false;
}

void names_sound_confused(const char *spoken, size_t most, names_sound_seen seen, void *context)
{
    struct heard heard[SYLLABLES_MOST];
    size_t digits[SYLLABLES_MOST] = {0}, count = hear_all(spoken, heard);
    while (most-- > 0 && next_combination(heard, count, digits)) {
        char letters[LETTERS_SIZE] = "";
        size_t size = 0;
        for (size_t i = 0; i < count; i++)
            size += (size_t)snprintf(letters + size, sizeof letters - size, "%s",
                                     heard[i].ways[digits[i]]);
        seen(context, letters);
    }
}
