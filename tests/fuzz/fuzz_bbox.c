/* The bbox parameter: what is accepted lies on the globe. */
#include "geo/bbox.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    struct geo_bbox box;
    if (geo_bbox_parse(text, &box, NULL) == BASE_OK) {
        FUZZ_HOLDS(box.south >= -90 && box.south <= box.north && box.north <= 90);
        FUZZ_HOLDS(box.west >= -180 && box.west <= 180 && box.east >= -180 && box.east <= 180);
        FUZZ_HOLDS(geo_bbox_intersects(&box, &box));
    }
    free(text);
    return 0;
}
