/* coverage/people.c - people counted by what became of them. */
#include "coverage/people.h"

static const char *const STATUS_NAMES[COVERAGE_STATUSES] = {
    "covered", "too_far", "unreachable", "off_network", "no_road_data", "no_capacity",
};
static const char *const AGE_NAMES[COVERAGE_AGES] = {"total", "age60", "age65", "age80"};

const char *coverage_status_name(enum coverage_status status)
{
    return STATUS_NAMES[status];
}

void coverage_people_add(struct coverage_people *people, const int64_t counts[COVERAGE_AGES],
                         enum coverage_status status)
{
    for (int age = 0; age < COVERAGE_AGES; age++)
        people->count[age][status] += counts[age];
}

int64_t coverage_people_all(const struct coverage_people *people, int age)
{
    int64_t all = 0;
    for (int status = 0; status < COVERAGE_STATUSES; status++)
        all += people->count[age][status];
    return all;
}

void coverage_people_write(const struct coverage_people *people, struct base_json *json)
{
    base_json_object_begin(json);
    for (int age = 0; age < COVERAGE_AGES; age++) {
        base_json_key(json, AGE_NAMES[age]);
        base_json_object_begin(json);
        base_json_key_int(json, "all", coverage_people_all(people, age));
        for (int status = 0; status < COVERAGE_STATUSES; status++)
            base_json_key_int(json, STATUS_NAMES[status], people->count[age][status]);
        base_json_object_end(json);
    }
    base_json_object_end(json);
}
