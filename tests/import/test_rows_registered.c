/* tests/import/test_rows_registered.c - the registers of place names come in by Chinese
 * and by our own column names, are checked, and go out as they came. */
#include "tests/import/support.h"

#include "import/export.h"
#include "store/edition.h"
#include "store/place.h"
#include "store/row.h"

static const struct store_as_of EVER = {.at = BASE_DATE_NONE};

static void expect(struct import_case *c, const char *folder, enum import_kind kind,
                   const char *text, enum base_status status)
{
    char path[SCRATCH_SIZE], name[64];
    snprintf(name, sizeof name, "in-%s.csv", import_kind_name(kind));
    case_expect(c, kind, write_source(folder, name, text, path), status);
}

/* Two streets of one name in two cities, and one that was called otherwise. */
static void open_city(struct import_case *c, const char *folder)
{
    case_open(c, folder);
    expect(c, folder, IMPORT_DIVISION,
           "code,name\n220100,长春市\n220104,朝阳区\n220300,四平市\n220102011,净月街道\n", BASE_OK);
    c->options.crs = "CRS84";
    expect(c, folder, IMPORT_PLACE,
           "id,name,kind,division,lon,lat\ns1,人民大街,street,220104,125.32,43.88\n"
           "s2,解放大路,street,220104,125.33,43.87\ns3,解放大路,street,220300,124.37,43.17\n"
           "p1,牡丹园,park,220104,125.3,43.87\n",
           BASE_OK);
    expect(c, folder, IMPORT_NAME,
           "place,name,form,valid_from,valid_to\ns1,斯大林大街,former,1949,1996\n", BASE_OK);
}

static struct store_row *list(struct import_case *c, enum store_entity entity, size_t *count)
{
    struct store_row *rows;
    assert_int_equal(store_row_list(c->store, entity, EVER, c->arena, &rows, count, NULL), BASE_OK);
    return rows;
}

static const char *text_of(const struct store_row *row, enum store_entity entity, const char *field)
{
    return row->cells[store_row_field(entity, field)].text;
}

static int64_t int_of(const struct store_row *row, enum store_entity entity, const char *field)
{
    return row->cells[store_row_field(entity, field)].integer;
}

static void addresses_find_their_street_and_number(void **state)
{
    struct import_case c;
    size_t count;
    open_city(&c, *state);
    expect(&c, *state, IMPORT_ADDRESS,
           "编号,街路名称,门牌号,区划代码,楼号,单元,户号,经度,纬度\n"
           "1,人民大街,１０１号附２,220104,,,,125.3201,43.8801\n"
           "2,斯大林大街,12号,220104,3栋,2,301,,\n"
           "3,解放大路,5,220104,,,,,\n"
           "4,解放大路,7,,,,,124.3701,43.1701\n"
           "5,解放大路,9,,,,,,\n"
           "6,无名路,东门,220104,,,,,\n",
           BASE_OK);
    assert_int_equal(c.report.written, 6);
    const struct store_row *rows = list(&c, STORE_ADDRESS, &count);
    assert_int_equal(count, 6);
    static const char *const STREETS[] = {"place-1", "place-1", "place-2", "place-3", NULL, NULL};
    for (size_t i = 0; i < 6; i++) {
        const char *street = text_of(&rows[i], STORE_ADDRESS, "street");
        if (STREETS[i])
            assert_string_equal(street, STREETS[i]);
        else
            assert_null(street);
    }
    assert_int_equal(int_of(&rows[0], STORE_ADDRESS, "number_base"), 101);
    assert_string_equal(text_of(&rows[0], STORE_ADDRESS, "number_suffix"), "附2");
    assert_string_equal(text_of(&rows[0], STORE_ADDRESS, "number"), "１０１号附２");
    assert_int_equal(int_of(&rows[0], STORE_ADDRESS, "lon"), 125320100000);
    assert_string_equal(text_of(&rows[1], STORE_ADDRESS, "room"), "301");
    assert_int_equal(int_of(&rows[1], STORE_ADDRESS, "lon"), STORE_CELL_NULL);
    assert_int_equal(int_of(&rows[5], STORE_ADDRESS, "number_base"), STORE_CELL_NULL);
    assert_string_equal(case_problem(&c, IMPORT_VALUE_INVALID, 0)->message[BASE_EN],
                        "number: \"东门\" is no number of a door; it is kept as it stands");
    case_close(&c);
}

