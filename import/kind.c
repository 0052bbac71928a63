/* import/kind.c - the kinds' fields and the column names bureaus give them. */
#include "import/kind.h"

#include <string.h>

static const char *const NAMES[IMPORT_KINDS] = {
    [IMPORT_NONE] = "",
    [IMPORT_DIVISION] = "division",
    [IMPORT_CLAIM] = "claim",
    [IMPORT_PLACE] = "place",
    [IMPORT_NAME] = "name",
    [IMPORT_FACILITY] = "facility",
    [IMPORT_POPULATION] = "population",
    [IMPORT_ROAD] = "road",
    [IMPORT_LINE] = "line",
    [IMPORT_MARKER] = "marker",
    [IMPORT_TRI_JUNCTION] = "tri-junction",
    [IMPORT_EXEMPTION] = "exemption",
    [IMPORT_CATEGORY] = "category",
    [IMPORT_CODE_ALIAS] = "code-alias",
    [IMPORT_RELATION] = "relation",
    [IMPORT_STREET_PART] = "street-part",
    [IMPORT_ADDRESS] = "address",
    [IMPORT_SIGN] = "sign",
    [IMPORT_HERITAGE] = "heritage",
    [IMPORT_APPROVAL] = "approval",
};

#define DIVISION_CODE                                                                                                            \
    "xzqdm|xzqhdm|xzdm|qhdm|行政区代码|行政区划代码|区划代码|统计用区划代码|区划编码|行政区编码|" \
    "adcode|"                                                                                                                    \
    "ad_code|area_code|areacode|pac|code_county|county_code|区县代码|县代码|县级码|乡镇代码|"                      \
    "街道代码|"                                                                                                              \
    "政区代码|编码|代码|gb|dm|bm"
#define DIVISION_NAME                                                                                              \
    "xzqmc|xzqhmc|xzmc|qhmc|行政区名称|行政区划名称|区划名称|政区名称|name_county|county_name|" \
    "区县名称|"                                                                                                \
    "县名称|乡镇名称|街道名称|单位名称|名称|mc|区县|地名|地市|县区"
#define COORDINATES                                                                                \
    {"x", false, "x坐标|坐标x|横坐标x|纵坐标x|x_coord|point_x|纵坐标|北坐标"},                     \
        {"y", false, "y坐标|坐标y|横坐标y|纵坐标y|y_coord|point_y|横坐标|东坐标"},                 \
        {"lon", false, "lng|long|longitude|经度|东经|经度(e)|jd|wgs84_lon|lon_deg"},               \
        {"lat", false, "latitude|纬度|北纬|纬度(n)|wd|wgs84_lat|lat_deg"},
#define VALID                                                                                      \
    {"valid_from", false, "起始日期|生效日期|启用日期|设立日期|qsrq|begin_date|start_date"},       \
        {"valid_to", false, "终止日期|失效日期|废止日期|撤销日期|zzrq|end_date"},

#define LINE_CODE "界线编号|界线代码|界线编码|行政区域界线编号|所属界线|jxbh|jxdm|line_code|line_id"

static const struct import_field DIVISION[] = {
    {"code", true, DIVISION_CODE},
    {"name", true, DIVISION_NAME},
    {"level", true, "级别|行政级别|行政区级别|层级|xzjb|jb"},
    {"type", false, "类型|行政区类型|政区类型|建制类型|xzqlx"},
    {"parent", false,
     "parent_code|上级代码|上级行政区代码|上级区划代码|隶属代码|所属代码|sjdm|sjxzqdm|pcode|"
     "ctadcode"},
    {"managed_by", false, "代管|代管代码|代管单位|代管单位代码|dgdm"},
    {"former_code", false, "原代码|原行政区代码|旧代码|曾用代码|ydm|yxzqdm|old_code"},
    {"area_km2", false,
     "面积|登记面积|行政区面积|法定面积|土地面积|国土面积|面积(平方公里)|面积km2|面积(km2)|面积("
     "公顷)|"
     "面积(亩)|面积(万亩)|面积(平方米)|xzqmj|mj|area"},
    VALID};
static const struct import_field CLAIM[] = {
    {"line", false, LINE_CODE},
    {"code", false, DIVISION_CODE},
    {"name", false, DIVISION_NAME},
    {"party", false, "主张方|主张单位|主张方代码|所属方|单位代码|dfdm"}};
