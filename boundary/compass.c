/* boundary/compass.c - the 16 sectors in which descriptions of lines speak. */
#include "boundary/compass.h"

#include <math.h>

#define SECTORS 16

static const char *const NAMES[SECTORS] = {
    "北", "北偏东北", "东北", "东偏东北", "东", "东偏东南", "东南", "南偏东南",
    "南", "南偏西南", "西南", "西偏西南", "西", "西偏西北", "西北", "北偏西北",
};

const char *boundary_compass_name(double azimuth_deg)
{
    double width = 360.0 / SECTORS;
    double turned = fmod(fmod(azimuth_deg, 360) + 360 + width / 2, 360);
    return NAMES[(int)(turned / width) % SECTORS];
}
