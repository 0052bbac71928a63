/* boundary/exempt.h - applying the register of exemptions; private to boundary/.
 *
 * An exemption holds on its days, on its ground to the resolution of both drawings,
 * and for those it names: all neighbours of a gap, all holders of an overlap, the
 * unit of an exclave; a unit above stands for the units in it. What it holds for is
 * listed and no finding. What reaches beyond its ground, its area or its days is
 * `exemption-exceeded`, once, in place of the finding it would be. */
#ifndef BOUNDARY_EXEMPT_H
#define BOUNDARY_EXEMPT_H

#include "boundary/inspection.h"

/* Reads the register of the input. Without rows everything here does nothing. */
BASE_MUST_CHECK
enum base_status boundary_exempt_begin(struct boundary_inspection *inspection,
                                       struct base_error *err);

/* A detached part of a unit, with all that have a part in it (the unit among them).
 * *told when nothing is left to tell of it. */
BASE_MUST_CHECK
enum base_status boundary_exempt_part(struct boundary_inspection *inspection,
                                      const struct boundary_unit *unit,
                                      const struct boundary_unit **around, uint32_t around_count,
                                      const struct geo_geometry *part, bool *told,
                                      struct base_error *err);

/* Takes the level's gaps and overlaps that are exempted out of inspection->faces, and
 * tells which exemptions cover more than their area at this level. After the parts. */
BASE_MUST_CHECK
enum base_status boundary_exempt_faces(struct boundary_inspection *inspection,
                                       const struct boundary_siblings *siblings,
                                       struct base_error *err);

/* Lists in the report what was exempted, by what. With `between`, what concerns both. */
BASE_MUST_CHECK
enum base_status boundary_exempt_finish(struct boundary_inspection *inspection,
                                        struct base_error *err);

#endif
