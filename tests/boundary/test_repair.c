/* Repair proposals: who may get what, what stays, and that nothing is left. */
#include "boundary/repair.h"

#include "geo/topology.h"
#include "geo/validity.h"
#include "tests/boundary/ground.h"

static const char *const CODES[] = {"225101", "225102", "225103", "225104"};

struct scene {
    struct base_arena *arena;
    struct boundary_unit units[80];
    uint32_t count;
};

static void add(struct scene *scene, const char *code, enum store_level level, const char *wkt)
{
    scene->units[scene->count++] = ground_unit(scene->arena, code, code, level, wkt);
}

/* Counties 225101, 225102, … */
static void add_counties(struct scene *scene, const char *const *wkt, uint32_t count)
{
    for (uint32_t i = 0; i < count && wkt[i]; i++)
        add(scene, CODES[i], STORE_LEVEL_COUNTY, wkt[i]);
}

static struct boundary_repairs plan(struct scene *scene, enum boundary_preference prefer,
                                    const char *code)
{
    const struct boundary_input input = {.units = scene->units, .unit_count = scene->count};
    const struct boundary_repair_options options = {.level = STORE_LEVEL_COUNTY,
                                                    .profile = boundary_profile_default(),
                                                    .prefer = prefer,
                                                    .prefer_code = code,
                                                    .at = 20000};
    struct boundary_repairs repairs;
    struct base_error err = {.message = ""};
    if (boundary_repair_plan(&input, &options, scene->arena, NULL, &repairs, &err) != BASE_OK)
        fail_msg("%s", err.message);
    return repairs;
}

/* A finding as the record would keep it. */
static struct store_finding kept(struct base_arena *arena, const struct boundary_finding *finding)
{
    char *parties = base_arena_strdup(arena, "");
    for (uint32_t i = 0; i < finding->party_count; i++)
        parties = base_arena_printf(arena, "%s%s%s", parties, i ? "," : "", finding->parties[i]);
    return (struct store_finding){.id = base_arena_strdup(arena, finding->id),
                                  .kind = boundary_kind_name(finding->kind),
                                  .level = store_level_name(finding->level),
                                  .parties = parties,
                                  .box = geo_geometry_box(&finding->geometry),
                                  .first_vertex = finding->first_vertex,
                                  .geometry = finding->geometry};
}

/* Plans for one finding, with no more units than that needs. */
static struct boundary_repairs plan_one(struct scene *scene, const struct store_finding *finding,
                                        enum boundary_preference prefer, const char *code)
{
    const struct boundary_repair_options options = {.profile = boundary_profile_default(),
                                                    .prefer = prefer,
                                                    .prefer_code = code,
                                                    .at = 20000,
                                                    .only = finding,
                                                    .only_count = 1};
    struct boundary_unit *near = base_arena_alloc(scene->arena, sizeof scene->units);
    struct geo_box boxes[80];
    bool needed[80];
    struct boundary_input input = {.units = near};
    struct boundary_repairs repairs;
    struct base_error err = {.message = ""};
    for (uint32_t i = 0; i < scene->count; i++)
        boxes[i] = geo_geometry_box(&scene->units[i].geometry);
    boundary_repair_mark_near(scene->units, boxes, scene->count, &options, needed);
    for (uint32_t i = 0; i < scene->count; i++)
        if (needed[i])
            near[input.unit_count++] = scene->units[i];
    if (boundary_repair_plan(&input, &options, scene->arena, NULL, &repairs, &err) != BASE_OK)
        fail_msg("%s", err.message);
    return repairs;
}

/* The units as they are with what was chosen. */
static struct scene mended(const struct scene *scene, const struct boundary_repairs *repairs)
{
    struct scene after = *scene;
    for (uint32_t i = 0; i < repairs->unit_count; i++) {
        uint32_t at = 0;
        while (at < scene->count &&
               strcmp(scene->units[at].code, repairs->units[i].unit->code) != 0)
            at++;
        assert_true(at < scene->count);
        after.units[at].geometry = repairs->units[i].after;
    }
    return after;
}

static uint32_t disagreements(struct scene *scene, const char *profile)
{
    struct boundary_report report =
        ground_inspect(scene->arena, scene->units, scene->count, profile);
    return report.counts[BOUNDARY_GAP] + report.counts[BOUNDARY_OVERLAP] +
           report.counts[BOUNDARY_OPEN_GAP] + report.counts[BOUNDARY_EXCEEDS_PARENT] +
           report.counts[BOUNDARY_NON_COINCIDENT] + report.counts[BOUNDARY_INVALID] +
           report.counts[BOUNDARY_DENSITY];
}

