/* boundary/base.c - what an inspection leaves for the next one. */
#include "boundary/base.h"

#include <stdlib.h>
#include <string.h>

#define FORM UINT64_C(0x3253414254555559) /* second form */

static int compare_falling(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a < b) - (a > b);
}

void boundary_base_keep_widths(struct boundary_base *base, int64_t *widths_nm, uint32_t count)
{
    if (count)
        qsort(widths_nm, count, sizeof *widths_nm, compare_falling);
    base->more_widths = count > BOUNDARY_BASE_WIDTHS;
    base->width_count = base->more_widths ? BOUNDARY_BASE_WIDTHS : count;
    if (base->width_count)
        memcpy(base->widths_nm, widths_nm, base->width_count * sizeof *widths_nm);
}

/* Takes one off. What is narrower than all that are kept was never kept. */
static bool take_off(struct boundary_base *base, int64_t width_nm)
{
    uint32_t last = base->width_count - 1;
    for (uint32_t i = 0; i < base->width_count; i++)
        if (base->widths_nm[i] == width_nm) {
            memmove(base->widths_nm + i, base->widths_nm + i + 1,
                    (last - i) * sizeof *base->widths_nm);
            base->width_count--;
            return true;
        }
    return base->more_widths && base->width_count && width_nm <= base->widths_nm[last];
}

static void put_in(struct boundary_base *base, int64_t width_nm)
{
    uint32_t at = base->width_count;
    while (at > 0 && base->widths_nm[at - 1] < width_nm)
        at--;
    if (at == BOUNDARY_BASE_WIDTHS || (at == base->width_count && base->more_widths)) {
        base->more_widths = true;
        return;
    }
    if (base->width_count == BOUNDARY_BASE_WIDTHS) {
        base->width_count--;
        base->more_widths = true;
    }
    memmove(base->widths_nm + at + 1, base->widths_nm + at,
            (base->width_count - at) * sizeof *base->widths_nm);
    base->widths_nm[at] = width_nm;
    base->width_count++;
}

bool boundary_base_change_widths(struct boundary_base *base, const int64_t *off_nm,
                                 uint32_t off_count, const int64_t *in_nm, uint32_t in_count)
{
    for (uint32_t i = 0; i < off_count; i++)
        if (!take_off(base, off_nm[i]))
            return false;
    if (base->more_widths && base->width_count == 0)
        return false;
    for (uint32_t i = 0; i < in_count; i++)
        put_in(base, in_nm[i]);
    return true;
}

void boundary_base_tell(const struct boundary_base *base, struct boundary_report *report)
{
    boundary_tally_tell(&base->tally, base->width_count ? base->widths_nm[0] : 0, report);
    for (int kind = 0; kind < BOUNDARY_KIND_COUNT; kind++)
        report->counts[kind] = (uint32_t)base->counts[kind];
    for (int severity = 0; severity < BOUNDARY_SEVERITY_COUNT; severity++)
        report->severities[severity] = (uint32_t)base->severities[severity];
}

/* --- bytes ---------------------------------------------------------------------- */

static void write_number(struct base_buffer *out, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    base_buffer_u64(out, bits);
}

static void write_words(struct base_buffer *out, const int64_t *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        base_buffer_u64(out, (uint64_t)words[i]);
}

static void write_level(struct base_buffer *out, const struct boundary_base_level *level)
{
    base_buffer_u64(out, (uint64_t)level->polygons);
    write_number(out, level->largest_m2);
    write_number(out, level->second_m2);
    base_buffer_u64(out, level->loose_count);
    for (uint32_t i = 0; i < level->loose_count; i++) {
        base_buffer_u64(out, (uint64_t)level->loose[i].identity);
        base_buffer_u64(out, (uint64_t)level->loose[i].block);
        base_buffer_u64(out, level->loose[i].suspect);
    }
    base_buffer_u64(out, level->shore_count);
    write_words(out, level->shore, level->shore_count);
}

void boundary_base_write(const struct boundary_base *base, struct base_buffer *out)
{
    base_buffer_u64(out, FORM);
    base_buffer_append(out, base->sign, sizeof base->sign);
    base_buffer_u64(out, (uint64_t)base->edition);
    write_words(out, &base->tally.divisions, BOUNDARY_TALLY_WORDS);
    write_words(out, base->severities, BOUNDARY_SEVERITY_COUNT);
    write_words(out, base->counts, BOUNDARY_KIND_COUNT);
    base_buffer_u64(out, base->width_count);
    base_buffer_u64(out, base->more_widths);
    write_words(out, base->widths_nm, base->width_count);
    for (int level = STORE_LEVEL_PROVINCE; level <= STORE_LEVEL_VILLAGE; level++)
        write_level(out, &base->levels[level]);
}

