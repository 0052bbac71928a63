/* server/nominatim.c - what Nominatim's clients are told of one place. */
#include "server/nominatim.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

#define NONE         STORE_DIVISION_INDEX_NONE
#define POINT_MARGIN 0.00005 /* degrees around a point, as Nominatim's own */

/* What a kind of ours is in OpenStreetMap's words. */
static const struct kind {
    const char *kind, *category, *type, *address_type;
    int rank;
    unsigned layer;
} KINDS[] = {
    {"street", "highway", "road", "road", 26, SERVER_NOMINATIM_ADDRESS},
    {"square", "place", "square", "square", 25, SERVER_NOMINATIM_ADDRESS},
    {"bridge", "man_made", "bridge", "man_made", 30, SERVER_NOMINATIM_MANMADE},
    {"estate", "landuse", "residential", "neighbourhood", 22, SERVER_NOMINATIM_ADDRESS},
    {"building", "building", "yes", "building", 30, SERVER_NOMINATIM_POI},
    {"park", "leisure", "park", "leisure", 30, SERVER_NOMINATIM_POI},
    {"facility", "amenity", "yes", "amenity", 30, SERVER_NOMINATIM_POI},
    {"station", "railway", "station", "railway", 30, SERVER_NOMINATIM_RAILWAY},
    {"natural", "natural", "yes", "natural", 22, SERVER_NOMINATIM_NATURAL},
    {"mountain", "natural", "peak", "natural", 18, SERVER_NOMINATIM_NATURAL},
    {"water", "natural", "water", "natural", 22, SERVER_NOMINATIM_NATURAL},
    {"river", "waterway", "river", "waterway", 19, SERVER_NOMINATIM_NATURAL},
    {"zone", "place", "district", "district", 13, SERVER_NOMINATIM_ADDRESS},
    {"village", "place", "village", "village", 19, SERVER_NOMINATIM_ADDRESS},
    {"hamlet", "place", "hamlet", "hamlet", 20, SERVER_NOMINATIM_ADDRESS},
    {"town", "place", "town", "town", 18, SERVER_NOMINATIM_ADDRESS},
    {"suburb", "place", "suburb", "suburb", 19, SERVER_NOMINATIM_ADDRESS},
    {"neighbourhood", "place", "neighbourhood", "neighbourhood", 20, SERVER_NOMINATIM_ADDRESS},
};
static const struct kind OTHER = {NULL, "place", "locality", "locality", 25, SERVER_NOMINATIM_POI};

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), size = strlen(end);
    return length > size && memcmp(text + length - size, end, size) == 0;
}

static const struct {
    enum store_level level;
    const char *end, *key;
} UNITS[] = {
    {STORE_LEVEL_PROVINCE, "", "state"},         {STORE_LEVEL_PREFECTURE, "", "city"},
    {STORE_LEVEL_COUNTY, "区", "city_district"}, {STORE_LEVEL_COUNTY, "", "county"},
    {STORE_LEVEL_TOWNSHIP, "街道", "suburb"},    {STORE_LEVEL_TOWNSHIP, "镇", "town"},
    {STORE_LEVEL_TOWNSHIP, "", "municipality"},  {STORE_LEVEL_VILLAGE, "社区", "neighbourhood"},
    {STORE_LEVEL_VILLAGE, "", "village"},
};

/* The key of the address under which clients look for a unit. */
static const char *unit_key(enum store_level level, const char *name)
{
    for (size_t i = 0; i < sizeof UNITS / sizeof UNITS[0]; i++)
        if (UNITS[i].level == level && (!UNITS[i].end[0] || ends_with(name, UNITS[i].end)))
            return UNITS[i].key;
    return "locality";
}

static void take_unit(struct server_nominatim_place *p, enum store_level level, const char *name)
{
    p->category = "boundary";
    p->type = "administrative";
    p->address_type = unit_key(level, name);
    p->rank = 6 + 2 * (int)level; /* 8 a province … 16 a village */
    p->layer = SERVER_NOMINATIM_ADDRESS;
}

