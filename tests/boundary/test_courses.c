/* Inspection of lines, claims, markers and tri-junctions: the cases of the domain
 * page, and what must not matter. */
#include "boundary/report.h"
#include "geo/path.h"
#include "tests/boundary/ground.h"

#define CORNER "LINESTRING(0 0,1000 0,1000 1000)"
#define RIVER  "LINESTRING(0 0,1000 0)"
#define MOST   6

struct stone {
    const char *number;
    double x, y;
};

struct drawn_line {
    const char *code, *a, *b, *wkt;
};

/* Measures of 0 are not looked at; NAN must be null. */
struct expected {
    const char *kind, *severity, *parties, *about; /* about: line/markers, "" not looked at */
    double offset_m, chainage_m;
    int side;
};

struct scene {
    const char *name, *profile;
    struct drawn_line lines[4];
    struct stone stones[MOST];
    const char *list;           /* of line 0 */
    const char *claims[2];      /* of its sides, in order */
    bool customary;             /* line 0 is not agreed */
    const char *junction_codes; /* of a tri-junction at (1000, 1000) */
    const char *outlines[3];    /* of 225101, 225102, 225103 */
    struct expected findings[MOST];
};

#define BETWEEN "225101", "225102"
#define TRIPLE(ab, bc, ac)                                                                         \
    {                                                                                              \
        {"L1", "225101", "225102", ab}, {"L2", "225102", "225103", bc},                            \
        {                                                                                          \
            "L3", "225101", "225103", ac                                                           \
        }                                                                                          \
    }

