/* server/api_name.c - search, places and reverse lookup. */
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "names/reverse.h"
#include "names/standard.h"
#include "server/api.h"
#include "server/position.h"
#include "server/view.h"
#include "server/worker.h"

#define NEAREST_LIMIT_M 5000

static struct names_context context_of(const struct server_call *call)
{
    return (struct names_context){.index = &call->view->names,
                                  .divisions = &call->view->divisions,
                                  .editions = &call->view->editions,
                                  .at = call->at,
                                  .gazetteer = &call->view->gazetteer,
                                  .addresses = &call->view->addresses};
}

/* A cursor of the ranking is how many results were shown. */
static enum base_status read_cursor(struct server_call *call, size_t *offset,
                                    struct base_error *err)
{
    int64_t value = 0;
    const char *cursor = server_call_text(call, "cursor");
    if (cursor && (!base_number_parse_int(cursor, &value) || value < 0 || value > 1000000)) {
        call->bad_parameter = "cursor";
        return base_fail(err, BASE_INVALID, "cursor must be the next of an earlier answer");
    }
    *offset = (size_t)value;
    return BASE_OK;
}

static enum base_status make_query(struct server_call *call, struct names_query *query,
                                   struct base_error *err)
{
    const struct server_value *near = server_call_value(call, "near");
    const struct server_value *bbox = server_call_value(call, "bbox");
    const struct server_value *level = server_call_value(call, "level");
    *query = (struct names_query){
        .text = server_call_text(call, "q"),
        .limit = (size_t)server_call_value(call, "limit")->integer,
        .at = call->at,
        .has_near = near->given,
        .near = near->point,
        .has_bbox = bbox->given,
        .bbox = bbox->bbox,
        .within = server_call_code(call, "within"),
        .category = server_call_text(call, "category"),
        .level = level->given ? store_level_parse(level->text) : STORE_LEVEL_NONE,
        .suggest = server_call_value(call, "mode")->choice == 1,
        .gazetteer = &call->view->gazetteer,
    };
    return read_cursor(call, &query->offset, err);
}

/* Sets the system of the answer's positions; crs must outlive the context. */
static enum base_status set_crs(struct server_call *call, struct names_context *context,
                                struct geo_crs *crs, struct base_error *err)
{
    const char *name = server_call_text(call, "crs");
    if (strcmp(name, "CRS84") == 0)
        return BASE_OK;
    enum base_status status = server_worker_crs(call->worker, &context->crs_context, err);
    if (status == BASE_OK)
        status = geo_crs_parse(context->crs_context, name, crs, err);
    if (status != BASE_OK)
        call->bad_parameter = "crs";
    context->crs = crs;
    return status;
}

enum base_status server_api_search(struct server_call *call, struct server_reply *reply,
                                   struct base_error *err)
{
    struct names_query query;
    struct names_result *results;
    size_t count;
    bool more;
    struct geo_crs crs;
    struct names_context context = context_of(call);
    enum base_status status = make_query(call, &query, err);
    if (status == BASE_OK)
        status = set_crs(call, &context, &crs, err);
    if (status == BASE_OK)
        status = names_search(&call->view->names, &call->view->divisions, &query, call->arena,
                              &results, &count, &more, err);
    if (status != BASE_OK)
        return status;
    struct base_json json;
    const char *next = more ? base_arena_printf(call->arena, "%zu", query.offset + count) : NULL;
    base_json_init(&json, &reply->body);
    context.explain = server_call_value(call, "explain")->integer == 1;
    names_result_write_page(&context, query.text, results, count, next, &json);
    server_call_link_next(call, reply, next);
    return BASE_OK;
}

/* What a code of another scheme means: the statistics bureau's, or any. */
static uint32_t find_by_alias(const struct server_call *call, const char *code)
{
    struct store_subject subject;
    char own[STORE_SUBJECT_SIZE];
    return store_gazetteer_index_code(&call->view->gazetteer, code, &subject)
               ? names_index_find(&call->view->names, store_subject_print(subject, own))
               : UINT32_MAX;
}

/* An id of ours, a place's own id, a division's code, or one of another scheme. */
static uint32_t find_subject(const struct server_call *call, const char *id)
{
    char code[STORE_CODE_SIZE], own[48];
    uint32_t subject = names_index_find(&call->view->names, id);
    if (subject != UINT32_MAX)
        return subject;
    if (!store_code_parse(id, code))
        return find_by_alias(call, id);
    uint32_t row = store_division_index_find(&call->view->divisions, code, call->at);
    if (row == STORE_DIVISION_INDEX_NONE)
        row = store_division_index_find_ever(&call->view->divisions, code);
    if (row == STORE_DIVISION_INDEX_NONE)
        return find_by_alias(call, id);
    snprintf(own, sizeof own, "division-%lld",
             (long long)store_division_index_entry(&call->view->divisions, row).identity);
    return names_index_find(&call->view->names, own);
}

enum base_status server_api_place(struct server_call *call, struct server_reply *reply,
                                  struct base_error *err)
{
    const char *id = server_call_text(call, "id");
    uint32_t subject = find_subject(call, id);
    if (subject == UINT32_MAX)
        return base_fail(err, BASE_NOT_FOUND, "there is no place with the id %.100s", id);
    struct base_json json;
    struct names_context context = context_of(call);
    base_json_init(&json, &reply->body);
    names_result_write_subject(&context, subject, &json);
    return BASE_OK;
}

enum base_status server_api_reverse(struct server_call *call, struct server_reply *reply,
                                    struct base_error *err)
{
    struct geo_point point;
    struct names_reverse reverse;
    enum base_status status = server_position(call, &point, err);
    if (status != BASE_OK)
        return status;
    struct base_json json;
    struct names_context context = context_of(call);
    names_reverse_find(&context, point, NEAREST_LIMIT_M, &reverse);
    base_json_init(&json, &reply->body);
    names_reverse_write(&context, &reverse, &json);
    return BASE_OK;
}

enum base_status server_api_standardize(struct server_call *call, struct server_reply *reply,
                                        struct base_error *err)
{
    struct geo_crs crs;
    struct base_json json;
    struct names_standard standard;
    struct names_context context = context_of(call);
    const struct server_value *level = server_call_value(call, "min_level");
    const struct names_standard_options options = {
        .within = server_call_code(call, "within"),
        .least = level->given ? names_rung_parse(level->text) : NAMES_RUNG_NONE,
        .min_confidence = server_call_value(call, "min_confidence")->number,
    };
    enum base_status status = set_crs(call, &context, &crs, err);
    if (status == BASE_OK)
        status = names_standardize(&context, server_call_text(call, "text"), &options, call->arena,
                                   &standard, err);
    if (status != BASE_OK)
        return status;
    base_json_init(&json, &reply->body);
    names_standard_write(&context, &standard, &json);
    return BASE_OK;
}
