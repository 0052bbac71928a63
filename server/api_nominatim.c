/* server/api_nominatim.c - search, reverse, lookup and status as Nominatim has them. */
#include <stdio.h>
#include <string.h>

#include "base/message.h"
#include "base/number.h"
#include "base/text.h"
#include "server/api.h"
#include "server/nominatim.h"
#include "server/view.h"

#define MOST_ANSWERS 40  /* of one search */
#define MOST_TRIED   120 /* results that are looked through for them, where some are left out */
#define SLACK        10  /* of them, for those that read the same */
#define WORST_SHARE  0.4 /* of the best score: below it nothing is told */
#define NEAR_M       200 /* of reverse: farther away the unit is the better answer */
#define GOOD_SCORE   0.6 /* of a text that needs no other reading */
#define NONE         STORE_DIVISION_INDEX_NONE

static struct names_context context_of(const struct server_call *call)
{
    return (struct names_context){.index = &call->view->names,
                                  .divisions = &call->view->divisions,
                                  .editions = &call->view->editions,
                                  .at = call->at,
                                  .gazetteer = &call->view->gazetteer};
}

static bool flag(const struct server_call *call, const char *name)
{
    const char *text = server_call_text(call, name);
    return text && text[0] == '1';
}

static bool wants_latin(const struct server_call *call)
{
    const char *languages = server_call_text(call, "accept-language");
    return (languages ? base_lang_parse(languages) : call->lang) == BASE_EN;
}

static struct server_nominatim_shape shape_of(const struct server_call *call)
{
    return (struct server_nominatim_shape){
        .format = (enum server_nominatim_format)server_call_value(call, "format")->choice,
        .address = flag(call, "addressdetails"),
        .names = flag(call, "namedetails"),
        .extra = flag(call, "extratags"),
        .geometry = flag(call, "polygon_geojson"),
    };
}

/* True when the comma list names the word. */
static bool lists(const char *list, const char *word)
{
    size_t size = strlen(word);
    for (size_t length; list && *list; list += length + (list[length] == ',')) {
        list += strspn(list, " ");
        length = strcspn(list, ",");
        if (length >= size && strncmp(list, word, size) == 0 &&
            strspn(list + size, " ") == length - size)
            return true;
    }
    return false;
}

static enum base_status read_layers(struct server_call *call, unsigned usual, unsigned *out,
                                    struct base_error *err)
{
    static const char *const WORDS[] = {"address", "poi", "railway", "natural", "manmade"};
    const char *list = server_call_text(call, "layer");
    *out = list ? 0 : usual;
    for (unsigned i = 0; list && i < sizeof WORDS / sizeof WORDS[0]; i++)
        if (lists(list, WORDS[i]))
            *out |= 1U << i;
    if (*out)
        return BASE_OK;
    call->bad_parameter = "layer";
    return base_fail(err, BASE_INVALID,
                     "layer must list some of address, poi, railway, natural, manmade");
}

/* --- search ---------------------------------------------------------------- */

struct search {
    struct server_call *call;
    struct names_context context;
    struct names_query query;
    struct server_nominatim_place *found;
    size_t count, limit;
    unsigned layers;
    bool latin;
};

/* Two opposite corners, as clients send them in any order. */
static enum base_status read_viewbox(struct server_call *call, struct names_query *query,
                                     struct base_error *err)
{
    double n[4];
    int count = 0;
    const char *text = server_call_text(call, "viewbox");
    char *copy = text ? base_arena_strdup(call->arena, text) : NULL;
    if (!copy)
        return BASE_OK;
    for (char *save, *part = strtok_r(copy, ",", &save); part; part = strtok_r(NULL, ",", &save)) {
        base_text_trim(part);
        if (count == 4 || !base_number_parse(part, &n[count++])) {
            count = 0;
            break;
        }
    }
    bool sound = count == 4 && n[0] >= -180 && n[0] <= 180 && n[2] >= -180 && n[2] <= 180 &&
                 n[1] >= -90 && n[1] <= 90 && n[3] >= -90 && n[3] <= 90;
    if (!sound) {
        call->bad_parameter = "viewbox";
        return base_fail(err, BASE_INVALID, "viewbox must be four numbers: x1,y1,x2,y2");
    }
    struct geo_bbox box = {n[0] < n[2] ? n[0] : n[2], n[1] < n[3] ? n[1] : n[3],
                           n[0] < n[2] ? n[2] : n[0], n[1] < n[3] ? n[3] : n[1]};
    query->has_bbox = flag(call, "bounded");
    query->bbox = box;
    query->has_near = true;
    query->near = (struct geo_point){geo_grid_from_degrees((box.west + box.east) / 2),
                                     geo_grid_from_degrees((box.south + box.north) / 2)};
    return BASE_OK;
}

