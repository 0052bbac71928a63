/* cli/coverage.c - coverage: who reaches a facility on foot. */
#include "coverage/ring.h"
#include "coverage/run.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/message.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/names.h"
#include "geo/geojson.h"
#include "geo/measure.h"
#include "report/coverage.h"
#include "report/terms.h"
#include "store/finding.h"

struct call {
    struct cli *cli;
    struct server_view *view;
    struct coverage_options options;
    struct coverage_input input;
    struct coverage_report report;
};

static enum base_status read_options(struct call *call, struct base_error *err)
{
    struct cli *cli = call->cli;
    int64_t minutes = 15;
    const char *text = cli_value(cli, "minutes"), *season = cli_value(cli, "season");
    const char *profile = cli_value(cli, "profile");
    if (!cli_value(cli, "kind"))
        return base_fail(err, BASE_INVALID, "--kind KIND is needed, as eldercare");
    if (text && (!base_number_parse_int(text, &minutes) || minutes < 1 || minutes > 60))
        return base_fail(err, BASE_INVALID, "--minutes must be a whole number from 1 to 60");
    call->options = (struct coverage_options){
        .kind = cli_value(cli, "kind"),
        .minutes = (uint32_t)minutes,
        .profile = profile ? profile : "older",
    };
    if (season && !coverage_season_parse(season, &call->options.season))
        return base_fail(err, BASE_INVALID, "--season must be summer or winter");
    if (cli_value(cli, "report") && report_path_check(cli_value(cli, "report"), err) != BASE_OK)
        return BASE_INVALID;
    struct coverage_profile found;
    if (!coverage_profile_find(call->options.profile, call->options.season, &found))
        return base_fail(err, BASE_INVALID,
                         "the profile %.40s is not known; use adult, older, older80 or assisted",
                         call->options.profile);
    return BASE_OK;
}

/* --- keeping the run ------------------------------------------------------- */

static const char *options_text(struct call *call)
{
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &out);
    base_json_object_begin(&json);
    base_json_key_string(&json, "kind", call->options.kind);
    base_json_key_int(&json, "minutes", call->options.minutes);
    base_json_key_string(&json, "profile", call->options.profile);
    base_json_key_string(&json, "season",
                         call->options.season == COVERAGE_WINTER ? "winter" : "summer");
    base_json_key_string(&json, "snapshot", call->view->id);
    base_json_object_end(&json);
    return base_arena_strdup(call->cli->arena, out.data);
}

static enum base_status keep_open(struct call *call, struct store *store, struct base_error *err)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    struct base_json json;
    struct store_run run = {
        .job = "coverage", .at = call->options.at, .options = options_text(call)};
    enum base_status status = store_run_add(store, &run, &call->report.run, err);
    if (status != BASE_OK)
        return status;
    base_json_init(&json, &text);
    coverage_report_write(&call->report, &call->input, &json);
    status = base_buffer_check(&text, err);
    return status == BASE_OK ? store_run_set_report(store, call->report.run, text.data, err)
                             : status;
}

static enum base_status keep(struct call *call, struct base_error *err)
{
    struct store *store = NULL;
    enum base_status status = cli_open(call->cli, STORE_WRITE, &store, err);
    if (status == BASE_OK)
        status = store_begin(store, err);
    if (status == BASE_OK)
        status = keep_open(call, store, err);
    if (status == BASE_OK)
        status = store_commit(store, err);
    store_close(store);
    return status;
}

/* --- output ---------------------------------------------------------------- */

static void write_area(struct call *call, const struct geo_geometry *area, struct base_json *json)
{
    base_json_object_begin(json);
    base_json_key_string(json, "type", "Feature");
    base_json_key(json, "properties");
    base_json_object_begin(json);
    base_json_key_string(json, "kind", call->options.kind);
    base_json_key_int(json, "limit_s", call->report.limit_ms / 1000);
    base_json_key_fixed(json, "area_m2", geo_area_m2(area), 0);
    base_json_object_end(json);
    base_json_key(json, "geometry");
    geo_geojson_write(area->part_count ? area : NULL, json);
    base_json_object_end(json);
}

static void write_uncovered(struct call *call, struct base_json *json)
{
    static const uint32_t ONE[] = {0, 1};
    const struct coverage_points *points = call->input.points;
    for (size_t i = 0; i < call->report.person_count; i++) {
        const struct coverage_person *person = &call->report.persons[i];
        const struct coverage_people_row *row = &points->people[person->row];
        struct geo_geometry point = {GEO_POINT, 1, 1, 1, ONE, ONE, &row->point};
        if (person->status == COVERAGE_COVERED || !row->has_point)
            continue;
        base_json_object_begin(json);
        base_json_key_string(json, "type", "Feature");
        base_json_key(json, "properties");
        base_json_object_begin(json);
        base_json_key_string(json, "id", coverage_points_text(points, row->id));
        base_json_key_int(json, "people", row->counts[COVERAGE_TOTAL]);
        base_json_key_string(json, "status", coverage_status_name(person->status));
        base_json_object_end(json);
        base_json_key(json, "geometry");
        geo_geojson_write(&point, json);
        base_json_object_end(json);
    }
}

/* The reached ground; computed only where something shows it. */
static enum base_status find_area(struct call *call, struct geo_geometry *out,
                                  struct base_error *err)
{
    struct geo_engine *engine = geo_engine_create();
    if (!engine)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    enum base_status status = coverage_ring_area(&call->report.reach, call->report.limit_ms, engine,
                                                 call->cli->arena, out, err);
    geo_engine_free(engine);
    return status;
}

