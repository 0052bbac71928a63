/* tests/server/test_api_line.c - boundary lines and markers, and who may see them. */
#include "store/line.h"
#include "store/marker.h"
#include "tests/server/node.h"

#define GET(...) (&(struct node_request){.method = SERVER_GET, __VA_ARGS__})
#define LINES    "/api/v1/lines"
#define MARKERS  "/api/v1/markers"

static const struct store_version UNDATED = {.valid_from = BASE_DATE_NONE,
                                             .valid_to = BASE_DATE_NONE};

static void put_line(struct node *node, int64_t edition, const char *code, const char *a,
                     const char *b, enum store_line_status status)
{
    struct geo_builder builder;
    struct store_line line = {.version = UNDATED,
                              .code = code,
                              .a = a,
                              .b = b,
                              .name = "示例线",
                              .status = status,
                              .agreement_no = "长政函〔2001〕3号",
                              .support = "ridge"};
    struct store_change change = {.edition = edition, .effective = BASE_DATE_NONE};
    enum store_outcome outcome;
    int64_t identity;
    assert_true(base_date_parse("2001-03-05", &line.agreement_date));
    geo_builder_init(&builder, GEO_LINE, node->record->arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    geo_builder_point(&builder, (struct geo_point){125001000000, 43000000000});
    geo_builder_point(&builder, (struct geo_point){125001000000, 43001000000});
    assert_int_equal(geo_builder_finish(&builder, &line.geometry, NULL), BASE_OK);
    assert_int_equal(store_line_put(node->record->store, &change, &line, &outcome, &identity, NULL),
                     BASE_OK);
}

static void put_marker(struct node *node, int64_t edition, const char *line, const char *number,
                       int64_t lon)
{
    struct store_marker marker = {.version = UNDATED,
                                  .line = line,
                                  .number = number,
                                  .mode = STORE_MARKER_SINGLE,
                                  .measured_on = BASE_DATE_NONE,
                                  .sigma_m = NAN,
                                  .condition = "intact",
                                  .point = {lon, 43000500000},
                                  .has_point = lon != 0};
    struct store_change change = {.edition = edition, .effective = BASE_DATE_NONE};
    enum store_outcome outcome;
    int64_t identity;
    assert_int_equal(
        store_marker_put(node->record->store, &change, &marker, &outcome, &identity, NULL),
        BASE_OK);
}

/* Three agreed lines, one of them of an internal edition, and a disputed one. */
static int setup(void **state)
{
    struct store_edition facts = {.kind = "import",
                                  .actor = "test",
                                  .effective = BASE_DATE_NONE,
                                  .resolution_m = NAN,
                                  .accuracy_m = NAN,
                                  .attribution = "示例",
                                  .may_publish = true,
                                  .may_export = true,
                                  .secrecy = "internal"};
    int64_t internal;
    if (node_setup(state) != 0)
        return -1;
    struct node *node = *state;
    struct store *store = node->record->store;
    assert_int_equal(store_begin(store, NULL), BASE_OK);
    assert_int_equal(store_edition_add(store, &facts, &internal, NULL), BASE_OK);
    int64_t edition = record_edition(node->record);
    put_line(node, edition, "A", "220102", "220104", STORE_LINE_AGREED);
    put_line(node, internal, "B", "220102", "220104", STORE_LINE_AGREED);
    put_line(node, edition, "C", "220104", "220381", STORE_LINE_AGREED);
    put_line(node, edition, "D", "220102", "220381", STORE_LINE_DISPUTED);
    put_marker(node, edition, "A", "001Q", 125001000000);
    put_marker(node, edition, "A", "002Q", 125002000000);
    put_marker(node, edition, "C", "001Q", 0);
    assert_int_equal(store_commit(store, NULL), BASE_OK);
    node_refresh(node);
    node_end(node);
    node_start(node, true, false);
    return 0;
}

/* The codes of an answer's lines, or the numbers of its markers, blanks behind. */
static const char *told(struct node *node, const char *target, const char *key, const char *list,
                        const char *member)
{
    static char text[200];
    struct node_answer answer = node_ask(node, GET(.target = target, .key = key));
    if (answer.status != 200)
        fail_msg("%s: %d %s", target, answer.status, answer.body.data);
    json_t *root = node_json(&answer);
    text[0] = '\0';
    for (size_t i = 0; i < json_array_size(json_object_get(root, list)); i++) {
        const json_t *item = json_array_get(json_object_get(root, list), i);
        const json_t *facts = json_object_get(item, "properties");
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s ",
                 node_text(facts ? facts : item, member));
    }
    json_decref(root);
    return text;
}

