/* server/routes.c - the one route table. */
#include "boundary/kind.h"
#include "server/api.h"

#define MIB ((size_t)1024 * 1024)

#define END                                                                                        \
    {                                                                                              \
        .name = NULL                                                                               \
    }

static const char *const FORMATS[] = {"json", "geojson", NULL};
static const char *const MODES[] = {"search", "suggest", NULL};
static const char *const LEVELS[] = {"province", "prefecture", "county",
                                     "township", "village",    NULL};
static const char *const SEVERITIES[] = {"blocking", "substantive", "minor", "notice", NULL};
static const char *const STATES[] = {
    "new",      "confirmed", "rejected",           "assigned", "handling", "fixed",
    "verified", "closed",    "accepted-exception", "reopened", NULL};

#define CODE_PARAM                                                                                 \
    {                                                                                              \
        .name = "code", .type = SERVER_PARAM_CODE, .required = true, .example = "220104",          \
        .about = "Division code of 2, 4, 6, 9 or 12 digits"                                        \
    }
#define FORMAT_PARAM                                                                               \
    {                                                                                              \
        .name = "f", .type = SERVER_PARAM_ENUM, .values = FORMATS, .fallback = "json",             \
        .example = "json", .about = "Form of the answer"                                           \
    }
#define LIMIT_PARAM(normal, most)                                                                  \
    {                                                                                              \
        .name = "limit", .type = SERVER_PARAM_INT, .min = 1, .max = most, .fallback = normal,      \
        .example = "10", .about = "Most items of a page"                                           \
    }
#define CURSOR_PARAM                                                                               \
    {                                                                                              \
        .name = "cursor", .type = SERVER_PARAM_TEXT, .min = 1, .max = 200,                         \
        .about = "Where to go on: `next` of the page before"                                       \
    }
#define LON_PARAM(must)                                                                            \
    {                                                                                              \
        .name = "lon", .type = SERVER_PARAM_NUMBER, .required = must, .min = -1e8, .max = 1e8,     \
        .example = "125.3235", .about = "Longitude in degrees, or easting in the given crs"        \
    }
#define LAT_PARAM(must)                                                                            \
    {                                                                                              \
        .name = "lat", .type = SERVER_PARAM_NUMBER, .required = must, .min = -1e8, .max = 1e8,     \
        .example = "43.8871", .about = "Latitude in degrees, or northing in the given crs"         \
    }
#define CRS_PARAM                                                                                  \
    {                                                                                              \
        .name = "crs", .type = SERVER_PARAM_CRS, .fallback = "CRS84", .example = "CRS84",          \
        .about = "System of the coordinates: CRS84, EPSG:n, GCJ-02 or BD-09"                       \
    }
#define KIND_PARAM                                                                                 \
    {                                                                                              \
        .name = "kind", .type = SERVER_PARAM_TEXT, .required = true, .min = 1, .max = 60,          \
        .example = "eldercare", .about = "Facility kind, with everything below it"                 \
    }
#define MINUTES_PARAM(normal)                                                                      \
    {                                                                                              \
        .name = "minutes", .type = SERVER_PARAM_NUMBERS, .min = 1, .max = 60, .fallback = normal,  \
        .example = "5,10,15", .about = "Walking times in minutes, rising"                          \
    }

static const char *const PROFILES[] = {"adult", "older", "older80", "assisted", NULL};
static const char *const SEASONS[] = {"summer", "winter", NULL};
#define PROFILE_PARAM                                                                              \
    {                                                                                              \
        .name = "profile", .type = SERVER_PARAM_ENUM, .values = PROFILES, .fallback = "older",     \
        .example = "older",                                                                        \
        .about = "Who walks: adult 1.25, older 1.0, older80 0.8, assisted 0.6 m/s"                 \
    }
#define SEASON_PARAM                                                                               \
    {                                                                                              \
        .name = "season", .type = SERVER_PARAM_ENUM, .values = SEASONS, .fallback = "summer",      \
        .example = "summer", .about = "Summer or winter walking"                                   \
    }

static const struct server_param DIVISION_PARAMS[] = {CODE_PARAM, FORMAT_PARAM, END};
static const struct server_param CODE_PARAMS[] = {CODE_PARAM, END};
static const struct server_param CHILDREN_PARAMS[] = {CODE_PARAM, LIMIT_PARAM("100", 1000),
                                                      CURSOR_PARAM, END};

static const struct server_param SEARCH_PARAMS[] = {
    {.name = "q",
     .type = SERVER_PARAM_TEXT,
     .required = true,
     .min = 1,
     .max = 400,
     .example = "朝阳",
     .about = "What was typed: name, former name, pinyin, initials or code"},
    LIMIT_PARAM("10", 1000),
    {.name = "near",
     .type = SERVER_PARAM_LONLAT,
     .example = "125.32,43.88",
     .about = "lon,lat that nearer answers are preferred to"},
    {.name = "bbox",
     .type = SERVER_PARAM_BBOX,
     .example = "124.3,43.2,127.1,45.3",
     .about = "Only inside west,south,east,north"},
    {.name = "within",
     .type = SERVER_PARAM_CODE,
     .example = "220100",
     .about = "Only inside this division"},
    {.name = "category",
     .type = SERVER_PARAM_TEXT,
     .min = 1,
     .max = 60,
     .about = "Only places of this kind or category"},
    {.name = "level",
     .type = SERVER_PARAM_ENUM,
     .values = LEVELS,
     .example = "county",
     .about = "Only divisions of this level"},
    {.name = "mode",
     .type = SERVER_PARAM_ENUM,
     .values = MODES,
     .fallback = "search",
     .example = "suggest",
     .about = "suggest: while typing, the last syllable may be unfinished"},
    {.name = "explain",
     .type = SERVER_PARAM_INT,
     .min = 0,
     .max = 1,
     .fallback = "0",
     .example = "1",
     .about = "1: adds to each result what its score is made of"},
    CRS_PARAM,
    CURSOR_PARAM,
    END};

static const struct server_param PLACE_PARAMS[] = {{.name = "id",
                                                    .type = SERVER_PARAM_TEXT,
                                                    .required = true,
                                                    .min = 1,
                                                    .max = 200,
                                                    .example = "220104",
                                                    .about = "The id that search gave"},
                                                   END};

static const struct server_param REVERSE_PARAMS[] = {LON_PARAM(true), LAT_PARAM(true), CRS_PARAM,
                                                     END};

static const char *const RUNGS[] = {
    "building", "door",    "door-interpolated", "crossing", "place",  "segment",    "street",
    "estate",   "village", "township",          "zone",     "county", "prefecture", "province",
    NULL};
