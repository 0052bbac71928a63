/* The packed snapshot's container. The manifest's checksum is put right first,
 * so that damage behind it is reached too. */
#include "base/pack.h"
#include "tests/fuzz/fuzz.h"

#define HEADER 64

static void mend_checksum(unsigned char *bytes, size_t size)
{
    uint64_t length;
    if (size < HEADER)
        return;
    memcpy(&length, bytes + 16, sizeof length);
    if (length <= size - HEADER)
        base_hash(bytes + HEADER, (size_t)length, bytes + 32);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned char *bytes = fuzz_copy(data, size);
    struct base_pack pack;
    struct base_manifest manifest = {0};
    mend_checksum(bytes, size);
    if (base_pack_open(bytes, size, &pack, &manifest, NULL) == BASE_OK)
        for (size_t i = 0; i < manifest.count; i++) {
            unsigned char digest[BASE_HASH_SIZE]; /* reads every byte */
            base_hash(pack.sections[i], (size_t)manifest.entries[i].size, digest);
        }
    base_manifest_done(&manifest);
    free(bytes);
    return 0;
}