static const struct scene SCENES[] = {
    {.name = "marker off the line",
     .lines = {{"L1", BETWEEN, CORNER}},
     .stones = {{"001Q", 600, 4.2}},
     .findings = {{"marker-off-line", "substantive", "225101,225102", "L1/001Q", 4.2, 600, 1}}},
    {.name = "marker off the line at 1:50000",
     .profile = "1:50000",
     .lines = {{"L1", BETWEEN, CORNER}},
     .stones = {{"001Q", 600, 4.2}}},
    {.name = "marker off the line, but by no more than its tolerance",
     .profile = "1:2000",
     .lines = {{"L1", BETWEEN, CORNER}},
     .stones = {{"001Q", 600, 0.45}, {"002Q", 700, -0.55}, {"003Q", 800, 0.39}},
     .findings = {{"marker-off-line", "minor", "225101,225102", "L1/001Q", 0.45, 600, 1},
                  {"marker-off-line", "substantive", "225101,225102", "L1/002Q", 0.55, 700, -1}}},
    {.name = "marker beyond a corner",
     .lines = {{"L1", BETWEEN, CORNER}},
     .stones = {{"001", 1003, -4}},
     .findings = {{"marker-off-line", "substantive", "225101,225102", "L1/001", 5, 1000, -1}}},
    {.name = "double marker over a river",
     .lines = {{"L1", BETWEEN, RIVER}},
     .stones = {{"003A", 300, 25}, {"003B", 300, -22}}},
    {.name = "double marker on one bank",
     .lines = {{"L1", BETWEEN, RIVER}},
     .stones = {{"003A", 300, 25}, {"003B", 310, 22}},
     .findings = {{"marker-side", "substantive", "225101,225102", "L1/003A/003B", 22, 300, 1}}},
    {.name = "triple marker around a line, and beside it",
     .lines = {{"L1", BETWEEN, RIVER}},
     .stones = {{"003C", 300, 25},
                {"003D", 310, 22},
                {"003E", 305, -9},
                {"004C", 400, -8},
                {"004D", 410, -7},
                {"004E", 405, -9}},
     .findings = {{"marker-side", "substantive", "225101,225102", "L1/004C/004D/004E", 7, 400,
                   -1}}},
    {.name = "numbers against the list",
     .lines = {{"L1", BETWEEN, RIVER}},
     .list = "001-004",
     .stones = {{"001Q", 100, 0},
                {"002A", 200, 9},
                {"002B", 200, -9},
                {"004Q", 400, 0},
                {"004Q", 450, 0}},
     .findings = {{"marker-duplicate", "blocking", "225101,225102", "L1/004Q", 50, NAN, 0},
                  {"marker-missing", "substantive", "225101,225102", "L1/003", NAN, NAN, 0}}},
    {.name = "a number not in the list, and one that nobody can read",
     .lines = {{"L1", BETWEEN, RIVER}},
     .list = "001Q,002A",
     .stones = {{"001Q", 100, 0}, {"002B", 200, -9}, {"石3", 300, 0}},
     .findings = {{"marker-number", "minor", "225101,225102", "L1/石3", NAN, NAN, 0},
                  {"marker-missing", "substantive", "225101,225102", "L1/002A", NAN, NAN, 0},
                  {"marker-unknown", "substantive", "225101,225102", "L1/002B", NAN, NAN, 0}}},
    {.name = "a list that nobody can read",
     .lines = {{"L1", BETWEEN, RIVER}},
     .list = "one to four",
     .stones = {{"001Q", 100, 0}},
     .findings = {{"marker-number", "minor", "225101,225102", "L1", NAN, NAN, 0}}},
    {.name = "order",
     .lines = {{"L1", BETWEEN, RIVER}},
     .stones = {{"001", 100, 0}, {"002", 700, 0}, {"003", 400, 0}},
     .findings = {{"marker-order", "substantive", "225101,225102", "L1/002/003", NAN, 400, 0}}},
    {.name = "order from the other end",
     .lines = {{"L1", BETWEEN, RIVER}},
     .stones = {{"001", 900, 0}, {"002", 700, 0}, {"003", 400, 0}, {"004", 100, 0}}},
    {.name = "order with doubles",
     .lines = {{"L1", BETWEEN, RIVER}},
     .stones = {{"001A", 90, 9}, {"001B", 115, -9}, {"002A", 112, 9}, {"002B", 98, -9}}},
    {.name = "two claims without an agreed line",
     .lines = {{"L1", BETWEEN, NULL}},
     .claims = {"LINESTRING(0 0,500 0,1000 0)", "LINESTRING(0 0,400 30,600 30,1000 0)"},
     .findings = {{"non-coincident-border", "substantive", "225101,225102", "L1", 30, NAN, 0}}},
    {.name = "claims that weave",
     .lines = {{"L1", BETWEEN, RIVER}},
     .customary = true,
     .claims = {RIVER, "LINESTRING(0 0,250 20,750 -20,1000 0)"},
     .findings = {{"non-coincident-border", "substantive", "225101,225102", "L1", 20, NAN, 0}}},
    {.name = "the agreed line wins over both claims",
     .lines = {{"L1", BETWEEN, RIVER}},
     .claims = {"LINESTRING(1000 0,500 4,0 0)", "LINESTRING(0 0,500 -8,1000 0)"},
     .findings = {{"non-coincident-border", "minor", "225101,225102", "L1", 4, NAN, 0},
                  {"non-coincident-border", "substantive", "225101,225102", "L1", 8, NAN, 0}}},
    {.name = "a claim that is the agreed line",
     .lines = {{"L1", BETWEEN, RIVER}},
     .claims = {"LINESTRING(1000 0,500 0,0 0)", "MULTILINESTRING((500 0,1000 0),(500 0,0 0))"}},
    {.name = "a claim that runs back",
     .lines = {{"L1", BETWEEN, RIVER}},
     .claims = {"LINESTRING(0 0,800 10,200 10,1000 0)", NULL},
     .findings = {{"line-runs-back", "substantive", "225101,225102", "L1", 300.167, NAN, 0},
                  {"non-coincident-border", "substantive", "225101,225102", "L1", 10, NAN, 0}}},
    {.name = "dangling end",
     .lines = {{"L1", BETWEEN, "LINESTRING(0 0,996 0)"},
               {"L2", "225102", "225104", "LINESTRING(1000 0,1000 900)"}},
     .findings = {{"dangling-end", "minor", "225101,225102,225104", "L1", 4, 996, 0}}},
    {.name = "dangling end at 1:2000",
     .profile = "1:2000",
     .lines = {{"L1", BETWEEN, "LINESTRING(0 0,996 0)"},
               {"L2", "225102", "225104", "LINESTRING(1000 0,1000 900)"}},
     .findings = {{"dangling-end", "substantive", "225101,225102,225104", "L1", 4, 996, 0}}},
    {.name = "an end that stops short of a line's middle, and one that reaches it",
     .lines = {{"L1", BETWEEN, "LINESTRING(0 0,993 0)"},
               {"L2", "225102", "225104", "LINESTRING(1000 -900,1000 900)"},
               {"L3", "225103", "225104", "LINESTRING(1000 500,1900 500)"}},
     .findings = {{"dangling-end", "substantive", "225101,225102,225104", "L1", 7, 993, 0}}},
    {.name = "a break in a line",
     .lines = {{"L1", BETWEEN, "MULTILINESTRING((0 0,400 0),(403 0,1000 0))"}},
     .findings = {{"dangling-end", "minor", "225101,225102", "L1", 3, 400, 0}}},
    {.name = "a line that closes", .lines = {{"L1", BETWEEN, "LINESTRING(0 0,400 0,400 400,0 0)"}}},
    {.name = "tri-junction of lines",
     .lines = TRIPLE("LINESTRING(0 1000,1000 1000)", "LINESTRING(1003 1000,2000 1000)",
                     "LINESTRING(1000 1004,1000 2000)"),
     .findings = {{"tri-junction-mismatch", "substantive", "225101,225102,225103", "", 5, 0, 0}}},
    {.name = "tri-junction of lines at 1:50000",
     .profile = "1:50000",
     .lines = TRIPLE("LINESTRING(0 1000,1000 1000)", "LINESTRING(1003 1000,2000 1000)",
                     "LINESTRING(1000 1004,1000 2000)"),
     .findings = {{"tri-junction-mismatch", "minor", "225101,225102,225103", "", 5, 0, 0}}},
    {.name = "tri-junction that meets",
     .lines = TRIPLE("LINESTRING(0 1000,1000 1000)", "LINESTRING(2000 1000,1000 1000)",
                     "LINESTRING(1000 1000,1000 2000)"),
     .junction_codes = "225103,225101,225102"},
    {.name = "tri-junction of record beside where lines meet",
     .lines = TRIPLE("LINESTRING(0 1000,1000 1003)", "LINESTRING(2000 1000,1000 1003)",
                     "LINESTRING(1000 1003,1000 2000)"),
     .junction_codes = "225101,225102,225103",
     .findings = {{"tri-junction-mismatch", "substantive", "225101,225102,225103", "", 3, 0, 0}}},
    {.name = "tri-junction of record beside the outlines' corner",
     .outlines = {"POLYGON((0 0,1000 0,1000 997,0 997,0 0))",
                  "POLYGON((1000 0,2000 0,2000 997,1000 997,1000 0))",
                  "POLYGON((0 997,1000 997,2000 997,2000 2000,0 2000,0 997))"},
     .junction_codes = "225101,225102,225103",
     .findings = {{"tri-junction-mismatch", "substantive", "225101,225102,225103", "", 3, 0, 0}}},
    {.name = "line off the polygons",
     .lines = {{"L1", BETWEEN, "LINESTRING(1000 0,1000 400,1007 500,1000 600,1000 1000)"}},
     .outlines = {"POLYGON((0 0,1000 0,1000 1000,0 1000,0 0))",
                  "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 0))", NULL},
     .findings = {{"line-off-polygons", "substantive", "225101,225102", "L1", 7, 500.2, 0}}},
    {.name = "line on the polygons",
     .lines = {{"L1", BETWEEN, "LINESTRING(1000 0,1000 400,1000 1000)"}},
     .outlines = {"POLYGON((0 0,1000 0,1000 1000,0 1000,0 0))",
                  "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 0))", NULL}},
};

