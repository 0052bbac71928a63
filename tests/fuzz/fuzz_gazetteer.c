/* The section "gazetteer": what opens can be asked, whatever it holds. */
#include "store/gazetteer_index.h"
#include "tests/fuzz/fuzz.h"

static void ask(const struct store_gazetteer_index *index, enum store_entity entity, int64_t id)
{
    struct store_gazetteer_entry entry;
    const char *end = index->texts + index->text_size;
    if (!store_gazetteer_index_find(index, (struct store_subject){entity, id}, &entry))
        return;
    FUZZ_HOLDS(entry.registers >= index->texts && entry.registers + entry.register_size < end);
    if (entry.geometry)
        FUZZ_HOLDS(entry.geometry >= index->texts && entry.geometry + entry.geometry_size < end);
    if (entry.divisions)
        FUZZ_HOLDS(entry.divisions + strlen(entry.divisions) < end);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned char *bytes = fuzz_copy(data, size);
    struct store_gazetteer_index index;
    struct store_subject meant = {.identity = 1};
    bool open = store_gazetteer_index_open(bytes, size, &index, NULL) == BASE_OK;
    if (open && store_gazetteer_index_code(&index, "220172002", &meant))
        FUZZ_HOLDS(meant.entity < STORE_ENTITIES && meant.identity >= 0);
    if (open)
        for (int64_t id = -1; id < 8; id++) {
            ask(&index, STORE_PLACE, id);
            ask(&index, STORE_DIVISION, id);
        }
    free(bytes);
    return 0;
}
