/* tiles/layer.c - the layers of the map and what their features carry. */
#include "tiles/layer.h"

#include <string.h>

#define VALIDITY                                                                                   \
    {"valid_from", TILES_INTEGER, "yyyymmdd"},                                                     \
    {                                                                                              \
        "valid_to", TILES_INTEGER, "yyyymmdd"                                                      \
    }

static const struct tiles_layer_info LAYERS[TILES_LAYERS] = {
    [TILES_DIVISION] = {"division",
                        "Administrative divisions as areas",
                        "Polygon",
                        false,
                        8,
                        {{"code", TILES_TEXT, "division code"},
                         {"name", TILES_TEXT, "standard name"},
                         {"short_name", TILES_TEXT, "name without its generic part"},
                         {"level", TILES_TEXT, "province, prefecture, county, township, village"},
                         {"type", TILES_TEXT, "type of the division"},
                         {"colour", TILES_INTEGER, "0..5, different from every neighbour's"},
                         VALIDITY}},
    [TILES_DIVISION_LABEL] = {"division_label",
                              "One label point per division",
                              "Point",
                              false,
                              8,
                              {{"code", TILES_TEXT, "division code"},
                               {"name", TILES_TEXT, "standard name"},
                               {"short_name", TILES_TEXT, "name without its generic part"},
                               {"level", TILES_TEXT, "level of the division"},
                               {"type", TILES_TEXT, "type of the division"},
                               {"radius_m", TILES_INTEGER,
                                "radius of the largest inscribed circle"},
                               VALIDITY}},
    [TILES_BOUNDARY_LINE] = {"boundary_line",
                             "Borders, each once, at the highest level that it parts",
                             "LineString",
                             false,
                             3,
                             {{"left", TILES_TEXT, "code of the division on the left"},
                              {"right", TILES_TEXT, "code of the division on the right"},
                              {"level", TILES_TEXT, "highest level at which the sides differ"}}},
    [TILES_PLACE] = {"place",
                     "Named places",
                     "Point",
                     false,
                     8,
                     {{"name", TILES_TEXT, "standard name"},
                      {"kind", TILES_TEXT, "kind of the place"},
                      {"category", TILES_TEXT, "category of the place"},
                      {"division", TILES_TEXT, "code of the division"},
                      {"status", TILES_TEXT, "status of the name"},
                      {"rank", TILES_INTEGER, "the smaller, the earlier it is shown"},
                      VALIDITY}},
    [TILES_ROAD] = {"road",
                    "Roads and ways",
                    "LineString",
                    false,
                    7,
                    {{"name", TILES_TEXT, "name"},
                     {"class", TILES_TEXT, "class of the road"},
                     {"bridge", TILES_INTEGER, "1 on a bridge"},
                     {"tunnel", TILES_INTEGER, "1 in a tunnel"},
                     {"layer", TILES_INTEGER, "order of crossing ways"},
                     VALIDITY}},
    [TILES_FACILITY] = {"facility",
                        "Facilities of civil affairs",
                        "Point",
                        false,
                        6,
                        {{"name", TILES_TEXT, "name"},
                         {"kind", TILES_TEXT, "node of the tree of kinds"},
                         {"branch", TILES_TEXT, "first part of the kind"},
                         {"id", TILES_TEXT, "the source's id"},
                         VALIDITY}},
    [TILES_FINDING] = {"finding",
                       "Findings of the newest inspection",
                       "Polygon",
                       true,
                       5,
                       {{"id", TILES_TEXT, "id of the finding"},
                        {"kind", TILES_TEXT, "kind of the finding"},
                        {"severity", TILES_TEXT, "blocking, substantive, minor, notice"},
                        {"state", TILES_TEXT, "state of the finding"},
                        {"level", TILES_TEXT, "level of the divisions"}}},
};

const struct tiles_layer_info *tiles_layer_info(enum tiles_layer layer)
{
    return &LAYERS[layer];
}

static enum tiles_layer find_n(const char *name, size_t length)
{
    for (int i = 0; i < TILES_LAYERS; i++)
        if (strlen(LAYERS[i].name) == length && strncmp(LAYERS[i].name, name, length) == 0)
            return (enum tiles_layer)i;
    return TILES_LAYERS;
}

enum tiles_layer tiles_layer_find(const char *name)
{
    return find_n(name, strlen(name));
}

int tiles_layer_column(enum tiles_layer layer, const char *name)
{
    const struct tiles_layer_info *info = &LAYERS[layer];
    for (uint32_t i = 0; i < info->column_count; i++)
        if (strcmp(info->columns[i].name, name) == 0)
            return (int)i;
    return -1;
}

enum base_status tiles_layer_set_parse(const char *text, tiles_layer_set *out,
                                       struct base_error *err)
{
    tiles_layer_set set = 0;
    for (const char *at = text;;) {
        size_t length = strcspn(at, ",");
        enum tiles_layer layer = find_n(at, length);
        if (length == 3 && strncmp(at, "map", 3) == 0)
            set |= TILES_LAYERS_MAP;
        else if (layer != TILES_LAYERS)
            set |= TILES_LAYER_BIT(layer);
        else
            return base_fail(err, BASE_NOT_FOUND,
                             "there is no layer \"%.40s\"; known are map, division, "
                             "division_label, boundary_line, place, road, facility and finding",
                             text);
        if (at[length] == '\0')
            break;
        at += length + 1;
    }
    *out = set;
    return BASE_OK;
}

int tiles_level_minzoom(int level)
{
    static const int MINZOOM[6] = {13, 0, 4, 7, 10, 13};
    return MINZOOM[level >= 1 && level <= 5 ? level : 0];
}

int tiles_zoom_level(int zoom)
{
    int level = 1;
    while (level < 5 && zoom >= tiles_level_minzoom(level + 1))
        level++;
    return level;
}
