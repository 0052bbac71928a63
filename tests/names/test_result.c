/* tests/names/test_result.c - answers as JSON, and where a point lies. */
#include "base/json_read.h"
#include "tests/names/city.h"

static struct names_context context_on(struct city *city, const char *day)
{
    return (struct names_context){.index = &city->index,
                                  .divisions = &city->division_index,
                                  .editions = &city->editions,
                                  .at = city_date(day)};
}

static json_t *parsed(struct base_buffer *text)
{
    json_t *root = NULL;
    struct base_error err = {.message = ""};
    if (base_json_parse(text->data, text->size, 0, &root, &err) != BASE_OK)
        fail_msg("%s in %s", err.message, text->data);
    base_buffer_done(text);
    return root;
}

static json_t *page_of(struct city *city, const char *text, const char *day)
{
    struct names_query query = city_query(text);
    struct names_result *results;
    struct base_buffer out = {0};
    struct base_json json;
    size_t count;
    bool more;
    struct names_context context = context_on(city, day);
    query.at = context.at;
    assert_int_equal(names_search(&city->index, &city->division_index, &query, city->arena,
                                  &results, &count, &more, NULL),
                     BASE_OK);
    base_json_init(&json, &out);
    names_result_write_page(&context, text, results, count, NULL, &json);
    return parsed(&out);
}

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static void a_division_has_the_members_of_the_contract(void **state)
{
    json_t *page = page_of(*state, "朝阳区", "2026-11-24");
    assert_string_equal(text_of(page, "query"), "朝阳区");
    assert_true(json_is_null(json_object_get(page, "next")));
    const json_t *result = json_array_get(json_object_get(page, "results"), 1);
    assert_string_equal(text_of(result, "id"), "division-5");
    assert_string_equal(text_of(result, "standard_name"), "朝阳区");
    assert_string_equal(text_of(result, "full_name"), "吉林省长春市朝阳区");
    assert_string_equal(text_of(result, "romanised"), "Cháoyáng Qū");
    assert_string_equal(text_of(result, "kind"), "division");
    assert_string_equal(text_of(result, "level"), "county");
    assert_string_equal(text_of(result, "code"), "220104");
    assert_string_equal(text_of(result, "status"), "approved");
    const json_t *matched = json_object_get(result, "matched");
    assert_string_equal(text_of(matched, "name"), "朝阳区");
    assert_string_equal(text_of(matched, "form"), "standard");
    assert_string_equal(text_of(matched, "how"), "exact");
    const json_t *within = json_object_get(result, "within");
    assert_int_equal(json_array_size(within), 2);
    assert_string_equal(text_of(json_array_get(within, 0), "code"), "220100");
    assert_string_equal(text_of(json_array_get(within, 1), "code"), "220000");
    assert_true(json_real_value(json_object_get(result, "lon")) > 125.2);
    assert_int_equal(json_array_size(json_object_get(result, "bbox")), 4);
    assert_string_equal(
        json_string_value(json_array_get(json_object_get(result, "attribution"), 0)), "示例数据");
    json_decref(page);
}

static void a_unit_without_ground_has_no_position(void **state)
{
    json_t *page = page_of(*state, "长春市", "2026-11-24");
    const json_t *result = json_array_get(json_object_get(page, "results"), 0);
    assert_true(json_is_null(json_object_get(result, "lon")));
    assert_true(json_is_null(json_object_get(result, "bbox")));
    json_decref(page);
}

