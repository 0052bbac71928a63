/* server/api_tile.c - tiles, TileJSON and styles. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "server/api.h"
#include "server/app.h"
#include "server/auth.h"
#include "server/compress.h"
#include "server/day_layers.h"
#include "server/view.h"
#include "store/finding.h"
#include "styles/web.h"
#include "tiles/render.h"
#include "tiles/tilejson.h"

enum format { FORMAT_PNG = 1, FORMAT_MVT };

/* What one tile is made of. */
struct tile_call {
    struct server_call *call;
    struct geo_tile tile;
    tiles_layer_set layers;
    enum format format;
    int scale;
    struct tiles_scene scene;
    const struct tiles_set *day; /* taken from the view; NULL: today's */
};

static enum base_status read_tile(struct tile_call *t, struct base_error *err)
{
    struct server_call *call = t->call;
    enum geo_tms_id tms = GEO_TMS_WEB_MERCATOR_QUAD;
    const char *name = strstr(call->route->pattern, "{tms}") ? server_call_text(call, "tms") : NULL;
    enum base_status status = name ? geo_tms_find(name, &tms, err) : BASE_OK;
    if (status == BASE_OK)
        status = tiles_layer_set_parse(server_call_text(call, "layer"), &t->layers, err);
    if (status == BASE_OK)
        status = geo_tile_make(tms, server_call_value(call, "z")->integer,
                               server_call_value(call, "x")->integer,
                               server_call_value(call, "y")->integer, &t->tile, err);
    return status;
}

/* --- findings: read from the record, never from a snapshot --------------- */

static bool has_findings(const struct tile_call *t)
{
    return (t->layers & TILES_LAYER_BIT(TILES_FINDING)) != 0;
}

static enum base_status check_role(const struct tile_call *t, struct server_reply *reply,
                                   struct base_error *err)
{
    return has_findings(t) ? server_auth_need(t->call, STORE_ROLE_VIEWER, reply, err) : BASE_OK;
}

static enum base_status read_findings(struct tile_call *t, struct base_error *err)
{
    struct store *store;
    struct store_finding *rows;
    size_t count;
    struct store_finding_filter filter = {.min_area_m2 = NAN, .box = geo_tile_box(&t->tile, 16)};
    enum base_status status = server_worker_store(t->call->worker, &store, err);
    if (status == BASE_OK)
        status = store_finding_list(store, &filter, t->call->arena, &rows, &count, err);
    if (status != BASE_OK)
        return status == BASE_NOT_FOUND ? BASE_OK : status; /* nothing was inspected yet */
    struct tiles_finding *findings = base_arena_calloc(t->call->arena, count + 1, sizeof *findings);
    if (!findings)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++)
        findings[i] = (struct tiles_finding){
            .number = (int64_t)i + 1,
            .id = rows[i].id,
            .kind = rows[i].kind,
            .severity = rows[i].severity,
            .state = rows[i].state,
            .level = rows[i].level,
            .geometry = rows[i].geometry,
        };
    t->scene.findings = findings;
    t->scene.finding_count = count;
    return BASE_OK;
}

/* --- the scene ----------------------------------------------------------- */

static enum base_status make_scene(struct tile_call *t, struct base_error *err)
{
    const struct server_view *view = t->call->view;
    t->scene = (struct tiles_scene){.base = &view->layers, .at = t->call->at};
    if (t->call->at != view->layers.head->at) {
        enum base_status status =
            server_day_layers_take(view->days, &view->divisions, t->call->at, &t->day, err);
        if (status != BASE_OK)
            return status;
        t->scene.divisions = t->day;
    }
    return has_findings(t) ? read_findings(t, err) : BASE_OK;
}

static void end_scene(struct tile_call *t)
{
    server_day_layers_give_back(t->call->view->days, t->day);
}

/* Findings are drawn to lie over a map. */
static const struct styles_style *style_of(const struct tile_call *t)
{
    return server_app_style(t->call->app, has_findings(t) ? "finding" : "default");
}

static enum base_status render(struct tile_call *t, struct base_buffer *out, struct base_error *err)
{
    struct tiles_worker *worker;
    enum base_status status = server_worker_tiles(t->call->worker, &worker, err);
    if (status != BASE_OK)
        return status;
    if (t->format == FORMAT_PNG)
        return tiles_render_png(&t->scene, style_of(t), t->layers, &t->tile, t->scale, false,
                                worker, out, err);
    struct base_buffer plain BASE_BUFFER_AUTO = {0};
    status = tiles_render_mvt(&t->scene, t->layers, &t->tile, worker, &plain, err);
    return status == BASE_OK && plain.size > 0 ? server_gzip(plain.data, plain.size, out, err)
                                               : status;
}

static enum base_status make_tile(void *context, const struct tiles_cache_key *key,
                                  struct base_buffer *out, struct base_error *err)
{
    (void)key;
    struct tile_call *t = context;
    enum base_status status = make_scene(t, err);
    if (status == BASE_OK)
        status = render(t, out, err);
    end_scene(t);
    return status;
}

/* --- answering ----------------------------------------------------------- */

static struct tiles_cache_key key_of(const struct tile_call *t)
{
    const struct server_view *view = t->call->view;
    return (struct tiles_cache_key){
        .epoch = strtoull(view->id, NULL, 16),
        .style = t->format == FORMAT_PNG,
        .layers = t->layers,
        .x = t->tile.x,
        .y = t->tile.y,
        .at = t->call->at,
        .tms = (uint8_t)t->tile.tms,
        .z = (uint8_t)t->tile.z,
        .format = (uint8_t)t->format,
        .scale = (uint8_t)t->scale,
    };
}

struct held_item {
    struct tiles_cache *cache;
    struct tiles_cache_item item;
};