/* What a scene becomes. */
struct input {
    struct boundary_unit units[3];
    struct boundary_line lines[4];
    struct boundary_line_claim claims[2];
    struct boundary_marker markers[MOST];
    struct boundary_junction junction;
    const char *codes[3];
    struct boundary_input input;
};

static struct boundary_line line_of(struct base_arena *arena, const struct drawn_line *drawn)
{
    struct boundary_line line = {.code = drawn->code,
                                 .a = drawn->a,
                                 .b = drawn->b,
                                 .status = "agreed",
                                 .agreement_no = "吉政函 1 号",
                                 .agreement_date = 12000,
                                 .resolution_m = 0.01};
    if (drawn->wkt)
        line.geometry = ground_shape(arena, drawn->wkt);
    return line;
}

static struct boundary_marker marker_of(const struct stone *stone)
{
    return (struct boundary_marker){
        .number = stone->number,
        .line = "L1",
        .record = {ground_point(stone->x, stone->y), BASE_DATE_NONE, NAN},
        .has_point = true};
}

static void set_junction(struct input *in, const char *codes)
{
    static const char *const ALL[] = {"225101", "225102", "225103"};
    in->junction = (struct boundary_junction){.number = "010203I",
                                              .codes = in->codes,
                                              .point = ground_point(1000, 1000),
                                              .resolution_m = 0.01};
    for (const char *at = codes; in->junction.code_count < 3; at += 7)
        in->codes[in->junction.code_count++] = ALL[at[5] - '1'];
}

