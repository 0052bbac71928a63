/* tests/coverage/test_people.c */
#include "coverage/people.h"

#include <string.h>

#include "base/buffer.h"
#include "tests/support/cmocka.h"

static void the_statuses_add_up_at_every_age(void **state)
{
    (void)state;
    struct coverage_people people = {0};
    int64_t all[COVERAGE_AGES] = {0};
    for (int status = 0; status < COVERAGE_STATUSES; status++)
        for (int64_t i = 1; i <= 3; i++) {
            const int64_t counts[COVERAGE_AGES] = {100 * i, 30 * i, 20 * i, 5 * i};
            coverage_people_add(&people, counts, (enum coverage_status)status);
            for (int age = 0; age < COVERAGE_AGES; age++)
                all[age] += counts[age];
        }
    for (int age = 0; age < COVERAGE_AGES; age++)
        assert_int_equal(coverage_people_all(&people, age), all[age]);
    assert_int_equal(people.count[COVERAGE_AGE65][COVERAGE_TOO_FAR], 120);
}

static void the_document_names_every_status(void **state)
{
    (void)state;
    struct coverage_people people = {0};
    BASE_BUFFER_AUTO struct base_buffer out = {0};
    struct base_json json;
    const int64_t counts[COVERAGE_AGES] = {40, 4, 3, 2};
    coverage_people_add(&people, counts, COVERAGE_UNREACHABLE);
    base_json_init(&json, &out);
    coverage_people_write(&people, &json);
    assert_non_null(strstr(out.data, "\"total\":{\"all\":40,\"covered\":0"));
    assert_non_null(strstr(out.data, "\"unreachable\":40"));
    assert_non_null(strstr(out.data, "\"unreachable\":2"));
    for (int status = 0; status < COVERAGE_STATUSES; status++)
        if (status != COVERAGE_NO_CAPACITY)
            assert_non_null(strstr(out.data, coverage_status_name((enum coverage_status)status)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_statuses_add_up_at_every_age),
        cmocka_unit_test(the_document_names_every_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
