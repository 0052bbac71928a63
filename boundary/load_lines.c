/* boundary/load_lines.c - lines, claims, markers and tri-junctions from the record. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "boundary/description.h"
#include "boundary/inspection.h"
#include "store/line.h"
#include "store/line_claim.h"
#include "store/marker.h"
#include "store/tri_junction.h"

static enum base_status load_lines(struct store *store, struct store_as_of as_of,
                                   struct base_arena *arena, struct boundary_lines *out,
                                   struct base_error *err)
{
    struct store_line *rows;
    size_t count;
    enum base_status status = store_line_list(store, as_of, arena, &rows, &count, err);
    if (status != BASE_OK)
        return status;
    struct boundary_line *lines = base_arena_alloc(arena, (count + 1) * sizeof *lines);
    if (!lines)
        return boundary_no_memory(err);
    for (size_t i = 0; i < count; i++) {
        lines[i] = (struct boundary_line){.identity = rows[i].version.identity,
                                          .code = rows[i].code,
                                          .name = rows[i].name,
                                          .a = rows[i].a,
                                          .b = rows[i].b,
                                          .status = store_line_status_name(rows[i].status),
                                          .agreement_no = rows[i].agreement_no,
                                          .agreement_date = rows[i].agreement_date,
                                          .support = rows[i].support,
                                          .markers = rows[i].markers,
                                          .geometry = rows[i].geometry,
                                          .resolution_m = rows[i].resolution_m};
        if (rows[i].description && !boundary_description_read(rows[i].description, arena,
                                                              &lines[i].legs, &lines[i].leg_count))
            return boundary_no_memory(err);
    }
    out->lines = lines;
    out->line_count = (uint32_t)count;
    return BASE_OK;
}

static enum base_status load_claims(struct store *store, struct store_as_of as_of,
                                    struct base_arena *arena, struct boundary_lines *out,
                                    struct base_error *err)
{
    struct store_line_claim *rows;
    size_t count;
    enum base_status status = store_line_claim_list(store, as_of, arena, &rows, &count, err);
    if (status != BASE_OK)
        return status;
    struct boundary_line_claim *claims = base_arena_alloc(arena, (count + 1) * sizeof *claims);
    if (!claims)
        return boundary_no_memory(err);
    for (size_t i = 0; i < count; i++)
        claims[i] = (struct boundary_line_claim){.identity = rows[i].version.identity,
                                                 .line = rows[i].line,
                                                 .party = rows[i].party,
                                                 .geometry = rows[i].geometry,
                                                 .resolution_m = rows[i].resolution_m};
    out->claims = claims;
    out->claim_count = (uint32_t)count;
    return BASE_OK;
}

/* --- markers ---------------------------------------------------------------- */

static int compare_versions(const void *left, const void *right)
{
    const struct store_version *a = &((const struct store_marker *)left)->version;
    const struct store_version *b = &((const struct store_marker *)right)->version;
    if (a->identity != b->identity)
        return a->identity < b->identity ? -1 : 1;
    return (a->valid_from > b->valid_from) - (a->valid_from < b->valid_from);
}

static struct boundary_fix fix_of(const struct store_marker *row)
{
    return (struct boundary_fix){row->point, row->measured_on, row->sigma_m};
}

/* The versions of one marker up to the day: its first position is that of record,
 * what was measured later stands beside it. A stone that was replaced in its
 * place, by agreement, begins the record anew. */
static bool set_positions(const struct store_marker *versions, size_t count,
                          struct base_arena *arena, struct boundary_marker *marker)
{
    struct boundary_fix *fixes = base_arena_alloc(arena, (count + 1) * sizeof *fixes);
    if (!fixes)
        return false;
    for (size_t i = 0; i < count; i++) {
        bool anew = versions[i].condition && strcmp(versions[i].condition, "replaced") == 0;
        if (!versions[i].has_point)
            continue;
        if (!marker->has_point || anew) {
            marker->record = fix_of(&versions[i]);
            marker->has_point = true;
            marker->fix_count = 0;
        } else
            fixes[marker->fix_count++] = fix_of(&versions[i]);
    }
    marker->fixes = fixes;
    return true;
}

/* STORE_MARKER_* and BOUNDARY_MARKER_* are the same modes. */
static enum boundary_marker_mode mode_of(enum store_marker_mode mode)
{
    switch (mode) {
    case STORE_MARKER_SINGLE:
        return BOUNDARY_MARKER_SINGLE;
    case STORE_MARKER_DOUBLE:
        return BOUNDARY_MARKER_DOUBLE;
    case STORE_MARKER_TRIPLE:
        return BOUNDARY_MARKER_TRIPLE;
    case STORE_MARKER_UNKNOWN:
        break;
    }
    return BOUNDARY_MARKER_UNKNOWN_MODE;
}