static const struct import_field PLACE[] = {
    {"id", false, "osm_id|gid|标识|标识码|bsm|地名代码|地名编码|编号|序号|dmdm"},
    {"name", true, "标准地名|地名|地名名称|标准名称|名称|dmmc|mc|title"},
    {"kind", true, "类型|地名类型|地名类别|类别|种类|dmlb|lx|fclass|type|feature_class"},
    {"category", false, "地名分类|分类代码|类别代码|地名类别代码|lbdm"},
    {"division", false, "所在政区|所属政区代码|" DIVISION_CODE},
    {"scheme", false, "分类体系|分类标准|类别体系"},
    {"legal_kind", false, "法定类别|条例类别|条例分类"},
    {"status", false, "状态|地名状态|使用状态|zt"},
    VALID COORDINATES};
static const struct import_field NAME[] = {
    {"place", true, "place_id|地名标识|地名代码|地名编号|所属地名|行政区代码|code"},
    {"name", true, "名称|地名|别名|曾用名|书写形式|mc"},
    {"form", true, "形式|名称类型|名称形式|类型|lx"},
    {"reading", false, "读音|拼音|汉语拼音|罗马字母拼写|pinyin|py"},
    {"extent", false, "范围|使用范围|适用范围"},
    {"lang", false, "语种|语言|language"},
    {"script", false, "文种|文字|书写文字"},
    {"specific", false, "专名"},
    {"generic", false, "通名"},
    {"reading_source", false, "读音依据|读音来源"},
    {"reading_reviewed", false, "读音审定|读音已审定|审定"},
    {"precision", false, "日期精度|时间精度|精度"},
    {"precision_from", false, "起始精度|启用日期精度"},
    {"precision_to", false, "终止精度|废止日期精度"},
    {"certainty", false, "确定程度|可信度|把握|mark"},
    {"source", false, "来源|依据|出处"},
    VALID};
static const struct import_field FACILITY[] = {
    {"id", true, "osm_id|机构编号|机构代码|设施编号|编号|标识|统一社会信用代码|序号|bh|fid_"},
    {"name", true, "机构名称|设施名称|单位名称|名称|养老机构名称|mc"},
    {"kind", true, "机构类型|设施类型|机构类别|类型|类别|种类|fclass|type|lx"},
    {"division", false, "所在政区|所属政区代码|所属区划|" DIVISION_CODE},
    {"address", false, "地址|详细地址|机构地址|所在地址|住址|addr|dz"},
    {"beds", false, "床位|床位数|床位数量|核定床位|总床位|养老床位数|cws|cw"},
    {"nursing_beds", false, "护理床位|护理型床位|护理型床位数|hlcw"},
    {"ownership", false, "所有制|举办主体|机构性质|性质|运营方式|公办民办"},
    {"nature", false, "公益性|经营性质|经营|公益/经营"},
    {"rank", false, "等级|级别|层级|dj"},
    {"functions", false, "功能|服务功能|服务内容|服务项目"},
    {"opened", false, "开业日期|成立日期|启用日期|开办日期"},
    {"closed", false, "关停日期|停业日期|关闭日期|注销日期"},
    COORDINATES};
static const struct import_field POPULATION[] = {
    {"id", true, "编号|标识|格网编号|小区编号|网格编号|bh|gid|osm_id|code|" DIVISION_CODE},
    {"total", true,
     "人口|总人口|人口数|常住人口|人口总数|户籍人口|pop|population|zrk|rk|total_pop"},
    {"age60", false, "60岁以上|60岁及以上|60岁及以上人口|老年人口|60+|age_60|ages_60p|pop60"},
    {"age65", false, "65岁以上|65岁及以上|65岁及以上人口|65+|age_65|ages_65p|pop65"},
    {"age80", false, "80岁以上|80岁及以上|80岁及以上人口|高龄人口|80+|age_80|ages_80p|pop80"},
    {"households", false, "户数|总户数|家庭户|家庭户数|hs"},
    {"division", false, "所在政区|所属政区代码|行政区代码|区划代码|adcode|xzqdm"},
    {"origin", false, "来源|数据来源"},
    {"method", false, "方法|口径|产生方式"},
    COORDINATES};
static const struct import_field ROAD[] = {
    {"id", true, "osm_id|道路编号|路段编号|编号|标识码|bsm|gid|fid|linkid|link_id"},
    {"class", false, "highway|fclass|道路等级|道路类型|等级|类型|road_class|dldj"},
    {"name", false, "道路名称|路名|名称|dlmc|mc"},
    {"oneway", false, "单行|单向|单行线|方向"},
    {"layer", false, "层|图层|层次"},
    {"bridge", false, "桥|桥梁|是否桥梁"},
    {"tunnel", false, "隧道|是否隧道"},
    {"foot", false, "步行|人行"},
    {"access", false, "通行|准入|通行限制"}};

