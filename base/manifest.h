/* base/manifest.h - the list of sections of a snapshot, as JSON text. Internal
 * to base/snapshot*.c. */
#ifndef BASE_MANIFEST_H
#define BASE_MANIFEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/snapshot.h"

#define BASE_MANIFEST_NAME     32
#define BASE_MANIFEST_SECTIONS 64
#define BASE_MANIFEST_LIMIT    ((size_t)1024 * 1024) /* bytes of text */

struct base_manifest_entry {
    char name[BASE_MANIFEST_NAME + 1];
    char hash[BASE_HASH_TEXT];
    uint64_t size;
    char *source; /* owned by the manifest */
};

struct base_manifest {
    struct base_manifest_entry entries[BASE_MANIFEST_SECTIONS]; /* by name */
    size_t count;
};

/* {0} is an empty manifest. done frees what entries own; twice is fine. */
void base_manifest_done(struct base_manifest *manifest);

/* 1 to 32 of a-z 0-9 - _ */
bool base_manifest_name_valid(const char *name);

/* Inserts in order; source is copied. BASE_INVALID for a bad or repeated name
 * or one section too many, BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status base_manifest_add(struct base_manifest *manifest, const char *name,
                                   const char *hash, uint64_t size, const char *source,
                                   struct base_error *err);

/* The entry by name, or NULL. Borrowed. */
const struct base_manifest_entry *base_manifest_find(const struct base_manifest *manifest,
                                                     const char *name);

/* The text, always the same for the same entries. BASE_OK or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status base_manifest_write(const struct base_manifest *manifest, struct base_buffer *out,
                                     struct base_error *err);

/* Reads text into an empty manifest. BASE_OK, BASE_NO_MEMORY or BASE_INVALID,
 * with nothing to free then. */
BASE_MUST_CHECK
enum base_status base_manifest_parse(const char *text, size_t size, struct base_manifest *out,
                                     struct base_error *err);

/* The 16 hex digits that name a snapshot, from its manifest's text. */
void base_manifest_id(const void *text, size_t size, char out[BASE_SNAPSHOT_ID]);

#endif
