/* tests/store/test_changes.c - a copy that follows the feed is what the download is. */
#include "tests/store/record.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/changes.h"
#include "store/place.h"
#include "store/subject.h"

static const struct store_version UNDATED = {.valid_from = BASE_DATE_NONE,
                                             .valid_to = BASE_DATE_NONE};

/* --- a copy kept by somebody else ------------------------------------------- */

#define MOST 400

struct copy {
    struct {
        char subject[STORE_SUBJECT_SIZE];
        char *text;
    } rows[MOST];
    size_t count;
    struct store_cursor cursor;
};

static void forget(struct copy *copy)
{
    for (size_t i = 0; i < copy->count; i++)
        free(copy->rows[i].text);
    copy->count = 0;
}

/* The item as the download has it. */
static char *text_of(const struct store_change_item *item)
{
    struct store_change_item state = *item;
    struct base_buffer out = {0};
    struct base_json json;
    size_t size;
    state.types = 0;
    base_json_init(&json, &out);
    store_change_write(&state, NULL, true, &json);
    return base_buffer_take(&out, &size);
}

static void apply(struct copy *copy, const struct store_change_item *item)
{
    char subject[STORE_SUBJECT_SIZE];
    size_t at = 0;
    store_subject_print((struct store_subject){item->entity, item->identity}, subject);
    while (at < copy->count && strcmp(copy->rows[at].subject, subject) != 0)
        at++;
    if (at < copy->count) {
        free(copy->rows[at].text);
        copy->rows[at] = copy->rows[--copy->count];
    }
    if (item->after_count == 0)
        return;
    assert_true(copy->count < MOST);
    snprintf(copy->rows[copy->count].subject, STORE_SUBJECT_SIZE, "%s", subject);
    copy->rows[copy->count++].text = text_of(item);
}

static int by_subject(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void assert_same(struct copy *a, struct copy *b)
{
    qsort(a->rows, a->count, sizeof a->rows[0], by_subject);
    qsort(b->rows, b->count, sizeof b->rows[0], by_subject);
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++)
        assert_string_equal(a->rows[i].text, b->rows[i].text);
}

static void download(struct record *record, struct store *store, size_t limit, bool viewer,
                     struct copy *out)
{
    struct store_changes_filter filter = {.viewer = viewer, .limit = limit};
    struct store_cursor at = {0};
    struct store_change_item *items;
    size_t count;
    bool more = true;
    forget(out);
    assert_int_equal(store_changes_end(store, &out->cursor, NULL), BASE_OK);
    while (more && out->cursor.edition > 0) {
        assert_int_equal(store_changes_state(store, out->cursor.edition, &at, &filter,
                                             record->arena, &items, &count, &at, &more, NULL),
                         BASE_OK);
        for (size_t i = 0; i < count; i++)
            apply(out, &items[i]);
    }
}

static size_t follow(struct record *record, struct store *store, size_t limit, bool viewer,
                     struct copy *copy)
{
    struct store_changes_filter filter = {.viewer = viewer, .limit = limit};
    struct store_change_item *items;
    size_t count, told = 0;
    bool more = true;
    while (more) {
        struct store_cursor from;
        char text[STORE_CURSOR_SIZE];
        struct base_error err;
        /* as a client does: by the text */
        assert_int_equal(store_cursor_text(store, &copy->cursor, text, NULL), BASE_OK);
        assert_int_equal(store_cursor_read(store, text, &from, NULL), BASE_OK);
        if (store_changes_read(store, &from, &filter, record->arena, &items, &count, &copy->cursor,
                               &more, &err) != BASE_OK)
            fail_msg("%s", err.message);
        assert_true(count <= limit);
        for (size_t i = 0; i < count; i++)
            apply(copy, &items[i]);
        told += count;
    }
    return told;
}

/* --- random edits -------------------------------------------------------------- */

struct edits {
    struct record *record;
    struct store_change change;
    uint64_t random;
};

static uint64_t next_random(struct edits *e)
{
    e->random = e->random * 6364136223846793005ULL + 1442695040888963407ULL;
    return e->random >> 33;
}

