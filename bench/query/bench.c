/* bench/query/bench.c - times look-ups in a snapshot, and SQLite FTS5 beside them.
 *
 * usage: query_bench SNAPSHOT search|fts5|reverse|reach INPUT [rows]
 * INPUT: a line a query: a text; or "LON LAT". Without `rows` it prints the
 * seconds that all look-ups took together; with it each look-up's answer, for
 * comparing: the subjects of a search, the codes of a chain, or every node's
 * cost. Opening and reading are not timed. */
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "coverage/reach.h"
#include "names/reverse.h"
#include "names/search.h"
#include "server/view.h"

#define FAIL(...)                                                                                  \
    (fprintf(stderr, __VA_ARGS__), fputc('\n', stderr), exit(1)) /* a bench may end at once */

struct bench {
    struct server_view *view;
    struct base_arena *arena;
    char **lines;
    size_t count;
    bool rows;
    base_date_t at;
};

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void read_lines(struct bench *b, const char *path)
{
    char line[512];
    FILE *file = fopen(path, "r");
    if (!file)
        FAIL("%s cannot be read", path);
    b->lines = calloc(1000000, sizeof *b->lines);
    while (b->lines && b->count < 1000000 && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        b->lines[b->count++] = base_arena_strdup(b->arena, line);
    }
    fclose(file);
}

/* --- names ----------------------------------------------------------------- */

static void search(struct bench *b, struct base_arena *scratch, const char *text)
{
    struct names_query query = {.text = text, .limit = b->rows ? 100000 : 10, .at = b->at};
    struct names_result *results;
    size_t count;
    bool more;
    struct base_error err = {0};
    base_arena_reset(scratch);
    if (names_search(&b->view->names, &b->view->divisions, &query, scratch, &results, &count, &more,
                     &err) != BASE_OK)
        FAIL("%s", err.message);
    for (size_t i = 0; b->rows && i < count; i++)
        printf("%u%c", results[i].subject, i + 1 < count ? ' ' : '\n');
    if (b->rows && count == 0)
        printf("\n");
}

static void time_search(struct bench *b)
{
    struct base_arena *scratch = base_arena_create(0);
    double start = now_s();
    for (size_t i = 0; i < b->count; i++)
        search(b, scratch, b->lines[i]);
    if (!b->rows)
        printf("%.9f\n", now_s() - start);
    base_arena_free(scratch);
}

static void run_sql(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        FAIL("%s", sqlite3_errmsg(db));
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        FAIL("%s", sqlite3_errmsg(db));
    return statement;
}

