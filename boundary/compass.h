/* boundary/compass.h - the 16 sectors in which descriptions of lines speak. */
#ifndef BOUNDARY_COMPASS_H
#define BOUNDARY_COMPASS_H

/* The sector of an azimuth from true north, 22.5° each and centred on its
 * direction, so that 北 is 348.75° to 11.25° (GB/T 17796 as taught, see
 * boundaries.md 2.1): "北", "北偏东北", "东北", "东偏东北", "东" … */
const char *boundary_compass_name(double azimuth_deg);

#endif
