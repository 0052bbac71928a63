/* base/snapshot_save.c - writing a snapshot folder (base/snapshot.h).
 *
 * Section files come first, under names made of their content; then the
 * manifest replaces the old one in a single rename; only then goes what nothing
 * names any more. Whoever has old files mapped keeps them. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/manifest.h"

#define GRACE_S 60 /* younger files may belong to someone's unfinished work */

static enum base_status path_in(const char *folder, const char *name, const char *ending,
                                char out[PATH_MAX], struct base_error *err)
{
    if (snprintf(out, PATH_MAX, "%s/%s%s", folder, name, ending) >= PATH_MAX)
        return base_fail(err, BASE_FAILED, "the path %s is too long", folder);
    return BASE_OK;
}

/* Waits for savers of other processes. The lock ends with close or the process. */
static enum base_status lock_folder(const char *folder, int *out, struct base_error *err)
{
    char path[PATH_MAX];
    enum base_status status = path_in(folder, "lock", "", path, err);
    if (status != BASE_OK)
        return status;
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    int code = fd < 0 ? -1 : 0;
    while (fd >= 0 && (code = fcntl(fd, F_SETLKW, &whole)) < 0 && errno == EINTR)
        ;
    if (code == 0) {
        *out = fd;
        return BASE_OK;
    }
    char reason[96] = "";
    (void)strerror_r(errno, reason, sizeof reason);
    if (fd >= 0)
        close(fd);
    return base_fail(err, BASE_FAILED, "cannot lock %s: %s", path, reason);
}

/* What the folder holds now; nothing when it is new. */
static enum base_status read_old(const char *folder, struct base_manifest *old,
                                 struct base_error *err)
{
    char path[PATH_MAX];
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    enum base_status status = path_in(folder, "manifest.json", "", path, err);
    if (status != BASE_OK)
        return status;
    status = base_file_read(path, BASE_MANIFEST_LIMIT, &text, err);
    if (status == BASE_NOT_FOUND)
        return BASE_OK;
    if (status == BASE_OK)
        status = base_manifest_parse(text.data, text.size, old, err);
    return status;
}

static bool holds_bytes(const char *path, const void *bytes, size_t size)
{
    const void *there;
    size_t there_size;
    if (base_file_map(path, &there, &there_size, NULL) != BASE_OK)
        return false;
    bool same = there_size == size && (size == 0 || memcmp(there, bytes, size) == 0);
    base_file_unmap(there, there_size);
    return same;
}

static enum base_status write_part(const char *folder, const struct base_snapshot_part *part,
                                   struct base_manifest *fresh, struct base_error *err)
{
    unsigned char hash[BASE_HASH_SIZE];
    char hex[BASE_HASH_TEXT], path[PATH_MAX];
    enum base_status status = base_section_check(part->bytes, part->size, 1, err);
    if (status != BASE_OK) {
        base_error_prefix(err, part->name);
        return status;
    }
    base_hash(part->bytes, part->size, hash);
    base_hash_hex(hash, sizeof hash, hex);
    status = base_manifest_add(fresh, part->name, hex, part->size, part->source, err);
    if (status == BASE_OK)
        status = path_in(folder, hex, ".section", path, err);
    if (status != BASE_OK || holds_bytes(path, part->bytes, part->size))
        return status;
    return base_file_write_atomic(path, part->bytes, part->size, err);
}

static enum base_status keep_part(const struct base_manifest *old,
                                  const struct base_snapshot_part *part,
                                  struct base_manifest *fresh, struct base_error *err)
{
    const struct base_manifest_entry *entry = base_manifest_find(old, part->name);
    if (!entry)
        return base_fail(err, BASE_NOT_FOUND, "the snapshot has no section %s to keep", part->name);
    return base_manifest_add(fresh, entry->name, entry->hash, entry->size,
                             part->source ? part->source : entry->source, err);
}

static enum base_status swap_manifest(const char *folder, const struct base_manifest *fresh,
                                      struct base_error *err)
{
    char path[PATH_MAX];
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    enum base_status status = path_in(folder, "manifest.json", "", path, err);
    if (status == BASE_OK)
        status = base_manifest_write(fresh, &text, err);
    if (status != BASE_OK)
        return status;
    return base_file_write_atomic(path, text.data, text.size, err);
}

/* Ours to remove: "<hash>.section" that is not named, and temporary files. */
static bool is_leftover(const char *name, const struct base_manifest *fresh)
{
    if (strstr(name, ".tmp-"))
        return true;
    size_t length = strlen(name);
    if (length != BASE_HASH_TEXT - 1 + strlen(".section") ||
        strcmp(name + BASE_HASH_TEXT - 1, ".section") != 0)
        return false;
    for (size_t i = 0; i < fresh->count; i++)
        if (strncmp(name, fresh->entries[i].hash, BASE_HASH_TEXT - 1) == 0)
            return false;
    return true;
}

/* Best effort: what cannot be removed today is removed by the next save. */
static void remove_leftovers(const char *folder_path, const struct base_manifest *fresh)
{
    DIR *folder = opendir(folder_path);
    if (!folder)
        return;
    time_t now = time(NULL);
    for (struct dirent *entry; (entry = readdir(folder));) {
        struct stat info;
        if (is_leftover(entry->d_name, fresh) &&
            fstatat(dirfd(folder), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(info.st_mode) && now - info.st_mtime > GRACE_S)
            (void)unlinkat(dirfd(folder), entry->d_name, 0);
    }
    closedir(folder);
}

static enum base_status save_locked(const char *folder, const struct base_snapshot_part *parts,
                                    size_t count, struct base_manifest *old,
                                    struct base_manifest *fresh, struct base_error *err)
{
    enum base_status status = read_old(folder, old, err);
    for (size_t i = 0; status == BASE_OK && i < count; i++)
        status = parts[i].bytes ? write_part(folder, &parts[i], fresh, err)
                                : keep_part(old, &parts[i], fresh, err);
    if (status == BASE_OK)
        status = swap_manifest(folder, fresh, err);
    if (status == BASE_OK)
        remove_leftovers(folder, fresh);
    return status;
}

enum base_status base_snapshot_save(const char *folder, const struct base_snapshot_part *parts,
                                    size_t count, struct base_error *err)
{
    int lock = -1;
    enum base_status status = base_file_make_folder(folder, err);
    if (status == BASE_OK)
        status = lock_folder(folder, &lock, err);
    if (status != BASE_OK)
        return status;
    struct base_manifest old = {0}, fresh = {0};
    status = save_locked(folder, parts, count, &old, &fresh, err);
    base_manifest_done(&old);
    base_manifest_done(&fresh);
    close(lock);
    return status;
}