static const struct server_param STANDARDIZE_PARAMS[] = {
    {.name = "text",
     .type = SERVER_PARAM_TEXT,
     .required = true,
     .min = 1,
     .max = 1000,
     .example = "长春市南关区人民大街10111号",
     .about = "A name or an address, as people write it"},
    {.name = "within",
     .type = SERVER_PARAM_CODE,
     .example = "220100",
     .about = "Code of the division that is meant where the text names none"},
    {.name = "min_level",
     .type = SERVER_PARAM_ENUM,
     .values = RUNGS,
     .example = "street",
     .about = "A lesser rung of the ladder is no answer"},
    {.name = "min_confidence",
     .type = SERVER_PARAM_NUMBER,
     .min = 0,
     .max = 1,
     .fallback = "0",
     .example = "0.5",
     .about = "An answer less sure than this is none"},
    CRS_PARAM,
    END};

static const char *const ROMANISED_KINDS[] = {"street", "division", "other", NULL};
static const struct server_param ROMANISE_PARAMS[] = {
    {.name = "name",
     .type = SERVER_PARAM_TEXT,
     .required = true,
     .min = 1,
     .max = 200,
     .example = "人民大街",
     .about = "A Chinese place name"},
    {.name = "reading",
     .type = SERVER_PARAM_TEXT,
     .min = 1,
     .max = 400,
     .example = "rén mín dà jiē",
     .about = "A syllable with its tone for each character, instead of the usual readings"},
    {.name = "kind",
     .type = SERVER_PARAM_ENUM,
     .values = ROMANISED_KINDS,
     .example = "street",
     .about = "street: a number before the generic term is an ordinal"},
    END};

static const char *const NO_YES[] = {"0", "1", NULL};
static const char *const NOMINATIM_FORMATS[] = {"json",        "jsonv2", "geojson",
                                                "geocodejson", "xml",    NULL};
static const char *const FEATURE_TYPES[] = {"country", "state", "city", "settlement", NULL};
static const char *const STATUS_FORMATS[] = {"text", "json", NULL};
#define NOMINATIM_FORMAT(usual)                                                                    \
    {                                                                                              \
        .name = "format", .type = SERVER_PARAM_ENUM, .values = NOMINATIM_FORMATS,                  \
        .fallback = usual, .example = "jsonv2", .about = "Form of the answer"                      \
    }
#define NO_YES_PARAM(word, usual, text)                                                            \
    {                                                                                              \
        .name = word, .type = SERVER_PARAM_ENUM, .values = NO_YES, .fallback = usual,              \
        .example = "1", .about = text                                                              \
    }
#define NOMINATIM_SHAPE(addresses)                                                                 \
    NO_YES_PARAM("addressdetails", addresses, "1: with the units around it"),                      \
        NO_YES_PARAM("namedetails", "0", "1: with all its names"),                                 \
        NO_YES_PARAM("extratags", "0", "1: with code, status and dates"),                          \
        NO_YES_PARAM("polygon_geojson", "0", "1: with its outline"),                               \
    {                                                                                              \
        .name = "accept-language", .type = SERVER_PARAM_TEXT, .max = 200, .example = "zh",         \
        .about = "en: names in Latin letters; else the Accept-Language header"                     \
    }
#define LAYERS_PARAM                                                                               \
    {                                                                                              \
        .name = "layer", .type = SERVER_PARAM_TEXT, .min = 1, .max = 100, .example = "address",    \
        .about = "Some of address, poi, railway, natural, manmade"                                 \
    }
#define PART_PARAM(word, sample)                                                                   \
    {                                                                                              \
        .name = word, .type = SERVER_PARAM_TEXT, .min = 1, .max = 400, .example = sample,          \
        .about = "A part of an address, instead of q"                                              \
    }
static const struct server_param NOMINATIM_SEARCH_PARAMS[] = {
    {.name = "q",
     .type = SERVER_PARAM_TEXT,
     .min = 1,
     .max = 400,
     .example = "朝阳区, 长春市",
     .about = "What is looked for, in either order"},
    PART_PARAM("amenity", NULL),
    PART_PARAM("street", "人民大街"),
    PART_PARAM("city", "长春市"),
    PART_PARAM("county", "朝阳区"),
    PART_PARAM("state", "吉林省"),
    PART_PARAM("country", "中国"),
    PART_PARAM("postalcode", NULL),
    NOMINATIM_FORMAT("jsonv2"),
    NOMINATIM_SHAPE("0"),
    {.name = "limit",
     .type = SERVER_PARAM_INT,
     .min = 1,
     .max = 1e6,
     .fallback = "10",
     .example = "10",
     .about = "Most answers; never more than 40"},
    {.name = "countrycodes",
     .type = SERVER_PARAM_TEXT,
     .min = 1,
     .max = 200,
     .example = "cn",
     .about = "Nothing is found where the list lacks cn"},
    {.name = "viewbox",
     .type = SERVER_PARAM_TEXT,
     .min = 1,
     .max = 200,
     .example = "124.3,43.2,127.1,45.3",
     .about = "x1,y1,x2,y2: what lies nearer to its middle is preferred"},
    NO_YES_PARAM("bounded", "0", "1: only inside viewbox"),
    {.name = "exclude_place_ids",
     .type = SERVER_PARAM_TEXT,
     .min = 1,
     .max = 2000,
     .example = "3,5",
     .about = "These are known already"},
    NO_YES_PARAM("dedupe", "1", "0: also what reads the same as another answer"),
    LAYERS_PARAM,
    {.name = "featureType",
     .type = SERVER_PARAM_ENUM,
     .values = FEATURE_TYPES,
     .example = "city",
     .about = "Only units of this kind"},
    END};
static const struct server_param NOMINATIM_REVERSE_PARAMS[] = {
    {.name = "lat",
     .type = SERVER_PARAM_NUMBER,
     .required = true,
     .min = -90,
     .max = 90,
     .example = "43.8871",
     .about = "Latitude in degrees"},
    {.name = "lon",
     .type = SERVER_PARAM_NUMBER,
     .required = true,
     .min = -180,
     .max = 180,
     .example = "125.3235",
     .about = "Longitude in degrees"},
    {.name = "zoom",
     .type = SERVER_PARAM_INT,
     .min = 0,
     .max = 18,
     .fallback = "18",
     .example = "10",
     .about = "How fine: 5 province, 8 prefecture, 10 county, 12 township, 14 village, 18 nearest "
              "place"},
    NOMINATIM_FORMAT("xml"),
    NOMINATIM_SHAPE("1"),
    LAYERS_PARAM,
    END};
