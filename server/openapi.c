/* server/openapi.c - the OpenAPI 3.1 document, made from the route table. */
#include "server/openapi.h"

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "base/message.h"
#include "server/route.h"

extern const unsigned char server_schemas[];
extern const size_t server_schemas_size;

static void write_range(struct base_json *json, const struct server_param *param)
{
    base_json_key_number(json, "minimum", param->min);
    base_json_key_number(json, "maximum", param->max);
}

static void write_choices(struct base_json *json, const struct server_param *param)
{
    base_json_key(json, "enum");
    base_json_array_begin(json);
    for (int i = 0; param->values[i]; i++)
        base_json_string(json, param->values[i]);
    base_json_array_end(json);
}

static void write_pattern(struct base_json *json, const char *pattern)
{
    base_json_key_string(json, "type", "string");
    if (pattern)
        base_json_key_string(json, "pattern", pattern);
}

static void write_param_schema(struct base_json *json, const struct server_param *param)
{
    base_json_key(json, "schema");
    base_json_object_begin(json);
    switch (param->type) {
    case SERVER_PARAM_INT:
        base_json_key_string(json, "type", "integer");
        write_range(json, param);
        break;
    case SERVER_PARAM_NUMBER:
        base_json_key_string(json, "type", "number");
        write_range(json, param);
        break;
    case SERVER_PARAM_ENUM:
        base_json_key_string(json, "type", "string");
        write_choices(json, param);
        break;
    case SERVER_PARAM_DATE:
        write_pattern(json, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
        break;
    case SERVER_PARAM_CODE:
        write_pattern(json, "^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$");
        break;
    case SERVER_PARAM_CRS:
        write_pattern(json, "^(CRS84|GCJ-02|BD-09|EPSG:[0-9]{4,6})$");
        break;
    case SERVER_PARAM_BBOX:
        write_pattern(json, "^[-+0-9.eE]+(,[-+0-9.eE]+){3}$");
        break;
    case SERVER_PARAM_LONLAT:
        write_pattern(json, "^[-+0-9.eE]+,[-+0-9.eE]+$");
        break;
    case SERVER_PARAM_NUMBERS:
        write_pattern(json, "^[-+0-9.eE]+(,[-+0-9.eE]+)*$");
        break;
    case SERVER_PARAM_TEXT:
    case SERVER_PARAM_TIME:
        write_pattern(json, NULL);
        break;
    }
    if (param->fallback)
        base_json_key_string(json, "default", param->fallback);
    base_json_object_end(json);
}

static bool is_in_path(const struct server_route *route, const char *name)
{
    char braces[80];
    size_t length = strlen(name);
    if (length + 3 > sizeof braces)
        return false;
    braces[0] = '{';
    memcpy(braces + 1, name, length);
    memcpy(braces + 1 + length, "}", 2);
    return strstr(route->pattern, braces) != NULL;
}

static void write_param(struct base_json *json, const struct server_route *route,
                        const struct server_param *param, enum base_lang lang)
{
    bool in_path = is_in_path(route, param->name);
    base_json_object_begin(json);
    base_json_key_string(json, "name", param->name);
    base_json_key_string(json, "in", in_path ? "path" : "query");
    base_json_key_bool(json, "required", in_path || param->required);
    base_json_key_string(json, "description", base_message_format(param->about, lang));
    write_param_schema(json, param);
    if (param->example)
        base_json_key_string(json, "example", param->example);
    base_json_object_end(json);
}

/* The common parameters stand where they change something. */
static bool is_told(const struct server_route *route, const char *name)
{
    bool dated = (route->flags & SERVER_FROM_SNAPSHOT) && route->params;
    bool speaks = strncmp(route->pattern, "/api/", 5) == 0;
    return strcmp(name, "lang") == 0 ? speaks : dated;
}

static void write_params(struct base_json *json, const struct server_route *route,
                         enum base_lang lang)
{
    base_json_key(json, "parameters");
    base_json_array_begin(json);
    for (const struct server_param *param = route->params; param && param->name; param++)
        write_param(json, route, param, lang);
    size_t count;
    const struct server_param *common = server_common_params(&count);
    for (size_t i = 0; i < count; i++)
        if (is_told(route, common[i].name))
            write_param(json, route, &common[i], lang);
    base_json_array_end(json);
}

static void write_content(struct base_json *json, const char *media, const char *schema)
{
    base_json_key(json, "content");
    base_json_object_begin(json);
    base_json_key(json, media);
    base_json_object_begin(json);
    if (schema) {
        base_json_key(json, "schema");
        base_json_object_begin(json);
        base_json_key(json, "$ref");
        struct base_buffer ref BASE_BUFFER_AUTO = {0};
        base_buffer_printf(&ref, "#/components/schemas/%s", schema);
        base_json_string(json, ref.data);
        base_json_object_end(json);
    }
    base_json_object_end(json);
    base_json_object_end(json);
}

static void write_responses(struct base_json *json, const struct server_route *route,
                            enum base_lang lang)
{
    base_json_key(json, "responses");
    base_json_object_begin(json);
    base_json_key(json, route->method == SERVER_POST ? "202" : "200");
    base_json_object_begin(json);
    base_json_key_string(json, "description", base_message_format(route->summary, lang));
    write_content(json, route->media, route->schema);
    base_json_object_end(json);
    base_json_key(json, "default");
    base_json_object_begin(json);
    base_json_key_string(json, "description", base_message_format("The request is wrong", lang));
    write_content(json, SERVER_PROBLEM, "Problem");
    base_json_object_end(json);
    base_json_object_end(json);
}

static void write_body(struct base_json *json, const struct server_route *route)
{
    static const char INSPECTION[] =
        "{\"required\":false,\"content\":{\"application/json\":{\"schema\":{\"$ref\":"
        "\"#/components/schemas/InspectionOptions\"},\"example\":{\"level\":\"county\"}}}}";
    static const char UPLOAD[] =
        "{\"required\":true,\"content\":{\"multipart/form-data\":{\"schema\":{\"type\":\"object\","
        "\"required\":[\"as\",\"file\"],\"properties\":{\"as\":{\"type\":\"string\"},"
        "\"file\":{\"type\":\"array\",\"items\":{\"type\":\"string\",\"format\":\"binary\"}}}}}}}";
    static const char PROPOSAL[] =
        "{\"required\":true,\"content\":{\"application/json\":{\"schema\":{\"$ref\":"
        "\"#/components/schemas/NameProposal\"},\"example\":{\"name\":\"育民路\","
        "\"within\":\"220104\"}}}}";
    base_json_key(json, "requestBody");
    if (strcmp(route->id, "import") == 0)
        base_json_raw(json, UPLOAD, sizeof UPLOAD - 1);
    else if (strcmp(route->id, "nameCheck") == 0)
        base_json_raw(json, PROPOSAL, sizeof PROPOSAL - 1);
    else
        base_json_raw(json, INSPECTION, sizeof INSPECTION - 1);
}

static void write_operation(struct base_json *json, const struct server_route *route,
                            enum base_lang lang)
{
    static const char *const KEYS[] = {"get", "head", "post", "delete", "options"};
    base_json_key(json, KEYS[route->method]);
    base_json_object_begin(json);
    base_json_key_string(json, "operationId", route->id);
    base_json_key_string(json, "summary", base_message_format(route->summary, lang));
    write_params(json, route, lang);
    if (route->method == SERVER_POST)
        write_body(json, route);
    if (route->role != STORE_ROLE_NONE) {
        base_json_key(json, "security");
        base_json_raw(json, "[{\"key\":[]}]", 12);
        base_json_key_string(json, "x-role", store_role_name(route->role));
    }
    write_responses(json, route, lang);
    base_json_object_end(json);
}

/* Routes of one pattern stand together, one method after another. */
static void write_paths(struct base_json *json, enum base_lang lang)
{
    size_t count;
    const struct server_route *routes = server_routes(&count);
    base_json_key(json, "paths");
    base_json_object_begin(json);
    for (size_t i = 0; i < count; i++) {
        if (routes[i].flags & SERVER_HIDDEN)
            continue;
        bool first = i == 0 || strcmp(routes[i].pattern, routes[i - 1].pattern) != 0;
        bool last = i + 1 == count || strcmp(routes[i].pattern, routes[i + 1].pattern) != 0;
        if (first) {
            base_json_key(json, routes[i].pattern);
            base_json_object_begin(json);
        }
        write_operation(json, &routes[i], lang);
        if (last)
            base_json_object_end(json);
    }
    base_json_object_end(json);
}

static void write_components(struct base_json *json)
{
    static const char SCHEMES[] = "{\"key\":{\"type\":\"http\",\"scheme\":\"bearer\"}}";
    base_json_key(json, "components");
    base_json_object_begin(json);
    base_json_key(json, "schemas");
    base_json_raw(json, (const char *)server_schemas, server_schemas_size);
    base_json_key(json, "securitySchemes");
    base_json_raw(json, SCHEMES, sizeof SCHEMES - 1);
    base_json_object_end(json);
}

void server_openapi_write(const char *base_url, enum base_lang lang, struct base_buffer *out)
{
    struct base_json json;
    base_json_init(&json, out);
    base_json_object_begin(&json);
    base_json_key_string(&json, "openapi", "3.1.0");
    base_json_key(&json, "info");
    base_json_object_begin(&json);
    base_json_key_string(&json, "title", "Yutu 舆图");
    base_json_key_string(&json, "version", "1");
    base_json_key_string(&json, "description",
                         base_message_format("Place names, administrative boundaries, service "
                                             "coverage and maps of a city",
                                             lang));
    base_json_object_end(&json);
    base_json_key(&json, "servers");
    base_json_array_begin(&json);
    base_json_object_begin(&json);
    base_json_key_string(&json, "url", base_url);
    base_json_object_end(&json);
    base_json_array_end(&json);
    write_paths(&json, lang);
    write_components(&json);
    base_json_object_end(&json);
}

/* Summaries and names come from the table, not from a sender; still escaped. */
static void write_html_text(struct base_buffer *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '<')
            base_buffer_text(out, "&lt;");
        else if (*text == '&')
            base_buffer_text(out, "&amp;");
        else
            base_buffer_byte(out, (unsigned char)*text);
    }
}

