/* cli/repair.c - repair: proposals that mend slivers, and applying them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/message.h"
#include "base/number.h"
#include "boundary/repair_report.h"
#include "boundary/repair_run.h"
#include "cli/cli.h"
#include "import/export_rows.h"

struct call {
    struct cli *cli;
    struct boundary_repair_options options;
    struct boundary_repair_order order;
    struct store_as_of as_of;
    char between[2][STORE_CODE_SIZE], prefer[STORE_CODE_SIZE];
    struct boundary_repairs repairs;
    int64_t edition;
};

static enum base_status read_between(struct call *call, struct base_error *err)
{
    const char *text = cli_value(call->cli, "between");
    const char *comma = text ? strchr(text, ',') : NULL;
    char first[64] = "";
    if (!text)
        return BASE_OK;
    size_t length = comma ? (size_t)(comma - text) : 0;
    if (length > 0 && length < sizeof first)
        memcpy(first, text, length);
    if (!comma || !store_code_parse(first, call->between[0]) ||
        !store_code_parse(comma + 1, call->between[1]))
        return base_fail(err, BASE_INVALID, "--between must be two division codes, CODE,CODE");
    call->options.between[0] = call->between[0];
    call->options.between[1] = call->between[1];
    return BASE_OK;
}

static enum base_status read_prefer(struct call *call, struct base_error *err)
{
    const char *text = cli_value(call->cli, "prefer");
    if (!text || boundary_preference_parse(text, call->prefer, &call->options))
        return BASE_OK;
    return base_fail(err, BASE_INVALID,
                     "--prefer must be least, middle or the code of the division whose line "
                     "stays, not %.40s",
                     text);
}

/* Findings are of the level that --level names, or else of one level. */
static enum base_status take_level(struct call *call, const struct store_finding *finding,
                                   struct base_error *err)
{
    enum store_level level = finding->level ? store_level_parse(finding->level) : STORE_LEVEL_NONE;
    if (call->options.level == STORE_LEVEL_NONE)
        call->options.level = level;
    return level == call->options.level
               ? BASE_OK
               : base_fail(err, BASE_INVALID, "finding %s is of another level: %s", finding->id,
                           finding->level ? finding->level : "-");
}

/* The findings named with --finding, as the record keeps them. */
static enum base_status find_findings(struct call *call, struct store *store,
                                      struct base_error *err)
{
    struct base_arena *arena = call->cli->arena;
    const char *text = cli_value(call->cli, "finding");
    char *ids = text ? base_arena_strdup(arena, text) : NULL, *rest = NULL;
    struct store_finding *findings =
        base_arena_alloc(arena, (text ? strlen(text) : 0) * sizeof *findings + 1);
    enum base_status status = BASE_OK;
    if (!text)
        return BASE_OK;
    if (!ids || !findings)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    call->options.only = findings;
    for (char *id = strtok_r(ids, ",", &rest); id && status == BASE_OK;
         id = strtok_r(NULL, ",", &rest)) {
        struct store_finding *finding = &findings[call->options.only_count++];
        status = store_finding_find(store, id, arena, finding, err);
        if (status == BASE_OK)
            status = take_level(call, finding, err);
    }
    return status;
}

static enum base_status read_profile(struct call *call, struct base_error *err)
{
    const char *profile = cli_value(call->cli, "profile"), *level = cli_value(call->cli, "level");
    call->options.profile = boundary_profile_default();
    if (level && (call->options.level = store_level_parse(level)) == STORE_LEVEL_NONE)
        return base_fail(err, BASE_INVALID,
                         "--level must be province, prefecture, county, township or village");
    if (!profile)
        return BASE_OK;
    return base_file_exists(profile)
               ? boundary_profile_read(profile, call->cli->arena, &call->options.profile, err)
               : boundary_profile_parse(profile, &call->options.profile, err);
}

/* What --apply asks for, and what it does not go with. */
static enum base_status read_order(struct call *call, struct base_error *err)
{
    struct cli *cli = call->cli;
    const char *reason = cli_value(cli, "reason"), *effective = cli_value(cli, "effective");
    call->order = (struct boundary_repair_order){
        .actor = cli_actor(cli), .reason = reason, .effective = BASE_DATE_NONE};
    if (!cli_flag(cli, "apply"))
        return reason || effective
                   ? base_fail(err, BASE_INVALID, "--reason and --effective go with --apply")
                   : BASE_OK;
    if (!reason || !reason[0])
        return base_fail(err, BASE_INVALID, "--apply needs --reason, for the edition");
    if (call->options.level == STORE_LEVEL_NONE && !cli_value(cli, "finding"))
        return base_fail(err, BASE_INVALID,
                         "--apply needs --level: repair from the top, since lower levels follow");
    if (cli_value(cli, "out"))
        return base_fail(err, BASE_INVALID, "--out goes with the preview, not with --apply");
    if (cli_value(cli, "known"))
        return base_fail(err, BASE_INVALID, "--known does not go with --apply");
    if (effective && cli_value(cli, "at"))
        return base_fail(err, BASE_INVALID, "give --at or --effective, not both");
    if (effective && !base_date_parse(effective, &call->order.effective))
        return base_fail(err, BASE_INVALID, "--effective must be a date, as 2026-11-24, not %.40s",
                         effective);
    return BASE_OK;
}