static const struct import_field LINE[] = {
    {"code", true, LINE_CODE "|编号|代码|编码"},
    {"a", true,
     "甲方代码|甲方行政区代码|甲方|a方代码|a方|左侧行政区代码|左侧代码|左侧政区代码|code_a|a_code|"
     "side_a|zcdm|jfdm"},
    {"b", true,
     "乙方代码|乙方行政区代码|乙方|b方代码|b方|右侧行政区代码|右侧代码|右侧政区代码|code_b|b_code|"
     "side_b|ycdm|yfdm"},
    {"name", false, "界线名称|边界名称|名称|jxmc|mc|line_name"},
    {"status", false, "界线状态|界线性质|勘定状态|状态|性质|jxzt|jxxz|zt"},
    {"agreement_no", false,
     "协议书文号|协议文号|协议书编号|协议编号|批准文号|批复文号|文号|xysbh|xywh|agreement"},
    {"agreement_date", false,
     "协议书日期|协议日期|协议签订日期|签订日期|批准日期|批复日期|xyrq|agreed_on|agreemen_1"},
    {"support", false, "依托地物|界线依托|依附地物|依托|地物|ytdw"},
    {"markers", false, "界桩清单|界桩列表|界桩号清单|协议界桩|marker_list"},
    {"description", false, "走向说明|边界线走向说明|界线走向|走向|zxsm"},
    VALID};
static const struct import_field MARKER[] = {
    {"number", true, "界桩编号|界桩号|界桩全号|桩号|编号|jzbh|jzh|marker_number|marker_no"},
    {"line", false, LINE_CODE "|界线"},
    {"mode", false, "界桩类型|界桩类别|立桩方式|埋设方式|类型|jzlx"},
    {"kind", false, "界桩材质|桩体材料|材质|材料|jzcz|material"},
    {"measured_on", false, "测量日期|测定日期|观测日期|测量时间|clrq"},
    {"sigma_m", false,
     "点位中误差|中误差|点位中误差(m)|点位中误差(米)|点位精度|点位中误差(厘米)|点位中误差(cm)|"
     "sigma|rmse"},
    {"condition", false, "界桩状况|界桩现状|完好情况|保存状况|现状|状况|jzzk"},
    {"keeper", false, "管护单位|管护方|维护单位|管理单位|管理方|ghdw"},
    VALID COORDINATES};
static const struct import_field TRI_JUNCTION[] = {
    {"number", true, "三交点编号|三交点号|交会点编号|三交点界桩号|界桩编号|界桩号|编号|sjdbh"},
    {"codes", true,
     "政区代码|行政区代码|行政区划代码|相关政区代码|毗邻政区代码|毗邻政区|三方代码|divisions"},
    VALID COORDINATES};
static const struct import_field EXEMPTION[] = {
    {"id", true, "豁免编号|登记编号|飞地编号|编号|标识码|标识|序号|hmbh|djbh|exemption_id"},
    {"kind", true, "豁免类型|豁免类别|登记类型|登记类别|类型|类别|种类|hmlx|lx|type"},
    {"codes", true,
     "政区代码|行政区代码|行政区划代码|相关政区代码|毗邻政区代码|所属政区代码|涉及政区|当事方代码|"
     "divisions|parties"},
    {"document", true, "批准文号|批复文号|协议文号|文件编号|依据文号|文号|pzwh|wh|document_no"},
    {"document_date", false, "批准日期|批复日期|协议日期|发文日期|文件日期|pzrq|fwrq"},
    {"max_area_m2", false,
     "最大面积|面积上限|允许面积|核定面积|最大面积(平方米)|面积上限(平方米)|面积(平方米)|"
     "面积上限(公顷)|面积(公顷)|面积上限(亩)|面积(亩)|max_area"},
    {"note", false, "备注|说明|事由|bz|remark"},
    VALID};

#define PLACE_OF "地名标识|地名代码|地名编号|所属地名|place_id"
static const struct import_field CATEGORY[] = {{"scheme", true, "分类体系|分类标准|体系|标准"},
                                               {"code", true, "分类代码|类别代码|代码|编码"},
                                               {"name", true, "类别名称|分类名称|名称|类别"},
                                               {"parent", false, "上级代码|上级类别|父代码"},
                                               {"mark", false, "标记|出处标记|确定程度"},
                                               {"note", false, "备注|说明|bz|remark"},
                                               VALID};
