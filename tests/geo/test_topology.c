/* Shared-arc topology: faces, owners, and what must not matter. */
#include "geo/topology.h"

#include "geo/measure.h"
#include "geo/validity.h"
#include "tests/geo/shapes.h"

/* Plane cases in metres: the numbers are divided by 100 before they are read as
 * degrees, and the points again, so that a metre is 10 000 grid units. */
static struct geo_geometry plane(struct base_arena *arena, const char *wkt)
{
    char text[1024];
    size_t at = 0;
    while (*wkt) {
        char *end;
        double number = *wkt == ' ' ? 0 : strtod(wkt, &end);
        if (*wkt == ' ' || end == wkt) {
            text[at++] = *wkt++;
            continue;
        }
        at += (size_t)snprintf(text + at, sizeof text - at, "%.6f", number / 100);
        wkt = end;
    }
    text[at] = '\0';
    struct geo_geometry g = shape(arena, text);
    struct geo_point *points = base_arena_alloc(arena, (g.point_count + 1) * sizeof *points);
    for (uint32_t i = 0; i < g.point_count; i++)
        points[i] = (struct geo_point){g.points[i].lon / 1000, g.points[i].lat / 1000};
    g.points = points;
    return g;
}

static struct geo_topology build(struct base_arena *arena, const struct geo_geometry *polygons,
                                 uint32_t count)
{
    struct geo_topology topology;
    assert_int_equal(geo_topology_build(polygons, count, arena, NULL, &topology, NULL), BASE_OK);
    return topology;
}

static geo_wide_t polygon_area2(const struct geo_geometry *g)
{
    geo_wide_t sum = 0;
    for (uint32_t r = 0; r < g->ring_count; r++)
        sum += geo_ring_area2(g->points + g->ring_points[r],
                              g->ring_points[r + 1] - g->ring_points[r]);
    return sum;
}

static geo_wide_t face_area2(const struct geo_topology *topology, uint32_t face,
                             struct base_arena *arena)
{
    struct geo_geometry polygon;
    assert_int_equal(geo_topology_face_polygon(topology, face, arena, &polygon, NULL), BASE_OK);
    assert_int_equal(polygon.part_count, 1);
    geo_wide_t area2 = polygon_area2(&polygon);
    assert_true(area2 > 0);
    return area2;
}

/* Square metres of all faces with exactly that many owners. */
static double area_owned_by(const struct geo_topology *topology, uint32_t owners,
                            struct base_arena *arena)
{
    double sum = 0;
    for (uint32_t f = 1; f < topology->face_count; f++)
        if (topology->faces[f].owner_count == owners)
            sum += (double)face_area2(topology, f, arena) / 2 / 1e8;
    return sum;
}

#define A_BOX "POLYGON((0 0,1000 0,1000 1000,0 1000,0 0))"

