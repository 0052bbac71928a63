/* Marker numbers and the lists of them: the first byte is the level, the rest the
 * text. What is read lies inside the text and its limits. */
#include "boundary/number.h"
#include "tests/fuzz/fuzz.h"

#define MOST_RANGE 10000U

static bool is_letter(char letter)
{
    return letter == 0 || (letter >= 'A' && letter <= 'Z');
}

static void check_number(const struct boundary_numbers *numbers, enum store_level level,
                         const char *text)
{
    struct boundary_number number;
    if (!boundary_number_parse(numbers, level, text, &number))
        return;
    FUZZ_HOLDS(number.line >= text && number.line + number.line_size <= text + strlen(text));
    FUZZ_HOLDS(strspn(number.line, "0123456789") >= number.line_size);
    FUZZ_HOLDS(number.serial <= 999 && is_letter(number.letter));
    FUZZ_HOLDS(number.has_serial || number.serial == 0);
}

static void check_list(const struct boundary_numbers *numbers, enum store_level level,
                       const char *text)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_listed *items;
    uint32_t count;
    if (!arena || !boundary_listed_parse(numbers, level, text, arena, &items, &count))
        return;
    FUZZ_HOLDS(count <= strlen(text) / 3);
    for (uint32_t i = 0; i < count; i++) {
        FUZZ_HOLDS(items[i].first <= items[i].last);
        FUZZ_HOLDS(items[i].last - items[i].first < MOST_RANGE && is_letter(items[i].letter));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct boundary_numbers *numbers; /* compiled once */
    if (size == 0)
        return 0;
    if (!numbers)
        FUZZ_HOLDS(boundary_numbers_create(NULL, 0, &numbers, NULL) == BASE_OK);
    enum store_level level = (enum store_level)(data[0] % (STORE_LEVEL_VILLAGE + 1));
    char *text = fuzz_text(data + 1, size - 1);
    check_number(numbers, level, text);
    check_list(numbers, level, text);
    free(text);
    return 0;
}
