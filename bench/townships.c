/* bench/townships.c - made-up townships with known faults, as a Shapefile.
 *
 * Usage: townships FOLDER COUNT [--seed N] [--faults N] [--unfriendly]
 *
 * Hexagons in rows like bricks, the corners moved and the sides broken: each is
 * halved DEPTH times, every middle moved across by up to a tenth, which makes
 * 6 × 2^DEPTH vertices each (fractal borders after Fournier, Fussell & Carpenter,
 * 1982). Both neighbours hold the same vertices. Then faults are laid, one a
 * side at most: a stretch of the western or southern neighbour's copy is pushed
 * across by 1 cm to 60 m, which leaves exactly one gap or overlap.
 *
 * FOLDER gets townships.shp, .shx, .dbf, .prj, .cpg and faults.csv: kind, the
 * two codes, width in metres, area in m², a place inside. Coordinates have nine
 * decimals, as the record has; the same seed gives the same bytes.
 *
 * Unfriendly: both neighbours draw each side by themselves, with noise of two
 * metres; one vertex in ten and one corner in four is missing from a copy; one
 * township in fifty has a hole that is a part of the next one; doubles are not
 * rounded. Nobody laid those faults: GEOS lists every face (truth.h), up to
 * TRUTH_MOST townships, above which there is no faults.csv. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/truth.h"

#define DEPTH      7
#define SIDE       (1 << DEPTH) /* segments of a side */
#define WEST       90.0
#define SOUTH      20.0
#define STEP       0.1 /* degrees from one township to the next */
#define M_A_DEG    111320.0
#define SIDES      6
#define CIRCLE     8 /* vertices of a hole */
#define TRUTH_MOST 10000U

struct set {
    uint32_t count, width;
    uint64_t seed;
    uint32_t faults;
    bool unfriendly;
};

/* A ring is the six sides of its township, each but for its last point. */
_Static_assert(RING_MOST >= SIDES * SIDE + 1, "a ring holds six sides");

static const double PI = 3.14159265358979323846;

/* --- chance: a number for a place, so that any side can be made at any time --- */

