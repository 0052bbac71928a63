/* server/sides.c - whose borders a finding lies between. */
#include "server/sides.h"

#include <string.h>

#include "base/json_read.h"
#include "geo/geojson.h"
#include "geo/vicinity.h"
#include "server/view.h"
#include "store/claim.h"
#include "store/line_claim.h"

/* Edges this far from the finding are still shown, 1e-9 degree: some 11 m. */
#define LEAST_MARGIN 100000

struct sides {
    struct store_claim *claims; /* none unless the run looked at claims */
    size_t claim_count;
    struct store_line_claim *line_claims; /* none unless the finding is about a line */
    size_t line_claim_count;
    const char *line; /* code of the line it is about; NULL */
};

/* The box of a finding and half as much around it. */
static struct geo_box surroundings(struct geo_box box)
{
    int64_t lon = (box.max.lon - box.min.lon) / 2, lat = (box.max.lat - box.min.lat) / 2;
    int64_t margin = lon > lat ? lon : lat;
    if (margin < LEAST_MARGIN)
        margin = LEAST_MARGIN;
    return (struct geo_box){{box.min.lon - margin, box.min.lat - margin},
                            {box.max.lon + margin, box.max.lat + margin}};
}

/* Whether the run put claims in place of the register, and the line that the
 * finding names; both from the JSON that the run stored. */
static enum base_status read_stored(const struct store_run *run,
                                    const struct store_finding *finding, struct base_arena *arena,
                                    bool *claims, const char **line, struct base_error *err)
{
    json_auto_t *options = NULL, *body = NULL;
    const char *text = NULL;
    enum base_status status = BASE_OK;
    if (run->options && run->options[0])
        status = base_json_parse(run->options, strlen(run->options), 0, &options, err);
    if (status == BASE_OK && options)
        status = base_json_get_bool(options, "claims", false, claims, err);
    if (status == BASE_OK)
        status = base_json_parse(finding->body, strlen(finding->body), 0, &body, err);
    if (status == BASE_OK)
        status = base_json_get_text(body, "line", false, &text, err);
    if (status != BASE_OK || !text)
        return status;
    *line = base_arena_strdup(arena, text);
    return *line ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

static enum base_status load(struct store *store, const struct store_run *run,
                             const struct store_finding *finding, struct base_arena *arena,
                             struct sides *out, struct base_error *err)
{
    struct store_as_of as_of = {.at = run->at};
    bool claims = false;
    enum base_status status = read_stored(run, finding, arena, &claims, &out->line, err);
    if (status == BASE_OK && claims)
        status = store_claim_list(store, as_of, arena, &out->claims, &out->claim_count, err);
    if (status == BASE_OK && out->line)
        status = store_line_claim_list(store, as_of, arena, &out->line_claims,
                                       &out->line_claim_count, err);
    return status;
}

static const struct store_line_claim *line_claim_of(const struct sides *sides, const char *party)
{
    for (size_t i = 0; i < sides->line_claim_count; i++)
        if (strcmp(sides->line_claims[i].line, sides->line) == 0 &&
            strcmp(sides->line_claims[i].party, party) == 0)
            return &sides->line_claims[i];
    return NULL;
}

static const struct store_claim *claim_of(const struct sides *sides, const char *code)
{
    for (size_t i = 0; i < sides->claim_count; i++)
        if (strcmp(sides->claims[i].code, code) == 0)
            return &sides->claims[i];
    return NULL;
}

/* The party's drawing, of a claim or of the register; true for a claim. */
static bool drawing_of(const struct sides *sides, const struct store_division_index *index,
                       const char *code, uint32_t row, struct geo_geometry *out)
{
    const struct store_line_claim *line = line_claim_of(sides, code);
    const struct store_claim *area = line ? NULL : claim_of(sides, code);
    *out = (struct geo_geometry){.kind = GEO_MULTILINE};
    if (line)
        *out = line->geometry;
    else if (area)
        *out = area->geometry;
    else if (row != STORE_DIVISION_INDEX_NONE)
        *out = store_division_index_geometry(index, row);
    return line || area;
}

static enum base_status write_side(struct base_json *json, struct server_call *call,
                                   const struct sides *sides, const struct store_run *run,
                                   struct geo_box box, const char *code, struct base_error *err)
{
    const struct store_division_index *index = &call->view->divisions;
    uint32_t row = store_division_index_find(index, code, run->at);
    struct geo_geometry drawing, near;
    bool claim = drawing_of(sides, index, code, row, &drawing);
    enum base_status status = geo_vicinity(&drawing, box, call->arena, &near, err);
    if (status != BASE_OK)
        return status;
    base_json_object_begin(json);
    base_json_key_string(json, "code", code);
    base_json_key_string(
        json, "name",
        row == STORE_DIVISION_INDEX_NONE ? NULL : store_division_index_entry(index, row).name);
    base_json_key_bool(json, "claim", claim);
    base_json_key(json, "geometry");
    geo_geojson_write(near.part_count > 0 ? &near : NULL, json);
    base_json_object_end(json);
    return BASE_OK;
}

enum base_status server_sides_write(struct base_json *json, struct server_call *call,
                                    struct store *store, const struct store_run *run,
                                    const struct store_finding *finding, struct base_error *err)
{
    struct sides sides = {0};
    struct geo_box box = finding->box;
    enum base_status status = load(store, run, finding, call->arena, &sides, err);
    char *parties = base_arena_strdup(call->arena, finding->parties);
    if (status != BASE_OK)
        return status;
    if (!parties)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    if (!geo_box_is_empty(box))
        box = surroundings(box);
    base_json_array_begin(json);
    for (char *rest = parties, *end; *rest && status == BASE_OK; rest = end) {
        end = rest + strcspn(rest, ",");
        if (*end)
            *end++ = '\0';
        status = write_side(json, call, &sides, run, box, rest, err);
    }
    base_json_array_end(json);
    return status;
}
