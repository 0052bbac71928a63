/* boundary/tally.c - what an inspection counts, in whole numbers. */
#include "boundary/tally.h"

void boundary_tally_add(struct boundary_tally *tally, const struct boundary_tally *counted,
                        int64_t times)
{
    int64_t *sums = &tally->divisions;
    const int64_t *words = &counted->divisions;
    for (size_t i = 0; i < BOUNDARY_TALLY_WORDS; i++)
        sums[i] += times * words[i];
}

static double metres(int64_t um)
{
    return (double)um / BOUNDARY_UM_A_M;
}

static struct boundary_uninspected tell_level(const struct boundary_level_tally *of)
{
    return (struct boundary_uninspected){.divisions = (uint32_t)of->divisions,
                                         .without_geometry = (uint32_t)of->without_geometry,
                                         .suspect = (uint32_t)of->suspect,
                                         .invalid = (uint32_t)of->invalid,
                                         .border_m = metres(of->border_um),
                                         .suspect_m = metres(of->suspect_um),
                                         .invalid_m = metres(of->invalid_um),
                                         .no_neighbour_m = metres(of->no_neighbour_um)};
}

void boundary_tally_tell(const struct boundary_tally *tally, int64_t widest_nm,
                         struct boundary_report *report)
{
    report->divisions = (uint32_t)tally->divisions;
    report->without_geometry = (uint32_t)tally->without_geometry;
    report->lines = (uint32_t)tally->lines;
    report->length_m = metres(tally->length_um);
    report->numeric.faces = (uint32_t)tally->numeric_faces;
    report->numeric.area_m2 = (double)tally->numeric_e7_m2 / BOUNDARY_E7_A_M2;
    report->numeric.max_width_m = (double)widest_nm / BOUNDARY_NM_A_M;
    for (int level = STORE_LEVEL_PROVINCE; level <= STORE_LEVEL_VILLAGE; level++)
        report->uninspected[level] = tell_level(&tally->levels[level]);
}