static void make_input(struct base_arena *arena, const struct scene *scene, struct input *in)
{
    static const char *const CODES[] = {"225101", "225102", "225103"};
    struct boundary_lines *lines = &in->input.lines;
    *in = (struct input){.input.units = in->units,
                         .input.lines = {.lines = in->lines,
                                         .claims = in->claims,
                                         .markers = in->markers,
                                         .junctions = &in->junction}};
    for (int i = 0; i < 3; i++)
        if (scene->outlines[i])
            in->units[in->input.unit_count++] =
                ground_unit(arena, CODES[i], CODES[i], STORE_LEVEL_COUNTY, scene->outlines[i]);
    for (; lines->line_count < 4 && scene->lines[lines->line_count].code; lines->line_count++)
        in->lines[lines->line_count] = line_of(arena, &scene->lines[lines->line_count]);
    in->lines[0].markers = scene->list;
    if (scene->customary)
        in->lines[0].status = "customary";
    for (; lines->marker_count < MOST && scene->stones[lines->marker_count].number;
         lines->marker_count++)
        in->markers[lines->marker_count] = marker_of(&scene->stones[lines->marker_count]);
    for (int i = 0; i < 2; i++)
        if (scene->claims[i])
            in->claims[lines->claim_count++] =
                (struct boundary_line_claim){.line = "L1",
                                             .party = CODES[i],
                                             .geometry = ground_shape(arena, scene->claims[i]),
                                             .resolution_m = 0.01};
    if (scene->junction_codes) {
        set_junction(in, scene->junction_codes);
        lines->junction_count = 1;
    }
}

static struct boundary_report inspect(struct base_arena *arena, const struct boundary_input *input,
                                      const char *profile)
{
    struct boundary_options options = {.at = 20000};
    struct boundary_report report;
    struct base_error err = {.message = ""};
    assert_int_equal(boundary_profile_parse(profile ? profile : "1:10000", &options.profile, NULL),
                     BASE_OK);
    if (boundary_inspect(input, &options, arena, NULL, &report, &err) != BASE_OK)
        fail_msg("%s", err.message);
    return report;
}

static void join(const char *const *texts, uint32_t count, const char *between, char *out,
                 size_t size)
{
    size_t at = strlen(out);
    for (uint32_t i = 0; i < count; i++)
        at += (size_t)snprintf(out + at, size - at, "%s%s", i ? between : "", texts[i]);
}

static void about(const struct boundary_finding *finding, char *out, size_t size)
{
    snprintf(out, size, "%s%s", finding->along && finding->along->line ? finding->along->line : "",
             finding->along && finding->along->marker_count ? "/" : "");
    if (finding->along)
        join(finding->along->markers, finding->along->marker_count, "/", out, size);
}

static bool near_or_null(double actual, double expected, double tolerance)
{
    if (isnan(expected))
        return isnan(actual);
    return expected == 0 || fabs(actual - expected) <= tolerance;
}

static bool matches(const struct boundary_finding *finding, const struct expected *expected)
{
    char parties[128] = "", what[128];
    join(finding->parties, finding->party_count, ",", parties, sizeof parties);
    about(finding, what, sizeof what);
    return strcmp(boundary_kind_name(finding->kind), expected->kind) == 0 &&
           strcmp(boundary_severity_name(finding->severity), expected->severity) == 0 &&
           strcmp(parties, expected->parties) == 0 && strcmp(what, expected->about) == 0 &&
           near_or_null(finding->max_offset_m, expected->offset_m, 0.006) &&
           (!finding->along ||
            (near_or_null(finding->along->chainage_m, expected->chainage_m, 0.05) &&
             finding->along->side == expected->side));
}

static void show(const struct boundary_report *report)
{
    for (uint32_t i = 0; i < report->finding_count; i++) {
        const struct boundary_finding *f = &report->findings[i];
        char what[128];
        about(f, what, sizeof what);
        print_error("  %s %s %s offset %.4f chainage %.3f side %d: %s\n",
                    boundary_kind_name(f->kind), boundary_severity_name(f->severity), what,
                    f->max_offset_m, f->along ? f->along->chainage_m : 0,
                    f->along ? f->along->side : 0, f->message[BASE_EN]);
    }
}

