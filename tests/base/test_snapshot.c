#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/snapshot.h"
#include "tests/support/scratch.h"

#define SCRATCH_TEST(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

/* A section whose only block is the text. */
static void make_section(const char *text, struct base_buffer *out)
{
    struct base_section_writer writer;
    base_section_writer_init(&writer, "sample", 1);
    base_section_writer_add(&writer, "text", text, strlen(text));
    assert_int_equal(base_section_writer_finish(&writer, out, NULL), BASE_OK);
    base_section_writer_done(&writer);
}

static enum base_status save_two(const char *folder, const char *a, const char *b)
{
    struct base_buffer one BASE_BUFFER_AUTO = {0}, two BASE_BUFFER_AUTO = {0};
    make_section(a, &one);
    make_section(b, &two);
    const struct base_snapshot_part parts[] = {{"names", "n1", one.data, one.size},
                                               {"divisions", "d1", two.data, two.size}};
    return base_snapshot_save(folder, parts, 2, NULL);
}

static struct base_snapshot *open_good(const char *path)
{
    struct base_snapshot *snapshot = NULL;
    struct base_error err = {0};
    if (base_snapshot_open(path, &snapshot, &err) != BASE_OK)
        fail_msg("%s", err.message);
    return snapshot;
}

static void assert_section_is(const struct base_snapshot *snapshot, const char *name,
                              const char *text)
{
    const void *bytes;
    size_t size, count;
    struct base_section section;
    assert_true(base_snapshot_section(snapshot, name, &bytes, &size));
    assert_int_equal(base_section_open(bytes, size, "sample", 1, 0, &section, NULL), BASE_OK);
    const char *block = base_section_block(&section, "text", 1, &count);
    assert_int_equal(count, strlen(text));
    assert_memory_equal(block, text, count);
}

static void the_folder_gives_back_what_was_saved(void **state)
{
    assert_int_equal(save_two(*state, "朝阳", "220104"), BASE_OK);
    struct base_snapshot *snapshot = open_good(*state);
    assert_section_is(snapshot, "names", "朝阳");
    assert_section_is(snapshot, "divisions", "220104");
    assert_string_equal(base_snapshot_source(snapshot, "names"), "n1");
    assert_string_equal(base_snapshot_source(snapshot, "roads"), "");
    const void *bytes;
    size_t size;
    assert_false(base_snapshot_section(snapshot, "roads", &bytes, &size));
    assert_int_equal(strlen(base_snapshot_id(snapshot)), 16);
    base_snapshot_release(base_snapshot_retain(snapshot));
    assert_section_is(snapshot, "names", "朝阳");
    base_snapshot_release(snapshot);
    base_snapshot_release(NULL);
}

static void same_data_same_id_packed_or_not(void **state)
{
    char pack[SCRATCH_SIZE], folder[SCRATCH_SIZE];
    scratch_path(*state, "a/b", folder);
    assert_int_equal(save_two(folder, "a", "b"), BASE_OK);
    struct base_snapshot *first = open_good(folder);
    assert_int_equal(base_snapshot_pack(first, scratch_path(*state, "s.pack", pack), NULL),
                     BASE_OK);
    struct base_snapshot *packed = open_good(pack);
    assert_string_equal(base_snapshot_id(first), base_snapshot_id(packed));
    assert_section_is(packed, "divisions", "b");
    assert_int_equal(save_two(folder, "a", "b"), BASE_OK);
    struct base_snapshot *again = open_good(folder);
    assert_string_equal(base_snapshot_id(first), base_snapshot_id(again));
    assert_int_equal(save_two(folder, "a", "c"), BASE_OK);
    struct base_snapshot *changed = open_good(folder);
    assert_string_not_equal(base_snapshot_id(first), base_snapshot_id(changed));
    base_snapshot_release(first);
    base_snapshot_release(packed);
    base_snapshot_release(again);
    base_snapshot_release(changed);
}