static void cases_of_the_domain_page_give_their_faces(void **state)
{
    (void)state;
    static const struct {
        const char *name, *wkt[3];
        uint32_t faces, arcs, nodes;
        double gap_m2, single_m2, overlap_m2;
    } cases[] = {
        {"clean pair",
         {A_BOX, "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 0))"},
         3,
         3,
         2,
         0,
         2e6,
         0},
        {"closed gap",
         {"POLYGON((0 0,1000 0,1000 300,1000 700,1000 1000,0 1000,0 0))",
          "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 700,1008 500,1000 300,1000 0))"},
         4,
         6,
         4,
         1600,
         2e6 - 1600,
         0},
        {"overlap strip",
         {"POLYGON((0 0,1005 0,1005 1000,0 1000,0 0))",
          "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 0))"},
         4,
         6,
         4,
         0,
         2e6 - 5000,
         5000},
        {"bow-tie by even-odd", {"POLYGON((0 0,10 10,10 0,0 10,0 0))"}, 3, 2, 1, 0, 50, 0},
        {"touching parts",
         {"MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((4 4,8 4,8 8,4 8,4 4)))"},
         3,
         2,
         1,
         0,
         32,
         0},
        {"spike", {"POLYGON((0 0,10 0,10 10,5 10,5 18,5 10,0 10,0 0))"}, 2, 1, 1, 0, 100, 0},
        {"enclave",
         {"POLYGON((0 0,1000 0,1000 1000,0 1000,0 0),(400 400,400 600,600 600,600 400,400 400))",
          "POLYGON((400 400,600 400,600 600,400 600,400 400))"},
         3,
         2,
         2,
         0,
         1e6,
         0},
        {"exclave",
         {"MULTIPOLYGON(((0 0,1000 0,1000 1000,0 1000,0 0)),((1400 400,1600 400,1600 600,1400 "
          "600,1400 400)))",
          "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 0),(1400 400,1400 600,1600 600,1600 "
          "400,1400 400))"},
         4,
         4,
         3,
         0,
         2e6,
         0},
        {"T-junction",
         {A_BOX, "POLYGON((1000 0,2000 0,2000 500,1000 500,1000 0))",
          "POLYGON((1000 500,2000 500,2000 1000,1000 1000,1000 500))"},
         4,
         6,
         4,
         0,
         2e6,
         0},
        {"below tolerance",
         {"POLYGON((0 0,1000 0,1000.3 500,1000 1000,0 1000,0 0))",
          "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 0))"},
         4,
         4,
         2,
         0,
         2e6 - 150,
         150},
        {"interior pinched at two points",
         {"POLYGON((0 0,10 0,10 10,0 10,0 0),(0 5,5 10,10 5,5 0,0 5))"},
         6,
         8,
         4,
         50,
         50,
         0},
        {"crossing of two boxes",
         {"POLYGON((0 0,10 0,10 10,0 10,0 0))", "POLYGON((5 5,15 5,15 15,5 15,5 5))"},
         4,
         4,
         2,
         0,
         150,
         25},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct geo_geometry polygons[3];
        uint32_t count = 0;
        while (count < 3 && cases[i].wkt[count]) {
            polygons[count] = plane(arena, cases[i].wkt[count]);
            count++;
        }
        struct geo_topology t = build(arena, polygons, count);
        if (t.face_count != cases[i].faces || t.arc_count != cases[i].arcs ||
            t.node_count != cases[i].nodes)
            fail_msg("%s: %u faces, %u arcs, %u nodes", cases[i].name, t.face_count, t.arc_count,
                     t.node_count);
        assert_true(fabs(area_owned_by(&t, 0, arena) - cases[i].gap_m2) < 1e-6);
        assert_true(fabs(area_owned_by(&t, 1, arena) - cases[i].single_m2) < 1e-6);
        assert_true(fabs(area_owned_by(&t, 2, arena) - cases[i].overlap_m2) < 1e-6);
    }
}

/* Euler: nodes - arcs + faces = 1 + components; closed arcs count their start. */
static void check_structure(const struct geo_topology *t)
{
    for (uint32_t a = 0; a < t->arc_count; a++) {
        const struct geo_arc *arc = &t->arcs[a];
        assert_true(arc->point_count >= 2);
        assert_true(arc->left_face != arc->right_face);
        assert_true(geo_point_equal(t->points[arc->first_point], t->nodes[arc->start_node]));
        assert_true(geo_point_equal(t->points[arc->first_point + arc->point_count - 1],
                                    t->nodes[arc->end_node]));
    }
}

/* Each face's owners are the inputs that hold a point well inside of it. */
static void check_owners(const struct geo_topology *t, const struct geo_geometry *polygons,
                         uint32_t count, struct base_arena *arena)
{
    for (uint32_t f = 1; f < t->face_count; f++) {
        struct geo_geometry polygon;
        struct geo_point inside;
        double radius_m;
        assert_int_equal(geo_topology_face_polygon(t, f, arena, &polygon, NULL), BASE_OK);
        assert_int_equal(geo_label_point(&polygon, &inside, &radius_m, NULL), BASE_OK);
        if (radius_m < 0.01) /* rounding moved its borders about as much */
            continue;
        for (uint32_t i = 0; i < count; i++)
            assert_int_equal(geo_topology_covers(t, f, i),
                             geo_polygon_locate(&polygons[i], inside) == GEO_INSIDE);
    }
}

