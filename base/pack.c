/* base/pack.c - the one-file form of a snapshot. */
#include "base/pack.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "base/file.h"

#define FORMAT    1
#define ALIGNMENT ((uint64_t)16)

static const char MAGIC[8] = "YUTUPACK";
static const char ZEROS[16] = {0};

struct header {
    char magic[8];
    uint32_t format, zero;
    uint64_t manifest_size, total;
    unsigned char hash[BASE_HASH_SIZE]; /* of the manifest */
};

static_assert(sizeof(struct header) == 64, "file format");

static uint64_t align_up(uint64_t offset)
{
    return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static enum base_status damaged(struct base_error *err)
{
    return base_fail(err, BASE_INVALID, "the snapshot file is damaged or cut");
}

static enum base_status open_manifest(const unsigned char *bytes, size_t size,
                                      const struct header *header, struct base_manifest *out,
                                      struct base_error *err)
{
    unsigned char hash[BASE_HASH_SIZE];
    if (header->zero != 0 || header->total != size || header->manifest_size > size - sizeof *header)
        return damaged(err);
    base_hash(bytes + sizeof *header, (size_t)header->manifest_size, hash);
    if (memcmp(hash, header->hash, sizeof hash) != 0)
        return base_fail(err, BASE_INVALID,
                         "the snapshot file's manifest is damaged: its checksum does not match");
    return base_manifest_parse((const char *)bytes + sizeof *header, (size_t)header->manifest_size,
                               out, err);
}

/* Walks the sections; false unless they fill the file exactly, zeros between. */
static bool place_sections(const unsigned char *bytes, uint64_t size, uint64_t end,
                           const struct base_manifest *manifest, struct base_pack *out)
{
    for (size_t i = 0; i < manifest->count; i++) {
        uint64_t start = align_up(end);
        if (start > size || manifest->entries[i].size > size - start ||
            memcmp(bytes + end, ZEROS, (size_t)(start - end)) != 0)
            return false;
        out->sections[i] = bytes + start;
        end = start + manifest->entries[i].size;
    }
    return end == size;
}

enum base_status base_pack_open(const void *bytes, size_t size, struct base_pack *out,
                                struct base_manifest *manifest, struct base_error *err)
{
    struct header header;
    if (size < sizeof header || memcmp(bytes, MAGIC, sizeof MAGIC) != 0)
        return base_fail(err, BASE_INVALID, "not a packed snapshot");
    memcpy(&header, bytes, sizeof header);
    if (header.format != FORMAT)
        return base_fail(err, BASE_INVALID, "the snapshot has format %lld, this program reads %d",
                         (long long)header.format, FORMAT);
    enum base_status status = open_manifest(bytes, size, &header, manifest, err);
    if (status != BASE_OK)
        return status;
    uint64_t end = sizeof header + header.manifest_size;
    if (!place_sections(bytes, size, end, manifest, out)) {
        base_manifest_done(manifest);
        return damaged(err);
    }
    out->manifest = (const char *)bytes + sizeof header;
    out->manifest_size = (size_t)header.manifest_size;
    return BASE_OK;
}

enum base_status base_pack_write(const struct base_manifest *manifest, const void *const *sections,
                                 const char *path, struct base_error *err)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    enum base_status status = base_manifest_write(manifest, &text, err);
    if (status != BASE_OK)
        return status;
    struct header header = {.format = FORMAT, .manifest_size = text.size};
    memcpy(header.magic, MAGIC, sizeof MAGIC);
    base_hash(text.data, text.size, header.hash);

    struct base_file_piece pieces[2 + 2 * BASE_MANIFEST_SECTIONS] = {{&header, sizeof header},
                                                                     {text.data, text.size}};
    size_t count = 2;
    uint64_t end = sizeof header + text.size;
    for (size_t i = 0; i < manifest->count; i++) {
        uint64_t start = align_up(end), size = manifest->entries[i].size;
        pieces[count++] = (struct base_file_piece){ZEROS, (size_t)(start - end)};
        pieces[count++] = (struct base_file_piece){sections[i], (size_t)size};
        end = start + size;
    }
    header.total = end;
    return base_file_write_pieces(path, pieces, count, err);
}
