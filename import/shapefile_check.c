/* import/shapefile_check.c - whether the bytes of a shapefile hang together. */
#include "import/shapefile_check.h"

#define HEAD 100

static uint32_t big(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static uint32_t little(const unsigned char *p)
{
    return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

static bool type_known(uint32_t type)
{
    static const unsigned char KNOWN[] = {0, 1, 3, 5, 8, 11, 13, 15, 18, 21, 23, 25, 28, 31};
    for (size_t i = 0; i < sizeof KNOWN; i++)
        if (KNOWN[i] == type)
            return true;
    return false;
}

struct walk {
    const unsigned char *shp;
    size_t size;
    struct import_shapefile *out;
    struct base_error *err;
};

static enum base_status damaged(struct walk *w, int64_t record)
{
    w->out->damaged = record;
    return BASE_INVALID;
}

/* Parts and points of a line or polygon at byte `at`, body of `size` bytes. */
static enum base_status check_parts(struct walk *w, int64_t record, size_t at, size_t size)
{
    const unsigned char *body = w->shp + at;
    uint32_t parts = size >= 44 ? little(body + 36) : 0;
    uint32_t points = size >= 44 ? little(body + 40) : 0;
    uint64_t need = 44 + 4 * (uint64_t)parts + 16 * (uint64_t)points;
    if (size < 44 || need > size) {
        damaged(w, record);
        return base_fail(w->err, BASE_INVALID,
                         "record %lld of the .shp is damaged at byte %zu: it has %zu bytes, its "
                         "parts and points need %llu",
                         (long long)record, at, size, (unsigned long long)(size < 44 ? 44 : need));
    }
    for (uint32_t i = 0; i < parts; i++) {
        uint32_t start = little(body + 44 + 4 * (size_t)i);
        uint32_t before = i ? little(body + 40 + 4 * (size_t)i) : 0;
        if (start >= points || start < before || (i == 0 && start != 0)) {
            damaged(w, record);
            return base_fail(w->err, BASE_INVALID,
                             "record %lld of the .shp is damaged at byte %zu: part %u starts at "
                             "point %u of %u",
                             (long long)record, at + 44 + 4 * (size_t)i, i + 1, start, points);
        }
    }
    return BASE_OK;
}

static enum base_status check_points(struct walk *w, int64_t record, size_t at, size_t size)
{
    uint32_t points = size >= 40 ? little(w->shp + at + 36) : 0;
    uint64_t need = 40 + 16 * (uint64_t)points;
    if (size >= 40 && need <= size)
        return BASE_OK;
    damaged(w, record);
    return base_fail(w->err, BASE_INVALID,
                     "record %lld of the .shp is damaged at byte %zu: it has %zu bytes, its points "
                     "need %llu",
                     (long long)record, at, size, (unsigned long long)need);
}

/* One record's body, which lies inside the file. */
static enum base_status check_body(struct walk *w, int64_t record, size_t at, size_t size)
{
    if (size < 4) {
        damaged(w, record);
        return base_fail(w->err, BASE_INVALID,
                         "record %lld of the .shp is damaged at byte %zu: its length of %zu bytes "
                         "is too short for a shape",
                         (long long)record, at, size);
    }
    uint32_t type = little(w->shp + at);
    if (!type_known(type)) {
        damaged(w, record);
        return base_fail(
            w->err, BASE_INVALID,
            "record %lld of the .shp is damaged at byte %zu: there is no shape type %u",
            (long long)record, at, type);
    }
    w->out->nulls += type == 0;
    if (type % 10 == 3 || type % 10 == 5 || type == 31)
        return check_parts(w, record, at, size);
    if (type % 10 == 8)
        return check_points(w, record, at, size);
    if (type % 10 == 1 && size < 20) {
        damaged(w, record);
        return base_fail(w->err, BASE_INVALID,
                         "record %lld of the .shp is damaged at byte %zu: a point needs 20 bytes, "
                         "it has %zu",
                         (long long)record, at, size);
    }
    return BASE_OK;
}

static enum base_status outside(struct walk *w, int64_t record, uint64_t at, uint64_t size)
{
    damaged(w, record);
    return base_fail(w->err, BASE_INVALID,
                     "record %lld of the .shp is cut off: it needs bytes %llu to %llu, the file "
                     "has %zu",
                     (long long)record, (unsigned long long)at, (unsigned long long)(at + size),
                     w->size);
}

/* Without an index: each record says how long it is. */
static enum base_status walk_records(struct walk *w)
{
    size_t end = w->size - (size_t)w->out->surplus;
    for (size_t at = HEAD; at < end;) {
        int64_t record = w->out->records + 1;
        if (end - at < 8)
            return outside(w, record, at, 8);
        uint64_t size = 2 * (uint64_t)big(w->shp + at + 4);
        if (size > end - at - 8)
            return outside(w, record, at, 8 + size);
        enum base_status status = check_body(w, record, at + 8, (size_t)size);
        if (status)
            return status;
        w->out->records = record;
        at += 8 + (size_t)size;
    }
    return BASE_OK;
}

static enum base_status check_index_head(struct walk *w, const unsigned char *shx, size_t size,
                                         size_t *count)
{
    if (size < HEAD || big(shx) != 9994)
        return base_fail(w->err, BASE_INVALID, "the .shx is damaged: it has no header");
    uint64_t says = 2 * (uint64_t)big(shx + 24);
    if (says > size || says < HEAD)
        return base_fail(w->err, BASE_INVALID,
                         "the .shx is cut off: its header says %llu bytes, the file has %zu",
                         (unsigned long long)says, size);
    *count = (size_t)(says - HEAD) / 8;
    return BASE_OK;
}

static enum base_status walk_index(struct walk *w, const unsigned char *shx, size_t shx_size)
{
    size_t count = 0;
    enum base_status status = check_index_head(w, shx, shx_size, &count);
    for (size_t i = 0; i < count && !status; i++) {
        const unsigned char *entry = shx + HEAD + 8 * i;
        uint64_t at = 2 * (uint64_t)big(entry), size = 2 * (uint64_t)big(entry + 4);
        int64_t record = (int64_t)i + 1;
        if (at == 0 && size == 0) { /* a deleted shape, as some editors leave it */
            w->out->nulls++;
            w->out->records = record;
            continue;
        }
        if (at < HEAD || at + 8 + size > w->size)
            return outside(w, record, at, 8 + size);
        status = check_body(w, record, (size_t)at + 8, (size_t)size);
        if (!status)
            w->out->records = record;
    }
    return status;
}

static enum base_status check_head(struct walk *w, bool indexed)
{
    if (w->size < HEAD)
        return base_fail(w->err, BASE_INVALID,
                         "the .shp is cut off: it has %zu bytes, its header alone needs 100",
                         w->size);
    if (big(w->shp) != 9994)
        return base_fail(w->err, BASE_INVALID,
                         "the .shp is no shapefile: bytes 0 to 3 are not 00 00 27 0A");
    uint32_t type = little(w->shp + 32);
    if (!type_known(type))
        return base_fail(w->err, BASE_INVALID,
                         "the .shp is damaged at byte 32: there is no shape type %u", type);
    w->out->type = (int)type;
    uint64_t says = 2 * (uint64_t)big(w->shp + 24);
    if (!indexed && (says > w->size || says < HEAD))
        return base_fail(w->err, BASE_INVALID,
                         "the .shp is cut off: its header says %llu bytes, the file has %zu",
                         (unsigned long long)says, w->size);
    if (says >= HEAD && says < w->size)
        w->out->surplus = (int64_t)(w->size - says);
    return BASE_OK;
}

enum base_status import_shapefile_check(const unsigned char *shp, size_t shp_size,
                                        const unsigned char *shx, size_t shx_size,
                                        struct import_shapefile *out, struct base_error *err)
{
    *out = (struct import_shapefile){0};
    struct walk w = {.shp = shp, .size = shp_size, .out = out, .err = err};
    enum base_status status = check_head(&w, shx != NULL);
    if (status)
        return status;
    return shx ? walk_index(&w, shx, shx_size) : walk_records(&w);
}

static unsigned little16(const unsigned char *p)
{
    return (unsigned)p[1] << 8 | p[0];
}

enum base_status import_dbf_check(const unsigned char *dbf, size_t size, struct import_dbf *out,
                                  struct base_error *err)
{
    *out = (struct import_dbf){0};
    if (size < 33)
        return base_fail(err, BASE_INVALID,
                         "the .dbf is cut off: it has %zu bytes, its header alone needs 33", size);
    uint32_t records = little(dbf + 4);
    unsigned head = little16(dbf + 8), width = little16(dbf + 10);
    if (head < 33 || head > size || (width == 0 && records > 0))
        return base_fail(err, BASE_INVALID,
                         "the .dbf is damaged at byte 8: header of %u bytes, records of %u bytes, "
                         "in a file of %zu",
                         head, width, size);
    uint64_t whole = width ? ((uint64_t)size - head) / width : 0;
    if (whole < records)
        return base_fail(err, BASE_INVALID,
                         "the .dbf is cut off: row %llu of %u lies behind the file's %zu bytes",
                         (unsigned long long)whole + 1, records, size);
    for (uint32_t i = 0; i < records; i++)
        out->deleted += dbf[head + (size_t)i * width] == '*';
    out->records = records;
    out->ldid = dbf[29];
    out->fields = (int)((head - 33) / 32);
    return BASE_OK;
}
