/* geo/wkb.c - well-known binary, and SpatiaLite's own form of it.
 *
 * A SpatiaLite BLOB is 0 · byte order · SRID · box · 7C · geometry · FE; in the
 * geometry, 69 stands before each member of a multi kind where WKB has its byte
 * order (Furieri, "BLOB-Geometry: internal format"). A tiny point is 0 · 80 or 81 by
 * byte order · SRID · dimensions · coordinates · FE. */
#include "geo/wkb.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define EWKB_Z    0x80000000U
#define EWKB_M    0x40000000U
#define EWKB_SRID 0x20000000U

#define BLOB_HEADER 38U /* bytes before the mark of the geometry */
#define BLOB_BEGIN  0x7cU
#define BLOB_MEMBER 0x69U
#define BLOB_END    0xfeU

#define TINY_ORDER  0x80U /* and 1 for little endian */
#define TINY_XY     1U
#define TINY_HEADER 7U
#define TINY_SIZE   24U

struct reader {
    const unsigned char *bytes;
    size_t size, at;
    bool blob, blob_little; /* SpatiaLite's form, and its byte order */
    struct geo_builder *builder;
    struct base_error *err;
};

/* The header of one geometry. */
struct header {
    bool little;
    enum geo_kind kind;
    size_t dimensions;
};

static size_t left(const struct reader *reader)
{
    return reader->size - reader->at;
}

static enum base_status cut_off(const struct reader *reader)
{
    return base_fail(reader->err, BASE_INVALID, "WKB is cut off at byte %zu", reader->at);
}

/* The bytes may lie anywhere; a compiler makes one load of a loop it can see. */
static inline uint64_t bits_at(const unsigned char *bytes, size_t size, bool little)
{
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++)
        value |= (uint64_t)bytes[i] << 8 * (little ? i : size - 1 - i);
    return value;
}