/* Every written form in a table with prefix indexes for two and three characters. */
static sqlite3 *fill_fts5(const struct names_index *index)
{
    sqlite3 *db;
    sqlite3_open(":memory:", &db);
    run_sql(db, "CREATE VIRTUAL TABLE n USING fts5(name, subject UNINDEXED, prefix='2 3'); BEGIN");
    sqlite3_stmt *insert = prepare(db, "INSERT INTO n VALUES (?, ?)");
    for (size_t i = 0; i < index->name_count; i++) {
        sqlite3_bind_text(insert, 1, names_index_text(index, index->names[i].text), -1,
                          SQLITE_STATIC);
        sqlite3_bind_int64(insert, 2, index->names[i].subject);
        sqlite3_step(insert);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    run_sql(db, "COMMIT; INSERT INTO n(n) VALUES ('optimize')");
    return db;
}

static void ask_fts5(struct bench *b, sqlite3_stmt *select, const char *text)
{
    char pattern[600];
    snprintf(pattern, sizeof pattern, "^\"%s\"*", text);
    sqlite3_bind_text(select, 1, pattern, -1, SQLITE_STATIC);
    while (sqlite3_step(select) == SQLITE_ROW)
        if (b->rows)
            printf("%d ", sqlite3_column_int(select, 0));
    if (b->rows)
        printf("\n");
    sqlite3_reset(select);
}

static void time_fts5(struct bench *b)
{
    sqlite3 *db = fill_fts5(&b->view->names);
    sqlite3_stmt *select =
        prepare(db, b->rows ? "SELECT subject FROM n WHERE n MATCH ?"
                            : "SELECT subject FROM n WHERE n MATCH ? ORDER BY rank LIMIT 10");
    double start = now_s();
    for (size_t i = 0; i < b->count; i++)
        ask_fts5(b, select, b->lines[i]);
    if (!b->rows)
        printf("%.9f\n", now_s() - start);
    sqlite3_finalize(select);
    sqlite3_close(db);
}

/* --- points ---------------------------------------------------------------- */

static struct geo_point point_of(const char *line)
{
    double lon, lat;
    if (sscanf(line, "%lf %lf", &lon, &lat) != 2)
        FAIL("not LON LAT: %s", line);
    return (struct geo_point){llround(lon * 1e9), llround(lat * 1e9)};
}

static void time_reverse(struct bench *b)
{
    const struct store_division_index *divisions = &b->view->divisions;
    struct geo_point *points = base_arena_calloc(b->arena, b->count, sizeof *points);
    for (size_t i = 0; i < b->count; i++)
        points[i] = point_of(b->lines[i]);
    size_t found = 0;
    double start = now_s();
    for (size_t i = 0; i < b->count; i++) {
        uint32_t rows[5];
        size_t count = store_division_index_locate(divisions, points[i], b->at, rows);
        found += count;
        if (b->rows)
            printf("%s\n",
                   count ? store_division_index_entry(divisions, rows[count - 1]).code : "");
    }
    if (!b->rows)
        printf("%.9f\n", now_s() - start);
    fprintf(stderr, "%zu units\n", found);
}

/* One search of 15 minutes from all points together. */
static void time_reach(struct bench *b)
{
    const struct coverage_graph *graph = &b->view->graph;
    struct coverage_source *sources = base_arena_calloc(b->arena, b->count, sizeof *sources);
    struct coverage_profile profile;
    struct coverage_reach reach;
    struct base_error err = {0};
    coverage_profile_find("older", COVERAGE_SUMMER, &profile);
    for (size_t i = 0; i < b->count; i++)
        sources[i].snap = coverage_snap_find(graph, point_of(b->lines[i]), COVERAGE_CAP_MM, NULL);
    double start = now_s();
    if (coverage_reach_search(graph, sources, b->count, &profile, 900000, b->arena, &reach, &err) !=
        BASE_OK)
        FAIL("%s", err.message);
    if (!b->rows) {
        printf("%.9f\n", now_s() - start);
        return;
    }
    for (size_t i = 0; i < graph->edge_count; i++)
        printf("edge %u %u %u\n", graph->edges[i].a, graph->edges[i].b, graph->edges[i].length_mm);
    for (size_t i = 0; i < b->count; i++)
        if (sources[i].snap.place == COVERAGE_ON_NETWORK)
            printf("source %u %u %u\n", sources[i].snap.edge, sources[i].snap.at_mm,
                   sources[i].snap.offset_mm);
    for (size_t i = 0; i < graph->node_count; i++)
        if (reach.cost_ms[i] != COVERAGE_NEVER)
            printf("node %zu %u\n", i, reach.cost_ms[i]);
}

int main(int count, char **words)
{
    static const struct {
        const char *name;
        void (*run)(struct bench *b);
    } modes[] = {{"search", time_search},
                 {"fts5", time_fts5},
                 {"reverse", time_reverse},
                 {"reach", time_reach}};
    struct bench b = {.arena = base_arena_create(0), .rows = count > 4};
    struct base_error err = {0};
    if (count < 4 || !base_date_parse("2025-01-01", &b.at))
        FAIL("usage: query_bench SNAPSHOT search|fts5|reverse|reach INPUT [rows]");
    if (server_view_open(words[1], &b.view, &err) != BASE_OK)
        FAIL("%s", err.message);
    read_lines(&b, words[3]);
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
        if (strcmp(words[2], modes[i].name) == 0)
            modes[i].run(&b);
    server_view_close(b.view);
    free(b.lines);
    base_arena_free(b.arena);
    return 0;
}
