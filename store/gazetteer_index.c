/* store/gazetteer_index.c - the snapshot section "gazetteer". */
#include "store/gazetteer_index.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/geojson.h"
#include "geo/measure.h"
#include "store/row_json.h"

#define KIND    "gazettr"
#define VERSION 2
#define FAR_M   20000.0 /* of a road of the street's name: another street */

struct entry {
    uint64_t entity, identity; /* sorted by both */
    uint64_t members, geometry, divisions;
    uint32_t member_size, geometry_size;
};

/* A code of another scheme; sorted by the code, then as the rows come. */
struct code {
    uint64_t text, row, entity, identity;
};

/* --- who is told of ---------------------------------------------------------- */

/* Registers by the column that names their subject, under the key they are told by. */
static const struct told {
    enum store_entity entity;
    const char *column, *key;
} TOLD[] = {
    {STORE_CODE_ALIAS, "place", "codes"},     {STORE_RELATION, "place", "became"},
    {STORE_RELATION, "successor", "came_of"}, {STORE_STREET_PART, "street", "parts"},
    {STORE_SIGN, "place", "signs"},           {STORE_HERITAGE, "place", "heritage"},
    {STORE_APPROVAL, "place", "approvals"},
};
#define TOLD_COUNT (sizeof TOLD / sizeof TOLD[0])

/* One row about one subject. */
struct mention {
    struct store_subject subject;
    size_t told, row;
};

struct builder {
    const struct store_gazetteer_rows *rows;
    struct base_buffer mentions, entries, codes, texts;
    const struct store_road **roads; /* with a name, sorted by it */
    size_t road_count;
};

