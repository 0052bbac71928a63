/* bench/search.c - times search beside SQLite FTS5 over the same names, in one process.
 *
 * usage: search_bench SNAPSHOT
 * Compares the subjects of every query first: a subject that FTS5 finds and Yutu
 * does not ends the program. Then ROUNDS in turns, the ten best of each query; a
 * line a class: p50 and p99 of one query, and the median CPU time of a round. */
#include <string.h>

#include "bench/fts5.h"
#include "bench/support.h"
#include "names/search.h"

#define TOTAL  100000
#define ROUNDS 3
#define PAGE   10
#define ALL    100000

struct bench {
    struct server_view *view;
    struct bench_fts5 *fts5;
    struct bench_queries queries;
    struct base_arena *scratch; /* of one search */
    base_date_t at;
    uint32_t *stamp; /* by subject: the last query that found it */
    uint32_t query, missing;
};

/* The times of one side for one class. */
struct times {
    double *query_us; /* of all rounds together */
    size_t count;
    double round_s[ROUNDS];
};

static size_t ask_yutu(struct bench *b, const char *text, size_t limit, struct names_result **out)
{
    struct names_query query = {.text = text, .limit = limit, .at = b->at};
    struct base_error err = {0};
    size_t count;
    bool more;
    base_arena_reset(b->scratch);
    if (names_search(&b->view->names, &b->view->divisions, &query, b->scratch, out, &count, &more,
                     &err) != BASE_OK)
        BENCH_FAIL("%s", err.message);
    return count;
}

static void look_up(void *context, uint32_t subject)
{
    struct bench *b = context;
    b->missing += b->stamp[subject] != b->query;
    b->stamp[subject] = b->query;
}

/* Sets, not lists: a subject that has several matching names counts once. */
struct comparison {
    size_t same, wider, lost;
    const char *example;
};

static void compare_query(struct bench *b, enum bench_class class, const char *text,
                          struct comparison *sum)
{
    struct names_result *results;
    size_t ours = ask_yutu(b, text, ALL, &results), theirs = 0;
    b->query++;
    b->missing = 0;
    for (size_t i = 0; i < ours; i++)
        b->stamp[results[i].subject] = b->query;
    bench_fts5_ask(b->fts5, class, text, true, look_up, b);
    uint32_t missing = b->missing;
    for (size_t i = 0; i < ours; i++)
        b->stamp[results[i].subject] = 0;
    b->query++; /* counts what FTS5 finds, each subject once */
    b->missing = 0;
    bench_fts5_ask(b->fts5, class, text, true, look_up, b);
    theirs = b->missing;
    if (missing > 0) {
        sum->lost++;
        sum->example = text;
    } else if (ours > theirs) {
        sum->wider++;
    } else {
        sum->same++;
    }
}

static bool compare_class(struct bench *b, enum bench_class class)
{
    struct comparison sum = {0};
    for (size_t i = 0; i < b->queries.count[class]; i++)
        compare_query(b, class, b->queries.texts[class][i], &sum);
    printf(
        "  %-15s %6zu queries: %6zu the same subjects, %6zu further ones by Yutu, %zu lost%s%s\n",
        BENCH_CLASS_NAMES[class], b->queries.count[class], sum.same, sum.wider, sum.lost,
        sum.lost ? ", as " : "", sum.lost ? sum.example : "");
    return sum.lost == 0;
}

static void time_yutu(struct bench *b, enum bench_class class, int round, struct times *times)
{
    struct names_result *results;
    double start = bench_cpu_s();
    for (size_t i = 0; i < b->queries.count[class]; i++) {
        double before = bench_clock_us();
        ask_yutu(b, b->queries.texts[class][i], PAGE, &results);
        times->query_us[times->count++] = bench_clock_us() - before;
    }
    times->round_s[round] = bench_cpu_s() - start;
}

static void time_fts5(struct bench *b, enum bench_class class, int round, struct times *times)
{
    double start = bench_cpu_s();
    for (size_t i = 0; i < b->queries.count[class]; i++) {
        double before = bench_clock_us();
        bench_fts5_ask(b->fts5, class, b->queries.texts[class][i], false, NULL, NULL);
        times->query_us[times->count++] = bench_clock_us() - before;
    }
    times->round_s[round] = bench_cpu_s() - start;
}

static void print_side(const char *name, struct times *times)
{
    printf("    %-28s p50 %8.2f us  p99 %9.2f us  CPU %8.4f s\n", name,
           bench_quantile(times->query_us, times->count, 0.5),
           bench_quantile(times->query_us, times->count, 0.99),
           bench_quantile(times->round_s, ROUNDS, 0.5));
}

static void time_class(struct bench *b, enum bench_class class, struct base_arena *arena)
{
    size_t count = b->queries.count[class];
    struct times ours = {.query_us = bench_calloc(arena, count * ROUNDS, sizeof(double))};
    struct times theirs = {.query_us = bench_calloc(arena, count * ROUNDS, sizeof(double))};
    for (int round = 0; round < ROUNDS; round++) {
        time_yutu(b, class, round, &ours);
        time_fts5(b, class, round, &theirs);
    }
    char peer[64];
    snprintf(peer, sizeof peer, "FTS5 %s", bench_fts5_method(class));
    printf("  %s, %zu queries\n", BENCH_CLASS_NAMES[class], count);
    print_side("yutu", &ours);
    print_side(peer, &theirs);
    printf("    ratio %.2f\n",
           bench_quantile(theirs.round_s, ROUNDS, 0.5) / bench_quantile(ours.round_s, ROUNDS, 0.5));
    fflush(stdout);
}

int main(int argc, char **argv)
{
    struct bench b = {.query = 0};
    if (argc != 2 || !base_date_parse("2025-01-01", &b.at))
        BENCH_FAIL("usage: search_bench SNAPSHOT");
    struct base_arena *arena = base_arena_create(0);
    b.scratch = base_arena_create(0);
    b.view = bench_view_open(argv[1]);
    b.fts5 = bench_fts5_create(&b.view->names);
    b.stamp = bench_calloc(arena, b.view->names.subject_count, sizeof *b.stamp);
    bench_queries_make(&b.view->names, TOTAL, arena, &b.queries);
    printf("%zu subjects, %zu written names\n", b.view->names.subject_count,
           b.view->names.name_count);

    bool equal = true;
    for (int class = 0; class < BENCH_CLASSES; class ++)
        equal = compare_class(&b, class) && equal;
    for (int class = 0; equal && class < BENCH_CLASSES; class ++)
        time_class(&b, class, arena);
    bench_fts5_free(b.fts5);
    server_view_close(b.view);
    base_arena_free(b.scratch);
    base_arena_free(arena);
    return equal ? 0 : 1;
}
