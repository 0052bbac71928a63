/* The .prj recogniser: any text, any coordinate (the last 16 bytes) is decided,
 * and what is not blocked has a name. */
#include <math.h>

#include "import/crs.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    double x, y;
    if (size < 16)
        return 0;
    char *wkt = fuzz_text(data, size - 16);
    memcpy(&x, data + size - 16, 8);
    memcpy(&y, data + size - 8, 8);
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_crs_context *context = geo_crs_context_create();
    struct import_sample sample = {&x, &y, isfinite(x) && isfinite(y)};
    struct import_report report;
    struct import_crs out;
    import_report_init(&report, arena, IMPORT_DIVISION);
    enum base_status status = import_crs_decide(context, NULL, wkt[0] ? wkt : NULL, false, &sample,
                                                geo_box_empty(), &report, &out, NULL);
    if (status == BASE_OK)
        FUZZ_HOLDS(out.crs.name[0] && out.from && out.resolution_m >= 0.001);
    geo_crs_context_free(context);
    free(wkt);
    return 0;
}
