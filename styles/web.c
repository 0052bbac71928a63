/* styles/web.c - a style as browsers get it. */
#include "styles/web.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static json_t *text_or_null(const char *text)
{
    return text && *text ? json_string(text) : json_null();
}

/* Puts base_url before the URL when it is a path. */
static json_t *absolute_url(const char *base_url, const char *url)
{
    return json_sprintf("%s%s", url[0] == '/' ? base_url : "", url);
}

static void make_source_absolute(json_t *source, const struct styles_web *web)
{
    const char *url = json_string_value(json_object_get(source, "url"));
    if (url)
        json_object_set_new(source, "url", absolute_url(web->base_url, url));
    json_t *tiles = json_object_get(source, "tiles");
    for (size_t i = 0; i < json_array_size(tiles); i++) {
        const char *tile = json_string_value(json_array_get(tiles, i));
        if (tile)
            json_array_set_new(tiles, i, absolute_url(web->base_url, tile));
    }
    if (web->attribution && *web->attribution)
        json_object_set_new(source, "attribution", json_string(web->attribution));
}

static void set_metadata(json_t *root, const struct styles_web *web)
{
    json_t *metadata = json_object_get(root, "metadata");
    if (!metadata) {
        metadata = json_object();
        json_object_set_new(root, "metadata", metadata);
    }
    json_object_set_new(metadata, "review_number", text_or_null(web->review_number));
    json_object_set_new(metadata, "copyright", text_or_null(web->copyright));
    json_object_set_new(metadata, "data_date", text_or_null(web->data_date));
}

static int append(const char *text, size_t size, void *out)
{
    base_buffer_append(out, text, size);
    return 0;
}

enum base_status styles_web_write(const char *style_json, size_t size, const struct styles_web *web,
                                  struct base_buffer *out, struct base_error *err)
{
    json_error_t fault;
    const char *id;
    json_t *source, *root = json_loadb(style_json, size, JSON_REJECT_DUPLICATES, &fault);
    if (!json_is_object(root)) {
        json_decref(root);
        return base_fail(err, BASE_INVALID, "style: not JSON at line %d, column %d: %s", fault.line,
                         fault.column, fault.text);
    }
    json_object_foreach(json_object_get(root, "sources"), id, source)
        make_source_absolute(source, web);
    set_metadata(root, web);
    json_object_del(root, "glyphs");
    if (web->glyphs && *web->glyphs)
        json_object_set_new(root, "glyphs", json_string(web->glyphs));
    int failed = json_dump_callback(root, append, out, JSON_COMPACT);
    json_decref(root);
    if (failed)
        return base_fail(err, BASE_NO_MEMORY, "no memory for the style");
    return base_buffer_check(out, err);
}
