/* base/snapshot.c - opening a snapshot, a folder or a packed file. */
#include "base/snapshot.h"

#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/manifest.h"
#include "base/pack.h"

#define ATTEMPTS 10 /* of reading a folder whose manifest is being swapped */

struct view {
    const void *bytes;
    size_t size;
};

struct base_snapshot {
    atomic_int references;
    char id[BASE_SNAPSHOT_ID];
    struct base_manifest manifest;
    struct view sections[BASE_MANIFEST_SECTIONS]; /* as the manifest's entries */
    struct view pack; /* the whole packed file; sections point into it */
};

static void snapshot_free(struct base_snapshot *snapshot)
{
    if (snapshot->pack.bytes)
        base_file_unmap(snapshot->pack.bytes, snapshot->pack.size);
    else
        for (size_t i = 0; i < snapshot->manifest.count; i++)
            base_file_unmap(snapshot->sections[i].bytes, snapshot->sections[i].size);
    base_manifest_done(&snapshot->manifest);
    free(snapshot);
}

static enum base_status check_section(const struct base_manifest_entry *entry, struct view view,
                                      struct base_error *err)
{
    unsigned char hash[BASE_HASH_SIZE];
    char text[BASE_HASH_TEXT];
    if (view.size != entry->size)
        return base_fail(err, BASE_INVALID, "section %s of the snapshot was cut: %zu of %llu bytes",
                         entry->name, view.size, (unsigned long long)entry->size);
    base_hash(view.bytes, view.size, hash);
    base_hash_hex(hash, sizeof hash, text);
    if (strcmp(text, entry->hash) != 0)
        return base_fail(err, BASE_INVALID,
                         "section %s of the snapshot is damaged: its checksum does not match",
                         entry->name);
    enum base_status status = base_section_check(view.bytes, view.size, 0, err);
    if (status != BASE_OK)
        base_error_prefix(err, entry->name);
    return status;
}

/* A folder. */

static enum base_status map_section(const char *folder, struct base_snapshot *snapshot,
                                    size_t index, struct base_error *err)
{
    const struct base_manifest_entry *entry = &snapshot->manifest.entries[index];
    struct view *view = &snapshot->sections[index];
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/%s.section", folder, entry->hash);
    if (length >= (int)sizeof path)
        return base_fail(err, BASE_FAILED, "the path %s is too long", folder);
    enum base_status status = base_file_map(path, &view->bytes, &view->size, err);
    return status == BASE_OK ? check_section(entry, *view, err) : status;
}

static enum base_status read_manifest(const char *folder, struct base_buffer *text,
                                      struct base_error *err)
{
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/manifest.json", folder);
    if (length >= (int)sizeof path)
        return base_fail(err, BASE_FAILED, "the path %s is too long", folder);
    return base_file_read(path, BASE_MANIFEST_LIMIT, text, err);
}

static enum base_status fill_from_folder(const char *folder, struct base_snapshot *snapshot,
                                         struct base_error *err)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    enum base_status status = read_manifest(folder, &text, err);
    if (status != BASE_OK)
        return status;
    base_manifest_id(text.data, text.size, snapshot->id);
    status = base_manifest_parse(text.data, text.size, &snapshot->manifest, err);
    for (size_t i = 0; status == BASE_OK && i < snapshot->manifest.count; i++)
        status = map_section(folder, snapshot, i, err);
    return status;
}

/* A packed file. */

static enum base_status fill_from_pack(const char *path, struct base_snapshot *snapshot,
                                       struct base_error *err)
{
    struct view *pack = &snapshot->pack;
    enum base_status status = base_file_map(path, &pack->bytes, &pack->size, err);
    struct base_pack parts;
    if (status == BASE_OK)
        status = base_pack_open(pack->bytes, pack->size, &parts, &snapshot->manifest, err);
    if (status != BASE_OK)
        return status;
    base_manifest_id(parts.manifest, parts.manifest_size, snapshot->id);
    for (size_t i = 0; status == BASE_OK && i < snapshot->manifest.count; i++) {
        const struct base_manifest_entry *entry = &snapshot->manifest.entries[i];
        snapshot->sections[i] = (struct view){parts.sections[i], (size_t)entry->size};
        status = check_section(entry, snapshot->sections[i], err);
    }
    return status;
}

/* Both. */

static enum base_status open_once(const char *path, bool folder, struct base_snapshot **out,
                                  struct base_error *err)
{
    struct base_snapshot *snapshot = calloc(1, sizeof *snapshot);
    if (!snapshot)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    atomic_init(&snapshot->references, 1);
    enum base_status status =
        folder ? fill_from_folder(path, snapshot, err) : fill_from_pack(path, snapshot, err);
    if (status == BASE_OK)
        *out = snapshot;
    else
        snapshot_free(snapshot);
    return status;
}

enum base_status base_snapshot_open(const char *path, struct base_snapshot **out,
                                    struct base_error *err)
{
    struct stat info;
    if (stat(path, &info) < 0)
        return base_fail(err, BASE_NOT_FOUND, "there is no snapshot %s", path);
    bool folder = S_ISDIR(info.st_mode);
    enum base_status status = open_once(path, folder, out, err);
    /* A saver may have removed a section between our reading of the manifest
     * and of the section: the new manifest then names what is there. */
    for (int i = 1; i < ATTEMPTS && folder && status == BASE_NOT_FOUND; i++)
        status = open_once(path, folder, out, err);
    if (folder && status == BASE_NOT_FOUND)
        return base_fail(err, BASE_INVALID, "the snapshot %s is incomplete: a file is missing",
                         path);
    if (status != BASE_OK)
        base_error_prefix(err, path);
    return status;
}

struct base_snapshot *base_snapshot_retain(struct base_snapshot *snapshot)
{
    atomic_fetch_add_explicit(&snapshot->references, 1, memory_order_relaxed);
    return snapshot;
}

void base_snapshot_release(struct base_snapshot *snapshot)
{
    if (snapshot && atomic_fetch_sub_explicit(&snapshot->references, 1, memory_order_acq_rel) == 1)
        snapshot_free(snapshot);
}

const char *base_snapshot_id(const struct base_snapshot *snapshot)
{
    return snapshot->id;
}

bool base_snapshot_section(const struct base_snapshot *snapshot, const char *name,
                           const void **bytes, size_t *size)
{
    const struct base_manifest_entry *entry = base_manifest_find(&snapshot->manifest, name);
    if (!entry)
        return false;
    const struct view *view = &snapshot->sections[entry - snapshot->manifest.entries];
    *bytes = view->bytes;
    *size = view->size;
    return true;
}

const char *base_snapshot_source(const struct base_snapshot *snapshot, const char *name)
{
    const struct base_manifest_entry *entry = base_manifest_find(&snapshot->manifest, name);
    return entry ? entry->source : "";
}

enum base_status base_snapshot_pack(const struct base_snapshot *snapshot, const char *out_path,
                                    struct base_error *err)
{
    const void *sections[BASE_MANIFEST_SECTIONS];
    for (size_t i = 0; i < snapshot->manifest.count; i++)
        sections[i] = snapshot->sections[i].bytes;
    return base_pack_write(&snapshot->manifest, sections, out_path, err);
}
