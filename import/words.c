/* import/words.c - the words that sources use for enumerated values. */
#include "import/words.h"

#include <string.h>

#include "import/word_list.h"

#define LOOK_UP IMPORT_LOOK_UP

enum store_level import_word_level(const char *text)
{
    static const struct import_word WORDS[] = {
        {"省", "province"},     {"省级行政区", "province"},
        {"直辖市", "province"}, {"自治区", "province"},
        {"1", "province"},      {"city", "prefecture"},
        {"地市", "prefecture"}, {"地级市", "prefecture"},
        {"市级", "prefecture"}, {"市", "prefecture"},
        {"2", "prefecture"},    {"district", "county"},
        {"区县", "county"},     {"县区", "county"},
        {"区县级", "county"},   {"县", "county"},
        {"区", "county"},       {"市辖区", "county"},
        {"县级市", "county"},   {"3", "county"},
        {"street", "township"}, {"town", "township"},
        {"乡镇", "township"},   {"乡镇级", "township"},
        {"街道", "township"},   {"乡镇街道", "township"},
        {"4", "township"},      {"村", "village"},
        {"社区", "village"},    {"村社", "village"},
        {"5", "village"},
    };
    enum store_level level = store_level_parse(text);
    const char *name = level == STORE_LEVEL_NONE ? LOOK_UP(WORDS, text) : NULL;
    return name ? store_level_parse(name) : level;
}

/* "eldercare.day": lower-case words, hyphens inside, dots between. */
static bool is_path(const char *text)
{
    size_t size = strlen(text);
    return strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-.") == size && size > 0 &&
           strchr(text, '.') && text[0] != '.' && text[size - 1] != '.' && !strstr(text, "..");
}

const char *import_word_facility(const char *text)
{
    static const struct import_word WORDS[] = {
        {"养老院", "eldercare.home"},
        {"敬老院", "eldercare.home"},
        {"养老机构", "eldercare.home"},
        {"福利院", "eldercare.home"},
        {"社会福利院", "eldercare.home"},
        {"老年公寓", "eldercare.home"},
        {"护理院", "eldercare.home"},
        {"日间照料中心", "eldercare.day"},
        {"日间照料", "eldercare.day"},
        {"老年人日间照料中心", "eldercare.day"},
        {"社区日间照料中心", "eldercare.day"},
        {"养老服务中心", "eldercare.centre"},
        {"综合嵌入式养老服务中心", "eldercare.centre"},
        {"社区养老服务中心", "eldercare.centre"},
        {"老年食堂", "eldercare.meal"},
        {"老年餐厅", "eldercare.meal"},
        {"助餐点", "eldercare.meal"},
        {"老年助餐点", "eldercare.meal"},
        {"殡仪馆", "funeral.home"},
        {"骨灰堂", "funeral.ash-hall"},
        {"骨灰楼", "funeral.ash-hall"},
        {"公墓", "funeral.cemetery"},
        {"墓地", "funeral.cemetery"},
        {"陵园", "funeral.cemetery"},
        {"公益性公墓", "funeral.cemetery"},
        {"经营性公墓", "funeral.cemetery"},
        {"社区服务中心", "community.service"},
        {"社区服务站", "community.service"},
        {"婚姻登记处", "marriage.registry"},
        {"社工站", "social.station"},
        {"社会工作站", "social.station"},
        {"未成年人保护站", "child.station"},
        {"未成年人救助保护站", "child.station"},
        {"医院", "health.hospital"},
        {"nursing_home", "eldercare.home"},
        {"hospital", "health.hospital"},
        {"clinic", "health.clinic"},
        {"cemetery", "funeral.cemetery"},
        {"grave_yard", "funeral.cemetery"},
        {"graveyard", "funeral.cemetery"},
        {"crematorium", "funeral.home"},
        {"funeral_hall", "funeral.home"},
        {"columbarium", "funeral.ash-hall"},
    };
    const char *known = LOOK_UP(WORDS, text);
    return known || !text ? known : is_path(text) ? text : NULL;
}

const char *import_word_form(const char *text)
{
    static const struct import_word WORDS[] = {
        {"standard", "standard"},   {"标准", "standard"},
        {"标准名称", "standard"},   {"标准名", "standard"},
        {"标准地名", "standard"},   {"former", "former"},
        {"曾用名", "former"},       {"旧称", "former"},
        {"原名", "former"},         {"historical", "historical"},
        {"历史地名", "historical"}, {"历史名称", "historical"},
        {"alias", "alias"},         {"别名", "alias"},
        {"俗称", "alias"},          {"又名", "alias"},
        {"short", "short"},         {"简称", "short"},
        {"romanised", "romanised"}, {"罗马字母", "romanised"},
        {"拼音", "romanised"},      {"minority", "minority"},
        {"少数民族语", "minority"}, {"少数民族文字", "minority"},
    };
    return LOOK_UP(WORDS, text);
}