static void random_stars_have_the_owners_that_locate_says(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int round = 0; round < 30; round++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct geo_geometry polygons[8];
        for (int i = 0; i < 8; i++)
            polygons[i] = chance_star(arena, &seed, 5 + round, chance_between(&seed, 125, 125.1),
                                      chance_between(&seed, 43, 43.1), 0.08);
        struct geo_topology t = build(arena, polygons, 8);
        check_structure(&t);
        check_owners(&t, polygons, 8, arena);
        /* Areas: inclusion by owners gives back each polygon within the rounding. */
        for (uint32_t i = 0; i < 8; i++) {
            double sum = 0, own = (double)polygon_area2(&polygons[i]);
            for (uint32_t f = 1; f < t.face_count; f++)
                if (geo_topology_covers(&t, f, i))
                    sum += (double)face_area2(&t, f, arena);
            assert_true(fabs(sum - own) < 1e-6 * own);
        }
    }
}

/* Tiny coordinates force crossings to collapse onto few grid points. */
static void dense_crossings_on_a_small_grid_stay_planar(void **state)
{
    (void)state;
    uint64_t seed = 99;
    for (int round = 0; round < 300; round++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct geo_geometry polygons[4];
        for (int i = 0; i < 4; i++) {
            struct geo_builder b;
            geo_builder_init(&b, GEO_POLYGON, arena);
            geo_builder_part(&b);
            geo_builder_ring(&b);
            for (int p = 0; p < 6; p++)
                geo_builder_point(&b, (struct geo_point){(int64_t)(chance(&seed) % 24),
                                                         (int64_t)(chance(&seed) % 24)});
            geo_builder_point(&b, b.points[0]);
            assert_int_equal(geo_builder_finish(&b, &polygons[i], NULL), BASE_OK);
        }
        struct geo_topology t = build(arena, polygons, 4);
        check_structure(&t);
        /* Planar: the faces fill what the outermost rings enclose, and nothing
         * is left when the result is built again. */
        struct geo_geometry *faces = base_arena_calloc(arena, t.face_count, sizeof *faces);
        geo_wide_t sum = 0;
        for (uint32_t f = 1; f < t.face_count; f++) {
            sum += face_area2(&t, f, arena);
            assert_int_equal(geo_topology_face_polygon(&t, f, arena, &faces[f], NULL), BASE_OK);
        }
        struct geo_topology again = build(arena, faces + 1, t.face_count - 1);
        assert_int_equal(again.face_count, t.face_count);
        assert_int_equal(again.arc_count, t.arc_count);
        geo_wide_t sum_again = 0;
        for (uint32_t f = 1; f < again.face_count; f++) {
            assert_int_equal(again.faces[f].owner_count, 1);
            sum_again += face_area2(&again, f, arena);
        }
        assert_true(sum == sum_again);
    }
}

/* The same polygon from another start, run the other way. */
static struct geo_geometry turned(struct base_arena *arena, const struct geo_geometry *g,
                                  uint32_t by, bool reverse)
{
    struct geo_builder b;
    struct geo_geometry out;
    geo_builder_init(&b, g->kind, arena);
    geo_builder_part(&b);
    for (uint32_t r = 0; r < g->ring_count; r++) {
        uint32_t first = g->ring_points[r], n = g->ring_points[r + 1] - first - 1;
        geo_builder_ring(&b);
        for (uint32_t i = 0; i <= n; i++) {
            uint32_t at = reverse ? 2 * n - i + by : i + by;
            geo_builder_point(&b, g->points[first + at % n]);
        }
    }
    assert_int_equal(geo_builder_finish(&b, &out, NULL), BASE_OK);
    return out;
}