static void an_address_without_id_is_known_by_what_it_reads(void **state)
{
    struct import_case c;
    size_t count;
    open_city(&c, *state);
    expect(&c, *state, IMPORT_ADDRESS, "road,number,division\n人民大街,101号,220104\n", BASE_OK);
    expect(&c, *state, IMPORT_ADDRESS,
           "road,number,division,postcode\n人民大街,一百零一號,220104,130000\n", BASE_OK);
    const struct store_row *rows = list(&c, STORE_ADDRESS, &count);
    assert_int_equal(count, 1);
    assert_string_equal(text_of(&rows[0], STORE_ADDRESS, "postcode"), "130000");
    expect(&c, *state, IMPORT_ADDRESS,
           "road,number,division\n人民大街,5,220104\n人民大街,五号,220104\n", BASE_INVALID);
    assert_non_null(case_problem(&c, IMPORT_CODE_DUPLICATE, 0));
    case_close(&c);
}

static void what_is_wrong_is_told_and_nothing_written(void **state)
{
    static const struct {
        enum import_kind kind;
        const char *text, *field;
        enum import_trouble trouble;
    } cases[] = {
        {IMPORT_SIGN, "id,place,type\nS,nowhere,street\n", "place", IMPORT_REFERENCE_UNKNOWN},
        {IMPORT_SIGN, "id,place,type\n,s1,street\n", "id", IMPORT_VALUE_INVALID},
        {IMPORT_SIGN, "id,place,type,installed\nS,s1,street,soon\n", "installed",
         IMPORT_VALUE_INVALID},
        {IMPORT_RELATION, "place,successor,relation\ns1,s2,became\n", "relation",
         IMPORT_VALUE_INVALID},
        {IMPORT_RELATION, "place,successor,relation\ns1,s9,renamed\n", "successor",
         IMPORT_REFERENCE_UNKNOWN},
        {IMPORT_ADDRESS, "division,postcode\n220104,130000\n", "road", IMPORT_VALUE_INVALID},
        {IMPORT_ADDRESS, "road,street\n人民大街,s9\n", "street", IMPORT_REFERENCE_UNKNOWN},
        {IMPORT_HERITAGE, "id,place,name,level\nH,s1,人民大街,galaxy\n", "level",
         IMPORT_VALUE_INVALID},
        {IMPORT_APPROVAL, "id,action,name,body,approved_on\nA,named,甲路,市政府,\n", "approved_on",
         IMPORT_VALUE_INVALID},
        {IMPORT_STREET_PART, "street,ordinal\ns1,first\n", "ordinal", IMPORT_VALUE_INVALID},
        {IMPORT_CODE_ALIAS, "place,scheme,code\n220104,,1\n", "scheme", IMPORT_VALUE_INVALID},
        {IMPORT_PLACE, "id,name,kind,legal_kind\nq,甲,park,garden\n", "legal_kind",
         IMPORT_VALUE_INVALID},
        {IMPORT_NAME, "place,name,form,certainty\ns1,甲,alias,perhaps\n", "certainty",
         IMPORT_VALUE_INVALID},
    };
    struct import_case c;
    struct store_edition *editions;
    size_t before, after;
    open_city(&c, *state);
    assert_int_equal(store_edition_list(c.store, c.arena, &editions, &before, NULL), BASE_OK);
    for (size_t i = 0; i < COUNT(cases); i++) {
        expect(&c, *state, cases[i].kind, cases[i].text, BASE_INVALID);
        const struct import_problem *problem = case_problem(&c, cases[i].trouble, 0);
        if (!problem || strcmp(problem->field, cases[i].field) != 0)
            fail_msg("%s", cases[i].text);
        c.options.dry_run = true; /* tells the same */
        expect(&c, *state, cases[i].kind, cases[i].text, BASE_INVALID);
        assert_non_null(case_problem(&c, cases[i].trouble, 0));
        c.options.dry_run = false;
    }
    assert_int_equal(store_edition_list(c.store, c.arena, &editions, &after, NULL), BASE_OK);
    assert_int_equal(after, before);
    case_close(&c);
}

