/* cli/reverse.c - reverse: tells where a point lies. */
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "cli/names.h"
#include "geo/crs.h"

#define NEAREST_LIMIT_M 5000

static enum base_status convert(const char *name, double *x, double *y, struct base_error *err)
{
    struct geo_crs crs;
    struct geo_crs_result result;
    struct geo_crs_context *context = geo_crs_context_create();
    if (!context)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    enum base_status status = geo_crs_parse(context, name, &crs, err);
    if (status == BASE_OK)
        status = geo_crs_to_lonlat(context, &crs, false, x, y, 1, &result, err);
    geo_crs_context_free(context);
    return status;
}

static enum base_status read_point(struct cli *cli, struct geo_point *out, struct base_error *err)
{
    double x, y;
    const char *crs = cli_value(cli, "crs");
    if (!base_number_parse(cli->arguments[1], &x) || !base_number_parse(cli->arguments[2], &y))
        return base_fail(err, BASE_INVALID, "LON and LAT must be numbers, as 125.3235 43.8871");
    if (crs && strcmp(crs, "CRS84") != 0) {
        enum base_status status = convert(crs, &x, &y, err);
        if (status != BASE_OK)
            return status;
    }
    if (!(x >= -180 && x <= 180 && y >= -90 && y <= 90)) /* NaN too */
        return base_fail(err, BASE_INVALID, "lon must be in [-180, 180] and lat in [-90, 90]");
    *out = (struct geo_point){geo_grid_from_degrees(x), geo_grid_from_degrees(y)};
    return BASE_OK;
}

static enum cli_exit print_reverse(struct cli *cli, const struct names_context *context,
                                   const struct names_reverse *reverse)
{
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &out);
    if (cli->json) {
        names_reverse_write(context, reverse, &json);
        return cli_print(cli, &out);
    }
    for (size_t i = 0; i < reverse->chain_count; i++) {
        struct store_division_entry entry =
            store_division_index_entry(context->divisions, reverse->chain[i]);
        printf("%-12s %s\n", entry.code, entry.name);
    }
    if (reverse->chain_count == 0)
        cli_say(cli, "no division of the record holds this point");
    for (size_t i = 0; i < reverse->nearest_count; i++) {
        struct names_subject subject =
            names_index_subject(context->index, reverse->nearest[i].subject);
        printf("%8.0f m   %s\n", reverse->nearest[i].distance_m, subject.name);
    }
    return CLI_DONE;
}

enum cli_exit cli_reverse(struct cli *cli)
{
    struct base_error err;
    struct server_view *view = NULL;
    struct geo_point point;
    struct names_reverse reverse;
    base_date_t at;
    enum base_status status = cli_misuse(cli, read_point(cli, &point, &err));
    if (status == BASE_OK)
        status = cli_names_open(cli, &view, &at, &err);
    if (status != BASE_OK)
        return cli_fail(cli, &err);
    struct names_context context = cli_names_context(view, at);
    names_reverse_find(&context, point, NEAREST_LIMIT_M, &reverse);
    enum cli_exit code = print_reverse(cli, &context, &reverse);
    server_view_close(view);
    return code;
}