static const struct import_field CODE_ALIAS[] = {
    {"place", true, PLACE_OF "|对应代码|区划代码|民政代码"},
    {"scheme", true, "编码体系|代码体系|体系|来源体系"},
    {"code", true, "别名代码|外部代码|代码|编码"},
    {"note", false, "备注|说明|bz|remark"},
    VALID};
static const struct import_field RELATION[] = {
    {"place", true, PLACE_OF "|原地名标识|原地名"},
    {"successor", true, "后继|后继标识|现地名标识|现地名"},
    {"relation", true, "关系|沿革关系|变更类型|类型"},
    {"changed_on", false, "变更日期|日期|生效日期|date"},
    {"precision", false, "日期精度|时间精度|精度"},
    {"document", false, "批准文号|文号|依据文号"},
    {"note", false, "备注|说明|bz|remark"},
    VALID};
static const struct import_field STREET_PART[] = {
    {"street", true, "道路标识|街路标识|所属街路|street_id|" PLACE_OF},
    {"ordinal", true, "序号|路段序号|段号|顺序"},
    {"name", false, "路段名称|段名|名称"},
    {"division", false, "所在政区|所属政区代码|" DIVISION_CODE},
    {"class", false, "道路等级|等级|类别"},
    {"direction", false, "走向|方向"},
    {"width_m", false, "宽度|路宽|宽度(米)|宽度(m)|红线宽度"},
    {"roads", false, "道路编号|路段编号|道路列表|osm_ids"},
    {"note", false, "备注|说明|bz|remark"},
    VALID};
static const struct import_field ADDRESS[] = {
    {"id", false, "地址编号|地址标识|标识码|标识|编号|addr_id|osm_id"},
    {"road", false, "街路巷|街路名称|道路名称|道路|街道名称|路名|街路|street_name|addr:street"},
    {"street", false, "道路标识|街路标识|street_id"},
    {"number", false, "门牌号|门牌号码|门牌|门号|house_number|housenumber|addr:housenumber"},
    {"division", false, "所在政区|所属政区代码|所属区划|" DIVISION_CODE},
    {"estate", false, "小区|小区名称|住宅区|院落"},
    {"building", false, "楼号|楼栋|楼牌号|栋号|幢|楼"},
    {"unit", false, "单元|单元号|单元牌号"},
    {"room", false, "室|户|室号|户号|户牌号|房间号"},
    {"rank", false, "主辅|主辅地址|主辅类型"},
    {"main", false, "主地址|主地址编号|主地址标识"},
    {"geocode", false, "地址编码|地址代码|地理编码|gb39609"},
    {"postcode", false, "邮编|邮政编码"},
    {"status", false, "状态|地址状态|使用状态|zt"},
    VALID COORDINATES};
static const struct import_field SIGN[] = {
    {"id", true, "标志编号|标牌编号|牌号|编号|标识码|标识"},
    {"place", true, PLACE_OF "|地址编号|地址标识|address"},
    {"type", true, "标志类型|标牌类型|牌类型|类型|类别|种类"},
    {"state", false, "状况|标志状况|完好情况|现状|状态|condition"},
    {"text", false, "牌面文字|牌面|汉字|文字"},
    {"romanised", false, "罗马字母|拼音|汉语拼音|牌面拼音"},
    {"minority", false, "少数民族文字|民族文字"},
    {"facing", false, "朝向|面向"},
    {"material", false, "材质|材料"},
    {"installed", false, "设置日期|安装日期|设立日期"},
    {"inspected", false, "巡检日期|检查日期|巡查日期"},
    {"keeper", false, "管护单位|管理单位|维护单位|设置单位"},
    {"qr", false, "二维码|二维码内容"},
    {"note", false, "备注|说明|bz|remark"},
    VALID COORDINATES};
