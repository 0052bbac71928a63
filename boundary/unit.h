/* boundary/unit.h - a division as inspection sees it. */
#ifndef BOUNDARY_UNIT_H
#define BOUNDARY_UNIT_H

#include <stdint.h>

#include "base/date.h"
#include "geo/geometry.h"
#include "store/division.h"

/* A plain value; texts and geometry are borrowed. */
struct boundary_unit {
    int64_t identity;
    const char *code, *name;
    enum store_level level;
    const char *parent, *managed_by;  /* codes; NULL: by the code's prefix, none */
    struct geo_geometry geometry;     /* part_count 0: none */
    double resolution_m;              /* step of the source's digits; NAN: unknown */
    double area_km2;                  /* registered; NAN: none */
    base_date_t valid_from, valid_to; /* BASE_DATE_NONE: unknown, open */
    int64_t edition;                  /* whose rights go with it; 0: none */
};

/* A row of the record as a unit, borrowing from it. */
struct boundary_unit boundary_unit_of(const struct store_division *row);

/* Step of the unit's digits, never below a millimetre. */
double boundary_unit_resolution_m(const struct boundary_unit *unit);

#endif
