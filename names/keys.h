/* names/keys.h - the keys by which one name is found; internal to names/. */
#ifndef NAMES_KEYS_H
#define NAMES_KEYS_H

#include "base/buffer.h"
#include "names/index.h"

/* Growing blocks of the section. */
struct names_keys {
    const struct names_fold *fold;
    const struct names_readings *readings;
    struct base_buffer keys, texts, grams;
};

/* Adds all keys of one name. reading may be NULL or "". is_division: generics of
 * divisions (市 区 县 …) may be left out by who types. */
void names_keys_add(struct names_keys *keys, uint32_t name, const char *text, const char *reading,
                    bool is_division);
/* Adds a division's code, or a place's id, as a key of the name. */
void names_keys_add_code(struct names_keys *keys, uint32_t name, const char *code);
void names_keys_add_id(struct names_keys *keys, uint32_t name, const char *id);

/* Stands before an id in its key: no folded text begins with it, so that no
 * search walks through ids. */
#define NAMES_ID_MARK "#"

/* How many code points of a folded division name its generic takes, 0 when
 * fewer than two would be left. */
size_t names_generic_size(const struct names_folded *name);

#endif
