/* server/param.h - typed parameters: one table a route, read before its handler. */
#ifndef SERVER_PARAM_H
#define SERVER_PARAM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "geo/bbox.h"

enum server_param_type {
    SERVER_PARAM_TEXT,    /* min..max: bytes */
    SERVER_PARAM_INT,     /* min..max */
    SERVER_PARAM_NUMBER,  /* min..max */
    SERVER_PARAM_NUMBERS, /* up to 10 numbers, comma separated, each min..max, ascending */
    SERVER_PARAM_DATE,
    SERVER_PARAM_TIME,
    SERVER_PARAM_BBOX,
    SERVER_PARAM_LONLAT,
    SERVER_PARAM_CODE, /* a division code of 2, 4, 6, 9 or 12 digits */
    SERVER_PARAM_CRS,  /* CRS84, EPSG:n, GCJ-02, BD-09: checked for form only */
    SERVER_PARAM_ENUM, /* one of values */
};

#define SERVER_MAX_NUMBERS 10

/* A row of a route's table; the table ends with name NULL. Path parameters are
 * those whose name stands in braces in the route's pattern. */
struct server_param {
    const char *name;
    enum server_param_type type;
    bool required;
    double min, max;
    const char *const *values; /* ENUM: ends with NULL */
    const char *fallback;      /* text that is parsed when the parameter is absent; NULL: none */
    const char *example;
    const char *about; /* English; the catalogue has the Chinese */
};

/* A read value. given is false when absent without a fallback. */
struct server_value {
    const struct server_param *param;
    bool given;
    const char *text; /* as sent, decoded; for CODE the canonical form */
    int64_t integer;
    double number, numbers[SERVER_MAX_NUMBERS];
    int count, choice; /* NUMBERS: how many; ENUM: index into values */
    base_date_t date;
    base_time_t time;
    struct geo_bbox bbox;
    struct geo_point point;
};

/* Reads text by param. BASE_INVALID says what is accepted, naming the parameter. */
BASE_MUST_CHECK
enum base_status server_param_parse(const struct server_param *param, const char *text,
                                    struct base_arena *arena, struct server_value *out,
                                    struct base_error *err);

#endif
