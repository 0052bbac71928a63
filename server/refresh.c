/* server/refresh.c - building the sections that are out of date. */
#include <stdio.h>
#include <string.h>

#include "names/addresses_build.h"
#include "names/index_build.h"
#include "server/view.h"
#include "store/edition.h"
#include "store/facility.h"
#include "store/gazetteer_index.h"
#include "store/place.h"
#include "store/road.h"
#include "store/version.h"
#include "tiles/layers.h"

/* Raised when a section's form changes, so that old files are built again. */
#define FORMAT 7

#define ALL_DAYS ((struct store_as_of){.at = BASE_DATE_NONE})

struct refresh {
    struct store *store;
    const bool *open_editions; /* by id, up to edition_count */
    int64_t edition_count;
    struct base_arena *arena; /* of one section's rows */
    const struct base_progress *progress;
    base_date_t today;
};

/* --- rights ----------------------------------------------------------------- */

static bool is_open(const struct store_edition *edition)
{
    bool internal = edition->secrecy && strcmp(edition->secrecy, "internal") == 0;
    return edition->may_publish && !internal;
}

/* Which editions anyone may see: only their rows enter a snapshot, so that no
 * address, tile or serving node can give away the others (decision 10). */
static enum base_status read_rights(struct refresh *r, struct base_arena *arena,
                                    struct base_error *err)
{
    struct store_edition *editions;
    size_t count;
    enum base_status status = store_edition_list(r->store, arena, &editions, &count, err);
    if (status != BASE_OK)
        return status;
    r->edition_count = count > 0 ? editions[count - 1].id + 1 : 0;
    bool *open = base_arena_calloc(arena, (size_t)r->edition_count + 1, sizeof *open);
    if (!open)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++)
        open[editions[i].id] = is_open(&editions[i]);
    r->open_editions = open;
    return BASE_OK;
}

/* Drops rows of editions that are not open. Every row begins with its version. */
static size_t keep_open(const struct refresh *r, void *rows, size_t count, size_t size)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const struct store_version *version = (const void *)((const char *)rows + i * size);
        int64_t edition = store_version_edition(version);
        if (edition < 0 || edition >= r->edition_count || !r->open_editions[edition])
            continue;
        memmove((char *)rows + kept++ * size, version, size);
    }
    return kept;
}

/* --- sections --------------------------------------------------------------- */

static enum base_status build_editions(struct refresh *r, struct base_buffer *out,
                                       struct base_error *err)
{
    struct store_edition *editions;
    size_t count;
    enum base_status status = store_edition_list(r->store, r->arena, &editions, &count, err);
    return status == BASE_OK ? store_edition_index_build(editions, count, out, err) : status;
}

static enum base_status read_divisions(struct refresh *r, bool with_geometry,
                                       struct store_division **rows, size_t *count,
                                       struct base_error *err)
{
    enum base_status status = store_division_list(r->store, ALL_DAYS, STORE_LEVEL_NONE,
                                                  with_geometry, r->arena, rows, count, err);
    if (status == BASE_OK)
        *count = keep_open(r, *rows, *count, sizeof **rows);
    return status;
}

static enum base_status read_places(struct refresh *r, struct store_place **rows, size_t *count,
                                    struct base_error *err)
{
    enum base_status status =
        store_place_list(r->store, ALL_DAYS, true, r->arena, rows, count, err);
    if (status == BASE_OK)
        *count = keep_open(r, *rows, *count, sizeof **rows);
    return status;
}

static enum base_status read_roads(struct refresh *r, struct store_as_of as_of,
                                   struct store_road **rows, size_t *count, struct base_error *err)
{
    enum base_status status = store_road_list(r->store, as_of, r->arena, rows, count, err);
    if (status == BASE_OK)
        *count = keep_open(r, *rows, *count, sizeof **rows);
    return status;
}

