/* names/endings.c - endings and near characters as units (names/data). */
#include <string.h>

#include "names/builder_state.h"

extern const unsigned char names_endings[], names_near[];
extern const size_t names_endings_size, names_near_size;

/* One line of embedded data, cut at tabs or blanks. */
#define WORDS_MOST 12
struct line {
    char bytes[200];
    char *words[WORDS_MOST];
    size_t count;
};

/* The next line that says something; false at the end. */
static bool next_line(const unsigned char *data, size_t size, size_t *at, struct line *line)
{
    while (*at < size) {
        const unsigned char *end = memchr(data + *at, '\n', size - *at);
        size_t length = end ? (size_t)(end - data) - *at : size - *at;
        size_t kept = length < sizeof line->bytes - 1 ? length : sizeof line->bytes - 1;
        memcpy(line->bytes, data + *at, kept);
        line->bytes[kept] = '\0';
        *at += length + 1;
        if (kept == 0 || line->bytes[0] == '#')
            continue;
        line->count = 0;
        char *rest = NULL;
        for (char *word = strtok_r(line->bytes, "\t ", &rest); word && line->count < WORDS_MOST;
             word = strtok_r(NULL, "\t ", &rest))
            line->words[line->count++] = word;
        if (line->count > 0)
            return true;
    }
    return false;
}

static void add_generic(struct names_builder *b, const struct line *line)
{
    struct names_came_text text;
    struct names_ending generic = {.of_divisions = line->count > 2};
    names_builder_fold(b, line->words[0], &text);
    if (line->count < 2 || text.count == 0 || text.count > NAMES_ENDING_MOST)
        return;
    generic.count = (uint16_t)text.count;
    generic.class =
        (uint16_t)(names_pool_add(&b->texts, line->words[1], strlen(line->words[1]) + 1) & 0xFFFF);
    memcpy(generic.units, text.units, text.count * sizeof text.units[0]);
    generic.syllables = names_builder_read(b, &text, NULL, generic.sounds);
    base_buffer_append(&b->endings, &generic, sizeof generic);
}

static void add_near(struct names_builder *b, const struct line *line, uint16_t class)
{
    for (size_t i = 0; i < line->count; i++) {
        struct names_came_text text;
        names_builder_fold(b, line->words[i], &text);
        struct names_near near = {text.units[0], class};
        if (text.count == 1)
            base_buffer_append(&b->near, &near, sizeof near);
    }
}

void names_builder_add_endings(struct names_builder *b)
{
    struct line line;
    for (size_t at = 0; next_line(names_endings, names_endings_size, &at, &line);)
        add_generic(b, &line);
    uint16_t class = 0;
    for (size_t at = 0; next_line(names_near, names_near_size, &at, &line);)
        add_near(b, &line, ++class);
}