static const struct boundary_proposal *proposal(const struct boundary_repairs *repairs,
                                                enum boundary_method method, const char *code)
{
    for (uint32_t i = 0; i < repairs->items[0].proposal_count; i++) {
        const struct boundary_proposal *p = &repairs->items[0].proposals[i];
        if (p->method == method && (!code || (p->unit && strcmp(p->unit->code, code) == 0)))
            return p;
    }
    fail_msg("no such proposal");
    return NULL;
}

#define GAP_A "POLYGON((0 0,1000 0,1000 300,1000 700,1000 1000,0 1000,0 0))"
#define GAP_B "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 700,1004 500,1000 300,1000 0))"

static void a_gap_can_go_to_either_side_or_be_shared(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct scene scene = {.arena = arena};
    const char *const wkt[] = {GAP_A, GAP_B};
    add_counties(&scene, wkt, 2);
    struct boundary_repairs repairs = plan(&scene, BOUNDARY_PREFER_LEAST, NULL);
    assert_int_equal(repairs.count, 1);
    const struct boundary_proposal *a = proposal(&repairs, BOUNDARY_KEEP, "225101");
    const struct boundary_proposal *b = proposal(&repairs, BOUNDARY_KEEP, "225102");
    const struct boundary_proposal *middle = proposal(&repairs, BOUNDARY_MIDDLE, NULL);
    assert_near(a->area_m2, 800, 0.1);
    assert_near(b->area_m2, 800, 0.1);
    assert_near(middle->area_m2, 800, 0.1);
    assert_near(a->max_move_m, 4, 0.01);
    assert_near(middle->max_move_m, 2, 0.01);
    /* Who keeps the line does not get the gap. */
    assert_int_equal(a->piece_count, 1);
    assert_null(a->pieces[0].from);
    assert_string_equal(a->pieces[0].to->code, "225102");
    assert_string_equal(b->pieces[0].to->code, "225101");
    assert_int_equal(middle->piece_count, 2);
    assert_near(middle->pieces[0].area_m2, 400, 0.1);
    assert_true(middle->least);
    assert_false(a->least);
    assert_true(&repairs.items[0].proposals[repairs.items[0].chosen] == middle);
}

static void what_is_preferred_is_chosen_and_leaves_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *name, *wkt[4];
    } cases[] = {
        {"gap", {GAP_A, GAP_B}},
        {"overlap",
         {"POLYGON((0 0,1000 0,1000.3 500,1000 1000,0 1000,0 0))",
          "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 0))"}},
        {"border drawn twice",
         {"POLYGON((0 0,1000 0,1000 1000,0 1000,0 0))",
          "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1003 750,998 500,1002 250,1000 0))"}},
        {"overlap that ends in others",
         {"POLYGON((0 0,1002 0,1002 1000,0 1000,0 0))",
          "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 0))",
          "POLYGON((0 -500,2000 -500,2000 0,1002 0,1000 0,0 0,0 -500))",
          "POLYGON((0 1000,1000 1000,1002 1000,2000 1000,2000 1500,0 1500,0 1000))"}},
        {"enclave drawn twice",
         {"POLYGON((0 0,1000 0,1000 1000,0 1000,0 0),(400 400,400 600,600 600,600 400,400 400))",
          "POLYGON((401 401,599 401,599 599,401 599,401 401))"}},
    };
    static const enum boundary_preference prefer[] = {BOUNDARY_PREFER_LEAST, BOUNDARY_PREFER_CODE,
                                                      BOUNDARY_PREFER_CODE, BOUNDARY_PREFER_MIDDLE};
    static const char *const codes[] = {NULL, "225101", "225102", NULL};
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++)
        for (size_t i = 0; i < 4; i++) {
            struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
            struct scene scene = {.arena = arena};
            add_counties(&scene, cases[c].wkt, 4);
            assert_true(disagreements(&scene, "1:10000") > 0);
            struct boundary_repairs repairs = plan(&scene, prefer[i], codes[i]);
            struct scene after = mended(&scene, &repairs);
            if (repairs.count != 1 || repairs.chosen != 1 || disagreements(&after, "1:10000"))
                fail_msg("%s, %zu: %u findings, %u chosen, %u left", cases[c].name, i,
                         repairs.count, repairs.chosen, disagreements(&after, "1:10000"));
            const struct boundary_proposal *p =
                &repairs.items[0].proposals[repairs.items[0].chosen];
            if (codes[i]) {
                assert_non_null(p->unit);
                assert_string_equal(p->unit->code, codes[i]);
            }
        }
}

static void who_keeps_the_line_keeps_every_byte(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct scene scene = {.arena = arena};
    const char *const wkt[] = {GAP_A, GAP_B};
    add_counties(&scene, wkt, 2);
    struct boundary_repairs repairs = plan(&scene, BOUNDARY_PREFER_CODE, "225101");
    assert_int_equal(repairs.unit_count, 1);
    assert_string_equal(repairs.units[0].unit->code, "225102");
    assert_near(repairs.units[0].after_m2 - repairs.units[0].before_m2, 800, 0.1);
    assert_int_equal(repairs.units[0].after.point_count, 7); /* 1004 500 is gone */
}

