/* server/api_coverage.c - coverage, circles, indicators, reach. */
#include <string.h>

#include "coverage/ring.h"
#include "coverage/run.h"
#include "geo/geojson.h"
#include "geo/measure.h"
#include "server/api.h"
#include "server/auth.h"
#include "server/position.h"
#include "server/view.h"
#include "server/worker.h"

static struct coverage_input input_of(const struct server_call *call)
{
    return (struct coverage_input){&call->view->graph, &call->view->points, &call->view->divisions};
}

/* The longest of the asked times is what decides. */
static uint32_t minutes_of(const struct server_call *call)
{
    const struct server_value *minutes = server_call_value(call, "minutes");
    return (uint32_t)minutes->numbers[minutes->count - 1];
}

static enum coverage_season season_of(const struct server_call *call)
{
    return server_call_value(call, "season")->choice == 1 ? COVERAGE_WINTER : COVERAGE_SUMMER;
}

static enum base_status compute(struct server_call *call, struct coverage_input *input,
                                struct coverage_report *report, struct base_error *err)
{
    struct coverage_options options = {
        .kind = server_call_text(call, "kind"),
        .at = call->at,
        .minutes = minutes_of(call),
        .profile = server_call_text(call, "profile"),
        .season = season_of(call),
    };
    *input = input_of(call);
    if (coverage_kind_check(input, options.kind, err) != BASE_OK) {
        call->bad_parameter = "kind";
        return BASE_INVALID;
    }
    return coverage_run(input, &options, call->arena, report, err);
}

enum base_status server_api_coverage(struct server_call *call, struct server_reply *reply,
                                     struct base_error *err)
{
    struct coverage_input input;
    struct coverage_report report;
    enum base_status status = compute(call, &input, &report, err);
    if (status != BASE_OK)
        return status;
    struct base_json json;
    base_json_init(&json, &reply->body);
    coverage_report_write(&report, &input, &json);
    return BASE_OK;
}

/* --- pictures -------------------------------------------------------------- */

static void begin_features(struct base_json *json, struct server_reply *reply)
{
    base_json_init(json, &reply->body);
    base_json_object_begin(json);
    base_json_key_string(json, "type", "FeatureCollection");
    base_json_key(json, "features");
    base_json_array_begin(json);
}

static void end_features(struct base_json *json)
{
    base_json_array_end(json);
    base_json_object_end(json);
}

static void begin_feature(struct base_json *json)
{
    base_json_object_begin(json);
    base_json_key_string(json, "type", "Feature");
    base_json_key(json, "properties");
    base_json_object_begin(json);
}

static void end_feature(struct base_json *json, const struct geo_geometry *geometry)
{
    base_json_object_end(json);
    base_json_key(json, "geometry");
    geo_geojson_write(geometry->part_count > 0 ? geometry : NULL, json);
    base_json_object_end(json);
}

enum base_status server_api_coverage_circles(struct server_call *call, struct server_reply *reply,
                                             struct base_error *err)
{
    struct coverage_input input;
    struct coverage_report report;
    struct geo_engine *engine;
    struct geo_geometry area;
    enum base_status status = compute(call, &input, &report, err);
    if (status == BASE_OK)
        status = server_worker_engine(call->worker, &engine, err);
    if (status == BASE_OK)
        status =
            coverage_ring_area(&report.reach, report.limit_ms, engine, call->arena, &area, err);
    if (status != BASE_OK)
        return status;
    struct base_json json;
    begin_features(&json, reply);
    begin_feature(&json);
    base_json_key_string(&json, "kind", report.options.kind);
    base_json_key_int(&json, "limit_s", report.limit_ms / 1000);
    base_json_key_int(&json, "facilities", (int64_t)report.facility_count);
    base_json_key_fixed(&json, "area_m2", geo_area_m2(&area), 0);
    end_feature(&json, &area);
    end_features(&json);
    return BASE_OK;
}

static void write_person(const struct coverage_points *points, const struct coverage_person *person,
                         struct base_json *json)
{
    static const uint32_t ONE[] = {0, 1};
    const struct coverage_people_row *row = &points->people[person->row];
    struct geo_geometry point = {GEO_POINT, row->has_point, row->has_point, row->has_point, ONE,
                                 ONE,       &row->point};
    begin_feature(json);
    base_json_key_string(json, "id", coverage_points_text(points, row->id));
    base_json_key_int(json, "people", row->counts[COVERAGE_TOTAL]);
    base_json_key_int(json, "age60", row->counts[COVERAGE_AGE60]);
    base_json_key_int(json, "age65", row->counts[COVERAGE_AGE65]);
    base_json_key_int(json, "age80", row->counts[COVERAGE_AGE80]);
    base_json_key_string(json, "status", coverage_status_name(person->status));
    end_feature(json, &point);
}

/* Where road data lies, the nearest gap first in the order of the rows. */
enum base_status server_api_coverage_uncovered(struct server_call *call, struct server_reply *reply,
                                               struct base_error *err)
{
    struct coverage_input input;
    struct coverage_report report;
    size_t limit = (size_t)server_call_value(call, "limit")->integer, shown = 0;
    enum base_status status = compute(call, &input, &report, err);
    if (status != BASE_OK)
        return status;
    struct base_json json;
    begin_features(&json, reply);
    for (size_t i = 0; i < report.person_count && shown < limit; i++) {
        if (report.persons[i].status == COVERAGE_COVERED)
            continue;
        write_person(input.points, &report.persons[i], &json);
        shown++;
    }
    end_features(&json);
    return BASE_OK;
}