static enum base_status read_options(struct call *call, struct base_error *err)
{
    enum base_status status = read_profile(call, err);
    if (status == BASE_OK && cli_value(call->cli, "finding") &&
        strspn(cli_value(call->cli, "finding"), ",") == strlen(cli_value(call->cli, "finding")))
        return base_fail(err, BASE_INVALID, "--finding must be ids of findings, ID,ID");
    if (status == BASE_OK)
        status = read_between(call, err);
    if (status == BASE_OK)
        status = read_prefer(call, err);
    return status == BASE_OK ? read_order(call, err) : status;
}

/* --- the file for the parties ------------------------------------------------ */

enum { WHAT, FINDING, KIND, METHOD, CODE, NAME, FROM, TO, AREA, MOVE, MESSAGE, COLUMNS };

static const struct export_column TABLE[COLUMNS] = {
    [WHAT] = {"what", EXPORT_TEXT},      [FINDING] = {"finding", EXPORT_TEXT},
    [KIND] = {"kind", EXPORT_TEXT},      [METHOD] = {"method", EXPORT_TEXT},
    [CODE] = {"code", EXPORT_TEXT},      [NAME] = {"name", EXPORT_TEXT},
    [FROM] = {"from_code", EXPORT_TEXT}, [TO] = {"to_code", EXPORT_TEXT},
    [AREA] = {"area_m2", EXPORT_REAL},   [MOVE] = {"max_move_m", EXPORT_REAL},
    [MESSAGE] = {"message", EXPORT_TEXT}};

static const char *number(struct base_arena *arena, double value)
{
    char text[BASE_NUMBER_SIZE];
    if (!isfinite(value))
        return NULL;
    base_number_print(value, text);
    return base_arena_strdup(arena, text);
}

static void add_unit(struct call *call, struct export_table *table,
                     const struct boundary_repaired *repaired, bool after)
{
    struct export_row *row = &table->rows[table->count++];
    row->values[WHAT] = after ? "after" : "before";
    row->values[CODE] = repaired->unit->code;
    row->values[NAME] = repaired->unit->name;
    row->values[AREA] = number(call->cli->arena, after ? repaired->after_m2 : repaired->before_m2);
    row->geometry = after ? repaired->after : repaired->unit->geometry;
    row->edition = repaired->unit->edition;
}

static void add_piece(struct call *call, struct export_table *table,
                      const struct boundary_repair *repair, const struct boundary_piece *piece)
{
    const struct boundary_proposal *p = &repair->proposals[repair->chosen];
    const struct boundary_unit *unit = piece->from ? piece->from : piece->to;
    struct export_row *row = &table->rows[table->count++];
    row->values[WHAT] = "moved";
    row->values[FINDING] = repair->finding->id;
    row->values[KIND] = boundary_kind_name(repair->finding->kind);
    row->values[METHOD] = boundary_method_name(p->method);
    row->values[CODE] = p->unit ? p->unit->code : NULL;
    row->values[FROM] = piece->from ? piece->from->code : NULL;
    row->values[TO] = piece->to ? piece->to->code : NULL;
    row->values[AREA] = number(call->cli->arena, piece->area_m2);
    row->values[MOVE] = number(call->cli->arena, p->max_move_m);
    row->values[MESSAGE] = repair->finding->message[call->cli->lang];
    row->geometry = piece->ground;
    row->edition = unit->edition;
}

static enum base_status make_table(struct call *call, struct export_table *out,
                                   struct base_error *err)
{
    const struct boundary_repairs *repairs = &call->repairs;
    size_t most = 2 * (size_t)repairs->unit_count;
    for (uint32_t i = 0; i < repairs->count; i++)
        if (repairs->items[i].chosen >= 0)
            most += repairs->items[i].proposals[repairs->items[i].chosen].piece_count;
    *out = (struct export_table){
        .columns = TABLE, .column_count = COLUMNS, .geometry = GEO_MULTIPOLYGON};
    out->rows = base_arena_calloc(call->cli->arena, most + 1, sizeof *out->rows);
    if (!out->rows)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (uint32_t i = 0; i < repairs->unit_count; i++) {
        add_unit(call, out, &repairs->units[i], false);
        add_unit(call, out, &repairs->units[i], true);
    }
    for (uint32_t i = 0; i < repairs->count; i++) {
        const struct boundary_repair *repair = &repairs->items[i];
        for (uint32_t k = 0;
             repair->chosen >= 0 && k < repair->proposals[repair->chosen].piece_count; k++)
            add_piece(call, out, repair, &repair->proposals[repair->chosen].pieces[k]);
    }
    return BASE_OK;
}

