#include "boundary/inspection.h"
enum base_status boundary_check_shift(struct boundary_inspection *inspection,
                                      struct boundary_siblings *siblings, struct base_error *err)
{
    (void)inspection;
    (void)siblings;
    (void)err;
    return BASE_OK;
}
enum base_status boundary_check_against(struct boundary_inspection *inspection,
                                        enum store_level level, struct base_error *err)
{
    (void)inspection;
    (void)level;
    (void)err;
    return BASE_OK;
}