static void assert_same(const struct geo_topology *a, const struct geo_topology *b)
{
    assert_int_equal(a->arc_count, b->arc_count);
    assert_int_equal(a->face_count, b->face_count);
    assert_int_equal(a->point_count, b->point_count);
    assert_memory_equal(a->points, b->points, a->point_count * sizeof *a->points);
    assert_memory_equal(a->arcs, b->arcs, a->arc_count * sizeof *a->arcs);
    assert_memory_equal(a->nodes, b->nodes, a->node_count * sizeof *a->nodes);
}

static void order_start_and_winding_do_not_matter(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (int round = 0; round < 20; round++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct geo_geometry polygons[6], other[6];
        for (uint32_t i = 0; i < 6; i++)
            polygons[i] =
                chance_star(arena, &seed, 12, chance_between(&seed, 125, 125.1), 43.5, 0.07);
        for (uint32_t i = 0; i < 6; i++)
            other[i] = turned(arena, &polygons[5 - i], (uint32_t)(chance(&seed) % 12), i % 2);
        struct geo_topology a = build(arena, polygons, 6), b = build(arena, other, 6);
        assert_same(&a, &b);
        for (uint32_t f = 0; f < a.face_count; f++)
            for (uint32_t i = 0; i < 6; i++)
                assert_int_equal(geo_topology_covers(&a, f, i), geo_topology_covers(&b, f, 5 - i));
    }
}

static void collinear_vertices_change_points_only(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry plain[2] = {plane(arena, A_BOX),
                                    plane(arena, "POLYGON((1000 0,2000 0,2000 1000,1000 1000,"
                                                 "1000 0))")};
    struct geo_geometry noded[2] = {plane(arena, "POLYGON((0 0,500 0,1000 0,1000 250,1000 750,1000 "
                                                 "1000,0 1000,0 0))"),
                                    plane(arena, "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 "
                                                 "500,1000 0))")};
    struct geo_topology a = build(arena, plain, 2), b = build(arena, noded, 2);
    assert_int_equal(a.face_count, b.face_count);
    assert_int_equal(a.arc_count, b.arc_count);
    assert_int_equal(a.node_count, b.node_count);
    assert_int_equal(b.point_count, a.point_count + 4);
    for (uint32_t f = 1; f < a.face_count; f++)
        assert_true(face_area2(&a, f, arena) == face_area2(&b, f, arena));
}

static void components_nest_in_the_face_that_holds_them(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    const struct geo_geometry rings[4] = {
        plane(arena, "POLYGON((0 0,100 0,100 100,0 100,0 0),(10 10,10 90,90 90,90 10,10 10))"),
        plane(arena, "POLYGON((20 20,80 20,80 80,20 80,20 20),(30 30,30 70,70 70,70 30,30 30))"),
        plane(arena, "POLYGON((40 40,60 40,50 60,40 40))"),
        plane(arena, "POLYGON((200 0,300 0,300 100,200 100,200 0))"),
    };
    struct geo_topology t = build(arena, rings, 4);
    assert_int_equal(t.face_count, 7);
    assert_true(fabs(area_owned_by(&t, 0, arena) - (6400 - 3600 + 1600 - 200)) < 1e-9);
    check_owners(&t, rings, 4, arena);
}

static void useless_input_is_dropped_and_harms_nobody(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry inputs[6] = {
        plane(arena, A_BOX),
        plane(arena, "POLYGON((0 0,10 0,0 0))"),
        plane(arena, "POLYGON((0 0,10 0,20 0,0 0))"),
        plane(arena, "POLYGON"),
        plane(arena, "LINESTRING(0 0,10 10)"),
        plane(arena, "POLYGON((5 5,5 5,5 5,5 5))"),
    };
    struct geo_topology t = build(arena, inputs, 6);
    assert_int_equal(t.face_count, 2);
    assert_int_equal(t.dropped_count, 3);
    assert_int_equal(t.dropped[0], 1);
    assert_int_equal(t.dropped[1], 2);
    assert_int_equal(t.dropped[2], 5);
    struct geo_topology none = build(arena, NULL, 0);
    assert_int_equal(none.face_count, 1);
    assert_int_equal(none.arc_count, 0);
}

