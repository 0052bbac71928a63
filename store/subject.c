/* store/subject.c - what a row of a register is about. */
#include "store/subject.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "store/division.h"
#include "store/versioned.h"

static const enum store_entity ENTITIES[] = {STORE_DIVISION, STORE_PLACE, STORE_ADDRESS};
#define ENTITY_COUNT (sizeof ENTITIES / sizeof ENTITIES[0])

const char *store_subject_print(struct store_subject subject, char out[STORE_SUBJECT_SIZE])
{
    snprintf(out, STORE_SUBJECT_SIZE, "%s-%lld", store_entity_name(subject.entity),
             (long long)subject.identity);
    return out;
}

bool store_subject_parse(const char *text, struct store_subject *out)
{
    char again[STORE_SUBJECT_SIZE];
    for (size_t i = 0; text && i < ENTITY_COUNT; i++) {
        struct store_subject subject = {.entity = ENTITIES[i]};
        const char *word = store_entity_name(ENTITIES[i]);
        size_t length = strlen(word);
        if (strncmp(text, word, length) == 0 && text[length] == '-' &&
            base_number_parse_int(text + length + 1, &subject.identity) && subject.identity > 0 &&
            strcmp(store_subject_print(subject, again), text) == 0) {
            *out = subject;
            return true;
        }
    }
    return false;
}

/* Held by its own id (places and addresses) or code. */
static enum base_status find_by_key(struct store *store, const char *text,
                                    struct store_subject *out, struct base_error *err)
{
    char code[STORE_CODE_SIZE];
    union store_cell key = {.text = text};
    *out = (struct store_subject){.entity = STORE_PLACE};
    enum base_status status =
        versioned_find_identity(store, &PLACE_TABLE, &key, &out->identity, err);
    if (status == BASE_OK && out->identity == 0) {
        out->entity = STORE_ADDRESS;
        status = versioned_find_identity(store, &ADDRESS_TABLE, &key, &out->identity, err);
    }
    if (status == BASE_OK && out->identity == 0 && store_code_parse(text, code)) {
        out->entity = STORE_DIVISION;
        key.text = code;
        status = versioned_find_identity(store, &DIVISION_TABLE, &key, &out->identity, err);
    }
    return status;
}

static enum base_status is_held(struct store *store, struct store_subject subject, bool *held,
                                struct base_error *err)
{
    sqlite3_stmt *statement;
    const char *sql = versioned_text(store, versioned_table_of(subject.entity), TEXT_IS_HELD, NULL);
    enum base_status status = sql ? statement_get(store, sql, &statement, err)
                                  : base_fail(err, BASE_NO_MEMORY, "out of memory");
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, subject.identity);
    status = statement_step(store, statement, held, err);
    if (status == BASE_OK)
        sqlite3_reset(statement);
    return status;
}

enum base_status store_subject_find(struct store *store, const char *text,
                                    struct store_subject *out, struct base_error *err)
{
    struct store_subject subject;
    bool held = true;
    enum base_status status = find_by_key(store, text, &subject, err);
    if (status == BASE_OK && subject.identity == 0) {
        held = store_subject_parse(text, &subject);
        if (held)
            status = is_held(store, subject, &held, err);
    }
    if (status != BASE_OK)
        return status;
    if (!held)
        return base_fail(err, BASE_NOT_FOUND,
                         "%.100s is neither the id of a place or an address nor the code of a "
                         "division",
                         text);
    *out = subject;
    return BASE_OK;
}

enum base_status store_subject_id(struct store *store, struct store_subject subject, int64_t known,
                                  struct base_arena *arena, const char **out,
                                  struct base_error *err)
{
    struct store_row *rows = NULL;
    size_t count = 0;
    int field = store_row_field(subject.entity, subject.entity == STORE_DIVISION ? "code" : "id");
    enum base_status status = store_row_versions(store, subject.entity, subject.identity, known,
                                                 arena, &rows, &count, err);
    if (status == BASE_OK)
        *out = count > 0 ? rows[count - 1].cells[field].text : NULL;
    return status;
}