static enum base_status read_facilities(struct refresh *r, struct store_facility **rows,
                                        size_t *count, struct base_error *err)
{
    enum base_status status =
        store_facility_list(r->store, ALL_DAYS, NULL, r->arena, rows, count, err);
    if (status == BASE_OK)
        *count = keep_open(r, *rows, *count, sizeof **rows);
    return status;
}

static enum base_status build_divisions(struct refresh *r, struct base_buffer *out,
                                        struct base_error *err)
{
    struct store_division *rows;
    size_t count;
    enum base_status status = read_divisions(r, true, &rows, &count, err);
    return status == BASE_OK ? store_division_index_build(rows, count, out, err) : status;
}

static enum base_status read_names(struct refresh *r, struct names_rows *out,
                                   struct base_error *err)
{
    struct store_division *divisions;
    struct store_place *places;
    struct store_name *names;
    size_t division_count, place_count, name_count;
    enum base_status status = read_divisions(r, false, &divisions, &division_count, err);
    if (status == BASE_OK)
        status = read_places(r, &places, &place_count, err);
    if (status == BASE_OK)
        status = store_name_list(r->store, ALL_DAYS, r->arena, &names, &name_count, err);
    if (status != BASE_OK)
        return status;
    name_count = keep_open(r, names, name_count, sizeof *names);
    *out = (struct names_rows){divisions,   places,     names, division_count,
                               place_count, name_count, NULL,  0};
    return BASE_OK;
}

static enum base_status build_names(struct refresh *r, struct base_buffer *out,
                                    struct base_error *err)
{
    struct names_rows rows;
    enum base_status status = read_names(r, &rows, err);
    return status == BASE_OK ? names_index_build(&rows, NULL, out, err) : status;
}

static enum base_status read_rows(struct refresh *r, enum store_entity entity,
                                  struct store_row **out, size_t *count, struct base_error *err)
{
    enum base_status status = store_row_list(r->store, entity, ALL_DAYS, r->arena, out, count, err);
    if (status == BASE_OK)
        *count = keep_open(r, *out, *count, sizeof **out);
    return status;
}

/* Units and rooms are for viewers only. */
static size_t drop_rooms(struct store_row *rows, size_t count)
{
    size_t kept = 0;
    int unit = store_row_field(STORE_ADDRESS, "unit"),
        room = store_row_field(STORE_ADDRESS, "room");
    for (size_t i = 0; i < count; i++)
        if (!rows[i].cells[unit].text && !rows[i].cells[room].text)
            rows[kept++] = rows[i];
    return kept;
}

static enum base_status build_addresses(struct refresh *r, struct base_buffer *out,
                                        struct base_error *err)
{
    struct names_address_rows rows = {0};
    struct store_row *parts = NULL, *addresses = NULL;
    enum base_status status = read_names(r, &rows.names, err);
    if (status == BASE_OK)
        status = read_rows(r, STORE_STREET_PART, &parts, &rows.part_count, err);
    if (status == BASE_OK)
        status = read_rows(r, STORE_ADDRESS, &addresses, &rows.address_count, err);
    rows.parts = parts;
    rows.addresses = addresses;
    rows.address_count = drop_rooms(addresses, rows.address_count);
    return status == BASE_OK ? names_addresses_build(&rows, out, err) : status;
}

static enum base_status build_layers(struct refresh *r, struct base_buffer *out,
                                     struct base_error *err)
{
    struct tiles_rows rows = {0};
    struct store_division *divisions = NULL;
    struct store_place *places = NULL;
    struct store_road *roads = NULL;
    struct store_facility *facilities = NULL;
    enum base_status status = read_divisions(r, true, &divisions, &rows.division_count, err);
    if (status == BASE_OK)
        status = read_places(r, &places, &rows.place_count, err);
    if (status == BASE_OK)
        status = read_roads(r, ALL_DAYS, &roads, &rows.road_count, err);
    if (status == BASE_OK)
        status = read_facilities(r, &facilities, &rows.facility_count, err);
    if (status != BASE_OK)
        return status;
    rows.divisions = divisions;
    rows.places = places;
    rows.roads = roads;
    rows.facilities = facilities;
    return tiles_layers_build(&rows, r->today, r->progress, out, err);
}

