/* bench/grow.c - see bench/grow.h. */
#include "bench/grow.h"

#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "bench/support.h"
#include "names/builder.h"
#include "store/division_index.h"

#define PLANE      0x10000
#define TEXT_MOST  200
#define FILE_LIMIT ((size_t)1 << 30)

struct unit {
    const char *code, *name;
};

struct grower {
    struct base_buffer tsv, readings;
    struct unit *units;
    size_t unit_count, division_count;
    const char *reading_of[PLANE]; /* the usual one; ends at a blank or the line's end */
    struct names_builder *builder;
    struct base_arena *arena;
    uint64_t state;
};

static const char *const REAL_GENERICS[] = {
    "社区居民委员会", "社区居委会", "村民委员会", "居民委员会", "村委会", "居委会", "社区", "村"};

/* What grows, and how often: the generic, the kind. */
static const char *const GROWN[][2] = {
    {"屯", "settlement"}, {"村", "settlement"}, {"庄", "settlement"}, {"沟", "settlement"},
    {"堡", "settlement"}, {"岭", "settlement"}, {"店", "settlement"}, {"窝堡", "settlement"},
    {"路", "street"},     {"路", "street"},     {"街", "street"},     {"大街", "street"},
    {"胡同", "street"},   {"巷", "street"},     {"小区", "estate"},   {"花园", "estate"},
    {"家园", "estate"},   {"公园", "park"},     {"桥", "bridge"},     {"水库", "water"},
    {"西路", "street"},   {"东街", "street"},   {"新村", "estate"},   {"大桥", "bridge"},
};
#define GROWN_COUNT (sizeof GROWN / sizeof GROWN[0])

static void read_text(const char *path, struct base_buffer *out)
{
    struct base_error err = {0};
    if (base_file_read(path, FILE_LIMIT, out, &err) != BASE_OK)
        BENCH_FAIL("%s", err.message);
}

/* Cuts the text into its lines and their two fields, in place. */
static void split_units(struct grower *g)
{
    size_t lines = 0;
    for (size_t i = 0; i < g->tsv.size; i++)
        lines += g->tsv.data[i] == '\n';
    g->units = bench_calloc(g->arena, lines + 1, sizeof *g->units);
    char *rest = NULL;
    for (char *line = strtok_r(g->tsv.data, "\n", &rest); line;
         line = strtok_r(NULL, "\n", &rest)) {
        char *tab = strchr(line, '\t');
        char code[STORE_CODE_SIZE];
        if (!tab)
            BENCH_FAIL("a line of the names is not CODE<tab>NAME");
        *tab = '\0';
        if (!store_code_parse(line, code))
            continue;
        g->units[g->unit_count++] = (struct unit){base_arena_strdup(g->arena, code), tab + 1};
        g->division_count += store_code_level(code) < STORE_LEVEL_VILLAGE;
    }
}

static void index_readings(struct grower *g)
{
    for (size_t at = 0; at < g->readings.size;) {
        uint32_t c = base_text_next(g->readings.data, g->readings.size, &at);
        if (c < PLANE)
            g->reading_of[c] = g->readings.data + at + 1; /* behind the tab */
        const char *end = memchr(g->readings.data + at, '\n', g->readings.size - at);
        at = end ? (size_t)(end - g->readings.data) + 1 : g->readings.size;
    }
}

/* "Zhāngjiātún": the first letter is not made a capital, since only letters count. */
static void write_reading(const struct grower *g, const char *name, char out[TEXT_MOST])
{
    size_t size = 0, length = strlen(name);
    for (size_t at = 0; at < length;) {
        uint32_t c = base_text_next(name, length, &at);
        const char *reading = c < PLANE ? g->reading_of[c] : NULL;
        size_t taken = reading ? strcspn(reading, " \n") : 0;
        if (!reading || size + taken + 1 >= TEXT_MOST) {
            out[0] = '\0';
            return;
        }
        memcpy(out + size, reading, taken);
        size += taken;
    }
    out[size] = '\0';
}

/* Somewhere in the county: counties are strewn over the country by their code. */
static struct geo_point point_in(struct grower *g, const char *code)
{
    uint64_t county = 0;
    for (int i = 0; i < 6 && code[i]; i++)
        county = county * 10 + (uint64_t)(code[i] - '0');
    uint64_t where = county * UINT64_C(2654435761);
    int64_t lon = 80 * INT64_C(1000000000) + (int64_t)(where % 50000) * 1000000;
    int64_t lat = 22 * INT64_C(1000000000) + (int64_t)(where / 50000 % 26000) * 1000000;
    return (struct geo_point){lon + (int64_t)bench_chance(&g->state, 300000000),
                              lat + (int64_t)bench_chance(&g->state, 300000000)};
}

static void add_name(struct grower *g, const char *text, const char *code)
{
    char reading[TEXT_MOST];
    write_reading(g, text, reading);
    struct names_new_name name = {.text = text,
                                  .reading = reading,
                                  .code = code,
                                  .edition = 1,
                                  .form = NAMES_STANDARD,
                                  .valid_from = BASE_DATE_NONE,
                                  .valid_to = BASE_DATE_NONE,
                                  .is_standard = true};
    names_builder_name(g->builder, &name);
}

