/* base/folder.c - making and removing folders (base/file.h). */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static enum base_status fail(const char *path, int code, bool making, struct base_error *err)
{
    char reason[96];
    if (strerror_r(code, reason, sizeof reason) != 0)
        snprintf(reason, sizeof reason, "error %d", code);
    if (making)
        return base_fail(err, BASE_FAILED, "cannot make the folder %s: %s", path, reason);
    return base_fail(err, BASE_FAILED, "cannot remove %s: %s", path, reason);
}

static bool is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

enum base_status base_file_make_folder(const char *path, struct base_error *err)
{
    char part[PATH_MAX];
    size_t length = strlen(path);
    if (length == 0 || length >= sizeof part)
        return fail(path, length ? ENAMETOOLONG : ENOENT, true, err);
    /* Each prefix that ends before a slash, then the whole. */
    for (size_t end = 1; end <= length; end++) {
        if (path[end] != '/' && path[end] != '\0')
            continue;
        memcpy(part, path, end);
        part[end] = '\0';
        int code = mkdir(part, 0777) < 0 ? errno : 0;
        if (code && !is_folder(part))
            return fail(part, code, true, err);
    }
    return BASE_OK;
}

static int remove_below(int parent, const char *name);

/* Empties the folder that is open as fd; fd is closed. Returns 0 or an errno. */
static int remove_entries(int fd)
{
    DIR *folder = fdopendir(fd);
    if (!folder) {
        int code = errno;
        close(fd);
        return code;
    }
    int code = 0;
    for (struct dirent *entry; !code && (entry = readdir(folder));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            code = remove_below(dirfd(folder), entry->d_name);
    closedir(folder);
    return code;
}

static int remove_folder(int parent, const char *name)
{
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return errno;
    int code = remove_entries(fd);
    if (!code && unlinkat(parent, name, AT_REMOVEDIR) < 0)
        code = errno;
    return code;
}

static int remove_below(int parent, const char *name)
{
    struct stat info;
    if (fstatat(parent, name, &info, AT_SYMLINK_NOFOLLOW) < 0)
        return errno == ENOENT ? 0 : errno;
    if (S_ISDIR(info.st_mode))
        return remove_folder(parent, name);
    return unlinkat(parent, name, 0) < 0 && errno != ENOENT ? errno : 0;
}

enum base_status base_file_remove_tree(const char *path, struct base_error *err)
{
    int code = remove_folder(AT_FDCWD, path);
    return code && code != ENOENT ? fail(path, code, false, err) : BASE_OK;
}
