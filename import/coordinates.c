/* import/coordinates.c - tables that carry coordinates in columns. */
#include "import/coordinates.h"

#include <math.h>
#include <string.h>

#include "import/value.h"
#include "import/wkb_xy.h"

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

enum base_status import_coordinates_attach(struct import_table *table, enum import_kind kind,
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
