/* geo/offset.h - GCJ-02 and BD-09, the offset systems of Chinese web maps.
 *
 * Public formulas (never published officially); see docs/decisions. Degrees,
 * lon/lat. Places outside the rough box 72.004..137.8347 E, 0.8293..55.8271 N do
 * not move, either way (a shifted position is judged by the place it comes from).
 * NaN stays NaN. The inverses iterate below 1e-9 degree (0.1 mm). */
#ifndef GEO_OFFSET_H
#define GEO_OFFSET_H

void geo_offset_to_gcj02(double *lon_deg, double *lat_deg);
void geo_offset_from_gcj02(double *lon_deg, double *lat_deg);
void geo_offset_to_bd09(double *lon_deg, double *lat_deg);
void geo_offset_from_bd09(double *lon_deg, double *lat_deg);

#endif