static void agreed_lines_are_everyone_s_and_others_the_viewer_s(void **state)
{
    struct node *node = *state;
    assert_string_equal(told(node, LINES, NULL, "lines", "code"), "A C ");
    assert_string_equal(told(node, LINES, node->viewer, "lines", "code"), "A C ");
    assert_int_equal(node_status(node, GET(.target = LINES "?status=any")), 401);
    assert_int_equal(node_status(node, GET(.target = LINES "?status=disputed")), 401);
    assert_string_equal(told(node, LINES "?status=any", node->viewer, "lines", "code"), "A B C D ");
    assert_string_equal(told(node, LINES "?status=disputed", node->viewer, "lines", "code"), "D ");
    assert_int_equal(node_status(node, GET(.target = LINES "/A")), 200);
    assert_int_equal(node_status(node, GET(.target = LINES "/B")), 401);
    assert_int_equal(node_status(node, GET(.target = LINES "/D")), 401);
    assert_int_equal(node_status(node, GET(.target = LINES "/B", .key = node->viewer)), 200);
    assert_int_equal(node_status(node, GET(.target = LINES "/D", .key = node->viewer)), 200);
    assert_int_equal(node_status(node, GET(.target = LINES "/E")), 404);
    assert_int_equal(node_status(node, GET(.target = MARKERS)), 401);
}

/* A page of another site must not read through the browser of one who may. */
static void other_sites_may_not_read_what_needs_a_viewer(void **state)
{
    struct node *node = *state;
    static const struct {
        const char *target;
        bool open;
    } cases[] = {{LINES, true},
                 {LINES "/A", true},
                 {LINES "?status=any", false},
                 {LINES "/D", false},
                 {MARKERS, false}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct node_answer answer =
            node_ask(node, GET(.target = cases[i].target, .key = node->viewer));
        assert_int_equal(answer.status, 200);
        assert_int_equal(node_header(&answer, "Access-Control-Allow-Origin") != NULL,
                         cases[i].open);
        node_answer_done(&answer);
    }
}

