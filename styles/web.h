/* styles/web.h - a style as browsers get it. */
#ifndef STYLES_WEB_H
#define STYLES_WEB_H

#include "base/buffer.h"
#include "base/error.h"

struct styles_web {
    const char *base_url;      /* "https://maps.example" without a slash at the end */
    const char *review_number; /* 审图号; NULL or "": none, the page says so */
    const char *copyright;     /* NULL: none */
    const char *data_date;     /* NULL: none */
    const char *attribution;   /* put on every source; NULL: what the TileJSON says */
    const char *glyphs;        /* an operator's own font URL; NULL: the browser's fonts */
};

/* Writes the style with absolute source URLs (those that begin with a slash get
 * base_url before them), no glyphs unless configured, and metadata
 * {"review_number", "copyright", "data_date"} (null where unknown).
 * Returns BASE_OK, BASE_INVALID (the style is not JSON) or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status styles_web_write(const char *style_json, size_t size, const struct styles_web *web,
                                  struct base_buffer *out, struct base_error *err);

#endif