/* What a featureType holds, as the first and last level of divisions. */
static bool fits_feature_type(const struct server_call *call,
                              const struct server_nominatim_place *p)
{
    const struct server_value *type = server_call_value(call, "featureType");
    if (!type->given)
        return true;
    if (p->rank > 16 || strcmp(p->category, "boundary") != 0)
        return type->choice == 3 && strcmp(p->category, "place") == 0;
    switch (type->choice) {
    case 1: /* state */
        return p->rank == 8;
    case 2: /* city: also a county that is one */
        return p->rank == 10 || (p->rank == 12 && strstr(p->name, "市"));
    case 3: /* settlement */
        return p->rank > 8;
    default: /* country: the record holds none */
        return false;
    }
}

static bool is_excluded(const struct server_call *call, int64_t place_id)
{
    char id[24];
    const char *list = server_call_text(call, "exclude_place_ids");
    snprintf(id, sizeof id, "%lld", (long long)place_id);
    return list && lists(list, id);
}

static bool is_told(const struct search *s, const struct server_nominatim_place *p)
{
    bool dedupe = flag(s->call, "dedupe");
    for (size_t i = 0; i < s->count; i++) {
        const struct server_nominatim_place *other = &s->found[i];
        if (other->place_id == p->place_id ||
            (dedupe && strcmp(other->display_name, p->display_name) == 0 &&
             strcmp(other->category, p->category) == 0))
            return true;
    }
    return false;
}

static void take(struct search *s, const struct names_result *result)
{
    struct server_nominatim_place place;
    if (s->count == s->limit ||
        !server_nominatim_place(&s->context, result->subject, result->division_row, s->latin,
                                s->call->arena, &place))
        return;
    place.importance = result->score;
    if ((place.layer & s->layers) && fits_feature_type(s->call, &place) &&
        !is_excluded(s->call, place.place_id) && !is_told(s, &place))
        s->found[s->count++] = place;
}

/* Keeps the results in *out where they are better than the best before. */
static enum base_status search_text(struct search *s, const char *text, struct names_result **out,
                                    size_t *count, double *best, struct base_error *err)
{
    struct names_result *results;
    size_t found;
    s->query.text = text;
    enum base_status status = names_search(s->context.index, s->context.divisions, &s->query,
                                           s->call->arena, &results, &found, NULL, err);
    if (status == BASE_OK && found > 0 && results[0].score > *best) {
        *best = results[0].score;
        *out = results;
        *count = found;
    }
    return status;
}

/* --- how a text may be read --------------------------------------------------- */

#define MOST_PARTS 12

static bool is_country(const char *part)
{
    static const char *const WORDS[] = {"中国", "中华人民共和国", "China", "china", "CN", "cn"};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
        if (strcmp(part, WORDS[i]) == 0)
            return true;
    return false;
}

static bool is_postcode(const char *part)
{
    return strlen(part) == 6 && part[strspn(part, "0123456789")] == '\0';
}

/* Parts between commas (of any width), or between blanks where there are none;
 * country and postcode are left out. */
static size_t split(char *text, const char **parts)
{
    size_t count = 0;
    for (char *at; (at = strstr(text, "，")) || (at = strstr(text, "、"));)
        memcpy(at, ",  ", 3);
    const char *between = strchr(text, ',') ? "," : " ";
    for (char *save, *part = strtok_r(text, between, &save); part && count < MOST_PARTS;
         part = strtok_r(NULL, between, &save)) {
        base_text_trim(part);
        if (part[0] && !is_country(part) && !is_postcode(part))
            parts[count++] = part;
    }
    return count;
}

static const char *join(const char *const *parts, size_t count, bool backwards,
                        struct base_arena *arena)
{
    BASE_BUFFER_AUTO struct base_buffer text = {0};
    for (size_t i = 0; i < count; i++)
        base_buffer_text(&text, parts[backwards ? count - 1 - i : i]);
    return text.size && !text.failed ? base_arena_strndup(arena, text.data, text.size) : NULL;
}

