/* SpatiaLite's geometry: what is read is of the kind that it tells, written as WKB, read
 * again and the same. */
#include "geo/wkb.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create((size_t)64 << 20);
    unsigned char *bytes = fuzz_copy(data, size);
    struct geo_geometry first, again;
    struct geo_blob blob;
    bool known = geo_blob_describe(bytes, size, &blob);
    enum base_status status = geo_spatialite_parse(bytes, size, arena, &first, NULL);
    free(bytes);
    if (status != BASE_OK)
        return 0;
    FUZZ_HOLDS(known && blob.kind == (uint32_t)first.kind);
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    geo_wkb_write(&first, 0, &out);
    FUZZ_HOLDS(geo_wkb_parse(out.data, out.size, arena, &again, NULL) == BASE_OK);
    FUZZ_HOLDS(geo_geometry_equal(&first, &again));
    return 0;
}
