/* boundary/description.c - a line's description (走向说明) as legs between markers. */
#include "boundary/description.h"

#include <string.h>

#include "boundary/compass.h"

#define LEAST_DIGITS 3U

/* The length of the marker's number that text begins with; 0: none. */
static size_t number_size(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    size_t size = digits + (digits && text[digits] >= 'A' && text[digits] <= 'Z');
    return digits >= LEAST_DIGITS && strncmp(text + size, "号", strlen("号")) == 0 ? size : 0;
}

/* The longest of the 16 names that text begins with; NULL: none. */
static const char *direction_at(const char *text)
{
    const char *longest = NULL;
    for (int sector = 0; sector < 16; sector++) {
        const char *name = boundary_compass_name(sector * 22.5);
        if (strncmp(text, name, strlen(name)) == 0 && (!longest || strlen(name) > strlen(longest)))
            longest = name;
    }
    return longest;
}

/* The size of 向, 朝 or 往 that text begins with; 0: none. */
static size_t towards_size(const char *text)
{
    static const char *const WORDS[] = {"向", "朝", "往"};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
        if (strncmp(text, WORDS[i], strlen(WORDS[i])) == 0)
            return strlen(WORDS[i]);
    return 0;
}

struct reader {
    struct base_arena *arena;
    struct boundary_leg *legs;
    uint32_t count;
    const char *from;      /* the marker named last; NULL: none yet */
    const char *direction; /* told since; NULL: none */
    bool several;          /* more than one direction was told since */
    bool failed;
};

static void read_number(struct reader *reader, const char *text, size_t size)
{
    char *number = base_arena_strndup(reader->arena, text, size);
    if (!number) {
        reader->failed = true;
        return;
    }
    if (reader->from && reader->direction && !reader->several && strcmp(reader->from, number) != 0)
        reader->legs[reader->count++] =
            (struct boundary_leg){reader->from, number, reader->direction};
    reader->from = number;
    reader->direction = NULL;
    reader->several = false;
}

static void read_direction(struct reader *reader, const char *direction)
{
    if (reader->direction && strcmp(reader->direction, direction) != 0)
        reader->several = true;
    reader->direction = direction;
}

bool boundary_description_read(const char *text, struct base_arena *arena,
                               const struct boundary_leg **legs, uint32_t *count)
{
    struct reader reader = {.arena = arena};
    reader.legs = base_arena_alloc(arena, (strlen(text) / LEAST_DIGITS + 1) * sizeof *reader.legs);
    if (!reader.legs)
        return false;
    while (*text && !reader.failed) {
        size_t size = number_size(text), towards = towards_size(text);
        const char *direction = towards ? direction_at(text + towards) : NULL;
        if (size)
            read_number(&reader, text, size);
        else if (direction) {
            read_direction(&reader, direction);
            size = towards + strlen(direction);
        } else if ((size = strspn(text, "0123456789")) == 0)
            size = 1;
        text += size;
    }
    *legs = reader.legs;
    *count = reader.count;
    return !reader.failed;
}
