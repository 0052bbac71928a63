/* import/coordinates.c - tables that carry coordinates in columns. */
#include "import/coordinates.h"

#include <math.h>
#include <string.h>

#include "import/value.h"
#include "import/wkb_xy.h"

#define POINT_SIZE 64 /* bytes that no point's WKB has, not even within two collections */

static int column_of(enum import_kind kind, const struct import_columns *columns, const char *field)
{
    int index = import_kind_field(kind, field);
    return index < 0 ? -1 : columns->of[index];
}

struct pair {
    int east, north; /* columns */
    const char *east_field, *north_field;
    bool degrees;
};

static bool parse(const char *text, bool degrees, double *out)
{
    if (degrees)
        return import_value_degrees(text, out) || import_value_number(text, out);
    return import_value_number(text, out) || import_value_degrees(text, out);
}

static bool choose(enum import_kind kind, const struct import_columns *columns, struct pair *out)
{
    int lon = column_of(kind, columns, "lon"), lat = column_of(kind, columns, "lat");
    int x = column_of(kind, columns, "x"), y = column_of(kind, columns, "y");
    if (lon >= 0 && lat >= 0)
        *out = (struct pair){lon, lat, "lon", "lat", true};
    else if (x >= 0 && y >= 0)
        *out = (struct pair){x, y, "x", "y", false};
    else
        return false;
    return true;
}

/* How a pair of numbers may be read, east first. */
static bool plausible(double east, double north)
{
    bool degrees = fabs(east) <= 180 && fabs(north) <= 90;
    bool swapped_china = east >= 3 && east <= 54 && north >= 73;
    bool metres = (east >= 50e3 && east < 950e3) || (east >= 13e6 && east < 46e6);
    return (degrees && !swapped_china) || (metres && north >= 300e3 && north <= 6.3e6);
}

/* True when more rows make sense with the first column as north. */
static bool north_first(const struct import_table *table, const struct pair *pair)
{
    size_t straight = 0, turned = 0;
    for (size_t i = 0; i < table->count; i++) {
        double a, b;
        const char *const *values = table->records[i].values;
        if (!values[pair->east] || !values[pair->north] ||
            !parse(values[pair->east], pair->degrees, &a) ||
            !parse(values[pair->north], pair->degrees, &b))
            continue;
        bool as_is = plausible(a, b), other = plausible(b, a);
        straight += as_is && !other;
        turned += other && !as_is;
    }
    return turned > straight;
}

static bool read_cell(const struct import_record *record, int column, const char *field,
                      bool degrees, struct import_report *report, double *out)
{
    const char *text = record->values[column];
    if (parse(text, degrees, out))
        return true;
    import_report_add(report, IMPORT_ERROR, IMPORT_VALUE_INVALID, record->number, field, text,
                      "%s is no coordinate: %s", field, text);
    return false;
}

static enum base_status attach(struct import_record *record, const struct pair *pair,
                               struct base_arena *arena, struct import_report *report,
                               struct base_error *err)
{
    double x, y;
    const char *const *values = record->values;
    if (import_value_empty(values[pair->east]) || import_value_empty(values[pair->north]))
        return BASE_OK;
    if (!read_cell(record, pair->east, pair->east_field, pair->degrees, report, &x) ||
        !read_cell(record, pair->north, pair->north_field, pair->degrees, report, &y)) {
        record->broken = true;
        return BASE_OK;
    }
    struct base_buffer wkb BASE_BUFFER_AUTO = {0};
    import_xy_write_point(x, y, &wkb);
    record->wkb = wkb.failed ? NULL : base_arena_copy(arena, wkb.data, wkb.size);
    record->wkb_size = wkb.size;
    return record->wkb ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

/* Which order a position makes sense in; EITHER: both, or none. */
enum order { EITHER, STRAIGHT, TURNED };

static enum order order_of(const struct import_record *record, struct base_arena *scratch,
                           struct import_xy *xy)
{
    base_arena_reset(scratch);
    if (!record->wkb || record->wkb_size > POINT_SIZE ||
        import_xy_parse(record->wkb, record->wkb_size, scratch, xy, NULL) != BASE_OK ||
        xy->kind != GEO_POINT || xy->point_count != 1)
        return EITHER;
    bool straight = plausible(xy->x[0], xy->y[0]), turned = plausible(xy->y[0], xy->x[0]);
    return straight == turned ? EITHER : straight ? STRAIGHT : TURNED;
}

/* One row whose coordinates stand in the other order than everyone else's is a
 * slip of its own: it must not pass, nor spoil what is decided for all. */
static enum base_status refuse_odd_ones(struct import_table *table, struct import_report *report,
                                        struct base_error *err)
{
    struct base_arena *scratch BASE_ARENA_AUTO = base_arena_create(0);
    size_t counts[3] = {0};
    struct import_xy xy;
    if (!scratch)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < table->count; i++)
        counts[order_of(&table->records[i], scratch, &xy)]++;
    if (counts[STRAIGHT] == 0 || counts[TURNED] == 0)
        return BASE_OK;
    enum order odd = counts[TURNED] > counts[STRAIGHT] ? STRAIGHT : TURNED;
    for (size_t i = 0; i < table->count; i++) {
        struct import_record *record = &table->records[i];
        if (order_of(record, scratch, &xy) != odd)
            continue;
        import_report_add(report, IMPORT_ERROR, IMPORT_GEOMETRY_OUTSIDE, record->number, "geometry",
                          NULL,
                          "the coordinates (%.9g, %.9g) stand in the other order than those of the "
                          "other rows; exchange them",
                          xy.x[0], xy.y[0]);
        record->broken = true;
        record->wkb = NULL;
    }
    return BASE_OK;
}

static enum base_status attach_columns(struct import_table *table, enum import_kind kind,
                                       const struct import_columns *columns,
                                       struct base_arena *arena, struct import_report *report,
                                       struct base_error *err)
{
    struct pair pair;
    for (size_t i = 0; i < table->count; i++)
        if (table->records[i].wkb)
            return BASE_OK;
    if (!choose(kind, columns, &pair))
        return BASE_OK;
    bool turned = north_first(table, &pair);
    if (turned) {
        struct pair t = pair;
        pair.east = t.north;
        pair.north = t.east;
        pair.east_field = t.north_field;
        pair.north_field = t.east_field;
    }
    report->axes = turned ? "north-east" : "east-north";
    enum base_status status = BASE_OK;
    for (size_t i = 0; i < table->count && !status; i++)
        status = attach(&table->records[i], &pair, arena, report, err);
    table->has_geometry = true;
    return status;
}

enum base_status import_coordinates_attach(struct import_table *table, enum import_kind kind,
                                           const struct import_columns *columns,
                                           struct base_arena *arena, struct import_report *report,
                                           struct base_error *err)
{
    enum base_status status = attach_columns(table, kind, columns, arena, report, err);
    return status ? status : refuse_odd_ones(table, report, err);
}
