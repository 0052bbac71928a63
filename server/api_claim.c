/* server/api_claim.c - what the parties claim, what documents exempt, and where three units
 * meet. */
#include <math.h>
#include <string.h>

#include "geo/geojson.h"
#include "geo/measure.h"
#include "server/api.h"
#include "server/attribution.h"
#include "server/listing.h"
#include "server/view.h"
#include "server/worker.h"
#include "store/claim.h"
#include "store/exemption.h"
#include "store/line_claim.h"
#include "store/tri_junction.h"

/* The name on the day of a code, or the last it had. */
static void write_name(struct base_json *json, const struct server_call *call, const char *key,
                       const char *code)
{
    const struct store_division_index *index = &call->view->divisions;
    uint32_t row = store_division_index_find(index, code, call->at);
    if (row == STORE_DIVISION_INDEX_NONE)
        row = store_division_index_find_ever(index, code);
    base_json_key_string(
        json, key,
        row == STORE_DIVISION_INDEX_NONE ? NULL : store_division_index_entry(index, row).name);
}

static void write_version(struct base_json *json, const struct server_call *call,
                          const struct store_version *version)
{
    int64_t edition = store_version_edition(version);
    server_listing_date(json, "valid_from", version->valid_from);
    server_listing_date(json, "valid_to", version->valid_to);
    base_json_key_int(json, "edition", edition);
    server_attribution_write(json, call, &edition, 1);
}

/* --- claims --------------------------------------------------------------- */

/* A claim of a line, or of an area. */
struct claim {
    const struct store_version *version;
    const char *line, *code, *party, *name;
    const struct geo_geometry *geometry;
};

static void write_claim(struct base_json *json, const struct server_call *call,
                        const struct claim *claim, bool geojson)
{
    bool placed = claim->geometry->part_count > 0;
    server_listing_item_begin(json, geojson, claim->version->identity);
    base_json_key_string(json, "about", claim->line ? "line" : "area");
    base_json_key_string(json, "line", claim->line);
    base_json_key_string(json, "code", claim->code);
    base_json_key_string(json, "party", claim->party);
    write_name(json, call, "party_name", claim->party);
    base_json_key_string(json, "name", claim->name);
    base_json_key_fixed(json, "length_m",
                        claim->line && placed ? geo_length_m(claim->geometry) : NAN, 3);
    base_json_key(json, "bbox");
    if (placed)
        geo_geojson_write_bbox(geo_geometry_box(claim->geometry), json);
    else
        base_json_null(json);
    write_version(json, call, claim->version);
    server_listing_item_end(json, geojson, claim->geometry);
}

static bool is_wanted(const struct server_call *call, const struct claim *claim)
{
    const char *line = server_call_text(call, "line"), *party = server_call_code(call, "party");
    const struct server_value *bbox = server_call_value(call, "bbox");
    if (line && (!claim->line || strcmp(claim->line, line) != 0))
        return false;
    if (party && strcmp(claim->party, party) != 0)
        return false;
    return !bbox->given ||
           geo_box_intersects(geo_geometry_box(claim->geometry), geo_box_from_bbox(bbox->bbox));
}

/* Those that the request asks for: claims of lines, then of areas. */
static enum base_status list_claims(struct server_call *call, struct claim **out, size_t *count,
                                    struct base_error *err)
{
    struct store *store;
    struct store_line_claim *lines;
    struct store_claim *areas;
    struct store_as_of as_of = {.at = call->at};
    size_t line_count = 0, area_count = 0;
    enum base_status status = server_worker_store(call->worker, &store, err);
    if (status == BASE_OK)
        status = store_line_claim_list(store, as_of, call->arena, &lines, &line_count, err);
    if (status == BASE_OK)
        status = store_claim_list(store, as_of, call->arena, &areas, &area_count, err);
    if (status != BASE_OK)
        return status;
    struct claim *claims =
        base_arena_alloc(call->arena, (line_count + area_count + 1) * sizeof *claims);
    if (!claims)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    size_t kept = 0;
    for (size_t i = 0; i < line_count + area_count; i++) {
        const struct store_line_claim *line = i < line_count ? &lines[i] : NULL;
        const struct store_claim *area = line ? NULL : &areas[i - line_count];
        struct claim claim = line ? (struct claim){&line->version, line->line, NULL,
                                                   line->party,    line->name, &line->geometry}
                                  : (struct claim){&area->version, NULL,       area->code,
                                                   area->party,    area->name, &area->geometry};
        if (is_wanted(call, &claim))
            claims[kept++] = claim;
    }
    *out = claims;
    *count = kept;
    return BASE_OK;
}

enum base_status server_api_claims(struct server_call *call, struct server_reply *reply,
                                   struct base_error *err)
{
    struct claim *claims = NULL;
    struct base_json json;
    size_t count = 0, limit = (size_t)server_call_value(call, "limit")->integer;
    int64_t first = 0;
    enum base_status status = server_listing_cursor(call, &first, err);
    if (status == BASE_OK)
        status = list_claims(call, &claims, &count, err);
    if (status != BASE_OK)
        return status;
    size_t begin = (size_t)first < count ? (size_t)first : count;
    size_t end = count - begin > limit ? begin + limit : count;
    bool geojson = server_call_value(call, "f")->choice == 1;
    server_listing_begin(&json, reply, "claims", geojson);
    for (size_t i = begin; i < end; i++)
        write_claim(&json, call, &claims[i], geojson);
    server_listing_end(&json, call, reply,
                       end < count ? server_listing_next(call, (int64_t)end) : NULL);
    return BASE_OK;
}

