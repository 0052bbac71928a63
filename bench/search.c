/* bench/search.c - times search, beside SQLite FTS5 over the same names, in one process.
 * The clock is the thread's CPU time, so that others on the machine do not count; what
 * reading it takes is subtracted.
 *
 * usage: search_bench SET EACH SEED [fts5]
 * SET.names and SET.divisions are of bench/gazetteer.c. EACH queries a class. A line
 * a class: p50, p99 and most of one query for the ten best (of whole names and pinyin: the best),
 * how many were answered, and where what was meant stood. */
#include <string.h>

#include "base/file.h"
#include "bench/fts5.h"
#include "bench/support.h"
#include "names/search.h"

struct bench {
    struct names_index index;
    struct store_division_index divisions;
    struct bench_queries queries;
    struct bench_fts5 *fts5; /* NULL: not asked for */
    struct base_arena *scratch;
    double clock_us; /* what reading the clock takes */
};

struct tally {
    double *us;
    size_t count, answered, first, in_five;
};

static void open_set(struct bench *b, const char *set)
{
    char path[4096];
    const void *bytes;
    size_t size;
    struct base_error err = {0};
    snprintf(path, sizeof path, "%s.names", set);
    double start = bench_clock_us();
    if (base_file_map(path, &bytes, &size, &err) != BASE_OK ||
        names_index_open(bytes, size, &b->index, &err) != BASE_OK)
        BENCH_FAIL("%s", err.message);
    printf("%zu names, %.1f MiB, opened in %.4f s\n", b->index.name_count, (double)size / (1 << 20),
           (bench_clock_us() - start) / 1e6);
    snprintf(path, sizeof path, "%s.divisions", set);
    if (base_file_map(path, &bytes, &size, &err) != BASE_OK ||
        store_division_index_open(bytes, size, &b->divisions, &err) != BASE_OK)
        BENCH_FAIL("%s", err.message);
}

/* Whole names ask for the best answer, all else for ten. */
static size_t page_of(enum bench_class class)
{
    return class == BENCH_EXACT || class == BENCH_PINYIN ? 1 : 10;
}

/* Where the meant text stands among the results, 0 for nowhere. */
static size_t place_of(const struct bench *b, const struct names_result *results, size_t count,
                       uint32_t name)
{
    const char *meant = names_index_name(&b->index, name).text;
    for (size_t i = 0; i < count; i++)
        if (strcmp(names_index_name(&b->index, results[i].name).text, meant) == 0)
            return i + 1;
    return 0;
}

static void ask(struct bench *b, enum bench_class class, const struct bench_query *query,
                struct tally *tally)
{
    struct names_query asked = {.text = query->text, .limit = page_of(class), .at = 20000};
    struct names_result *results = NULL;
    size_t count = 0;
    struct base_error err = {0};
    double before = tally->us ? bench_thread_us() : 0;
    base_arena_reset(b->scratch);
    if (names_search(&b->index, &b->divisions, &asked, b->scratch, &results, &count, NULL, &err) !=
        BASE_OK)
        BENCH_FAIL("%s", err.message);
    if (!tally->us)
        return;
    tally->us[tally->count++] = bench_thread_us() - before - b->clock_us;
    size_t place = class == BENCH_MISS ? 0 : place_of(b, results, count, query->name);
    tally->answered += count > 0;
    tally->first += place == 1;
    tally->in_five += place > 0 && place <= 5;
}

static void ask_fts5(struct bench *b, enum bench_class class, const struct bench_query *query,
                     struct tally *tally)
{
    double before = bench_thread_us();
    size_t count = bench_fts5_ask(b->fts5, class, query, page_of(class));
    tally->us[tally->count++] = bench_thread_us() - before - b->clock_us;
    tally->answered += count > 0;
}

static double share(size_t part, size_t whole)
{
    return whole ? 100 * (double)part / (double)whole : 0;
}

/* CPU time of one query, of the whole class without a clock between. */
static double mean_us(struct bench *b, enum bench_class class)
{
    struct tally none = {.us = NULL};
    double start = bench_cpu_s();
    for (size_t i = 0; i < b->queries.count[class]; i++)
        ask(b, class, &b->queries.items[class][i], &none);
    return (bench_cpu_s() - start) * 1e6 / (double)b->queries.count[class];
}

static void run_class(struct bench *b, enum bench_class class, struct base_arena *arena)
{
    size_t count = b->queries.count[class];
    struct tally ours = {.us = bench_calloc(arena, count, sizeof(double))};
    struct tally theirs = {.us = bench_calloc(arena, count, sizeof(double))};
    bool peer = b->fts5 && bench_fts5_answers(class);
    for (size_t i = 0; i < count; i++) {
        ask(b, class, &b->queries.items[class][i], &ours);
        if (peer)
            ask_fts5(b, class, &b->queries.items[class][i], &theirs);
    }
    double mean = mean_us(b, class);
    printf("%-18s %6zu  yutu mean %8.2f p50 %8.2f p99 %9.2f most %9.2f us  answered %5.1f %%  "
           "first %5.1f %%"
           "  in five %5.1f %%\n",
           BENCH_CLASS_NAMES[class], count, mean, bench_quantile(ours.us, ours.count, 0.5),
           bench_quantile(ours.us, ours.count, 0.99), bench_quantile(ours.us, ours.count, 1),
           share(ours.answered, count), share(ours.first, count), share(ours.in_five, count));
    if (peer)
        printf("%-18s %6s  fts5 p50 %8.2f p99 %9.2f most %9.2f us  answered %5.1f %%  ratio p50 "
               "%.1f p99 %.1f\n",
               "", "", bench_quantile(theirs.us, theirs.count, 0.5),
               bench_quantile(theirs.us, theirs.count, 0.99),
               bench_quantile(theirs.us, theirs.count, 1), share(theirs.answered, count),
               bench_quantile(theirs.us, theirs.count, 0.5) /
                   bench_quantile(ours.us, ours.count, 0.5),
               bench_quantile(theirs.us, theirs.count, 0.99) /
                   bench_quantile(ours.us, ours.count, 0.99));
    fflush(stdout);
}

int main(int argc, char **argv)
{
    static struct bench b;
    if (argc < 4)
        BENCH_FAIL("usage: search_bench SET EACH SEED [fts5]");
    struct base_arena *arena = base_arena_create(0);
    b.scratch = base_arena_create(0);
    open_set(&b, argv[1]);
    double clocks[1000];
    for (size_t i = 0; i < 1000; i++) {
        double before = bench_thread_us();
        clocks[i] = bench_thread_us() - before;
    }
    b.clock_us = bench_quantile(clocks, 1000, 0.5);
    bench_queries_make(&b.index, strtoull(argv[2], NULL, 10), strtoull(argv[3], NULL, 10), arena,
                       &b.queries);
    if (argc > 4) {
        double cpu = bench_cpu_s();
        b.fts5 = bench_fts5_create(&b.index);
        printf("fts5 built in CPU %.1f s, %.1f MiB\n", bench_cpu_s() - cpu,
               (double)bench_fts5_size(b.fts5) / (1 << 20));
    }
    for (int class = 0; class < BENCH_CLASSES; class ++)
        run_class(&b, (enum bench_class) class, arena);
    if (b.fts5)
        bench_fts5_free(b.fts5);
    base_arena_free(b.scratch);
    base_arena_free(arena);
    return 0;
}
