/* base/file.c - whole files, atomically. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <nettle/sha2.h>
#include <sodium.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"

#define REASON_SIZE 96
#define CHUNK       ((size_t)64 * 1024)

static const char *reason(int code, char out[REASON_SIZE])
{
    if (strerror_r(code, out, REASON_SIZE) != 0)
        snprintf(out, REASON_SIZE, "error %d", code);
    return out;
}

static enum base_status fail_write(const char *path, int code, struct base_error *err)
{
    char text[REASON_SIZE];
    return base_fail(err, BASE_FAILED, "cannot write %s: %s", path, reason(code, text));
}

static enum base_status fail_read(const char *path, int code, struct base_error *err)
{
    char text[REASON_SIZE];
    if (code == ENOENT || code == ENOTDIR)
        return base_fail(err, BASE_NOT_FOUND, "there is no file %s", path);
    return base_fail(err, BASE_FAILED, "cannot read %s: %s", path, reason(code, text));
}

static int open_again(const char *path, int flags, mode_t mode)
{
    int fd;
    do {
        fd = open(path, flags | O_CLOEXEC, mode);
    } while (fd < 0 && errno == EINTR);
    return fd;
}

/* Writing. Helpers return 0 or an errno. */

static int write_all(int fd, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t written = write(fd, data, size < SSIZE_MAX ? size : SSIZE_MAX);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return errno;
        data += written;
        size -= (size_t)written;
    }
    return 0;
}

/* The folder that holds path: what stands before the last slash. */
static int sync_folder_of(const char *path)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) : 0;
    if (length >= sizeof folder)
        return ENAMETOOLONG;
    memcpy(folder, path, length);
    folder[length] = '\0';
    int fd = open_again(length ? folder : slash ? "/" : ".", O_RDONLY | O_DIRECTORY, 0);
    if (fd < 0)
        return errno;
    /* Some file systems cannot sync a folder and say EINVAL. */
    int code = fsync(fd) < 0 && errno != EINVAL ? errno : 0;
    close(fd);
    return code;
}

static int open_temporary(const char *path, char temporary[PATH_MAX])
{
    if (sodium_init() < 0) {
        errno = ENOSYS;
        return -1;
    }
    for (int attempt = 0; attempt < 100; attempt++) {
        int length = snprintf(temporary, PATH_MAX, "%s.tmp-%08x", path, randombytes_random());
        if (length < 0 || length >= PATH_MAX) {
            errno = ENAMETOOLONG;
            return -1;
        }
        int fd = open_again(temporary, O_WRONLY | O_CREAT | O_EXCL, 0666);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

static int fill(int fd, const char *path, const struct base_file_piece *pieces, size_t count)
{
    struct stat old;
    if (stat(path, &old) == 0 && fchmod(fd, old.st_mode & 07777) < 0)
        return errno;
    int code = 0;
    for (size_t i = 0; i < count && !code; i++)
        code = write_all(fd, pieces[i].data, pieces[i].size);
    if (!code && fsync(fd) < 0)
        code = errno;
    return code;
}

enum base_status base_file_write_pieces(const char *path, const struct base_file_piece *pieces,
                                        size_t count, struct base_error *err)
{
    char temporary[PATH_MAX];
    int fd = open_temporary(path, temporary);
    if (fd < 0)
        return fail_write(path, errno, err);
    int code = fill(fd, path, pieces, count);
    if (close(fd) < 0 && !code)
        code = errno;
    if (!code && rename(temporary, path) < 0)
        code = errno;
    if (code) {
        unlink(temporary);
        return fail_write(path, code, err);
    }
    code = sync_folder_of(path);
    return code ? fail_write(path, code, err) : BASE_OK;
}

enum base_status base_file_write_atomic(const char *path, const void *data, size_t size,
                                        struct base_error *err)
{
    return base_file_write_pieces(path, &(struct base_file_piece){data, size}, 1, err);
}

/* Reading. */

static ssize_t read_some(int fd, void *room, size_t size)
{
    ssize_t got;
    do {
        got = read(fd, room, size);
    } while (got < 0 && errno == EINTR);
    return got;
}

static enum base_status read_rest(int fd, const char *path, size_t limit, struct base_buffer *out,
                                  struct base_error *err)
{
    size_t start = out->size;
    for (;;) {
        char *room = base_buffer_extend(out, CHUNK);
        if (!room)
            return base_buffer_check(out, err);
        ssize_t got = read_some(fd, room, CHUNK);
        out->size -= CHUNK - (got > 0 ? (size_t)got : 0);
        out->data[out->size] = '\0';
        if (got < 0)
            return fail_read(path, errno, err);
        if (got == 0)
            return BASE_OK;
        if (limit && out->size - start > limit)
            return base_fail(err, BASE_INVALID, "%s is larger than the limit of %zu bytes", path,
                             limit);
    }
}

enum base_status base_file_read(const char *path, size_t limit, struct base_buffer *out,
                                struct base_error *err)
{
    int fd = open_again(path, O_RDONLY, 0);
    if (fd < 0)
        return fail_read(path, errno, err);
    size_t start = out->size;
    enum base_status status = read_rest(fd, path, limit, out, err);
    if (status != BASE_OK && out->data) {
        out->size = start;
        out->data[start] = '\0';
    }
    close(fd);
    return status;
}

static enum base_status map_open(int fd, const char *path, const void **bytes, size_t *size,
                                 struct base_error *err)
{
    struct stat info;
    if (fstat(fd, &info) < 0)
        return fail_read(path, errno, err);
    if (!S_ISREG(info.st_mode))
        return base_fail(err, BASE_FAILED, "%s is not a plain file", path);
    const void *mapped = NULL;
    if (info.st_size > 0)
        mapped = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_SHARED, fd, 0);
    if (mapped == MAP_FAILED)
        return fail_read(path, errno, err);
    *bytes = mapped;
    *size = (size_t)info.st_size;
    return BASE_OK;
}

enum base_status base_file_map(const char *path, const void **bytes, size_t *size,
                               struct base_error *err)
{
    /* O_NONBLOCK: opening a pipe by mistake must not wait for its writer. */
    int fd = open_again(path, O_RDONLY | O_NONBLOCK, 0);
    if (fd < 0)
        return fail_read(path, errno, err);
    enum base_status status = map_open(fd, path, bytes, size, err);
    close(fd);
    return status;
}

void base_file_unmap(const void *bytes, size_t size)
{
    if (bytes)
        munmap((void *)(uintptr_t)bytes, size);
}

bool base_file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

enum base_status base_file_sha256(const char *path, char out[BASE_SHA256_TEXT],
                                  struct base_error *err)
{
    int fd = open_again(path, O_RDONLY, 0);
    if (fd < 0)
        return fail_read(path, errno, err);
    struct sha256_ctx state;
    sha256_init(&state);
    unsigned char chunk[CHUNK];
    ssize_t got;
    while ((got = read_some(fd, chunk, sizeof chunk)) > 0)
        sha256_update(&state, (size_t)got, chunk);
    int code = errno;
    close(fd);
    if (got < 0)
        return fail_read(path, code, err);
    unsigned char digest[SHA256_DIGEST_SIZE];
    sha256_digest(&state, sizeof digest, digest);
    base_hash_hex(digest, sizeof digest, out);
    return BASE_OK;
}
