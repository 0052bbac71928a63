/* import/table.c - growing a table, and making its text UTF-8. */
#include "import/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "import/shapefile_check.h"

#define BATCH ((size_t)4 * 1024 * 1024)

struct import_record *import_table_add(struct import_table *table, struct base_arena *arena)
{
    if (table->count == table->capacity) {
        size_t capacity = table->capacity ? 2 * table->capacity : 256;
        struct import_record *bigger = base_arena_calloc(arena, capacity, sizeof *bigger);
        if (!bigger)
            return NULL;
        if (table->count)
            memcpy(bigger, table->records, table->count * sizeof *bigger);
        table->records = bigger;
        table->capacity = capacity;
    }
    struct import_record *record = &table->records[table->count];
    record->values = base_arena_calloc(arena, table->column_count + 1, sizeof *record->values);
    if (!record->values)
        return NULL;
    table->count++;
    return record;
}

static struct import_batch *add_batch(struct import_table *table, struct base_arena *arena)
{
    if (table->batch_count == table->batch_capacity) {
        size_t capacity = table->batch_capacity ? 2 * table->batch_capacity : 16;
        struct import_batch *bigger = base_arena_calloc(arena, capacity, sizeof *bigger);
        if (!bigger)
            return NULL;
        if (table->batch_count)
            memcpy(bigger, table->batches, table->batch_count * sizeof *bigger);
        table->batches = bigger;
        table->batch_capacity = capacity;
    }
    struct import_batch *batch = &table->batches[table->batch_count];
    batch->bytes = base_arena_create(0);
    if (!batch->bytes)
        return NULL;
    table->batch_count++;
    return batch;
}

void *import_table_room(struct import_table *table, struct base_arena *arena, size_t size)
{
    struct import_batch *batch =
        table->batch_count ? &table->batches[table->batch_count - 1] : NULL;
    if (!batch || base_arena_used(batch->bytes) + size > BATCH)
        batch = add_batch(table, arena);
    if (!batch)
        return NULL;
    batch->end = table->count;
    return base_arena_alloc(batch->bytes, size);
}

void import_table_drop(struct import_table *table, size_t batch)
{
    struct import_batch *dropped = &table->batches[batch];
    for (size_t i = batch ? dropped[-1].end : 0; i < dropped->end; i++)
        table->records[i].wkb = NULL;
    base_arena_free(dropped->bytes);
    dropped->bytes = NULL;
}

void import_table_done(struct import_table *table)
{
    for (size_t i = 0; i < table->batch_count; i++)
        base_arena_free(table->batches[i].bytes);
    table->batch_count = 0;
}

static void weigh(const struct import_table *table, struct import_encoding_evidence *evidence)
{
    for (size_t i = 0; i < table->column_count; i++)
        import_encoding_feed(evidence, table->columns[i], strlen(table->columns[i]));
    for (size_t i = 0; i < table->count; i++)
        for (size_t j = 0; j < table->column_count; j++) {
            const char *text = table->records[i].values[j];
            if (text)
                import_encoding_feed(evidence, text, strlen(text));
        }
}

/* Some formats promise UTF-8, or name another encoding that the reader undoes;
 * the bytes that come out are the proof. */
static bool is_utf8(const struct import_table *table)
{
    bool valid = true;
    for (size_t i = 0; i < table->column_count && valid; i++)
        valid = base_text_valid(table->columns[i], strlen(table->columns[i]));
    for (size_t i = 0; i < table->count && valid; i++)
        for (size_t j = 0; j < table->column_count && valid; j++) {
            const char *text = table->records[i].values[j];
            valid = !text || base_text_valid(text, strlen(text));
        }
    return valid;
}

/* The word in the .cpg; false when there is none that says anything. */
static bool read_cpg(const struct import_stage *stage, char out[IMPORT_ENCODING_SIZE])
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    const char *path = stage->parts[IMPORT_PART_CPG];
    if (!path || base_file_read(path, 4096, &text, NULL) != BASE_OK || text.size == 0)
        return false;
    char word[IMPORT_ENCODING_SIZE] = "";
    size_t size = strcspn(text.data, "\r\n");
    memcpy(word, text.data, size < sizeof word ? size : sizeof word - 1);
    base_text_trim(word);
    return word[0] && import_encoding_canonical(word, out);
}

static bool read_ldid(const struct import_stage *stage, char out[IMPORT_ENCODING_SIZE])
{
    const char *path =
        stage->format == IMPORT_FORMAT_DBF ? stage->path : stage->parts[IMPORT_PART_DBF];
    const void *bytes;
    size_t size;
    bool shapefile = stage->format == IMPORT_FORMAT_DBF || stage->format == IMPORT_FORMAT_SHAPEFILE;
    if (!shapefile || !path || base_file_map(path, &bytes, &size, NULL) != BASE_OK)
        return false;
    struct import_dbf dbf;
    bool good = import_dbf_check(bytes, size, &dbf, NULL) == BASE_OK;
    const char *name = good ? import_encoding_of_ldid(dbf.ldid) : NULL;
    base_file_unmap(bytes, size);
    return name && import_encoding_canonical(name, out);
}

