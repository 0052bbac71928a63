/* The section "points": what opens can be counted and written, whatever it holds. */
#include "coverage/run.h"
#include "tests/fuzz/fuzz.h"

/* One way, one district: enough to snap to and to count in. */
struct ground {
    struct base_buffer graph_bytes, division_bytes;
    struct coverage_graph graph;
    struct store_division_index divisions;
};

static void make_ground(struct ground *ground)
{
    static const struct geo_point ends[] = {{125320000000, 43880000000},
                                            {125330000000, 43880000000}};
    static const uint32_t part_rings[] = {0, 1}, ring_points[] = {0, 2};
    const struct store_road road = {.id = "w",
                                    .class_name = "residential",
                                    .geometry = {GEO_LINE, 1, 1, 2, part_rings, ring_points, ends}};
    const struct store_division unit = {
        .version = {.identity = 1, .valid_from = BASE_DATE_NONE, .valid_to = BASE_DATE_NONE},
        .code = "220104",
        .scheme = "mca",
        .level = STORE_LEVEL_COUNTY,
        .name = "朝阳区"};
    FUZZ_HOLDS(coverage_graph_build(&road, 1, &ground->graph_bytes, NULL) == BASE_OK);
    FUZZ_HOLDS(coverage_graph_open(ground->graph_bytes.data, ground->graph_bytes.size,
                                   &ground->graph, NULL) == BASE_OK);
    FUZZ_HOLDS(store_division_index_build(&unit, 1, &ground->division_bytes, NULL) == BASE_OK);
    FUZZ_HOLDS(store_division_index_open(ground->division_bytes.data, ground->division_bytes.size,
                                         &ground->divisions, NULL) == BASE_OK);
}

static void count(const struct coverage_input *input, struct base_arena *arena)
{
    const struct coverage_options options = {
        .kind = "eldercare", .at = 20000, .minutes = 15, .profile = "older"};
    struct base_buffer out = {0};
    struct base_json json;
    struct coverage_report report;
    if (coverage_run(input, &options, arena, &report, NULL) == BASE_OK) {
        struct coverage_people sum = {0};
        for (size_t i = 0; i < report.person_count; i++)
            coverage_people_add(&sum, input->points->people[report.persons[i].row].counts,
                                report.persons[i].status);
        FUZZ_HOLDS(memcmp(&sum, &report.people, sizeof sum) == 0);
        base_json_init(&json, &out);
        coverage_report_write(&report, input, &json);
        base_buffer_done(&out);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct base_arena *arena = base_arena_create((size_t)16 * 1024 * 1024);
    unsigned char *bytes = fuzz_copy(data, size);
    struct coverage_points points;
    FUZZ_HOLDS(arena);
    if (coverage_points_open(bytes, size, &points, NULL) == BASE_OK) {
        struct ground ground = {.graph_bytes = {0}};
        make_ground(&ground);
        const struct coverage_input input = {&ground.graph, &points, &ground.divisions};
        count(&input, arena);
        base_buffer_done(&ground.graph_bytes);
        base_buffer_done(&ground.division_bytes);
    }
    base_arena_free(arena);
    free(bytes);
    return 0;
}