static enum base_status build_graph(struct refresh *r, struct base_buffer *out,
                                    struct base_error *err)
{
    struct store_road *roads;
    size_t count;
    enum base_status status =
        read_roads(r, (struct store_as_of){.at = r->today}, &roads, &count, err);
    return status == BASE_OK ? coverage_graph_build(roads, count, out, err) : status;
}

static enum base_status build_points(struct refresh *r, struct base_buffer *out,
                                     struct base_error *err)
{
    struct store_facility *facilities;
    struct store_population *people;
    size_t facility_count, people_count;
    enum base_status status = read_facilities(r, &facilities, &facility_count, err);
    if (status == BASE_OK)
        status = store_population_list(r->store, ALL_DAYS, r->arena, &people, &people_count, err);
    if (status != BASE_OK)
        return status;
    people_count = keep_open(r, people, people_count, sizeof *people);
    return coverage_points_build(facilities, facility_count, people, people_count, out, err);
}

/* Plates of units and households are for viewers only (docs/import.md). */
static size_t drop_households(struct store_row *rows, size_t count)
{
    size_t kept = 0;
    int type = store_row_field(STORE_SIGN, "type");
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].cells[type].text, "unit") != 0 &&
            strcmp(rows[i].cells[type].text, "household") != 0)
            rows[kept++] = rows[i];
    return kept;
}

static enum base_status build_gazetteer(struct refresh *r, struct base_buffer *out,
                                        struct base_error *err)
{
    static const enum store_entity REGISTERS[] = {STORE_CODE_ALIAS,  STORE_RELATION,
                                                  STORE_STREET_PART, STORE_SIGN,
                                                  STORE_HERITAGE,    STORE_APPROVAL};
    struct store_gazetteer_rows all = {0};
    struct store_place *places;
    struct store_road *roads;
    enum base_status status = read_places(r, &places, &all.place_count, err);
    if (status == BASE_OK)
        status = read_roads(r, (struct store_as_of){.at = r->today}, &roads, &all.road_count, err);
    for (size_t i = 0; i < sizeof REGISTERS / sizeof REGISTERS[0] && status == BASE_OK; i++) {
        struct store_row *rows;
        size_t count;
        status = read_rows(r, REGISTERS[i], &rows, &count, err);
        if (status != BASE_OK)
            break;
        if (REGISTERS[i] == STORE_SIGN)
            count = drop_households(rows, count);
        all.of[REGISTERS[i]].rows = rows;
        all.of[REGISTERS[i]].count = count;
    }
    if (status != BASE_OK)
        return status;
    all.places = places;
    all.roads = roads;
    return store_gazetteer_index_build(&all, out, err);
}

/* What each section is built from. Layers and graph hold what is valid today,
 * so the day is part of their source. */
static const struct section {
    const char *name, *tables;
    bool by_day;
    enum base_status (*build)(struct refresh *r, struct base_buffer *out, struct base_error *err);
} SECTIONS[] = {
    {"editions", "edition", false, build_editions},
    {"divisions", "division", false, build_divisions},
    {"names", "division,place,name", false, build_names},
    {"layers", "division,place,road,facility", true, build_layers},
    {"graph", "road", true, build_graph},
    {"points", "facility,population", false, build_points},
    {"gazetteer", "place,road,code_alias,relation,street_part,sign,heritage,approval", true,
     build_gazetteer},
    {"addresses", "division,place,name,road,address,street_part", true, build_addresses},
};
#define SECTION_COUNT (sizeof SECTIONS / sizeof SECTIONS[0])

#define SOURCE_SIZE 160