static const char *evident_bom(const struct import_stage *stage)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    if (stage->format != IMPORT_FORMAT_CSV ||
        base_file_read(stage->path, 0, &text, NULL) != BASE_OK || text.size < 3)
        return NULL;
    return memcmp(text.data, "\xEF\xBB\xBF", 3) == 0 ? "UTF-8" : NULL;
}

static void guess(struct import_table *table, const struct import_encoding_evidence *evidence,
                  const char *stated, struct import_report *report)
{
    const char *name = import_encoding_judge(evidence, &table->encoding_certainty);
    table->encoding = name;
    table->encoding_from = "detected";
    bool proves_itself = strcmp(name, "UTF-8") == 0 && table->encoding_certainty > 0.95;
    if (evidence->texts == 0 || (!stated && proves_itself))
        return;
    if (stated)
        import_report_add(report, IMPORT_WARNING, IMPORT_ENCODING_GUESSED, 0, NULL, name,
                          "the source says its text is %s, its bytes are %s (certainty %.2f); say "
                          "--encoding if that is wrong",
                          stated, name, table->encoding_certainty);
    else
        import_report_add(report, table->encoding_certainty < 0.7 ? IMPORT_WARNING : IMPORT_NOTICE,
                          IMPORT_ENCODING_GUESSED, 0, NULL, name,
                          "the source does not say how its text is encoded; by its bytes it is %s "
                          "(certainty %.2f); say --encoding if that is wrong",
                          name, table->encoding_certainty);
}

static enum base_status decide(struct import_table *table, const struct import_stage *stage,
                               const char *option, struct base_arena *arena,
                               struct import_report *report, struct base_error *err)
{
    char name[IMPORT_ENCODING_SIZE];
    struct import_encoding_evidence evidence = {0};
    weigh(table, &evidence);
    table->encoding_certainty = 1;
    if (option) {
        if (!import_encoding_canonical(option, name))
            return base_fail(err, BASE_INVALID,
                             "the encoding %s is not known here; use UTF-8, "
                             "GB18030 or GBK",
                             option);
        table->encoding = base_arena_strdup(arena, name);
        table->encoding_from = "option";
        return BASE_OK;
    }
    bool cpg = read_cpg(stage, name);
    bool stated = cpg || read_ldid(stage, name);
    if (stated && !import_encoding_refutes(&evidence, name)) {
        table->encoding = base_arena_strdup(arena, name);
        table->encoding_from = cpg ? "cpg" : "ldid";
        return BASE_OK;
    }
    const char *bom = evident_bom(stage);
    if (bom) {
        table->encoding = bom;
        table->encoding_from = "detected";
        return BASE_OK;
    }
    guess(table, &evidence, stated ? name : NULL, report);
    return BASE_OK;
}

static enum base_status decode_all(struct import_table *table, struct import_decoder *decoder,
                                   struct base_arena *arena, struct base_error *err)
{
    size_t lost = 0;
    bool failed = false;
    for (size_t i = 0; i < table->column_count; i++) {
        const char *text = import_decoder_text(decoder, arena, table->columns[i], &lost);
        failed |= text == NULL;
        table->columns[i] = text;
    }
    for (size_t i = 0; i < table->count && !failed; i++) {
        struct import_record *record = &table->records[i];
        lost = 0;
        for (size_t j = 0; j < table->column_count; j++) {
            if (!record->values[j])
                continue;
            record->values[j] = import_decoder_text(decoder, arena, record->values[j], &lost);
            failed |= record->values[j] == NULL;
        }
        record->lossy = lost > 0;
    }
    return failed ? base_fail(err, BASE_NO_MEMORY, "out of memory") : BASE_OK;
}

enum base_status import_table_decode(struct import_table *table, const struct import_stage *stage,
                                     const char *option, struct base_arena *arena,
                                     struct import_report *report, struct base_error *err)
{
    if (!table->raw_text && is_utf8(table)) {
        table->encoding = "UTF-8";
        return BASE_OK;
    }
    enum base_status status = decide(table, stage, option, arena, report, err);
    struct import_decoder *decoder = NULL;
    if (!status)
        status = import_decoder_create(table->encoding, "UTF-8", &decoder, err);
    if (!status)
        status = decode_all(table, decoder, arena, err);
    import_decoder_free(decoder);
    return status;
}
