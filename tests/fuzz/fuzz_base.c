/* What an inspection leaves for the next one: what is read is written the same again. */
#include "boundary/base.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct boundary_base base;
    if (!arena || boundary_base_parse(data, size, arena, &base, NULL) != BASE_OK)
        return 0;
    boundary_base_write(&base, &out);
    FUZZ_HOLDS(out.size == size);
    FUZZ_HOLDS(base.width_count <= BOUNDARY_BASE_WIDTHS);
    for (int level = 1; level <= STORE_LEVEL_VILLAGE; level++)
        for (uint32_t i = 1; i < base.levels[level].loose_count; i++)
            FUZZ_HOLDS(base.levels[level].loose[i - 1].identity <
                       base.levels[level].loose[i].identity);
    return 0;
}