static const struct server_param NOMINATIM_LOOKUP_PARAMS[] = {
    {.name = "osm_ids",
     .type = SERVER_PARAM_TEXT,
     .required = true,
     .min = 1,
     .max = 2000,
     .example = "N123",
     .about = "Ids of OpenStreetMap with N, W or R before them, at most 50"},
    NOMINATIM_FORMAT("xml"),
    NOMINATIM_SHAPE("0"),
    END};
static const struct server_param NOMINATIM_STATUS_PARAMS[] = {{.name = "format",
                                                               .type = SERVER_PARAM_ENUM,
                                                               .values = STATUS_FORMATS,
                                                               .fallback = "text",
                                                               .example = "json",
                                                               .about = "Form of the answer"},
                                                              END};

static const struct server_param INSPECTIONS_PARAMS[] = {LIMIT_PARAM("100", 1000), CURSOR_PARAM,
                                                         END};
static const struct server_param INSPECTION_PARAMS[] = {{.name = "run",
                                                         .type = SERVER_PARAM_INT,
                                                         .required = true,
                                                         .min = 1,
                                                         .max = 1e15,
                                                         .example = "1",
                                                         .about = "Number of the run"},
                                                        FORMAT_PARAM,
                                                        END};
static const char *const UNIT_FORMS[] = {"numbers", "outlines", NULL};
static const struct server_param REPAIRS_PARAMS[] = {
    {.name = "run",
     .type = SERVER_PARAM_INT,
     .required = true,
     .min = 1,
     .max = 1e15,
     .example = "1",
     .about = "Number of the run"},
    {.name = "finding",
     .type = SERVER_PARAM_TEXT,
     .min = 1,
     .max = 4000,
     .example = "8cc8f07b283b9bc9c83e6bf1",
     .about = "Only these findings: ids, comma separated; without it, the run's slivers in pages"},
    {.name = "prefer",
     .type = SERVER_PARAM_TEXT,
     .min = 1,
     .max = 20,
     .fallback = "least",
     .example = "middle",
     .about = "Which proposal is chosen: least, middle, or the code of whose line stays"},
    {.name = "units",
     .type = SERVER_PARAM_ENUM,
     .values = UNIT_FORMS,
     .fallback = "numbers",
     .example = "outlines",
     .about = "Of the changed units also their outlines before and after"},
    LIMIT_PARAM("20", 100),
    CURSOR_PARAM,
    END};
static const struct server_param FINDINGS_PARAMS[] = {
    {.name = "run",
     .type = SERVER_PARAM_INT,
     .min = 1,
     .max = 1e15,
     .example = "1",
     .about = "Number of the run; the newest without it"},
    {.name = "kind",
     .type = SERVER_PARAM_ENUM,
     .values = boundary_kind_names,
     .example = "gap",
     .about = "Only this kind"},
    {.name = "severity",
     .type = SERVER_PARAM_ENUM,
     .values = SEVERITIES,
     .example = "substantive",
     .about = "Only this severity"},
    {.name = "state",
     .type = SERVER_PARAM_ENUM,
     .values = STATES,
     .example = "new",
     .about = "Only in this state"},
    {.name = "level",
     .type = SERVER_PARAM_ENUM,
     .values = LEVELS,
     .example = "county",
     .about = "Only at this level"},
    {.name = "party",
     .type = SERVER_PARAM_CODE,
     .example = "220104",
     .about = "Only where this division is a party"},
    {.name = "min_area",
     .type = SERVER_PARAM_NUMBER,
     .min = 0,
     .max = 1e13,
     .example = "100",
     .about = "Only faces of at least this many square metres"},
    {.name = "min_width",
     .type = SERVER_PARAM_NUMBER,
     .min = 0,
     .max = 1e7,
     .example = "5",
     .about = "Only faces that are at least this many metres wide"},
    {.name = "bbox",
     .type = SERVER_PARAM_BBOX,
     .example = "124.3,43.2,127.1,45.3",
     .about = "Only inside west,south,east,north"},
    LIMIT_PARAM("100", 1000),
    CURSOR_PARAM,
    FORMAT_PARAM,
    END};

static const char *const LINE_STATUSES[] = {
    "agreed", "approved-pending-survey", "customary", "undetermined", "disputed", "any", NULL};
static const struct server_param LINES_PARAMS[] = {
    {.name = "code",
     .type = SERVER_PARAM_CODE,
     .example = "220104",
     .about = "Only lines of this division"},
    {.name = "between",
     .type = SERVER_PARAM_TEXT,
     .min = 5,
     .max = 25,
     .example = "220104,220102",
     .about = "Only lines between these two divisions"},
    {.name = "status",
     .type = SERVER_PARAM_ENUM,
     .values = LINE_STATUSES,
     .fallback = "agreed",
     .example = "agreed",
     .about = "Only lines of this status; any but agreed needs the role viewer"},
    {.name = "bbox",
     .type = SERVER_PARAM_BBOX,
     .example = "124.3,43.2,127.1,45.3",
     .about = "Only inside west,south,east,north"},
    LIMIT_PARAM("100", 1000),
    CURSOR_PARAM,
    FORMAT_PARAM,
    END};
static const struct server_param LINE_PARAMS[] = {{.name = "line",
                                                   .type = SERVER_PARAM_TEXT,
                                                   .required = true,
                                                   .min = 1,
                                                   .max = 120,
                                                   .example = "220102-220104",
                                                   .about = "Code of the line"},
                                                  FORMAT_PARAM,
                                                  END};
static const struct server_param MARKERS_PARAMS[] = {
    {.name = "line",
     .type = SERVER_PARAM_TEXT,
     .min = 1,
     .max = 120,
     .example = "220102-220104",
     .about = "Only markers of this line, by its code"},
    {.name = "bbox",
     .type = SERVER_PARAM_BBOX,
     .example = "124.3,43.2,127.1,45.3",
     .about = "Only inside west,south,east,north"},
    LIMIT_PARAM("100", 1000),
    CURSOR_PARAM,
    FORMAT_PARAM,
    END};

static const struct server_param CLAIMS_PARAMS[] = {
    {.name = "line",
     .type = SERVER_PARAM_TEXT,
     .min = 1,
     .max = 120,
     .example = "220102-220104",
     .about = "Only claims of this line, by its code"},
    {.name = "party",
     .type = SERVER_PARAM_CODE,
     .example = "220104",
     .about = "Only what this division claims"},
    {.name = "bbox",
     .type = SERVER_PARAM_BBOX,
     .example = "124.3,43.2,127.1,45.3",
     .about = "Only inside west,south,east,north"},
    LIMIT_PARAM("100", 1000),
    CURSOR_PARAM,
    FORMAT_PARAM,
    END};
