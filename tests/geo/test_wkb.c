/* Tests of geo/wkb. */
#include "geo/wkb.h"

#include "tests/geo/shapes.h"
#include "tests/support/near.h"

static const char *const SHAPES[] = {
    "POINT(125.3 43.8)",
    "POINT(-180 -90)",
    "POINT EMPTY",
    "LINESTRING(0 0,1 1,180 90)",
    "LINESTRING EMPTY",
    "POLYGON((0 0,9 0,9 9,0 0),(1 1,2 2,2 1,1 1))",
    "POLYGON EMPTY",
    "POLYGON((0 0,1 1,0 0))",
    "MULTIPOINT((1 2),(3 4))",
    "MULTIPOINT EMPTY",
    "MULTILINESTRING((0 0,1 1),(2 2,3 3,4 4))",
    "MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((4 4,8 4,8 8,4 4),(5 5,6 5,6 6,5 5)))",
    "MULTIPOLYGON EMPTY",
};

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    for (size_t i = 0; i < COUNT(SHAPES); i++) {
        for (int promote = 0; promote < 2; promote++) {
            struct geo_geometry g = shape(arena, SHAPES[i]), back;
            struct base_buffer bytes BASE_BUFFER_AUTO = {0};
            geo_wkb_write(&g, promote, &bytes);
            assert_int_equal(geo_wkb_parse(bytes.data, bytes.size, arena, &back, NULL), BASE_OK);
            assert_true(geo_geometry_equal(&g, &back));
            assert_int_equal(back.kind, promote && g.kind <= GEO_POLYGON ? g.kind + 3 : g.kind);
        }
    }
}

/* The bytes that SpatiaLite makes of WKB: what stands around the geometry, and a
 * mark in place of each member's byte order. */
static void to_blob(const struct base_buffer *wkb, bool multi, struct base_buffer *out)
{
    static const unsigned char before[38] = {0, 1, 0x8a, 0x11};
    base_buffer_append(out, before, sizeof before);
    base_buffer_append(out, wkb->data, wkb->size);
    unsigned char *bytes = (unsigned char *)out->data;
    bytes[38] = 0x7c;
    size_t at = 38 + 9;
    while (multi && at < out->size) { /* polygons only */
        uint32_t rings, points;
        bytes[at] = 0x69;
        memcpy(&rings, bytes + at + 5, 4);
        for (at += 9; rings > 0; rings--) {
            memcpy(&points, bytes + at, 4);
            at += 4 + (size_t)points * 16;
        }
    }
    base_buffer_byte(out, 0xfe);
}

static void a_blob_of_spatialite_is_read_as_its_wkb(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    for (size_t i = 0; i < COUNT(SHAPES); i++) {
        struct geo_geometry g = shape(arena, SHAPES[i]), back;
        bool polygons = g.kind == GEO_POLYGON || g.kind == GEO_MULTIPOLYGON;
        if (!polygons && g.kind != GEO_LINE)
            continue;
        struct base_buffer wkb BASE_BUFFER_AUTO = {0}, blob BASE_BUFFER_AUTO = {0};
        geo_wkb_write(&g, polygons, &wkb);
        to_blob(&wkb, polygons, &blob);
        assert_int_equal(geo_spatialite_parse(blob.data, blob.size, arena, &back, NULL), BASE_OK);
        assert_true(geo_geometry_equal(&g, &back));
        for (size_t size = 0; size < blob.size; size++) {
            char *cut = malloc(size + 1);
            memcpy(cut, blob.data, size);
            if (size)
                cut[size - 1] = (char)0xfe;
            assert_int_equal(geo_spatialite_parse(cut, size, arena, &back, NULL), BASE_INVALID);
            free(cut);
        }
        for (size_t at = 0; polygons && at < 48; at++) {
            if (at >= 2 && at < 38)
                continue; /* the SRID and the box are not looked at */
            ((unsigned char *)blob.data)[at] ^= 0x40;
            assert_int_equal(geo_spatialite_parse(blob.data, blob.size, arena, &back, NULL),
                             BASE_INVALID);
            ((unsigned char *)blob.data)[at] ^= 0x40;
        }
    }
}

/* As SpatiaLite makes it of POINT(125.5 43.25) when SPATIALITE_TINYPOINT is set. */
static const unsigned char TINY[] = {0,    0x81, 0x8a, 0x11, 0, 0, 1, 0, 0,    0,    0,    0,
                                     0x60, 0x5f, 0x40, 0,    0, 0, 0, 0, 0xa0, 0x45, 0x40, 0xfe};

