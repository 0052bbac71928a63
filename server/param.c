/* server/param.c - typed parameters. */
#include "server/param.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/number.h"
#include "store/division.h"

/* A person is not told of 1e+15. */
static void print_limit(double limit, char out[BASE_NUMBER_SIZE])
{
    if (limit == nearbyint(limit) && fabs(limit) < 1e18)
        snprintf(out, BASE_NUMBER_SIZE, "%.0f", limit);
    else
        base_number_print(limit, out);
}

static enum base_status fail_range(const struct server_param *param, struct base_error *err)
{
    char low[BASE_NUMBER_SIZE], high[BASE_NUMBER_SIZE];
    print_limit(param->min, low);
    print_limit(param->max, high);
    return base_fail(err, BASE_INVALID, "%s must be a number from %s to %s", param->name, low,
                     high);
}

static enum base_status parse_text(const struct server_param *param, const char *text,
                                   struct base_error *err)
{
    size_t size = strlen(text);
    if ((double)size < param->min)
        return base_fail(err, BASE_INVALID, "%s must not be empty", param->name);
    if (param->max > 0 && (double)size > param->max)
        return base_fail(err, BASE_INVALID, "%s is longer than %d bytes", param->name,
                         (int)param->max);
    return BASE_OK;
}

static enum base_status parse_int(const struct server_param *param, const char *text,
                                  struct server_value *out, struct base_error *err)
{
    int64_t value;
    if (!base_number_parse_int(text, &value) || (double)value < param->min ||
        (double)value > param->max)
        return fail_range(param, err);
    out->integer = value;
    return BASE_OK;
}

static enum base_status parse_number(const struct server_param *param, const char *text,
                                     struct server_value *out, struct base_error *err)
{
    if (!base_number_parse(text, &out->number) || out->number < param->min ||
        out->number > param->max)
        return fail_range(param, err);
    return BASE_OK;
}

/* Copies what stands before the next comma; moves text behind it. False for an
 * empty item, also behind the last comma. */
static bool next_item(const char **text, char out[BASE_NUMBER_SIZE])
{
    size_t size = strcspn(*text, ",");
    if (size == 0 || size >= BASE_NUMBER_SIZE || strcmp(*text + size, ",") == 0)
        return false;
    memcpy(out, *text, size);
    out[size] = '\0';
    *text += size + ((*text)[size] == ',');
    return true;
}

static enum base_status parse_numbers(const struct server_param *param, const char *text,
                                      struct server_value *out, struct base_error *err)
{
    char item[BASE_NUMBER_SIZE];
    while (*text) {
        double value;
        if (out->count == SERVER_MAX_NUMBERS || !next_item(&text, item) ||
            !base_number_parse(item, &value) || value < param->min || value > param->max ||
            (out->count > 0 && value <= out->numbers[out->count - 1]))
            out->count = -1;
        if (out->count < 0)
            break;
        out->numbers[out->count++] = value;
    }
    if (out->count > 0)
        return BASE_OK;
    char low[BASE_NUMBER_SIZE], high[BASE_NUMBER_SIZE];
    base_number_print(param->min, low);
    base_number_print(param->max, high);
    return base_fail(err, BASE_INVALID, "%s must be 1 to %d rising numbers from %s to %s",
                     param->name, SERVER_MAX_NUMBERS, low, high);
}

static enum base_status parse_lonlat(const struct server_param *param, const char *text,
                                     struct server_value *out, struct base_error *err)
{
    char lon_text[BASE_NUMBER_SIZE], lat_text[BASE_NUMBER_SIZE];
    double lon, lat;
    const char *rest = text;
    if (!next_item(&rest, lon_text) || rest[0] == '\0' || !next_item(&rest, lat_text) ||
        rest[0] != '\0' || !base_number_parse(lon_text, &lon) ||
        !base_number_parse(lat_text, &lat) || lon < -180 || lon > 180 || lat < -90 || lat > 90)
        return base_fail(err, BASE_INVALID, "%s must be lon,lat in degrees", param->name);
    out->point = (struct geo_point){geo_grid_from_degrees(lon), geo_grid_from_degrees(lat)};
    return BASE_OK;
}

static enum base_status parse_code(const struct server_param *param, const char *text,
                                   struct base_arena *arena, struct server_value *out,
                                   struct base_error *err)
{
    char code[STORE_CODE_SIZE];
    if (!store_code_parse(text, code))
        return base_fail(err, BASE_INVALID, "%s must be a division code of 2, 4, 6, 9 or 12 digits",
                         param->name);
    out->text = base_arena_strdup(arena, code);
    return out->text ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

static bool looks_like_crs(const char *text)
{
    if (strcasecmp(text, "CRS84") == 0 || strcasecmp(text, "GCJ-02") == 0 ||
        strcasecmp(text, "BD-09") == 0)
        return true;
    int64_t epsg;
    return strncasecmp(text, "EPSG:", 5) == 0 && base_number_parse_int(text + 5, &epsg) &&
           epsg > 1000 && epsg < 1000000;
}

static enum base_status parse_enum(const struct server_param *param, const char *text,
                                   struct server_value *out, struct base_error *err)
{
    for (int i = 0; param->values[i]; i++)
        if (strcmp(text, param->values[i]) == 0) {
            out->choice = i;
            return BASE_OK;
        }
    struct base_buffer list BASE_BUFFER_AUTO = {0};
    for (int i = 0; param->values[i]; i++)
        base_buffer_printf(&list, "%s%s", i ? ", " : "", param->values[i]);
    return base_fail(err, BASE_INVALID, "%s must be one of: %s", param->name,
                     list.data ? list.data : "");
}

static enum base_status parse_by_type(const struct server_param *param, const char *text,
                                      struct base_arena *arena, struct server_value *out,
                                      struct base_error *err)
{
    switch (param->type) {
    case SERVER_PARAM_TEXT:
        return parse_text(param, text, err);
    case SERVER_PARAM_INT:
        return parse_int(param, text, out, err);
    case SERVER_PARAM_NUMBER:
        return parse_number(param, text, out, err);
    case SERVER_PARAM_NUMBERS:
        return parse_numbers(param, text, out, err);
    case SERVER_PARAM_DATE:
        if (base_date_parse(text, &out->date))
            return BASE_OK;
        return base_fail(err, BASE_INVALID, "%s must be a date, as 2026-11-24", param->name);
    case SERVER_PARAM_TIME:
        if (base_time_parse(text, &out->time))
            return BASE_OK;
        return base_fail(err, BASE_INVALID, "%s must be a time, as 2026-11-24T08:00:00Z",
                         param->name);
    case SERVER_PARAM_BBOX:
        return geo_bbox_parse(text, &out->bbox, err);
    case SERVER_PARAM_LONLAT:
        return parse_lonlat(param, text, out, err);
    case SERVER_PARAM_CODE:
        return parse_code(param, text, arena, out, err);
    case SERVER_PARAM_CRS:
        if (looks_like_crs(text))
            return BASE_OK;
        return base_fail(err, BASE_INVALID, "%s must be CRS84, EPSG:n, GCJ-02 or BD-09",
                         param->name);
    case SERVER_PARAM_ENUM:
        return parse_enum(param, text, out, err);
    }
    return base_fail(err, BASE_FAILED, "parameter %s has no type", param->name);
}

enum base_status server_param_parse(const struct server_param *param, const char *text,
                                    struct base_arena *arena, struct server_value *out,
                                    struct base_error *err)
{
    struct server_value value = {.param = param, .given = true, .text = text};
    enum base_status status = parse_by_type(param, text, arena, &value, err);
    if (status == BASE_OK)
        *out = value;
    return status;
}
