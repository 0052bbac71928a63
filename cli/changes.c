/* cli/changes.c - changes: what every edition changed, and the whole download. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/number.h"
#include "cli/cli.h"
#include "store/changes.h"

#define PAGE 500

struct run {
    struct cli *cli;
    struct store *store;
    struct store_changes_filter filter;
    struct store_cursor from, at;
    bool whole, with_geometry, lines;
    int64_t limit;            /* of all; -1: none */
    struct base_arena *arena; /* of a page */
    struct base_buffer out;
    struct base_json json;
};

static enum base_status read_entity(struct run *run, struct base_error *err)
{
    const char *text = cli_value(run->cli, "entity");
    for (int i = STORE_DIVISION; text && i < STORE_ENTITIES; i++)
        if (strcmp(store_entity_name((enum store_entity)i), text) == 0) {
            run->filter.of_entity = true;
            run->filter.entity = (enum store_entity)i;
        }
    if (text && !run->filter.of_entity)
        return cli_misuse(run->cli, base_fail(err, BASE_INVALID,
                                              "--entity must be division, place, name, address, "
                                              "sign or another of the record, not %.40s",
                                              text));
    return BASE_OK;
}

static enum base_status read_options(struct run *run, struct base_error *err)
{
    struct cli *cli = run->cli;
    const char *cursor = cli_value(cli, "cursor"), *limit = cli_value(cli, "limit");
    run->filter = (struct store_changes_filter){
        .viewer = true, /* whoever runs the program holds the record */
        .type = cli_value(cli, "type"),
        .limit = PAGE};
    run->whole = cli_flag(cli, "whole");
    run->with_geometry = !cli_flag(cli, "no-geometry");
    run->lines = cli_flag(cli, "ndjson");
    run->limit = -1;
    if (limit && (!base_number_parse_int(limit, &run->limit) || run->limit < 1))
        return cli_misuse(cli, base_fail(err, BASE_INVALID, "--limit must be a number above 0"));
    if (run->whole && cursor)
        return cli_misuse(
            cli, base_fail(err, BASE_INVALID, "--whole is all that is held; leave --cursor out"));
    enum base_status status = read_entity(run, err);
    if (status == BASE_OK && cursor)
        status = cli_misuse(cli, store_cursor_read(run->store, cursor, &run->from, err));
    return status;
}

static enum base_status print_item(struct run *run, const struct store_change_item *item,
                                   struct base_error *err)
{
    char text[STORE_CURSOR_SIZE];
    struct store_cursor at = {item->edition, item->recorded_at, item->entity, item->identity};
    enum base_status status = store_cursor_text(run->store, &at, text, err);
    if (status != BASE_OK)
        return status;
    if (run->lines)
        base_json_init(&run->json, &run->out);
    store_change_write(item, item->types ? text : NULL, run->with_geometry, &run->json);
    if (run->lines)
        base_buffer_byte(&run->out, '\n');
    return base_buffer_check(&run->out, err);
}

/* The name or number by which a person knows the row. */
static const char *label_of(const struct store_change_item *item)
{
    static const char *const FIELDS[] = {"name", "text", "road", "code", "relation", "id"};
    const struct store_row *row = item->after_count > 0 ? &item->after[item->after_count - 1]
                                                        : &item->before[item->before_count - 1];
    for (size_t i = 0; i < sizeof FIELDS / sizeof FIELDS[0]; i++) {
        int field = store_row_field(item->entity, FIELDS[i]);
        if (field >= 0 && row->cells[field].text)
            return row->cells[field].text;
    }
    return "";
}

static void say_item(const struct run *run, const struct store_change_item *item)
{
    char time[BASE_TIME_SIZE], name[40];
    if (run->cli->quiet)
        return;
    printf("%4lld  %.19s  %s-%lld  %s ", (long long)item->edition,
           base_time_print(item->recorded_at, time), store_entity_name(item->entity),
           (long long)item->identity, label_of(item));
    for (int type = 0; type < STORE_CHANGE_TYPES; type++) {
        if (!(item->types & 1U << type))
            continue;
        store_change_type_name(item->entity, (enum store_change_type)type, name);
        printf(" %s", name);
    }
    printf("\n");
}

