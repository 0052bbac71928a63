/* JSON: what is read survives being written by jansson and read again. */
#include "base/json_read.h"
#include "base/text.h"
#include "tests/fuzz/fuzz.h"

static int depth_of(const json_t *value)
{
    int deepest = 0;
    size_t index;
    const char *key;
    json_t *member;
    json_array_foreach(value, index, member)
    {
        int depth = depth_of(member);
        deepest = depth > deepest ? depth : deepest;
    }
    json_object_foreach((json_t *)(uintptr_t)value, key, member)
    {
        int depth = depth_of(member);
        deepest = depth > deepest ? depth : deepest;
    }
    return json_is_array(value) || json_is_object(value) ? deepest + 1 : deepest;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_copy(data, size);
    json_t *root = NULL;
    struct base_error err = {0};
    enum base_status status = base_json_parse(text, size, 1 << 20, &root, &err);
    free(text);
    if (status != BASE_OK) {
        FUZZ_HOLDS(!root && err.message[0] && base_text_valid(err.message, strlen(err.message)));
        return 0;
    }
    FUZZ_HOLDS(depth_of(root) <= BASE_JSON_READ_DEPTH);
    char *written = json_dumps(root, JSON_REAL_PRECISION(17));
    json_t *again = NULL;
    FUZZ_HOLDS(written && base_json_parse(written, strlen(written), 0, &again, NULL) == BASE_OK);
    FUZZ_HOLDS(json_equal(root, again));
    json_decref(again);
    json_decref(root);
    free(written);
    return 0;
}
