/* tests/import/support.h - small sources, and imports of them. */
#ifndef TESTS_IMPORT_SUPPORT_H
#define TESTS_IMPORT_SUPPORT_H

#include <string.h>

#include "base/file.h"
#include "import/import.h"
#include "store/division.h"
#include "store/store.h"
#include "tests/support/cmocka.h"
#include "tests/support/scratch.h"
#include "tests/support/shared.h"

/* An import into a record, and what came of it. */
struct import_case {
    struct store *store;
    struct base_arena *arena;
    struct import_options options;
    struct import_report report;
    struct base_error err;
    const char *files[4];
};

static inline void case_open(struct import_case *c, const char *folder)
{
    char path[SCRATCH_SIZE];
    *c = (struct import_case){.arena = base_arena_create(0)};
    assert_non_null(c->arena);
    scratch_path(folder, "record.sqlite", path);
    if (!base_file_exists(path))
        assert_int_equal(store_create(path, NULL), BASE_OK);
    assert_int_equal(store_open(path, STORE_WRITE, &c->store, NULL), BASE_OK);
    c->options = (struct import_options){.files = c->files,
                                         .file_count = 1,
                                         .effective = BASE_DATE_NONE,
                                         .actor = "tester",
                                         .may_publish = true,
                                         .may_export = true,
                                         .lang = BASE_EN};
}

static inline void case_close(struct import_case *c)
{
    store_close(c->store);
    base_arena_free(c->arena);
}

static inline enum base_status case_run(struct import_case *c, enum import_kind kind,
                                        const char *file)
{
    c->files[0] = file;
    c->options.kind = kind;
    return import_run(c->store, &c->options, c->arena, NULL, &c->report, &c->err);
}

/* Fails with the report's first lines when the import did not end so. */
static inline void case_expect(struct import_case *c, enum import_kind kind, const char *file,
                               enum base_status expected)
{
    enum base_status status = case_run(c, kind, file);
    if (status == expected)
        return;
    for (size_t i = 0; i < c->report.problem_count && i < 5; i++)
        print_error("row %lld: %s\n", (long long)c->report.problems[i].row,
                    c->report.problems[i].message[BASE_EN]);
    fail_msg("status %d, not %d: %s", status, expected, status ? c->err.message : "");
}

/* The nth problem of a kind; NULL when there are fewer. */
static inline const struct import_problem *case_problem(const struct import_case *c,
                                                        enum import_trouble trouble, size_t nth)
{
    for (size_t i = 0; i < c->report.problem_count; i++)
        if (c->report.problems[i].trouble == trouble && nth-- == 0)
            return &c->report.problems[i];
    return NULL;
}

/* Writes text as FOLDER/NAME; the path is in out, which is returned. */
static inline const char *write_source(const char *folder, const char *name, const char *text,
                                       char out[SCRATCH_SIZE])
{
    scratch_path(folder, name, out);
    assert_int_equal(base_file_write_atomic(out, text, strlen(text), NULL), BASE_OK);
    return out;
}

/* The unit that holds code today. */
static inline struct store_division held_division(struct import_case *c, const char *code)
{
    struct store_division division;
    struct base_error err;
    struct store_as_of as_of = {.at = BASE_DATE_NONE, .known = 0};
    if (store_division_find(c->store, code, as_of, c->arena, &division, &err) != BASE_OK)
        fail_msg("%s: %s", code, err.message);
    return division;
}

#endif
