/* Tests of store/spatial: our functions do what SpatiaLite's of the same name do. */
#include "store/spatial.h"

#include "geo/wkb.h"
#include "tests/geo/shapes.h"
#include "tests/store/record.h"

/* What SQL answers for a blob (NULL: SQL's NULL), a type and a number. */
static int asked(struct record *record, const char *sql, const struct base_buffer *blob, int type,
                 int srid)
{
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_prepare_v2(record->store->db, sql, -1, &statement, NULL), SQLITE_OK);
    if (blob)
        sqlite3_bind_blob64(statement, 1, blob->data, blob->size, SQLITE_STATIC);
    sqlite3_bind_int(statement, 2, type);
    sqlite3_bind_int(statement, 3, srid);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int answer = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return answer;
}

static const char *const SHAPES[] = {
    "POINT(125.3 43.8)",
    "LINESTRING(0 0,1 1,180 90)",
    "MULTILINESTRING((0 0,1 1),(2 2,3 3,4 4))",
    "POLYGON((0 0,9 0,9 9,0 0),(1 1,2 2,2 1,1 1))",
    "MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((4 4,8 4,8 8,4 4),(5 5,6 5,6 6,5 5)))",
};

static void ask_all(struct record *record, int answers[COUNT(SHAPES) + 1][8][2])
{
    static const char SQL[] = "SELECT GeometryConstraints(?1, ?2, ?3)";
    for (size_t i = 0; i <= COUNT(SHAPES); i++) {
        struct base_buffer blob BASE_BUFFER_AUTO = {0};
        if (i < COUNT(SHAPES)) {
            struct geo_geometry g = shape(record->arena, SHAPES[i]);
            geo_blob_write(&g, 0, &blob);
        }
        for (int type = 0; type < 7; type++)
            for (int other = 0; other < 2; other++)
                answers[i][type][other] =
                    asked(record, SQL, i < COUNT(SHAPES) ? &blob : NULL, type, other ? 4326 : 4490);
    }
}

static void constraints_hold_as_spatialite_holds_them(void **state)
{
    struct record *record = *state;
    static int ours[COUNT(SHAPES) + 1][8][2], theirs[COUNT(SHAPES) + 1][8][2];
    ask_all(record, ours);
    assert_null(record->store->spatialite);
    assert_int_equal(spatial_load(record->store, NULL), BASE_OK);
    ask_all(record, theirs);
    assert_memory_equal(ours, theirs, sizeof ours);
    assert_int_equal(ours[4][6][0], 1);
    assert_int_equal(ours[4][6][1], 0);
    assert_int_equal(ours[3][6][0], 0);
    assert_int_equal(ours[COUNT(SHAPES)][6][0], 1);
}

static void nothing_but_a_geometry_fits(void **state)
{
    struct record *record = *state;
    struct base_buffer blob BASE_BUFFER_AUTO = {0};
    base_buffer_text(&blob, "not a geometry, though long enough to be the header of one....");
    assert_int_equal(asked(record, "SELECT GeometryConstraints(?1, ?2, ?3)", &blob, 0, 4490), 0);
}

/* The box of row 77 of the index of divisions, as text. */
static void read_box(struct record *record, char out[200])
{
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_prepare_v2(record->store->db,
                                        "SELECT xmin || ' ' || xmax || ' ' || ymin || ' ' || ymax "
                                        "FROM idx_division_version_geometry WHERE pkid = 77",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    snprintf(out, 200, "%s", (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
}

static void align(struct record *record, const char *text, char out[200])
{
    struct base_buffer blob BASE_BUFFER_AUTO = {0};
    struct geo_geometry g = shape(record->arena, text);
    geo_blob_write(&g, 1, &blob);
    assert_int_equal(sqlite3_exec(record->store->db,
                                  "DELETE FROM idx_division_version_geometry WHERE pkid = 77", NULL,
                                  NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(
        asked(record, "SELECT RTreeAlign('idx_division_version_geometry', 77, ?1)", &blob, 0, 0),
        1);
    read_box(record, out);
}

static void the_index_holds_what_spatialite_would_put_there(void **state)
{
    static const char *const AREAS[] = {
        "POLYGON((0 0,9 0,9 9,0 0))",
        "POLYGON((125.123456789 43.987654321,125.2 43.99,125.15 44.000000001,125.123456789 "
        "43.987654321))",
        "POLYGON((-180 -90,180 -90,180 90,-180 -90))",
    };
    struct record *record = *state;
    char ours[COUNT(AREAS)][200], theirs[200];
    for (size_t i = 0; i < COUNT(AREAS); i++)
        align(record, AREAS[i], ours[i]);
    assert_int_equal(spatial_load(record->store, NULL), BASE_OK);
    for (size_t i = 0; i < COUNT(AREAS); i++) {
        align(record, AREAS[i], theirs);
        assert_string_equal(ours[i], theirs);
    }
}

static void what_cannot_be_indexed_stops_the_statement(void **state)
{
    struct record *record = *state;
    static const char *const SQL[] = {
        "SELECT RTreeAlign('idx_division_version_geometry', 77, x'00')",
        "SELECT RTreeAlign('no_such_index', 77, x'00')",
    };
    for (size_t i = 0; i < COUNT(SQL); i++)
        assert_int_equal(sqlite3_exec(record->store->db, SQL[i], NULL, NULL, NULL), SQLITE_ERROR);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, record_setup, record_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(constraints_hold_as_spatialite_holds_them),
        TEST(nothing_but_a_geometry_fits),
        TEST(the_index_holds_what_spatialite_would_put_there),
        TEST(what_cannot_be_indexed_stops_the_statement),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
