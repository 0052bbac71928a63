/* Whatever is typed: the search ends, stays in bounds, and finds the same again; a name
 * that is romanised and checked is told the same each time. */
#include "names/check.h"
#include "names/index_build.h"
#include "names/proposal.h"
#include "names/search.h"
#include "tests/fuzz/fuzz.h"

struct city {
    struct base_buffer name_bytes, division_bytes;
    struct names_index index;
    struct store_division_index divisions;
};

#define UNIT(number, unit_code, unit_name)                                                         \
    {                                                                                              \
        .version = {.identity = (number),                                                          \
                    .valid_from = BASE_DATE_NONE,                                                  \
                    .valid_to = BASE_DATE_NONE},                                                   \
        .code = (unit_code), .scheme = "mca", .name = (unit_name)                                  \
    }

static void make_city(struct city *city)
{
    struct store_division units[] = {UNIT(1, "220000", "吉林省"),     UNIT(2, "220100", "长春市"),
                                     UNIT(3, "220104", "朝阳区"),     UNIT(4, "220106", "绿园区"),
                                     UNIT(5, "220122", "农安县"),     UNIT(6, "220200", "吉林市"),
                                     UNIT(7, "220104005", "重庆街道")};
    const struct store_place places[] = {
        {.version = {.identity = 1, .valid_from = BASE_DATE_NONE, .valid_to = BASE_DATE_NONE},
         .id = "street-1",
         .name = "重庆路",
         .kind = "street",
         .division = "220104",
         .status = "approved"}};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        units[i].level = store_code_level(units[i].code);
    const struct names_rows rows = {units, places, NULL, sizeof units / sizeof units[0],
                                    1,     0,      NULL, 0};
    FUZZ_HOLDS(names_index_build(&rows, NULL, &city->name_bytes, NULL) == BASE_OK);
    FUZZ_HOLDS(names_index_open(city->name_bytes.data, city->name_bytes.size, &city->index, NULL) ==
               BASE_OK);
    FUZZ_HOLDS(store_division_index_build(units, sizeof units / sizeof units[0],
                                          &city->division_bytes, NULL) == BASE_OK);
    FUZZ_HOLDS(store_division_index_open(city->division_bytes.data, city->division_bytes.size,
                                         &city->divisions, NULL) == BASE_OK);
}

static size_t search(const struct city *city, const struct names_query *query,
                     struct base_arena *arena, struct names_result **results)
{
    size_t count = 0;
    bool more;
    enum base_status status =
        names_search(&city->index, &city->divisions, query, arena, results, &count, &more, NULL);
    FUZZ_HOLDS(status == BASE_OK);
    FUZZ_HOLDS(count <= query->limit);
    for (size_t i = 0; i < count; i++) {
        FUZZ_HOLDS((*results)[i].subject < city->index.subject_count);
        FUZZ_HOLDS((*results)[i].name < city->index.name_count);
        FUZZ_HOLDS((*results)[i].score >= 0 && (*results)[i].score <= 1);
        FUZZ_HOLDS(i == 0 || (*results)[i].score <= (*results)[i - 1].score);
    }
    return count;
}

static void fold_twice(const struct names_fold *fold, const char *text, size_t size)
{
    struct names_folded once, twice;
    struct base_buffer written = {0};
    names_fold_text(fold, text, size, &once);
    FUZZ_HOLDS(once.count <= NAMES_FOLD_MOST);
    names_fold_write(&once, 0, once.count, &written);
    names_fold_text(fold, written.data ? written.data : "", written.size, &twice);
    FUZZ_HOLDS(twice.count == once.count);
    FUZZ_HOLDS(memcmp(twice.text, once.text, once.count * sizeof once.text[0]) == 0);
    base_buffer_done(&written);
}

/* The text before a slash is the name, what follows its reading. */
static void check(const struct city *city, char *text)
{
    struct base_arena *arena = base_arena_create((size_t)64 * 1024 * 1024);
    static struct names_check first, second; /* large */
    char *slash = strchr(text, '/');
    const struct names_words words = {text, strlen(text)};
    const struct names_context context = {
        .index = &city->index, .divisions = &city->divisions, .at = 20000, .explain = false};
    struct names_proposal proposal = names_proposal_of(text);
    FUZZ_HOLDS(arena);
    if (slash) {
        *slash = '\0';
        proposal.reading = slash + 1;
    }
    enum base_status status = names_check(&context, &words, &proposal, arena, &first, NULL);
    FUZZ_HOLDS(status == BASE_OK || status == BASE_INVALID);
    FUZZ_HOLDS(names_check(&context, &words, &proposal, arena, &second, NULL) == status);
    if (status == BASE_OK) {
        FUZZ_HOLDS(first.romanised.specific_size <= strlen(text));
        FUZZ_HOLDS(strcmp(first.romanised.text, second.romanised.text) == 0);
        FUZZ_HOLDS(first.remark_count == second.remark_count);
    }
    base_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct city city; /* made once: the tables take a while */
    char *text = fuzz_text(data, size);
    if (!city.name_bytes.data)
        make_city(&city);
    struct names_query query = {.text = text, .limit = 8, .at = 20000};
    fold_twice(&city.index.parts[0].fold, text, size);
    for (int suggest = 0; suggest < 2; suggest++) {
        struct base_arena *arena = base_arena_create((size_t)64 * 1024 * 1024);
        struct names_result *first = NULL, *second = NULL;
        FUZZ_HOLDS(arena);
        query.suggest = suggest != 0;
        size_t count = search(&city, &query, arena, &first);
        FUZZ_HOLDS(search(&city, &query, arena, &second) == count);
        for (size_t i = 0; i < count; i++)
            FUZZ_HOLDS(first[i].subject == second[i].subject && first[i].name == second[i].name);
        base_arena_free(arena);
    }
    check(&city, text);
    free(text);
    return 0;
}
