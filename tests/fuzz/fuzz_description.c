/* Descriptions of lines (走向说明): every leg is told by the text, in its order. */
#include "boundary/compass.h"
#include "boundary/description.h"
#include "tests/fuzz/fuzz.h"

static bool is_sector(const char *direction)
{
    for (int sector = 0; sector < 16; sector++)
        if (strcmp(direction, boundary_compass_name(sector * 22.5)) == 0)
            return true;
    return false;
}

/* Where the text goes on behind the number and its 号; NULL: it does not stand there. */
static const char *behind_number(const char *text, const char *number)
{
    size_t size = strlen(number);
    for (const char *at = text; (at = strstr(at, number)); at++)
        if (strncmp(at + size, "号", strlen("号")) == 0)
            return at + size;
    return NULL;
}

static void check_legs(const char *text, const struct boundary_leg *legs, uint32_t count)
{
    const char *at = text;
    for (uint32_t i = 0; i < count; i++) {
        FUZZ_HOLDS(strcmp(legs[i].from, legs[i].to) != 0);
        FUZZ_HOLDS(strlen(legs[i].from) >= 3 && is_sector(legs[i].direction));
        at = behind_number(at, legs[i].from);
        FUZZ_HOLDS(at && strstr(at, legs[i].direction) && behind_number(at, legs[i].to));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    char *text = fuzz_text(data, size);
    const struct boundary_leg *legs;
    uint32_t count;
    FUZZ_HOLDS(arena && boundary_description_read(text, arena, &legs, &count));
    check_legs(text, legs, count);
    free(text);
    return 0;
}