static size_t pick(struct edits *e, size_t count)
{
    return (size_t)(next_random(e) % count);
}

static void accept_any(enum base_status status)
{
    assert_true(status == BASE_OK || status == BASE_CONFLICT || status == BASE_INVALID ||
                status == BASE_NOT_FOUND);
}

static const char *word(struct edits *e, const char *stem)
{
    return base_arena_printf(e->record->arena, "%s%zu", stem, pick(e, 6));
}

static void put_division(struct edits *e)
{
    enum store_outcome outcome;
    int64_t identity;
    const char *code = base_arena_printf(e->record->arena, "22%04zu", 101 + pick(e, 6));
    const char *former = base_arena_printf(e->record->arena, "22%04zu", 101 + pick(e, 6));
    struct store_division row = record_division(e->record, code, word(e, "区"),
                                                125000000000 + (int64_t)pick(e, 3) * 5000000);
    row.parent = pick(e, 3) ? NULL : "220200";
    accept_any(store_division_put(e->record->store, &e->change, &row, pick(e, 5) ? NULL : former,
                                  &outcome, &identity, NULL));
}

static void put_place(struct edits *e)
{
    enum store_outcome outcome;
    int64_t identity;
    struct store_place row = {.version = UNDATED,
                              .id = word(e, "P"),
                              .name = word(e, "街"),
                              .kind = "street",
                              .status = pick(e, 6) ? "approved" : "retired",
                              .geometry = {.kind = GEO_POINT}};
    accept_any(store_place_put(e->record->store, &e->change, &row, &outcome, &identity, NULL));
}

static void put_name(struct edits *e)
{
    enum store_outcome outcome;
    int64_t identity;
    struct store_name row = {.version = UNDATED,
                             .name = word(e, "旧名"),
                             .form = "former",
                             .reading = pick(e, 2) ? NULL : "Jiùmíng"};
    const char *owner = pick(e, 2)
                            ? word(e, "P")
                            : base_arena_printf(e->record->arena, "22%04zu", 101 + pick(e, 6));
    accept_any(
        store_name_put(e->record->store, &e->change, owner, &row, &outcome, &identity, NULL));
}

static struct store_row empty_row(enum store_entity entity)
{
    struct store_row row = {.version = UNDATED};
    size_t count;
    const struct store_field *fields = store_row_fields(entity, &count);
    for (size_t i = 0; i < count; i++) {
        if (fields[i].kind == STORE_COLUMN_DATE)
            row.cells[i].date = BASE_DATE_NONE;
        if (fields[i].kind == STORE_COLUMN_NUMBER)
            row.cells[i].number = NAN;
        if (fields[i].kind == STORE_COLUMN_INT)
            row.cells[i].integer = STORE_CELL_NULL;
    }
    return row;
}

static void set(struct store_row *row, enum store_entity entity, const char *field,
                const char *text)
{
    row->cells[store_row_field(entity, field)].text = text;
}

static void put_address(struct edits *e)
{
    enum store_outcome outcome;
    int64_t identity;
    struct store_row row = empty_row(STORE_ADDRESS);
    set(&row, STORE_ADDRESS, "id", word(e, "A"));
    set(&row, STORE_ADDRESS, "road", word(e, "街"));
    set(&row, STORE_ADDRESS, "number", word(e, ""));
    set(&row, STORE_ADDRESS, "room", pick(e, 4) ? NULL : word(e, "室"));
    set(&row, STORE_ADDRESS, "status", "approved");
    set(&row, STORE_ADDRESS, "street", pick(e, 2) ? NULL : word(e, "P"));
    accept_any(store_row_put(e->record->store, STORE_ADDRESS, &e->change, &row, &outcome, &identity,
                             NULL));
}

