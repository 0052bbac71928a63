/* Settings: whatever the text, values stay in their limits or untouched. */
#include "base/config.h"
#include "base/text.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *host = "unset";
    int64_t port = 7;
    double ratio = 0.5;
    bool flag = false;
    const struct base_config_option options[] = {
        {"host", BASE_CONFIG_TEXT, &host, 0, 0},
        {"port", BASE_CONFIG_INT, &port, 0, 65535},
        {"ratio", BASE_CONFIG_NUMBER, &ratio, 0, 1},
        {"open", BASE_CONFIG_BOOL, &flag, 0, 0},
    };
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct base_error err = {0};
    char *text = fuzz_copy(data, size);
    enum base_status status = base_config_parse(text, size, options, 4, arena, &err);
    free(text);
    FUZZ_HOLDS(port >= 0 && port <= 65535 && ratio >= 0 && ratio <= 1);
    FUZZ_HOLDS(host[0] && base_text_valid(host, strlen(host)));
    FUZZ_HOLDS(status == BASE_OK || (port == 7 && strcmp(host, "unset") == 0 && err.message[0]));
    return 0;
}