static void full_names_follow_the_day(void **state)
{
    static const char *const cases[][2] = {{"2019-01-01", "吉林省四平市公主岭市"},
                                           {"2026-11-24", "吉林省长春市公主岭市"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        json_t *page = page_of(*state, "公主岭市", cases[i][0]);
        const json_t *result = json_array_get(json_object_get(page, "results"), 0);
        assert_string_equal(text_of(result, "full_name"), cases[i][1]);
        json_decref(page);
    }
}

static void what_is_typed_is_never_shown_as_another_name(void **state)
{
    json_t *page = page_of(*state, "乾安縣", "2026-11-24");
    const json_t *result = json_array_get(json_object_get(page, "results"), 0);
    assert_string_equal(text_of(result, "standard_name"), "乾安县"); /* never 干安 */
    json_decref(page);
}

static json_t *subject_of(struct city *city, const char *id)
{
    struct base_buffer out = {0};
    struct base_json json;
    struct names_context context = context_on(city, "2026-11-24");
    uint32_t subject = names_index_find(&city->index, id);
    assert_int_not_equal(subject, UINT32_MAX);
    base_json_init(&json, &out);
    names_result_write_subject(&context, subject, &json);
    return parsed(&out);
}

static bool has_name(const json_t *names, const char *name, const char *form)
{
    size_t i;
    json_t *item;
    json_array_foreach(names, i, item) if (strcmp(text_of(item, "name"), name) == 0 &&
                                           strcmp(text_of(item, "form"), form) == 0) return true;
    return false;
}

static void a_subject_has_all_its_names_and_its_history(void **state)
{
    json_t *city = subject_of(*state, "division-2");
    const json_t *names = json_object_get(city, "names");
    assert_int_equal(json_array_size(names), 4);
    assert_true(has_name(names, "长春市", "standard") && has_name(names, "新京", "historical"));
    json_decref(city);

    json_t *unit = subject_of(*state, "division-12");
    const json_t *history = json_object_get(unit, "history");
    assert_int_equal(json_array_size(history), 2);
    assert_string_equal(text_of(json_array_get(history, 0), "code"), "220381");
    assert_string_equal(text_of(json_array_get(history, 0), "valid_to"), "2020-06-05");
    assert_string_equal(text_of(json_array_get(history, 1), "code"), "220184");
    assert_string_equal(text_of(json_object_get(unit, "geometry"), "type"), "MultiPolygon");
    json_decref(unit);

    json_t *street = subject_of(*state, "street-1");
    assert_true(has_name(json_object_get(street, "names"), "斯大林大街", "former"));
    assert_string_equal(text_of(json_object_get(street, "geometry"), "type"), "Point");
    assert_int_equal(json_array_size(json_object_get(street, "within")), 3); /* by its ground */
    json_decref(street);

    json_t *nowhere = subject_of(*state, "park-2");
    assert_true(json_is_null(json_object_get(nowhere, "geometry")));
    json_decref(nowhere);
}

static struct names_reverse reverse_at(struct city *city, double lon, double lat, const char *day,
                                       double limit_m)
{
    struct names_reverse out;
    struct names_context context = context_on(city, day);
    names_reverse_find(&context,
                       (struct geo_point){geo_grid_from_degrees(lon), geo_grid_from_degrees(lat)},
                       limit_m, &out);
    return out;
}

static void assert_chain(struct city *city, const struct names_reverse *reverse,
                         const char *const *codes, size_t count)
{
    assert_int_equal(reverse->chain_count, count);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(
            store_division_index_entry(&city->division_index, reverse->chain[i]).code, codes[i]);
}

static void a_point_has_its_chain_and_the_nearest_names(void **state)
{
    struct city *city = *state;
    struct names_reverse found = reverse_at(city, 125.31, 43.85, "2026-11-24", 5000);
    assert_chain(city, &found, (const char *const[]){"220000", "220100", "220102"}, 3);
    assert_true(found.nearest_count >= 2);
    uint32_t first = found.nearest[0].subject;
    assert_string_equal(names_index_subject(&city->index, first).name, "南湖公园");
    assert_true(found.nearest[0].distance_m < 0.01);
    for (size_t i = 1; i < found.nearest_count; i++) {
        assert_true(found.nearest[i].distance_m >= found.nearest[i - 1].distance_m);
        assert_true(found.nearest[i].distance_m <= 5000);
        assert_int_not_equal(found.nearest[i].subject, found.nearest[i - 1].subject);
    }
}

static void the_chain_follows_the_day(void **state)
{
    struct city *city = *state;
    struct names_reverse then = reverse_at(city, 124.805, 43.505, "2019-01-01", 5000);
    assert_chain(city, &then, (const char *const[]){"220000", "220300", "220381"}, 3);
    struct names_reverse now = reverse_at(city, 124.805, 43.505, "2026-11-24", 5000);
    assert_chain(city, &now, (const char *const[]){"220000", "220100", "220184"}, 3);
    struct names_reverse town = reverse_at(city, 124.85, 43.55, "2026-11-24", 5000);
    assert_chain(city, &town, (const char *const[]){"220000", "220100", "220184", "220184109"}, 4);
}

static void a_point_in_nothing_has_an_empty_chain(void **state)
{
    static const double points[][2] = {{0, 0}, {180, 90}, {-180, -90}, {179.9999999, 43.8}};
    for (size_t i = 0; i < COUNT(points); i++) {
        struct names_reverse found =
            reverse_at(*state, points[i][0], points[i][1], "2026-11-24", 5000);
        assert_int_equal(found.chain_count, 0);
        assert_int_equal(found.nearest_count, 0);
    }
}

static void the_limit_is_kept(void **state)
{
    struct names_reverse found = reverse_at(*state, 125.31, 43.85, "2026-11-24", 100);
    assert_int_equal(found.nearest_count, 1);
    found = reverse_at(*state, 125.31, 43.85, "2026-11-24", 1e6);
    assert_int_equal(found.nearest_count, NAMES_NEAREST);
}

static void on_a_border_the_lower_code_answers(void **state)
{
    struct city *city = *state;
    struct names_reverse found = reverse_at(city, 125.3, 43.85, "2026-11-24", 5000);
    assert_chain(city, &found, (const char *const[]){"220000", "220100", "220102"}, 3);
}

static void the_reverse_answer_has_its_shape(void **state)
{
    struct city *city = *state;
    struct names_context context = context_on(city, "2026-11-24");
    struct names_reverse found = reverse_at(city, 125.31, 43.85, "2026-11-24", 5000);
    struct base_buffer out = {0};
    struct base_json json;
    base_json_init(&json, &out);
    names_reverse_write(&context, &found, &json);
    json_t *root = parsed(&out);
    const json_t *chain = json_object_get(root, "chain");
    assert_string_equal(text_of(json_array_get(chain, 2), "name"), "南关区");
    assert_string_equal(text_of(json_array_get(chain, 2), "level"), "county");
    const json_t *nearest = json_array_get(json_object_get(root, "nearest"), 0);
    assert_string_equal(text_of(nearest, "id"), "place-5");
    assert_true(json_is_number(json_object_get(nearest, "distance_m")));
    assert_true(json_is_null(json_object_get(root, "address")));
    json_decref(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_division_has_the_members_of_the_contract),
        cmocka_unit_test(a_unit_without_ground_has_no_position),
        cmocka_unit_test(full_names_follow_the_day),
        cmocka_unit_test(what_is_typed_is_never_shown_as_another_name),
        cmocka_unit_test(a_subject_has_all_its_names_and_its_history),
        cmocka_unit_test(a_point_has_its_chain_and_the_nearest_names),
        cmocka_unit_test(the_chain_follows_the_day),
        cmocka_unit_test(a_point_in_nothing_has_an_empty_chain),
        cmocka_unit_test(the_limit_is_kept),
        cmocka_unit_test(on_a_border_the_lower_code_answers),
        cmocka_unit_test(the_reverse_answer_has_its_shape),
    };
    return cmocka_run_group_tests(tests, city_setup, city_teardown);
}