/* rows are in order of marker and time; those of one marker. The last is of the day. */
static bool add_marker(const struct store_marker *rows, size_t count, struct base_arena *arena,
                       struct boundary_marker *out)
{
    const struct store_marker *now = &rows[count - 1];
    *out = (struct boundary_marker){.identity = now->version.identity,
                                    .number = now->number,
                                    .line = now->line,
                                    .mode = mode_of(now->mode),
                                    .kind = now->kind,
                                    .condition = now->condition,
                                    .keeper = now->keeper};
    return set_positions(rows, count, arena, out);
}

static enum base_status load_markers(struct store *store, struct store_as_of as_of,
                                     struct base_arena *arena, struct boundary_lines *out,
                                     struct base_error *err)
{
    struct store_as_of ever = {.at = BASE_DATE_NONE, .known = as_of.known};
    struct store_marker *rows;
    size_t count, kept = 0;
    enum base_status status = store_marker_list(store, ever, arena, &rows, &count, err);
    if (status != BASE_OK)
        return status;
    struct boundary_marker *markers = base_arena_alloc(arena, (count + 1) * sizeof *markers);
    if (!markers)
        return boundary_no_memory(err);
    if (count)
        qsort(rows, count, sizeof *rows, compare_versions);
    for (size_t first = 0, end; first < count; first = end) {
        size_t now = SIZE_MAX; /* the version of the day */
        for (end = first; end < count && rows[end].version.identity == rows[first].version.identity;
             end++)
            if (base_date_within(as_of.at, rows[end].version.valid_from,
                                 rows[end].version.valid_to))
                now = end;
        if (now != SIZE_MAX && !add_marker(rows + first, now + 1 - first, arena, &markers[kept++]))
            return boundary_no_memory(err);
    }
    out->markers = markers;
    out->marker_count = (uint32_t)kept;
    return BASE_OK;
}

/* --- tri-junctions ----------------------------------------------------------- */

bool boundary_codes_split(const char *text, struct base_arena *arena, const char *const **out,
                          uint32_t *count)
{
    char *copy = base_arena_strdup(arena, text);
    const char **codes = base_arena_alloc(arena, (strlen(text) / 2 + 1) * sizeof *codes);
    if (!copy || !codes)
        return false;
    *count = 0;
    for (char *at = copy, *comma; at && *at; at = comma) {
        comma = strchr(at, ',');
        if (comma)
            *comma++ = '\0';
        if (*at)
            codes[(*count)++] = at;
    }
    *out = codes;
    return true;
}

static enum base_status load_junctions(struct store *store, struct store_as_of as_of,
                                       struct base_arena *arena, struct boundary_lines *out,
                                       struct base_error *err)
{
    struct store_tri_junction *rows;
    size_t count;
    enum base_status status = store_tri_junction_list(store, as_of, arena, &rows, &count, err);
    if (status != BASE_OK)
        return status;
    struct boundary_junction *junctions = base_arena_alloc(arena, (count + 1) * sizeof *junctions);
    if (!junctions)
        return boundary_no_memory(err);
    for (size_t i = 0; i < count; i++) {
        struct boundary_junction junction = {.identity = rows[i].version.identity,
                                             .number = rows[i].number,
                                             .point = rows[i].point,
                                             .resolution_m = rows[i].resolution_m};
        if (!rows[i].has_point)
            continue;
        if (!boundary_codes_split(rows[i].codes, arena, &junction.codes, &junction.code_count))
            return boundary_no_memory(err);
        junctions[out->junction_count++] = junction;
    }
    out->junctions = junctions;
    return BASE_OK;
}

enum base_status boundary_lines_load(struct store *store, struct store_as_of as_of,
                                     struct base_arena *arena, struct boundary_lines *out,
                                     struct base_error *err)
{
    struct boundary_lines lines = {.line_count = 0};
    enum base_status status = load_lines(store, as_of, arena, &lines, err);
    if (status == BASE_OK)
        status = load_claims(store, as_of, arena, &lines, err);
    if (status == BASE_OK)
        status = load_markers(store, as_of, arena, &lines, err);
    if (status == BASE_OK)
        status = load_junctions(store, as_of, arena, &lines, err);
    if (status == BASE_OK)
        *out = lines;
    return status;
}
