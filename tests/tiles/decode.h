/* tests/tiles/decode.h - reading vector tiles, for tests. Fails the test on
 * anything that the format does not allow. */
#ifndef TESTS_TILES_DECODE_H
#define TESTS_TILES_DECODE_H

#include <stdlib.h>
#include <string.h>

#include "tests/support/cmocka.h"

#define DECODE_RINGS  4096
#define DECODE_POINTS 65536

struct decoded_feature {
    char layer[32];
    uint64_t id;
    int type;
    char code[32], level[32], left[32], right[32];
    long colour;
    size_t ring_count;
    size_t ring_start[DECODE_RINGS + 1]; /* into points */
    size_t point_count;
    long points[DECODE_POINTS][2];
};

struct decode_reader {
    const unsigned char *at, *end;
};

static inline uint64_t decode_varint(struct decode_reader *r)
{
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        assert_true(r->at < r->end);
        unsigned char byte = *r->at++;
        value |= (uint64_t)(byte & 127) << shift;
        if (byte < 128)
            return value;
    }
    fail_msg("a varint of more than ten bytes");
    return 0;
}

static inline struct decode_reader decode_block(struct decode_reader *r)
{
    uint64_t size = decode_varint(r);
    assert_true(size <= (uint64_t)(r->end - r->at));
    struct decode_reader block = {r->at, r->at + size};
    r->at += size;
    return block;
}

static inline long decode_zigzag(uint64_t value)
{
    return (long)(value >> 1) ^ -(long)(value & 1);
}

static inline void decode_geometry(struct decode_reader r, struct decoded_feature *f)
{
    long x = 0, y = 0;
    f->ring_count = f->point_count = 0;
    while (r.at < r.end) {
        uint64_t command = decode_varint(&r), count = command >> 3;
        switch (command & 7) {
        case 1:
            assert_true(f->type == 1 || count == 1);
            assert_true(f->ring_count < DECODE_RINGS);
            f->ring_start[f->ring_count++] = f->point_count;
            break;
        case 2:
            assert_true(f->type != 1 && count > 0);
            break;
        case 7:
            assert_int_equal(f->type, 3);
            assert_true(f->point_count - f->ring_start[f->ring_count - 1] >= 3);
            continue;
        default:
            fail_msg("unknown command %d", (int)(command & 7));
        }
        for (uint64_t i = 0; i < count; i++) {
            assert_true(f->point_count < DECODE_POINTS);
            long dx = decode_zigzag(decode_varint(&r)), dy = decode_zigzag(decode_varint(&r));
            if ((command & 7) == 2)
                assert_true(dx != 0 || dy != 0);
            x += dx;
            y += dy;
            f->points[f->point_count][0] = x;
            f->points[f->point_count++][1] = y;
        }
    }
    f->ring_start[f->ring_count] = f->point_count;
}

static inline double decode_ring_area2(const struct decoded_feature *f, size_t ring)
{
    double area2 = 0;
    size_t first = f->ring_start[ring], n = f->ring_start[ring + 1] - first;
    for (size_t i = 0; i < n; i++) {
        const long *a = f->points[first + i], *b = f->points[first + (i + 1) % n];
        area2 += (double)a[0] * (double)b[1] - (double)b[0] * (double)a[1];
    }
    return area2;
}

struct decode_layer {
    char name[32];
    char keys[32][32];
    size_t key_count, value_count;
    struct decode_reader values[4096];
};

static inline void decode_text(struct decode_reader r, char *out, size_t size)
{
    size_t n = (size_t)(r.end - r.at);
    assert_true(n < size);
    memcpy(out, r.at, n);
    out[n] = '\0';
}

static inline void decode_value(struct decode_reader r, char *text, long *number)
{
    uint64_t tag = decode_varint(&r);
    if (tag == (1 << 3 | 2))
        decode_text(decode_block(&r), text, 32);
    else if (tag == 5 << 3)
        *number = (long)decode_varint(&r);
    else if (tag == 6 << 3)
        *number = decode_zigzag(decode_varint(&r));
    else
        fail_msg("unknown value %d", (int)tag);
    assert_ptr_equal(r.at, r.end);
}

static inline void decode_tags(struct decode_reader r, const struct decode_layer *layer,
                               struct decoded_feature *f)
{
    while (r.at < r.end) {
        uint64_t key = decode_varint(&r), value = decode_varint(&r);
        char text[64] = "";
        long number = 0;
        assert_true(key < layer->key_count && value < layer->value_count);
        const char *name = layer->keys[key];
        struct decode_reader v = layer->values[value];
        if (!strcmp(name, "name") || !strcmp(name, "short_name"))
            continue;
        decode_value(v, text, &number);
        if (!strcmp(name, "code"))
            strcpy(f->code, text);
        if (!strcmp(name, "level"))
            strcpy(f->level, text);
        if (!strcmp(name, "left"))
            strcpy(f->left, text);
        if (!strcmp(name, "right"))
            strcpy(f->right, text);
        if (!strcmp(name, "colour"))
            f->colour = number;
    }
}

typedef void (*decode_visit)(void *context, const struct decoded_feature *feature);

/* Keys and values first, then the features. */
static inline void decode_layer_block(struct decode_reader block, decode_visit visit, void *context)
{
    struct decode_layer *layer = calloc(1, sizeof *layer);
    struct decoded_feature *f = calloc(1, sizeof *f);
    for (int pass = 0; pass < 2; pass++)
        for (struct decode_reader r = block; r.at < r.end;) {
            uint64_t tag = decode_varint(&r);
            if ((tag & 7) == 0) {
                uint64_t value = decode_varint(&r);
                assert_true((tag == 15 << 3 && value == 2) || (tag == 5 << 3 && value == 4096));
                continue;
            }
            struct decode_reader part = decode_block(&r);
            if (pass == 0 && tag == (1 << 3 | 2))
                decode_text(part, layer->name, sizeof layer->name);
            if (pass == 0 && tag == (3 << 3 | 2))
                decode_text(part, layer->keys[layer->key_count++], 32);
            if (pass == 0 && tag == (4 << 3 | 2))
                layer->values[layer->value_count++] = part;
            if (pass == 0 || tag != (2 << 3 | 2))
                continue;
            struct decode_reader tags = {0}, geometry = {0};
            memset(f, 0, offsetof(struct decoded_feature, ring_start));
            strcpy(f->layer, layer->name);
            while (part.at < part.end) {
                uint64_t field = decode_varint(&part);
                if (field == 1 << 3)
                    f->id = decode_varint(&part);
                else if (field == 3 << 3)
                    f->type = (int)decode_varint(&part);
                else if (field == (2 << 3 | 2))
                    tags = decode_block(&part);
                else if (field == (4 << 3 | 2))
                    geometry = decode_block(&part);
                else
                    fail_msg("unknown field %d", (int)field);
            }
            decode_tags(tags, layer, f);
            decode_geometry(geometry, f);
            visit(context, f);
        }
    free(f);
    free(layer);
}

static inline void decode_tile(const void *bytes, size_t size, decode_visit visit, void *context)
{
    struct decode_reader r = {bytes, (const unsigned char *)bytes + size};
    while (r.at < r.end) {
        assert_int_equal(decode_varint(&r), 3 << 3 | 2);
        decode_layer_block(decode_block(&r), visit, context);
    }
}

#endif
