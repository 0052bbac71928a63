/* store/subject.h - what a row of a register is about: a division, place or
 * address, written as "place-34": the word of its entity and its identity. */
#ifndef STORE_SUBJECT_H
#define STORE_SUBJECT_H

#include "store/row.h"

#define STORE_SUBJECT_SIZE 32

struct store_subject {
    enum store_entity entity; /* STORE_DIVISION, STORE_PLACE or STORE_ADDRESS */
    int64_t identity;
};

/* Writes "place-34". Returns out. */
const char *store_subject_print(struct store_subject subject, char out[STORE_SUBJECT_SIZE]);
/* Reads exactly what print writes; false (out untouched) for anything else. */
bool store_subject_parse(const char *text, struct store_subject *out);

/* What a file means by text: a place's own id, an address's own id, a division's
 * code (also one that it had), or the printed form of one that is held.
 * BASE_NOT_FOUND names the text. */
BASE_MUST_CHECK
enum base_status store_subject_find(struct store *store, const char *text,
                                    struct store_subject *out, struct base_error *err);

/* What a file would say for it, as known: a place's or address's own id, a
 * division's newest code; in the arena. NULL in *out when it is not held. */
BASE_MUST_CHECK
enum base_status store_subject_id(struct store *store, struct store_subject subject, int64_t known,
                                  struct base_arena *arena, const char **out,
                                  struct base_error *err);

#endif