static void a_gap_between_three_goes_to_the_longest_border(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct scene scene = {.arena = arena};
    const char *const wkt[] = {"POLYGON((0 0,1000 0,1000 500,1000 1000,0 1000,0 0))",
                               "POLYGON((1000 0,2000 0,2000 600,1003 600,1000 0))",
                               "POLYGON((1003 600,2000 600,2000 1000,1000 1000,1003 600))"};
    add_counties(&scene, wkt, 3);
    struct boundary_repairs repairs = plan(&scene, BOUNDARY_PREFER_MIDDLE, NULL);
    assert_int_equal(repairs.count, 1);
    assert_int_equal(repairs.items[0].proposal_count, 1);
    const struct boundary_proposal *p = proposal(&repairs, BOUNDARY_GIVE, NULL);
    assert_string_equal(p->unit->code, "225101");
    assert_near(p->max_move_m, 3, 0.01);
    struct scene after = mended(&scene, &repairs);
    assert_int_equal(disagreements(&after, "1:10000"), 0);
}

static void the_outer_border_and_substantive_ground_are_left_alone(void **state)
{
    (void)state;
    static const struct {
        const char *name, *wkt[4], *parent;
    } cases[] = {
        {"open gap",
         {"POLYGON((0 0,1000 0,1000 1000,0 1000,0 0))",
          "POLYGON((1003 0,2000 0,2000 1000,1003 1000,1003 0))"},
         "POLYGON((0 0,2000 0,2000 1000,0 1000,0 0))"},
        {"beyond the tolerance",
         {"POLYGON((0 0,1000 0,1000 1000,0 1000,0 0))",
          "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1060 500,1000 0))"},
         NULL},
        {"out of the parent",
         {"POLYGON((0 0,1003 0,1003 1000,0 1000,0 0))"},
         "POLYGON((0 0,1000 0,1000 1000,0 1000,0 0))"},
    };
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct scene scene = {.arena = arena};
        add_counties(&scene, cases[c].wkt, 4);
        if (cases[c].parent)
            add(&scene, "225100", STORE_LEVEL_PREFECTURE, cases[c].parent);
        assert_true(disagreements(&scene, "1:10000") > 0);
        struct boundary_repairs repairs = plan(&scene, BOUNDARY_PREFER_LEAST, NULL);
        if (repairs.chosen || repairs.unit_count)
            fail_msg("%s: %u chosen", cases[c].name, repairs.chosen);
    }
}

/* A sliver open at the parent's edge is one border with another that is not. */
static void a_border_that_is_open_at_one_end_gets_no_proposal(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct scene scene = {.arena = arena};
    const char *const wkt[] = {
        "POLYGON((0 0,1000 0,1000 300,1000 500,1000 700,1000 1000,0 1000,0 0))",
        "POLYGON((1002 0,2000 0,2000 1000,1000 1000,1000 700,1003 600,1000 500,1000 470,1002 0))"};
    add_counties(&scene, wkt, 2);
    add(&scene, "225100", STORE_LEVEL_PREFECTURE, "POLYGON((0 0,2000 0,2000 1000,0 1000,0 0))");
    struct boundary_repairs repairs = plan(&scene, BOUNDARY_PREFER_LEAST, NULL);
    assert_int_equal(repairs.count, 1);
    assert_int_equal(repairs.items[0].finding->kind, BOUNDARY_NON_COINCIDENT);
    assert_int_equal(repairs.chosen, 0);
    for (uint32_t i = 0; i < repairs.items[0].proposal_count; i++)
        assert_int_equal(repairs.items[0].proposals[i].hindrance, BOUNDARY_BY_OPEN);
}

/* 225102 hangs together by a strip of 2 m along the edge of 225101, which has it too. */
static void a_unit_is_not_cut_in_two_and_the_next_best_is_taken(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct scene scene = {.arena = arena};
    const char *const wkt[] = {
        "POLYGON((0 0,1000 0,1000 1000,0 1000,0 0))",
        "POLYGON((-200 0,0 0,0 998,1000 998,1000 0,1200 0,1200 1000,-200 1000,-200 0))"};
    add_counties(&scene, wkt, 2);
    struct boundary_repairs repairs = plan(&scene, BOUNDARY_PREFER_CODE, "225101");
    assert_int_equal(repairs.count, 1);
    const struct boundary_proposal *a = proposal(&repairs, BOUNDARY_KEEP, "225101");
    assert_int_equal(a->hindrance, BOUNDARY_BY_CUT);
    assert_int_equal(a->piece_count, 0);
    assert_int_equal(repairs.chosen, 1);
    assert_true(proposal(&repairs, BOUNDARY_KEEP, "225102")->least);
    struct scene after = mended(&scene, &repairs);
    assert_int_equal(disagreements(&after, "1:10000"), 0);
    assert_int_equal(after.units[1].geometry.part_count, 1);
}

