/* Shapefile and .dbf bytes: the check reads nothing behind the end, and what it
 * passes lies inside the file. The first two bytes say where the .shx begins. */
#include "import/shapefile_check.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct import_shapefile shapefile;
    struct import_dbf dbf;
    if (size < 2)
        return 0;
    size_t whole = size - 2, cut = (size_t)(data[0] << 8 | data[1]);
    unsigned char *bytes = fuzz_copy(data + 2, whole);
    if (import_shapefile_check(bytes, whole, NULL, 0, &shapefile, NULL) == BASE_OK)
        FUZZ_HOLDS(shapefile.records >= 0 && (size_t)shapefile.records <= whole / 12 &&
                   shapefile.nulls <= shapefile.records);
    if (import_dbf_check(bytes, whole, &dbf, NULL) == BASE_OK)
        FUZZ_HOLDS(dbf.deleted <= dbf.records && (size_t)dbf.records <= whole);
    free(bytes);
    if (cut > whole)
        return 0;
    unsigned char *shp = fuzz_copy(data + 2, cut), *shx = fuzz_copy(data + 2 + cut, whole - cut);
    if (import_shapefile_check(shp, cut, shx, whole - cut, &shapefile, NULL) == BASE_OK)
        FUZZ_HOLDS((size_t)shapefile.records <= (whole - cut) / 8);
    free(shp);
    free(shx);
    return 0;
}