/* --- tri-junctions --------------------------------------------------------- */

/* codes are as the record keeps them, commas between. */
static enum base_status write_codes(struct base_json *json, struct server_call *call,
                                    const char *codes, struct base_error *err)
{
    char *rest = base_arena_strdup(call->arena, codes);
    if (!rest)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    base_json_key(json, "divisions");
    base_json_array_begin(json);
    for (char *end; *rest; rest = end) {
        end = rest + strcspn(rest, ",");
        if (*end)
            *end++ = '\0';
        base_json_object_begin(json);
        base_json_key_string(json, "code", rest);
        write_name(json, call, "name", rest);
        base_json_object_end(json);
    }
    base_json_array_end(json);
    return BASE_OK;
}

static enum base_status write_tri_junction(struct base_json *json, struct server_call *call,
                                           const struct store_tri_junction *item, bool geojson,
                                           struct base_error *err)
{
    static const uint32_t ONE[] = {0, 1};
    struct geo_geometry geometry = {.kind = GEO_POINT};
    bool placed = item->has_point;
    if (placed)
        geometry = (struct geo_geometry){GEO_POINT, 1, 1, 1, ONE, ONE, &item->point};
    server_listing_item_begin(json, geojson, item->version.identity);
    base_json_key_string(json, "number", item->number);
    enum base_status status = write_codes(json, call, item->codes, err);
    base_json_key_fixed(json, "lon", placed ? geo_grid_to_degrees(item->point.lon) : NAN, 9);
    base_json_key_fixed(json, "lat", placed ? geo_grid_to_degrees(item->point.lat) : NAN, 9);
    write_version(json, call, &item->version);
    server_listing_item_end(json, geojson, &geometry);
    return status;
}

enum base_status server_api_tri_junctions(struct server_call *call, struct server_reply *reply,
                                          struct base_error *err)
{
    struct store *store;
    struct store_tri_junction *items;
    struct base_json json;
    size_t count, limit = (size_t)server_call_value(call, "limit")->integer;
    int64_t first = 0;
    enum base_status status = server_listing_cursor(call, &first, err);
    if (status == BASE_OK)
        status = server_worker_store(call->worker, &store, err);
    if (status == BASE_OK)
        status = store_tri_junction_list(store, (struct store_as_of){.at = call->at}, call->arena,
                                         &items, &count, err);
    if (status != BASE_OK)
        return status;
    size_t begin = (size_t)first < count ? (size_t)first : count;
    size_t end = count - begin > limit ? begin + limit : count;
    bool geojson = server_call_value(call, "f")->choice == 1;
    server_listing_begin(&json, reply, "tri_junctions", geojson);
    for (size_t i = begin; i < end && status == BASE_OK; i++)
        status = write_tri_junction(&json, call, &items[i], geojson, err);
    server_listing_end(&json, call, reply,
                       end < count ? server_listing_next(call, (int64_t)end) : NULL);
    return status;
}

/* --- exemptions ------------------------------------------------------------- */

static enum base_status write_exemption(struct base_json *json, struct server_call *call,
                                        const struct store_exemption *item, bool geojson,
                                        struct base_error *err)
{
    bool placed = item->geometry.part_count > 0;
    server_listing_item_begin(json, geojson, item->version.identity);
    base_json_key_string(json, "exemption", item->id);
    base_json_key_string(json, "kind", store_exemption_kind_name(item->kind));
    enum base_status status = write_codes(json, call, item->codes, err);
    base_json_key_string(json, "document", item->document);
    server_listing_date(json, "document_date", item->document_date);
    base_json_key_fixed(json, "max_area_m2", item->max_area_m2, 1);
    base_json_key_fixed(json, "area_m2", placed ? geo_area_m2(&item->geometry) : NAN, 1);
    base_json_key_string(json, "note", item->note);
    base_json_key(json, "bbox");
    if (placed)
        geo_geojson_write_bbox(geo_geometry_box(&item->geometry), json);
    else
        base_json_null(json);
    write_version(json, call, &item->version);
    server_listing_item_end(json, geojson, &item->geometry);
    return status;
}

enum base_status server_api_exemptions(struct server_call *call, struct server_reply *reply,
                                       struct base_error *err)
{
    struct store *store;
    struct store_exemption *items;
    struct base_json json;
    size_t count, limit = (size_t)server_call_value(call, "limit")->integer;
    int64_t first = 0;
    enum base_status status = server_listing_cursor(call, &first, err);
    if (status == BASE_OK)
        status = server_worker_store(call->worker, &store, err);
    if (status == BASE_OK)
        status = store_exemption_list(store, (struct store_as_of){.at = call->at}, call->arena,
                                      &items, &count, err);
    if (status != BASE_OK)
        return status;
    size_t begin = (size_t)first < count ? (size_t)first : count;
    size_t end = count - begin > limit ? begin + limit : count;
    bool geojson = server_call_value(call, "f")->choice == 1;
    server_listing_begin(&json, reply, "exemptions", geojson);
    for (size_t i = begin; i < end && status == BASE_OK; i++)
        status = write_exemption(&json, call, &items[i], geojson, err);
    server_listing_end(&json, call, reply,
                       end < count ? server_listing_next(call, (int64_t)end) : NULL);
    return status;
}
