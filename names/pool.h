/* names/pool.h - rows and texts, each once; internal to names/. */
#ifndef NAMES_POOL_H
#define NAMES_POOL_H

#include "base/buffer.h"

/* Zeroed is an empty pool; size is that of a row, 0: zero-terminated texts. */
struct names_pool {
    size_t size;
    struct base_buffer rows;
    uint32_t *table; /* open addressing: offset + 1 */
    size_t table_size, count;
};

void names_pool_done(struct names_pool *pool);

/* Where the row (size bytes) or the text (with its zero) begins: of rows the
 * number, of texts the offset. The same bytes have the same place; without memory
 * the buffer of rows turns failed and the place is 0. */
uint32_t names_pool_add(struct names_pool *pool, const void *bytes, size_t size);

#endif
