/* server/openapi.h - the OpenAPI 3.1 document, made from the route table. */
#ifndef SERVER_OPENAPI_H
#define SERVER_OPENAPI_H

#include "base/buffer.h"
#include "base/error.h"

/* Appends the document. base_url is the server's address as the client sees it. */
void server_openapi_write(const char *base_url, enum base_lang lang, struct base_buffer *out);

/* Appends an HTML page that lists the addresses; no script, no other file. */
void server_openapi_write_html(enum base_lang lang, struct base_buffer *out);

#endif
