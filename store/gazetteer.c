/* store/gazetteer.c - the registers of place names: their columns. */
#include "store/versioned.h"

#define TEXT(name)                                                                                 \
    {                                                                                              \
        name, STORE_COLUMN_TEXT                                                                    \
    }
#define DATE(name)                                                                                 \
    {                                                                                              \
        name, STORE_COLUMN_DATE                                                                    \
    }
#define SUBJECT(name)                                                                              \
    {                                                                                              \
        name, STORE_COLUMN_SUBJECT                                                                 \
    }
#define INTEGER(name)                                                                              \
    {                                                                                              \
        name, STORE_COLUMN_INT                                                                     \
    }

const struct versioned_table CATEGORY_TABLE = {
    .entity = STORE_CATEGORY,
    .name = "category",
    .columns = {TEXT("scheme"), TEXT("code"), TEXT("name"), TEXT("parent"), TEXT("mark"),
                TEXT("note")},
    .column_count = 6,
    .key_count = 2,
};

const struct versioned_table CODE_ALIAS_TABLE = {
    .entity = STORE_CODE_ALIAS,
    .name = "code_alias",
    .columns = {TEXT("scheme"), TEXT("code"), SUBJECT("place"), TEXT("note")},
    .column_count = 4,
    .key_count = 2,
};

const struct versioned_table RELATION_TABLE = {
    .entity = STORE_RELATION,
    .name = "relation",
    .columns = {SUBJECT("place"), SUBJECT("successor"), TEXT("relation"), DATE("changed_on"),
                TEXT("precision"), TEXT("document"), TEXT("note")},
    .column_count = 7,
    .key_count = 3,
};

const struct versioned_table STREET_PART_TABLE = {
    .entity = STORE_STREET_PART,
    .name = "street_part",
    .columns = {SUBJECT("street"),
                INTEGER("ordinal"),
                TEXT("name"),
                TEXT("division"),
                TEXT("class"),
                TEXT("direction"),
                {"width_m", STORE_COLUMN_NUMBER},
                TEXT("roads"),
                TEXT("note")},
    .column_count = 9,
    .key_count = 2,
    .has_geometry = true,
    .promote = 1,
    .kind = GEO_LINE,
};

const struct versioned_table ADDRESS_TABLE = {
    .entity = STORE_ADDRESS,
    .name = "address",
    .columns = {TEXT("id"), TEXT("road"), SUBJECT("street"), TEXT("number"), INTEGER("number_base"),
                TEXT("number_suffix"), TEXT("number_kind"), TEXT("division"), TEXT("estate"),
                TEXT("building"), TEXT("unit"), TEXT("room"), TEXT("rank"), SUBJECT("main"),
                TEXT("geocode"), TEXT("postcode"), TEXT("status"), INTEGER("lon"), INTEGER("lat")},
    .column_count = 19,
    .key_count = 1,
    .has_geometry = true,
    .kind = GEO_POINT,
};

const struct versioned_table SIGN_TABLE = {
    .entity = STORE_SIGN,
    .name = "sign",
    .columns = {TEXT("id"), SUBJECT("place"), TEXT("type"), TEXT("state"), TEXT("text"),
                TEXT("romanised"), TEXT("minority"), TEXT("facing"), TEXT("material"),
                DATE("installed"), DATE("inspected"), TEXT("keeper"), TEXT("qr"), TEXT("note"),
                INTEGER("lon"), INTEGER("lat")},
    .column_count = 16,
    .key_count = 1,
    .has_geometry = true,
    .kind = GEO_POINT,
};

const struct versioned_table HERITAGE_TABLE = {
    .entity = STORE_HERITAGE,
    .name = "heritage",
    .columns = {TEXT("id"), SUBJECT("place"), TEXT("name"), TEXT("level"), TEXT("batch"),
                TEXT("category"), TEXT("scheme"), DATE("listed_on"), TEXT("document"),
                TEXT("period"), TEXT("origin"), TEXT("meaning"), TEXT("evolution"),
                TEXT("measures")},
    .column_count = 14,
    .key_count = 1,
};

const struct versioned_table APPROVAL_TABLE = {
    .entity = STORE_APPROVAL,
    .name = "approval",
    .columns = {TEXT("id"), SUBJECT("place"), TEXT("action"), TEXT("name"), TEXT("former_name"),
                TEXT("body"), TEXT("body_kind"), TEXT("document"), DATE("approved_on"),
                TEXT("application"), TEXT("reports"), DATE("filing_sent"), DATE("filing_received"),
                TEXT("filing_number"), DATE("notice_on"), TEXT("notice_url"), TEXT("notice_text"),
                TEXT("note")},
    .column_count = 18,
    .key_count = 1,
};