static void add_place(struct grower *g, int64_t identity, const char *name, const char *kind,
                      const char *division)
{
    char id[24], township[STORE_CODE_SIZE];
    snprintf(id, sizeof id, "p%lld", (long long)identity);
    snprintf(township, sizeof township, "%.9s", division);
    struct names_new_subject subject = {.identity = identity,
                                        .edition = 1,
                                        .is_place = true,
                                        .has_point = true,
                                        .id = id,
                                        .kind = kind,
                                        .division = township,
                                        .status = "approved",
                                        .valid_from = BASE_DATE_NONE,
                                        .valid_to = BASE_DATE_NONE,
                                        .point = point_in(g, division)};
    subject.box = (struct geo_box){subject.point, subject.point};
    names_builder_subject(g->builder, &subject);
    add_name(g, name, NULL);
}

static void add_divisions(struct grower *g, size_t count, struct base_buffer *out)
{
    struct store_division *rows = bench_calloc(g->arena, count + 1, sizeof *rows);
    struct base_error err = {0};
    for (size_t i = 0; i < count; i++) {
        const struct unit *u = &g->units[i];
        rows[i] = (struct store_division){.version = {.identity = (int64_t)i + 1,
                                                      .valid_from = BASE_DATE_NONE,
                                                      .valid_to = BASE_DATE_NONE,
                                                      .recorded_from = 1},
                                          .code = u->code,
                                          .scheme = "mca",
                                          .name = u->name,
                                          .level = store_code_level(u->code)};
        struct names_new_subject subject = {.identity = (int64_t)i + 1,
                                            .edition = 1,
                                            .valid_from = BASE_DATE_NONE,
                                            .valid_to = BASE_DATE_NONE,
                                            .level = rows[i].level,
                                            .box = geo_box_empty()};
        names_builder_subject(g->builder, &subject);
        add_name(g, u->name, u->code);
    }
    if (store_division_index_build(rows, count, out, &err) != BASE_OK)
        BENCH_FAIL("%s", err.message);
}

/* Code points of the real name's specific; where each begins, and its end. */
static size_t specific_of(const char *name, size_t starts[TEXT_MOST])
{
    size_t length = strlen(name), count = 0;
    for (size_t i = 0; i < sizeof REAL_GENERICS / sizeof REAL_GENERICS[0]; i++) {
        size_t size = strlen(REAL_GENERICS[i]);
        if (length > size + 5 && strcmp(name + length - size, REAL_GENERICS[i]) == 0) {
            length -= size;
            break;
        }
    }
    for (size_t at = 0; at < length && count + 1 < TEXT_MOST;) {
        starts[count++] = at;
        base_text_next(name, length, &at);
    }
    starts[count] = length;
    return count;
}

static const struct unit *any_village(struct grower *g)
{
    size_t villages = g->unit_count - g->division_count;
    return &g->units[villages ? g->division_count + bench_chance(&g->state, (uint32_t)villages)
                              : bench_chance(&g->state, (uint32_t)g->unit_count)];
}

/* A third keep a real specific, the others join the beginning of one to the end of
 * another. */
static void grow_name(struct grower *g, const struct unit *home, char out[TEXT_MOST],
                      const char **kind)
{
    size_t a[TEXT_MOST], b[TEXT_MOST], size = 0;
    const char *other = any_village(g)->name;
    size_t a_count = specific_of(home->name, a), b_count = specific_of(other, b);
    size_t from_a = a_count, from_b = 0;
    if (bench_chance(&g->state, 3) > 0) {
        from_a = 1 + bench_chance(&g->state, a_count > 2 ? 2 : 1);
        from_b = 1 + bench_chance(&g->state, b_count > 2 ? 2 : 1);
    }
    const char *const *generic = GROWN[bench_chance(&g->state, GROWN_COUNT)];
    memcpy(out, home->name, a[from_a]);
    size = a[from_a];
    memcpy(out + size, other + b[b_count - from_b], b[b_count] - b[b_count - from_b]);
    size += b[b_count] - b[b_count - from_b];
    snprintf(out + size, TEXT_MOST - size, "%s", generic[0]);
    *kind = generic[1];
}

static void add_places(struct grower *g, size_t real, size_t total)
{
    for (size_t i = 0; i < total; i++) {
        char name[2 * TEXT_MOST];
        const char *kind = "committee";
        const struct unit *home = i < real ? &g->units[g->division_count + i] : any_village(g);
        if (i < real)
            snprintf(name, sizeof name, "%.190s", home->name);
        else
            grow_name(g, home, name, &kind);
        add_place(g, (int64_t)i + 1, name, kind, home->code);
    }
}

void bench_grow(const char *tsv, const char *readings, size_t total, uint64_t seed,
                struct base_buffer *names, struct base_buffer *divisions)
{
    static struct grower g; /* large */
    struct base_error err = {0};
    g = (struct grower){.arena = base_arena_create(0), .state = seed};
    read_text(tsv, &g.tsv);
    read_text(readings, &g.readings);
    split_units(&g);
    index_readings(&g);
    g.builder = names_builder_create(NULL, &err);
    if (!g.builder)
        BENCH_FAIL("%s", err.message);
    size_t units = g.division_count < total ? g.division_count : total;
    size_t real = g.unit_count - g.division_count;
    add_divisions(&g, units, divisions);
    add_places(&g, real < total - units ? real : total - units, total - units);
    if (names_builder_finish(g.builder, names, &err) != BASE_OK)
        BENCH_FAIL("%s", err.message);
    names_builder_free(g.builder);
    base_buffer_done(&g.tsv);
    base_buffer_done(&g.readings);
    base_arena_free(g.arena);
}
