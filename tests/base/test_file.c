#include <dirent.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "tests/support/scratch.h"

static void put(const char *path, const char *text)
{
    assert_int_equal(base_file_write_atomic(path, text, strlen(text), NULL), BASE_OK);
}

static void assert_holds(const char *path, const char *text)
{
    struct base_buffer bytes BASE_BUFFER_AUTO = {0};
    assert_int_equal(base_file_read(path, 0, &bytes, NULL), BASE_OK);
    assert_int_equal(bytes.size, strlen(text));
    assert_memory_equal(bytes.data ? bytes.data : "", text, bytes.size);
}

static int entries_in(const char *folder)
{
    DIR *dir = opendir(folder);
    int count = -2; /* . and .. */
    while (readdir(dir))
        count++;
    closedir(dir);
    return count;
}

static void write_atomic_replaces_and_leaves_nothing_else(void **state)
{
    char path[SCRATCH_SIZE];
    scratch_path(*state, "a", path);
    put(path, "one");
    assert_holds(path, "one");
    assert_int_equal(chmod(path, 0600), 0);
    put(path, "second");
    assert_holds(path, "second");
    put(path, "");
    assert_holds(path, "");
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 07777, 0600);
    assert_int_equal(entries_in(*state), 1);
}

static void write_pieces_joins_them(void **state)
{
    char path[SCRATCH_SIZE];
    static const struct base_file_piece pieces[] = {{"ab", 2}, {NULL, 0}, {"c", 1}};
    scratch_path(*state, "a", path);
    assert_int_equal(base_file_write_pieces(path, pieces, 3, NULL), BASE_OK);
    assert_holds(path, "abc");
}

/* A file size limit stands for a full disk: writing fails in the middle. */
static void a_full_disk_leaves_the_old_file_and_no_temporary_one(void **state)
{
    char path[SCRATCH_SIZE];
    static char big[100000];
    struct rlimit before, small;
    struct base_error err;
    scratch_path(*state, "a", path);
    put(path, "old");
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 50000;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum base_status status = base_file_write_atomic(path, big, sizeof big, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(status, BASE_FAILED);
    assert_non_null(strstr(err.message, "cannot write "));
    assert_holds(path, "old");
    assert_int_equal(entries_in(*state), 1);
}

static void failures_name_the_path(void **state)
{
    char path[SCRATCH_SIZE], folder[SCRATCH_SIZE], deep[SCRATCH_SIZE];
    struct base_error err;
    struct base_buffer bytes BASE_BUFFER_AUTO = {0};
    const void *mapped;
    size_t size;
    char digest[BASE_SHA256_TEXT];
    scratch_path(*state, "absent", path);
    scratch_path(*state, ".", folder);
    scratch_path(*state, "absent/x", deep);
    assert_int_equal(base_file_read(path, 0, &bytes, &err), BASE_NOT_FOUND);
    assert_non_null(strstr(err.message, "absent"));
    assert_int_equal(base_file_map(path, &mapped, &size, &err), BASE_NOT_FOUND);
    assert_int_equal(base_file_sha256(path, digest, &err), BASE_NOT_FOUND);
    assert_int_equal(base_file_read(folder, 0, &bytes, &err), BASE_FAILED);
    assert_int_equal(base_file_map(folder, &mapped, &size, &err), BASE_FAILED);
    assert_int_equal(base_file_sha256(folder, digest, &err), BASE_FAILED);
    assert_int_equal(base_file_write_atomic(deep, "x", 1, &err), BASE_FAILED);
    assert_int_equal(base_file_write_atomic(folder, "x", 1, &err), BASE_FAILED);
    assert_int_equal(entries_in(*state), 0);
    assert_false(base_file_exists(path));
    assert_true(base_file_exists(folder));
}

static void read_stops_at_the_limit_and_takes_back_what_it_appended(void **state)
{
    char path[SCRATCH_SIZE];
    struct base_error err;
    struct base_buffer bytes BASE_BUFFER_AUTO = {0};
    scratch_path(*state, "a", path);
    put(path, "12345");
    base_buffer_text(&bytes, "ab");
    assert_int_equal(base_file_read(path, 4, &bytes, &err), BASE_INVALID);
    assert_string_equal(bytes.data, "ab");
    assert_int_equal(base_file_read(path, 5, &bytes, &err), BASE_OK);
    assert_string_equal(bytes.data, "ab12345");
    struct base_buffer narrow BASE_BUFFER_AUTO = {.limit = 3};
    assert_int_equal(base_file_read(path, 0, &narrow, &err), BASE_NO_MEMORY);
}

static void map_gives_the_bytes_and_null_for_an_empty_file(void **state)
{
    char path[SCRATCH_SIZE], digest[BASE_SHA256_TEXT];
    const void *bytes = "x";
    size_t size = 9;
    scratch_path(*state, "a", path);
    put(path, "");
    assert_int_equal(base_file_map(path, &bytes, &size, NULL), BASE_OK);
    assert_null(bytes);
    assert_int_equal(size, 0);
    base_file_unmap(bytes, size);
    put(path, "abc");
    assert_int_equal(base_file_map(path, &bytes, &size, NULL), BASE_OK);
    assert_int_equal(size, 3);
    assert_memory_equal(bytes, "abc", 3);
    base_file_unmap(bytes, size);
    assert_int_equal(base_file_sha256(path, digest, NULL), BASE_OK);
    assert_string_equal(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void folders_are_made_with_parents_and_removed_with_content(void **state)
{
    char path[SCRATCH_SIZE], file[SCRATCH_SIZE], outside[SCRATCH_SIZE], link[SCRATCH_SIZE];
    struct base_error err;
    scratch_path(*state, "a/b//c/", path);
    assert_int_equal(base_file_make_folder(path, &err), BASE_OK);
    assert_int_equal(base_file_make_folder(path, &err), BASE_OK);
    put(scratch_path(*state, "a/b/c/file", file), "x");
    assert_int_equal(base_file_make_folder(file, &err), BASE_FAILED);
    put(scratch_path(*state, "outside", outside), "stays");
    assert_int_equal(symlink(*state, scratch_path(*state, "a/link", link)), 0);
    assert_int_equal(base_file_remove_tree(link, &err), BASE_FAILED);
    assert_int_equal(base_file_remove_tree(scratch_path(*state, "a", path), &err), BASE_OK);
    assert_false(base_file_exists(path));
    assert_holds(outside, "stays");
    assert_int_equal(base_file_remove_tree(path, &err), BASE_OK);
    assert_int_equal(base_file_make_folder("", &err), BASE_FAILED);
}

#define SCRATCH_TEST(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(write_atomic_replaces_and_leaves_nothing_else),
        SCRATCH_TEST(write_pieces_joins_them),
        SCRATCH_TEST(a_full_disk_leaves_the_old_file_and_no_temporary_one),
        SCRATCH_TEST(failures_name_the_path),
        SCRATCH_TEST(read_stops_at_the_limit_and_takes_back_what_it_appended),
        SCRATCH_TEST(map_gives_the_bytes_and_null_for_an_empty_file),
        SCRATCH_TEST(folders_are_made_with_parents_and_removed_with_content),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