static void scenes_give_exactly_their_findings(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(SCENES); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct input in;
        make_input(arena, &SCENES[i], &in);
        struct boundary_report report = inspect(arena, &in.input, SCENES[i].profile);
        uint32_t wanted = 0, met = 0;
        for (; wanted < MOST && SCENES[i].findings[wanted].kind; wanted++)
            for (uint32_t f = 0; f < report.finding_count; f++)
                if (matches(&report.findings[f], &SCENES[i].findings[wanted])) {
                    met++;
                    break;
                }
        if (met == wanted && report.finding_count == wanted)
            continue;
        show(&report);
        fail_msg("%s: %u findings, %u of %u met", SCENES[i].name, report.finding_count, met,
                 wanted);
    }
}

static char *as_json(const struct boundary_report *report, enum base_lang lang)
{
    struct base_buffer buffer = {0};
    struct base_json json;
    size_t size;
    base_json_init(&json, &buffer);
    boundary_report_write(report, lang, true, &json);
    return base_buffer_take(&buffer, &size);
}

/* Everything in the other order, every line from its other end. */
static void turn_input(struct base_arena *arena, struct input *in)
{
    struct boundary_lines *lines = &in->input.lines;
    struct input was = *in;
    for (uint32_t i = 0; i < lines->line_count; i++) {
        in->lines[i] = was.lines[lines->line_count - 1 - i];
        if (in->lines[i].geometry.part_count == 1)
            in->lines[i].geometry = ground_reversed(arena, &in->lines[i].geometry);
    }
    for (uint32_t i = 0; i < lines->marker_count; i++)
        in->markers[i] = was.markers[lines->marker_count - 1 - i];
    for (uint32_t i = 0; i < lines->claim_count; i++)
        in->claims[i] = was.claims[lines->claim_count - 1 - i];
}

static void order_and_direction_do_not_matter(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(SCENES); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct input in;
        make_input(arena, &SCENES[i], &in);
        struct boundary_report report = inspect(arena, &in.input, SCENES[i].profile);
        char *before = as_json(&report, BASE_EN);
        turn_input(arena, &in);
        report = inspect(arena, &in.input, SCENES[i].profile);
        char *after = as_json(&report, BASE_EN);
        if (strcmp(before, after) != 0)
            fail_msg("%s: %s\n%s", SCENES[i].name, before, after);
        free(before);
        free(after);
    }
}

static struct geo_geometry mirrored(struct base_arena *arena, const struct geo_geometry *g)
{
    struct geo_geometry out = geo_geometry_copy(g, arena);
    struct geo_point *points = base_arena_alloc(arena, (g->point_count + 1) * sizeof *points);
    for (uint32_t i = 0; i < g->point_count; i++)
        points[i] =
            (struct geo_point){2 * ground_plane().origin.lon - g->points[i].lon, g->points[i].lat};
    out.points = points;
    return out;
}

static void mirror_input(struct base_arena *arena, struct input *in)
{
    const struct boundary_lines *lines = &in->input.lines;
    int64_t twice = 2 * ground_plane().origin.lon;
    for (uint32_t i = 0; i < in->input.unit_count; i++)
        in->units[i].geometry = mirrored(arena, &in->units[i].geometry);
    for (uint32_t i = 0; i < lines->line_count; i++)
        if (in->lines[i].geometry.part_count)
            in->lines[i].geometry = mirrored(arena, &in->lines[i].geometry);
    for (uint32_t i = 0; i < lines->claim_count; i++)
        in->claims[i].geometry = mirrored(arena, &in->claims[i].geometry);
    for (uint32_t i = 0; i < lines->marker_count; i++)
        in->markers[i].record.point.lon = twice - in->markers[i].record.point.lon;
    in->junction.point.lon = twice - in->junction.point.lon;
}

static bool same_but_for_place(const struct boundary_finding *a, const struct boundary_finding *b)
{
    char left[128] = "", right[128] = "";
    join(a->parties, a->party_count, ",", left, sizeof left);
    join(b->parties, b->party_count, ",", right, sizeof right);
    return a->kind == b->kind && a->severity == b->severity && strcmp(left, right) == 0 &&
           (isnan(a->max_offset_m) ? isnan(b->max_offset_m)
                                   : fabs(a->max_offset_m - b->max_offset_m) < 0.002);
}

static void mirroring_changes_no_kind_party_or_severity(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(SCENES); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct input in;
        make_input(arena, &SCENES[i], &in);
        struct boundary_report there = inspect(arena, &in.input, SCENES[i].profile);
        mirror_input(arena, &in);
        struct boundary_report back = inspect(arena, &in.input, SCENES[i].profile);
        bool same = there.finding_count == back.finding_count;
        for (uint32_t a = 0; same && a < there.finding_count; a++) {
            bool found = false;
            for (uint32_t b = 0; b < back.finding_count; b++)
                found = found || same_but_for_place(&there.findings[a], &back.findings[b]);
            same = found;
        }
        if (!same) {
            show(&there);
            show(&back);
            fail_msg("%s", SCENES[i].name);
        }
    }
}