static double double_at(const unsigned char *bytes, bool little)
{
    uint64_t bits = bits_at(bytes, sizeof bits, little);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Reads a count of things that take at least size bytes each. */
static enum base_status read_count(struct reader *reader, bool little, size_t size, uint32_t *out)
{
    if (left(reader) < 4)
        return cut_off(reader);
    uint64_t count = bits_at(reader->bytes + reader->at, 4, little);
    reader->at += 4;
    if (count > left(reader) / size)
        return cut_off(reader);
    *out = (uint32_t)count;
    return BASE_OK;
}

/* Reads what stands before a geometry's type: the byte order, or a mark. */
static enum base_status read_order(struct reader *reader, bool *little)
{
    unsigned char order = reader->bytes[reader->at],
                  mark = reader->at == BLOB_HEADER ? BLOB_BEGIN : BLOB_MEMBER;
    *little = reader->blob ? reader->blob_little : order == 1;
    if (reader->blob ? order == mark : order <= 1)
        return BASE_OK;
    return base_fail(reader->err, BASE_INVALID,
                     "WKB has byte order %d at byte %zu; 0 or 1 is "
                     "expected",
                     order, reader->at);
}

static enum base_status read_header(struct reader *reader, struct header *out)
{
    bool little;
    if (left(reader) < 5)
        return cut_off(reader);
    enum base_status status = read_order(reader, &little);
    if (status)
        return status;
    uint32_t type = (uint32_t)bits_at(reader->bytes + reader->at + 1, 4, little);
    reader->at += 5;
    uint32_t flags = reader->blob ? 0 : type & (EWKB_Z | EWKB_M | EWKB_SRID);
    if (flags & EWKB_SRID) {
        if (left(reader) < 4)
            return cut_off(reader);
        reader->at += 4;
    }
    size_t dimensions = (size_t)2 + (flags & EWKB_Z ? 1 : 0) + (flags & EWKB_M ? 1 : 0);
    uint32_t code = type - flags;
    static const size_t EXTRA[] = {0, 1, 1, 2}; /* ISO: none, Z, M, ZM */
    uint32_t kind = code % 1000;
    if (code >= 4000 || kind < GEO_POINT || kind > GEO_MULTIPOLYGON)
        return base_fail(reader->err, BASE_INVALID,
                         "WKB holds geometry type %u; only points, lines, polygons and their multi "
                         "kinds are read",
                         code);
    *out = (struct header){little, (enum geo_kind)kind, dimensions + EXTRA[code / 1000]};
    return BASE_OK;
}

static bool is_on_globe(struct geo_point point)
{
    return point.lon >= -180 * GEO_GRID_PER_DEGREE && point.lon <= 180 * GEO_GRID_PER_DEGREE &&
           point.lat >= -90 * GEO_GRID_PER_DEGREE && point.lat <= 90 * GEO_GRID_PER_DEGREE;
}

static enum base_status to_grid(struct reader *reader, double lon, double lat,
                                struct geo_point *out)
{
    if (fabs(lon) < 1000 && fabs(lat) < 1000) {
        *out = (struct geo_point){geo_grid_from_degrees(lon), geo_grid_from_degrees(lat)};
        if (is_on_globe(*out))
            return BASE_OK;
    }
    if (!isfinite(lon) || !isfinite(lat))
        return base_fail(reader->err, BASE_INVALID, "WKB holds a coordinate that is not a number");
    return base_fail(reader->err, BASE_INVALID,
                     "WKB coordinate %.10g, %.10g is not a longitude and latitude", lon, lat);
}

/* Reads count points into the ring being built; there are enough bytes. */
static enum base_status read_points(struct reader *reader, const struct header *header,
                                    uint32_t count)
{
    const unsigned char *bytes = reader->bytes + reader->at;
    struct geo_point *points = geo_builder_points(reader->builder, count);
    if (!points)
        return base_fail(reader->err, BASE_NO_MEMORY, "out of memory");
    for (uint32_t i = 0; i < count; i++, bytes += 8 * header->dimensions) {
        enum base_status status = to_grid(reader, double_at(bytes, header->little),
                                          double_at(bytes + 8, header->little), &points[i]);
        if (status)
            return status;
    }
    reader->at += 8 * header->dimensions * count;
    return BASE_OK;
}

/* An empty point is written as NaN NaN. */
static enum base_status read_point(struct reader *reader, const struct header *header)
{
    size_t size = 8 * header->dimensions;
    if (left(reader) < size)
        return cut_off(reader);
    const unsigned char *bytes = reader->bytes + reader->at;
    if (isnan(double_at(bytes, header->little)) && isnan(double_at(bytes + 8, header->little))) {
        reader->at += size;
        return BASE_OK;
    }
    geo_builder_part(reader->builder);
    geo_builder_ring(reader->builder);
    return read_points(reader, header, 1);
}

static enum base_status read_line(struct reader *reader, const struct header *header)
{
    uint32_t count;
    enum base_status status = read_count(reader, header->little, 8 * header->dimensions, &count);
    if (status || count == 0)
        return status;
    geo_builder_part(reader->builder);
    geo_builder_ring(reader->builder);
    return read_points(reader, header, count);
}

static void close_ring(struct geo_builder *builder, uint32_t count)
{
    if (builder->failed)
        return;
    struct geo_point first = builder->points[builder->point_count - count];
    if (!geo_point_equal(first, builder->points[builder->point_count - 1]))
        geo_builder_point(builder, first);
}

static enum base_status read_ring(struct reader *reader, const struct header *header,
                                  uint32_t index, bool *has_shell)
{
    uint32_t count = 0;
    enum base_status status = read_count(reader, header->little, 8 * header->dimensions, &count);
    if (status || count == 0)
        return status;
    if (index == 0) {
        *has_shell = true;
        geo_builder_part(reader->builder);
    } else if (!*has_shell) {
        return base_fail(reader->err, BASE_INVALID, "WKB holds a polygon with a hole but no shell");
    }
    geo_builder_ring(reader->builder);
    status = read_points(reader, header, count);
    if (status == BASE_OK)
        close_ring(reader->builder, count);
    return status;
}

static enum base_status read_polygon(struct reader *reader, const struct header *header)
{
    uint32_t rings;
    bool has_shell = false;
    enum base_status status = read_count(reader, header->little, 4, &rings);
    for (uint32_t i = 0; status == BASE_OK && i < rings; i++)
        status = read_ring(reader, header, i, &has_shell);
    return status;
}

static enum base_status read_single(struct reader *reader, const struct header *header)
{
    if (header->kind == GEO_POINT)
        return read_point(reader, header);
    if (header->kind == GEO_LINE)
        return read_line(reader, header);
    return read_polygon(reader, header);
}

static enum base_status read_members(struct reader *reader, const struct header *multi)
{
    uint32_t count;
    enum base_status status = read_count(reader, multi->little, 9, &count);
    for (uint32_t i = 0; status == BASE_OK && i < count; i++) {
        struct header member = {0};
        status = read_header(reader, &member);
        if (status)
            break;
        if (member.kind + GEO_POLYGON != multi->kind)
            return base_fail(reader->err, BASE_INVALID,
                             "WKB multi geometry of type %d holds a member of type %d",
                             (int)multi->kind, (int)member.kind);
        status = read_single(reader, &member);
    }
    return status;
}

static enum base_status read_all(struct reader *reader, struct base_arena *arena,
                                 struct geo_geometry *out, struct base_error *err)
{
    struct geo_builder builder;
    struct header header = {0};
    reader->builder = &builder;
    reader->err = err;
    enum base_status status = read_header(reader, &header);
    if (status)
        return status;
    geo_builder_init(&builder, header.kind, arena);
    if (reader->size / 16 < UINT32_MAX / 2)
        geo_builder_reserve(&builder, (uint32_t)(reader->size / (8 * header.dimensions)));
    status =
        header.kind > GEO_POLYGON ? read_members(reader, &header) : read_single(reader, &header);
    if (status)
        return status;
    if (left(reader))
        return base_fail(err, BASE_INVALID, "WKB has %zu bytes too many", left(reader));
    return geo_builder_finish(&builder, out, err);
}

enum base_status geo_wkb_parse(const void *bytes, size_t size, struct base_arena *arena,
                               struct geo_geometry *out, struct base_error *err)
{
    struct reader reader = {.bytes = bytes, .size = size};
    return read_all(&reader, arena, out, err);
}

static bool is_blob(const unsigned char *bytes, size_t size)
{
    return size > BLOB_HEADER + 1 && bytes[0] == 0 && bytes[1] <= 1 &&
           bytes[BLOB_HEADER] == BLOB_BEGIN && bytes[size - 1] == BLOB_END;
}

/* In the plane; the others have more dimensions than the record keeps. */
static bool is_tiny_point(const unsigned char *bytes, size_t size)
{
    return size == TINY_SIZE && bytes[0] == 0 && (bytes[1] & ~1U) == TINY_ORDER &&
           bytes[TINY_HEADER - 1] == TINY_XY && bytes[size - 1] == BLOB_END;
}

static enum base_status read_tiny_point(const unsigned char *bytes, struct base_arena *arena,
                                        struct geo_geometry *out, struct base_error *err)
{
    struct geo_builder builder;
    struct reader reader = {
        .bytes = bytes, .size = TINY_SIZE - 1, .at = TINY_HEADER, .builder = &builder, .err = err};
    const struct header header = {(bytes[1] & 1U) != 0, GEO_POINT, 2};
    geo_builder_init(&builder, GEO_POINT, arena);
    enum base_status status = read_point(&reader, &header);
    return status == BASE_OK ? geo_builder_finish(&builder, out, err) : status;
}

enum base_status geo_spatialite_parse(const void *blob, size_t size, struct base_arena *arena,
                                      struct geo_geometry *out, struct base_error *err)
{
    const unsigned char *bytes = blob;
    if (is_tiny_point(bytes, size))
        return read_tiny_point(bytes, arena, out, err);
    if (!is_blob(bytes, size))
        return base_fail(err, BASE_INVALID, "the geometry is not in the form of SpatiaLite");
    struct reader reader = {.bytes = bytes,
                            .size = size - 1,
                            .at = BLOB_HEADER,
                            .blob = true,
                            .blob_little = bytes[1] == 1};
    return read_all(&reader, arena, out, err);
}

bool geo_blob_describe(const void *blob, size_t size, struct geo_blob *out)
{
    const unsigned char *bytes = blob;
    double sides[4]; /* west, south, east, north */
    bool tiny = is_tiny_point(bytes, size);
    if (!tiny && (!is_blob(bytes, size) || size < BLOB_HEADER + 6))
        return false;
    bool little = (bytes[1] & 1U) != 0;
    for (size_t i = 0; i < 4; i++)
        sides[i] = double_at(bytes + (tiny ? TINY_HEADER + 8 * (i % 2) : 6 + 8 * i), little);
    *out = (struct geo_blob){.srid = (int)(int32_t)bits_at(bytes + 2, 4, little),
                             .kind = tiny ? GEO_POINT
                                          : (uint32_t)bits_at(bytes + BLOB_HEADER + 1, 4, little),
                             .box = {sides[0], sides[1], sides[2], sides[3]}};
    return true;
}

static void put_double(unsigned char *out, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    for (int i = 0; i < 8; i++)
        out[i] = (unsigned char)(bits >> 8 * i);
}

/* What stands before a geometry and before each of its members: the byte order,
 * or SpatiaLite's marks. */
struct marks {
    unsigned char whole, member;
};
static const struct marks WKB_MARKS = {1, 1}, BLOB_MARKS = {BLOB_BEGIN, BLOB_MEMBER};

static void write_header(struct base_buffer *out, unsigned char mark, uint32_t kind)
{
    base_buffer_byte(out, mark);
    base_buffer_u32(out, kind);
}

static void write_points(const struct geo_geometry *g, uint32_t ring, struct base_buffer *out)
{
    uint32_t first = g->ring_points[ring], count = g->ring_points[ring + 1] - first;
    unsigned char *bytes = base_buffer_extend(out, (size_t)count * 16);
    for (uint32_t i = 0; bytes && i < count; i++) {
        put_double(bytes + 16 * (size_t)i, geo_grid_to_degrees(g->points[first + i].lon));
        put_double(bytes + 16 * (size_t)i + 8, geo_grid_to_degrees(g->points[first + i].lat));
    }
}

static void write_ring(const struct geo_geometry *g, uint32_t ring, struct base_buffer *out)
{
    base_buffer_u32(out, g->ring_points[ring + 1] - g->ring_points[ring]);
    write_points(g, ring, out);
}

static void write_part(const struct geo_geometry *g, uint32_t part, unsigned char mark,
                       uint32_t kind, struct base_buffer *out)
{
    uint32_t first = g->part_rings[part], last = g->part_rings[part + 1];
    write_header(out, mark, kind);
    if (kind == GEO_POINT) {
        write_points(g, first, out);
        return;
    }
    if (kind == GEO_POLYGON)
        base_buffer_u32(out, last - first);
    for (uint32_t ring = first; ring < last; ring++)
        write_ring(g, ring, out);
}

static void write_empty_single(enum geo_kind kind, unsigned char mark, struct base_buffer *out)
{
    write_header(out, mark, kind);
    if (kind != GEO_POINT) {
        base_buffer_u32(out, 0);
        return;
    }
    unsigned char *bytes = base_buffer_extend(out, 16);
    if (bytes) {
        put_double(bytes, NAN);
        put_double(bytes + 8, NAN);
    }
}

static void write_marked(const struct geo_geometry *geometry, int promote, struct marks marks,
                         struct base_buffer *out)
{
    bool multi = geometry->kind > GEO_POLYGON;
    uint32_t single = multi ? geometry->kind - GEO_POLYGON : geometry->kind;
    if (!multi && !promote) {
        if (geometry->part_count == 0)
            write_empty_single(geometry->kind, marks.whole, out);
        else
            write_part(geometry, 0, marks.whole, single, out);
        return;
    }
    write_header(out, marks.whole, single + GEO_POLYGON);
    base_buffer_u32(out, geometry->part_count);
    for (uint32_t part = 0; part < geometry->part_count; part++)
        write_part(geometry, part, marks.member, single, out);
}

void geo_wkb_write(const struct geo_geometry *geometry, int promote, struct base_buffer *out)
{
    write_marked(geometry, promote, WKB_MARKS, out);
}

/* --- SpatiaLite's blob --------------------------------------------------- */

#define BLOB_SRID 4490

void geo_blob_write(const struct geo_geometry *geometry, int promote, struct base_buffer *out)
{
    struct geo_bbox box = geo_box_to_bbox(geo_geometry_box(geometry));
    const double sides[] = {box.west, box.south, box.east, box.north};
    base_buffer_byte(out, 0);
    base_buffer_byte(out, 1);
    base_buffer_u32(out, BLOB_SRID);
    unsigned char *bytes = base_buffer_extend(out, sizeof sides);
    for (size_t i = 0; bytes && i < 4; i++)
        put_double(bytes + 8 * i, sides[i]);
    write_marked(geometry, promote, BLOB_MARKS, out);
    base_buffer_byte(out, BLOB_END);
}
