/* names/fold.h - one spelling for what people write in several ways.
 *
 * Folding is for keys only, never for text that is stored or shown: full width,
 * case, spaces and punctuation, traditional characters, Arabic digits. The
 * character table is made once, in the builder, by OpenCC (t2s) and travels in
 * the section; the query path needs no library. */
#ifndef NAMES_FOLD_H
#define NAMES_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"

/* from → to, ascending by from. */
struct names_fold_pair {
    uint32_t from, to;
};

struct names_fold {
    const struct names_fold_pair *pairs;
    size_t count;
};

/* Appends the pairs of every Han character whose simplified form differs.
 * BASE_FAILED when OpenCC's tables are not installed. */
BASE_MUST_CHECK
enum base_status names_fold_build(struct base_buffer *out, struct base_error *err);

#define NAMES_FOLD_MOST 512 /* code points of one folded text */

/* What a query or name holds. */
struct names_folded {
    uint32_t text[NAMES_FOLD_MOST]; /* folded code points; tone marks removed from Latin */
    size_t count;
    bool has_han, has_latin, has_digit;
};

/* Folds UTF-8 text; longer than NAMES_FOLD_MOST is cut. Malformed bytes are
 * dropped. */
void names_fold_text(const struct names_fold *fold, const char *text, size_t size,
                     struct names_folded *out);

/* The folded code points from..to as UTF-8, appended to out. */
void names_fold_write(const struct names_folded *folded, size_t from, size_t to,
                      struct base_buffer *out);

#endif
