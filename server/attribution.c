/* server/attribution.c - whose data an answer holds. */
#include "server/attribution.h"

#include <string.h>

#include "server/view.h"

#define MOST 16

void server_attribution_write(struct base_json *json, const struct server_call *call,
                              const int64_t *editions, size_t count)
{
    const char *seen[MOST];
    size_t seen_count = 0;
    base_json_key(json, "attribution");
    base_json_array_begin(json);
    for (size_t i = 0; i < count && seen_count < MOST; i++) {
        const char *text =
            store_edition_index_rights(&call->view->editions, editions[i]).attribution;
        bool is_new = text[0] != '\0';
        for (size_t j = 0; j < seen_count && is_new; j++)
            is_new = strcmp(seen[j], text) != 0;
        if (!is_new)
            continue;
        seen[seen_count++] = text;
        base_json_string(json, text);
    }
    base_json_array_end(json);
}
