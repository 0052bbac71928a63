/* Profiles: a scale as an option gives it, and a bureau's file, whose patterns of marker
 * numbers then read the file's own lines; what is accepted lies in its limits. */
#include <math.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "boundary/number.h"
#include "boundary/profile.h"
#include "tests/fuzz/fuzz.h"

static bool is_length(double value_m)
{
    return value_m >= 0.001 && value_m <= 10000;
}

static void check(const struct boundary_profile *profile)
{
    FUZZ_HOLDS(memchr(profile->name, '\0', sizeof profile->name));
    FUZZ_HOLDS(base_text_valid(profile->name, strlen(profile->name)));
    FUZZ_HOLDS(is_length(profile->sigma_m) && is_length(profile->tolerance_m));
    FUZZ_HOLDS(is_length(profile->marker_m) && is_length(profile->tri_junction_m));
    FUZZ_HOLDS(is_length(profile->node_m));
}

static void check_number(const struct boundary_numbers *numbers, enum store_level level,
                         const char *text)
{
    struct boundary_number number;
    if (!boundary_number_parse(numbers, level, text, &number))
        return;
    FUZZ_HOLDS(number.line >= text && number.line + number.line_size <= text + strlen(text));
    FUZZ_HOLDS((number.letter & 0x80) == 0 && (number.has_serial || number.serial == 0));
}

/* Numbers as long as markers' may be. */
static void check_patterns(const struct boundary_profile *profile, const uint8_t *data, size_t size)
{
    struct boundary_numbers *numbers;
    FUZZ_HOLDS(boundary_numbers_create(profile->patterns, profile->pattern_count, &numbers, NULL) ==
               BASE_OK);
    char *text = fuzz_text(data, size < 120 ? size : 120);
    for (int level = STORE_LEVEL_NONE; level <= STORE_LEVEL_VILLAGE; level++) {
        check_number(numbers, (enum store_level)level, text);
        check_number(numbers, (enum store_level)level, text + strcspn(text, "0123456789"));
    }
    free(text);
    boundary_numbers_free(numbers);
}

static void check_file(const uint8_t *data, size_t size)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_profile profile = {.name = "untouched"};
    struct base_error err = {0};
    char path[] = "/tmp/yutu-fuzz-XXXXXX";
    int file = mkstemp(path);
    FUZZ_HOLDS(file >= 0 && write(file, data, size) == (ssize_t)size);
    close(file);
    enum base_status status = boundary_profile_read(path, arena, &profile, &err);
    unlink(path);
    if (status == BASE_OK) {
        check(&profile);
        check_patterns(&profile, data, size);
    } else
        FUZZ_HOLDS(strcmp(profile.name, "untouched") == 0 && err.message[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct boundary_profile profile;
    char *text = fuzz_text(data, size);
    if (boundary_profile_parse(text, &profile, NULL) == BASE_OK)
        check(&profile);
    free(text);
    check_file(data, size);
    return 0;
}