static void take_kind(struct server_nominatim_place *p, const char *kind, const char *name)
{
    const struct kind *found = &OTHER;
    if (strcmp(kind, "township") == 0) { /* the seat of a unit without ground */
        take_unit(p, STORE_LEVEL_TOWNSHIP, name);
        return;
    }
    if (strcmp(kind, "committee") == 0)
        kind = ends_with(name, "社区") ? "neighbourhood" : "village";
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++)
        if (strcmp(KINDS[i].kind, kind) == 0)
            found = &KINDS[i];
    p->category = found->category;
    p->type = found->type;
    p->address_type = found->address_type;
    p->rank = found->rank;
    p->layer = found->layer;
}

/* "n123", of a record that says that it is OpenStreetMap's. */
static void take_osm(const struct names_context *context, const struct names_subject *subject,
                     struct server_nominatim_place *p)
{
    const char *id = subject->id;
    const char *from = store_edition_index_rights(context->editions, subject->edition).attribution;
    if (!subject->is_place || !id[0] || !strchr("nwrNWR", id[0]) ||
        !strstr(from, "OpenStreetMap") || !base_number_parse_int(id + 1, &p->osm_id))
        return;
    p->osm_type = (char)toupper((unsigned char)id[0]);
}

static void set_box(struct server_nominatim_place *p, struct geo_point point, struct geo_box box)
{
    p->lon = geo_grid_to_degrees(point.lon);
    p->lat = geo_grid_to_degrees(point.lat);
    bool has_box =
        !geo_box_is_empty(box) && (box.min.lon != box.max.lon || box.min.lat != box.max.lat);
    p->west = has_box ? geo_grid_to_degrees(box.min.lon) : p->lon - POINT_MARGIN;
    p->south = has_box ? geo_grid_to_degrees(box.min.lat) : p->lat - POINT_MARGIN;
    p->east = has_box ? geo_grid_to_degrees(box.max.lon) : p->lon + POINT_MARGIN;
    p->north = has_box ? geo_grid_to_degrees(box.max.lat) : p->lat + POINT_MARGIN;
}

static bool set_division_box(const struct names_context *context, uint32_t row,
                             struct server_nominatim_place *p)
{
    struct store_division_entry entry = store_division_index_entry(context->divisions, row);
    if (geo_box_is_empty(entry.box))
        return false;
    set_box(p, entry.label, entry.box);
    return true;
}

/* Its own position; else that of the least unit that has one, whose box then says how
 * little is known. */
static bool set_position(const struct names_context *context, const struct names_subject *subject,
                         const uint32_t *above, size_t count, struct server_nominatim_place *p)
{
    if (p->division_row != NONE && set_division_box(context, p->division_row, p))
        return true;
    if (subject->has_point) {
        set_box(p, subject->point, subject->box);
        return true;
    }
    for (size_t i = 0; i < count; i++)
        if (set_division_box(context, above[i], p))
            return true;
    return false;
}

static const char *unit_name(const struct names_context *context,
                             const struct store_division_entry *entry, bool romanised)
{
    char id[NAMES_ID_SIZE];
    if (!romanised)
        return entry->name;
    snprintf(id, sizeof id, "division-%lld", (long long)entry->identity);
    uint32_t subject = names_index_find(context->index, id);
    const char *text =
        subject == UINT32_MAX ? "" : names_index_subject(context->index, subject).romanised;
    return text[0] ? text : entry->name;
}

static void add_part(struct server_nominatim_place *p, const char *key, const char *value)
{
    for (size_t i = 0; i < p->part_count; i++)
        if (strcmp(p->parts[i].key, key) == 0)
            return;
    if (p->part_count < SERVER_NOMINATIM_PARTS)
        p->parts[p->part_count++] = (struct server_nominatim_part){key, value};
}

static void add_parts(const struct names_context *context, const uint32_t *above, size_t count,
                      bool romanised, struct server_nominatim_place *p)
{
    add_part(p, p->address_type, p->name);
    for (size_t i = 0; i < count; i++) {
        struct store_division_entry entry =
            store_division_index_entry(context->divisions, above[i]);
        add_part(p, unit_key(entry.level, entry.name), unit_name(context, &entry, romanised));
    }
    add_part(p, "country", romanised ? "China" : "中国");
    add_part(p, "country_code", "cn");
}