static const struct import_field HERITAGE[] = {{"id", true, "名录编号|编号|标识码|标识"},
                                               {"place", true, PLACE_OF},
                                               {"name", true, "地名|名称|列入名称"},
                                               {"level", false, "级别|名录级别|保护级别"},
                                               {"batch", false, "批次"},
                                               {"category", false, "类别|地名文化遗产类别|类型"},
                                               {"scheme", false, "分类体系|类别体系"},
                                               {"listed_on", false, "列入日期|公布日期"},
                                               {"document", false, "公布文号|批准文号|文号"},
                                               {"period", false, "年代|形成年代|时期"},
                                               {"origin", false, "来历|地名来历|由来"},
                                               {"meaning", false, "含义|地名含义"},
                                               {"evolution", false, "沿革|历史沿革"},
                                               {"measures", false, "保护措施|措施"},
                                               VALID};
static const struct import_field APPROVAL[] = {
    {"id", true, "批准编号|审批编号|编号|标识"},
    {"place", false, PLACE_OF},
    {"action", true, "事项|审批事项|类型|批准事项"},
    {"name", true, "标准地名|批准名称|地名|名称"},
    {"former_name", false, "原名称|原地名|曾用名"},
    {"body", true, "批准机关|批准单位|审批机关"},
    {"body_kind", false, "批准机关类型|机关类型"},
    {"document", false, "批准文号|批复文号|文号"},
    {"approved_on", true, "批准日期|批复日期"},
    {"application", false, "申请|申请文号|申请单位"},
    {"reports", false, "论证报告|评估报告|报告"},
    {"filing_sent", false, "备案报送日期|报备日期|备案日期"},
    {"filing_received", false, "备案接收日期|备案收到日期"},
    {"filing_number", false, "备案号|备案编号"},
    {"notice_on", false, "公告日期|公布日期"},
    {"notice_url", false, "公告网址|公告链接"},
    {"notice_text", false, "公告内容|公告文本"},
    {"note", false, "备注|说明|bz|remark"}};

#define ROW(kind, table) [kind] = {table, sizeof table / sizeof table[0]}

static const struct {
    const struct import_field *fields;
    size_t count;
} TABLES[IMPORT_KINDS] = {
    ROW(IMPORT_DIVISION, DIVISION),
    ROW(IMPORT_CLAIM, CLAIM),
    ROW(IMPORT_PLACE, PLACE),
    ROW(IMPORT_NAME, NAME),
    ROW(IMPORT_FACILITY, FACILITY),
    ROW(IMPORT_POPULATION, POPULATION),
    ROW(IMPORT_ROAD, ROAD),
    ROW(IMPORT_LINE, LINE),
    ROW(IMPORT_MARKER, MARKER),
    ROW(IMPORT_TRI_JUNCTION, TRI_JUNCTION),
    ROW(IMPORT_EXEMPTION, EXEMPTION),
    ROW(IMPORT_CATEGORY, CATEGORY),
    ROW(IMPORT_CODE_ALIAS, CODE_ALIAS),
    ROW(IMPORT_RELATION, RELATION),
    ROW(IMPORT_STREET_PART, STREET_PART),
    ROW(IMPORT_ADDRESS, ADDRESS),
    ROW(IMPORT_SIGN, SIGN),
    ROW(IMPORT_HERITAGE, HERITAGE),
    ROW(IMPORT_APPROVAL, APPROVAL),
};

static const enum store_entity REGISTERS[IMPORT_KINDS] = {
    [IMPORT_CATEGORY] = STORE_CATEGORY, [IMPORT_CODE_ALIAS] = STORE_CODE_ALIAS,
    [IMPORT_RELATION] = STORE_RELATION, [IMPORT_STREET_PART] = STORE_STREET_PART,
    [IMPORT_ADDRESS] = STORE_ADDRESS,   [IMPORT_SIGN] = STORE_SIGN,
    [IMPORT_HERITAGE] = STORE_HERITAGE, [IMPORT_APPROVAL] = STORE_APPROVAL,
};

enum store_entity import_kind_register(enum import_kind kind)
{
    return REGISTERS[kind];
}

const char *import_kind_name(enum import_kind kind)
{
    return NAMES[kind];
}

enum import_kind import_kind_parse(const char *text)
{
    for (int i = 1; i < IMPORT_KINDS; i++)
        if (text && strcmp(text, NAMES[i]) == 0)
            return (enum import_kind)i;
    return IMPORT_NONE;
}

const struct import_field *import_kind_fields(enum import_kind kind, size_t *count)
{
    *count = TABLES[kind].count;
    return TABLES[kind].fields;
}

int import_kind_field(enum import_kind kind, const char *name)
{
    for (size_t i = 0; i < TABLES[kind].count; i++)
        if (strcmp(TABLES[kind].fields[i].name, name) == 0)
            return (int)i;
    return -1;
}