/* As it stands; else from small to large, as display_name is; else from large to small. */
static enum base_status search_readings(struct search *s, const char *text,
                                        struct names_result **out, size_t *count,
                                        struct base_error *err)
{
    const char *parts[MOST_PARTS];
    double best = 0;
    enum base_status status = search_text(s, text, out, count, &best, err);
    char *copy = base_arena_strdup(s->call->arena, text);
    if (status != BASE_OK || best >= GOOD_SCORE || !copy)
        return status;
    size_t part_count = split(copy, parts);
    for (int backwards = 1; backwards >= 0 && best < GOOD_SCORE && status == BASE_OK; backwards--) {
        const char *joined = join(parts, part_count, backwards, s->call->arena);
        if (joined)
            status = search_text(s, joined, out, count, &best, err);
    }
    return status;
}

/* "10111号 人民大街", as clients put the number first. */
static const char *street_of(const char *street, struct base_arena *arena)
{
    size_t digits = strspn(street, "0123456789"), number = strcspn(street, " ");
    if (digits == 0 || !street[number])
        return street;
    return base_arena_printf(arena, "%s%.*s", street + number + strspn(street + number, " "),
                             (int)number, street);
}

/* The text of q, or of the structured parts, from large to small. */
static enum base_status read_query(struct server_call *call, const char **out,
                                   struct base_error *err)
{
    static const char *const KEYS[] = {"state", "city", "county", "street", "amenity"};
    BASE_BUFFER_AUTO struct base_buffer text = {0};
    const char *q = server_call_text(call, "q");
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        const char *part = server_call_text(call, KEYS[i]);
        if (part && q)
            return base_fail(err, BASE_INVALID,
                             "q cannot be used together with parts of an address");
        if (part && i == 3)
            part = street_of(part, call->arena);
        if (part)
            base_buffer_text(&text, part);
    }
    const char *country = server_call_text(call, "country");
    if (!q && text.size == 0 && country && is_country(country))
        base_buffer_text(&text, country);
    if (!q && text.size == 0 && !server_call_text(call, "postalcode") && !country)
        return base_fail(err, BASE_INVALID, "nothing to search for: give q or parts of an address");
    *out = q ? q : base_arena_strndup(call->arena, text.data ? text.data : "", text.size);
    return *out ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

/* The record is of China alone. */
static bool is_elsewhere(const struct server_call *call)
{
    const char *codes = server_call_text(call, "countrycodes");
    const char *country = server_call_text(call, "country");
    return (codes && !lists(codes, "cn") && !lists(codes, "CN")) ||
           (country && !is_country(country));
}

static enum base_status prepare(struct server_call *call, struct search *s, struct base_error *err)
{
    int64_t limit = server_call_value(call, "limit")->integer;
    *s = (struct search){.call = call,
                         .context = context_of(call),
                         .limit = limit < MOST_ANSWERS ? (size_t)limit : MOST_ANSWERS,
                         .latin = wants_latin(call)};
    bool leaves_out = server_call_text(call, "exclude_place_ids") ||
                      server_call_text(call, "layer") || server_call_text(call, "featureType");
    s->query =
        (struct names_query){.limit = leaves_out ? MOST_TRIED : s->limit + SLACK, .at = call->at};
    s->found = base_arena_alloc(call->arena, s->limit * sizeof *s->found);
    if (!s->found)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    enum base_status status = read_viewbox(call, &s->query, err);
    return status == BASE_OK ? read_layers(call, ~0U, &s->layers, err) : status;
}

enum base_status server_api_nominatim_search(struct server_call *call, struct server_reply *reply,
                                             struct base_error *err)
{
    struct search s;
    struct names_result *results = NULL;
    size_t count = 0;
    const char *text;
    enum base_status status = prepare(call, &s, err);
    if (status == BASE_OK)
        status = read_query(call, &text, err);
    if (status == BASE_OK && !is_elsewhere(call))
        status = search_readings(&s, text, &results, &count, err);
    if (status != BASE_OK)
        return status;
    for (size_t i = 0; i < count && results[i].score >= results[0].score * WORST_SHARE; i++)
        take(&s, &results[i]);
    struct server_nominatim_shape shape = shape_of(call);
    shape.query = text;
    server_nominatim_write_list(&s.context, &shape, s.found, s.count, reply);
    return BASE_OK;
}

/* --- reverse ---------------------------------------------------------------- */

