/* store/exemption.h - what a document allows (豁免登记): exclaves, ground that belongs
 * to none, ground that several hold together. Its scope is a polygon, its days are the
 * version's. */
#ifndef STORE_EXEMPTION_H
#define STORE_EXEMPTION_H

#include <stdbool.h>

#include "geo/geometry.h"
#include "store/store.h"
#include "store/version.h"

enum store_exemption_kind {
    STORE_EXEMPTION_EXCLAVE, /* 飞地: a detached part of one of the parties */
    STORE_EXEMPTION_GAP,     /* 无归属区域, 水域: ground of none of them */
    STORE_EXEMPTION_OVERLAP, /* 共管区: ground of several of them */
    STORE_EXEMPTION_KINDS,
};
const char *store_exemption_kind_name(enum store_exemption_kind kind); /* "allowed-gap" */
/* False, out untouched, for another word or NULL. */
bool store_exemption_kind_parse(const char *text, enum store_exemption_kind *out);

/* One version. Texts are borrowed (writers) or live in the arena (readers). */
struct store_exemption {
    struct store_version version;
    const char *id;
    enum store_exemption_kind kind;
    const char *codes;    /* of the parties, as the document names them: rising, commas between */
    const char *document; /* its number (文号) */
    base_date_t document_date;
    double max_area_m2; /* no more than that; NAN: the scope says how much */
    const char *note;
    struct geo_geometry geometry; /* part_count 0: an exclave's, all parts of the unit */
    double resolution_m;          /* step of the source's digits, from the edition; NAN */
    struct store_source source;
};

/* Matched by id. BASE_INVALID for a gap or an overlap without geometry. */
BASE_MUST_CHECK
enum base_status store_exemption_put(struct store *store, const struct store_change *change,
                                     const struct store_exemption *row, enum store_outcome *outcome,
                                     int64_t *identity, struct base_error *err);
/* In order of id. */
BASE_MUST_CHECK
enum base_status store_exemption_list(struct store *store, struct store_as_of as_of,
                                      struct base_arena *arena, struct store_exemption **out,
                                      size_t *count, struct base_error *err);

#endif
