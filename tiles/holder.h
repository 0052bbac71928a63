/* tiles/holder.h - who holds a face at each level; private to the folder. */
#ifndef TILES_HOLDER_H
#define TILES_HOLDER_H

#include "geo/topology.h"
#include "tiles/builder.h"

#define TILES_NO_UNIT UINT32_MAX

/* By level 1..5: the unit whose area covers the face (of several the one with
 * the lowest code), and the code, also where only a parent's code is known. */
struct tiles_holder {
    uint32_t units[6];
    const char *codes[6];
};

/* What parts two faces: the level, and the codes at that level ("" for none). */
struct tiles_border {
    uint32_t level;
    const char *left, *right;
    int64_t left_id, right_id; /* identities, or a hash of the code; 0 for none */
};

/* One holder a face, in the builder's arena; NULL without memory. */
struct tiles_holder *tiles_holders_make(struct tiles_builder *builder,
                                        const struct geo_topology *topology);

struct tiles_border tiles_border_of(const struct tiles_builder *builder,
                                    const struct geo_topology *topology,
                                    const struct tiles_holder *holders, uint32_t left_face,
                                    uint32_t right_face);

/* A number that the texts and numbers of a border share, for JavaScript too: 53 bits. */
int64_t tiles_border_id(const struct tiles_border *border);

#endif
