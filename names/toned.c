/* names/toned.c - readings of characters with their tones. */
#include "names/toned.h"

#include <string.h>

#include "base/text.h"

extern const unsigned char names_readings[];
extern const size_t names_readings_size;

/* Where the line that holds byte `at` begins. */
static size_t line_start(const char *text, size_t at)
{
    while (at > 0 && text[at - 1] != '\n')
        at--;
    return at;
}

static size_t line_end(const char *text, size_t at)
{
    const char *end = memchr(text + at, '\n', names_readings_size - at);
    return end ? (size_t)(end - text) : names_readings_size;
}

/* The line of a character: where its readings begin, 0 when there is none. The
 * lines ascend by character. */
static size_t find_line(const char *text, uint32_t character, size_t *end)
{
    size_t low = 0, high = names_readings_size;
    while (low < high) {
        size_t start = line_start(text, low + (high - low) / 2), at = start;
        *end = line_end(text, start);
        uint32_t found = base_text_next(text, *end, &at);
        if (found == character)
            return at + 1; /* behind the tab */
        if (found < character)
            low = *end + 1;
        else
            high = start;
    }
    return 0;
}

size_t names_toned_of(uint32_t character, struct names_toned *out, size_t most)
{
    const char *text = (const char *)names_readings;
    size_t end = 0, count = 0;
    size_t at = find_line(text, character, &end);
    while (at > 0 && at < end && count < most) {
        const char *space = memchr(text + at, ' ', end - at);
        size_t size = space ? (size_t)(space - text) - at : end - at;
        out[count++] = (struct names_toned){text + at, size};
        at += size + 1;
    }
    return count;
}
