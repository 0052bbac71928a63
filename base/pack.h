/* base/pack.h - the one-file form of a snapshot (format in base/snapshot.h).
 * Internal to base/snapshot*.c. */
#ifndef BASE_PACK_H
#define BASE_PACK_H

#include <stddef.h>

#include "base/error.h"
#include "base/manifest.h"

/* Where the parts lie. Borrowed from the bytes of the file. */
struct base_pack {
    const char *manifest;
    size_t manifest_size;
    const void *sections[BASE_MANIFEST_SECTIONS]; /* as the manifest's entries */
};

/* Checks everything but the sections' own bytes. bytes must be 16-byte aligned.
 * Returns BASE_OK, BASE_INVALID or BASE_NO_MEMORY; manifest (given empty) has
 * nothing to free then. */
BASE_MUST_CHECK
enum base_status base_pack_open(const void *bytes, size_t size, struct base_pack *out,
                                struct base_manifest *manifest, struct base_error *err);

/* Writes the file atomically. sections as the manifest's entries. */
BASE_MUST_CHECK
enum base_status base_pack_write(const struct base_manifest *manifest, const void *const *sections,
                                 const char *path, struct base_error *err);

#endif