static void a_tiny_point_is_read(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry point;
    struct geo_blob blob;
    assert_int_equal(geo_spatialite_parse(TINY, sizeof TINY, arena, &point, NULL), BASE_OK);
    assert_int_equal(point.kind, GEO_POINT);
    assert_int_equal(point.points[0].lon, 125500000000);
    assert_int_equal(point.points[0].lat, 43250000000);
    assert_true(geo_blob_describe(TINY, sizeof TINY, &blob));
    assert_int_equal(blob.srid, 4490);
    assert_int_equal(blob.kind, GEO_POINT);
    assert_near(blob.box.west, 125.5, 0);
    assert_near(blob.box.north, 43.25, 0);
    for (size_t size = 0; size < sizeof TINY; size++)
        assert_int_equal(geo_spatialite_parse(TINY, size, arena, &point, NULL), BASE_INVALID);
}

static void a_blob_tells_its_kind_and_box(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry g = shape(arena, "LINESTRING(0 0,1 1,180 90)");
    struct base_buffer bytes BASE_BUFFER_AUTO = {0};
    struct geo_blob blob;
    geo_blob_write(&g, 1, &bytes);
    assert_true(geo_blob_describe(bytes.data, bytes.size, &blob));
    assert_int_equal(blob.kind, GEO_MULTILINE);
    assert_int_equal(blob.srid, 4490);
    assert_near(blob.box.east, 180, 0);
    for (size_t size = 0; size < bytes.size; size++)
        assert_false(geo_blob_describe(bytes.data, size, &blob));
}

static void every_cut_is_refused(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    for (size_t i = 0; i < COUNT(SHAPES); i++) {
        struct geo_geometry g = shape(arena, SHAPES[i]), out;
        struct base_buffer bytes BASE_BUFFER_AUTO = {0};
        geo_wkb_write(&g, 1, &bytes);
        for (size_t size = 0; size < bytes.size; size++) {
            char *cut = malloc(size + 1);
            memcpy(cut, bytes.data, size);
            assert_int_equal(geo_wkb_parse(cut, size, arena, &out, NULL), BASE_INVALID);
            free(cut);
        }
        base_buffer_byte(&bytes, 0);
        assert_int_equal(geo_wkb_parse(bytes.data, bytes.size, arena, &out, NULL), BASE_INVALID);
    }
}

static size_t from_hex(const char *hex, unsigned char *out)
{
    size_t size = strlen(hex) / 2;
    for (size_t i = 0; i < size; i++) {
        char digits[3] = {hex[2 * i], hex[2 * i + 1], 0};
        out[i] = (unsigned char)strtoul(digits, NULL, 16);
    }
    return size;
}

#define ONE  "000000000000F03F"
#define TWO  "0000000000000040"
#define NANS "000000000000F87F"

static void foreign_dialects_are_read(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "0101000000" ONE TWO,                         /* ISO */
        "00000000013FF00000000000004000000000000000", /* big endian */
        "01E9030000" ONE TWO NANS,                    /* ISO Z */
        "01D1070000" ONE TWO NANS,                    /* ISO M */
        "01B90B0000" ONE TWO NANS NANS,               /* ISO ZM */
        "0101000080" ONE TWO NANS,                    /* EWKB Z */
        "01010000C0" ONE TWO NANS NANS,               /* EWKB ZM */
        "01010000208A110000" ONE TWO,                 /* EWKB SRID */
        "0104000000010000000101000000" ONE TWO,       /* a multi point */
    };
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry expected = shape(arena, "POINT(1 2)");
    for (size_t i = 0; i < COUNT(cases); i++) {
        unsigned char bytes[128];
        struct geo_geometry out;
        assert_int_equal(geo_wkb_parse(bytes, from_hex(cases[i], bytes), arena, &out, NULL),
                         BASE_OK);
        assert_true(geo_geometry_equal(&out, &expected));
    }
}

