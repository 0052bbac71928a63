/* geo/geojson.c - geometry as RFC 7946 GeoJSON. */
#include "geo/geojson.h"

#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

static const char *const NAMES[] = {
    [GEO_POINT] = "Point",
    [GEO_LINE] = "LineString",
    [GEO_POLYGON] = "Polygon",
    [GEO_MULTIPOINT] = "MultiPoint",
    [GEO_MULTILINE] = "MultiLineString",
    [GEO_MULTIPOLYGON] = "MultiPolygon",
};

/* Writes grid units as degrees, trailing zeros cut; returns the end. */
static char *print_degrees(int64_t grid, char *out)
{
    uint64_t size = grid < 0 ? (uint64_t)-grid : (uint64_t)grid;
    uint64_t whole = size / (uint64_t)GEO_GRID_PER_DEGREE;
    uint64_t fraction = size % (uint64_t)GEO_GRID_PER_DEGREE;
    if (grid < 0)
        *out++ = '-';
    char digits[24];
    int count = 0;
    do {
        digits[count++] = (char)('0' + whole % 10);
        whole /= 10;
    } while (whole);
    while (count)
        *out++ = digits[--count];
    if (!fraction)
        return out;
    *out++ = '.';
    for (int i = 8; i >= 0; i--, fraction /= 10)
        out[i] = (char)('0' + fraction % 10);
    out += 9;
    while (out[-1] == '0')
        out--;
    return out;
}

static void write_position(struct geo_point point, struct base_json *json)
{
    char text[64], *end = text;
    *end++ = '[';
    end = print_degrees(point.lon, end);
    *end++ = ',';
    end = print_degrees(point.lat, end);
    *end++ = ']';
    base_json_raw(json, text, (size_t)(end - text));
}

static void write_path(const struct geo_geometry *g, uint32_t ring, bool reversed,
                       struct base_json *json)
{
    uint32_t first = g->ring_points[ring], last = g->ring_points[ring + 1];
    base_json_array_begin(json);
    for (uint32_t i = first; i < last; i++)
        write_position(g->points[reversed ? last - 1 - (i - first) : i], json);
    base_json_array_end(json);
}

static void write_polygon(const struct geo_geometry *g, uint32_t part, struct base_json *json)
{
    base_json_array_begin(json);
    for (uint32_t ring = g->part_rings[part]; ring < g->part_rings[part + 1]; ring++) {
        uint32_t first = g->ring_points[ring];
        geo_wide_t area = geo_ring_area2(g->points + first, g->ring_points[ring + 1] - first);
        bool hole = ring > g->part_rings[part];
        write_path(g, ring, hole ? area > 0 : area < 0, json);
    }
    base_json_array_end(json);
}

static void write_part(const struct geo_geometry *g, uint32_t part, struct base_json *json)
{
    uint32_t ring = g->part_rings[part];
    if (g->kind == GEO_POINT || g->kind == GEO_MULTIPOINT)
        write_position(g->points[g->ring_points[ring]], json);
    else if (g->kind == GEO_LINE || g->kind == GEO_MULTILINE)
        write_path(g, ring, false, json);
    else
        write_polygon(g, part, json);
}

void geo_geojson_write(const struct geo_geometry *geometry, struct base_json *json)
{
    if (!geometry || geometry->part_count == 0) {
        base_json_null(json);
        return;
    }
    base_json_object_begin(json);
    base_json_key_string(json, "type", NAMES[geometry->kind]);
    base_json_key(json, "coordinates");
    if (geometry->kind <= GEO_POLYGON) {
        write_part(geometry, 0, json);
    } else {
        base_json_array_begin(json);
        for (uint32_t part = 0; part < geometry->part_count; part++)
            write_part(geometry, part, json);
        base_json_array_end(json);
    }
    base_json_object_end(json);
}

void geo_geojson_write_bbox(struct geo_box box, struct base_json *json)
{
    if (geo_box_is_empty(box)) {
        base_json_null(json);
        return;
    }
    int64_t sides[] = {box.min.lon, box.min.lat, box.max.lon, box.max.lat};
    base_json_array_begin(json);
    for (int i = 0; i < 4; i++) {
        char text[32];
        base_json_raw(json, text, (size_t)(print_degrees(sides[i], text) - text));
    }
    base_json_array_end(json);
}

struct reader {
    struct geo_builder builder;
    struct base_error *err;
};

