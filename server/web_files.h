/* server/web_files.h - the files of web/dist/, embedded at build. */
#ifndef SERVER_WEB_FILES_H
#define SERVER_WEB_FILES_H

#include <stddef.h>

struct server_web_file {
    const char *name;
    const unsigned char *bytes;
    const size_t *size;
};

const struct server_web_file *server_web_files(size_t *count);

#endif