/* The ground that an input covers, put together from its faces. */
static struct geo_geometry ground_of(const struct geo_topology *t, uint32_t input,
                                     struct base_arena *arena)
{
    uint32_t *faces = base_arena_alloc(arena, t->face_count * sizeof *faces), count = 0;
    struct geo_geometry ground;
    for (uint32_t f = 1; f < t->face_count; f++)
        if (geo_topology_covers(t, f, input))
            faces[count++] = f;
    assert_int_equal(geo_topology_faces_polygon(t, faces, count, arena, &ground, NULL), BASE_OK);
    assert_int_equal(ground.kind, GEO_MULTIPOLYGON);
    return ground;
}

static void assert_valid(const struct geo_geometry *ground)
{
    struct geo_engine *engine = geo_engine_create();
    struct geo_fault fault;
    bool valid;
    assert_int_equal(geo_validity_check(engine, ground, &valid, &fault, NULL), BASE_OK);
    if (!valid)
        fail_msg("%s", fault.reason);
    geo_engine_free(engine);
}

static void the_ground_of_several_faces_is_one_valid_multipolygon(void **state)
{
    (void)state;
    /* Input 0 is cut up by the others; its ground must come back whole. */
    static const struct {
        const char *name, *wkt[4];
        uint32_t parts, rings, points;
        double area_m2;
    } cases[] = {
        {"dissolved across two others",
         {A_BOX, "POLYGON((500 500,1500 500,1500 1500,500 1500,500 500))",
          "POLYGON((0 0,100 0,100 100,0 100,0 0))"},
         1,
         1,
         9,
         1e6},
        {"a hole that an enclave fills",
         {"POLYGON((0 0,90 0,90 90,0 90,0 0),(30 30,30 60,60 60,60 30,30 30))",
          "POLYGON((30 30,60 30,60 60,30 60,30 30))", "POLYGON((-9 40,99 40,99 50,-9 50,-9 40))"},
         1,
         2,
         18,
         7200},
        {"parts that touch in a point",
         {"MULTIPOLYGON(((0 0,40 0,40 40,0 40,0 0)),((40 40,80 40,80 80,40 80,40 40)))",
          "POLYGON((20 20,60 20,60 60,20 60,20 20))"},
         2,
         2,
         14,
         3200},
        {"a hole that touches its shell",
         {"POLYGON((0 0,90 0,90 90,0 90,0 0),(0 0,30 60,60 30,0 0))",
          "POLYGON((50 -9,99 -9,99 99,50 99,50 -9))"},
         1,
         2,
         13,
         8100 - 1350},
        {"an island in a hole that touches the hole",
         {"MULTIPOLYGON(((0 0,90 0,90 90,0 90,0 0),(10 10,10 80,80 80,80 10,10 10)),((10 10,60 "
          "20,60 60,20 60,10 10)),((65 65,75 65,75 75,65 75,65 65)))",
          "POLYGON((0 0,90 0,90 15,0 15,0 0))"},
         3,
         4,
         26,
         8100 - 4900 + 2000 + 100},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct geo_geometry polygons[4];
        uint32_t count = 0;
        for (; count < 4 && cases[i].wkt[count]; count++)
            polygons[count] = plane(arena, cases[i].wkt[count]);
        struct geo_topology t = build(arena, polygons, count);
        struct geo_geometry ground = ground_of(&t, 0, arena);
        assert_valid(&ground);
        if (ground.part_count != cases[i].parts || ground.ring_count != cases[i].rings ||
            ground.point_count != cases[i].points ||
            fabs((double)polygon_area2(&ground) / 2 / 1e8 - cases[i].area_m2) > 1e-9)
            fail_msg("%s: %u parts, %u rings, %u points, %.9f m2", cases[i].name, ground.part_count,
                     ground.ring_count, ground.point_count,
                     (double)polygon_area2(&ground) / 2 / 1e8);
    }
}