static int compare_numbers(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

static int compare_mentions(const void *left, const void *right)
{
    const struct mention *a = left, *b = right;
    if (a->subject.entity != b->subject.entity)
        return a->subject.entity < b->subject.entity ? -1 : 1;
    if (a->subject.identity != b->subject.identity)
        return compare_numbers(a->subject.identity, b->subject.identity);
    if (a->told != b->told)
        return a->told < b->told ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

#define NO_ROW SIZE_MAX

static void collect(struct builder *b)
{
    for (size_t i = 0; i < TOLD_COUNT; i++) {
        int column = store_row_field(TOLD[i].entity, TOLD[i].column);
        for (size_t row = 0; row < b->rows->of[TOLD[i].entity].count; row++) {
            struct mention mention = {.told = i, .row = row};
            const char *text = b->rows->of[TOLD[i].entity].rows[row].cells[column].text;
            if (store_subject_parse(text, &mention.subject) &&
                mention.subject.entity != STORE_ADDRESS)
                base_buffer_append(&b->mentions, &mention, sizeof mention);
        }
    }
    for (size_t i = 0; i < b->rows->place_count; i++) {
        const struct store_place *place = &b->rows->places[i];
        struct mention mention = {{STORE_PLACE, place->version.identity}, TOLD_COUNT, i};
        bool street = place->kind && strcmp(place->kind, "street") == 0;
        if (street || (place->geometry.part_count > 0 && place->geometry.kind != GEO_POINT))
            base_buffer_append(&b->mentions, &mention, sizeof mention);
    }
}

/* --- roads of a street ------------------------------------------------------- */

static int by_name(const void *left, const void *right)
{
    const struct store_road *const *a = left, *const *b = right;
    int order = strcmp((*a)->name, (*b)->name);
    return order ? order : compare_numbers((*a)->version.identity, (*b)->version.identity);
}

static enum base_status sort_roads(struct builder *b, struct base_error *err)
{
    b->roads = malloc((b->rows->road_count + 1) * sizeof(const struct store_road *));
    if (!b->roads)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < b->rows->road_count; i++)
        if (b->rows->roads[i].name && b->rows->roads[i].geometry.point_count > 0)
            b->roads[b->road_count++] = &b->rows->roads[i];
    qsort(b->roads, b->road_count, sizeof(const struct store_road *), by_name);
    return BASE_OK;
}

static double distance_m(const struct geo_geometry *a, const struct geo_geometry *b)
{
    double nearest = INFINITY;
    for (uint32_t i = 0; i < b->point_count; i++)
        nearest = fmin(nearest, geo_distance_m(a->points[0], b->points[i]));
    return nearest;
}

/* Roads that bear the street's name and lie near it: their ids and length. */
static void write_roads(const struct builder *b, const struct store_place *street,
                        struct base_json *json)
{
    size_t low = 0, high = b->road_count;
    double length_m = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(b->roads[middle]->name, street->name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    base_json_key(json, "roads");
    base_json_array_begin(json);
    for (; low < b->road_count && strcmp(b->roads[low]->name, street->name) == 0; low++) {
        const struct store_road *road = b->roads[low];
        if (street->geometry.point_count == 0 ||
            distance_m(&street->geometry, &road->geometry) > FAR_M)
            continue;
        base_json_string(json, road->id);
        length_m += geo_length_m(&road->geometry);
    }
    base_json_array_end(json);
    base_json_key_fixed(json, "roads_m", length_m, 1);
}

/* --- one subject -------------------------------------------------------------- */

static uint64_t add_text(struct builder *b, const char *text, size_t size)
{
    uint64_t at = b->texts.size;
    base_buffer_append(&b->texts, text, size);
    base_buffer_byte(&b->texts, 0);
    return at;
}

static void write_row(const struct builder *b, const struct mention *mention,
                      struct base_json *json)
{
    const struct told *told = &TOLD[mention->told];
    const struct store_row *row = &b->rows->of[told->entity].rows[mention->row];
    base_json_object_begin(json);
    store_row_write(told->entity, row, json);
    if (store_row_has_geometry(told->entity)) {
        base_json_key(json, "geometry");
        geo_geojson_write(row->geometry.part_count > 0 ? &row->geometry : NULL, json);
    }
    base_json_object_end(json);
}

/* Codes of the parts' divisions, each once, in the order of the parts. */
static void add_divisions(const struct builder *b, const struct mention *mentions, size_t count,
                          struct base_buffer *out)
{
    int field = store_row_field(STORE_STREET_PART, "division");
    for (size_t i = 0; i < count; i++) {
        const char *code =
            TOLD[mentions[i].told].entity == STORE_STREET_PART
                ? b->rows->of[STORE_STREET_PART].rows[mentions[i].row].cells[field].text
                : NULL;
        if (code && !(out->data && strstr(out->data, code)))
            base_buffer_printf(out, "%s%s", out->size ? "," : "", code);
    }
}

/* The members of the open object. */
static void write_members(const struct builder *b, const struct mention *mentions, size_t count,
                          struct base_json *json)
{
    size_t at = 0;
    for (size_t told = 0; told < TOLD_COUNT; told++) {
        if (at >= count || mentions[at].told != told)
            continue;
        base_json_key(json, TOLD[told].key);
        base_json_array_begin(json);
        for (; at < count && mentions[at].told == told; at++)
            write_row(b, &mentions[at], json);
        base_json_array_end(json);
    }
}

/* The newest version of the place that the subject is; NULL: a division. */
static const struct store_place *place_of(const struct builder *b, const struct mention *mentions,
                                          size_t count)
{
    return count > 0 && mentions[count - 1].told == TOLD_COUNT
               ? &b->rows->places[mentions[count - 1].row]
               : NULL;
}

static void add_entry(struct builder *b, const struct mention *mentions, size_t count)
{
    struct base_buffer members BASE_BUFFER_AUTO = {0}, geometry BASE_BUFFER_AUTO = {0},
                               codes BASE_BUFFER_AUTO = {0};
    struct base_json json;
    size_t rows = count;
    const struct store_place *place = place_of(b, mentions, count);
    while (rows > 0 && mentions[rows - 1].told == TOLD_COUNT)
        rows--;
    base_json_init(&json, &members);
    base_json_object_begin(&json);
    write_members(b, mentions, rows, &json);
    if (place && place->kind && strcmp(place->kind, "street") == 0)
        write_roads(b, place, &json);
    base_json_object_end(&json);
    if (place && place->geometry.part_count > 0 && place->geometry.kind != GEO_POINT) {
        base_json_init(&json, &geometry);
        geo_geojson_write(&place->geometry, &json);
    }
    add_divisions(b, mentions, rows, &codes);
    struct entry entry = {
        .entity = (uint64_t)mentions[0].subject.entity,
        .identity = (uint64_t)mentions[0].subject.identity,
        .member_size = (uint32_t)members.size,
        .geometry_size = (uint32_t)geometry.size,
    };
    entry.members = add_text(b, members.data ? members.data : "", members.size);
    entry.geometry = add_text(b, geometry.data ? geometry.data : "", geometry.size);
    entry.divisions = add_text(b, codes.data ? codes.data : "", codes.size);
    base_buffer_append(&b->entries, &entry, sizeof entry);
}

/* --- codes of other schemes ------------------------------------------------------ */

struct alias {
    const char *code;
    size_t row;
    struct store_subject subject;
};

static int compare_aliases(const void *left, const void *right)
{
    const struct alias *a = left, *b = right;
    int order = strcmp(a->code, b->code);
    return order ? order : a->row < b->row ? -1 : a->row > b->row;
}

static enum base_status add_codes(struct builder *b, struct base_error *err)
{
    const struct store_row *rows = b->rows->of[STORE_CODE_ALIAS].rows;
    size_t total = b->rows->of[STORE_CODE_ALIAS].count, count = 0;
    int code = store_row_field(STORE_CODE_ALIAS, "code");
    int place = store_row_field(STORE_CODE_ALIAS, "place");
    struct alias *aliases = malloc((total + 1) * sizeof *aliases);
    if (!aliases)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < total; i++) {
        struct alias alias = {.code = rows[i].cells[code].text, .row = i};
        if (alias.code && store_subject_parse(rows[i].cells[place].text, &alias.subject))
            aliases[count++] = alias;
    }
    qsort(aliases, count, sizeof *aliases, compare_aliases);
    for (size_t i = 0; i < count; i++) {
        struct code entry = {.text = add_text(b, aliases[i].code, strlen(aliases[i].code)),
                             .row = aliases[i].row,
                             .entity = (uint64_t)aliases[i].subject.entity,
                             .identity = (uint64_t)aliases[i].subject.identity};
        base_buffer_append(&b->codes, &entry, sizeof entry);
    }
    free(aliases);
    return base_buffer_check(&b->codes, err);
}

static bool same_subject(const struct mention *a, const struct mention *b)
{
    return a->subject.entity == b->subject.entity && a->subject.identity == b->subject.identity;
}

static enum base_status write_section(struct builder *b, struct base_buffer *out,
                                      struct base_error *err)
{
    struct base_section_writer writer;
    base_section_writer_init(&writer, KIND, VERSION);
    base_section_writer_add(&writer, "entries", b->entries.data, b->entries.size);
    base_section_writer_add(&writer, "codes", b->codes.data, b->codes.size);
    base_section_writer_add(&writer, "texts", b->texts.data, b->texts.size);
    enum base_status status = base_section_writer_finish(&writer, out, err);
    base_section_writer_done(&writer);
    return status;
}

enum base_status store_gazetteer_index_build(const struct store_gazetteer_rows *rows,
                                             struct base_buffer *out, struct base_error *err)
{
    struct builder b = {.rows = rows};
    base_buffer_byte(&b.texts, 0);
    enum base_status status = sort_roads(&b, err);
    collect(&b);
    struct mention *mentions = (void *)b.mentions.data;
    size_t count = b.mentions.size / sizeof *mentions;
    if (count > 0)
        qsort(mentions, count, sizeof *mentions, compare_mentions);
    for (size_t i = 0, end; i < count && status == BASE_OK; i = end) {
        for (end = i + 1; end < count && same_subject(&mentions[i], &mentions[end]);)
            end++;
        add_entry(&b, mentions + i, end - i);
        status = base_buffer_check(&b.texts, err);
    }
    if (status == BASE_OK)
        status = add_codes(&b, err);
    if (status == BASE_OK)
        status = base_buffer_check(&b.texts, err);
    if (status == BASE_OK)
        status = base_buffer_check(&b.entries, err);
    if (status == BASE_OK)
        status = base_buffer_check(&b.mentions, err);
    if (status == BASE_OK)
        status = write_section(&b, out, err);
    free(b.roads);
    base_buffer_done(&b.mentions);
    base_buffer_done(&b.entries);
    base_buffer_done(&b.codes);
    base_buffer_done(&b.texts);
    return status;
}

/* --- reading -------------------------------------------------------------------- */

static bool lies_within(uint64_t at, uint64_t size, size_t texts)
{
    return at < texts && size < texts - at;
}

/* Entries rise, and their texts end inside the block. */
static bool is_sound(const struct store_gazetteer_index *index)
{
    const struct entry *e = index->entries;
    if (index->text_size == 0 || index->texts[index->text_size - 1] != '\0')
        return false;
    for (size_t i = 0; i < index->count; i++) {
        bool rises = i == 0 || e[i - 1].entity < e[i].entity ||
                     (e[i - 1].entity == e[i].entity && e[i - 1].identity < e[i].identity);
        if (!rises || !lies_within(e[i].members, e[i].member_size, index->text_size) ||
            !lies_within(e[i].geometry, e[i].geometry_size, index->text_size) ||
            !lies_within(e[i].divisions, 0, index->text_size))
            return false;
    }
    return true;
}

/* Codes rise, and name what a subject can be. */
static bool codes_are_sound(const struct store_gazetteer_index *index)
{
    const struct code *codes = index->codes;
    for (size_t i = 0; i < index->code_count; i++) {
        bool known = codes[i].entity == STORE_DIVISION || codes[i].entity == STORE_PLACE ||
                     codes[i].entity == STORE_ADDRESS;
        if (!known || !lies_within(codes[i].text, 0, index->text_size) ||
            codes[i].identity > INT64_MAX ||
            (i > 0 && strcmp(index->texts + codes[i - 1].text, index->texts + codes[i].text) > 0))
            return false;
    }
    return true;
}

enum base_status store_gazetteer_index_open(const void *bytes, size_t size,
                                            struct store_gazetteer_index *out,
                                            struct base_error *err)
{
    struct store_gazetteer_index index = {0};
    enum base_status status = base_section_open(bytes, size, KIND, VERSION, 0, &index.section, err);
    if (status != BASE_OK)
        return status;
    index.entries =
        base_section_block(&index.section, "entries", sizeof(struct entry), &index.count);
    index.codes =
        base_section_block(&index.section, "codes", sizeof(struct code), &index.code_count);
    index.texts = base_section_block(&index.section, "texts", 1, &index.text_size);
    if (!is_sound(&index) || !codes_are_sound(&index))
        return base_fail(err, BASE_INVALID, "the gazetteer section is damaged; build it again");
    *out = index;
    return BASE_OK;
}

bool store_gazetteer_index_find(const struct store_gazetteer_index *index,
                                struct store_subject subject, struct store_gazetteer_entry *out)
{
    const struct entry *entries = index->entries;
    size_t low = 0, high = index->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct entry *e = &entries[middle];
        bool before = e->entity != (uint64_t)subject.entity
                          ? e->entity < (uint64_t)subject.entity
                          : e->identity < (uint64_t)subject.identity;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == index->count || entries[low].entity != (uint64_t)subject.entity ||
        entries[low].identity != (uint64_t)subject.identity)
        return false;
    const struct entry *e = &entries[low];
    *out = (struct store_gazetteer_entry){
        .registers = index->texts + e->members,
        .register_size = e->member_size,
        .geometry = e->geometry_size ? index->texts + e->geometry : NULL,
        .geometry_size = e->geometry_size,
        .divisions = index->texts[e->divisions] ? index->texts + e->divisions : NULL,
    };
    return true;
}

bool store_gazetteer_index_code(const struct store_gazetteer_index *index, const char *code,
                                struct store_subject *out)
{
    const struct code *codes = index->codes;
    size_t low = 0, high = index->code_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(index->texts + codes[middle].text, code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == index->code_count || strcmp(index->texts + codes[low].text, code) != 0)
        return false;
    *out =
        (struct store_subject){(enum store_entity)codes[low].entity, (int64_t)codes[low].identity};
    return true;
}