static void release_item(void *owner)
{
    struct held_item *held = owner;
    tiles_cache_release(held->cache, &held->item);
}

/* The answer borrows the cached bytes until it was sent. */
static void lend(struct server_reply *reply, const struct tile_call *t, struct held_item *held)
{
    reply->borrowed = held->item.data ? held->item.data : "";
    reply->borrowed_size = held->item.size;
    reply->borrowed_free = release_item;
    reply->borrowed_owner = held;
    reply->encoded = t->format == FORMAT_MVT && held->item.size > 0;
}

/* An address with the snapshot's own version (TileJSON gives such) means these
 * bytes for good. */
static bool is_for_good(const struct tile_call *t)
{
    const struct server_call *call = t->call;
    const char *version = server_target_query(call->target, "v");
    return version && strcmp(version, call->view->id) == 0 &&
           (call->at_given || call->at == call->view->layers.head->at);
}

static enum base_status answer_cached(struct tile_call *t, struct server_reply *reply,
                                      struct base_error *err)
{
    struct tiles_cache_key key = key_of(t);
    struct held_item *held = base_arena_calloc(t->call->arena, 1, sizeof *held);
    if (!held)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    held->cache = server_app_cache(t->call->app);
    enum base_status status = BASE_OK;
    if (!tiles_cache_find(held->cache, &key, &held->item)) {
        if (!t->call->may_wait) {
            reply->later = true;
            return BASE_OK;
        }
        status = tiles_cache_get(held->cache, &key, make_tile, t, &held->item, NULL, err);
    }
    if (status != BASE_OK)
        return status;
    lend(reply, t, held);
    if (is_for_good(t))
        reply->cache_control = "public, max-age=31536000, immutable";
    return BASE_OK;
}

static enum base_status answer_findings(struct tile_call *t, struct server_reply *reply,
                                        struct base_error *err)
{
    if (!t->call->may_wait) {
        reply->later = true;
        return BASE_OK;
    }
    reply->etag[0] = '\0'; /* the record may change while the snapshot stays */
    enum base_status status = make_tile(t, NULL, &reply->body, err);
    reply->encoded = t->format == FORMAT_MVT && reply->body.size > 0;
    return status;
}

static enum base_status answer(struct server_call *call, struct server_reply *reply,
                               enum format format, int scale, struct base_error *err)
{
    struct tile_call t = {.call = call, .format = format, .scale = scale};
    enum base_status status = read_tile(&t, err);
    if (status == BASE_OK)
        status = check_role(&t, reply, err);
    if (status != BASE_OK)
        return status;
    return has_findings(&t) ? answer_findings(&t, reply, err) : answer_cached(&t, reply, err);
}

enum base_status server_api_tile_png(struct server_call *call, struct server_reply *reply,
                                     struct base_error *err)
{
    return answer(call, reply, FORMAT_PNG, 1, err);
}

enum base_status server_api_tile_png_2x(struct server_call *call, struct server_reply *reply,
                                        struct base_error *err)
{
    return answer(call, reply, FORMAT_PNG, 2, err);
}

enum base_status server_api_tile_mvt(struct server_call *call, struct server_reply *reply,
                                     struct base_error *err)
{
    return answer(call, reply, FORMAT_MVT, 1, err);
}

/* --- descriptions -------------------------------------------------------- */

/* "v=SNAPSHOT" makes a tile's address its own version; a given day goes along. */
static const char *tile_query(struct server_call *call)
{
    char date[BASE_DATE_SIZE];
    if (!call->at_given)
        return base_arena_printf(call->arena, "v=%s", call->view->id);
    return base_arena_printf(call->arena, "v=%s&at=%s", call->view->id,
                             base_date_print(call->at, date));
}

/* Everything whose rights allow the map to show it is named. */
static const char *all_attributions(struct server_call *call)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    const struct store_edition_index *editions = &call->view->editions;
    for (size_t i = 0; i < editions->count; i++) {
        struct store_edition_rights rights = store_edition_index_at(editions, i);
        if (rights.attribution[0] && !(text.data && strstr(text.data, rights.attribution)))
            base_buffer_printf(&text, "%s%s", text.size ? " · " : "", rights.attribution);
    }
    return base_arena_strdup(call->arena, text.data ? text.data : "");
}

enum base_status server_api_tilejson(struct server_call *call, struct server_reply *reply,
                                     struct base_error *err)
{
    struct tile_call t = {.call = call};
    const char *layer = server_call_text(call, "layer");
    enum base_status status = tiles_layer_set_parse(layer, &t.layers, err);
    if (status == BASE_OK)
        status = check_role(&t, reply, err);
    if (status != BASE_OK)
        return status;
    struct tiles_tilejson options = {
        .name = layer,
        .base_url = call->base_url,
        .query = tile_query(call),
        .format = server_call_value(call, "format")->text,
        .attribution = all_attributions(call),
    };
    struct base_json json;
    t.scene = (struct tiles_scene){.base = &call->view->layers, .at = call->at};
    base_json_init(&json, &reply->body);
    tiles_tilejson_write(&t.scene, t.layers, &options, &json);
    return BASE_OK;
}

enum base_status server_api_style(struct server_call *call, struct server_reply *reply,
                                  struct base_error *err)
{
    size_t size;
    const char *text, *name = server_call_text(call, "style");
    if (!styles_builtin_find(name, &text, &size))
        return base_fail(err, BASE_NOT_FOUND,
                         "there is no style %.60s; there are default and finding", name);
    struct styles_web web = {
        .base_url = call->base_url,
        .review_number = server_app_config(call->app)->review_number,
        .attribution = all_attributions(call),
    };
    return styles_web_write(text, size, &web, &reply->body, err);
}
