/* tests/names/city.h - a small Changchun: divisions, streets and their names, and
 * the two indexes made of them. */
#ifndef TESTS_NAMES_CITY_H
#define TESTS_NAMES_CITY_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "geo/geometry.h"
#include "names/index_build.h"
#include "names/reverse.h"
#include "names/search.h"
#include "tests/support/cmocka.h"

/* One version. Squares are 0.1 degree wide, their south-west corner at lon, lat;
 * lon 0: without ground. */
struct city_division {
    int64_t identity;
    const char *code, *name, *from, *to;
    double lon, lat;
};

static const struct city_division CITY_DIVISIONS[] = {
    {1, "220000", "吉林省", NULL, NULL, 0, 0},
    {2, "220100", "长春市", NULL, NULL, 0, 0},
    {3, "220102", "南关区", NULL, NULL, 125.3, 43.8},
    {4, "220103", "宽城区", NULL, NULL, 125.3, 43.9},
    {5, "220104", "朝阳区", NULL, NULL, 125.2, 43.8},
    {6, "220105", "二道区", NULL, NULL, 125.4, 43.8},
    {7, "220106", "绿园区", NULL, NULL, 125.2, 43.9},
    {8, "220112", "双阳区", NULL, NULL, 125.6, 43.5},
    {9, "220181", "九台市", NULL, "2014-10-20", 125.8, 44.1},
    {9, "220113", "九台区", "2014-10-20", NULL, 125.8, 44.1},
    {10, "220122", "农安县", NULL, NULL, 125.1, 44.4},
    {11, "220183", "德惠市", NULL, NULL, 125.7, 44.5},
    {12, "220381", "公主岭市", NULL, "2020-06-05", 124.8, 43.5},
    {12, "220184", "公主岭市", "2020-06-05", NULL, 124.8, 43.5},
    {13, "220300", "四平市", NULL, NULL, 0, 0},
    {14, "220200", "吉林市", NULL, NULL, 126.5, 43.8},
    {15, "222404", "珲春市", NULL, NULL, 130.3, 42.8},
    {16, "220184109", "杨大城子镇", NULL, NULL, 124.81, 43.51},
    {17, "220723", "乾安县", NULL, NULL, 124.0, 45.0},
    {18, "220105002", "吉林街道", NULL, NULL, 0, 0},
    {19, "220104005", "重庆街道", NULL, NULL, 0, 0},
    {20, "110000", "北京市", NULL, NULL, 0, 0},
    {21, "110105", "朝阳区", NULL, NULL, 116.4, 39.9},
    {22, "220103103", "米沙子镇", NULL, NULL, 0, 0},
    {23, "220103105", "合隆镇", NULL, NULL, 0, 0},
};

struct city_place {
    int64_t identity;
    const char *id, *name, *kind, *division;
    double lon, lat;
};

static const struct city_place CITY_PLACES[] = {
    {1, "street-1", "人民大街", "street", NULL, 125.325, 43.87},
    {2, "street-2", "重庆路", "street", "220104", 125.31, 43.89},
    {3, "street-3", "长春大街", "street", "220102", 125.34, 43.895},
    {4, "street-4", "吉林大路", "street", "220105", 125.36, 43.885},
    {5, "park-1", "南湖公园", "park", "220104", 125.31, 43.85},
    {6, "park-2", "世界雕塑公园", "park", "220102", 0, 0},
    {7, "street-5", "镇江路", "street", "220104", 125.25, 43.85},
    {8, "village-1", "镇东", "committee", "220103103", 0, 0},
};

/* By owner, as the record lists them. */
struct city_name {
    enum store_owner kind;
    int64_t owner;
    const char *name, *form, *reading, *from, *to;
};

