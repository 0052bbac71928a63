/* base/late.c - functions of a library that is loaded when the first of them is needed. */
#include "base/late.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

static enum base_status find_all(const char *library, const char *const *names, size_t count,
                                 void **found, struct base_error *err)
{
    void *handle = dlopen(library, RTLD_LAZY | RTLD_LOCAL);
    for (size_t i = 0; i < count; i++)
        if (!handle || !(found[i] = dlsym(handle, names[i])))
            return base_fail(err, BASE_FAILED, "%s cannot be loaded: %s", library, dlerror());
    return BASE_OK;
}

/* A pointer to data may hold one to a function on POSIX only. */
enum base_status base_late_load(const char *library, const char *const *names, size_t count,
                                void *table, struct base_error *err)
{
    void **found = calloc(count + 1, sizeof *found);
    if (!found)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    enum base_status status = find_all(library, names, count, found, err);
    if (status == BASE_OK)
        memcpy(table, found, count * sizeof *found);
    free(found);
    return status;
}