/* A format whose conversions stand in another order in one language would tell
 * nonsense or crash. */
static void both_languages_tell_the_same_numbers(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(SCENES); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct input in;
        make_input(arena, &SCENES[i], &in);
        struct boundary_report report = inspect(arena, &in.input, SCENES[i].profile);
        for (uint32_t f = 0; f < report.finding_count; f++) {
            const char *en = report.findings[f].message[BASE_EN];
            const char *zh = report.findings[f].message[BASE_ZH];
            char number[32];
            assert_string_not_equal(en, zh);
            for (; *en; en++) {
                size_t digits = strspn(en, "0123456789.");
                if (digits == 0 || digits >= sizeof number)
                    continue;
                while (digits > 1 && en[digits - 1] == '.')
                    digits--;
                snprintf(number, sizeof number, "%.*s", (int)digits, en);
                if (!strstr(zh, number) && strcmp(number, ".") != 0)
                    fail_msg("%s: %s", report.findings[f].message[BASE_EN], zh);
                en += digits - 1;
            }
        }
    }
}

/* --- what scenes cannot say -------------------------------------------------- */

static void a_moved_marker_leaves_the_record_where_it_is(void **state)
{
    (void)state;
    static const struct scene SCENE = {.lines = {{"L1", BETWEEN, RIVER}},
                                       .stones = {{"001Q", 300, 0}}};
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct input in;
    make_input(arena, &SCENE, &in);
    in.markers[0].record.sigma_m = 0.3;
    const struct boundary_fix fixes[] = {{ground_point(303, 4), 19000, 0.4},
                                         {ground_point(300.5, 0.5), 18000, 0.4}};
    in.markers[0].fixes = fixes;
    in.markers[0].fix_count = 2;
    struct boundary_report report = inspect(arena, &in.input, NULL);
    assert_int_equal(report.finding_count, 1);
    assert_int_equal(report.findings[0].kind, BOUNDARY_MARKER_MOVED);
    assert_near(report.findings[0].max_offset_m, 5, 1e-3);
    assert_near(report.findings[0].tolerance_m, 2.5 * 0.5, 1e-9);
    assert_string_equal(report.findings[0].message[BASE_EN],
                        "225101, 225102: marker 001Q of line L1 was measured 5.00 m from its "
                        "position of record, at azimuth 36.9°, on 2022-01-08; the position of "
                        "record stays.");
    /* Not known how well: 2.5 √2 σ of the profile. */
    in.markers[0].record.sigma_m = NAN;
    in.markers[0].fix_count = 1;
    const struct boundary_fix unknown = {ground_point(303, 4), BASE_DATE_NONE, NAN};
    in.markers[0].fixes = &unknown;
    assert_int_equal(inspect(arena, &in.input, NULL).finding_count, 0);
}

