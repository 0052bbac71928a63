/* tests/fuzz/replay.c - feeds a target the files of folders, one after another,
 * where libFuzzer is not there. */
#include <dirent.h>
#include <sys/stat.h>

#include "base/file.h"
#include "tests/fuzz/fuzz.h"

static int replay_file(const char *path)
{
    struct base_buffer bytes BASE_BUFFER_AUTO = {0};
    struct base_error err;
    if (base_file_read(path, 0, &bytes, &err) != BASE_OK) {
        fprintf(stderr, "error: %s\n", err.message);
        exit(1);
    }
    LLVMFuzzerTestOneInput((const uint8_t *)bytes.data, bytes.size);
    return 1;
}

static int replay_folder(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder) {
        fprintf(stderr, "error: there is no folder %s\n", path);
        exit(1);
    }
    int count = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        char file[4096];
        struct stat info;
        snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
        if (stat(file, &info) == 0 && S_ISREG(info.st_mode))
            count += replay_file(file);
    }
    closedir(folder);
    return count;
}

int main(int argc, char **argv)
{
    int count = 0;
    for (int i = 1; i < argc; i++)
        count += replay_folder(argv[i]);
    printf("%d files\n", count);
    return count > 0 ? 0 : 1; /* an empty corpus proves nothing */
}