static const char *join_parts(const struct server_nominatim_place *p, struct base_arena *arena)
{
    BASE_BUFFER_AUTO struct base_buffer text = {0};
    for (size_t i = 0; i + 1 < p->part_count; i++)
        base_buffer_printf(&text, "%s%s", i ? ", " : "", p->parts[i].value);
    return text.failed ? NULL : base_arena_strndup(arena, text.data, text.size);
}

bool server_nominatim_place(const struct names_context *context, uint32_t subject_number,
                            uint32_t division_row, bool romanised, struct base_arena *arena,
                            struct server_nominatim_place *out)
{
    uint32_t above[5];
    struct names_subject subject = names_index_subject(context->index, subject_number);
    struct server_nominatim_place p = {.subject = subject_number, .division_row = division_row};
    size_t count = names_result_above(context, &subject, division_row, above);
    const char *name = subject.name;
    if (division_row != NONE) {
        struct store_division_entry entry =
            store_division_index_entry(context->divisions, division_row);
        name = entry.name;
        take_unit(&p, entry.level, entry.name);
    } else
        take_kind(&p, subject.kind, subject.name);
    p.place_id = subject.identity * 2 + subject.is_place;
    p.name = romanised && subject.romanised[0] ? subject.romanised : name;
    p.importance = 0.75 - p.rank / 40.0;
    take_osm(context, &subject, &p);
    if (!set_position(context, &subject, above, count, &p))
        return false;
    add_parts(context, above, count, romanised, &p);
    p.display_name = join_parts(&p, arena);
    *out = p;
    return p.display_name != NULL;
}

uint32_t server_nominatim_find(const struct names_context *context, const char *osm_id,
                               struct base_arena *arena)
{
    char *id = base_arena_strdup(arena, osm_id);
    if (!id || !id[0] || !strchr("nwrNWR", id[0]))
        return UINT32_MAX;
    for (int upper = 0; upper < 2; upper++) {
        struct server_nominatim_place place = {.osm_type = 0};
        id[0] = (char)(upper ? toupper((unsigned char)id[0]) : tolower((unsigned char)id[0]));
        uint32_t subject = names_index_find(context->index, id);
        if (subject == UINT32_MAX)
            continue;
        struct names_subject row = names_index_subject(context->index, subject);
        take_osm(context, &row, &place);
        if (place.osm_type)
            return subject;
    }
    return UINT32_MAX;
}

const char *server_nominatim_licence(const struct names_context *context,
                                     const struct server_nominatim_place *place)
{
    int64_t edition = names_index_subject(context->index, place->subject).edition;
    return store_edition_index_rights(context->editions, edition).attribution;
}

const char *server_nominatim_osm_type(const struct server_nominatim_place *place)
{
    switch (place->osm_type) {
    case 'N':
        return "node";
    case 'W':
        return "way";
    case 'R':
        return "relation";
    default:
        return NULL;
    }
}

const char *server_nominatim_name_key(enum names_form form)
{
    static const char *const KEYS[NAMES_FORMS] = {
        [NAMES_STANDARD] = "name",       [NAMES_SHORT] = "short_name",
        [NAMES_ALIAS] = "alt_name",      [NAMES_FORMER] = "old_name",
        [NAMES_HISTORICAL] = "was:name", [NAMES_ROMANISED] = "name:zh-Latn",
    };
    return KEYS[form];
}

bool server_nominatim_names(const struct names_context *context, uint32_t subject,
                            enum names_form form, struct base_buffer *out)
{
    uint32_t numbers[100];
    size_t count = names_index_names(context->index, subject, numbers, 100);
    base_buffer_clear(out);
    for (size_t i = 0; i < count && i < 100; i++) {
        struct names_name name = names_index_name(context->index, numbers[i]);
        if (name.form == form && name.text[0])
            base_buffer_printf(out, "%s%s", out->size ? ";" : "", name.text);
    }
    if (out->size == 0 && form == NAMES_ROMANISED)
        base_buffer_text(out, names_index_subject(context->index, subject).romanised);
    return out->size > 0 && !out->failed;
}