static enum base_status read_position(struct reader *reader, const json_t *value)
{
    const json_t *x = json_array_get(value, 0), *y = json_array_get(value, 1);
    if (!json_is_number(x) || !json_is_number(y))
        return base_fail(reader->err, BASE_INVALID,
                         "a GeoJSON position must be an array of two numbers, [lon, lat]");
    double lon = json_number_value(x), lat = json_number_value(y);
    if (!(fabs(lon) <= 180 && fabs(lat) <= 90))
        return base_fail(reader->err, BASE_INVALID,
                         "GeoJSON position [%.10g, %.10g] is not [lon, lat] in degrees", lon, lat);
    geo_builder_point(&reader->builder,
                      (struct geo_point){geo_grid_from_degrees(lon), geo_grid_from_degrees(lat)});
    return BASE_OK;
}

/* An array of at least `least` positions into the ring being built. */
static enum base_status read_path(struct reader *reader, const json_t *value, size_t least)
{
    if (json_array_size(value) < least)
        return base_fail(reader->err, BASE_INVALID,
                         "a GeoJSON line or ring needs at least %zu "
                         "positions",
                         least);
    geo_builder_ring(&reader->builder);
    enum base_status status = BASE_OK;
    for (size_t i = 0; status == BASE_OK && i < json_array_size(value); i++)
        status = read_position(reader, json_array_get(value, i));
    return status;
}

static void close_ring(struct geo_builder *builder)
{
    uint32_t count = geo_builder_ring_size(builder);
    if (builder->failed || count == 0)
        return;
    struct geo_point first = builder->points[builder->point_count - count];
    if (!geo_point_equal(first, builder->points[builder->point_count - 1]))
        geo_builder_point(builder, first);
}

static enum base_status read_polygon(struct reader *reader, const json_t *value)
{
    if (json_array_size(value) == 0)
        return base_fail(reader->err, BASE_INVALID,
                         "a GeoJSON polygon must be an array of one ring or more");
    enum base_status status = BASE_OK;
    for (size_t i = 0; status == BASE_OK && i < json_array_size(value); i++) {
        status = read_path(reader, json_array_get(value, i), 3);
        close_ring(&reader->builder);
    }
    return status;
}

static enum base_status read_part(struct reader *reader, enum geo_kind kind, const json_t *value)
{
    geo_builder_part(&reader->builder);
    if (kind == GEO_LINE)
        return read_path(reader, value, 2);
    if (kind == GEO_POLYGON)
        return read_polygon(reader, value);
    geo_builder_ring(&reader->builder);
    return read_position(reader, value);
}

static enum base_status read_parts(struct reader *reader, const json_t *value)
{
    enum geo_kind kind = reader->builder.kind;
    if (kind <= GEO_POLYGON) {
        if (json_is_array(value) && json_array_size(value) == 0)
            return BASE_OK;
        return read_part(reader, kind, value);
    }
    if (!json_is_array(value))
        return base_fail(reader->err, BASE_INVALID, "GeoJSON coordinates must be an array");
    enum base_status status = BASE_OK;
    for (size_t i = 0; status == BASE_OK && i < json_array_size(value); i++)
        status = read_part(reader, kind - GEO_POLYGON, json_array_get(value, i));
    return status;
}

static enum base_status read_geometry(const json_t *root, struct base_arena *arena,
                                      struct geo_geometry *out, struct base_error *err)
{
    const char *type = json_string_value(json_object_get(root, "type"));
    enum geo_kind kind = GEO_POINT;
    while (type && kind <= GEO_MULTIPOLYGON && strcmp(NAMES[kind], type) != 0)
        kind++;
    if (!type || kind > GEO_MULTIPOLYGON)
        return base_fail(err, BASE_INVALID,
                         "GeoJSON type must be Point, LineString, Polygon, MultiPoint, "
                         "MultiLineString or MultiPolygon");
    struct reader reader = {.err = err};
    geo_builder_init(&reader.builder, kind, arena);
    enum base_status status = read_parts(&reader, json_object_get(root, "coordinates"));
    return status ? status : geo_builder_finish(&reader.builder, out, err);
}

enum base_status geo_geojson_parse(const char *text, size_t size, struct base_arena *arena,
                                   struct geo_geometry *out, struct base_error *err)
{
    json_error_t fault;
    json_t *root = json_loadb(text, size, 0, &fault);
    if (!root)
        return base_fail(err, BASE_INVALID, "GeoJSON is not JSON: %s at line %d, column %d",
                         fault.text, fault.line, fault.column);
    enum base_status status = read_geometry(root, arena, out, err);
    json_decref(root);
    return status;
}
