/* Rows of lines, claims, markers, tri-junctions and exemptions: the first byte is
 * the kind, each line of the rest the next field's cell; the geometry is always a
 * good one. What is not refused keeps to what store/ and boundary/ rely on. */
#include <math.h>

#include "base/buffer.h"
#include "base/text.h"
#include "geo/wkb.h"
#include "import/rows.h"
#include "tests/fuzz/fuzz.h"

static const struct {
    enum import_kind kind;
    enum geo_kind shape;
} KINDS[] = {{IMPORT_LINE, GEO_LINE},
             {IMPORT_CLAIM, GEO_LINE},
             {IMPORT_MARKER, GEO_POINT},
             {IMPORT_TRI_JUNCTION, GEO_POINT},
             {IMPORT_EXEMPTION, GEO_POLYGON}};
#define KIND_COUNT (sizeof KINDS / sizeof KINDS[0])

/* Made once: handles of libraries and a shape for each kind. */
struct ground {
    struct geo_crs_context *context;
    struct geo_engine *engine;
    struct import_crs crs;
    struct base_buffer wkb[KIND_COUNT];
};

static void make_shape(enum geo_kind kind, struct base_buffer *out)
{
    static const struct geo_point RING[] = {{125000000000, 43000000000},
                                            {125001000000, 43000000000},
                                            {125001000000, 43001000000},
                                            {125000000000, 43000000000}};
    uint32_t count = kind == GEO_POINT ? 1 : kind == GEO_LINE ? 2 : 4;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry shape;
    struct geo_builder builder;
    geo_builder_init(&builder, kind, arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    for (uint32_t i = 0; i < count; i++)
        geo_builder_point(&builder, RING[i]);
    FUZZ_HOLDS(geo_builder_finish(&builder, &shape, NULL) == BASE_OK);
    geo_wkb_write(&shape, 0, out);
}

static void make_ground(struct ground *ground)
{
    ground->context = geo_crs_context_create();
    ground->engine = geo_engine_create();
    FUZZ_HOLDS(ground->context && ground->engine);
    FUZZ_HOLDS(geo_crs_parse(ground->context, "EPSG:4490", &ground->crs.crs, NULL) == BASE_OK);
    for (size_t i = 0; i < KIND_COUNT; i++)
        make_shape(KINDS[i].shape, &ground->wkb[i]);
}

static bool is_code(const char *text)
{
    char code[STORE_CODE_SIZE];
    return store_code_parse(text, code) && strcmp(code, text) == 0;
}

static bool is_label(const char *text)
{
    return text && text[0] && strlen(text) < 128;
}

/* Canonical codes with commas between, rising. */
static void check_codes(const char *text)
{
    char last[STORE_CODE_SIZE] = "";
    FUZZ_HOLDS(text);
    for (const char *at = text; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        char code[STORE_CODE_SIZE];
        size_t size = strcspn(at, ",");
        FUZZ_HOLDS(size < sizeof code);
        memcpy(code, at, size);
        code[size] = '\0';
        FUZZ_HOLDS(is_code(code) && strcmp(last, code) < 0);
        memcpy(last, code, sizeof last);
    }
}

static void check_line(const struct store_line *line)
{
    FUZZ_HOLDS(is_label(line->code) && is_code(line->a) && is_code(line->b));
    FUZZ_HOLDS(strcmp(line->a, line->b) != 0);
    FUZZ_HOLDS(store_line_status_name(line->status)[0]);
}

/* A party that is no division's code is kept as it came: the references tell it. */
static void check_line_claim(const struct store_line_claim *claim)
{
    FUZZ_HOLDS(is_label(claim->line) && claim->party && claim->party[0]);
    FUZZ_HOLDS(claim->geometry.point_count == 2);
}

static void check_marker(const struct store_marker *marker)
{
    FUZZ_HOLDS(is_label(marker->number) && (!marker->line || is_label(marker->line)));
    FUZZ_HOLDS(isnan(marker->sigma_m) || (isfinite(marker->sigma_m) && marker->sigma_m >= 0));
    FUZZ_HOLDS(marker->has_point);
}

static void check_exemption(const struct store_exemption *exemption)
{
    double area_m2 = exemption->max_area_m2;
    FUZZ_HOLDS(is_label(exemption->id) && exemption->document && exemption->document[0]);
    FUZZ_HOLDS(isnan(area_m2) || (isfinite(area_m2) && area_m2 > 0));
    check_codes(exemption->codes);
}

static void check_row(enum import_kind kind, const struct import_row *row)
{
    FUZZ_HOLDS(row->key && row->key[0]);
    if (kind == IMPORT_LINE)
        check_line(&row->as.line);
    else if (kind == IMPORT_CLAIM && row->of_line)
        check_line_claim(&row->as.line_claim);
    else if (kind == IMPORT_MARKER)
        check_marker(&row->as.marker);
    else if (kind == IMPORT_EXEMPTION)
        check_exemption(&row->as.exemption);
    else if (kind == IMPORT_TRI_JUNCTION)
        check_codes(row->as.tri_junction.codes);
}

/* One record whose cells are the lines of text; a line too many is left out. */
static void make_row(struct ground *ground, size_t which, char *text, struct base_arena *arena)
{
    size_t fields;
    struct base_arena *scratch BASE_ARENA_AUTO = base_arena_create(0);
    FUZZ_HOLDS(scratch);
    import_kind_fields(KINDS[which].kind, &fields);
    const char *cells[IMPORT_FIELDS] = {0};
    struct import_columns columns;
    struct import_options options = {.kind = KINDS[which].kind};
    struct import_table table = {.driver = "GeoJSON", .has_geometry = true};
    struct import_report report;
    struct import_record record = {.number = 1,
                                   .values = cells,
                                   .wkb = ground->wkb[which].data,
                                   .wkb_size = ground->wkb[which].size};
    struct import_maker maker = {.options = &options,
                                 .table = &table,
                                 .columns = &columns,
                                 .shaper = {.context = ground->context,
                                            .engine = ground->engine,
                                            .crs = &ground->crs,
                                            .scratch = scratch},
                                 .report = &report,
                                 .arena = arena};
    struct import_row row;
    import_report_init(&report, arena, options.kind);
    for (size_t i = 0; i < IMPORT_FIELDS; i++) {
        columns.of[i] = i < fields ? (int)i : -1;
        maker.factors[i] = 1;
    }
    for (size_t i = 0; text && i < fields; i++) {
        cells[i] = text;
        text = strchr(text, '\n');
        if (text)
            *text++ = '\0';
    }
    FUZZ_HOLDS(import_row_make(&maker, &record, &row) == BASE_OK);
    FUZZ_HOLDS(row.rejected == (report.errors > 0));
    if (!row.rejected)
        check_row(options.kind, &row);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct ground ground; /* made once: PROJ takes a while */
    if (size == 0 || !base_text_valid((const char *)data + 1, size - 1))
        return 0; /* cells were decoded before */
    if (!ground.context)
        make_ground(&ground);
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    char *text = fuzz_text(data + 1, size - 1);
    FUZZ_HOLDS(arena);
    make_row(&ground, data[0] % KIND_COUNT, text, arena);
    free(text);
    return 0;
}
