/* store/edition_index.c - the snapshot section "editions". */
#include "store/edition_index.h"

#include <string.h>

#define KIND    "editions"
#define VERSION 1

struct rights_row {
    int64_t id;
    uint32_t attribution, licence; /* offsets into texts; 0: none */
    uint32_t is_open, may_export;
};

static uint32_t add_text(struct base_buffer *texts, const char *text)
{
    if (!text || !text[0])
        return 0;
    uint32_t at = (uint32_t)texts->size;
    base_buffer_append(texts, text, strlen(text) + 1);
    return at;
}

static bool is_internal(const struct store_edition *edition)
{
    return edition->secrecy && strcmp(edition->secrecy, "internal") == 0;
}

enum base_status store_edition_index_build(const struct store_edition *editions, size_t count,
                                           struct base_buffer *out, struct base_error *err)
{
    struct base_buffer rows BASE_BUFFER_AUTO = {0}, texts BASE_BUFFER_AUTO = {0};
    base_buffer_byte(&texts, 0);
    for (size_t i = 0; i < count; i++) {
        const struct store_edition *edition = &editions[i];
        struct rights_row row = {
            edition->id, add_text(&texts, edition->attribution), add_text(&texts, edition->licence),
            edition->may_publish && !is_internal(edition), edition->may_export};
        base_buffer_append(&rows, &row, sizeof row);
    }
    struct base_section_writer writer;
    base_section_writer_init(&writer, KIND, VERSION);
    base_section_writer_add(&writer, "rows", rows.data, rows.size);
    base_section_writer_add(&writer, "texts", texts.data, texts.size);
    enum base_status status = base_buffer_check(&rows, err);
    if (status == BASE_OK)
        status = base_buffer_check(&texts, err);
    if (status == BASE_OK)
        status = base_section_writer_finish(&writer, out, err);
    base_section_writer_done(&writer);
    return status;
}

/* Rows ascend by id and their texts end inside the block. */
static bool is_sound(const struct store_edition_index *index)
{
    const struct rights_row *rows = index->rows;
    if (index->text_size == 0 || index->texts[index->text_size - 1] != '\0')
        return false;
    for (size_t i = 0; i < index->count; i++)
        if (rows[i].attribution >= index->text_size || rows[i].licence >= index->text_size ||
            (i > 0 && rows[i].id <= rows[i - 1].id))
            return false;
    return true;
}

enum base_status store_edition_index_open(const void *bytes, size_t size,
                                          struct store_edition_index *out, struct base_error *err)
{
    struct store_edition_index index = {0};
    enum base_status status = base_section_open(bytes, size, KIND, VERSION, 0, &index.section, err);
    if (status != BASE_OK)
        return status;
    index.rows =
        base_section_block(&index.section, "rows", sizeof(struct rights_row), &index.count);
    index.texts = base_section_block(&index.section, "texts", 1, &index.text_size);
    if (!is_sound(&index))
        return base_fail(err, BASE_INVALID, "the editions section is damaged; build it again");
    *out = index;
    return BASE_OK;
}

struct store_edition_rights store_edition_index_rights(const struct store_edition_index *index,
                                                       int64_t edition)
{
    const struct rights_row *rows = index->rows;
    size_t low = 0, high = index->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rows[middle].id < edition)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == index->count || rows[low].id != edition)
        return (struct store_edition_rights){.id = edition, .attribution = "", .licence = ""};
    return store_edition_index_at(index, low);
}

struct store_edition_rights store_edition_index_at(const struct store_edition_index *index,
                                                   size_t i)
{
    const struct rights_row *row = (const struct rights_row *)index->rows + i;
    return (struct store_edition_rights){
        .id = row->id,
        .attribution = index->texts + row->attribution,
        .licence = index->texts + row->licence,
        .is_open = row->is_open,
        .may_export = row->may_export,
    };
}
