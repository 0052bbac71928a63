/* base/file.h - whole files, atomically. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"

/* Replaces path: temporary file beside it ("PATH.tmp-…"), fsync, rename, fsync
 * of the folder; the temporary file is removed on failure. A file that is
 * replaced keeps its permissions. BASE_FAILED names path and reason. */
BASE_MUST_CHECK
enum base_status base_file_write_atomic(const char *path, const void *data, size_t size,
                                        struct base_error *err);

/* The same for a file whose bytes lie in several places. */
struct base_file_piece {
    const void *data;
    size_t size;
};
BASE_MUST_CHECK
enum base_status base_file_write_pieces(const char *path, const struct base_file_piece *pieces,
                                        size_t count, struct base_error *err);

/* Appends the file's bytes to out. BASE_NOT_FOUND, BASE_INVALID (larger than
 * limit; 0 means none), BASE_NO_MEMORY or BASE_FAILED. */
BASE_MUST_CHECK
enum base_status base_file_read(const char *path, size_t limit, struct base_buffer *out,
                                struct base_error *err);

/* A read-only mapping; close with base_file_unmap. An empty file maps as NULL, 0.
 * BASE_NOT_FOUND or BASE_FAILED (anything but a plain file is refused). */
BASE_MUST_CHECK
enum base_status base_file_map(const char *path, const void **bytes, size_t *size,
                               struct base_error *err);
void base_file_unmap(const void *bytes, size_t size);

bool base_file_exists(const char *path);
/* Makes the folder and its parents; one that exists is fine. */
BASE_MUST_CHECK
enum base_status base_file_make_folder(const char *path, struct base_error *err);
/* Removes a folder and everything below it, following no link. An absent one
 * is fine; a link or a file in its place is BASE_FAILED and stays. */
BASE_MUST_CHECK
enum base_status base_file_remove_tree(const char *path, struct base_error *err);

/* SHA-256 as 64 lower-case hex digits. BASE_NOT_FOUND or BASE_FAILED. */
#define BASE_SHA256_TEXT 65
BASE_MUST_CHECK
enum base_status base_file_sha256(const char *path, char out[BASE_SHA256_TEXT],
                                  struct base_error *err);

#endif