const char *import_word_rank(const char *text)
{
    static const struct import_word WORDS[] = {
        {"county", "county"}, {"县级", "county"},     {"县", "county"},    {"区级", "county"},
        {"town", "town"},     {"乡镇", "town"},       {"乡镇级", "town"},  {"街道", "town"},
        {"乡级", "town"},     {"village", "village"}, {"村级", "village"}, {"社区", "village"},
        {"村", "village"},    {"city", "city"},       {"市级", "city"},
    };
    return LOOK_UP(WORDS, text);
}

const char *import_word_ownership(const char *text)
{
    static const struct import_word WORDS[] = {
        {"公办", "公办"},         {"公办公营", "公办"},     {"public", "公办"},
        {"民办", "民办"},         {"民办民营", "民办"},     {"private", "民办"},
        {"公建民营", "公建民营"}, {"公办民营", "公建民营"}, {"public-private", "公建民营"},
    };
    return LOOK_UP(WORDS, text);
}

const char *import_word_nature(const char *text)
{
    static const struct import_word WORDS[] = {
        {"公益", "公益"},     {"公益性", "公益"},     {"非营利", "公益"},
        {"非营利性", "公益"}, {"non-profit", "公益"}, {"public-benefit", "公益"},
        {"经营", "经营"},     {"经营性", "经营"},     {"营利", "经营"},
        {"营利性", "经营"},   {"commercial", "经营"},
    };
    return LOOK_UP(WORDS, text);
}

const char *import_word_status(const char *text)
{
    static const struct import_word WORDS[] = {
        {"planned", "planned"},     {"规划", "planned"},      {"tentative", "tentative"},
        {"暂定", "tentative"},      {"approved", "approved"}, {"标准", "approved"},
        {"已批准", "approved"},     {"正在使用", "approved"}, {"使用", "approved"},
        {"在用", "approved"},       {"filed", "filed"},       {"已备案", "filed"},
        {"published", "published"}, {"已公布", "published"},  {"retired", "retired"},
        {"废止", "retired"},        {"已废止", "retired"},    {"停用", "retired"},
        {"注销", "retired"},
    };
    return LOOK_UP(WORDS, text);
}

bool import_word_line_status(const char *text, enum store_line_status *out)
{
    static const struct import_word WORDS[] = {
        {"已勘定", "agreed"},
        {"已定界", "agreed"},
        {"已定", "agreed"},
        {"法定", "agreed"},
        {"法定线", "agreed"},
        {"协议线", "agreed"},
        {"已签协议", "agreed"},
        {"pending-survey", "approved-pending-survey"},
        {"已批准待勘定", "approved-pending-survey"},
        {"已批待勘", "approved-pending-survey"},
        {"待勘定", "approved-pending-survey"},
        {"待勘界", "approved-pending-survey"},
        {"习惯线", "customary"},
        {"习惯", "customary"},
        {"未定", "undetermined"},
        {"未定界", "undetermined"},
        {"未勘定", "undetermined"},
        {"争议", "disputed"},
        {"争议线", "disputed"},
        {"有争议", "disputed"},
    };
    const char *known = LOOK_UP(WORDS, text);
    return store_line_status_parse(known ? known : text, out);
}

enum store_marker_mode import_word_marker_mode(const char *text)
{
    static const struct import_word WORDS[] = {
        {"单立", "single"},     {"单立桩", "single"},   {"单立界桩", "single"},
        {"单桩", "single"},     {"q", "single"},        {"双立", "double"},
        {"同号双立", "double"}, {"双立桩", "double"},   {"双立界桩", "double"},
        {"双桩", "double"},     {"三立", "triple"},     {"同号三立", "triple"},
        {"三立桩", "triple"},   {"三立界桩", "triple"}, {"三桩", "triple"},
    };
    const char *known = LOOK_UP(WORDS, text);
    return store_marker_mode_parse(known ? known : text);
}

bool import_word_exemption(const char *text, enum store_exemption_kind *out)
{
    static const struct import_word WORDS[] = {
        {"飞地", "exclave"},
        {"登记飞地", "exclave"},
        {"无归属区域", "allowed-gap"},
        {"允许缝隙", "allowed-gap"},
        {"允许的缝隙", "allowed-gap"},
        {"水域", "allowed-gap"},
        {"未划界水域", "allowed-gap"},
        {"未定区域", "allowed-gap"},
        {"共管区", "allowed-overlap"},
        {"共管区域", "allowed-overlap"},
        {"共同管理区", "allowed-overlap"},
        {"共管", "allowed-overlap"},
        {"允许重叠", "allowed-overlap"},
        {"允许的重叠", "allowed-overlap"},
        {"争议区", "allowed-overlap"},
        {"争议地区", "allowed-overlap"},
    };
    const char *known = LOOK_UP(WORDS, text);
    return store_exemption_kind_parse(known ? known : text, out);
}

/* Enumerated words stand for themselves too. */
#define ITSELF(word)                                                                               \
    {                                                                                              \
        word, word                                                                                 \
    }