static void a_class_that_the_scheme_lacks_is_told(void **state)
{
    struct import_case c;
    open_city(&c, *state);
    expect(&c, *state, IMPORT_PLACE,
           "id,name,kind,category,scheme,lon,lat\nq,甲,park,99999,GB/T 18521,125.3,43.9\n",
           BASE_OK);
    assert_null(
        case_problem(&c, IMPORT_REFERENCE_UNKNOWN, 0)); /* the record knows nothing of it yet */
    expect(&c, *state, IMPORT_CATEGORY,
           "分类体系,分类代码,类别名称,标记\nGB/T 18521,21610,行政村,P\n保护名录,,红色地名,P\n",
           BASE_INVALID);
    expect(&c, *state, IMPORT_CATEGORY,
           "分类体系,分类代码,类别名称,标记\nGB/T 18521,21610,行政村,P\n保护名录,red,红色地名,P\n",
           BASE_OK);
    expect(&c, *state, IMPORT_PLACE,
           "id,name,kind,category,scheme,lon,lat\nq,乙,park,99999,GB/T 18521,125.3,43.9\n"
           "r,丙,committee,21610,GB/T 18521,125.3,43.8\n",
           BASE_OK);
    assert_null(case_problem(&c, IMPORT_REFERENCE_UNKNOWN, 1));
    assert_string_equal(case_problem(&c, IMPORT_REFERENCE_UNKNOWN, 0)->message[BASE_EN],
                        "category: GB/T 18521 has no class 99999 in the record");
    expect(&c, *state, IMPORT_HERITAGE,
           "id,place,name,category,scheme\nH1,s1,人民大街,红色地名,保护名录\n"
           "H2,s1,人民大街,古镇,保护名录\n",
           BASE_OK);
    assert_null(case_problem(&c, IMPORT_REFERENCE_UNKNOWN, 1));
    assert_int_equal(case_problem(&c, IMPORT_REFERENCE_UNKNOWN, 0)->row, 2);
    case_close(&c);
}

static void dates_of_names_keep_how_exactly_they_are_known(void **state)
{
    struct import_case c;
    struct store_name *names;
    size_t count = 0;
    char day[BASE_DATE_SIZE];
    open_city(&c, *state);
    expect(&c, *state, IMPORT_NAME,
           "地名标识,名称,名称类型,启用日期,废止日期,日期精度,确定程度,专名,通名,读音审定\n"
           "s2,兴仁大路,曾用名,1930年代,1946-05,,P,兴仁,大路,\n"
           "s2,旧大路,历史地名,1900,1912-02-12,era,C,,,\n"
           "s2,解放大路,标准名称,1949-10-01,,,C,解放,大路,是\n",
           BASE_OK);
    assert_int_equal(store_name_list(c.store, EVER, c.arena, &names, &count, NULL), BASE_OK);
    assert_int_equal(count, 4);
    assert_string_equal(names[0].name, "斯大林大街");
    assert_int_equal(names[0].precision_from, STORE_PRECISION_YEAR);
    for (size_t i = 1; i < count; i++) {
        const struct store_name *n = &names[i];
        if (strcmp(n->name, "兴仁大路") == 0) {
            assert_string_equal(base_date_print(n->version.valid_from, day), "1930-01-01");
            assert_int_equal(n->precision_from, STORE_PRECISION_DECADE);
            assert_int_equal(n->precision_to, STORE_PRECISION_MONTH);
            assert_string_equal(n->certainty, "practice");
            assert_string_equal(n->specific, "兴仁");
            assert_false(n->reading_reviewed);
        } else if (strcmp(n->name, "旧大路") == 0) {
            assert_int_equal(n->precision_from, STORE_PRECISION_ERA);
            assert_int_equal(n->precision_to, STORE_PRECISION_ERA);
            assert_string_equal(base_date_print(n->version.valid_to, day), "1912-02-12");
        } else {
            assert_int_equal(n->precision_from, STORE_PRECISION_DAY);
            assert_true(n->reading_reviewed);
        }
    }
    case_close(&c);
}

/* --- out as it came in ----------------------------------------------------------- */