static const struct server_param EXEMPTIONS_PARAMS[] = {LIMIT_PARAM("100", 1000), CURSOR_PARAM,
                                                        FORMAT_PARAM, END};

static const struct server_param TRI_JUNCTIONS_PARAMS[] = {LIMIT_PARAM("100", 1000), CURSOR_PARAM,
                                                           FORMAT_PARAM, END};

/* Of lists: what a column must be. */
#define TEXT_FILTER(column, sample, text)                                                          \
    {                                                                                              \
        .name = column, .type = SERVER_PARAM_TEXT, .min = 1, .max = 200, .example = sample,        \
        .about = text                                                                              \
    }
#define SUBJECT_FILTER(column, text) TEXT_FILTER(column, "220104", text)
#define DIVISION_FILTER                                                                            \
    {                                                                                              \
        .name = "division", .type = SERVER_PARAM_CODE, .example = "220104",                        \
        .about = "Only what is said to be in this very division"                                   \
    }
#define BBOX_FILTER                                                                                \
    {                                                                                              \
        .name = "bbox", .type = SERVER_PARAM_BBOX, .example = "124.3,43.2,127.1,45.3",             \
        .about = "Only inside west,south,east,north"                                               \
    }
#define LIST_PARAMS LIMIT_PARAM("100", 1000), CURSOR_PARAM

#define ENUM_FILTER(column, list, sample, text)                                                    \
    {                                                                                              \
        .name = column, .type = SERVER_PARAM_ENUM, .values = list, .example = sample,              \
        .about = text                                                                              \
    }

static const char *const LEGAL_KINDS[] = {"natural", "division", "committee-seat", "park", "street",
                                          "estate",  "facility", "other",          NULL};
static const char *const PLACE_STATUSES[] = {"planned",   "tentative", "approved", "filed",
                                             "published", "retired",   NULL};
static const char *const HERITAGE_LEVELS[] = {"state", "province", "city", "county", NULL};
static const char *const ACTIONS[] = {"named", "renamed", "retired", NULL};
static const char *const BODIES[] = {"government", "naming-authority", "other-department", NULL};
static const char *const RELATIONS[] = {"renamed",     "split",      "merged", "absorbed",
                                        "re-parented", "renumbered", "moved",  NULL};
static const char *const DETAILS[] = {"door", "household", NULL};
static const struct server_param PLACES_PARAMS[] = {
    TEXT_FILTER("kind", "street", "Only places of this kind"),
    ENUM_FILTER("legal_kind", LEGAL_KINDS, "street", "Only places of this kind of the statute"),
    DIVISION_FILTER,
    ENUM_FILTER("status", PLACE_STATUSES, "approved", "Only in this status"),
    LIST_PARAMS,
    FORMAT_PARAM,
    END};
static const struct server_param ADDRESSES_PARAMS[] = {
    TEXT_FILTER("street", NULL, "Only of this street, by any of its ids"),
    TEXT_FILTER("road", "人民大街", "Only with this name of the road"),
    TEXT_FILTER("estate", NULL, "Only of this estate"),
    DIVISION_FILTER,
    BBOX_FILTER,
    {.name = "detail",
     .type = SERVER_PARAM_ENUM,
     .values = DETAILS,
     .fallback = "door",
     .example = "door",
     .about = "door: those without unit and room; household: all, needs the role viewer"},
    LIST_PARAMS,
    FORMAT_PARAM,
    END};
static const struct server_param SIGNS_PARAMS[] = {
    SUBJECT_FILTER("place", "Only of this place, address or division, by any of its ids"),
    TEXT_FILTER("type", "street", "Only of this type"),
    TEXT_FILTER("state", "intact", "Only in this state"),
    TEXT_FILTER("keeper", NULL, "Only of this keeper"),
    BBOX_FILTER,
    LIST_PARAMS,
    FORMAT_PARAM,
    END};
static const struct server_param HERITAGE_PARAMS[] = {
    SUBJECT_FILTER("place", "Only of this place or division, by any of its ids"),
    ENUM_FILTER("level", HERITAGE_LEVELS, "city", "Only of this level"),
    TEXT_FILTER("scheme", NULL, "Only with categories of this scheme"),
    TEXT_FILTER("category", NULL, "Only of this category"),
    LIST_PARAMS,
    END};
static const struct server_param APPROVALS_PARAMS[] = {
    SUBJECT_FILTER("place", "Only of this place or division, by any of its ids"),
    ENUM_FILTER("action", ACTIONS, "named", "Only of this action"),
    ENUM_FILTER("body_kind", BODIES, "government", "Only by this kind of body"),
    {.name = "overdue",
     .type = SERVER_PARAM_ENUM,
     .values = NO_YES,
     .fallback = "0",
     .example = "1",
     .about = "1: only those whose filing or notice is overdue on the day"},
    LIST_PARAMS,
    END};
static const struct server_param CATEGORIES_PARAMS[] = {
    TEXT_FILTER("scheme", "GB/T 18521", "Only of this scheme"),
    TEXT_FILTER("code", "21610", "Only this code"),
    TEXT_FILTER("parent", "21", "Only below this code"), LIST_PARAMS, END};
static const struct server_param CODE_ALIASES_PARAMS[] = {
    TEXT_FILTER("scheme", "nbs", "Only of this scheme"),
    TEXT_FILTER("code", "220172002", "Only this code"),
    SUBJECT_FILTER("place", "Only of this place or division, by any of its ids"), LIST_PARAMS, END};
static const struct server_param RELATIONS_PARAMS[] = {
    SUBJECT_FILTER("place", "Only what became of this one, by any of its ids"),
    SUBJECT_FILTER("successor", "Only what became this one, by any of its ids"),
    ENUM_FILTER("relation", RELATIONS, "renamed", "Only this relation"), LIST_PARAMS, END};
static const struct server_param STREET_PARTS_PARAMS[] = {
    TEXT_FILTER("street", NULL, "Only of this street, by any of its ids"),
    DIVISION_FILTER,
    TEXT_FILTER("name", NULL, "Only of this name"),
    LIST_PARAMS,
    FORMAT_PARAM,
    END};

static const char *const TOLD[] = {"division",   "place",    "name",        "category",
                                   "code_alias", "relation", "street_part", "address",
                                   "sign",       "heritage", "approval",    NULL};
