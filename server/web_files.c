/* server/web_files.c - the files of web/dist/, embedded at build. */
#include "server/web_files.h"

#define FILE_BYTES(symbol)                                                                         \
    extern const unsigned char symbol[];                                                           \
    extern const size_t symbol##_size;

FILE_BYTES(web_index_html)
FILE_BYTES(web_app_js)
FILE_BYTES(web_app_css)
FILE_BYTES(web_worker_mjs)
FILE_BYTES(web_favicon_svg)
FILE_BYTES(web_licenses_txt)

static const struct server_web_file FILES[] = {
    {"index.html", web_index_html, &web_index_html_size},
    {"app.js", web_app_js, &web_app_js_size},
    {"app.css", web_app_css, &web_app_css_size},
    {"maplibre-gl-worker.mjs", web_worker_mjs, &web_worker_mjs_size},
    {"favicon.svg", web_favicon_svg, &web_favicon_svg_size},
    {"LICENSES.txt", web_licenses_txt, &web_licenses_txt_size},
};

const struct server_web_file *server_web_files(size_t *count)
{
    *count = sizeof FILES / sizeof FILES[0];
    return FILES;
}
