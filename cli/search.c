/* cli/search.c - search: finds places and divisions by name. */
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "cli/names.h"
#include "names/reasons.h"
#include "names/search.h"
#include "server/param.h"

enum base_status cli_names_open(struct cli *cli, struct server_view **view, base_date_t *at,
                                struct base_error *err)
{
    struct store *store = NULL;
    struct store_as_of as_of = {0};
    bool changed;
    const char *folder = server_view_folder(cli->arguments[0], cli->arena);
    if (!folder)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    enum base_status status = cli_open(cli, STORE_READ, &store, err);
    if (status == BASE_OK)
        status = cli_as_of(cli, store, &as_of, err);
    if (status == BASE_OK)
        status = server_view_refresh(store, folder, &cli->progress, &changed, err);
    store_close(store);
    *at = as_of.at;
    return status == BASE_OK ? server_view_open(folder, view, err) : status;
}

struct names_context cli_names_context(const struct server_view *view, base_date_t at)
{
    return (struct names_context){.index = &view->names,
                                  .divisions = &view->divisions,
                                  .editions = &view->editions,
                                  .at = at,
                                  .addresses = &view->addresses,
                                  .gazetteer = &view->gazetteer};
}

static const char *const LEVELS[] = {"province", "prefecture", "county",
                                     "township", "village",    NULL};
static const char *const MODES[] = {"search", "suggest", NULL};
static const struct server_param PARAMS[] = {
    {.name = "limit", .type = SERVER_PARAM_INT, .min = 1, .max = 1000, .fallback = "10"},
    {.name = "near", .type = SERVER_PARAM_LONLAT},
    {.name = "bbox", .type = SERVER_PARAM_BBOX},
    {.name = "within", .type = SERVER_PARAM_CODE},
    {.name = "level", .type = SERVER_PARAM_ENUM, .values = LEVELS},
    {.name = "category", .type = SERVER_PARAM_TEXT, .max = 60},
    {.name = "mode", .type = SERVER_PARAM_ENUM, .values = MODES, .fallback = "search"},
    {.name = "cursor", .type = SERVER_PARAM_INT, .min = 0, .max = 1000000, .fallback = "0"},
};
enum { LIMIT, NEAR, BBOX, WITHIN, LEVEL, CATEGORY, MODE, CURSOR, PARAM_COUNT };

/* The options have the types of the HTTP parameters of the same names. */
static enum base_status read_query(struct cli *cli, const struct names_context *context,
                                   struct names_query *query, struct base_error *err)
{
    struct server_value values[PARAM_COUNT] = {0};
    if (!cli->arguments[1][0])
        return base_fail(err, BASE_INVALID, "%s must not be empty", "TEXT");
    for (int i = 0; i < PARAM_COUNT; i++) {
        const char *text = cli_value(cli, PARAMS[i].name);
        if (!text)
            text = PARAMS[i].fallback;
        enum base_status status =
            text ? server_param_parse(&PARAMS[i], text, cli->arena, &values[i], err) : BASE_OK;
        if (status != BASE_OK)
            return status;
    }
    *query = (struct names_query){
        .text = cli->arguments[1],
        .limit = (size_t)values[LIMIT].integer,
        .offset = (size_t)values[CURSOR].integer,
        .at = context->at,
        .has_near = values[NEAR].given,
        .near = values[NEAR].point,
        .has_bbox = values[BBOX].given,
        .bbox = values[BBOX].bbox,
        .within = values[WITHIN].text,
        .category = values[CATEGORY].text,
        .level = store_level_parse(values[LEVEL].text),
        .suggest = values[MODE].choice == 1,
        .gazetteer = context->gazetteer,
    };
    return BASE_OK;
}

static void print_features(const struct names_features *f)
{
    double low, high;
    names_class_band(f->class, &low, &high);
    printf("        %s %.2f..%.2f: match %.4f, form %.4f, kind %.4f, near %.4f, standing %.2f%s\n",
           names_class_name(f->class), low, high, f->match, f->form, f->kind, f->near, f->standing,
           f->beyond ? ", beyond 0.80" : "");
}

static void print_reasons(const struct names_context *context, const struct names_result *results,
                          size_t count, size_t which)
{
    struct names_reason reasons[NAMES_REASON_MOST];
    size_t said = names_reasons_of(context, results, count, which, reasons);
    for (size_t i = 0; i < said; i++)
        printf("        %s\n", reasons[i].text);
}

static void print_lines(const struct names_context *context, const struct names_result *results,
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char full[512];
        const struct names_result *r = &results[i];
        struct names_subject subject = names_index_subject(context->index, r->subject);
        const char *matched = names_index_name(context->index, r->name).text;
        bool division = r->division_row != STORE_DIVISION_INDEX_NONE;
        const char *name = division
                               ? store_division_index_full_name(context->divisions, r->division_row,
                                                                context->at, full, sizeof full)
                               : subject.name;
        const char *code =
            division ? store_division_index_entry(context->divisions, r->division_row).code
                     : subject.division;
        printf("%.4f  %-12s %s  [%s, %s: %s]\n", r->score, code, name, names_how_name(r->how),
               names_form_name(r->form), matched);
        print_reasons(context, results, count, i);
        if (context->explain)
            print_features(&r->features);
    }
}

static enum cli_exit print_results(struct cli *cli, const struct names_context *context,
                                   const struct names_query *query,
                                   const struct names_result *results, size_t count, bool more)
{
    if (!cli->json) {
        print_lines(context, results, count);
        if (count == 0)
            cli_say(cli, "nothing is called %s", query->text);
        return CLI_DONE;
    }
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_json json;
    const char *next = more ? base_arena_printf(cli->arena, "%zu", query->offset + count) : NULL;
    base_json_init(&json, &out);
    names_result_write_page(context, query->text, results, count, next, &json);
    return cli_print(cli, &out);
}

static enum cli_exit search(struct cli *cli, const struct names_context *context,
                            struct base_error *err)
{
    struct names_query query;
    struct names_result *results;
    size_t count;
    bool more;
    enum base_status status = cli_misuse(cli, read_query(cli, context, &query, err));
    if (status == BASE_OK)
        status = names_search(context->index, context->divisions, &query, cli->arena, &results,
                              &count, &more, err);
    return status == BASE_OK ? print_results(cli, context, &query, results, count, more)
                             : cli_fail(cli, err);
}

/* Sets the system that positions are told in. */
static enum base_status set_crs(struct cli *cli, struct names_context *context, struct geo_crs *crs,
                                struct base_error *err)
{
    const char *name = cli_value(cli, "crs");
    if (!name || strcmp(name, "CRS84") == 0)
        return BASE_OK;
    context->crs_context = geo_crs_context_create();
    context->crs = crs;
    return context->crs_context ? geo_crs_parse(context->crs_context, name, crs, err)
                                : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

enum cli_exit cli_search(struct cli *cli)
{
    struct base_error err;
    struct server_view *view = NULL;
    struct geo_crs crs;
    base_date_t at;
    if (cli_names_open(cli, &view, &at, &err) != BASE_OK)
        return cli_fail(cli, &err);
    struct names_context context = cli_names_context(view, at);
    context.explain = cli_flag(cli, "explain");
    enum base_status status = cli_misuse(cli, set_crs(cli, &context, &crs, &err));
    enum cli_exit code = status == BASE_OK ? search(cli, &context, &err) : cli_fail(cli, &err);
    geo_crs_context_free(context.crs_context);
    server_view_close(view);
    return code;
}