static void put_sign(struct edits *e)
{
    enum store_outcome outcome;
    int64_t identity;
    struct store_row row = empty_row(STORE_SIGN);
    set(&row, STORE_SIGN, "id", word(e, "S"));
    set(&row, STORE_SIGN, "place", pick(e, 2) ? word(e, "P") : word(e, "A"));
    set(&row, STORE_SIGN, "type", "street");
    set(&row, STORE_SIGN, "state", word(e, "state"));
    accept_any(
        store_row_put(e->record->store, STORE_SIGN, &e->change, &row, &outcome, &identity, NULL));
}

static void edit_once(struct edits *e)
{
    static void (*const EDITS[])(struct edits *) = {put_division, put_place, put_name, put_address,
                                                    put_sign};
    EDITS[pick(e, COUNT(EDITS))](e);
}

static int64_t add_edition(struct edits *e)
{
    struct store_edition facts = {.kind = "import",
                                  .actor = "test",
                                  .effective = BASE_DATE_NONE,
                                  .resolution_m = NAN,
                                  .accuracy_m = NAN,
                                  .may_publish = true,
                                  .may_export = true,
                                  .secrecy = pick(e, 5) ? "open" : "internal"};
    int64_t id = 0;
    assert_int_equal(store_edition_add(e->record->store, &facts, &id, NULL), BASE_OK);
    return id;
}

/* An edition of some edits, given up in the middle now and then, or an undoing. */
static void change_record(struct edits *e)
{
    static const char *const DAYS[] = {NULL, NULL, "2001-01-01", "2010-01-01", "2020-06-05"};
    struct store *store = e->record->store;
    struct store_cursor end;
    int64_t made;
    assert_int_equal(store_changes_end(store, &end, NULL), BASE_OK);
    if (end.edition > 2 && pick(e, 4) == 0) {
        accept_any(
            store_edition_revert(store, end.edition - (int64_t)pick(e, 3), "test", &made, NULL));
        return;
    }
    const char *day = DAYS[pick(e, COUNT(DAYS))];
    assert_int_equal(store_begin(store, NULL), BASE_OK);
    e->change = (struct store_change){.effective = BASE_DATE_NONE};
    if (day)
        assert_true(base_date_parse(day, &e->change.effective));
    e->change.edition = add_edition(e);
    for (size_t i = 1 + pick(e, 8); i > 0; i--)
        edit_once(e);
    if (pick(e, 8) == 0)
        store_rollback(store);
    else
        assert_int_equal(store_commit(store, NULL), BASE_OK);
}

#define COPIES 12

static void run_seed(struct record *record, uint64_t seed)
{
    static struct copy copies[COPIES], whole;
    struct edits e = {.record = record, .random = seed};
    size_t made = 0, told = 0;
    for (int step = 0; step < 60; step++) {
        change_record(&e);
        if (step % 5 == 0 && made < COPIES) { /* somebody begins here */
            bool viewer = made % 2 == 0;
            download(record, record->store, 1 + pick(&e, 7), viewer, &copies[made++]);
        }
        if (made > 0 && pick(&e, 3) == 0) { /* somebody looks in between */
            size_t who = pick(&e, made);
            told += follow(record, record->store, 1 + pick(&e, 5), who % 2 == 0, &copies[who]);
        }
    }
    for (size_t i = 0; i < made; i++) {
        told += follow(record, record->store, 1 + pick(&e, 5), i % 2 == 0, &copies[i]);
        download(record, record->store, 3, i % 2 == 0, &whole);
        assert_same(&copies[i], &whole);
        assert_int_equal(copies[i].cursor.edition, whole.cursor.edition);
        assert_int_equal(follow(record, record->store, 9, i % 2 == 0, &copies[i]), 0);
        forget(&copies[i]);
    }
    /* and who begins with nothing */
    copies[0].cursor = (struct store_cursor){0};
    told += follow(record, record->store, 4, true, &copies[0]);
    download(record, record->store, 3, true, &whole);
    assert_same(&copies[0], &whole);
    assert_true(told > 50 && whole.count > 3);
    forget(&copies[0]);
    forget(&whole);
}