static void a_part_without_bytes_keeps_its_section(void **state)
{
    struct base_buffer fresh BASE_BUFFER_AUTO = {0};
    struct base_error err;
    assert_int_equal(save_two(*state, "old", "d"), BASE_OK);
    make_section("new", &fresh);
    const struct base_snapshot_part parts[] = {{"divisions", NULL, NULL, 0},
                                               {"names", "n2", fresh.data, fresh.size}};
    assert_int_equal(base_snapshot_save(*state, parts, 2, NULL), BASE_OK);
    struct base_snapshot *snapshot = open_good(*state);
    assert_section_is(snapshot, "divisions", "d");
    assert_section_is(snapshot, "names", "new");
    assert_string_equal(base_snapshot_source(snapshot, "divisions"), "d1");
    assert_string_equal(base_snapshot_source(snapshot, "names"), "n2");
    base_snapshot_release(snapshot);
    const struct base_snapshot_part absent = {"roads", "r", NULL, 0};
    assert_int_equal(base_snapshot_save(*state, &absent, 1, &err), BASE_NOT_FOUND);
    assert_string_equal(err.message, "the snapshot has no section roads to keep");
}

static void save_refuses_bad_parts_and_changes_nothing(void **state)
{
    struct base_buffer good BASE_BUFFER_AUTO = {0}, bad BASE_BUFFER_AUTO = {0};
    make_section("x", &good);
    make_section("x", &bad);
    bad.data[bad.size - 1] ^= 1;
    const struct base_snapshot_part cases[][2] = {
        {{"../evil", "s", good.data, good.size}, {"b", "s", good.data, good.size}},
        {{"", "s", good.data, good.size}, {"b", "s", good.data, good.size}},
        {{"b", "s", good.data, good.size}, {"b", "s", good.data, good.size}},
        {{"a", "s", good.data, good.size}, {"b", "s", bad.data, bad.size}},
    };
    assert_int_equal(save_two(*state, "a", "b"), BASE_OK);
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(base_snapshot_save(*state, cases[i], 2, NULL), BASE_INVALID);
    struct base_snapshot *snapshot = open_good(*state);
    assert_section_is(snapshot, "names", "a");
    base_snapshot_release(snapshot);
}

/* Flips one bit of each byte of the file in turn; each must be refused. */
static void assert_every_byte_counts(const char *path, const char *snapshot_path)
{
    struct base_buffer bytes BASE_BUFFER_AUTO = {0};
    struct base_snapshot *snapshot = NULL;
    assert_int_equal(base_file_read(path, 0, &bytes, NULL), BASE_OK);
    int fd = open(path, O_WRONLY);
    for (size_t i = 0; i < bytes.size; i++) {
        char flipped = (char)(bytes.data[i] ^ (1 << (i % 8)));
        assert_int_equal(pwrite(fd, &flipped, 1, (off_t)i), 1);
        if (base_snapshot_open(snapshot_path, &snapshot, NULL) != BASE_INVALID)
            fail_msg("byte %zu of %s may be damaged", i, path);
        assert_int_equal(pwrite(fd, &bytes.data[i], 1, (off_t)i), 1);
    }
    close(fd);
    base_snapshot_release(open_good(snapshot_path));
}

static void assert_every_cut_is_refused(const char *path, const char *snapshot_path)
{
    struct base_buffer bytes BASE_BUFFER_AUTO = {0};
    struct base_snapshot *snapshot = NULL;
    assert_int_equal(base_file_read(path, 0, &bytes, NULL), BASE_OK);
    for (size_t size = bytes.size; size-- > 0;) {
        assert_int_equal(truncate(path, (off_t)size), 0);
        if (base_snapshot_open(snapshot_path, &snapshot, NULL) != BASE_INVALID)
            fail_msg("%s may be cut to %zu bytes", path, size);
    }
    assert_int_equal(base_file_write_atomic(path, bytes.data, bytes.size, NULL), BASE_OK);
}