static uint64_t mix(uint64_t x)
{
    x ^= x >> 30;
    x *= UINT64_C(0xbf58476d1ce4e5b9);
    x ^= x >> 27;
    x *= UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

static uint64_t mark(const struct set *set, uint64_t kind, uint64_t a, uint64_t b)
{
    return mix(mix(mix(set->seed * 16 + kind) + a * UINT64_C(0x9e3779b97f4a7c15)) + b);
}

/* In [low, high). */
static double chance(const struct set *set, uint64_t kind, uint64_t a, uint64_t b, double low,
                     double high)
{
    return low + (high - low) * (double)(mark(set, kind, a, b) >> 11) / 9007199254740992.0;
}

enum { CORNER_X, CORNER_Y, MIDDLE, NOISE_X, NOISE_Y, MISSING, FAULT, FAULT_KIND, FAULT_WIDTH };

static double rounded(double degrees)
{
    return round(degrees * 1e9) / 1e9;
}

/* --- corners and sides -------------------------------------------------------- */

/* Corners stand in rows: row r has those along the southern edge of township row
 * r, two a township, the odd ones lower in even rows, higher in odd ones. */
static struct point corner(const struct set *set, uint32_t row, uint32_t at)
{
    uint64_t id = (uint64_t)row << 32 | at;
    double sway = (at + row) % 2 ? -0.14 : 0.14;
    return (struct point){
        rounded(WEST + STEP * (at / 2.0 + chance(set, CORNER_X, id, 0, -0.1, 0.1))),
        rounded(SOUTH + STEP * (row + sway + chance(set, CORNER_Y, id, 0, -0.06, 0.06)))};
}

/* Fills points[from + 1 .. to - 1]. */
static void breaks(const struct set *set, uint64_t side, struct point *points, int from, int to)
{
    if (to - from < 2)
        return;
    int middle = (from + to) / 2;
    struct point a = points[from], b = points[to];
    double move = chance(set, MIDDLE, side, (uint64_t)middle, -0.1, 0.1);
    points[middle] = (struct point){rounded((a.x + b.x) / 2 - (b.y - a.y) * move),
                                    rounded((a.y + b.y) / 2 + (b.x - a.x) * move)};
    breaks(set, side, points, from, middle);
    breaks(set, side, points, middle, to);
}

/* A side between two corners, from the western or southern one. */
struct side {
    uint64_t id;
    struct point points[SIDE + 1];
};

static void make_side(const struct set *set, uint32_t row, uint32_t at, bool up, struct side *out)
{
    out->id = ((uint64_t)row << 32 | at) * 2 + up;
    out->points[0] = corner(set, row, at);
    out->points[SIDE] = corner(set, row + up, at + !up);
    breaks(set, out->id, out->points, 0, SIDE);
}

/* Side s of the township, counter-clockwise from its south-western corner;
 * *forward tells whether it is walked as it was made. */
static void side_of(const struct set *set, uint32_t township, int s, struct side *out,
                    bool *forward)
{
    uint32_t row = township / set->width, x = township % set->width;
    uint32_t at = 2 * x + row % 2;
    *forward = s < 3;
    switch (s) {
    case 0:
        make_side(set, row, at, false, out);
        break;
    case 1:
        make_side(set, row, at + 1, false, out);
        break;
    case 2:
        make_side(set, row, at + 2, true, out);
        break;
    case 3:
        make_side(set, row + 1, at + 1, false, out);
        break;
    case 4:
        make_side(set, row + 1, at, false, out);
        break;
    default:
        make_side(set, row, at, true, out);
        break;
    }
}

/* The township across side s; false when there is none. */
static bool across(const struct set *set, uint32_t township, int s, uint32_t *out)
{
    int64_t row = township / set->width, x = township % set->width;
    int64_t odd = row % 2;
    static const int ROW[SIDES] = {-1, -1, 0, 1, 1, 0};
    const int64_t column[SIDES] = {x - 1 + odd, x + odd, x + 1, x + odd, x - 1 + odd, x - 1};
    int64_t found = (row + ROW[s]) * set->width + column[s];
    if (column[s] < 0 || column[s] >= set->width || row + ROW[s] < 0 || found >= set->count)
        return false;
    *out = (uint32_t)found;
    return true;
}

static void code_of(uint32_t township, char out[16])
{
    uint32_t county = township / 200;
    snprintf(out, 16, "%02u%02u%02u%03u", 51 + county / 500, county / 20 % 25 + 1, county % 20 + 21,
             township % 200 + 100);
}

/* --- faults ------------------------------------------------------------------- */

struct fault {
    uint32_t township, other;
    int side;
    bool gap;
    double width_m, area_m2;
    int from, to; /* places on the side, as made */
    struct point move, place;
};

static double cross(struct point a, struct point b, struct point c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static bool meet(struct point a, struct point b, struct point c, struct point d)
{
    return cross(a, b, c) * cross(a, b, d) <= 0 && cross(c, d, a) * cross(c, d, b) <= 0;
}

/* A vertex of the stretch pushed across: nothing at its ends, all in its middle. */
static struct point pushed(const struct fault *fault, const struct point *points, int at)
{
    double share =
        fmin(1, 2 * fmin(at - fault->from, fault->to - at) / (double)(fault->to - fault->from));
    return (struct point){rounded(points[at].x + share * fault->move.x),
                          rounded(points[at].y + share * fault->move.y)};
}

/* True when the stretch runs one way along its chord, so that pushing it across
 * leaves one face. */
static bool runs_one_way(const struct point *points, const struct fault *fault)
{
    struct point a = points[fault->from], b = points[fault->to];
    double dx = (b.x - a.x) * cos(a.y * PI / 180), dy = b.y - a.y;
    for (int i = fault->from; i < fault->to; i++) {
        double ex = (points[i + 1].x - points[i].x) * cos(a.y * PI / 180);
        double ey = points[i + 1].y - points[i].y;
        if (ex * dx + ey * dy <= 0.3 * hypot(dx, dy) * hypot(ex, ey))
            return false;
    }
    return true;
}

/* True when the pushed stretch meets nothing of the side but its own ends. */
static bool is_clear(const struct point *points, const struct fault *fault)
{
    for (int i = fault->from; i < fault->to; i++) {
        struct point a = pushed(fault, points, i), b = pushed(fault, points, i + 1);
        for (int k = 0; k < SIDE; k++) {
            bool own = (i == fault->from && (k == i || k == i - 1)) ||
                       (i == fault->to - 1 && (k == i || k == i + 1));
            if (!own && meet(a, b, points[k], points[k + 1]))
                return false;
        }
    }
    return true;
}

static double area_between(const struct point *points, const struct fault *fault)
{
    double sum = 0;
    for (int i = fault->from; i < fault->to; i++) {
        struct point a = points[i], b = points[i + 1];
        struct point c = pushed(fault, points, i), d = pushed(fault, points, i + 1);
        sum += (cross(points[fault->from], a, b) - cross(points[fault->from], c, d)) / 2;
    }
    double lat = points[fault->from].y * PI / 180, s = sin(lat);
    double w = 1 - 0.00669438 * s * s, n = 6378137 / sqrt(w), m = n * (1 - 0.00669438) / w;
    return fabs(sum) * n * cos(lat) * m * (PI / 180) * (PI / 180);
}

/* Lays a fault on side s of the township: the stretch is as long as its width asks
 * for. False when no stretch of the side is fit. */
static bool lay(const struct set *set, uint32_t township, int s, struct fault *out)
{
    struct side side;
    bool forward;
    struct fault fault = {.township = township, .side = s};
    if (!across(set, township, s, &fault.other))
        return false;
    side_of(set, township, s, &side, &forward);
    fault.gap = mark(set, FAULT_KIND, side.id, 0) % 2;
    fault.width_m = 0.01 * pow(6000, chance(set, FAULT_WIDTH, side.id, 0, 0, 1));
    int stretch = fault.width_m < 5 ? 2 : fault.width_m < 20 ? 4 : 8;
    for (int attempt = 0; attempt < 24; attempt++) {
        fault.from = 8 + (int)(mark(set, FAULT, side.id, (uint64_t)attempt) % (SIDE - 24));
        fault.to = fault.from + stretch;
        struct point a = side.points[fault.from], b = side.points[fault.to];
        double narrow = cos(a.y * PI / 180), dx = (b.x - a.x) * narrow, dy = b.y - a.y;
        /* The township lies left of a side walked forward: pushing left opens a gap. */
        double push = fault.width_m / M_A_DEG / hypot(dx, dy) * (fault.gap == forward ? 1 : -1);
        fault.move = (struct point){-dy * push / narrow, dx * push};
        if (runs_one_way(side.points, &fault) && is_clear(side.points, &fault)) {
            int middle = (fault.from + fault.to) / 2;
            struct point p = side.points[middle], q = pushed(&fault, side.points, middle);
            fault.area_m2 = area_between(side.points, &fault);
            fault.place = (struct point){(p.x + q.x) / 2, (p.y + q.y) / 2};
            *out = fault;
            return true;
        }
    }
    return false;
}

/* As many faults as asked for, spread over the townships; each is laid on one of
 * the first three sides, so that no side gets two. *slots: 3 a township, 0 or
 * the place in the list + 1. */
static uint32_t lay_all(const struct set *set, struct fault *faults, uint32_t *slots)
{
    uint32_t laid = 0, sides = set->count * 3;
    uint32_t most = set->faults < sides ? set->faults : sides;
    for (uint32_t i = 0; i < sides && laid < most; i++) {
        uint32_t side = (uint32_t)((uint64_t)i * UINT32_C(2654435761) % sides);
        if (!slots[side] && lay(set, side / 3, (int)(side % 3), &faults[laid]))
            slots[side] = ++laid;
    }
    return laid;
}

/* --- townships ---------------------------------------------------------------- */

static struct point noisy(const struct set *set, uint32_t township, uint64_t side, int at,
                          struct point p)
{
    uint64_t place = (uint64_t)township << 32 | (uint32_t)at;
    p.x += chance(set, NOISE_X, side, place, -2, 2) / M_A_DEG;
    p.y += chance(set, NOISE_Y, side, place, -2, 2) / M_A_DEG;
    return p;
}

static bool is_missing(const struct set *set, uint32_t township, uint64_t side, int at)
{
    uint64_t place = (uint64_t)township << 32 | (uint32_t)at;
    return mark(set, MISSING, side, place) % (at == 0 || at == SIDE ? 4 : 10) == 0;
}

static void make_ring(const struct set *set, uint32_t township, const struct fault *faults,
                      const uint32_t *slots, struct ring *ring)
{
    ring->count = 0;
    for (int s = 0; s < SIDES; s++) {
        struct side side;
        bool forward;
        side_of(set, township, s, &side, &forward);
        uint32_t slot = s < 3 && slots ? slots[township * 3 + (uint32_t)s] : 0;
        const struct fault *fault = slot ? &faults[slot - 1] : NULL;
        for (int i = 0; i < SIDE; i++) {
            int at = forward ? i : SIDE - i;
            struct point p = side.points[at];
            if (fault && at > fault->from && at < fault->to)
                p = pushed(fault, side.points, at);
            if (set->unfriendly) {
                if (is_missing(set, township, side.id, at))
                    continue;
                p = noisy(set, township, side.id, at, p);
            }
            ring->points[ring->count++] = p;
        }
    }
    ring->points[ring->count++] = ring->points[0];
}

/* The hole in a township, or the part of the next that fills it, drawn anew. */
static void make_circle(const struct set *set, uint32_t around, uint32_t owner, bool turned,
                        struct ring *ring)
{
    uint32_t row = around / set->width, at = 2 * (around % set->width) + row % 2 + 1;
    struct point middle = {WEST + STEP * at / 2.0, SOUTH + STEP * (row + 0.5)};
    for (int i = 0; i <= CIRCLE; i++) {
        double angle = 2 * PI * (turned ? -i : i) / CIRCLE;
        struct point p = {middle.x + 0.01 * cos(angle), middle.y + 0.01 * sin(angle)};
        int place = turned ? CIRCLE - i : i;
        ring->points[i] = noisy(set, owner, UINT64_MAX - around, place % CIRCLE, p);
    }
    ring->count = CIRCLE + 1;
}

/* --- Shapefile (ESRI white paper, 1998) and dBASE III ---------------------------- */

struct writer {
    FILE *shp, *shx, *dbf;
    uint32_t words; /* of the .shp so far, 16 bits each */
    uint32_t record;
    double box[4];
};

static void put_little(FILE *file, uint32_t value)
{
    unsigned char bytes[4] = {(unsigned char)value, (unsigned char)(value >> 8),
                              (unsigned char)(value >> 16), (unsigned char)(value >> 24)};
    fwrite(bytes, 4, 1, file);
}

static void put_big(FILE *file, uint32_t value)
{
    unsigned char bytes[4] = {(unsigned char)(value >> 24), (unsigned char)(value >> 16),
                              (unsigned char)(value >> 8), (unsigned char)value};
    fwrite(bytes, 4, 1, file);
}

/* Doubles are written as the machine holds them: little-endian, as everywhere
 * that Yutu runs. */
static void put_doubles(FILE *file, const double *values, size_t count)
{
    fwrite(values, sizeof *values, count, file);
}

static void put_header(FILE *file, uint32_t words, const double box[4])
{
    static const double NO_Z_NO_M[4];
    rewind(file);
    put_big(file, 9994);
    for (int i = 0; i < 5; i++)
        put_big(file, 0);
    put_big(file, words);
    put_little(file, 1000);
    put_little(file, 5);
    put_doubles(file, box, 4);
    put_doubles(file, NO_Z_NO_M, 4);
}

static void stretch_box(double box[4], const struct ring *ring)
{
    for (int i = 0; i < ring->count; i++) {
        box[0] = fmin(box[0], ring->points[i].x);
        box[1] = fmin(box[1], ring->points[i].y);
        box[2] = fmax(box[2], ring->points[i].x);
        box[3] = fmax(box[3], ring->points[i].y);
    }
}

/* Shells clockwise, holes counter-clockwise. Rings come counter-clockwise when
 * they are shells here, so each is written from its end. */
static void put_rings(struct writer *writer, const struct ring *rings, uint32_t count)
{
    uint32_t points = 0;
    double box[4] = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (uint32_t r = 0; r < count; r++) {
        points += (uint32_t)rings[r].count;
        stretch_box(box, &rings[r]);
        stretch_box(writer->box, &rings[r]);
    }
    uint32_t words = (44 + 4 * count + 16 * points) / 2;
    put_big(writer->shx, writer->words);
    put_big(writer->shx, words);
    put_big(writer->shp, ++writer->record);
    put_big(writer->shp, words);
    put_little(writer->shp, 5);
    put_doubles(writer->shp, box, 4);
    put_little(writer->shp, count);
    put_little(writer->shp, points);
    for (uint32_t r = 0, first = 0; r < count; first += (uint32_t)rings[r++].count)
        put_little(writer->shp, first);
    for (uint32_t r = 0; r < count; r++)
        for (int i = rings[r].count; i-- > 0;)
            put_doubles(writer->shp, &rings[r].points[i].x, 2);
    writer->words += words + 4;
}

static void put_field(FILE *file, const char *name, unsigned char width)
{
    char bytes[32] = {0};
    snprintf(bytes, 11, "%s", name);
    bytes[11] = 'C';
    bytes[16] = (char)width;
    fwrite(bytes, 32, 1, file);
}

static void put_table_header(FILE *file, uint32_t rows)
{
    static const unsigned char DATE[4] = {3, 126, 1, 1}, REST[20];
    static const unsigned char SIZES[4] = {32 * 4 + 1, 0, 49, 0};
    fwrite(DATE, 4, 1, file);
    put_little(file, rows);
    fwrite(SIZES, 4, 1, file);
    fwrite(REST, 20, 1, file);
    put_field(file, "code", 16);
    put_field(file, "name", 24);
    put_field(file, "level", 8);
    fputc('\r', file);
}

static FILE *open_in(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w+b");
    if (!file) {
        perror(path);
        exit(1);
    }
    return file;
}

static void put_text(const char *folder, const char *name, const char *text)
{
    FILE *file = open_in(folder, name);
    fputs(text, file);
    fclose(file);
}

/* The outline of a township: its ring, and a hole or another part. Returns how many
 * rings; *parts tells which the second is. */
static uint32_t make_outline(const struct set *set, uint32_t township, const struct fault *faults,
                             const uint32_t *slots, struct ring rings[2], bool *parts)
{
    make_ring(set, township, faults, slots, &rings[0]);
    *parts = township % 50 == 8;
    if (set->unfriendly && *parts)
        make_circle(set, township - 1, township, false, &rings[1]);
    else if (set->unfriendly && township % 50 == 7 && township + 1 < set->count)
        make_circle(set, township, township, true, &rings[1]);
    else
        return 1;
    return 2;
}

static void write_townships(const struct set *set, const char *folder, const struct fault *faults,
                            const uint32_t *slots)
{
    static struct ring rings[2];
    bool parts;
    struct writer writer = {.words = 50, .box = {INFINITY, INFINITY, -INFINITY, -INFINITY}};
    writer.shp = open_in(folder, "townships.shp");
    writer.shx = open_in(folder, "townships.shx");
    writer.dbf = open_in(folder, "townships.dbf");
    put_header(writer.shp, 0, writer.box);
    put_header(writer.shx, 0, writer.box);
    put_table_header(writer.dbf, set->count);
    for (uint32_t t = 0; t < set->count; t++) {
        char code[16], name[32];
        put_rings(&writer, rings, make_outline(set, t, faults, slots, rings, &parts));
        code_of(t, code);
        snprintf(name, sizeof name, "示例%u镇", t);
        fprintf(writer.dbf, " %-16s%-24s%-8s", code, name, "township");
    }
    fputc(0x1a, writer.dbf);
    put_header(writer.shp, writer.words, writer.box);
    put_header(writer.shx, 50 + 4 * set->count, writer.box);
    fclose(writer.shp);
    fclose(writer.shx);
    fclose(writer.dbf);
    put_text(folder, "townships.cpg", "UTF-8\n");
    put_text(folder, "townships.prj",
             "GEOGCS[\"China Geodetic Coordinate System 2000\",DATUM[\"D_China_2000\","
             "SPHEROID[\"CGCS2000\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],"
             "UNIT[\"Degree\",0.0174532925199433]]\n");
}

static void write_faults(const char *folder, const struct fault *faults, uint32_t count)
{
    FILE *file = open_in(folder, "faults.csv");
    fputs("kind,code,other,width_m,area_m2,lon,lat\n", file);
    for (uint32_t i = 0; i < count; i++) {
        char code[16], other[16];
        code_of(faults[i].township, code);
        code_of(faults[i].other, other);
        fprintf(file, "%s,%s,%s,%.4f,%.6f,%.12f,%.12f\n", faults[i].gap ? "gap" : "overlap", code,
                other, faults[i].width_m, faults[i].area_m2, faults[i].place.x, faults[i].place.y);
    }
    fclose(file);
}

/* Every face that the outlines of an unfriendly set make. */
static void write_truth(const struct set *set, const char *folder)
{
    static struct ring rings[2];
    struct truth *truth = truth_create(set->count);
    FILE *file = open_in(folder, "faults.csv");
    for (uint32_t t = 0; t < set->count; t++) {
        char code[16];
        bool parts;
        uint32_t count = make_outline(set, t, NULL, NULL, rings, &parts);
        code_of(t, code);
        truth_add(truth, code, rings, count, parts);
    }
    fputs("kind,code,other,width_m,area_m2,lon,lat,rings\n", file);
    truth_write(truth, file);
    fclose(file);
    truth_free(truth);
}

static bool read_options(int argc, char **argv, struct set *set)
{
    for (int i = 3; i < argc; i++) {
        if (strcmp(argv[i], "--unfriendly") == 0)
            set->unfriendly = true;
        else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc)
            set->seed = strtoull(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--faults") == 0 && i + 1 < argc)
            set->faults = (uint32_t)strtoul(argv[++i], NULL, 10);
        else
            return false;
    }
    return argc >= 3 && set->count > 0 && set->count <= 1000000;
}

int main(int argc, char **argv)
{
    struct set set = {.count = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 0, .seed = 2026};
    set.faults = set.count / 8;
    if (!read_options(argc, argv, &set)) {
        fprintf(stderr, "usage: townships FOLDER COUNT [--seed N] [--faults N] [--unfriendly]\n");
        return 2;
    }
    while ((uint64_t)set.width * set.width < set.count)
        set.width++;
    struct fault *faults = calloc((size_t)set.faults + 1, sizeof *faults);
    uint32_t *slots = calloc((size_t)set.count * 3, sizeof *slots);
    if (!faults || !slots)
        return 1;
    if (set.unfriendly) {
        write_townships(&set, argv[1], NULL, NULL);
        if (set.count <= TRUTH_MOST)
            write_truth(&set, argv[1]);
    } else {
        uint32_t laid = lay_all(&set, faults, slots);
        write_townships(&set, argv[1], faults, slots);
        write_faults(argv[1], faults, laid);
    }
    free(faults);
    free(slots);
    return 0;
}