static void a_copy_that_follows_from_any_cursor_is_the_download(void **state)
{
    const char *given = getenv("YUTU_SEED");
    uint64_t first = given ? strtoull(given, NULL, 10) : 1;
    for (uint64_t seed = first; seed < first + (given ? 1 : 12); seed++) {
        struct record *record = *state;
        print_message("seed %llu\n", (unsigned long long)seed);
        run_seed(record, seed * 7919);
        record_teardown(state);
        assert_int_equal(record_setup(state), 0);
    }
}

/* --- types ------------------------------------------------------------------------ */

static void put_one(struct record *record, struct store_division row, const char *former,
                    const char *effective)
{
    int64_t identity;
    record_put(record, &row, former, effective, &identity);
}

static const char *last_types(struct record *record)
{
    struct store_changes_filter filter = {.viewer = true, .limit = 1000};
    struct store_cursor from = {0}, to;
    struct store_change_item *items;
    size_t count;
    bool more;
    char name[40], *out = base_arena_strdup(record->arena, "");
    assert_int_equal(store_changes_read(record->store, &from, &filter, record->arena, &items,
                                        &count, &to, &more, NULL),
                     BASE_OK);
    assert_false(more);
    for (int type = 0; count > 0 && type < STORE_CHANGE_TYPES; type++)
        if (items[count - 1].types & 1U << type) {
            store_change_type_name(items[count - 1].entity, (enum store_change_type)type, name);
            out = base_arena_printf(record->arena, "%s%s%s", out, out[0] ? " " : "", name);
        }
    return out;
}

static void what_became_of_a_division_is_told(void **state)
{
    struct record *record = *state;
    int64_t made;
    struct store_division row = record_division(record, "220381", "公主岭市", 125000000000);
    put_one(record, row, NULL, NULL);
    assert_string_equal(last_types(record), "named");
    row.name = "公主岭";
    put_one(record, row, NULL, NULL);
    assert_string_equal(last_types(record), "renamed");
    row.geometry = record_square(record, 126000000000, 43000000000, 1000);
    put_one(record, row, NULL, NULL);
    assert_string_equal(last_types(record), "geometry-changed");
    row.code = "220184";
    row.parent = "220100";
    put_one(record, row, "220381", "2020-06-05");
    assert_string_equal(last_types(record), "code-changed re-parented");
    row.area_km2 = 4147;
    put_one(record, row, NULL, NULL);
    assert_string_equal(last_types(record), "changed");
    row.version.valid_to = 20000;
    put_one(record, row, NULL, NULL);
    assert_string_equal(last_types(record), "retired");
    for (int64_t edition = 6; edition > 0; edition--)
        assert_int_equal(store_edition_revert(record->store, edition, "test", &made, NULL), 0);
    assert_string_equal(last_types(record), "withdrawn");
}

static void an_address_that_reads_otherwise_says_from_what_to_what(void **state)
{
    struct record *record = *state;
    struct store_changes_filter filter = {.viewer = true, .limit = 10};
    struct store_cursor from = {0}, to;
    struct store_change_item *items;
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_json json;
    enum store_outcome outcome;
    int64_t identity;
    size_t count;
    bool more;
    struct store_row row = empty_row(STORE_ADDRESS);
    set(&row, STORE_ADDRESS, "id", "A1");
    set(&row, STORE_ADDRESS, "road", "斯大林大街");
    set(&row, STORE_ADDRESS, "number", "10号");
    set(&row, STORE_ADDRESS, "status", "approved");
    for (int i = 0; i < 2; i++) {
        assert_int_equal(store_begin(record->store, NULL), BASE_OK);
        struct store_change change = {.edition = record_edition(record),
                                      .effective = 10000 * i + 1};
        assert_int_equal(
            store_row_put(record->store, STORE_ADDRESS, &change, &row, &outcome, &identity, NULL),
            BASE_OK);
        assert_int_equal(store_commit(record->store, NULL), BASE_OK);
        set(&row, STORE_ADDRESS, "road", "人民大街");
        set(&row, STORE_ADDRESS, "number", "12号");
    }
    assert_int_equal(store_changes_read(record->store, &from, &filter, record->arena, &items,
                                        &count, &to, &more, NULL),
                     BASE_OK);
    assert_int_equal(count, 2);
    base_json_init(&json, &out);
    store_change_write(&items[1], NULL, true, &json);
    assert_non_null(strstr(out.data, "\"type\":\"address-moved\",\"types\":[\"address-moved\"]"));
    assert_non_null(
        strstr(out.data, "\"moved\":{\"from\":\"斯大林大街10号\",\"to\":\"人民大街12号\"}"));
    assert_string_equal(last_types(record), "address-moved");
}

