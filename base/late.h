/* base/late.h - functions of a library that is loaded when the first of them is needed.
 *
 * A large library costs every command its linking, tens of milliseconds of CPU, also
 * those that never call it. Who calls it seldom keeps a table of pointers in place of
 * the linker's, one member a function, and fills it here before the first call. */
#ifndef BASE_LATE_H
#define BASE_LATE_H

#include <stddef.h>

#include "base/error.h"

/* Loads the library, a name such as "libproj.so.25", and writes the address of
 * each named function to table, an array of count pointers to functions. All or none:
 * table is untouched on failure. A library that was loaded stays. May be called again,
 * with the same outcome, and from several threads for tables of their own.
 * Returns BASE_OK or BASE_FAILED: it is not installed, or lacks a function. */
BASE_MUST_CHECK
enum base_status base_late_load(const char *library, const char *const *names, size_t count,
                                void *table, struct base_error *err);

/* The lists of those who use it are macros X(name): the names, and the members. */
#define BASE_LATE_NAME(name)    #name,
#define BASE_LATE_POINTER(name) __typeof__(name) *name;

#endif