static const char *const GEOMETRIES[] = {"full", "none", NULL};
static const char *const ITEM_FORMATS[] = {"json", "ndjson", NULL};
#define FEED_PARAMS                                                                                \
    CURSOR_PARAM, LIMIT_PARAM("100", 1000),                                                        \
        {.name = "entity",                                                                         \
         .type = SERVER_PARAM_ENUM,                                                                \
         .values = TOLD,                                                                           \
         .example = "place",                                                                       \
         .about = "Only what is of this entity"},                                                  \
        {.name = "geometry",                                                                       \
         .type = SERVER_PARAM_ENUM,                                                                \
         .values = GEOMETRIES,                                                                     \
         .fallback = "full",                                                                       \
         .example = "none",                                                                        \
         .about = "none: only its bbox"},                                                          \
    {                                                                                              \
        .name = "f", .type = SERVER_PARAM_ENUM, .values = ITEM_FORMATS, .fallback = "json",        \
        .example = "json", .about = "ndjson: one item a line, as Accept: application/x-ndjson"     \
    }
static const struct server_param CHANGES_PARAMS[] = {
    FEED_PARAMS, TEXT_FILTER("type", "renamed", "Only changes that are of this type"), END};
static const struct server_param STATE_PARAMS[] = {FEED_PARAMS, END};

static const struct server_param FINDING_PARAMS[] = {
    {.name = "id",
     .type = SERVER_PARAM_TEXT,
     .required = true,
     .min = 1,
     .max = 40,
     .example = "8cc8f07b283b9bc9c83e6bf1",
     .about = "Id of the finding"},
    {.name = "run",
     .type = SERVER_PARAM_INT,
     .min = 1,
     .max = 1e15,
     .example = "1",
     .about = "Number of the run; the newest without it"},
    END};

static const struct server_param COVERAGE_PARAMS[] = {KIND_PARAM, MINUTES_PARAM("15"),
                                                      PROFILE_PARAM, SEASON_PARAM, END};
static const struct server_param UNCOVERED_PARAMS[] = {
    KIND_PARAM, MINUTES_PARAM("15"), PROFILE_PARAM, SEASON_PARAM, LIMIT_PARAM("1000", 10000), END};
static const struct server_param INDICATOR_PARAMS[] = {{.name = "code",
                                                        .type = SERVER_PARAM_CODE,
                                                        .example = "220100",
                                                        .about = "Only for this division"},
                                                       END};
static const struct server_param REACH_PARAMS[] = {
    LON_PARAM(false),
    LAT_PARAM(false),
    {.name = "facility",
     .type = SERVER_PARAM_TEXT,
     .min = 1,
     .max = 200,
     .about = "Id of a facility, instead of lon and lat"},
    MINUTES_PARAM("5,10,15"),
    PROFILE_PARAM,
    SEASON_PARAM,
    CRS_PARAM,
    END};

static const char *const LAYERS[] = {"division", "division_label", "boundary_line", "place", "road",
                                     "facility", "finding",        "map",           NULL};
static const char *const SETS[] = {
    "WebMercatorQuad", "WorldCRS84Quad", "CGCS2000Quad", "c", "w", NULL};
#define LAYER_PARAM                                                                                \
    {                                                                                              \
        .name = "layer", .type = SERVER_PARAM_ENUM, .required = true, .values = LAYERS,            \
        .example = "map", .about = "Layer, or map for all of the style"                            \
    }
#define TILE_PARAMS                                                                                \
    {.name = "z",                                                                                  \
     .type = SERVER_PARAM_INT,                                                                     \
     .required = true,                                                                             \
     .min = 0,                                                                                     \
     .max = 24,                                                                                    \
     .example = "10",                                                                              \
     .about = "Level"},                                                                            \
        {.name = "x",                                                                              \
         .type = SERVER_PARAM_INT,                                                                 \
         .required = true,                                                                         \
         .min = 0,                                                                                 \
         .max = 16777215,                                                                          \
         .example = "868",                                                                         \
         .about = "Column, from the west"},                                                        \
    {                                                                                              \
        .name = "y", .type = SERVER_PARAM_INT, .required = true, .min = 0, .max = 16777215,        \
        .example = "371", .about = "Row, from the north"                                           \
    }
static const struct server_param TILE_PARAM_TABLE[] = {LAYER_PARAM, TILE_PARAMS, END};
static const struct server_param SET_TILE_PARAM_TABLE[] = {LAYER_PARAM,
                                                           {.name = "tms",
                                                            .type = SERVER_PARAM_ENUM,
                                                            .required = true,
                                                            .values = SETS,
                                                            .example = "WebMercatorQuad",
                                                            .about = "Tile matrix set"},
                                                           TILE_PARAMS,
                                                           END};
static const char *const TILE_FORMATS[] = {"mvt", "png", NULL};
static const struct server_param TILEJSON_PARAMS[] = {LAYER_PARAM,
                                                      {.name = "format",
                                                       .type = SERVER_PARAM_ENUM,
                                                       .values = TILE_FORMATS,
                                                       .fallback = "mvt",
                                                       .example = "mvt",
                                                       .about = "Vector tiles or pictures"},
                                                      END};
static const struct server_param STYLE_PARAMS[] = {{.name = "style",
                                                    .type = SERVER_PARAM_TEXT,
                                                    .required = true,
                                                    .min = 1,
                                                    .max = 60,
                                                    .example = "default",
                                                    .about = "Name of the style"},
                                                   END};
static const struct server_param JOB_PARAMS[] = {{.name = "id",
                                                  .type = SERVER_PARAM_TEXT,
                                                  .required = true,
                                                  .min = 1,
                                                  .max = 64,
                                                  .about = "The id that starting the job gave"},
                                                 END};
static const struct server_param FILE_PARAMS[] = {{.name = "file",
                                                   .type = SERVER_PARAM_TEXT,
                                                   .required = true,
                                                   .min = 1,
                                                   .max = 100,
                                                   .example = "app.css",
                                                   .about = "Name of a file of the page"},
                                                  END};

#define V1             "/api/v1"
#define SNAP           SERVER_FROM_SNAPSHOT
#define NOMINATIM      (SNAP | SERVER_NOMINATIM)
#define NOMINATIM_JSON SERVER_JSON "; charset=utf-8"
#define NOMINATIM_XML  "text/xml; charset=utf-8"