/* The same, and a gap of 3 m at 225102's other end. */
static void a_sliver_that_would_cut_a_unit_does_not_withdraw_its_other_one(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct scene scene = {.arena = arena};
    const char *const wkt[] = {
        "POLYGON((0 0,1000 0,1000 1000,0 1000,0 0))",
        "POLYGON((-200 0,0 0,0 998,1000 998,1000 0,1200 0,1200 300,1200 700,1200 1000,-200 1000,"
        "-200 0))",
        "POLYGON((1200 0,2000 0,2000 1000,1200 1000,1200 700,1203 500,1200 300,1200 0))"};
    add_counties(&scene, wkt, 3);
    struct boundary_repairs repairs = plan(&scene, BOUNDARY_PREFER_CODE, "225101");
    assert_int_equal(repairs.count, 2);
    assert_int_equal(repairs.chosen, 2);
    for (uint32_t i = 0; i < 2; i++) {
        const struct boundary_repair *repair = &repairs.items[i];
        bool cuts = strcmp(repair->finding->parties[0], "225101") == 0;
        const struct boundary_proposal *chosen = &repair->proposals[repair->chosen];
        assert_int_equal(repair->proposals[0].hindrance,
                         cuts ? BOUNDARY_BY_CUT : BOUNDARY_BY_NOTHING);
        assert_int_equal(chosen->method, cuts ? BOUNDARY_KEEP : BOUNDARY_MIDDLE);
    }
    struct scene after = mended(&scene, &repairs);
    assert_int_equal(disagreements(&after, "1:10000"), 0);
}

static void a_party_that_is_not_valid_gets_no_proposal(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct scene scene = {.arena = arena};
    const char *const wkt[] = {
        "POLYGON((0 0,1000 0,1000 300,1000 700,1000 1000,0 1000,-100 1100,-100 1000,0 1100,0 0))",
        GAP_B};
    add_counties(&scene, wkt, 2);
    struct boundary_repairs repairs = plan(&scene, BOUNDARY_PREFER_LEAST, NULL);
    assert_int_equal(repairs.count, 1);
    assert_int_equal(repairs.chosen, 0);
    assert_int_equal(repairs.items[0].proposals[0].hindrance, BOUNDARY_BY_INVALID);
    for (int h = BOUNDARY_BY_OPEN; h <= BOUNDARY_BY_REST; h++) {
        const char *english = boundary_hindrance_text((enum boundary_hindrance)h, BASE_EN);
        assert_string_not_equal(english,
                                boundary_hindrance_text((enum boundary_hindrance)h, BASE_ZH));
    }
}

/* Two prefectures part at x = 1000; the counties leave a gap across it. */
static void a_parents_border_is_followed_and_never_moved(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct scene scene = {.arena = arena};
    add(&scene, "225101", STORE_LEVEL_COUNTY, "POLYGON((0 0,1000 0,998 500,1000 1000,0 1000,0 0))");
    add(&scene, "225201", STORE_LEVEL_COUNTY,
        "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1001 500,1000 0))");
    add(&scene, "225100", STORE_LEVEL_PREFECTURE, "POLYGON((0 0,1000 0,1000 1000,0 1000,0 0))");
    add(&scene, "225200", STORE_LEVEL_PREFECTURE,
        "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 0))");
    struct boundary_repairs repairs = plan(&scene, BOUNDARY_PREFER_CODE, "225101");
    assert_int_equal(repairs.count, 1);
    assert_int_equal(proposal(&repairs, BOUNDARY_KEEP, "225101")->hindrance, BOUNDARY_BY_PARENT);
    assert_int_equal(proposal(&repairs, BOUNDARY_KEEP, "225201")->hindrance, BOUNDARY_BY_PARENT);
    assert_int_equal(proposal(&repairs, BOUNDARY_MIDDLE, NULL)->hindrance, BOUNDARY_BY_PARENT);
    const struct boundary_proposal *p = proposal(&repairs, BOUNDARY_FOLLOW, NULL);
    assert_int_equal(p->hindrance, BOUNDARY_BY_NOTHING);
    assert_near(p->area_m2, 1500, 0.2);
    struct scene after = mended(&scene, &repairs);
    assert_int_equal(disagreements(&after, "1:10000"), 0);
    assert_near(geo_area_m2(&after.units[0].geometry), geo_area_m2(&after.units[2].geometry), 1e-6);
}

