/* bench/fts5.c - see bench/fts5.h. The only SQL outside store/: a peer's. */
#include "bench/fts5.h"

#include <sqlite3.h>
#include <string.h>

#include "base/text.h"
#include "bench/support.h"

#define TEXT 1000

struct bench_fts5 {
    sqlite3 *db;
    sqlite3_stmt *select;
};

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        BENCH_FAIL("SQLite: %s", sqlite3_errmsg(db));
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        BENCH_FAIL("SQLite: %s", sqlite3_errmsg(db));
    return statement;
}

/* "人民大街" → "人民 民大 大街"; with the sentinels that mark start and end. */
static void write_pairs(const char *text, bool start, bool end, char out[TEXT])
{
    size_t length = strlen(text), size = 0, before = 0, at = 0;
    bool first = true;
    out[0] = '\0';
    if (start)
        size = (size_t)snprintf(out, TEXT, "startofname ");
    while (at < length && size + 16 < TEXT) {
        size_t from = at;
        base_text_next(text, length, &at);
        if (!first)
            size += (size_t)snprintf(out + size, TEXT - size, "%.*s ", (int)(at - before),
                                     text + before);
        before = from;
        first = false;
    }
    if (end)
        snprintf(out + size, TEXT - size, "endofname");
}

static void write_pinyin(const struct names_index *index, uint32_t name, char out[TEXT])
{
    uint16_t syllables[NAMES_SPELLING];
    size_t count, size = 0;
    out[0] = '\0';
    if (!bench_pinyin(index, name, syllables, &count))
        return;
    for (size_t i = 0; i < count; i++)
        size += (size_t)snprintf(out + size, TEXT - size, "%s",
                                 names_syllable_text(&index->parts[0].readings, syllables[i]));
}

static void fill(sqlite3 *db, const struct names_index *index)
{
    sqlite3_stmt *insert =
        prepare(db, "INSERT INTO names(rowid, pairs, pinyin) VALUES (?1, ?2, ?3)");
    for (uint32_t i = 0; i < index->name_count; i++) {
        char pairs[TEXT], pinyin[TEXT];
        write_pairs(names_index_name(index, i).text, true, true, pairs);
        write_pinyin(index, i, pinyin);
        sqlite3_bind_int64(insert, 1, (sqlite3_int64)i + 1);
        sqlite3_bind_text(insert, 2, pairs, -1, SQLITE_STATIC);
        sqlite3_bind_text(insert, 3, pinyin, -1, SQLITE_STATIC);
        if (sqlite3_step(insert) != SQLITE_DONE)
            BENCH_FAIL("SQLite: %s", sqlite3_errmsg(db));
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
}

struct bench_fts5 *bench_fts5_create(const struct names_index *index)
{
    struct bench_fts5 *fts5 = calloc(1, sizeof *fts5);
    if (!fts5 || sqlite3_open(":memory:", &fts5->db) != SQLITE_OK)
        BENCH_FAIL("SQLite cannot open a database in memory");
    run(fts5->db, "CREATE VIRTUAL TABLE names USING fts5(pairs, pinyin, content='')");
    run(fts5->db, "BEGIN");
    fill(fts5->db, index);
    run(fts5->db, "COMMIT");
    run(fts5->db, "INSERT INTO names(names) VALUES ('optimize')");
    fts5->select = prepare(fts5->db, "SELECT rowid FROM names WHERE names MATCH ?1 LIMIT ?2");
    return fts5;
}

void bench_fts5_free(struct bench_fts5 *fts5)
{
    sqlite3_finalize(fts5->select);
    sqlite3_close(fts5->db);
    free(fts5);
}

size_t bench_fts5_size(struct bench_fts5 *fts5)
{
    sqlite3_stmt *pages = prepare(
        fts5->db, "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()");
    size_t size = sqlite3_step(pages) == SQLITE_ROW ? (size_t)sqlite3_column_int64(pages, 0) : 0;
    sqlite3_finalize(pages);
    return size;
}

bool bench_fts5_answers(enum bench_class class)
{
    return class == BENCH_EXACT || class == BENCH_PREFIX || class == BENCH_PART ||
           class == BENCH_PINYIN || class == BENCH_MISS;
}

size_t bench_fts5_ask(struct bench_fts5 *fts5, enum bench_class class,
                      const struct bench_query *query, size_t most)
{
    char pairs[TEXT], match[TEXT + 40];
    if (class == BENCH_PINYIN)
        snprintf(match, sizeof match, "pinyin : \"%s\"", query->text);
    else {
        write_pairs(query->text, class == BENCH_EXACT || class == BENCH_PREFIX,
                    class == BENCH_EXACT, pairs);
        snprintf(match, sizeof match, "pairs : \"%s\"", pairs);
    }
    sqlite3_bind_text(fts5->select, 1, match, -1, SQLITE_STATIC);
    sqlite3_bind_int(fts5->select, 2, (int)most);
    size_t count = 0;
    while (sqlite3_step(fts5->select) == SQLITE_ROW)
        count++;
    sqlite3_reset(fts5->select);
    return count;
}