static enum base_status write_geojson(struct call *call, const char *path,
                                      const struct geo_geometry *area, struct base_error *err)
{
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &out);
    base_json_object_begin(&json);
    base_json_key_string(&json, "type", "FeatureCollection");
    base_json_key(&json, "features");
    base_json_array_begin(&json);
    write_area(call, area, &json);
    write_uncovered(call, &json);
    base_json_array_end(&json);
    base_json_object_end(&json);
    enum base_status status = base_buffer_check(&out, err);
    return status == BASE_OK ? base_file_write_atomic(path, out.data, out.size, err) : status;
}

static enum base_status write_page(struct call *call, const char *path,
                                   const struct geo_geometry *area, struct base_error *err)
{
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct report_page page = {&out, call->cli->lang};
    const struct report_coverage coverage = {&call->report, &call->input, area};
    enum base_status status = report_coverage_write(&coverage, &page, err);
    return status == BASE_OK ? report_html_save(&page, path, err) : status;
}

static enum base_status write_files(struct call *call, struct base_error *err)
{
    const char *geojson = cli_value(call->cli, "geojson"), *page = cli_value(call->cli, "report");
    struct geo_geometry area;
    if (!geojson && !page)
        return BASE_OK;
    enum base_status status = find_area(call, &area, err);
    if (status == BASE_OK && geojson)
        status = write_geojson(call, geojson, &area, err);
    if (status == BASE_OK && page)
        status = write_page(call, page, &area, err);
    return status;
}

#define NAME_COLUMNS  24
#define COUNT_COLUMNS 10 /* at least: nine digits */
#define COLUMN_COUNT  (COVERAGE_NO_ROADS + 2)

/* The first column counts all people, the others those of a status. */
static const char *heading(int column, enum base_lang lang)
{
    return base_message_format(
        column == 0 ? "All people" : report_term_status((enum coverage_status)(column - 1)), lang);
}

static int width_of(int column, enum base_lang lang)
{
    int width = (int)base_text_columns(heading(column, lang));
    return width > COUNT_COLUMNS ? width : COUNT_COLUMNS;
}

static void print_heading(enum base_lang lang)
{
    printf("%*s", NAME_COLUMNS, "");
    for (int column = 0; column < COLUMN_COUNT; column++) {
        const char *word = heading(column, lang);
        printf("  %*s%s", width_of(column, lang) - (int)base_text_columns(word), "", word);
    }
    putchar('\n');
}

static void print_people(const char *name, const struct coverage_people *people,
                         enum base_lang lang)
{
    int rest = NAME_COLUMNS - (int)base_text_columns(name);
    printf("%s%*s", name, rest > 0 ? rest : 0, "");
    for (int column = 0; column < COLUMN_COUNT; column++) {
        int64_t count = column == 0 ? coverage_people_all(people, COVERAGE_TOTAL)
                                    : people->count[COVERAGE_TOTAL][column - 1];
        printf("  %*lld", width_of(column, lang), (long long)count);
    }
    putchar('\n');
}

static void print_human(struct call *call)
{
    const struct coverage_report *report = &call->report;
    cli_say(call->cli, "%s: %zu facilities, %u minutes, profile %s", report->options.kind,
            report->facility_count, report->options.minutes, report->profile.name);
    print_heading(call->cli->lang);
    print_people(base_message_format("in all", call->cli->lang), &report->people, call->cli->lang);
    for (size_t i = 0; i < report->division_count; i++) {
        struct store_division_entry entry =
            store_division_index_entry(call->input.divisions, report->divisions[i].row);
        if (entry.level <= STORE_LEVEL_COUNTY)
            print_people(entry.name, &report->divisions[i].people, call->cli->lang);
    }
    if (report->has_modelled)
        cli_say(call->cli, "people stand where a model put them, not where they were counted");
    if (report->has_example)
        cli_say(call->cli, "some facilities are made up (示例数据)");
    if (report->has_stand_in)
        cli_say(call->cli, "one person stands for each address");
}

static enum base_status open_data(struct call *call, struct base_error *err)
{
    enum base_status status = cli_names_open(call->cli, &call->view, &call->options.at, err);
    if (status == BASE_OK)
        call->input = (struct coverage_input){&call->view->graph, &call->view->points,
                                              &call->view->divisions};
    return status;
}

static enum base_status compute(struct call *call, struct base_error *err)
{
    enum base_status status =
        coverage_run(&call->input, &call->options, call->cli->arena, &call->report, err);
    if (status == BASE_OK)
        status = keep(call, err);
    return status == BASE_OK ? write_files(call, err) : status;
}

enum cli_exit cli_coverage(struct cli *cli)
{
    struct base_error err;
    struct call call = {.cli = cli};
    if (read_options(&call, &err) != BASE_OK)
        return cli_usage(cli, &err);
    enum cli_exit code = CLI_DONE;
    enum base_status status = open_data(&call, &err);
    if (status == BASE_OK && coverage_kind_check(&call.input, call.options.kind, &err) != BASE_OK)
        code = cli_usage(cli, &err);
    else if (status != BASE_OK || compute(&call, &err) != BASE_OK)
        code = cli_fail(cli, &err);
    else if (cli->json) {
        struct base_buffer out BASE_BUFFER_AUTO = {0};
        struct base_json json;
        base_json_init(&json, &out);
        coverage_report_write(&call.report, &call.input, &json);
        code = cli_print(cli, &out);
    } else if (!cli->quiet)
        print_human(&call);
    server_view_close(call.view);
    return code;
}