static void no_faces_have_no_ground(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry box = plane(arena, A_BOX), ground;
    struct geo_topology t = build(arena, &box, 1);
    assert_int_equal(geo_topology_faces_polygon(&t, NULL, 0, arena, &ground, NULL), BASE_OK);
    assert_int_equal(ground.part_count, 0);
    const uint32_t twice[2] = {1, 1};
    assert_int_equal(geo_topology_faces_polygon(&t, twice, 2, arena, &ground, NULL), BASE_OK);
    assert_int_equal(ground.ring_count, 1);
}

/* On a grid of 24 × 24 rings touch themselves and each other everywhere. */
static void grounds_on_a_small_grid_are_valid_and_hold_what_their_faces_hold(void **state)
{
    (void)state;
    uint64_t seed = 4711;
    for (int round = 0; round < 300; round++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct geo_geometry polygons[5];
        for (int i = 0; i < 5; i++) {
            struct geo_builder b;
            geo_builder_init(&b, GEO_POLYGON, arena);
            geo_builder_part(&b);
            geo_builder_ring(&b);
            for (int p = 0; p < 7; p++)
                geo_builder_point(&b, (struct geo_point){(int64_t)(chance(&seed) % 24),
                                                         (int64_t)(chance(&seed) % 24)});
            geo_builder_point(&b, b.points[0]);
            assert_int_equal(geo_builder_finish(&b, &polygons[i], NULL), BASE_OK);
        }
        struct geo_topology t = build(arena, polygons, 5);
        for (uint32_t i = 0; i < 5; i++) {
            struct geo_geometry ground = ground_of(&t, i, arena);
            geo_wide_t sum = 0;
            for (uint32_t f = 1; f < t.face_count; f++)
                if (geo_topology_covers(&t, f, i))
                    sum += face_area2(&t, f, arena);
            assert_true(polygon_area2(&ground) == sum);
            if (ground.part_count)
                assert_valid(&ground);
        }
    }
}

/* Squares of 90 vertices a side, each lapping over the next by a little: none
 * shares a vertex with another, so that there are twice as many as expected. The
 * table of vertices, forgotten before the crossings were added, was made anew with
 * fewer places than vertices, and was filled for ever. */
static void units_that_share_no_vertex_come_to_an_end(void **state)
{
    (void)state;
    enum { UNITS = 15, SIDE = 90, STEP = 1000 };
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    static const int DX[4] = {1, 0, -1, 0}, DY[4] = {0, 1, 0, -1};
    struct geo_geometry units[UNITS];
    for (int u = 0; u < UNITS; u++) {
        struct geo_point p = {(int64_t)u * (SIDE * STEP - 10), 10 * u};
        struct geo_builder b;
        geo_builder_init(&b, GEO_POLYGON, arena);
        geo_builder_part(&b);
        geo_builder_ring(&b);
        for (int i = 0; i < 4 * SIDE; i++) {
            geo_builder_point(&b, p);
            p.lon += DX[i / SIDE] * STEP;
            p.lat += DY[i / SIDE] * STEP;
        }
        geo_builder_point(&b, p);
        assert_int_equal(geo_builder_finish(&b, &units[u], NULL), BASE_OK);
    }
    struct geo_topology t = build(arena, units, UNITS);
    assert_int_equal(t.face_count, 1 + UNITS + UNITS - 1);
}