static void any_damage_of_a_packed_file_is_refused(void **state)
{
    char pack[SCRATCH_SIZE], folder[SCRATCH_SIZE];
    assert_int_equal(save_two(scratch_path(*state, "f", folder), "names", "d"), BASE_OK);
    struct base_snapshot *snapshot = open_good(folder);
    scratch_path(*state, "s.pack", pack);
    assert_int_equal(base_snapshot_pack(snapshot, pack, NULL), BASE_OK);
    base_snapshot_release(snapshot);
    assert_every_byte_counts(pack, pack);
    assert_every_cut_is_refused(pack, pack);
}

static void any_damage_of_a_section_file_is_refused(void **state)
{
    assert_int_equal(save_two(*state, "names", "d"), BASE_OK);
    DIR *dir = opendir(*state);
    int sections = 0;
    for (struct dirent *entry; (entry = readdir(dir));) {
        char path[SCRATCH_SIZE];
        if (!strstr(entry->d_name, ".section"))
            continue;
        scratch_path(*state, entry->d_name, path);
        assert_every_byte_counts(path, *state);
        assert_every_cut_is_refused(path, *state);
        sections++;
    }
    closedir(dir);
    assert_int_equal(sections, 2);
}

static void a_damaged_manifest_or_missing_file_is_refused(void **state)
{
    static const char *const manifests[] = {
        "",
        "{}",
        "[1]",
        "{\"format\":2,\"sections\":{}}",
        "{\"format\":1,\"sections\":{\"a\":{}}}",
        "{\"format\":1,\"sections\":{\"a\":{\"hash\":\"../../etc/passwd\",\"size\":1,"
        "\"source\":\"\"}}}",
        "{\"format\":1,\"sections\":{\"a\":{\"hash\":"
        "\"0000000000000000000000000000000000000000000000000000000000000000\",\"size\":1,"
        "\"source\":\"\"}}}",
        "{\"format\":1,\"sections\":{\"a\":{\"hash\":"
        "\"0000000000000000000000000000000000000000000000000000000000000000\",\"size\":-1,"
        "\"source\":\"\"}}}",
    };
    char path[SCRATCH_SIZE];
    struct base_snapshot *snapshot = NULL;
    struct base_error err;
    scratch_path(*state, "manifest.json", path);
    for (size_t i = 0; i < COUNT(manifests); i++) {
        assert_int_equal(base_file_write_atomic(path, manifests[i], strlen(manifests[i]), NULL),
                         BASE_OK);
        assert_int_equal(base_snapshot_open(*state, &snapshot, &err), BASE_INVALID);
        assert_non_null(strstr(err.message, *state));
    }
    assert_null(snapshot);
    assert_int_equal(base_snapshot_open(scratch_path(*state, "none", path), &snapshot, &err),
                     BASE_NOT_FOUND);
}

