/* coverage/report.c - a coverage run as JSON. */
#include "coverage/run.h"

static void write_norm(const struct coverage_report *report, struct base_json *json)
{
    base_json_key(json, "norm");
    base_json_object_begin(json);
    base_json_key_string(json, "metric", "time");
    base_json_key_int(json, "limit", report->limit_ms / 1000);
    base_json_key_string(json, "profile", report->profile.name);
    base_json_key_string(json, "season",
                         report->options.season == COVERAGE_WINTER ? "winter" : "summer");
    base_json_object_end(json);
}

static void write_divisions(const struct coverage_report *report,
                            const struct coverage_input *input, struct base_json *json)
{
    base_json_key(json, "divisions");
    base_json_array_begin(json);
    for (size_t i = 0; i < report->division_count; i++) {
        struct store_division_entry entry =
            store_division_index_entry(input->divisions, report->divisions[i].row);
        base_json_object_begin(json);
        base_json_key_string(json, "code", entry.code);
        base_json_key_string(json, "name", entry.name);
        base_json_key_string(json, "level", store_level_name(entry.level));
        base_json_key(json, "people");
        coverage_people_write(&report->divisions[i].people, json);
        base_json_object_end(json);
    }
    base_json_array_end(json);
}

static void write_facilities(const struct coverage_report *report,
                             const struct coverage_input *input, struct base_json *json)
{
    base_json_key(json, "facilities");
    base_json_array_begin(json);
    for (size_t i = 0; i < report->facility_count; i++) {
        const struct coverage_facility *f = &report->facilities[i];
        const struct coverage_facility_row *row = &input->points->facilities[f->row];
        base_json_object_begin(json);
        base_json_key_string(json, "id", coverage_points_text(input->points, row->id));
        base_json_key_string(json, "name", coverage_points_text(input->points, row->name));
        base_json_key_string(json, "kind", coverage_points_text(input->points, row->kind));
        base_json_key_bool(json, "on_network", f->snap.place == COVERAGE_ON_NETWORK);
        base_json_key(json, "people");
        coverage_people_write(&f->people, json);
        base_json_object_end(json);
    }
    base_json_array_end(json);
}

/* Words that the page has sentences for; others are shown as they stand. */
static void write_notices(const struct coverage_report *report, struct base_json *json)
{
    base_json_key(json, "notices");
    base_json_array_begin(json);
    if (report->has_modelled)
        base_json_string(json, "modelled");
    if (report->has_example)
        base_json_string(json, "sample");
    if (report->has_stand_in)
        base_json_string(json,
                         "人口以门牌代替，每个地址计一人 (one person stands for each address)");
    base_json_array_end(json);
}

void coverage_report_write(const struct coverage_report *report, const struct coverage_input *input,
                           struct base_json *json)
{
    char date[BASE_DATE_SIZE];
    base_json_object_begin(json);
    base_json_key(json, "run");
    report->run ? base_json_int(json, report->run) : base_json_null(json);
    base_json_key_string(json, "at", base_date_print(report->options.at, date));
    base_json_key_string(json, "kind", report->options.kind);
    write_norm(report, json);
    base_json_key(json, "people");
    coverage_people_write(&report->people, json);
    write_divisions(report, input, json);
    write_facilities(report, input, json);
    base_json_key(json, "indicators");
    coverage_indicators_write(report->indicators, report->indicator_count, input->divisions,
                              report->options.at, json);
    write_notices(report, json);
    base_json_object_end(json);
}
