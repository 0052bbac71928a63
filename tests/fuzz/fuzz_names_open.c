/* The section "names": what opens can be searched, whatever it holds. */
#include "names/search.h"
#include "tests/fuzz/fuzz.h"

static void search(const struct names_index *index, const struct store_division_index *divisions,
                   const char *text)
{
    struct base_arena *arena = base_arena_create((size_t)4 * 1024 * 1024);
    struct names_query query = {.text = text, .limit = 10, .at = 20000};
    struct names_result *results;
    size_t count = 0;
    bool more;
    FUZZ_HOLDS(arena);
    enum base_status status =
        names_search(index, divisions, &query, arena, &results, &count, &more, NULL);
    FUZZ_HOLDS(status == BASE_OK || status == BASE_NO_MEMORY);
    for (size_t i = 0; status == BASE_OK && i < count; i++) {
        FUZZ_HOLDS(results[i].subject < index->subject_count);
        FUZZ_HOLDS(results[i].name < index->name_count);
        FUZZ_HOLDS(results[i].score >= 0 && results[i].score <= 1);
    }
    base_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const QUERIES[] = {"长春", "changchun", "长chun", "220104", "路", "a"};
    struct base_buffer empty = {0};
    struct store_division_index divisions;
    struct names_index index;
    unsigned char *bytes = fuzz_copy(data, size);
    FUZZ_HOLDS(store_division_index_build(NULL, 0, &empty, NULL) == BASE_OK);
    FUZZ_HOLDS(store_division_index_open(empty.data, empty.size, &divisions, NULL) == BASE_OK);
    if (names_index_open(bytes, size, &index, NULL) == BASE_OK) {
        for (size_t i = 0; i < sizeof QUERIES / sizeof QUERIES[0]; i++)
            search(&index, &divisions, QUERIES[i]);
        uint32_t found = names_index_find(&index, "place-1");
        FUZZ_HOLDS(found == UINT32_MAX || found < index.subject_count);
    }
    base_buffer_done(&empty);
    free(bytes);
    return 0;
}