/* What validity and density rely on so as not to look again. */
static void rings_that_meet_themselves_or_each_other_are_told(void **state)
{
    (void)state;
    static const struct {
        const char *name, *wkt;
        bool meets;
    } cases[] = {
        {"a box", A_BOX, false},
        {"a ring that crosses itself", "POLYGON((0 0,1000 1000,1000 0,0 1000,0 0))", true},
        {"a ring twice through a vertex",
         "POLYGON((0 0,500 500,1000 0,1000 1000,500 500,0 1000,0 0))", true},
        {"a vertex on an own edge", "POLYGON((0 0,1000 0,1000 1000,500 0,0 1000,0 0))", true},
        {"a spike", "POLYGON((0 0,1000 0,2000 0,1000 0,1000 1000,0 0))", true},
        {"a hole inside",
         "POLYGON((0 0,1000 0,1000 1000,0 1000,0 0),(200 200,400 200,400 400,200 200))", false},
        {"a hole at a vertex",
         "POLYGON((0 0,1000 0,1000 1000,0 1000,0 0),(0 0,400 200,400 400,0 0))", true},
        {"parts apart", "MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0)),((20 0,30 0,30 10,20 10,20 0)))",
         false},
        {"parts with an edge in common",
         "MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0)),((10 0,20 0,20 10,10 10,10 0)))", true},
        {"one part in another",
         "MULTIPOLYGON(((0 0,30 0,30 30,0 30,0 0)),((10 10,20 10,20 20,10 20,10 10)))", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct geo_geometry polygon = plane(arena, cases[i].wkt);
        struct geo_topology t = build(arena, &polygon, 1);
        if (t.meets[0] != cases[i].meets)
            fail_msg("%s: meets is %d", cases[i].name, t.meets[0]);
    }
}

/* Neighbours, and who of them meets: touching another unit is no fault. */
static void arcs_led_through_a_vertex_are_noded(void **state)
{
    (void)state;
    static const struct {
        const char *name, *other;
        bool noded;
    } cases[] = {
        {"the same vertices", "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 0))", false},
        {"apart", "POLYGON((1500 0,2000 0,2000 1000,1500 1000,1500 0))", false},
        {"a vertex more", "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 500,1000 0))", true},
        {"a crossing", "POLYGON((900 200,2000 0,2000 1000,900 800,900 200))", true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct geo_geometry pair[2] = {plane(arena, A_BOX), plane(arena, cases[i].other)};
        struct geo_topology t = build(arena, pair, 2);
        uint32_t noded = 0;
        for (uint32_t a = 0; a < t.arc_count; a++)
            noded += t.arcs[a].noded;
        if ((noded > 0) != cases[i].noded)
            fail_msg("%s: %u noded arcs", cases[i].name, noded);
        assert_false(t.meets[0]);
        assert_false(t.meets[1]);
    }
}

static bool always(void *context)
{
    (void)context;
    return true;
}

static void cancelling_and_a_full_arena_are_told(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct base_arena *small BASE_ARENA_AUTO = base_arena_create(64);
    struct geo_geometry box = plane(arena, A_BOX);
    struct geo_topology t = {.face_count = 77};
    struct base_progress stop = {.cancelled = always};
    assert_int_equal(geo_topology_build(&box, 1, arena, &stop, &t, NULL), BASE_UNAVAILABLE);
    assert_int_equal(geo_topology_build(&box, 1, small, NULL, &t, NULL), BASE_NO_MEMORY);
    assert_int_equal(t.face_count, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases_of_the_domain_page_give_their_faces),
        cmocka_unit_test(random_stars_have_the_owners_that_locate_says),
        cmocka_unit_test(dense_crossings_on_a_small_grid_stay_planar),
        cmocka_unit_test(order_start_and_winding_do_not_matter),
        cmocka_unit_test(collinear_vertices_change_points_only),
        cmocka_unit_test(components_nest_in_the_face_that_holds_them),
        cmocka_unit_test(useless_input_is_dropped_and_harms_nobody),
        cmocka_unit_test(the_ground_of_several_faces_is_one_valid_multipolygon),
        cmocka_unit_test(no_faces_have_no_ground),
        cmocka_unit_test(grounds_on_a_small_grid_are_valid_and_hold_what_their_faces_hold),
        cmocka_unit_test(rings_that_meet_themselves_or_each_other_are_told),
        cmocka_unit_test(arcs_led_through_a_vertex_are_noded),
        cmocka_unit_test(units_that_share_no_vertex_come_to_an_end),
        cmocka_unit_test(cancelling_and_a_full_arena_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