static enum base_status write_file(struct call *call, struct store *store, struct base_error *err)
{
    struct cli *cli = call->cli;
    const struct export_options options = {
        .out = cli_value(cli, "out"), .at = call->repairs.options.at, .internal = true};
    struct export_table table;
    struct export_result result;
    if (!options.out)
        return BASE_OK;
    enum base_status status = make_table(call, &table, err);
    if (status == BASE_OK)
        status = export_table_write(store, &options, "repair", &table, cli->arena, &cli->progress,
                                    &result, err);
    if (status == BASE_OK)
        cli_say(cli, "%lld rows written to %s", (long long)result.rows, options.out);
    if (status == BASE_OK && result.withheld)
        cli_say(cli, "%lld rows were left out: they may not leave as a file",
                (long long)result.withheld);
    return status;
}

/* --- what people read --------------------------------------------------------- */

static void print_proposal(struct cli *cli, const struct boundary_proposal *p, bool chosen)
{
    const char *method = boundary_method_name(p->method), *unit = p->unit ? p->unit->code : "";
    char move[32] = "-";
    if (isfinite(p->max_move_m))
        snprintf(move, sizeof move, "%.2f m", p->max_move_m);
    if (p->hindrance == BOUNDARY_BY_NOTHING)
        printf("   %c %-13s %-12s %12.1f m² %10s%s\n", chosen ? '*' : ' ', method, unit, p->area_m2,
               move, p->least ? base_message_format("  least", cli->lang) : "");
    else
        printf("     %-13s %-12s %s\n", method, unit,
               boundary_hindrance_text(p->hindrance, cli->lang));
}

static void print_human(struct call *call)
{
    struct cli *cli = call->cli;
    const struct boundary_repairs *repairs = &call->repairs;
    cli_say(cli, "%u slivers; for %u a repair is chosen, %.1f m² change hands, %u divisions change",
            repairs->count, repairs->chosen, repairs->area_m2, repairs->unit_count);
    for (uint32_t i = 0; i < repairs->count && !cli->quiet; i++) {
        const struct boundary_repair *repair = &repairs->items[i];
        printf("  %s  %s\n", repair->finding->id, repair->finding->message[cli->lang]);
        for (uint32_t k = 0; k < repair->proposal_count; k++)
            print_proposal(cli, &repair->proposals[k], (int)k == repair->chosen);
    }
    for (uint32_t i = 0; i < repairs->missed_count && !cli->quiet; i++)
        printf("  %s  %s\n", repairs->missed[i].finding->id,
               boundary_missed_text(&repairs->missed[i], cli->lang));
    if (call->edition)
        cli_say(cli, "applied as edition %lld; yutu revert undoes it", (long long)call->edition);
    else
        cli_say(cli, "nothing was changed");
}

static enum cli_exit print_repairs(struct call *call)
{
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_json json;
    if (!call->cli->json) {
        print_human(call);
        return CLI_DONE;
    }
    base_json_init(&json, &out);
    const struct boundary_repairs_form form = {
        .edition = call->edition, .geometry = true, .units = true, .lang = call->cli->lang};
    boundary_repairs_write(&call->repairs, &form, &json);
    return cli_print(call->cli, &out);
}

static enum base_status work(struct call *call, struct store *store, struct base_error *err)
{
    struct cli *cli = call->cli;
    if (!cli_flag(cli, "apply"))
        return boundary_repair_preview(store, &call->options, call->as_of, cli->arena,
                                       &cli->progress, &call->repairs, err);
    call->order.at = call->as_of.at;
    return boundary_repair_apply(store, &call->options, &call->order, cli->arena, &cli->progress,
                                 &call->repairs, &call->edition, err);
}

enum cli_exit cli_repair(struct cli *cli)
{
    struct base_error err;
    struct call call = {.cli = cli};
    struct store *store = NULL;
    if (read_options(&call, &err) != BASE_OK)
        return cli_usage(cli, &err);
    enum base_status status =
        cli_open(cli, cli_flag(cli, "apply") ? STORE_WRITE : STORE_READ, &store, &err);
    if (status == BASE_OK)
        status = cli_as_of(cli, store, &call.as_of, &err);
    if (status == BASE_OK)
        status = find_findings(&call, store, &err);
    if (status == BASE_OK)
        status = work(&call, store, &err);
    if (status == BASE_OK)
        status = write_file(&call, store, &err);
    store_close(store);
    return status == BASE_OK ? print_repairs(&call) : cli_fail(cli, &err);
}
