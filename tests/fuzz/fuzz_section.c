/* A section, checksum ignored: no block may reach outside the bytes. */
#include "base/section.h"
#include "tests/fuzz/fuzz.h"

static void read_blocks(const struct base_section *section, const unsigned char *bytes, size_t size)
{
    static const char *const NAMES[] = {"a", "numbers", "sixteen-bytes-ok"};
    for (size_t i = 0; i < 3; i++)
        for (size_t element = 1; element <= 8; element *= 2) {
            size_t count;
            const unsigned char *block = base_section_block(section, NAMES[i], element, &count);
            FUZZ_HOLDS(block || count == 0);
            FUZZ_HOLDS(!block || (block >= bytes && count * element <= size &&
                                  block + count * element <= bytes + size));
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned char *bytes = fuzz_copy(data, size);
    struct base_section section;
    enum base_status any = base_section_check(bytes, size, 0, NULL);
    enum base_status whole = base_section_check(bytes, size, 1, NULL);
    FUZZ_HOLDS(any == BASE_OK || whole != BASE_OK);
    if (base_section_open(bytes, size, "sample", 3, 0, &section, NULL) == BASE_OK) {
        FUZZ_HOLDS(any == BASE_OK);
        read_blocks(&section, bytes, size);
    }
    free(bytes);
    return 0;
}
