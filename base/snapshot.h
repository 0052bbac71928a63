/* base/snapshot.h - the set of sections that answers reads.
 *
 * A folder holds one file per section, named by its content hash
 * ("<64 hex digits>.section"), and `manifest.json`, swapped by rename:
 *   {"format":1,"sections":{"names":{"hash":…,"size":…,"source":…},…}}
 * with the names in byte order. `source` says which state of the record the
 * section was built from, so that a commit rebuilds only what changed.
 *
 * A packed snapshot is the same in one file:
 *   "YUTUPACK" · format u32 · 0 u32 · manifest size u64 · total size u64 ·
 *   BLAKE2b-256 of the manifest · the manifest · the sections in its order,
 *   each at the next multiple of 16, zeros between. Little endian. */
#ifndef BASE_SNAPSHOT_H
#define BASE_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/section.h"

#define BASE_SNAPSHOT_ID 17 /* 16 hex digits and the end */

struct base_snapshot; /* open, read-only, mapped; immutable; reference counted */

/* Opens a folder or a packed file. Every section is mapped and its header and
 * checksum verified. Returns BASE_OK, BASE_NOT_FOUND (no such path), BASE_INVALID
 * (damaged; says which section) or BASE_FAILED. */
BASE_MUST_CHECK
enum base_status base_snapshot_open(const char *path, struct base_snapshot **out,
                                    struct base_error *err);

/* Thread safe. The last release unmaps. release(NULL) is fine. */
struct base_snapshot *base_snapshot_retain(struct base_snapshot *snapshot);
void base_snapshot_release(struct base_snapshot *snapshot);

/* The hash of the manifest: same data, same id. Borrowed from snapshot. */
const char *base_snapshot_id(const struct base_snapshot *snapshot);

/* The bytes of a section; false when there is none by that name. */
bool base_snapshot_section(const struct base_snapshot *snapshot, const char *name,
                           const void **bytes, size_t *size);

/* What the section was built from; "" when absent. Borrowed. */
const char *base_snapshot_source(const struct base_snapshot *snapshot, const char *name);

/* One section for base_snapshot_save. bytes NULL keeps the section of that
 * name that the folder has already. */
struct base_snapshot_part {
    const char *name, *source;
    const void *bytes;
    size_t size;
};

/* Writes the parts' files and swaps the manifest (each file: temporary name,
 * fsync, rename, fsync of the folder), then removes files that the manifest
 * does not name and that are older than a minute. Creates the folder. A kill at
 * any moment leaves the old or the new snapshot. Part names are 1 to 32 of
 * a-z 0-9 - _, each once; bytes are a section, 16-byte aligned. Sections of the
 * folder that no part names are dropped.
 *
 * Savers in other processes wait for one another; within a process the caller
 * sees to it that only one saves into a folder.
 *
 * Returns BASE_OK, BASE_INVALID (a part's name or bytes), BASE_NOT_FOUND (a
 * section to keep is not there), BASE_NO_MEMORY or BASE_FAILED. */
BASE_MUST_CHECK
enum base_status base_snapshot_save(const char *folder, const struct base_snapshot_part *parts,
                                    size_t count, struct base_error *err);

/* Writes the snapshot as one packed file, atomically. */
BASE_MUST_CHECK
enum base_status base_snapshot_pack(const struct base_snapshot *snapshot, const char *out_path,
                                    struct base_error *err);

#endif