const char *import_word_support(const char *text)
{
    static const struct import_word WORDS[] = {
        ITSELF("marker-to-marker"),
        ITSELF("river-centre"),
        ITSELF("river-bank"),
        ITSELF("channel"),
        ITSELF("road-centre"),
        ITSELF("ridge"),
        ITSELF("wall"),
        ITSELF("ditch"),
        ITSELF("other"),
        {"桩间连线", "marker-to-marker"},
        {"界桩连线", "marker-to-marker"},
        {"直线", "marker-to-marker"},
        {"河流中心线", "river-centre"},
        {"河道中心线", "river-centre"},
        {"水流中心线", "river-centre"},
        {"河流", "river-centre"},
        {"河岸", "river-bank"},
        {"主航道中心线", "channel"},
        {"道路中心线", "road-centre"},
        {"公路中心线", "road-centre"},
        {"道路", "road-centre"},
        {"公路", "road-centre"},
        {"山脊", "ridge"},
        {"山脊线", "ridge"},
        {"分水岭", "ridge"},
        {"分水线", "ridge"},
        {"墙", "wall"},
        {"围墙", "wall"},
        {"沟渠", "ditch"},
        {"沟", "ditch"},
        {"水渠", "ditch"},
        {"其他", "other"},
    };
    return LOOK_UP(WORDS, text);
}

const char *import_word_material(const char *text)
{
    static const struct import_word WORDS[] = {
        ITSELF("stone"),
        ITSELF("concrete"),
        ITSELF("composite"),
        ITSELF("metal"),
        ITSELF("rock-carved"),
        ITSELF("electronic"),
        {"石质", "stone"},
        {"石料", "stone"},
        {"花岗岩", "stone"},
        {"钢筋混凝土", "concrete"},
        {"混凝土", "concrete"},
        {"水泥", "concrete"},
        {"复合材料", "composite"},
        {"新型材料", "composite"},
        {"金属", "metal"},
        {"刻石", "rock-carved"},
        {"电子", "electronic"},
        {"电子界桩", "electronic"},
        {"智能界桩", "electronic"},
    };
    return LOOK_UP(WORDS, text);
}

const char *import_word_condition(const char *text)
{
    static const struct import_word WORDS[] = {
        ITSELF("intact"),
        ITSELF("text-faded"),
        ITSELF("damaged"),
        ITSELF("leaning"),
        ITSELF("buried"),
        ITSELF("moved"),
        ITSELF("lost"),
        ITSELF("destroyed-by-works"),
        ITSELF("inaccessible"),
        ITSELF("replaced"),
        ITSELF("scrapped"),
        {"完好", "intact"},
        {"良好", "intact"},
        {"正常", "intact"},
        {"字迹模糊", "text-faded"},
        {"字迹不清", "text-faded"},
        {"损坏", "damaged"},
        {"破损", "damaged"},
        {"断裂", "damaged"},
        {"倾斜", "leaning"},
        {"倾倒", "leaning"},
        {"掩埋", "buried"},
        {"埋没", "buried"},
        {"移位", "moved"},
        {"移动", "moved"},
        {"丢失", "lost"},
        {"缺失", "lost"},
        {"施工毁坏", "destroyed-by-works"},
        {"毁坏", "destroyed-by-works"},
        {"无法到达", "inaccessible"},
        {"更换", "replaced"},
        {"已更换", "replaced"},
        {"报废", "scrapped"},
    };
    return LOOK_UP(WORDS, text);
}

bool import_word_oneway(const char *text, enum store_oneway *out)
{
    static const struct import_word WORDS[] = {
        {"no", "b"},         {"0", "b"},           {"false", "b"}, {"B", "b"},    {"双向", "b"},
        {"否", "b"},         {"yes", "f"},         {"1", "f"},     {"true", "f"}, {"F", "f"},
        {"FT", "f"},         {"单向", "f"},        {"正向", "f"},  {"是", "f"},   {"单行", "f"},
        {"-1", "t"},         {"reverse", "t"},     {"T", "t"},     {"TF", "t"},   {"逆向", "t"},
        {"reversible", "b"}, {"alternating", "b"},
    };
    const char *value = LOOK_UP(WORDS, text);
    if (!value)
        return false;
    *out = *value == 'b' ? STORE_BOTH_WAYS : *value == 'f' ? STORE_FORWARD : STORE_BACKWARD;
    return true;
}

size_t import_word_generic(const char *name)
{
    static const char *const GENERICS[] = {
        "特别行政区", "自治区", "自治州", "自治县", "自治旗", "街道办事处", "街道",
        "地区",       "林区",   "社区",   "苏木",   "省",     "市",         "区",
        "县",         "旗",     "盟",     "州",     "镇",     "乡",         "村"};
    size_t size = strlen(name);
    for (size_t i = 0; i < sizeof GENERICS / sizeof GENERICS[0]; i++) {
        size_t end = strlen(GENERICS[i]);
        if (size > end && strcmp(name + size - end, GENERICS[i]) == 0)
            return end;
    }
    return 0;
}
