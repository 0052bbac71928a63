/* server/api_page.c - the page and its files, embedded in the program. */
#include <string.h>

#include "server/api.h"
#include "server/web_files.h"

#define POLICY                                                                                     \
    "default-src 'self'; img-src 'self' data: blob:; worker-src 'self'; object-src 'none'; "       \
    "base-uri 'none'; frame-ancestors 'self'"

static const struct {
    const char *ending, *media;
} MEDIA[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".txt", "text/plain; charset=utf-8"},
};

static const char *media_of(const char *name)
{
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof MEDIA / sizeof MEDIA[0]; i++)
        if (strcmp(dot, MEDIA[i].ending) == 0)
            return MEDIA[i].media;
    return "application/octet-stream";
}

/* The page asks again each time (its tag makes that cheap), so that an update
 * of the program is never mixed with an old file. */
static enum base_status send_file(const char *name, struct server_reply *reply,
                                  struct base_error *err)
{
    size_t count;
    const struct server_web_file *files = server_web_files(&count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(files[i].name, name) != 0)
            continue;
        reply->borrowed = files[i].bytes;
        reply->borrowed_size = *files[i].size;
        reply->media = media_of(name);
        reply->cache_control = "public, no-cache";
        server_reply_header(reply, "Content-Security-Policy", POLICY);
        return BASE_OK;
    }
    return base_fail(err, BASE_NOT_FOUND, "the page has no file %.100s", name);
}

enum base_status server_api_page(struct server_call *call, struct server_reply *reply,
                                 struct base_error *err)
{
    (void)call;
    return send_file("index.html", reply, err);
}

enum base_status server_api_page_file(struct server_call *call, struct server_reply *reply,
                                      struct base_error *err)
{
    return send_file(server_call_text(call, "file"), reply, err);
}