static const struct city_name CITY_NAMES[] = {
    {STORE_OWNER_DIVISION, 2, "长春市", "standard", "Chángchūn Shì", NULL, NULL},
    {STORE_OWNER_DIVISION, 2, "宽城子", "historical", NULL, NULL, "1825-01-01"},
    {STORE_OWNER_DIVISION, 2, "长春厅", "historical", NULL, "1800-01-01", "1889-01-01"},
    {STORE_OWNER_DIVISION, 2, "新京", "historical", "Xīnjīng", "1932-03-01", "1945-08-01"},
    {STORE_OWNER_DIVISION, 5, "朝阳区", "standard", "Cháoyáng Qū", NULL, NULL},
    {STORE_OWNER_DIVISION, 6, "二道河子区", "former", NULL, NULL, "1995-01-01"},
    {STORE_OWNER_DIVISION, 7, "绿园区", "standard", "Lǜyuán Qū", NULL, NULL},
    {STORE_OWNER_DIVISION, 8, "双阳县", "former", NULL, NULL, "1995-01-01"},
    {STORE_OWNER_DIVISION, 9, "九台县", "former", NULL, NULL, "1988-01-01"},
    {STORE_OWNER_DIVISION, 10, "农安县", "standard", "Nóng'ān Xiàn", NULL, NULL},
    {STORE_OWNER_DIVISION, 11, "德惠县", "former", NULL, NULL, "1994-01-01"},
    {STORE_OWNER_DIVISION, 12, "怀德县", "former", NULL, NULL, "1985-01-01"},
    {STORE_OWNER_DIVISION, 15, "珲春市", "standard", "Húnchūn Shì", NULL, NULL},
    {STORE_OWNER_DIVISION, 16, "杨大城子镇", "standard", "Yángdàchéngzi Zhèn", NULL, NULL},
    {STORE_OWNER_PLACE, 1, "斯大林大街", "former", NULL, NULL, "1996-01-01"},
    {STORE_OWNER_PLACE, 1, "大同大街", "former", NULL, "1933-01-01", "1946-01-01"},
};

struct city {
    struct base_arena *arena;
    struct store_division divisions[COUNT(CITY_DIVISIONS)];
    struct store_place places[COUNT(CITY_PLACES)];
    struct store_name names[COUNT(CITY_NAMES)];
    struct base_buffer name_bytes, division_bytes, edition_bytes;
    struct names_index index;
    struct store_division_index division_index;
    struct store_edition_index editions;
};

static inline base_date_t city_date(const char *text)
{
    base_date_t date = BASE_DATE_NONE;
    if (text)
        assert_true(base_date_parse(text, &date));
    return date;
}