static void age(const char *path)
{
    const struct timespec times[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void leftovers_of_a_killed_save_do_no_harm_and_go_later(void **state)
{
    static const char *const names[] = {
        "manifest.json.tmp-0123abcd",
        "0000000000000000000000000000000000000000000000000000000000000000.section",
        "0000000000000000000000000000000000000000000000000000000000000001.section.tmp-1",
    };
    char path[SCRATCH_SIZE];
    assert_int_equal(save_two(*state, "a", "b"), BASE_OK);
    for (size_t i = 0; i < COUNT(names); i++)
        assert_int_equal(
            base_file_write_atomic(scratch_path(*state, names[i], path), "torn", 4, NULL), BASE_OK);
    scratch_path(*state, "README", path);
    assert_int_equal(base_file_write_atomic(path, "x", 1, NULL), BASE_OK);
    age(path);
    base_snapshot_release(open_good(*state));
    /* Young ones may be someone's work and stay. */
    assert_int_equal(save_two(*state, "a", "b"), BASE_OK);
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_true(base_file_exists(scratch_path(*state, names[i], path)));
        age(path);
    }
    assert_int_equal(save_two(*state, "a", "b2"), BASE_OK);
    for (size_t i = 0; i < COUNT(names); i++)
        assert_false(base_file_exists(scratch_path(*state, names[i], path)));
    assert_true(base_file_exists(scratch_path(*state, "README", path)));
    struct base_snapshot *snapshot = open_good(*state);
    assert_section_is(snapshot, "divisions", "b2");
    base_snapshot_release(snapshot);
}

static void an_old_reader_keeps_its_sections_while_the_new_ones_serve(void **state)
{
    assert_int_equal(save_two(*state, "old", "b"), BASE_OK);
    struct base_snapshot *before = open_good(*state);
    DIR *dir = opendir(*state);
    for (struct dirent *entry; (entry = readdir(dir));) {
        char path[SCRATCH_SIZE];
        if (strstr(entry->d_name, ".section"))
            age(scratch_path(*state, entry->d_name, path));
    }
    closedir(dir);
    assert_int_equal(save_two(*state, "new", "b"), BASE_OK);
    struct base_snapshot *after = open_good(*state);
    assert_section_is(before, "names", "old");
    assert_section_is(before, "divisions", "b");
    assert_section_is(after, "names", "new");
    base_snapshot_release(after);
    base_snapshot_release(before);
}

static void a_damaged_file_on_disk_is_written_anew_by_the_next_save(void **state)
{
    char path[SCRATCH_SIZE];
    struct base_snapshot *snapshot = NULL;
    assert_int_equal(save_two(*state, "a", "b"), BASE_OK);
    DIR *dir = opendir(*state);
    for (struct dirent *entry; (entry = readdir(dir));)
        if (strstr(entry->d_name, ".section"))
            assert_int_equal(truncate(scratch_path(*state, entry->d_name, path), 70), 0);
    closedir(dir);
    assert_int_equal(base_snapshot_open(*state, &snapshot, NULL), BASE_INVALID);
    assert_int_equal(save_two(*state, "a", "b"), BASE_OK);
    base_snapshot_release(open_good(*state));
}

static void save_forever(const char *folder)
{
    for (int i = 0;; i++) {
        char text[16];
        snprintf(text, sizeof text, "%d", i);
        if (save_two(folder, text, text) != BASE_OK)
            _exit(1);
    }
}

static void a_kill_at_any_moment_leaves_a_whole_snapshot(void **state)
{
    assert_int_equal(save_two(*state, "0", "0"), BASE_OK);
    for (long i = 0; i < 40; i++) {
        pid_t child = fork();
        if (child == 0)
            save_forever(*state);
        const struct timespec wait = {.tv_nsec = 1000000 + i * 377777};
        nanosleep(&wait, NULL);
        kill(child, SIGKILL);
        int status;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status));
        struct base_snapshot *snapshot = open_good(*state);
        const void *names, *divisions;
        size_t size;
        assert_true(base_snapshot_section(snapshot, "names", &names, &size));
        assert_true(base_snapshot_section(snapshot, "divisions", &divisions, &size));
        assert_memory_equal(names, divisions, size); /* both of one save */
        base_snapshot_release(snapshot);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(the_folder_gives_back_what_was_saved),
        SCRATCH_TEST(same_data_same_id_packed_or_not),
        SCRATCH_TEST(a_part_without_bytes_keeps_its_section),
        SCRATCH_TEST(save_refuses_bad_parts_and_changes_nothing),
        SCRATCH_TEST(any_damage_of_a_packed_file_is_refused),
        SCRATCH_TEST(any_damage_of_a_section_file_is_refused),
        SCRATCH_TEST(a_damaged_manifest_or_missing_file_is_refused),
        SCRATCH_TEST(leftovers_of_a_killed_save_do_no_harm_and_go_later),
        SCRATCH_TEST(an_old_reader_keeps_its_sections_while_the_new_ones_serve),
        SCRATCH_TEST(a_damaged_file_on_disk_is_written_anew_by_the_next_save),
        SCRATCH_TEST(a_kill_at_any_moment_leaves_a_whole_snapshot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