static void faults_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *hex, *message;
    } cases[] = {
        {"", "WKB is cut off at byte 0"},
        {"0201000000" ONE TWO, "WKB has byte order 2 at byte 0; 0 or 1 is expected"},
        {"0107000000" ONE TWO, "WKB holds geometry type 7; only points, lines, polygons and their "
                               "multi kinds are read"},
        {"0100000000" ONE TWO, "WKB holds geometry type 0; only points, lines, polygons and their "
                               "multi kinds are read"},
        {"01A10F0000" ONE TWO, "WKB holds geometry type 4001; only points, lines, polygons and "
                               "their multi kinds are read"},
        {"0101000000" ONE NANS, "WKB holds a coordinate that is not a number"},
        {"0101000000" ONE "000000000000F07F", "WKB holds a coordinate that is not a number"},
        {"0101000000" ONE "0000000000C05640",
         "WKB coordinate 1, 91 is not a longitude and latitude"},
        {"0101000000" ONE "0000000000C056C0",
         "WKB coordinate 1, -91 is not a longitude and latitude"},
        {"0101000000" ONE "9C7500883CE4377E",
         "WKB coordinate 1, 1e+300 is not a longitude and latitude"},
        {"0102000000FFFFFFFF" ONE TWO, "WKB is cut off at byte 9"},
        {"0103000000FFFFFFFF", "WKB is cut off at byte 9"},
        {"0106000000FFFFFFFF", "WKB is cut off at byte 9"},
        {"0104000000010000000102000000"
         "00000000",
         "WKB multi geometry of type 4 holds a member of type 2"},
        {"0104000000010000000104000000"
         "00000000",
         "WKB multi geometry of type 4 holds a member of type 4"},
        {"0103000000"
         "02000000"
         "00000000"
         "01000000" ONE TWO,
         "WKB holds a polygon with a hole but no shell"},
        {"0101000000" ONE TWO "00", "WKB has 1 bytes too many"},
    };
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        unsigned char bytes[128];
        struct geo_geometry out = {.part_count = 77};
        struct base_error err;
        assert_int_equal(geo_wkb_parse(bytes, from_hex(cases[i].hex, bytes), arena, &out, &err),
                         BASE_INVALID);
        assert_string_equal(err.message, cases[i].message);
        assert_string_not_equal(err.message_zh, cases[i].message);
        assert_int_equal(out.part_count, 77);
    }
}

static void open_rings_are_closed(void **state)
{
    (void)state;
    unsigned char bytes[128];
    size_t size = from_hex("010300000001000000"
                           "03000000" ONE ONE TWO ONE TWO TWO,
                           bytes);
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry out, expected = shape(arena, "POLYGON((1 1,2 1,2 2,1 1))");
    assert_int_equal(geo_wkb_parse(bytes, size, arena, &out, NULL), BASE_OK);
    assert_true(geo_geometry_equal(&out, &expected));
}

static void random_geometry_survives(void **state)
{
    (void)state;
    uint64_t seed = 11;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    for (int i = 0; i < 300; i++) {
        base_arena_reset(arena);
        struct geo_geometry g = chance_star(arena, &seed, 3 + i, chance_between(&seed, -170, 170),
                                            chance_between(&seed, -80, 80), 5);
        struct geo_geometry back;
        struct base_buffer bytes BASE_BUFFER_AUTO = {0};
        geo_wkb_write(&g, i % 2, &bytes);
        assert_int_equal(geo_wkb_parse(bytes.data, bytes.size, arena, &back, NULL), BASE_OK);
        assert_true(geo_geometry_equal(&g, &back));
        struct base_buffer again BASE_BUFFER_AUTO = {0};
        geo_wkb_write(&back, i % 2, &again);
        assert_memory_equal(bytes.data, again.data, bytes.size);
    }
}

static void damaged_bytes_never_crash(void **state)
{
    (void)state;
    uint64_t seed = 12;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry g = shape(arena, SHAPES[11]);
    struct base_buffer bytes BASE_BUFFER_AUTO = {0};
    geo_wkb_write(&g, 0, &bytes);
    int refused = 0;
    for (int i = 0; i < 20000; i++) {
        struct base_arena *small BASE_ARENA_AUTO = base_arena_create(1 << 16);
        char copy[1024];
        memcpy(copy, bytes.data, bytes.size);
        for (int flips = 0; flips < 3; flips++)
            copy[chance(&seed) % bytes.size] ^= (char)(1 << chance(&seed) % 8);
        struct geo_geometry out;
        refused += geo_wkb_parse(copy, bytes.size, small, &out, NULL) != BASE_OK;
    }
    assert_true(refused > 1000);
}

static void a_full_arena_is_told(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry g = shape(arena, SHAPES[11]), out;
    struct base_buffer bytes BASE_BUFFER_AUTO = {0};
    geo_wkb_write(&g, 0, &bytes);
    for (size_t limit = 1; limit < 176; limit += 16) {
        struct base_arena *small BASE_ARENA_AUTO = base_arena_create(limit);
        assert_int_equal(geo_wkb_parse(bytes.data, bytes.size, small, &out, NULL), BASE_NO_MEMORY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(a_blob_of_spatialite_is_read_as_its_wkb),
        cmocka_unit_test(a_tiny_point_is_read),
        cmocka_unit_test(a_blob_tells_its_kind_and_box),
        cmocka_unit_test(every_cut_is_refused),
        cmocka_unit_test(foreign_dialects_are_read),
        cmocka_unit_test(faults_are_named),
        cmocka_unit_test(open_rings_are_closed),
        cmocka_unit_test(random_geometry_survives),
        cmocka_unit_test(damaged_bytes_never_crash),
        cmocka_unit_test(a_full_arena_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
