/* import/words_gazetteer.c - the words of the registers of place names. */
#include "import/words_gazetteer.h"

#include "import/word_list.h"

#define ITSELF(word)                                                                               \
    {                                                                                              \
        word, word                                                                                 \
    }

const char *import_word_legal_kind(const char *text)
{
    static const struct import_word WORDS[] = {
        ITSELF("natural"),
        ITSELF("division"),
        ITSELF("committee-seat"),
        ITSELF("park"),
        ITSELF("street"),
        ITSELF("estate"),
        ITSELF("facility"),
        ITSELF("other"),
        {"自然地理实体", "natural"},
        {"行政区划", "division"},
        {"村民委员会所在地", "committee-seat"},
        {"居民委员会所在地", "committee-seat"},
        {"村居委会所在地", "committee-seat"},
        {"committee", "committee-seat"},
        {"城市公园", "park"},
        {"自然保护地", "park"},
        {"街路巷", "street"},
        {"街路", "street"},
        {"道路", "street"},
        {"住宅区", "estate"},
        {"楼宇", "estate"},
        {"住宅区、楼宇", "estate"},
        {"设施", "facility"},
        {"其他", "other"},
    };
    return IMPORT_LOOK_UP(WORDS, text);
}

const char *import_word_certainty(const char *text)
{
    static const struct import_word WORDS[] = {
        ITSELF("certain"),    ITSELF("practice"),  ITSELF("derived"),     ITSELF("uncertain"),
        {"C", "certain"},     {"P", "practice"},   {"U", "uncertain"},    {"确定", "certain"},
        {"通行", "practice"}, {"推定", "derived"}, {"待考", "uncertain"},
    };
    return IMPORT_LOOK_UP(WORDS, text);
}

const char *import_word_relation(const char *text)
{
    static const struct import_word WORDS[] = {
        ITSELF("renamed"),
        ITSELF("split"),
        ITSELF("merged"),
        ITSELF("absorbed"),
        ITSELF("re-parented"),
        ITSELF("renumbered"),
        ITSELF("moved"),
        {"更名", "renamed"},
        {"改名", "renamed"},
        {"拆分", "split"},
        {"分设", "split"},
        {"合并", "merged"},
        {"并入", "absorbed"},
        {"划归", "re-parented"},
        {"隶属变更", "re-parented"},
        {"改编", "renumbered"},
        {"重新编号", "renumbered"},
        {"迁移", "moved"},
    };
    return IMPORT_LOOK_UP(WORDS, text);
}

const char *import_word_rank_of_address(const char *text)
{
    static const struct import_word WORDS[] = {
        ITSELF("main"), ITSELF("auxiliary"),     {"主地址", "main"},
        {"主", "main"}, {"辅地址", "auxiliary"}, {"辅", "auxiliary"},
    };
    return IMPORT_LOOK_UP(WORDS, text);
}

const char *import_word_sign_type(const char *text)
{
    static const struct import_word WORDS[] = {
        ITSELF("door"),         ITSELF("building"),    ITSELF("unit"),         ITSELF("household"),
        ITSELF("street"),       ITSELF("lane"),        ITSELF("estate"),       ITSELF("village"),
        ITSELF("division"),     ITSELF("scenic"),      ITSELF("other"),        {"门牌", "door"},
        {"大门牌", "door"},     {"小门牌", "door"},    {"楼牌", "building"},   {"栋牌", "building"},
        {"单元牌", "unit"},     {"户牌", "household"}, {"街牌", "street"},     {"路牌", "street"},
        {"街路牌", "street"},   {"巷牌", "lane"},      {"胡同牌", "lane"},     {"小区牌", "estate"},
        {"住宅区牌", "estate"}, {"村牌", "village"},   {"政区牌", "division"}, {"景点牌", "scenic"},
        {"其他", "other"},
    };
    return IMPORT_LOOK_UP(WORDS, text);
}

const char *import_word_heritage_level(const char *text)
{
    static const struct import_word WORDS[] = {
        ITSELF("state"),     ITSELF("province"), ITSELF("city"),       ITSELF("county"),
        {"国家级", "state"}, {"国家", "state"},  {"省级", "province"}, {"省", "province"},
        {"市级", "city"},    {"市", "city"},     {"县级", "county"},   {"区级", "county"},
        {"县", "county"},
    };
    return IMPORT_LOOK_UP(WORDS, text);
}

const char *import_word_action(const char *text)
{
    static const struct import_word WORDS[] = {
        ITSELF("named"),     ITSELF("renamed"),   ITSELF("retired"),   {"命名", "named"},
        {"更名", "renamed"}, {"注销", "retired"}, {"销名", "retired"}, {"废止", "retired"},
    };
    return IMPORT_LOOK_UP(WORDS, text);
}

const char *import_word_body_kind(const char *text)
{
    static const struct import_word WORDS[] = {
        ITSELF("government"),
        ITSELF("naming-authority"),
        ITSELF("other-department"),
        {"人民政府", "government"},
        {"政府", "government"},
        {"地名行政主管部门", "naming-authority"},
        {"民政部门", "naming-authority"},
        {"民政局", "naming-authority"},
        {"其他部门", "other-department"},
        {"有关部门", "other-department"},
    };
    return IMPORT_LOOK_UP(WORDS, text);
}

const char *import_word_precision(const char *text)
{
    static const struct import_word WORDS[] = {
        ITSELF("day"), ITSELF("month"), ITSELF("year"), ITSELF("decade"),   ITSELF("era"),
        {"日", "day"}, {"月", "month"}, {"年", "year"}, {"年代", "decade"}, {"时期", "era"},
    };
    return IMPORT_LOOK_UP(WORDS, text);
}