/* --- generated ground -------------------------------------------------------- */

#define SIDE  4  /* units a side */
#define STEPS 10 /* edges of a border between two corners */

/* The borders of SIDE × SIDE units as lines of vertices in metres: across[i][j]
 * from corner (i, j) to (i + 1, j), along[i][j] from (i, j) to (i, j + 1). A unit
 * reads its own copy, so that the two sides of a border can differ. */
struct border {
    double x[2][STEPS + 1], y[2][STEPS + 1]; /* as the lower and as the upper side has it */
};

struct ground {
    struct border across[SIDE][SIDE + 1], along[SIDE + 1][SIDE];
};

static void draw_border(struct border *border, uint64_t *seed, const double from[2],
                        const double to[2])
{
    for (int k = 0; k <= STEPS; k++) {
        double f = (double)k / STEPS, bend = k == 0 || k == STEPS ? 0 : 8;
        double x = from[0] + f * (to[0] - from[0]) + chance_between(seed, -bend, bend);
        double y = from[1] + f * (to[1] - from[1]) + chance_between(seed, -bend, bend);
        border->x[0][k] = border->x[1][k] = x;
        border->y[0][k] = border->y[1][k] = y;
    }
}

/* Moves some inner vertices of one side by 10 cm to 3 m: the same way, or to and fro. */
static void disturb(struct border *border, uint64_t *seed, bool upright)
{
    int side = (int)(chance(seed) % 2), first = 1 + (int)(chance(seed) % 5);
    int last = first + (int)(chance(seed) % 5);
    bool weave = chance(seed) % 2;
    double sign = chance(seed) % 2 ? 1 : -1;
    for (int k = first; k <= last && k < STEPS; k++) {
        double by = sign * chance_between(seed, 0.1, 3);
        if (upright)
            border->x[side][k] += by;
        else
            border->y[side][k] += by;
        sign = weave ? -sign : sign;
    }
}

static void draw_ground(struct ground *ground, uint64_t *seed, double faults)
{
    double corners[SIDE + 1][SIDE + 1][2];
    for (int i = 0; i <= SIDE; i++)
        for (int j = 0; j <= SIDE; j++) {
            corners[i][j][0] = 500 * i + chance_between(seed, -60, 60);
            corners[i][j][1] = 500 * j + chance_between(seed, -60, 60);
        }
    for (int i = 0; i <= SIDE; i++)
        for (int j = 0; j <= SIDE; j++) {
            if (i < SIDE) {
                draw_border(&ground->across[i][j], seed, corners[i][j], corners[i + 1][j]);
                if (j > 0 && j < SIDE && chance_between(seed, 0, 1) < faults)
                    disturb(&ground->across[i][j], seed, false);
            }
            if (j < SIDE) {
                draw_border(&ground->along[i][j], seed, corners[i][j], corners[i][j + 1]);
                if (i > 0 && i < SIDE && chance_between(seed, 0, 1) < faults)
                    disturb(&ground->along[i][j], seed, true);
            }
        }
}

static void add_border(struct geo_builder *b, const struct geo_plane *plane,
                       const struct border *border, int side, bool reverse)
{
    for (int k = 0; k < STEPS; k++) {
        int at = reverse ? STEPS - k : k;
        geo_builder_point(b, geo_plane_unproject(plane, border->x[side][at], border->y[side][at]));
    }
}

static void add_units(struct scene *scene, const struct ground *ground)
{
    struct geo_plane plane = geo_plane_at(point_deg(125.3235, 43.8171));
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            struct geo_builder b;
            char *code = base_arena_printf(scene->arena, "2251%02d", 1 + i * SIDE + j);
            struct boundary_unit *unit = &scene->units[scene->count++];
            *unit = ground_unit(scene->arena, code, code, STORE_LEVEL_COUNTY,
                                "POLYGON((0 0,1 0,1 1,0 0))");
            geo_builder_init(&b, GEO_MULTIPOLYGON, scene->arena);
            geo_builder_part(&b);
            geo_builder_ring(&b);
            add_border(&b, &plane, &ground->across[i][j], 1, false);
            add_border(&b, &plane, &ground->along[i + 1][j], 0, false);
            add_border(&b, &plane, &ground->across[i][j + 1], 0, true);
            add_border(&b, &plane, &ground->along[i][j], 1, true);
            geo_builder_point(&b, b.points[0]);
            assert_int_equal(geo_builder_finish(&b, &unit->geometry, NULL), BASE_OK);
        }
}

