/* bench/fts5.c - see bench/fts5.h. The only SQL outside store/: a peer's. */
#include "bench/fts5.h"

#include <sqlite3.h>
#include <string.h>

#include "base/buffer.h"
#include "bench/support.h"

struct method {
    const char *name, *pattern, *table_and_condition;
};

/* Trigrams answer no text of two characters, so LIKE reads every row for it. The
 * plus keeps it from the index: FTS5 (3.40) counts the six bytes of two Chinese
 * characters as enough for a trigram there, and finds nothing. */
static const struct method WORDS = {"unicode61, prefix", "^\"%s\"*", "words WHERE words MATCH ?1"};
static const struct method NAME = {"trigram", "name : \"%s\"", "grams WHERE grams MATCH ?1"};
static const struct method LATIN = {"trigram", "latin : \"|%s\"", "grams WHERE grams MATCH ?1"};
static const struct method SCAN = {"trigram, LIKE", "%%s%", "grams WHERE +name LIKE ?1"};

static const struct method *const METHODS[BENCH_CLASSES] = {&WORDS, &WORDS, &LATIN,
                                                            &NAME,  &SCAN,  &NAME};

struct bench_fts5 {
    sqlite3 *db;
    sqlite3_stmt *all[BENCH_CLASSES], *best[BENCH_CLASSES];
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

static sqlite3_stmt *prepare_method(sqlite3 *db, const struct method *method, const char *order)
{
    char sql[200];
    snprintf(sql, sizeof sql, "SELECT subject FROM %s%s", method->table_and_condition, order);
    return prepare(db, sql);
}

static bool is_latin(uint32_t kind)
{
    return kind == NAMES_KEY_PINYIN || kind == NAMES_KEY_PINYIN_SHORT ||
           kind == NAMES_KEY_PINYIN_OTHER || kind == NAMES_KEY_INITIALS;
}

/* The Latin keys of each name, a bar before each: Yutu finds keys by how they begin. */
static struct base_buffer *latin_keys(const struct names_index *index)
{
    struct base_buffer *latin = calloc(index->name_count + 1, sizeof *latin);
    for (size_t i = 0; latin && i < index->key_count; i++) {
        const struct names_key *key = &index->keys[i];
        if (!is_latin(key->kind))
            continue;
        base_buffer_text(&latin[key->name], "|");
        base_buffer_text(&latin[key->name], index->key_texts + key->text);
    }
    if (!latin)
        BENCH_FAIL("there is no memory for the keys");
    return latin;
}

static void fill(sqlite3 *db, const struct names_index *index)
{
    struct base_buffer *latin = latin_keys(index);
    sqlite3_stmt *words = prepare(db, "INSERT INTO words VALUES (?1, ?2)");
    sqlite3_stmt *grams = prepare(db, "INSERT INTO grams VALUES (?1, ?3, ?2)");
    for (size_t i = 0; i < index->name_count; i++) {
        const char *text = names_index_text(index, index->names[i].text);
        sqlite3_stmt *both[] = {words, grams};
        for (int k = 0; k < 2; k++) {
            sqlite3_bind_text(both[k], 1, text, -1, SQLITE_STATIC);
            sqlite3_bind_int64(both[k], 2, index->names[i].subject);
            if (k == 1)
                sqlite3_bind_text(grams, 3, (const char *)latin[i].data, (int)latin[i].size,
                                  SQLITE_STATIC);
            if (sqlite3_step(both[k]) != SQLITE_DONE)
                BENCH_FAIL("SQLite: %s", sqlite3_errmsg(db));
            sqlite3_reset(both[k]);
        }
        base_buffer_done(&latin[i]);
    }
    sqlite3_finalize(words);
    sqlite3_finalize(grams);
    free(latin);
}

struct bench_fts5 *bench_fts5_create(const struct names_index *index)
{
    struct bench_fts5 *fts5 = calloc(1, sizeof *fts5);
    if (!fts5 || sqlite3_open(":memory:", &fts5->db) != SQLITE_OK)
        BENCH_FAIL("SQLite cannot open a database in memory");
    run(fts5->db, "CREATE VIRTUAL TABLE words USING fts5(name, subject UNINDEXED, prefix='2 3')");
    run(fts5->db, "CREATE VIRTUAL TABLE grams USING fts5(name, latin, subject UNINDEXED, "
                  "tokenize='trigram')");
    run(fts5->db, "BEGIN");
    fill(fts5->db, index);
    run(fts5->db, "COMMIT");
    run(fts5->db, "INSERT INTO words(words) VALUES ('optimize')");
    run(fts5->db, "INSERT INTO grams(grams) VALUES ('optimize')");
    for (int class = 0; class < BENCH_CLASSES; class ++) {
        const struct method *method = METHODS[class];
        fts5->all[class] = prepare_method(fts5->db, method, "");
        fts5->best[class] = prepare_method(
            fts5->db, method, method == &SCAN ? " LIMIT 10" : " ORDER BY rank LIMIT 10");
    }
    return fts5;
}

void bench_fts5_free(struct bench_fts5 *fts5)
{
    for (int class = 0; class < BENCH_CLASSES; class ++) {
        sqlite3_finalize(fts5->all[class]);
        sqlite3_finalize(fts5->best[class]);
    }
    sqlite3_close(fts5->db);
    free(fts5);
}

const char *bench_fts5_method(enum bench_class class)
{
    return METHODS[class]->name;
}

/* The text in its pattern; a quotation mark would end FTS5's quoted string. */
static void bind_pattern(sqlite3_stmt *select, const char *pattern, const char *text)
{
    char clean[400], out[500];
    size_t size = 0;
    for (; *text && size + 1 < sizeof clean; text++)
        if (*text != '"')
            clean[size++] = *text;
    clean[size] = '\0';
    const char *gap = strstr(pattern, "%s");
    snprintf(out, sizeof out, "%.*s%s%s", (int)(gap - pattern), pattern, clean, gap + 2);
    sqlite3_bind_text(select, 1, out, -1, SQLITE_TRANSIENT);
}

size_t bench_fts5_ask(struct bench_fts5 *fts5, enum bench_class class, const char *text, bool all,
                      void (*found)(void *context, uint32_t subject), void *context)
{
    sqlite3_stmt *select = all ? fts5->all[class] : fts5->best[class];
    bind_pattern(select, METHODS[class]->pattern, text);
    size_t count = 0;
    for (; sqlite3_step(select) == SQLITE_ROW; count++) {
        uint32_t subject = (uint32_t)sqlite3_column_int64(select, 0);
        if (found)
            found(context, subject);
    }
    sqlite3_reset(select);
    return count;
}
