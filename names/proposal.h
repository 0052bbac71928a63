/* names/proposal.h - reading a proposed name from words: the options of the program
 * and the members of the HTTP body are the same. */
#ifndef NAMES_PROPOSAL_H
#define NAMES_PROPOSAL_H

#include "base/arena.h"
#include "names/check.h"

/* reading, kind, level, within, renames, lon, lat, sound, approver, decided, filed,
 * published; ends with NULL. `name` stands by itself. */
const char *const *names_proposal_keys(void);

/* A proposal of which nothing but the name is known. */
struct names_proposal names_proposal_of(const char *name);

/* Sets one member; text is borrowed unless it is changed, then copied to the arena.
 * Returns BASE_OK, BASE_INVALID (says which member and what it may be; the proposal
 * is untouched) or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status names_proposal_set(struct names_proposal *proposal, const char *key,
                                    const char *text, struct base_arena *arena,
                                    struct base_error *err);

/* BASE_INVALID when members contradict one another: one of lon and lat alone. */
BASE_MUST_CHECK
enum base_status names_proposal_finish(struct names_proposal *proposal, struct base_error *err);

#endif