/* A prefecture over the columns from first to last - 1, by the lower sides' lines. */
static void add_prefecture(struct scene *scene, const struct ground *ground, const char *code,
                           int first, int last)
{
    struct geo_plane plane = geo_plane_at(point_deg(125.3235, 43.8171));
    struct geo_builder b;
    struct boundary_unit *unit = &scene->units[scene->count++];
    *unit =
        ground_unit(scene->arena, code, code, STORE_LEVEL_PREFECTURE, "POLYGON((0 0,1 0,1 1,0 0))");
    geo_builder_init(&b, GEO_MULTIPOLYGON, scene->arena);
    geo_builder_part(&b);
    geo_builder_ring(&b);
    for (int i = first; i < last; i++)
        add_border(&b, &plane, &ground->across[i][0], 0, false);
    for (int j = 0; j < SIDE; j++)
        add_border(&b, &plane, &ground->along[last][j], 0, false);
    for (int i = last; i-- > first;)
        add_border(&b, &plane, &ground->across[i][SIDE], 0, true);
    for (int j = SIDE; j-- > 0;)
        add_border(&b, &plane, &ground->along[first][j], 0, true);
    geo_builder_point(&b, b.points[0]);
    assert_int_equal(geo_builder_finish(&b, &unit->geometry, NULL), BASE_OK);
}

/* The outline of all units together, gaps filled, from its smallest vertex. */
static struct geo_geometry outer_border(const struct scene *scene)
{
    struct geo_geometry *shapes = base_arena_alloc(scene->arena, scene->count * sizeof *shapes),
                        all, out;
    struct geo_topology t;
    struct geo_builder b;
    for (uint32_t i = 0; i < scene->count; i++)
        shapes[i] = scene->units[i].geometry;
    assert_int_equal(geo_topology_build(shapes, scene->count, scene->arena, NULL, &t, NULL),
                     BASE_OK);
    uint32_t *faces = base_arena_alloc(scene->arena, t.face_count * sizeof *faces), count = 0;
    for (uint32_t f = 1; f < t.face_count; f++)
        faces[count++] = f;
    assert_int_equal(geo_topology_faces_polygon(&t, faces, count, scene->arena, &all, NULL),
                     BASE_OK);
    assert_int_equal(all.ring_count, 1);
    uint32_t n = all.point_count - 1, first = 0;
    for (uint32_t i = 1; i < n; i++)
        if (geo_point_compare(all.points[i], all.points[first]) < 0)
            first = i;
    geo_builder_init(&b, GEO_POLYGON, scene->arena);
    geo_builder_part(&b);
    geo_builder_ring(&b);
    for (uint32_t i = 0; i <= n; i++)
        geo_builder_point(&b, all.points[(first + i) % n]);
    assert_int_equal(geo_builder_finish(&b, &out, NULL), BASE_OK);
    return out;
}

static bool has_point(const struct geo_geometry *g, struct geo_point p)
{
    for (uint32_t i = 0; i < g->point_count; i++)
        if (geo_point_equal(g->points[i], p))
            return true;
    return false;
}

/* In the ground of a finding or on its border: a crossing is rounded to the grid,
 * 0.1 mm. */
static bool is_at_a_finding(const struct boundary_repairs *repairs, struct geo_point p)
{
    for (uint32_t i = 0; i < repairs->count; i++) {
        const struct geo_geometry *ground = &repairs->items[i].finding->geometry;
        if (geo_polygon_locate(ground, p) != GEO_OUTSIDE)
            return true;
        for (uint32_t r = 0; r < ground->ring_count; r++)
            for (uint32_t k = ground->ring_points[r] + 1; k < ground->ring_points[r + 1]; k++)
                if (geo_segment_distance_m(p, ground->points[k - 1], ground->points[k], NULL) <
                    1e-4)
                    return true;
    }
    return false;
}

static bool is_party(const struct boundary_repairs *repairs, const char *code)
{
    for (uint32_t i = 0; i < repairs->count; i++)
        for (uint32_t p = 0; p < repairs->items[i].finding->party_count; p++)
            if (strcmp(repairs->items[i].finding->parties[p], code) == 0)
                return true;
    return false;
}

/* Vertices come and go on the slivers only. */
static void assert_vertices_stay(const struct boundary_repairs *repairs)
{
    for (uint32_t u = 0; u < repairs->unit_count; u++) {
        const struct geo_geometry *before = &repairs->units[u].unit->geometry;
        const struct geo_geometry *after = &repairs->units[u].after;
        assert_true(is_party(repairs, repairs->units[u].unit->code));
        for (uint32_t i = 0; i < before->point_count; i++)
            assert_true(has_point(after, before->points[i]) ||
                        is_at_a_finding(repairs, before->points[i]));
        for (uint32_t i = 0; i < after->point_count; i++)
            assert_true(has_point(before, after->points[i]) ||
                        is_at_a_finding(repairs, after->points[i]));
    }
}

