/* boundary/exemption.h - what a document allows, and what of it an inspection met. */
#ifndef BOUNDARY_EXEMPTION_H
#define BOUNDARY_EXEMPTION_H

#include "base/date.h"
#include "boundary/kind.h"
#include "geo/geometry.h"
#include "store/division.h"
#include "store/exemption.h"

/* A row of the register of exemptions. Texts and geometry are borrowed. */
struct boundary_exemption {
    int64_t identity;
    const char *id, *document;
    enum store_exemption_kind kind;
    const char *const *codes; /* of the parties, as the document names them */
    uint32_t code_count;
    base_date_t document_date, valid_from, valid_to;
    double max_area_m2;         /* NAN: as much as the ground holds */
    struct geo_geometry ground; /* part_count 0: an exclave's, all parts of its units */
    double resolution_m;        /* NAN: unknown */
};

/* Ground that would be a finding, were it not allowed. */
struct boundary_exempted {
    const struct boundary_exemption *by;
    enum boundary_kind kind; /* of the finding it would be */
    enum store_level level;
    const char **parties; /* codes, sorted */
    uint32_t party_count;
    double area_m2, width_m;
    struct geo_geometry geometry;
};

/* How much of what was inspected an exemption in force covers. */
struct boundary_exemption_use {
    const struct boundary_exemption *exemption;
    uint32_t faces;
    double area_m2;
};

#endif