/* Lines go out page by page; a document is whole or not there. */
static enum base_status flush(struct run *run, struct base_error *err)
{
    if (run->out.size > 0 && fwrite(run->out.data, 1, run->out.size, stdout) != run->out.size)
        return base_fail(err, BASE_FAILED, "the answer could not be written");
    base_buffer_clear(&run->out);
    return BASE_OK;
}

static enum base_status read_page(struct run *run, struct store_change_item **items, size_t *count,
                                  bool *more, struct base_error *err)
{
    if (run->limit >= 0 && run->limit < PAGE)
        run->filter.limit = (size_t)run->limit;
    return run->whole ? store_changes_state(run->store, run->from.edition, &run->at, &run->filter,
                                            run->arena, items, count, &run->at, more, err)
                      : store_changes_read(run->store, &run->at, &run->filter, run->arena, items,
                                           count, &run->at, more, err);
}

static enum base_status print_all(struct run *run, struct base_error *err)
{
    bool more = true, printed = run->lines || run->cli->json;
    enum base_status status = BASE_OK;
    while (more && run->limit != 0 && status == BASE_OK) {
        struct store_change_item *items;
        size_t count;
        base_arena_reset(run->arena);
        status = read_page(run, &items, &count, &more, err);
        for (size_t i = 0; status == BASE_OK && i < count; i++) {
            if (printed)
                status = print_item(run, &items[i], err);
            else if (items[i].types)
                say_item(run, &items[i]);
        }
        if (status == BASE_OK && run->limit > 0)
            run->limit -= (int64_t)count;
        if (status == BASE_OK && run->lines)
            status = flush(run, err);
    }
    return status;
}

/* Where the feed goes on from what was printed. */
static enum base_status print_end(struct run *run, struct base_error *err)
{
    char text[STORE_CURSOR_SIZE];
    const struct store_cursor *end = run->whole ? &run->from : &run->at;
    enum base_status status = store_cursor_text(run->store, end, text, err);
    if (status != BASE_OK)
        return status;
    if (run->lines) {
        base_buffer_printf(&run->out, "{\"cursor\":\"%s\"}\n", text);
    } else if (run->cli->json) {
        base_json_array_end(&run->json);
        base_json_key_string(&run->json, "cursor", text);
        base_json_object_end(&run->json);
        base_buffer_byte(&run->out, '\n');
    } else {
        cli_say(run->cli, "go on with --cursor %s", text);
    }
    return flush(run, err);
}

static enum base_status print(struct run *run, struct base_error *err)
{
    enum base_status status = BASE_OK;
    run->at = run->from;
    if (run->whole)
        status = store_changes_end(run->store, &run->from, err);
    base_json_init(&run->json, &run->out);
    if (run->cli->json && !run->lines) {
        base_json_object_begin(&run->json);
        base_json_key(&run->json, run->whole ? "items" : "changes");
        base_json_array_begin(&run->json);
    }
    if (status == BASE_OK && !(run->whole && run->from.edition == 0))
        status = print_all(run, err);
    return status == BASE_OK ? print_end(run, err) : status;
}

enum cli_exit cli_changes(struct cli *cli)
{
    struct base_error err;
    struct run run = {.cli = cli, .arena = base_arena_create(0)};
    enum base_status status = run.arena ? cli_open(cli, STORE_READ, &run.store, &err)
                                        : base_fail(&err, BASE_NO_MEMORY, "out of memory");
    if (status == BASE_OK)
        status = read_options(&run, &err);
    if (status == BASE_OK)
        status = print(&run, &err);
    store_close(run.store);
    base_arena_free(run.arena);
    base_buffer_done(&run.out);
    return status == BASE_OK ? CLI_DONE : cli_fail(cli, &err);
}