static void write_html_param(struct base_buffer *out, const struct server_param *param,
                             enum base_lang lang)
{
    base_buffer_printf(out, "<li><code>%s</code> ", param->name);
    write_html_text(out, base_message_format(param->about, lang));
    if (param->example)
        base_buffer_printf(out, " <code>%s</code>", param->example);
    base_buffer_text(out, "</li>");
}

static void write_html_params(struct base_buffer *out, const struct server_route *route,
                              enum base_lang lang)
{
    size_t count;
    const struct server_param *common = server_common_params(&count);
    base_buffer_text(out, "<ul>");
    for (const struct server_param *param = route->params; param && param->name; param++)
        write_html_param(out, param, lang);
    for (size_t i = 0; i < count; i++)
        if (is_told(route, common[i].name))
            write_html_param(out, &common[i], lang);
    base_buffer_text(out, "</ul>");
}

void server_openapi_write_html(enum base_lang lang, struct base_buffer *out)
{
    size_t count;
    const struct server_route *routes = server_routes(&count);
    base_buffer_printf(out,
                       "<!doctype html><html lang=\"%s\"><head><meta charset=\"utf-8\">"
                       "<meta name=\"viewport\" content=\"width=device-width\">"
                       "<title>Yutu 舆图 API</title><link rel=\"stylesheet\" "
                       "href=\"/web/app.css\"></head><body><main><h1>Yutu 舆图 API</h1>"
                       "<p><a href=\"/openapi.json\">openapi.json</a></p>",
                       lang == BASE_EN ? "en" : "zh-CN");
    for (size_t i = 0; i < count; i++) {
        if (routes[i].flags & SERVER_HIDDEN)
            continue;
        base_buffer_printf(out, "<section><h2><code>%s %s</code></h2><p>",
                           server_method_name(routes[i].method), routes[i].pattern);
        write_html_text(out, base_message_format(routes[i].summary, lang));
        base_buffer_text(out, "</p>");
        write_html_params(out, &routes[i], lang);
        base_buffer_text(out, "</section>");
    }
    base_buffer_text(out, "</main></body></html>\n");
}