static double total_m2(const struct scene *scene)
{
    double sum = 0;
    for (uint32_t i = 0; i < scene->count; i++)
        sum += geo_area_m2(&scene->units[i].geometry);
    return sum;
}

static void generated_slivers_are_all_mended_and_nothing_else_moves(void **state)
{
    (void)state;
    static const enum boundary_preference prefer[] = {BOUNDARY_PREFER_LEAST, BOUNDARY_PREFER_CODE,
                                                      BOUNDARY_PREFER_MIDDLE};
    uint32_t findings = 0, middles = 0;
    const char *seeds = getenv("YUTU_SEEDS");
    for (uint64_t seed = 1; seed <= (seeds ? strtoull(seeds, NULL, 10) : 50); seed++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct scene scene = {.arena = arena};
        struct ground ground;
        uint64_t numbers = seed * 7919;
        draw_ground(&ground, &numbers, 0.5);
        add_units(&scene, &ground);
        struct boundary_repairs repairs = plan(&scene, prefer[seed % 3], "225106");
        struct scene after = mended(&scene, &repairs);
        struct geo_geometry outer = outer_border(&scene), outer_after = outer_border(&after);
        uint32_t left = disagreements(&after, "1:10000");
        if (left || repairs.chosen != repairs.count)
            fail_msg("seed %llu: %u of %u chosen, %u left", (unsigned long long)seed,
                     repairs.chosen, repairs.count, left);
        assert_true(geo_geometry_equal(&outer, &outer_after));
        assert_near(total_m2(&after), geo_area_m2(&outer), 1e-9 * geo_area_m2(&outer));
        assert_vertices_stay(&repairs);
        findings += repairs.count;
        for (uint32_t i = 0; i < repairs.count; i++)
            middles +=
                repairs.items[i].proposals[repairs.items[i].chosen].method == BOUNDARY_MIDDLE;
    }
    assert_true(findings > 300 || seeds);
    assert_true(middles > 100 || seeds);
}

static bool tells(const struct boundary_report *report, const char *id)
{
    for (uint32_t i = 0; i < report->finding_count; i++)
        if (strcmp(report->findings[i].id, id) == 0)
            return true;
    return false;
}

/* With it done the finding is gone, and nothing else is told than before. */
static void assert_mends_one(struct scene *scene, const struct boundary_report *before,
                             const struct store_finding *finding, enum boundary_preference prefer,
                             const char *code, uint64_t seed)
{
    struct boundary_repairs repairs = plan_one(scene, finding, prefer, code);
    assert_int_equal(repairs.count, 1);
    assert_int_equal(repairs.missed_count, 0);
    assert_string_equal(repairs.items[0].finding->id, finding->id);
    const struct boundary_proposal *chosen =
        repairs.chosen ? &repairs.items[0].proposals[repairs.items[0].chosen] : NULL;
    if (!chosen || (code && (chosen->method != BOUNDARY_KEEP || strcmp(chosen->unit->code, code))))
        fail_msg("seed %llu: %s is not mended as %s has it", (unsigned long long)seed, finding->id,
                 code ? code : "chosen");
    assert_true(chosen->line.part_count > 0);
    struct scene after = mended(scene, &repairs);
    struct boundary_report report =
        ground_inspect(scene->arena, after.units, after.count, "1:10000");
    assert_false(tells(&report, finding->id));
    for (uint32_t i = 0; i < report.finding_count; i++)
        if (!tells(before, report.findings[i].id))
            fail_msg("seed %llu, %s by %s: a new %s", (unsigned long long)seed, finding->id,
                     code ? code : "middle", boundary_kind_name(report.findings[i].kind));
    assert_int_equal(report.finding_count + 1, before->finding_count);
    assert_vertices_stay(&repairs);
}

static void each_choice_ends_its_finding_and_begins_no_other(void **state)
{
    (void)state;
    const char *seeds = getenv("YUTU_SEEDS");
    uint32_t findings = 0;
    for (uint64_t seed = 1; seed <= (seeds ? strtoull(seeds, NULL, 10) : 50); seed++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct scene scene = {.arena = arena};
        struct ground ground;
        uint64_t numbers = seed * 15485863;
        draw_ground(&ground, &numbers, 0.2);
        add_units(&scene, &ground);
        if (seed % 2)
            add_prefecture(&scene, &ground, "225100", 0, SIDE);
        struct boundary_report before = ground_inspect(arena, scene.units, scene.count, "1:10000");
        for (uint32_t i = 0; i < before.finding_count; i++) {
            if (!before.findings[i].sliver)
                continue;
            struct store_finding finding = kept(arena, &before.findings[i]);
            for (uint32_t p = 0; p < before.findings[i].party_count; p++)
                assert_mends_one(&scene, &before, &finding, BOUNDARY_PREFER_CODE,
                                 before.findings[i].parties[p], seed);
            assert_mends_one(&scene, &before, &finding, BOUNDARY_PREFER_MIDDLE, NULL, seed);
            findings++;
        }
    }
    assert_true(findings > 150 || seeds);
}