struct plan {
    struct base_snapshot_part parts[SECTION_COUNT];
    struct base_buffer bytes[SECTION_COUNT];
    char sources[SECTION_COUNT][SOURCE_SIZE];
    size_t stale;
};

/* What a section built now is built from. */
static enum base_status describe(struct store *store, base_date_t today, size_t i,
                                 char out[SOURCE_SIZE], struct base_error *err)
{
    char state[STORE_STATE_SIZE], day[BASE_DATE_SIZE] = "";
    enum base_status status = store_state(store, SECTIONS[i].tables, state, err);
    if (status != BASE_OK)
        return status;
    if (SECTIONS[i].by_day)
        base_date_print(today, day);
    snprintf(out, SOURCE_SIZE, "%d;%s;%s;zone=%d", FORMAT, state, day, store_zone_minutes(store));
    return BASE_OK;
}

bool server_view_is_current(const struct server_view *view, struct store *store)
{
    char source[SOURCE_SIZE];
    for (size_t i = 0; i < SECTION_COUNT; i++)
        if (describe(store, store_today(store), i, source, NULL) != BASE_OK ||
            strcmp(source, base_snapshot_source(view->snapshot, SECTIONS[i].name)) != 0)
            return false;
    return true;
}

/* Builds one section, or keeps the one of the same source. */
static enum base_status build_section(struct refresh *r, const struct base_snapshot *old, size_t i,
                                      struct plan *plan, struct base_error *err)
{
    enum base_status status = describe(r->store, r->today, i, plan->sources[i], err);
    if (status != BASE_OK)
        return status;
    plan->parts[i] =
        (struct base_snapshot_part){.name = SECTIONS[i].name, .source = plan->sources[i]};
    if (old && strcmp(base_snapshot_source(old, SECTIONS[i].name), plan->sources[i]) == 0)
        return BASE_OK;
    if (base_progress_cancelled(r->progress))
        return base_fail(err, BASE_UNAVAILABLE, "the work was cancelled; nothing was changed");
    base_progress_report(r->progress, "building the snapshot", i, SECTION_COUNT);
    base_arena_reset(r->arena);
    status = SECTIONS[i].build(r, &plan->bytes[i], err);
    plan->parts[i].bytes = plan->bytes[i].data;
    plan->parts[i].size = plan->bytes[i].size;
    plan->stale++;
    return status;
}

static enum base_status build_all(struct refresh *r, const char *folder, struct plan *plan,
                                  struct base_error *err)
{
    struct base_snapshot *old = NULL;
    if (base_snapshot_open(folder, &old, NULL) != BASE_OK)
        old = NULL; /* none yet, or damaged: everything is built */
    enum base_status status = BASE_OK;
    for (size_t i = 0; i < SECTION_COUNT && status == BASE_OK; i++)
        status = build_section(r, old, i, plan, err);
    base_snapshot_release(old);
    return status;
}

enum base_status server_view_refresh(struct store *store, const char *folder,
                                     const struct base_progress *progress, bool *changed,
                                     struct base_error *err)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct base_arena *rights BASE_ARENA_AUTO = base_arena_create(0);
    struct refresh r = {
        .store = store, .arena = arena, .progress = progress, .today = store_today(store)};
    struct plan plan = {0};
    if (!arena || !rights)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    enum base_status status = store_read_begin(store, err);
    if (status != BASE_OK)
        return status;
    status = read_rights(&r, rights, err);
    if (status == BASE_OK)
        status = build_all(&r, folder, &plan, err);
    store_read_end(store);
    if (status == BASE_OK && plan.stale > 0)
        status = base_snapshot_save(folder, plan.parts, SECTION_COUNT, err);
    for (size_t i = 0; i < SECTION_COUNT; i++)
        base_buffer_done(&plan.bytes[i]);
    if (status == BASE_OK)
        *changed = plan.stale > 0;
    return status;
}
