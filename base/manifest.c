/* base/manifest.c - the list of sections of a snapshot, as JSON text. */
#include "base/manifest.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

#define FORMAT 1

void base_manifest_done(struct base_manifest *manifest)
{
    for (size_t i = 0; i < manifest->count; i++)
        free(manifest->entries[i].source);
    manifest->count = 0;
}

bool base_manifest_name_valid(const char *name)
{
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_");
    return length > 0 && length <= BASE_MANIFEST_NAME && name[length] == '\0';
}

static bool hash_valid(const char *hash)
{
    return strlen(hash) == BASE_HASH_TEXT - 1 &&
           strspn(hash, "0123456789abcdef") == BASE_HASH_TEXT - 1;
}

enum base_status base_manifest_add(struct base_manifest *manifest, const char *name,
                                   const char *hash, uint64_t size, const char *source,
                                   struct base_error *err)
{
    if (!base_manifest_name_valid(name))
        return base_fail(err, BASE_INVALID, "a section of a snapshot cannot be named %s", name);
    if (!hash_valid(hash))
        return base_fail(err, BASE_INVALID, "the hash of section %s is damaged", name);
    if (base_manifest_find(manifest, name))
        return base_fail(err, BASE_INVALID, "the section %s is named twice", name);
    if (manifest->count == BASE_MANIFEST_SECTIONS)
        return base_fail(err, BASE_INVALID, "a snapshot has at most %d sections",
                         BASE_MANIFEST_SECTIONS);
    struct base_manifest_entry entry = {.size = size, .source = strdup(source ? source : "")};
    if (!entry.source)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    memcpy(entry.name, name, strlen(name));
    memcpy(entry.hash, hash, sizeof entry.hash);

    size_t at = manifest->count++;
    for (; at > 0 && strcmp(manifest->entries[at - 1].name, name) > 0; at--)
        manifest->entries[at] = manifest->entries[at - 1];
    manifest->entries[at] = entry;
    return BASE_OK;
}

const struct base_manifest_entry *base_manifest_find(const struct base_manifest *manifest,
                                                     const char *name)
{
    for (size_t i = 0; i < manifest->count; i++)
        if (strcmp(manifest->entries[i].name, name) == 0)
            return &manifest->entries[i];
    return NULL;
}

enum base_status base_manifest_write(const struct base_manifest *manifest, struct base_buffer *out,
                                     struct base_error *err)
{
    struct base_json json;
    base_json_init(&json, out);
    base_json_object_begin(&json);
    base_json_key_int(&json, "format", FORMAT);
    base_json_key(&json, "sections");
    base_json_object_begin(&json);
    for (size_t i = 0; i < manifest->count; i++) {
        const struct base_manifest_entry *entry = &manifest->entries[i];
        base_json_key(&json, entry->name);
        base_json_object_begin(&json);
        base_json_key_string(&json, "hash", entry->hash);
        base_json_key_int(&json, "size", (int64_t)entry->size);
        base_json_key_string(&json, "source", entry->source);
        base_json_object_end(&json);
    }
    base_json_object_end(&json);
    base_json_object_end(&json);
    base_buffer_byte(out, '\n');
    return base_buffer_check(out, err);
}

static enum base_status add_parsed(struct base_manifest *out, const char *name, json_t *value,
                                   struct base_error *err)
{
    json_t *size = json_object_get(value, "size");
    const char *hash = json_string_value(json_object_get(value, "hash"));
    const char *source = json_string_value(json_object_get(value, "source"));
    if (!hash || !source || !json_is_integer(size) || json_integer_value(size) < 0)
        return base_fail(err, BASE_INVALID, "the manifest's entry of section %s is damaged", name);
    return base_manifest_add(out, name, hash, (uint64_t)json_integer_value(size), source, err);
}

static enum base_status add_all(struct base_manifest *out, json_t *root, struct base_error *err)
{
    json_t *sections = json_object_get(root, "sections");
    json_t *format = json_object_get(root, "format");
    if (!json_is_integer(format) || !json_is_object(sections))
        return base_fail(err, BASE_INVALID, "the snapshot's manifest is damaged");
    if (json_integer_value(format) != FORMAT)
        return base_fail(err, BASE_INVALID, "the snapshot has format %lld, this program reads %d",
                         (long long)json_integer_value(format), FORMAT);
    const char *name;
    json_t *value;
    enum base_status status = BASE_OK;
    json_object_foreach(sections, name, value)
    {
        if (status == BASE_OK)
            status = add_parsed(out, name, value, err);
    }
    return status;
}

enum base_status base_manifest_parse(const char *text, size_t size, struct base_manifest *out,
                                     struct base_error *err)
{
    if (size > BASE_MANIFEST_LIMIT)
        return base_fail(err, BASE_INVALID, "the snapshot's manifest is damaged");
    json_error_t fault;
    json_t *root = json_loadb(text, size, JSON_REJECT_DUPLICATES, &fault);
    if (!root)
        return base_fail(err, BASE_INVALID, "the snapshot's manifest is damaged at byte %d: %s",
                         fault.position, fault.text);
    enum base_status status = add_all(out, root, err);
    if (status != BASE_OK)
        base_manifest_done(out);
    json_decref(root);
    return status;
}

void base_manifest_id(const void *text, size_t size, char out[BASE_SNAPSHOT_ID])
{
    unsigned char hash[BASE_HASH_SIZE];
    base_hash(text, size, hash);
    base_hash_hex(hash, (BASE_SNAPSHOT_ID - 1) / 2, out);
}
