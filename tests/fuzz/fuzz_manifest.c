/* The manifest of a snapshot: what is read is written and read alike, and no
 * name or hash could leave the folder. */
#include "base/manifest.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_copy(data, size);
    struct base_manifest first = {0}, again = {0};
    enum base_status status = base_manifest_parse(text, size, &first, NULL);
    free(text);
    if (status != BASE_OK)
        return 0;
    struct base_buffer a BASE_BUFFER_AUTO = {0}, b BASE_BUFFER_AUTO = {0};
    FUZZ_HOLDS(base_manifest_write(&first, &a, NULL) == BASE_OK);
    FUZZ_HOLDS(base_manifest_parse(a.data, a.size, &again, NULL) == BASE_OK);
    FUZZ_HOLDS(base_manifest_write(&again, &b, NULL) == BASE_OK);
    FUZZ_HOLDS(a.size == b.size && memcmp(a.data, b.data, a.size) == 0);
    for (size_t i = 0; i < first.count; i++) {
        FUZZ_HOLDS(!strpbrk(first.entries[i].name, "/.") && !strpbrk(first.entries[i].hash, "/."));
        FUZZ_HOLDS(i == 0 || strcmp(first.entries[i - 1].name, first.entries[i].name) < 0);
    }
    base_manifest_done(&first);
    base_manifest_done(&again);
    return 0;
}