/* A finding that goes by an earlier id, and one that is not there any more. */
static void a_finding_is_met_again_by_its_ground_or_missed(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct scene scene = {.arena = arena};
    const char *const wkt[] = {GAP_A, GAP_B};
    add_counties(&scene, wkt, 2);
    struct boundary_report report = ground_inspect(arena, scene.units, scene.count, "1:10000");
    assert_int_equal(report.finding_count, 1);
    struct store_finding finding = kept(arena, &report.findings[0]);
    finding.id = "0123456789abcdef01234567";
    struct boundary_repairs repairs = plan_one(&scene, &finding, BOUNDARY_PREFER_LEAST, NULL);
    assert_int_equal(repairs.chosen, 1);
    assert_string_equal(repairs.items[0].finding->id, finding.id);
    struct scene after = mended(&scene, &repairs);
    repairs = plan_one(&after, &finding, BOUNDARY_PREFER_LEAST, NULL);
    assert_int_equal(repairs.count, 0);
    assert_int_equal(repairs.missed_count, 1);
    assert_true(repairs.missed[0].gone);
    finding.kind = "overlap";
    repairs = plan_one(&scene, &finding, BOUNDARY_PREFER_LEAST, NULL);
    assert_int_equal(repairs.count, 0);
    assert_true(repairs.missed_count == 1 && repairs.missed[0].gone);
}

/* Under one prefecture the same is mended in the same way as under none; under two
 * whose border is drawn as the western counties draw it, theirs is kept there. */
static void generated_slivers_are_mended_alike_under_a_parent(void **state)
{
    (void)state;
    const char *seeds = getenv("YUTU_SEEDS");
    for (uint64_t seed = 1; seed <= (seeds ? strtoull(seeds, NULL, 10) : 25); seed++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct scene scene = {.arena = arena}, one, two;
        struct ground ground;
        uint64_t numbers = seed * 104729;
        draw_ground(&ground, &numbers, 0.5);
        add_units(&scene, &ground);
        one = two = scene;
        add_prefecture(&one, &ground, "225100", 0, SIDE);
        add_prefecture(&two, &ground, "225100", 0, SIDE / 2);
        add_prefecture(&two, &ground, "225200", SIDE / 2, SIDE);
        struct boundary_repairs none = plan(&scene, BOUNDARY_PREFER_LEAST, NULL);
        struct boundary_repairs alike = plan(&one, BOUNDARY_PREFER_LEAST, NULL);
        struct boundary_repairs parted = plan(&two, BOUNDARY_PREFER_LEAST, NULL);
        assert_int_equal(alike.count, none.count);
        assert_int_equal(alike.unit_count, none.unit_count);
        assert_near(alike.area_m2, none.area_m2, 1e-6);
        for (uint32_t i = 0; i < none.count; i++)
            assert_int_equal(alike.items[i].chosen, none.items[i].chosen);
        for (uint32_t u = 0; u < none.unit_count; u++)
            assert_near(alike.units[u].after_m2, none.units[u].after_m2, 1e-6);
        struct scene after = mended(&two, &parted);
        uint32_t left = disagreements(&after, "1:10000");
        if (left || parted.chosen != parted.count)
            fail_msg("seed %llu: %u of %u chosen, %u left", (unsigned long long)seed, parted.chosen,
                     parted.count, left);
        assert_vertices_stay(&parted);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_gap_can_go_to_either_side_or_be_shared),
        cmocka_unit_test(what_is_preferred_is_chosen_and_leaves_nothing),
        cmocka_unit_test(who_keeps_the_line_keeps_every_byte),
        cmocka_unit_test(a_gap_between_three_goes_to_the_longest_border),
        cmocka_unit_test(the_outer_border_and_substantive_ground_are_left_alone),
        cmocka_unit_test(a_border_that_is_open_at_one_end_gets_no_proposal),
        cmocka_unit_test(a_unit_is_not_cut_in_two_and_the_next_best_is_taken),
        cmocka_unit_test(a_sliver_that_would_cut_a_unit_does_not_withdraw_its_other_one),
        cmocka_unit_test(a_party_that_is_not_valid_gets_no_proposal),
        cmocka_unit_test(a_parents_border_is_followed_and_never_moved),
        cmocka_unit_test(generated_slivers_are_all_mended_and_nothing_else_moves),
        cmocka_unit_test(generated_slivers_are_mended_alike_under_a_parent),
        cmocka_unit_test(each_choice_ends_its_finding_and_begins_no_other),
        cmocka_unit_test(a_finding_is_met_again_by_its_ground_or_missed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
