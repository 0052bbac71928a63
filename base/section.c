/* base/section.c - one immutable, memory-mappable block of data. */
#include "base/section.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "base/hash.h"

#define ALIGNMENT ((size_t)16)

static const char MAGIC[8] = "YUTUSECT";

/* As the bytes lie on a little-endian machine; no padding on any. */
struct header {
    char magic[8], kind[BASE_SECTION_KIND];
    uint32_t version, count;
    uint64_t total;
    unsigned char hash[BASE_SECTION_HASH];
};

struct table_row {
    char name[BASE_SECTION_NAME];
    uint64_t offset, size;
};

static_assert(sizeof(struct header) == 64 && sizeof(struct table_row) == 32, "file format");

static bool machine_is_little_endian(void)
{
    const uint16_t one = 1;
    unsigned char first;
    memcpy(&first, &one, 1);
    return first == 1;
}

static uint64_t align_up(uint64_t offset)
{
    return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

/* Zero padded, not terminated when it fills the field. */
static void set_name(char *field, size_t size, const char *name)
{
    size_t length = strlen(name);
    assert(length > 0 && length <= size);
    memset(field, 0, size);
    memcpy(field, name, length);
}

static bool name_is(const char *field, size_t size, const char *name)
{
    size_t length = strlen(name);
    if (length > size || memcmp(field, name, length) != 0)
        return false;
    return length == size || field[length] == '\0';
}

void base_section_writer_init(struct base_section_writer *writer, const char *kind,
                              uint32_t version)
{
    *writer = (struct base_section_writer){.version = version};
    set_name(writer->kind, sizeof writer->kind, kind);
}

void base_section_writer_done(struct base_section_writer *writer)
{
    base_buffer_done(&writer->body);
}

void base_section_writer_add(struct base_section_writer *writer, const char *name, const void *data,
                             size_t size)
{
    assert(writer->count < BASE_SECTION_BLOCK);
    for (uint32_t i = 0; i < writer->count; i++)
        assert(!name_is(writer->names[i], BASE_SECTION_NAME, name));
    base_buffer_align(&writer->body, ALIGNMENT);
    set_name(writer->names[writer->count], BASE_SECTION_NAME, name);
    writer->offsets[writer->count] = writer->body.size;
    writer->sizes[writer->count] = size;
    writer->count++;
    base_buffer_append(&writer->body, data, size);
}

static void append_table(const struct base_section_writer *writer, struct base_buffer *out)
{
    uint64_t body = sizeof(struct header) + writer->count * sizeof(struct table_row);
    for (uint32_t i = 0; i < writer->count; i++) {
        struct table_row row = {.offset = body + writer->offsets[i], .size = writer->sizes[i]};
        memcpy(row.name, writer->names[i], sizeof row.name);
        base_buffer_append(out, &row, sizeof row);
    }
}

enum base_status base_section_writer_finish(struct base_section_writer *writer,
                                            struct base_buffer *out, struct base_error *err)
{
    assert(machine_is_little_endian() && out->size % ALIGNMENT == 0);
    enum base_status status = base_buffer_check(&writer->body, err);
    if (status != BASE_OK)
        return status;
    struct header header = {.version = writer->version, .count = writer->count};
    memcpy(header.magic, MAGIC, sizeof MAGIC);
    memcpy(header.kind, writer->kind, sizeof header.kind);
    header.total = sizeof header + writer->count * sizeof(struct table_row) + writer->body.size;

    size_t start = out->size;
    base_buffer_append(out, &header, sizeof header);
    append_table(writer, out);
    base_buffer_append(out, writer->body.data, writer->body.size);
    if (out->failed)
        return base_buffer_check(out, err);
    char *section = out->data + start;
    base_hash(section + sizeof header, (size_t)header.total - sizeof header, header.hash);
    memcpy(section, &header, sizeof header);
    return BASE_OK;
}

/* Reading. Rows are copied out, so that a view needs no aligned table. */

static struct table_row row_at(const unsigned char *bytes, uint32_t index)
{
    struct table_row row;
    memcpy(&row, bytes + sizeof(struct header) + index * sizeof row, sizeof row);
    return row;
}

/* A name is 1 to 16 bytes, zeros behind it. */
static bool name_well_formed(const char *field, size_t size)
{
    size_t length = strnlen(field, size);
    for (size_t i = length; i < size; i++)
        if (field[i] != '\0')
            return false;
    return length > 0;
}

/* Blocks must lie exactly where the writer puts them: one after another, the
 * last one ending the section. So no damaged size or count goes unnoticed. */
static bool layout_is_exact(const unsigned char *bytes, const struct header *header)
{
    uint64_t end = sizeof *header + header->count * sizeof(struct table_row);
    if (end > header->total)
        return false;
    for (uint32_t i = 0; i < header->count; i++) {
        struct table_row row = row_at(bytes, i);
        if (!name_well_formed(row.name, sizeof row.name) || row.offset != align_up(end) ||
            row.offset > header->total || row.size > header->total - row.offset)
            return false;
        end = row.offset + row.size;
    }
    return end == header->total;
}

static enum base_status check(const void *bytes, size_t size, int verify, struct header *header,
                              struct base_error *err)
{
    assert((uintptr_t)bytes % ALIGNMENT == 0);
    if (!machine_is_little_endian())
        return base_fail(err, BASE_INVALID, "sections can only be read on a little-endian machine");
    if (size < sizeof *header || memcmp(bytes, MAGIC, sizeof MAGIC) != 0)
        return base_fail(err, BASE_INVALID, "not a section: the header is missing or damaged");
    memcpy(header, bytes, sizeof *header);
    if (header->total != size)
        return base_fail(err, BASE_INVALID,
                         "the section has %zu bytes where its header says %llu; it was cut or "
                         "damaged",
                         size, (unsigned long long)header->total);
    if (header->count > BASE_SECTION_BLOCK || !layout_is_exact(bytes, header))
        return base_fail(err, BASE_INVALID, "the section's table of blocks is damaged");
    unsigned char hash[BASE_SECTION_HASH];
    if (verify) {
        base_hash((const unsigned char *)bytes + sizeof *header, size - sizeof *header, hash);
        if (memcmp(hash, header->hash, sizeof hash) != 0)
            return base_fail(err, BASE_INVALID, "the section's checksum does not match its bytes");
    }
    return BASE_OK;
}

enum base_status base_section_check(const void *bytes, size_t size, int verify,
                                    struct base_error *err)
{
    struct header header;
    return check(bytes, size, verify, &header, err);
}

enum base_status base_section_open(const void *bytes, size_t size, const char *kind,
                                   uint32_t version, int verify, struct base_section *out,
                                   struct base_error *err)
{
    struct header header;
    enum base_status status = check(bytes, size, verify, &header, err);
    if (status != BASE_OK)
        return status;
    if (!name_well_formed(header.kind, sizeof header.kind) ||
        !name_is(header.kind, sizeof header.kind, kind))
        return base_fail(err, BASE_INVALID, "the section is not of the kind %s", kind);
    if (header.version != version)
        return base_fail(err, BASE_INVALID,
                         "the section of the kind %s has version %lu, this program reads %lu; "
                         "build the snapshot again",
                         kind, (unsigned long)header.version, (unsigned long)version);
    *out = (struct base_section){.bytes = bytes, .size = size, .version = version};
    return BASE_OK;
}

const void *base_section_block(const struct base_section *section, const char *name,
                               size_t element_size, size_t *count)
{
    struct header header;
    memcpy(&header, section->bytes, sizeof header);
    *count = 0;
    for (uint32_t i = 0; i < header.count; i++) {
        struct table_row row = row_at(section->bytes, i);
        if (!name_is(row.name, sizeof row.name, name))
            continue;
        if (element_size == 0 || row.size % element_size != 0)
            return NULL;
        *count = (size_t)row.size / element_size;
        return section->bytes + row.offset;
    }
    return NULL;
}