struct cursor {
    const unsigned char *at, *end;
    bool failed;
};

static int64_t read_word(struct cursor *cursor)
{
    uint64_t word = 0;
    if (cursor->end - cursor->at < 8) {
        cursor->failed = true;
        return 0;
    }
    for (int i = 0; i < 8; i++)
        word |= (uint64_t)cursor->at[i] << 8 * i;
    cursor->at += 8;
    return (int64_t)word;
}

static double read_number(struct cursor *cursor)
{
    int64_t word = read_word(cursor);
    double value;
    memcpy(&value, &word, sizeof value);
    return value;
}

static void read_words(struct cursor *cursor, int64_t *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        words[i] = read_word(cursor);
}

/* A count of items of so many bytes each that may still follow. */
static uint32_t read_count(struct cursor *cursor, size_t size, size_t most)
{
    uint64_t count = (uint64_t)read_word(cursor);
    size_t rest = (size_t)(cursor->end - cursor->at) / size;
    if (count > rest || count > most) {
        cursor->failed = true;
        return 0;
    }
    return (uint32_t)count;
}

static bool read_level(struct cursor *cursor, struct base_arena *arena,
                       struct boundary_base_level *level)
{
    level->polygons = read_word(cursor);
    level->largest_m2 = read_number(cursor);
    level->second_m2 = read_number(cursor);
    level->loose_count = read_count(cursor, 24, UINT32_MAX - 1);
    level->loose = base_arena_alloc(arena, (level->loose_count + 1) * sizeof *level->loose);
    for (uint32_t i = 0; level->loose && i < level->loose_count; i++) {
        struct boundary_loose *loose = &level->loose[i];
        loose->identity = read_word(cursor);
        loose->block = read_word(cursor);
        loose->suspect = read_word(cursor) != 0;
        if (i && loose->identity <= level->loose[i - 1].identity)
            cursor->failed = true;
    }
    level->shore_count = read_count(cursor, 8, UINT32_MAX - 1);
    level->shore = base_arena_alloc(arena, ((size_t)level->shore_count + 1) * sizeof *level->shore);
    if (level->shore)
        read_words(cursor, level->shore, level->shore_count);
    for (uint32_t i = 1; level->shore && i < level->shore_count; i++)
        cursor->failed = cursor->failed || level->shore[i] <= level->shore[i - 1];
    return level->loose && level->shore;
}

enum base_status boundary_base_parse(const void *bytes, size_t size, struct base_arena *arena,
                                     struct boundary_base *out, struct base_error *err)
{
    struct cursor cursor = {.at = bytes};
    struct boundary_base base = {.edition = 0};
    cursor.end = cursor.at + size;
    if ((uint64_t)read_word(&cursor) != FORM || (size_t)(cursor.end - cursor.at) < sizeof base.sign)
        return base_fail(err, BASE_INVALID, "what the last inspection left cannot be read");
    memcpy(base.sign, cursor.at, sizeof base.sign);
    cursor.at += sizeof base.sign;
    base.edition = read_word(&cursor);
    read_words(&cursor, &base.tally.divisions, BOUNDARY_TALLY_WORDS);
    read_words(&cursor, base.severities, BOUNDARY_SEVERITY_COUNT);
    read_words(&cursor, base.counts, BOUNDARY_KIND_COUNT);
    uint64_t widths = (uint64_t)read_word(&cursor);
    base.more_widths = read_word(&cursor) != 0;
    base.width_count = widths <= BOUNDARY_BASE_WIDTHS ? (uint32_t)widths : 0;
    cursor.failed = cursor.failed || widths > BOUNDARY_BASE_WIDTHS;
    read_words(&cursor, base.widths_nm, base.width_count);
    for (int level = STORE_LEVEL_PROVINCE; level <= STORE_LEVEL_VILLAGE; level++)
        if (!read_level(&cursor, arena, &base.levels[level]))
            return base_fail(err, BASE_NO_MEMORY, "no memory for the inspection");
    if (cursor.failed || cursor.at != cursor.end)
        return base_fail(err, BASE_INVALID, "what the last inspection left cannot be read");
    *out = base;
    return BASE_OK;
}