static inline struct geo_geometry city_square(struct base_arena *arena, double lon, double lat)
{
    struct geo_builder builder;
    struct geo_geometry geometry = {.kind = GEO_MULTIPOLYGON};
    if (lon == 0)
        return geometry;
    int64_t x = geo_grid_from_degrees(lon), y = geo_grid_from_degrees(lat), size = 100000000;
    const struct geo_point corners[] = {
        {x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}, {x, y}};
    geo_builder_init(&builder, GEO_MULTIPOLYGON, arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    for (size_t i = 0; i < COUNT(corners); i++)
        geo_builder_point(&builder, corners[i]);
    assert_int_equal(geo_builder_finish(&builder, &geometry, NULL), BASE_OK);
    return geometry;
}

static inline struct geo_geometry city_point(struct base_arena *arena, double lon, double lat)
{
    struct geo_builder builder;
    struct geo_geometry geometry = {.kind = GEO_POINT};
    if (lon == 0)
        return geometry;
    geo_builder_init(&builder, GEO_POINT, arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    geo_builder_point(&builder,
                      (struct geo_point){geo_grid_from_degrees(lon), geo_grid_from_degrees(lat)});
    assert_int_equal(geo_builder_finish(&builder, &geometry, NULL), BASE_OK);
    return geometry;
}

static inline struct store_version city_version(int64_t identity, const char *from, const char *to)
{
    return (struct store_version){.identity = identity,
                                  .version = identity,
                                  .valid_from = city_date(from),
                                  .valid_to = city_date(to),
                                  .recorded_from = 1};
}

static inline void city_fill(struct city *city)
{
    for (size_t i = 0; i < COUNT(CITY_DIVISIONS); i++) {
        const struct city_division *d = &CITY_DIVISIONS[i];
        city->divisions[i] =
            (struct store_division){.version = city_version(d->identity, d->from, d->to),
                                    .code = d->code,
                                    .scheme = "mca",
                                    .level = store_code_level(d->code),
                                    .name = d->name,
                                    .area_km2 = NAN,
                                    .resolution_m = NAN,
                                    .geometry = city_square(city->arena, d->lon, d->lat)};
    }
    for (size_t i = 0; i < COUNT(CITY_PLACES); i++) {
        const struct city_place *p = &CITY_PLACES[i];
        city->places[i] = (struct store_place){.version = city_version(p->identity, NULL, NULL),
                                               .id = p->id,
                                               .name = p->name,
                                               .kind = p->kind,
                                               .division = p->division,
                                               .status = "approved",
                                               .geometry = city_point(city->arena, p->lon, p->lat)};
    }
    for (size_t i = 0; i < COUNT(CITY_NAMES); i++) {
        const struct city_name *n = &CITY_NAMES[i];
        city->names[i] = (struct store_name){.version = city_version((int64_t)i, n->from, n->to),
                                             .owner_kind = n->kind,
                                             .owner = n->owner,
                                             .name = n->name,
                                             .form = n->form,
                                             .reading = n->reading};
    }
}

/* The bytes of the section "names" made of the city's rows as they stand now. */
static inline void city_build_names(struct city *city, struct base_buffer *out)
{
    struct base_error err = {.message = ""};
    const struct names_rows rows = {
        city->divisions,    city->places,      city->names, COUNT(CITY_DIVISIONS),
        COUNT(CITY_PLACES), COUNT(CITY_NAMES), NULL,        0};
    if (names_index_build(&rows, NULL, out, &err) != BASE_OK)
        fail_msg("%s", err.message);
}

static inline void city_open(struct city *city)
{
    struct store_edition edition = {.id = 1,
                                    .kind = "import",
                                    .entity = "division",
                                    .attribution = "示例数据",
                                    .may_publish = true,
                                    .may_export = true};
    city_build_names(city, &city->name_bytes);
    assert_int_equal(
        names_index_open(city->name_bytes.data, city->name_bytes.size, &city->index, NULL),
        BASE_OK);
    assert_int_equal(store_division_index_build(city->divisions, COUNT(CITY_DIVISIONS),
                                                &city->division_bytes, NULL),
                     BASE_OK);
    assert_int_equal(store_division_index_open(city->division_bytes.data, city->division_bytes.size,
                                               &city->division_index, NULL),
                     BASE_OK);
    assert_int_equal(store_edition_index_build(&edition, 1, &city->edition_bytes, NULL), BASE_OK);
    assert_int_equal(store_edition_index_open(city->edition_bytes.data, city->edition_bytes.size,
                                              &city->editions, NULL),
                     BASE_OK);
}

static inline struct city *city_create(void)
{
    struct city *city = calloc(1, sizeof *city);
    assert_non_null(city);
    city->arena = base_arena_create(0);
    assert_non_null(city->arena);
    city_fill(city);
    city_open(city);
    return city;
}

static inline void city_free(struct city *city)
{
    base_buffer_done(&city->name_bytes);
    base_buffer_done(&city->division_bytes);
    base_buffer_done(&city->edition_bytes);
    base_arena_free(city->arena);
    free(city);
}

static inline int city_setup(void **state)
{
    *state = city_create();
    return 0;
}

static inline int city_teardown(void **state)
{
    city_free(*state);
    return 0;
}

#define CITY_MOST 16

/* What a search gave: the names of the units and places, best first. */
struct city_answer {
    struct names_result results[CITY_MOST];
    const char *names[CITY_MOST], *codes[CITY_MOST]; /* code "": a place */
    size_t count;
    bool more;
};

static inline struct names_query city_query(const char *text)
{
    return (struct names_query){.text = text, .limit = CITY_MOST, .at = city_date("2026-11-24")};
}

static inline struct city_answer city_ask(struct city *city, const struct names_query *query)
{
    struct city_answer answer = {.count = 0};
    struct names_result *results = NULL;
    struct base_error err = {.message = ""};
    if (names_search(&city->index, &city->division_index, query, city->arena, &results,
                     &answer.count, &answer.more, &err) != BASE_OK)
        fail_msg("%s", err.message);
    assert_true(answer.count <= CITY_MOST);
    for (size_t i = 0; i < answer.count; i++) {
        answer.results[i] = results[i];
        answer.names[i] = names_index_subject(&city->index, results[i].subject).name;
        answer.codes[i] = "";
        if (results[i].division_row == STORE_DIVISION_INDEX_NONE)
            continue;
        struct store_division_entry entry =
            store_division_index_entry(&city->division_index, results[i].division_row);
        answer.names[i] = entry.name;
        answer.codes[i] = entry.code;
    }
    return answer;
}

static inline struct city_answer city_search(struct city *city, const char *text)
{
    struct names_query query = city_query(text);
    return city_ask(city, &query);
}

#endif