/* --- indicators ------------------------------------------------------------ */

enum base_status server_api_indicators(struct server_call *call, struct server_reply *reply,
                                       struct base_error *err)
{
    struct coverage_indicator *items;
    size_t count;
    struct coverage_input input = input_of(call);
    const char *code = server_call_code(call, "code");
    if (code &&
        store_division_index_find(input.divisions, code, call->at) == STORE_DIVISION_INDEX_NONE)
        return base_fail(err, BASE_NOT_FOUND, "no division has the code %s on that day", code);
    enum base_status status = coverage_indicators_compute(input.points, input.divisions, call->at,
                                                          code, call->arena, &items, &count, err);
    if (status != BASE_OK)
        return status;
    struct base_json json;
    base_json_init(&json, &reply->body);
    base_json_object_begin(&json);
    base_json_key(&json, "indicators");
    coverage_indicators_write(items, count, input.divisions, call->at, &json);
    base_json_object_end(&json);
    return BASE_OK;
}

/* --- reach ----------------------------------------------------------------- */

/* The point asked for: of a facility, or lon and lat. */
static enum base_status find_start(struct server_call *call, struct geo_point *point,
                                   const char **facility, struct base_error *err)
{
    const struct coverage_points *points = &call->view->points;
    *facility = server_call_text(call, "facility");
    if (!*facility) {
        bool has_lon = server_call_value(call, "lon")->given;
        if (has_lon && server_call_value(call, "lat")->given)
            return server_position(call, point, err);
        call->bad_parameter = has_lon ? "lat" : "lon";
        return base_fail(err, BASE_INVALID, "give lon and lat, or facility");
    }
    for (size_t i = 0; i < points->facility_count; i++) {
        const struct coverage_facility_row *row = &points->facilities[i];
        if (strcmp(coverage_points_text(points, row->id), *facility) != 0 ||
            !base_date_within(call->at, row->valid_from, row->valid_to) || !row->has_point)
            continue;
        *point = row->point;
        return BASE_OK;
    }
    return base_fail(err, BASE_NOT_FOUND, "no facility with a position has the id %.100s",
                     *facility);
}

/* People within the limit of the point, by their own way. */
static int64_t count_within(const struct server_call *call, const struct coverage_reach *reach,
                            const bool *own, uint32_t limit_ms)
{
    int64_t people = 0;
    const struct coverage_points *points = &call->view->points;
    for (size_t i = 0; i < points->people_count; i++) {
        const struct coverage_people_row *row = &points->people[i];
        if (!row->has_point || !base_date_within(call->at, row->valid_from, row->valid_to))
            continue;
        struct coverage_snap snap =
            coverage_snap_find(reach->graph, row->point, COVERAGE_CAP_MM, own);
        uint32_t cost = coverage_reach_cost(reach, &snap, NULL);
        if (cost <= limit_ms)
            people += row->counts[COVERAGE_TOTAL];
    }
    return people;
}

static enum base_status write_ring(struct server_call *call, const struct coverage_reach *reach,
                                   const bool *own, const char *facility, double minutes,
                                   struct base_json *json, struct base_error *err)
{
    struct geo_engine *engine;
    struct geo_geometry area;
    uint32_t limit_ms = (uint32_t)(minutes * 60000);
    enum base_status status = server_worker_engine(call->worker, &engine, err);
    if (status == BASE_OK)
        status = coverage_ring_area(reach, limit_ms, engine, call->arena, &area, err);
    if (status != BASE_OK)
        return status;
    begin_feature(json);
    base_json_key_string(json, "facility", facility);
    base_json_key_int(json, "limit_s", limit_ms / 1000);
    base_json_key_string(json, "metric", "time");
    base_json_key_fixed(json, "area_m2", geo_area_m2(&area), 0);
    base_json_key_fixed(json, "length_m", (double)coverage_reach_length_mm(reach, limit_ms) / 1000,
                        1);
    base_json_key_int(json, "people", count_within(call, reach, own, limit_ms));
    end_feature(json, &area);
    return BASE_OK;
}

enum base_status server_api_reach(struct server_call *call, struct server_reply *reply,
                                  struct base_error *err)
{
    struct coverage_profile profile;
    struct coverage_source source;
    struct coverage_reach reach;
    struct geo_point point;
    const char *facility;
    const struct server_value *minutes = server_call_value(call, "minutes");
    const struct coverage_graph *graph = &call->view->graph;
    enum base_status status = find_start(call, &point, &facility, err);
    if (status != BASE_OK)
        return status;
    bool *own = base_arena_calloc(call->arena, graph->component_count + 1, sizeof *own);
    if (!own)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    coverage_profile_find(server_call_text(call, "profile"), season_of(call), &profile);
    source.snap = coverage_snap_find(graph, point, COVERAGE_CAP_MM, NULL);
    if (source.snap.place == COVERAGE_ON_NETWORK)
        own[graph->component[graph->edges[source.snap.edge].a]] = true;
    status = coverage_reach_search(graph, &source, 1, &profile, minutes_of(call) * 60000,
                                   call->arena, &reach, err);
    struct base_json json;
    begin_features(&json, reply);
    for (int i = minutes->count - 1; i >= 0 && status == BASE_OK; i--) /* the largest below */
        status = write_ring(call, &reach, own, facility, minutes->numbers[i], &json, err);
    if (status != BASE_OK)
        return status;
    end_features(&json);
    return BASE_OK;
}
