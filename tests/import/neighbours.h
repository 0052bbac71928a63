/* tests/import/neighbours.h - a record of two neighbours, whose border is 125.1 E. */
#ifndef TESTS_IMPORT_NEIGHBOURS_H
#define TESTS_IMPORT_NEIGHBOURS_H

#include "store/line.h"
#include "store/line_claim.h"
#include "store/marker.h"
#include "store/tri_junction.h"
#include "tests/import/support.h"

#define FEATURE(properties, geometry)                                                              \
    "{\"type\":\"Feature\",\"properties\":{" properties "},\"geometry\":" geometry "}"
#define COLLECTION(features) "{\"type\":\"FeatureCollection\",\"features\":[" features "]}"
#define BOX(west, east)                                                                            \
    "{\"type\":\"Polygon\",\"coordinates\":[[[" west ",43],[" east ",43],[" east ",43.1],[" west   \
    ",43.1],[" west ",43]]]}"
#define PATH(points)      "{\"type\":\"LineString\",\"coordinates\":[" points "]}"
#define SIDES(code, a, b) "\"code\":\"" code "\",\"a\":\"" a "\",\"b\":\"" b "\""
#define BORDER            PATH("[125.1,43],[125.1,43.05],[125.1,43.1]")

static const struct store_as_of EVER = {.at = BASE_DATE_NONE};

/* 220102 in the west and 220104 in the east. */
static inline void neighbours_open(struct import_case *c, const char *folder)
{
    char path[SCRATCH_SIZE];
    case_open(c, folder);
    write_source(folder, "units.geojson",
                 COLLECTION(FEATURE("\"code\":\"220102\",\"name\":\"南关区\"",
                                    BOX("125.0", "125.1")) "," FEATURE("\"code\":\"220104\","
                                                                       "\"name\":\"朝阳区\"",
                                                                       BOX("125.1", "125.2"))),
                 path);
    case_expect(c, IMPORT_DIVISION, path, BASE_OK);
}

/* Imports text as FOLDER/NAME. */
static inline void neighbours_expect(struct import_case *c, const char *folder,
                                     enum import_kind kind, const char *name, const char *text,
                                     enum base_status expected)
{
    char path[SCRATCH_SIZE];
    case_expect(c, kind, write_source(folder, name, text, path), expected);
}

static inline size_t held_lines(struct import_case *c, struct store_line **out)
{
    size_t count = 0;
    assert_int_equal(store_line_list(c->store, EVER, c->arena, out, &count, NULL), BASE_OK);
    return count;
}

static inline size_t held_markers(struct import_case *c, struct store_marker **out)
{
    size_t count = 0;
    assert_int_equal(store_marker_list(c->store, EVER, c->arena, out, &count, NULL), BASE_OK);
    return count;
}

#endif