static void every_register_comes_back_the_same(void **state)
{
    static const struct {
        enum import_kind kind;
        const char *text;
    } cases[] = {
        {IMPORT_CATEGORY, "scheme,code,name,parent,mark,note\nS,1,甲,,C,注\n"},
        {IMPORT_CODE_ALIAS, "place,scheme,code\n220102011,nbs,220172002\ns1,osm,way/1\n"},
        {IMPORT_RELATION, "place,successor,relation,changed_on,precision\ns2,s1,并入,1996,year\n"},
        {IMPORT_STREET_PART, "street,ordinal,name,division,width_m,roads,direction\n"
                             "s1,1,北段,220104,44.5,\"1,2\",北-南\ns1,2,,,,,\n"},
        {IMPORT_ADDRESS, "id,road,number,division,estate,building,unit,room,rank,main,geocode,lon,"
                         "lat\nA,人民大街,1-2号,220104,园,3,2,1,主地址,,X1,125.3,43.9\n"},
        {IMPORT_SIGN, "id,place,type,state,text,romanised,installed,keeper,qr,lon,lat\n"
                      "S,s1,街牌,完好,人民大街,Rénmín Dàjiē,2015-05-01,区民政局,X,125.3,43.9\n"},
        {IMPORT_HERITAGE, "id,place,name,level,batch,listed_on,origin\n"
                          "H,s1,人民大街,市级,第一批,2020-01-01,来历\n"},
        {IMPORT_APPROVAL, "id,place,action,name,body,body_kind,document,approved_on,filing_sent\n"
                          "A,s1,更名,人民大街,市政府,政府,文1,1996-05-01,1996-05-02\n"},
    };
    struct import_case c;
    open_city(&c, *state);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct export_result result;
        char out[SCRATCH_SIZE];
        expect(&c, *state, cases[i].kind, cases[i].text, BASE_OK);
        assert_true(c.report.written > 0);
        int64_t written = c.report.written;
        scratch_path(*state, "out.csv", out);
        struct export_options options = {.kind = cases[i].kind, .out = out, .at = BASE_DATE_NONE};
        assert_int_equal(export_run(c.store, &options, c.arena, NULL, &result, &c.err), BASE_OK);
        assert_int_equal(result.rows, written);
        case_expect(&c, cases[i].kind, out, BASE_OK);
        assert_int_equal(c.report.written, 0);
        assert_int_equal(c.report.unchanged, written);
        assert_int_equal(c.report.errors, 0);
    }
    case_close(&c);
}

static void parts_of_a_street_are_lines(void **state)
{
    struct import_case c;
    size_t count;
    char path[SCRATCH_SIZE];
    open_city(&c, *state);
    write_source(*state, "parts.geojson",
                 "{\"type\":\"FeatureCollection\",\"features\":["
                 "{\"type\":\"Feature\",\"properties\":{\"street\":\"s1\",\"ordinal\":1,"
                 "\"division\":\"220104\"},\"geometry\":{\"type\":\"LineString\",\"coordinates\":"
                 "[[125.32,43.88],[125.32,43.89]]}},"
                 "{\"type\":\"Feature\",\"properties\":{\"street\":\"s1\",\"ordinal\":2},"
                 "\"geometry\":{\"type\":\"MultiLineString\",\"coordinates\":"
                 "[[[125.32,43.89],[125.32,43.9]],[[125.33,43.89],[125.33,43.9]]]}}]}",
                 path);
    case_expect(&c, IMPORT_STREET_PART, path, BASE_OK);
    const struct store_row *rows = list(&c, STORE_STREET_PART, &count);
    assert_int_equal(count, 2);
    assert_int_equal(rows[1].geometry.kind, GEO_MULTILINE);
    assert_int_equal(rows[1].geometry.part_count, 2);
    assert_string_equal(text_of(&rows[0], STORE_STREET_PART, "street"), "place-1");
    write_source(
        *state, "point.geojson",
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\","
        "\"properties\":{\"street\":\"s1\",\"ordinal\":3},\"geometry\":{\"type\":\"Point\","
        "\"coordinates\":[125.3,43.8]}}]}",
        path);
    case_expect(&c, IMPORT_STREET_PART, path, BASE_INVALID);
    case_close(&c);
}

int main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)
    const struct CMUnitTest tests[] = {
        CASE(addresses_find_their_street_and_number),
        CASE(an_address_without_id_is_known_by_what_it_reads),
        CASE(what_is_wrong_is_told_and_nothing_written),
        CASE(a_class_that_the_scheme_lacks_is_told),
        CASE(dates_of_names_keep_how_exactly_they_are_known),
        CASE(every_register_comes_back_the_same),
        CASE(parts_of_a_street_are_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
