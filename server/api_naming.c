/* server/api_naming.c - naming rules and romanised forms. */
#include <math.h>
#include <string.h>

#include "base/json_read.h"
#include "base/number.h"
#include "names/proposal.h"
#include "server/api.h"
#include "server/view.h"

#define BODY_LIMIT (64 * 1024)

/* A member as text; numbers as they are written. NULL: absent or null. */
static enum base_status member_text(struct server_call *call, const json_t *body, const char *key,
                                    const char **out, struct base_error *err)
{
    char number[BASE_NUMBER_SIZE];
    const json_t *value = json_object_get(body, key);
    *out = NULL;
    if (!value || json_is_null(value))
        return BASE_OK;
    if (!json_is_string(value) && !json_is_number(value))
        return base_fail(err, BASE_INVALID, "%s must be a text", key);
    const char *text = json_string_value(value);
    if (!text) {
        base_number_print(json_number_value(value), number);
        text = number;
    }
    *out = base_arena_strdup(call->arena, text);
    return *out ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

static bool is_known(const char *key)
{
    const char *const *known = names_proposal_keys();
    while (*known && strcmp(*known, key) != 0)
        known++;
    return *known || strcmp(key, "name") == 0;
}

static enum base_status read_members(struct server_call *call, json_t *body,
                                     struct names_proposal *proposal, struct base_error *err)
{
    const char *name, *key;
    json_t *value;
    if (!json_is_object(body))
        return base_fail(err, BASE_INVALID, "the body must be a JSON object");
    json_object_foreach(body, key, value) if (!is_known(key)) return base_fail(
        err, BASE_INVALID, "a proposed name has no %.60s", key);
    enum base_status status = member_text(call, body, "name", &name, err);
    if (status == BASE_OK && !name)
        status = base_fail(err, BASE_INVALID, "name is missing");
    if (status != BASE_OK)
        return status;
    *proposal = names_proposal_of(name);
    for (const char *const *known = names_proposal_keys(); *known && status == BASE_OK; known++) {
        const char *text;
        status = member_text(call, body, *known, &text, err);
        if (status == BASE_OK && text)
            status = names_proposal_set(proposal, *known, text, call->arena, err);
    }
    return status == BASE_OK ? names_proposal_finish(proposal, err) : status;
}

static struct names_context context_of(const struct server_call *call)
{
    return (struct names_context){.index = &call->view->names,
                                  .divisions = &call->view->divisions,
                                  .editions = &call->view->editions,
                                  .at = call->at};
}

enum base_status server_api_name_check(struct server_call *call, struct server_reply *reply,
                                       struct base_error *err)
{
    json_t *body = NULL;
    struct names_proposal proposal;
    struct names_check check;
    static const struct names_words PRESETS = {0};
    const struct names_context context = context_of(call);
    enum base_status status =
        base_json_parse(call->request->body, call->request->body_size, BODY_LIMIT, &body, err);
    if (status == BASE_OK)
        status = read_members(call, body, &proposal, err);
    json_decref(body);
    if (status == BASE_OK)
        status = names_check(&context, &PRESETS, &proposal, call->arena, &check, err);
    if (status != BASE_OK)
        return status;
    struct base_json json;
    base_json_init(&json, &reply->body);
    names_check_write(&context, &check, call->lang, &json);
    return BASE_OK;
}

enum base_status server_api_romanise(struct server_call *call, struct server_reply *reply,
                                     struct base_error *err)
{
    struct base_json json;
    struct names_romanised form;
    const char *name = server_call_text(call, "name");
    const char *kind = server_call_text(call, "kind");
    enum names_generic_class class = kind && strcmp(kind, "street") == 0 ? NAMES_GENERIC_STREET
                                     : kind && strcmp(kind, "division") == 0
                                         ? NAMES_GENERIC_DIVISION
                                         : NAMES_GENERIC_NONE;
    enum base_status status =
        names_romanise(name, server_call_text(call, "reading"), class, &form, err);
    if (status != BASE_OK)
        return status;
    base_json_init(&json, &reply->body);
    base_json_object_begin(&json);
    base_json_key_string(&json, "name", name);
    base_json_key_string(&json, "romanised", form.text);
    base_json_key(&json, "specific");
    base_json_string_n(&json, name, form.specific_size);
    base_json_key(&json, "doubtful_readings");
    names_romanised_write_doubtful(name, &form, &json);
    base_json_object_end(&json);
    return BASE_OK;
}