static const struct server_route ROUTES[] = {
    {SERVER_GET, V1 "/search", server_api_search, "search", "Place search", SEARCH_PARAMS,
     SERVER_JSON, "Search", STORE_ROLE_NONE, SNAP, 0},
    {SERVER_GET, V1 "/places/{id}", server_api_place, "place",
     "One place with all its names and history", PLACE_PARAMS, SERVER_JSON, "Place",
     STORE_ROLE_NONE, SNAP, 0},
    {SERVER_GET, V1 "/places", server_api_places, "places", "Places, in the order of their coming",
     PLACES_PARAMS, SERVER_JSON, "PlaceList", STORE_ROLE_NONE, SERVER_SLOW | SERVER_NEEDS_RECORD,
     0},
    {SERVER_GET, V1 "/addresses", server_api_addresses, "addresses",
     "Addresses, in the order of their coming", ADDRESSES_PARAMS, SERVER_JSON, "AddressList",
     STORE_ROLE_NONE, SERVER_SLOW | SERVER_NEEDS_RECORD, 0},
    {SERVER_GET, V1 "/signs", server_api_signs, "signs", "Signs of place names", SIGNS_PARAMS,
     SERVER_JSON, "SignList", STORE_ROLE_NONE, SERVER_SLOW | SERVER_NEEDS_RECORD, 0},
    {SERVER_GET, V1 "/heritage", server_api_heritage, "heritage", "Lists of protected names",
     HERITAGE_PARAMS, SERVER_JSON, "HeritageList", STORE_ROLE_NONE,
     SERVER_SLOW | SERVER_NEEDS_RECORD, 0},
    {SERVER_GET, V1 "/approvals", server_api_approvals, "approvals",
     "Approvals of names, with when filing and notice are due", APPROVALS_PARAMS, SERVER_JSON,
     "ApprovalList", STORE_ROLE_NONE, SERVER_SLOW | SERVER_NEEDS_RECORD, 0},
    {SERVER_GET, V1 "/categories", server_api_categories, "categories",
     "Classes of the schemes of categories", CATEGORIES_PARAMS, SERVER_JSON, "CategoryList",
     STORE_ROLE_NONE, SERVER_SLOW | SERVER_NEEDS_RECORD, 0},
    {SERVER_GET, V1 "/code-aliases", server_api_code_aliases, "codeAliases",
     "Codes of other schemes", CODE_ALIASES_PARAMS, SERVER_JSON, "CodeAliasList", STORE_ROLE_NONE,
     SERVER_SLOW | SERVER_NEEDS_RECORD, 0},
    {SERVER_GET, V1 "/relations", server_api_relations, "relations", "What became of places",
     RELATIONS_PARAMS, SERVER_JSON, "RelationList", STORE_ROLE_NONE,
     SERVER_SLOW | SERVER_NEEDS_RECORD, 0},
    {SERVER_GET, V1 "/street-parts", server_api_street_parts, "streetParts", "Parts of streets",
     STREET_PARTS_PARAMS, SERVER_JSON, "StreetPartList", STORE_ROLE_NONE,
     SERVER_SLOW | SERVER_NEEDS_RECORD, 0},
    {SERVER_GET, V1 "/changes", server_api_changes, "changes",
     "Every change since the cursor, in order", CHANGES_PARAMS, SERVER_JSON, "ChangeList",
     STORE_ROLE_NONE, SERVER_SLOW | SERVER_NEEDS_RECORD, 0},
    {SERVER_GET, V1 "/changes/state", server_api_changes_state, "changesState",
     "All that is held, with the cursor from which the changes go on", STATE_PARAMS, SERVER_JSON,
     "StateList", STORE_ROLE_NONE, SERVER_SLOW | SERVER_NEEDS_RECORD, 0},
    {SERVER_GET, V1 "/reverse", server_api_reverse, "reverse",
     "The division chain and the nearest names at a point", REVERSE_PARAMS, SERVER_JSON, "Reverse",
     STORE_ROLE_NONE, SNAP, 0},
    {SERVER_GET, V1 "/standardize", server_api_standardize, "standardize",
     "The standard form of a name or address", STANDARDIZE_PARAMS, SERVER_JSON, "Standard",
     STORE_ROLE_NONE, SNAP, 0},
    {SERVER_POST, V1 "/names/check", server_api_name_check, "nameCheck",
     "Checks a proposed name by the naming rules", NULL, SERVER_JSON, "NameCheck", STORE_ROLE_NONE,
     SERVER_NO_ETAG, 64 * 1024},
    {SERVER_GET, V1 "/names/romanise", server_api_romanise, "romanise",
     "The romanised form of a name by the rules of 1984", ROMANISE_PARAMS, SERVER_JSON, "Romanised",
     STORE_ROLE_NONE, SNAP, 0},
    {SERVER_GET, V1 "/divisions/{code}", server_api_division, "division",
     "One division, as of a date", DIVISION_PARAMS, SERVER_JSON, "Division", STORE_ROLE_NONE, SNAP,
     0},
    {SERVER_GET, V1 "/divisions/{code}/children", server_api_division_children, "divisionChildren",
     "The divisions below it", CHILDREN_PARAMS, SERVER_JSON, "DivisionList", STORE_ROLE_NONE, SNAP,
     0},
    {SERVER_GET, V1 "/divisions/{code}/parents", server_api_division_parents, "divisionParents",
     "The divisions above it, nearest first", CODE_PARAMS, SERVER_JSON, "DivisionList",
     STORE_ROLE_NONE, SNAP, 0},
    {SERVER_GET, V1 "/divisions/{code}/neighbours", server_api_division_neighbours,
     "divisionNeighbours", "Divisions of the same level that share its border", CODE_PARAMS,
     SERVER_JSON, "DivisionList", STORE_ROLE_NONE, SNAP | SERVER_SLOW, 0},
    {SERVER_GET, V1 "/divisions/{code}/history", server_api_division_history, "divisionHistory",
     "Every version of the unit, oldest first", CODE_PARAMS, SERVER_JSON, "DivisionList",
     STORE_ROLE_NONE, SNAP, 0},
    {SERVER_GET, V1 "/inspections", server_api_inspections, "inspections",
     "Inspection runs, newest first", INSPECTIONS_PARAMS, SERVER_JSON, "InspectionList",
     STORE_ROLE_VIEWER, SERVER_SLOW | SERVER_NEEDS_RECORD, 0},
    {SERVER_POST, V1 "/inspections", server_api_inspect, "inspect",
     "Starts an inspection of the boundaries as a job", NULL, SERVER_JSON, "Job",
     STORE_ROLE_INSPECTOR, SERVER_SLOW | SERVER_NEEDS_RECORD | SERVER_PRIVATE, 64 * 1024},
    {SERVER_GET, V1 "/inspections/{run}", server_api_inspection, "inspection",
     "One inspection run with its findings", INSPECTION_PARAMS, SERVER_JSON, "Inspection",
     STORE_ROLE_VIEWER, SERVER_SLOW | SERVER_NEEDS_RECORD, 0},
    {SERVER_GET, V1 "/inspections/{run}/repairs", server_api_repairs, "repairs",
     "How slivers of the run could be mended; changes nothing", REPAIRS_PARAMS, SERVER_JSON,
     "Repairs", STORE_ROLE_VIEWER, SERVER_SLOW | SERVER_NEEDS_RECORD, 0},
    {SERVER_GET, V1 "/findings", server_api_findings, "findings", "Findings of a run",
     FINDINGS_PARAMS, SERVER_JSON, "FindingList", STORE_ROLE_VIEWER,
     SERVER_SLOW | SERVER_NEEDS_RECORD, 0},
    {SERVER_GET, V1 "/lines", server_api_lines, "lines", "Boundary lines, in code order",
     LINES_PARAMS, SERVER_JSON, "LineList", STORE_ROLE_NONE, SERVER_SLOW | SERVER_NEEDS_RECORD, 0},
    {SERVER_GET, V1 "/lines/{line}", server_api_line, "line", "One boundary line, as of a date",
     LINE_PARAMS, SERVER_JSON, "Line", STORE_ROLE_NONE, SERVER_SLOW | SERVER_NEEDS_RECORD, 0},
    {SERVER_GET, V1 "/markers", server_api_markers, "markers",
     "Boundary markers, in order of line and number", MARKERS_PARAMS, SERVER_JSON, "MarkerList",
     STORE_ROLE_VIEWER, SERVER_SLOW | SERVER_NEEDS_RECORD, 0},
    {SERVER_GET, V1 "/claims", server_api_claims, "claims",
     "What the parties claim: lines, then areas", CLAIMS_PARAMS, SERVER_JSON, "ClaimList",
     STORE_ROLE_VIEWER, SERVER_SLOW | SERVER_NEEDS_RECORD, 0},
    {SERVER_GET, V1 "/tri-junctions", server_api_tri_junctions, "triJunctions",
     "Points where three units meet, in order of number", TRI_JUNCTIONS_PARAMS, SERVER_JSON,
     "TriJunctionList", STORE_ROLE_VIEWER, SERVER_SLOW | SERVER_NEEDS_RECORD, 0},
    {SERVER_GET, V1 "/exemptions", server_api_exemptions, "exemptions",
     "Exemptions by register that are in force, in order of id", EXEMPTIONS_PARAMS, SERVER_JSON,
     "ExemptionList", STORE_ROLE_VIEWER, SERVER_SLOW | SERVER_NEEDS_RECORD, 0},
    {SERVER_GET, V1 "/findings/{id}", server_api_finding, "finding",
     "One finding with the borders it lies between", FINDING_PARAMS, SERVER_JSON, "FindingDetail",
     STORE_ROLE_VIEWER, SERVER_SLOW | SERVER_NEEDS_RECORD, 0},
    {SERVER_GET, V1 "/coverage", server_api_coverage, "coverage",
     "Who reaches a facility of the kind, and who does not", COVERAGE_PARAMS, SERVER_JSON,
     "Coverage", STORE_ROLE_NONE, SNAP | SERVER_SLOW, 0},
    {SERVER_GET, V1 "/coverage/circles", server_api_coverage_circles, "coverageCircles",
     "The ground from which a facility of the kind is reached", COVERAGE_PARAMS, SERVER_GEOJSON,
     "FeatureCollection", STORE_ROLE_NONE, SNAP | SERVER_SLOW, 0},
    {SERVER_GET, V1 "/coverage/uncovered", server_api_coverage_uncovered, "coverageUncovered",
     "Population points that reach none, with the reason", UNCOVERED_PARAMS, SERVER_GEOJSON,
     "FeatureCollection", STORE_ROLE_VIEWER, SNAP | SERVER_SLOW, 0},
    {SERVER_GET, V1 "/indicators", server_api_indicators, "indicators",
     "Indicators of the five-year plan", INDICATOR_PARAMS, SERVER_JSON, "Indicators",
     STORE_ROLE_NONE, SNAP | SERVER_SLOW, 0},
    {SERVER_GET, V1 "/reach", server_api_reach, "reach",
     "What can be reached on foot from a point or facility", REACH_PARAMS, SERVER_GEOJSON,
     "FeatureCollection", STORE_ROLE_NONE, SNAP | SERVER_SLOW, 0},
    {SERVER_POST, V1 "/imports", server_api_import, "import",
     "Uploads files (multipart/form-data) and starts an import job", NULL, SERVER_JSON, "Job",
     STORE_ROLE_CLERK, SERVER_SLOW | SERVER_NEEDS_RECORD | SERVER_PRIVATE, 1024 * MIB},
    {SERVER_GET, V1 "/jobs/{id}", server_api_job, "job", "State, progress and result of a job",
     JOB_PARAMS, SERVER_JSON, "Job", STORE_ROLE_CLERK,
     SERVER_SLOW | SERVER_NEEDS_RECORD | SERVER_PRIVATE, 0},
    {SERVER_DELETE, V1 "/jobs/{id}", server_api_job_cancel, "jobCancel", "Cancels a job",
     JOB_PARAMS, SERVER_JSON, "Job", STORE_ROLE_CLERK,
     SERVER_SLOW | SERVER_NEEDS_RECORD | SERVER_PRIVATE, 0},
    {SERVER_GET, "/tiles/{layer}.json", server_api_tilejson, "tilejson", "TileJSON of a layer",
     TILEJSON_PARAMS, SERVER_JSON, "TileJson", STORE_ROLE_NONE, SNAP, 0},
    {SERVER_GET, "/tiles/{layer}/{z}/{x}/{y}@2x.png", server_api_tile_png_2x, "tilePng2x",
     "A map tile of 512 pixels", TILE_PARAM_TABLE, SERVER_PNG, NULL, STORE_ROLE_NONE, SNAP, 0},
    {SERVER_GET, "/tiles/{layer}/{z}/{x}/{y}.png", server_api_tile_png, "tilePng",
     "A map tile of 256 pixels", TILE_PARAM_TABLE, SERVER_PNG, NULL, STORE_ROLE_NONE, SNAP, 0},
    {SERVER_GET, "/tiles/{layer}/{z}/{x}/{y}.mvt", server_api_tile_mvt, "tileMvt", "A vector tile",
     TILE_PARAM_TABLE, SERVER_MVT, NULL, STORE_ROLE_NONE, SNAP, 0},
    {SERVER_GET, "/tiles/{layer}/{z}/{x}/{y}.pbf", server_api_tile_mvt, "tilePbf",
     "A vector tile, by the ending that many clients guess by", TILE_PARAM_TABLE, SERVER_MVT, NULL,
     STORE_ROLE_NONE, SNAP, 0},
    {SERVER_GET, "/tiles/{layer}/{tms}/{z}/{x}/{y}@2x.png", server_api_tile_png_2x, "setTilePng2x",
     "A map tile of 512 pixels of a matrix set", SET_TILE_PARAM_TABLE, SERVER_PNG, NULL,
     STORE_ROLE_NONE, SNAP, 0},
    {SERVER_GET, "/tiles/{layer}/{tms}/{z}/{x}/{y}.png", server_api_tile_png, "setTilePng",
     "A map tile of a matrix set", SET_TILE_PARAM_TABLE, SERVER_PNG, NULL, STORE_ROLE_NONE, SNAP,
     0},
    {SERVER_GET, "/tiles/{layer}/{tms}/{z}/{x}/{y}.mvt", server_api_tile_mvt, "setTileMvt",
     "A vector tile of a matrix set", SET_TILE_PARAM_TABLE, SERVER_MVT, NULL, STORE_ROLE_NONE, SNAP,
     0},
    {SERVER_GET, "/tiles/{layer}/{tms}/{z}/{x}/{y}.pbf", server_api_tile_mvt, "setTilePbf",
     "A vector tile of a matrix set", SET_TILE_PARAM_TABLE, SERVER_MVT, NULL, STORE_ROLE_NONE, SNAP,
     0},
    {SERVER_GET, "/styles/{style}.json", server_api_style, "style", "A MapLibre style",
     STYLE_PARAMS, SERVER_JSON, "Style", STORE_ROLE_NONE, SNAP, 0},
    {SERVER_GET, "/nominatim/search", server_api_nominatim_search, "nominatimSearch",
     "Search as Nominatim's clients ask", NOMINATIM_SEARCH_PARAMS, NOMINATIM_JSON, NULL,
     STORE_ROLE_NONE, NOMINATIM, 0},
    {SERVER_GET, "/nominatim/reverse", server_api_nominatim_reverse, "nominatimReverse",
     "What is at a point, as Nominatim's clients ask", NOMINATIM_REVERSE_PARAMS, NOMINATIM_XML,
     NULL, STORE_ROLE_NONE, NOMINATIM, 0},
    {SERVER_GET, "/nominatim/lookup", server_api_nominatim_lookup, "nominatimLookup",
     "Places by ids of OpenStreetMap, as Nominatim's clients ask", NOMINATIM_LOOKUP_PARAMS,
     NOMINATIM_XML, NULL, STORE_ROLE_NONE, NOMINATIM, 0},
    {SERVER_GET, "/nominatim/status", server_api_nominatim_status, "nominatimStatus",
     "Whether the server answers, as Nominatim's clients ask", NOMINATIM_STATUS_PARAMS, SERVER_TEXT,
     NULL, STORE_ROLE_NONE, NOMINATIM, 0},
    {SERVER_GET, "/nominatim/search.php", server_api_nominatim_search, "nominatimSearchPhp",
     "Search as Nominatim's clients ask", NOMINATIM_SEARCH_PARAMS, NOMINATIM_JSON, NULL,
     STORE_ROLE_NONE, NOMINATIM | SERVER_HIDDEN, 0},
    {SERVER_GET, "/nominatim/reverse.php", server_api_nominatim_reverse, "nominatimReversePhp",
     "What is at a point, as Nominatim's clients ask", NOMINATIM_REVERSE_PARAMS, NOMINATIM_XML,
     NULL, STORE_ROLE_NONE, NOMINATIM | SERVER_HIDDEN, 0},
    {SERVER_GET, "/nominatim/lookup.php", server_api_nominatim_lookup, "nominatimLookupPhp",
     "Places by ids of OpenStreetMap, as Nominatim's clients ask", NOMINATIM_LOOKUP_PARAMS,
     NOMINATIM_XML, NULL, STORE_ROLE_NONE, NOMINATIM | SERVER_HIDDEN, 0},
    {SERVER_GET, "/nominatim/status.php", server_api_nominatim_status, "nominatimStatusPhp",
     "Whether the server answers, as Nominatim's clients ask", NOMINATIM_STATUS_PARAMS, SERVER_TEXT,
     NULL, STORE_ROLE_NONE, NOMINATIM | SERVER_HIDDEN, 0},
    {SERVER_GET, "/openapi.json", server_api_openapi, "openapi", "This document", NULL, SERVER_JSON,
     "Document", STORE_ROLE_NONE, SNAP, 0},
    {SERVER_GET, "/docs", server_api_docs, "docs", "The addresses, for people", NULL,
     "text/html; charset=utf-8", NULL, STORE_ROLE_NONE, SNAP, 0},
    {SERVER_GET, "/healthz", server_api_healthz, "healthz", "The process answers", NULL,
     SERVER_JSON, "Health", STORE_ROLE_NONE, SERVER_NO_ETAG, 0},
    {SERVER_GET, "/readyz", server_api_readyz, "readyz", "The snapshot is loaded", NULL,
     SERVER_JSON, "Health", STORE_ROLE_NONE, SERVER_NO_ETAG, 0},
    {SERVER_GET, "/metrics", server_api_metrics, "metrics", "Counters, Prometheus text", NULL,
     "text/plain; version=0.0.4; charset=utf-8", NULL, STORE_ROLE_NONE, SERVER_NO_ETAG, 0},
    {SERVER_GET, "/", server_api_page, "page", "The page", NULL, "text/html; charset=utf-8", NULL,
     STORE_ROLE_NONE, SERVER_HIDDEN, 0},
    {SERVER_GET, "/web/{file}", server_api_page_file, "pageFile", "A file of the page", FILE_PARAMS,
     "application/octet-stream", NULL, STORE_ROLE_NONE, SERVER_HIDDEN, 0},
};

static const char *const LANGS[] = {"zh", "en", NULL};
static const struct server_param COMMON[] = {
    {.name = "at",
     .type = SERVER_PARAM_DATE,
     .example = "2026-11-24",
     .about = "The day for which the record is read"},
    {.name = "lang",
     .type = SERVER_PARAM_ENUM,
     .values = LANGS,
     .example = "zh",
     .about = "Language of texts: zh or en"},
    {.name = "wait",
     .type = SERVER_PARAM_INT,
     .min = 0,
     .max = 30,
     .example = "5",
     .about = "Wait up to so many seconds until what was written is served"},
};

const struct server_param *server_common_params(size_t *count)
{
    *count = sizeof COMMON / sizeof COMMON[0];
    return COMMON;
}

const struct server_route *server_routes(size_t *count)
{
    *count = sizeof ROUTES / sizeof ROUTES[0];
    return ROUTES;
}