static void lines_are_found_by_side_and_box(void **state)
{
    struct node *node = *state;
    static const struct {
        const char *target, *wanted;
    } cases[] = {
        {LINES "?status=any&code=220102", "A B D "},
        {LINES "?code=220381", "C "}, /* as it was at the agreement */
        {LINES "?between=220104,220102", "A "},
        {LINES "?between=2201,220102", ""},
        {LINES "?bbox=125,43,125.01,43.01", "A C "},
        {LINES "?bbox=126,43,127,44", ""},
        {LINES "?at=1990-01-01", "A C "},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(told(node, cases[i].target, node->viewer, "lines", "code"),
                            cases[i].wanted);
}

static void wrong_values_are_named(void **state)
{
    struct node *node = *state;
    static const struct {
        const char *target, *parameter;
    } cases[] = {
        {LINES "?between=220104", "between"},
        {LINES "?between=220104,", "between"},
        {LINES "?between=220104,220104", "between"},
        {LINES "?between=220104,220102,220103", "between"},
        {LINES "?between=2201O4,220102", "between"},
        {LINES "?code=220104&between=220104,220102", "code"},
        {LINES "?status=fine", "status"},
        {LINES "?cursor=x", "cursor"},
        {LINES "?cursor=0", "cursor"},
        {MARKERS "?line=", "line"},
        {MARKERS "?cursor=-1", "cursor"},
        {MARKERS "?code=220104", "code"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct node_answer answer =
            node_ask(node, GET(.target = cases[i].target, .key = node->viewer));
        if (answer.status != 400)
            fail_msg("%s: %d", cases[i].target, answer.status);
        json_t *root = node_json(&answer);
        assert_string_equal(
            node_text(json_array_get(json_object_get(root, "errors"), 0), "parameter"),
            cases[i].parameter);
        json_decref(root);
    }
}

static void a_line_tells_its_agreement_and_its_sides(void **state)
{
    struct node *node = *state;
    json_t *line = node_get_json(node, LINES "/C", 200);
    assert_string_equal(node_text(json_object_get(line, "a"), "name"), "朝阳区");
    /* retired in 2020, under that code still what it was */
    assert_string_equal(node_text(json_object_get(line, "b"), "code"), "220381");
    assert_string_equal(node_text(json_object_get(line, "b"), "name"), "公主岭市");
    assert_string_equal(node_text(line, "status"), "agreed");
    assert_string_equal(node_text(line, "agreement_no"), "长政函〔2001〕3号");
    assert_string_equal(node_text(line, "agreement_date"), "2001-03-05");
    assert_string_equal(node_text(line, "support"), "ridge");
    assert_true(json_is_null(json_object_get(line, "description")));
    /* a thousandth of a degree of the meridian at 43 N */
    assert_near(json_number_value(json_object_get(line, "length_m")), 111.085, 0.01);
    const json_t *geometry = json_object_get(line, "geometry");
    assert_string_equal(node_text(geometry, "type"), "MultiLineString");
    json_decref(line);
    line = node_get_json(node, LINES "/C?f=geojson", 200);
    assert_string_equal(node_text(line, "type"), "Feature");
    assert_string_equal(node_text(json_object_get(line, "properties"), "code"), "C");
    assert_string_equal(node_text(json_object_get(line, "geometry"), "type"), "MultiLineString");
    json_decref(line);
}

static void pages_go_on_where_the_one_before_ended(void **state)
{
    struct node *node = *state;
    static const struct {
        const char *target, *list, *member, *wanted;
    } cases[] = {{LINES "?status=any&limit=3", "lines", "code", "A B C D "},
                 {LINES "?status=any&limit=1&f=geojson", "features", "code", "A B C D "},
                 {MARKERS "?limit=2", "markers", "number", "001Q 002Q 001Q "},
                 {MARKERS "?limit=1&f=geojson", "features", "number", "001Q 002Q 001Q "}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        char target[200], all[200] = "";
        size_t pages = 0;
        snprintf(target, sizeof target, "%s", cases[i].target);
        while (target[0] && pages++ < 9) {
            struct node_answer answer = node_ask(node, GET(.target = target, .key = node->viewer));
            assert_int_equal(answer.status, 200);
            const char *link = node_header(&answer, "Link");
            bool linked = link != NULL;
            snprintf(all + strlen(all), sizeof all - strlen(all), "%s",
                     told(node, target, node->viewer, cases[i].list, cases[i].member));
            json_t *root = node_json(&answer);
            const char *next = json_string_value(json_object_get(root, "next"));
            assert_int_equal(linked, next != NULL);
            snprintf(target, sizeof target, next ? "%s&cursor=%s" : "", cases[i].target, next);
            json_decref(root);
        }
        assert_true(pages > 1);
        assert_string_equal(all, cases[i].wanted);
    }
}

static void markers_are_found_by_line_and_box(void **state)
{
    struct node *node = *state;
    static const struct {
        const char *target, *wanted;
    } cases[] = {{MARKERS "?line=A", "001Q 002Q "},
                 {MARKERS "?line=E", ""},
                 {MARKERS "?bbox=125.0015,43,126,44", "002Q "}};
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(told(node, cases[i].target, node->viewer, "markers", "number"),
                            cases[i].wanted);
}

static void a_marker_without_a_place_has_null_for_it(void **state)
{
    struct node *node = *state;
    struct node_answer answer =
        node_ask(node, GET(.target = MARKERS "?line=C&f=geojson", .key = node->viewer));
    assert_string_equal(answer.media, SERVER_GEOJSON);
    json_t *root = node_json(&answer);
    const json_t *feature = json_array_get(json_object_get(root, "features"), 0);
    assert_true(json_is_null(json_object_get(feature, "geometry")));
    assert_true(json_is_null(json_object_get(json_object_get(feature, "properties"), "lon")));
    assert_string_equal(node_text(json_object_get(feature, "properties"), "mode"), "single");
    json_decref(root);
}

static void what_the_client_has_is_not_sent_again(void **state)
{
    struct node *node = *state;
    struct node_answer first = node_get(node, LINES "/A");
    struct node_answer again =
        node_ask(node, GET(.target = LINES "/A", .headers = {{"If-None-Match", first.etag}}));
    assert_int_equal(again.status, 304);
    assert_int_equal(again.body.size, 0);
    node_answer_done(&again);
    assert_int_equal(store_begin(node->record->store, NULL), BASE_OK);
    put_line(node, record_edition(node->record), "A", "220102", "220105", STORE_LINE_AGREED);
    assert_int_equal(store_commit(node->record->store, NULL), BASE_OK);
    node_refresh(node); /* a new edition, whose rights the view must know */
    node_end(node);
    node_start(node, true, false);
    again = node_ask(node, GET(.target = LINES "/A", .headers = {{"If-None-Match", first.etag}}));
    assert_int_equal(again.status, 200);
    assert_string_not_equal(again.etag, first.etag);
    node_answer_done(&again);
    node_answer_done(&first);
}

static void a_snapshot_alone_has_no_lines(void **state)
{
    struct node *node = *state;
    struct node alone = *node;
    node_start(&alone, false, false);
    assert_int_equal(node_status(&alone, GET(.target = LINES)), 404);
    assert_int_equal(node_status(&alone, GET(.target = MARKERS)), 404);
    node_end(&alone);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, node_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(agreed_lines_are_everyone_s_and_others_the_viewer_s),
        TEST(other_sites_may_not_read_what_needs_a_viewer),
        TEST(lines_are_found_by_side_and_box),
        TEST(wrong_values_are_named),
        TEST(a_line_tells_its_agreement_and_its_sides),
        TEST(pages_go_on_where_the_one_before_ended),
        TEST(markers_are_found_by_line_and_box),
        TEST(a_marker_without_a_place_has_null_for_it),
        TEST(what_the_client_has_is_not_sent_again),
        TEST(a_snapshot_alone_has_no_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