static void reference_objects_go_stale(void **state)
{
    (void)state;
    static const struct scene SCENE = {.lines = {{"L1", BETWEEN, RIVER}},
                                       .stones = {{"001Q", 300, 0}}};
    static const struct {
        struct boundary_reference reference;
        uint32_t findings;
    } cases[] = {
        {{"老榆树", 359.6, 40, 0.5, 41.9}, 0},
        {{"老榆树", 359.6, 40, 0.7, 40}, 1},
        {{"老榆树", 90, 40, 90, 42.1}, 1},
        {{"老榆树", 90, 40, NAN, NAN}, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct input in;
        make_input(arena, &SCENE, &in);
        in.markers[0].references = &cases[i].reference;
        in.markers[0].reference_count = 1;
        struct boundary_report report = inspect(arena, &in.input, NULL);
        assert_int_equal(report.finding_count, cases[i].findings);
        assert_int_equal(report.counts[BOUNDARY_REFERENCE_STALE], cases[i].findings);
    }
}

/* Case 29: the description says 东, the markers lie 62.5°. */
static void descriptions_are_held_against_markers(void **state)
{
    (void)state;
    static const struct scene SCENE = {
        .lines = {{"L1", BETWEEN, "LINESTRING(0 0,887.011 461.749)"}},
        .stones = {{"001Q", 0, 0}, {"002Q", 887.011, 461.749}}};
    static const struct {
        struct boundary_leg leg;
        uint32_t findings;
    } cases[] = {
        {{"001Q", "002Q", "东"}, 1},       {{"001Q", "002Q", "东偏东北"}, 0},
        {{"002Q", "001Q", "西偏西南"}, 0}, {{"002Q", "001Q", "东偏东北"}, 1},
        {{"001Q", "009Q", "东"}, 0},       {{"001Q", "002Q", NULL}, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct input in;
        make_input(arena, &SCENE, &in);
        in.lines[0].legs = &cases[i].leg;
        in.lines[0].leg_count = 1;
        struct boundary_report report = inspect(arena, &in.input, NULL);
        assert_int_equal(report.counts[BOUNDARY_DESCRIPTION], cases[i].findings);
        if (i == 0)
            assert_string_equal(report.findings[0].message[BASE_EN],
                                "225101, 225102: the description of line L1 says 东 from marker "
                                "001Q to 002Q; the markers lie 东偏东北 (62.5°).");
    }
}

static void markers_of_no_line_are_told_with_what_lies_near(void **state)
{
    (void)state;
    static const struct scene SCENE = {
        .lines = {{"2223", BETWEEN, RIVER}},
        .stones = {{"2223001Q", 300, 0}, {"007Q", 400, 30}, {"008Q", 400, 9000}, {"009Q", 500, 0}}};
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct input in;
    make_input(arena, &SCENE, &in);
    in.markers[0].line = NULL; /* its number says which */
    in.markers[1].line = "L7";
    in.markers[2].line = NULL;
    in.markers[3].line = "2223";
    struct boundary_report report = inspect(arena, &in.input, NULL);
    assert_int_equal(report.finding_count, 2);
    assert_int_equal(report.counts[BOUNDARY_MARKER_UNKNOWN], 2);
    const struct boundary_finding *near = &report.findings[report.findings[0].party_count ? 0 : 1];
    assert_string_equal(near->message[BASE_EN], "225101, 225102: the line L7 that marker 007Q "
                                                "names is not known; 30.00 m from the marker runs "
                                                "line 2223.");
    assert_int_equal(report.registered.markers, 2);
}

static void a_level_leaves_out_the_lines_of_others(void **state)
{
    (void)state;
    static const struct scene SCENE = {.lines = {{"L1", BETWEEN, RIVER}},
                                       .stones = {{"001Q", 300, 9}}};
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct input in;
    struct boundary_options options = {.at = 20000, .profile = boundary_profile_default()};
    struct boundary_report report;
    make_input(arena, &SCENE, &in);
    for (int level = STORE_LEVEL_NONE; level <= STORE_LEVEL_VILLAGE; level++) {
        bool inside = level == STORE_LEVEL_NONE || level == STORE_LEVEL_COUNTY;
        options.level = (enum store_level)level;
        assert_int_equal(boundary_inspect(&in.input, &options, arena, NULL, &report, NULL),
                         BASE_OK);
        assert_int_equal(report.finding_count, inside);
        assert_int_equal(report.registered.lines, inside);
        assert_int_equal(report.registered.markers, inside);
    }
    options.level = STORE_LEVEL_NONE;
    options.between[0] = "225101";
    options.between[1] = "225103";
    assert_int_equal(boundary_inspect(&in.input, &options, arena, NULL, &report, NULL), BASE_OK);
    assert_int_equal(report.finding_count, 0);
}

/* 公主岭 220381 became 220184; its lines keep the old code. */
static void sides_are_found_by_codes_they_had_before(void **state)
{
    (void)state;
    static const struct scene SCENE = {
        .lines = {{"L1", "225301", "225102", "LINESTRING(1007 0,1007 1000)"}},
        .outlines = {"POLYGON((0 0,1000 0,1000 1000,0 1000,0 0))",
                     "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 0))", NULL}};
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct input in;
    make_input(arena, &SCENE, &in);
    struct boundary_unit history[] = {in.units[0], in.units[1], in.units[0]};
    history[2].code = "225301";
    history[2].valid_to = 10000;
    history[0].valid_from = 10000;
    in.input.history = history;
    in.input.history_count = 3;
    struct boundary_report report = inspect(arena, &in.input, NULL);
    assert_int_equal(report.finding_count, 1);
    assert_int_equal(report.findings[0].kind, BOUNDARY_LINE_OFF_POLYGONS);
    assert_string_equal(report.findings[0].parties[0], "225101");
}

/* An agreed line, markers on it, and faults put in by chance: what was put in is
 * found, and nothing else. */
static void faults_put_in_by_chance_are_found(void **state)
{
    (void)state;
    uint64_t seed = 17;
    for (int round = 0; round < 50; round++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct boundary_marker markers[40];
        char numbers[40][8];
        struct geo_geometry shape = ground_wander(arena, &seed, 120, 60);
        struct boundary_line line = line_of(arena, &(struct drawn_line){"L1", BETWEEN, NULL});
        struct geo_path path;
        line.geometry = shape;
        assert_int_equal(geo_path_init(&shape, arena, &path, NULL), BASE_OK);
        uint32_t off = (uint32_t)(chance(&seed) % 40);
        for (uint32_t i = 0; i < 40; i++) {
            snprintf(numbers[i], sizeof numbers[i], "%03uQ", i + 1);
            struct geo_point p = geo_path_at(&path, path.length_m * (i + 0.5) / 40);
            if (i == off)
                p.lat += 9009 * 8; /* 8 m */
            markers[i] = (struct boundary_marker){.number = numbers[i],
                                                  .line = "L1",
                                                  .record = {p, BASE_DATE_NONE, 0.01},
                                                  .has_point = true};
        }
        struct boundary_input input = {
            .lines = {.lines = &line, .markers = markers, .line_count = 1, .marker_count = 40}};
        double distance = geo_path_find(&path, markers[off].record.point).distance_m;
        struct boundary_report report = inspect(arena, &input, NULL);
        assert_int_equal(report.finding_count, distance > 2);
        if (report.finding_count)
            assert_string_equal(report.findings[0].along->markers[0], numbers[off]);
        uint32_t a = (uint32_t)(chance(&seed) % 39);
        const char *swap = markers[a].number;
        markers[a].number = markers[a + 1].number;
        markers[a + 1].number = swap;
        report = inspect(arena, &input, NULL);
        assert_int_equal(report.counts[BOUNDARY_MARKER_ORDER], 1);
        assert_int_equal(report.finding_count, 1 + (distance > 2));
    }
}

static void evidence_goes_into_the_document(void **state)
{
    (void)state;
    static const struct scene SCENE = {.lines = {{"L1", BETWEEN, RIVER}},
                                       .claims = {"LINESTRING(0 0,400 30,600 30,1000 0)", NULL}};
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct input in;
    make_input(arena, &SCENE, &in);
    struct boundary_report report = inspect(arena, &in.input, NULL);
    assert_int_equal(report.finding_count, 1);
    const struct boundary_apart *apart = report.findings[0].along->apart;
    assert_near(apart->there_m, 30, 1e-3);
    assert_near(apart->back_m, 30, 2e-3);
    assert_near(apart->frechet_m, 30, 3e-3);
    assert_near(apart->mean_m, 18, 2e-3);
    assert_near(apart->left_m2, 18000, 2);
    assert_near(apart->right_m2, 0, 1e-6);
    assert_near(report.findings[0].length_m, 1001.712, 0.01);
    assert_near(apart->profile[0].offset_m, 0, 1e-3);
    assert_near(apart->profile[50].chainage_m, 500, 1e-9);
    assert_near(apart->profile[50].offset_m, 30, 2e-3);
    assert_near(apart->profile[apart->station_count - 1].chainage_m, 1000, 0.01);
    char *text = as_json(&report, BASE_EN);
    static const char *const PARTS[] = {
        "\"registered\":{\"lines\":1,\"claims\":1,\"markers\":0,"
        "\"tri_junctions\":0,\"length_m\":1000,",
        "\"line\":\"L1\"", "\"apart\":{\"there_m\":", "\"profile\":[[0,0],[10,", "[500,"};
    for (size_t i = 0; i < COUNT(PARTS); i++)
        if (!strstr(text, PARTS[i]))
            fail_msg("no %s in %s", PARTS[i], text);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scenes_give_exactly_their_findings),
        cmocka_unit_test(order_and_direction_do_not_matter),
        cmocka_unit_test(mirroring_changes_no_kind_party_or_severity),
        cmocka_unit_test(both_languages_tell_the_same_numbers),
        cmocka_unit_test(a_moved_marker_leaves_the_record_where_it_is),
        cmocka_unit_test(reference_objects_go_stale),
        cmocka_unit_test(descriptions_are_held_against_markers),
        cmocka_unit_test(markers_of_no_line_are_told_with_what_lies_near),
        cmocka_unit_test(a_level_leaves_out_the_lines_of_others),
        cmocka_unit_test(sides_are_found_by_codes_they_had_before),
        cmocka_unit_test(faults_put_in_by_chance_are_found),
        cmocka_unit_test(evidence_goes_into_the_document),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
