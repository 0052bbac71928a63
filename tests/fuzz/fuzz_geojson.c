/* GeoJSON: what is read is written as something that is read again. */
#include "geo/geojson.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create((size_t)64 << 20);
    char *text = fuzz_copy(data, size);
    struct geo_geometry first, again;
    struct base_error err = {0};
    enum base_status status = geo_geojson_parse(text, size, arena, &first, &err);
    free(text);
    FUZZ_HOLDS(status == BASE_OK || err.message[0]);
    if (status != BASE_OK || first.point_count == 0)
        return 0;
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &out);
    geo_geojson_write(&first, &json);
    FUZZ_HOLDS(geo_geojson_parse(out.data, out.size, arena, &again, NULL) == BASE_OK);
    FUZZ_HOLDS(first.kind == again.kind && first.point_count == again.point_count);
    return 0;
}
