/* store/audit.h - the hash chain of audit rows; internal to store/. */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include "base/date.h"
#include "base/hash.h"

struct audit_row {
    base_time_t recorded_at;
    const char *actor, *action, *subject, *before, *after, *previous_hash;
};

/* BLAKE2b over the row and the hash of the row before. */
void store_audit_hash(const struct audit_row *row, char out[BASE_HASH_TEXT]);

#endif