/* --- cursors ----------------------------------------------------------------------- */

static void a_cursor_of_another_record_or_time_is_refused(void **state)
{
    struct record *record = *state;
    struct store_cursor cursor = {.edition = 3, .recorded_at = 5, .entity = STORE_ENTITIES}, read;
    struct store_changes_filter filter = {.limit = 1};
    struct store_change_item *items;
    struct base_error err;
    size_t count;
    bool more;
    char text[STORE_CURSOR_SIZE];
    store_cursor_print(&cursor, "0123456789abcdef", text);
    assert_int_equal(store_cursor_parse(text, "0123456789abcdef", &read, NULL), BASE_OK);
    assert_int_equal(read.edition, 3);
    assert_int_equal(read.recorded_at, 5);
    assert_int_equal(read.entity, STORE_ENTITIES);
    assert_int_equal(store_cursor_parse(text, "0123456789abcdee", &read, &err), BASE_INVALID);
    for (size_t i = 0; text[i]; i++) { /* every digit otherwise */
        char kept = text[i];
        text[i] = kept == '7' ? '6' : '7';
        assert_int_equal(store_cursor_parse(text, "0123456789abcdef", &read, &err), BASE_INVALID);
        text[i] = kept;
    }
    put_one(record, record_division(record, "220104", "朝阳区", 125000000000), NULL, NULL);
    cursor.edition = 1;
    assert_int_equal(store_changes_read(record->store, &cursor, &filter, record->arena, &items,
                                        &count, &read, &more, &err),
                     BASE_CONFLICT);
}

/* --- a writer killed in the middle --------------------------------------------------- */

static void write_for_ever(struct record *record, int told)
{
    struct store *store;
    if (store_open(record->path, STORE_WRITE, &store, NULL) != BASE_OK)
        _exit(1);
    record->store = store;
    struct edits e = {.record = record, .random = (uint64_t)getpid()};
    while (write(told, "", 1) == 1)
        change_record(&e);
    _exit(2);
}

static void a_writer_killed_at_any_moment_loses_nothing_of_the_feed(void **state)
{
    struct record *record = *state;
    static struct copy copy, whole;
    store_close(record->store);
    record->store = NULL;
    for (int round = 0; round < 15; round++) {
        int told[2];
        char byte;
        struct store *store;
        assert_int_equal(pipe(told), 0);
        pid_t child = fork();
        if (child == 0)
            write_for_ever(record, told[1]);
        for (int i = 0; i < 3 + round; i++)
            assert_int_equal(read(told[0], &byte, 1), 1);
        /* a reader beside the writer */
        assert_int_equal(store_open(record->path, STORE_READ, &store, NULL), BASE_OK);
        follow(record, store, 3, true, &copy);
        store_close(store);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        close(told[0]);
        close(told[1]);
        assert_int_equal(store_open(record->path, STORE_WRITE, &store, NULL), BASE_OK);
        follow(record, store, 4, true, &copy);
        download(record, store, 50, true, &whole);
        assert_same(&copy, &whole);
        store_close(store);
        base_arena_reset(record->arena);
    }
    forget(&copy);
    forget(&whole);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, record_setup, record_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_copy_that_follows_from_any_cursor_is_the_download),
        TEST(what_became_of_a_division_is_told),
        TEST(an_address_that_reads_otherwise_says_from_what_to_what),
        TEST(a_cursor_of_another_record_or_time_is_refused),
        TEST(a_writer_killed_at_any_moment_loses_nothing_of_the_feed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
