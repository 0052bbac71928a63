/* WKB in any CRS: what is read is written and read again, the same; exchanging
 * the ordinates twice changes nothing. */
#include "import/wkb_xy.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create((size_t)64 << 20);
    unsigned char *bytes = fuzz_copy(data, size);
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct import_xy first, again;
    if (import_xy_parse(bytes, size, arena, &first, NULL) == BASE_OK) {
        import_xy_write(&first, &out);
        if (first.point_count) {
            FUZZ_HOLDS(import_xy_parse(out.data, out.size, arena, &again, NULL) == BASE_OK);
            FUZZ_HOLDS(first.kind == again.kind && first.point_count == again.point_count);
            FUZZ_HOLDS(memcmp(first.x, again.x, first.point_count * sizeof *first.x) == 0);
        }
        FUZZ_HOLDS(import_xy_exchange(bytes, size) && import_xy_exchange(bytes, size));
        FUZZ_HOLDS(memcmp(bytes, data, size) == 0);
    }
    free(bytes);
    return 0;
}
