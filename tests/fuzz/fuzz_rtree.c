/* A damaged R-tree is refused, or its queries stay inside its bytes and end. */
#include "geo/rtree.h"
#include "tests/fuzz/fuzz.h"

static bool count_item(void *context, uint32_t item, struct geo_box box)
{
    (void)item;
    (void)box;
    return ++*(uint32_t *)context < 1000000;
}

static double item_number(void *context, uint32_t item)
{
    (void)context;
    return item;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned char *bytes = fuzz_copy(data, size);
    struct geo_rtree tree;
    if (geo_rtree_open(bytes, size, &tree, NULL) == BASE_OK) {
        const struct geo_box all = {{INT64_MIN, INT64_MIN}, {INT64_MAX, INT64_MAX}};
        const struct geo_point middle = {125000000000, 43000000000};
        uint32_t count = 0;
        double distance_m;
        geo_rtree_query(&tree, all, count_item, &count);
        (void)geo_rtree_nearest(&tree, middle, 1e9, item_number, NULL, &distance_m);
    }
    free(bytes);
    return 0;
}