/* The finest level that a zoom asks for. */
static enum store_level level_of_zoom(int64_t zoom)
{
    if (zoom < 8)
        return STORE_LEVEL_PROVINCE;
    if (zoom < 10)
        return STORE_LEVEL_PREFECTURE;
    if (zoom < 12)
        return STORE_LEVEL_COUNTY;
    return zoom < 14 ? STORE_LEVEL_TOWNSHIP : STORE_LEVEL_VILLAGE;
}

static bool find_unit(const struct names_context *context, const struct names_reverse *reverse,
                      enum store_level finest, bool latin, struct base_arena *arena,
                      struct server_nominatim_place *out)
{
    for (size_t i = reverse->chain_count; i-- > 0;) {
        char id[NAMES_ID_SIZE];
        struct store_division_entry entry =
            store_division_index_entry(context->divisions, reverse->chain[i]);
        snprintf(id, sizeof id, "division-%lld", (long long)entry.identity);
        uint32_t subject = names_index_find(context->index, id);
        if (entry.level <= finest && subject != UINT32_MAX)
            return server_nominatim_place(context, subject, reverse->chain[i], latin, arena, out);
    }
    return false;
}

static bool find_nearest(const struct names_context *context, const struct names_reverse *reverse,
                         unsigned layers, bool latin, struct base_arena *arena,
                         struct server_nominatim_place *out)
{
    for (size_t i = 0; i < reverse->nearest_count; i++)
        if (server_nominatim_place(context, reverse->nearest[i].subject, NONE, latin, arena, out) &&
            (out->layer & layers))
            return true;
    return false;
}

enum base_status server_api_nominatim_reverse(struct server_call *call, struct server_reply *reply,
                                              struct base_error *err)
{
    unsigned layers;
    struct names_reverse reverse;
    struct server_nominatim_place place;
    const struct names_context context = context_of(call);
    int64_t zoom = server_call_value(call, "zoom")->integer;
    struct geo_point point = {geo_grid_from_degrees(server_call_value(call, "lon")->number),
                              geo_grid_from_degrees(server_call_value(call, "lat")->number)};
    enum base_status status =
        read_layers(call, SERVER_NOMINATIM_ADDRESS | SERVER_NOMINATIM_POI, &layers, err);
    if (status != BASE_OK)
        return status;
    names_reverse_find(&context, point, NEAR_M, &reverse);
    struct server_nominatim_shape shape = shape_of(call);
    bool latin = wants_latin(call);
    bool found = zoom >= 16 && find_nearest(&context, &reverse, layers, latin, call->arena, &place);
    if (!found && (layers & SERVER_NOMINATIM_ADDRESS))
        found = find_unit(&context, &reverse, level_of_zoom(zoom), latin, call->arena, &place);
    if (found)
        server_nominatim_write_one(&context, &shape, &place, reply);
    else
        server_nominatim_write_nothing(shape.format, reply);
    return BASE_OK;
}

/* --- lookup and status -------------------------------------------------------- */

enum base_status server_api_nominatim_lookup(struct server_call *call, struct server_reply *reply,
                                             struct base_error *err)
{
    const struct names_context context = context_of(call);
    struct server_nominatim_place places[50];
    size_t count = 0;
    char *list = base_arena_strdup(call->arena, server_call_text(call, "osm_ids"));
    if (!list)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (char *save, *id = strtok_r(list, ", ", &save); id && count < 50;
         id = strtok_r(NULL, ", ", &save)) {
        uint32_t subject = server_nominatim_find(&context, id, call->arena);
        count += subject != UINT32_MAX &&
                 server_nominatim_place(&context, subject, NONE, wants_latin(call), call->arena,
                                        &places[count]);
    }
    const struct server_nominatim_shape shape = shape_of(call);
    server_nominatim_write_list(&context, &shape, places, count, reply);
    return BASE_OK;
}

enum base_status server_api_nominatim_status(struct server_call *call, struct server_reply *reply,
                                             struct base_error *err)
{
    (void)err;
    if (server_call_value(call, "format")->choice == 0) {
        reply->media = SERVER_TEXT;
        base_buffer_text(&reply->body, "OK");
        return BASE_OK;
    }
    struct base_json json;
    base_json_init(&json, &reply->body);
    base_json_object_begin(&json);
    base_json_key_int(&json, "status", 0);
    base_json_key_string(&json, "message", "OK");
    base_json_key_string(&json, "software_version", "yutu");
    base_json_key_string(&json, "database_version", call->view->id);
    base_json_object_end(&json);
    return BASE_OK;
}
