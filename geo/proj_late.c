/* geo/proj_late.c - PROJ's functions, loaded when the first of them is needed. */
#include "geo/proj_late.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct geo_proj_late geo_proj_late;

/* What came of it; every later call tells the same. */
static pthread_once_t loaded = PTHREAD_ONCE_INIT;
static struct base_error load_error; /* status BASE_OK: it is there */

static void load(void)
{
    static const char *const NAMES[] = {GEO_PROJ_FUNCTIONS(BASE_LATE_NAME)};
    static_assert(sizeof geo_proj_late == sizeof NAMES, "one pointer a function");
    (void)!base_late_load(YUTU_PROJ, NAMES, sizeof NAMES / sizeof NAMES[0], &geo_proj_late,
                          &load_error);
}

enum base_status geo_proj_load(struct base_error *err)
{
    pthread_once(&loaded, load);
    if (load_error.status != BASE_OK && err)
        *err = load_error;
    return load_error.status;
}

void geo_proj_need(void)
{
    struct base_error err;
    if (geo_proj_load(&err) == BASE_OK)
        return;
    fprintf(stderr, "yutu: %s\n", err.message);
    exit(127);
}
