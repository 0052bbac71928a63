/* names/lexicon_build.c - collecting sequences and writing a lexicon. */
#include "names/lexicon_build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

static const char *const BLOCK_NAMES[NAMES_LEXICON_BLOCKS] = {
    "first", "units",    "slots",   "order", "keys",     "least",
    "heads", "delfirst", "deletes", "pairs", "postings", "skips",
};

void names_lexicon_builder_done(struct names_lexicon_builder *b)
{
    base_buffer_done(&b->first);
    base_buffer_done(&b->units);
    base_buffer_done(&b->ranks);
    base_buffer_done(&b->marks);
    for (int i = 0; i < NAMES_LEXICON_BLOCKS; i++)
        base_buffer_done(&b->blocks[i]);
    free(b->table);
    free(b->by_rank);
    free(b->number);
    *b = (struct names_lexicon_builder){0};
}

/* --- collecting ------------------------------------------------------------------------ */

static struct names_sequence came(const struct names_lexicon_builder *b, uint32_t number)
{
    const uint32_t *first = (const void *)b->first.data;
    const uint16_t *units = (const void *)b->units.data;
    uint32_t to = number + 1 < b->count ? first[number + 1] : (uint32_t)(b->units.size / 2);
    return (struct names_sequence){units + first[number], to - first[number]};
}

static size_t place_of(const struct names_lexicon_builder *b, const uint16_t *units, size_t count)
{
    size_t mask = b->table_size - 1;
    size_t at = names_lexicon_hash(units, count, SIZE_MAX) & mask;
    while (b->table[at] != 0 && !names_sequence_is(came(b, b->table[at] - 1), units, count))
        at = (at + 1) & mask;
    return at;
}

static bool grow_table(struct names_lexicon_builder *b)
{
    if (b->count * 2 < b->table_size)
        return true;
    size_t size = b->table_size ? b->table_size * 2 : 1024;
    uint32_t *table = calloc(size, sizeof *table);
    if (!table)
        return false;
    free(b->table);
    b->table = table;
    b->table_size = size;
    for (uint32_t i = 0; i < b->count; i++) {
        struct names_sequence sequence = came(b, i);
        b->table[place_of(b, sequence.units, sequence.count)] = i + 1;
    }
    return true;
}

static uint32_t append(struct names_lexicon_builder *b, const uint16_t *units, size_t count,
                       uint8_t rank)
{
    base_buffer_u32(&b->first, (uint32_t)(b->units.size / 2));
    base_buffer_append(&b->units, units, count * sizeof *units);
    base_buffer_byte(&b->ranks, rank);
    base_buffer_byte(&b->marks, 0);
    b->failed = b->failed || b->first.failed || b->units.failed || b->ranks.failed ||
                b->marks.failed || b->units.size / 2 > UINT32_MAX;
    return (uint32_t)b->count++;
}

uint32_t names_lexicon_add(struct names_lexicon_builder *b, const uint16_t *units, size_t count,
                           uint8_t rank)
{
    if (b->failed || !grow_table(b)) {
        b->failed = true;
        return NAMES_NONE;
    }
    size_t at = place_of(b, units, count);
    if (b->table[at] == 0) {
        b->table[at] = (uint32_t)b->count + 1;
        return append(b, units, count, rank);
    }
    uint32_t number = b->table[at] - 1;
    uint8_t *ranks = (uint8_t *)b->ranks.data;
    ranks[number] = ranks[number] > rank ? ranks[number] : rank;
    return number;
}

uint32_t names_lexicon_came(const struct names_lexicon_builder *b, const uint16_t *units,
                            size_t count)
{
    if (b->table_size == 0 || count == 0)
        return NAMES_NONE;
    uint32_t found = b->table[place_of(b, units, count)];
    return found == 0 ? NAMES_NONE : found - 1;
}

void names_lexicon_mark(struct names_lexicon_builder *b, uint32_t number)
{
    b->marks.data[number] = 1;
}

/* --- sorting ----------------------------------------------------------------------------- */

static void insert_sort(struct names_sort_item *items, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct names_sort_item item = items[i];
        size_t k = i;
        for (; k > 0 && items[k - 1].key > item.key; k--)
            items[k] = items[k - 1];
        items[k] = item;
    }
}

/* One pass over eight bits; false when all have the same and nothing moved. */
static bool radix_pass(const struct names_sort_item *from, struct names_sort_item *to, size_t count,
                       unsigned shift)
{
    size_t starts[257] = {0};
    for (size_t i = 0; i < count; i++)
        starts[(from[i].key >> shift & 0xFF) + 1]++;
    for (int i = 0; i < 256; i++)
        if (starts[i + 1] == count)
            return false;
    for (int i = 0; i < 256; i++)
        starts[i + 1] += starts[i];
    for (size_t i = 0; i < count; i++)
        to[starts[from[i].key >> shift & 0xFF]++] = from[i];
    return true;
}

void names_sort(struct names_sort_item *items, struct names_sort_item *scratch, size_t count)
{
    if (count < 64) {
        insert_sort(items, count);
        return;
    }
    struct names_sort_item *from = items, *to = scratch;
    for (unsigned shift = 0; shift < 64; shift += 8)
        if (radix_pass(from, to, count, shift)) {
            struct names_sort_item *other = from;
            from = to;
            to = other;
        }
    if (from != items)
        memcpy(items, from, count * sizeof *items);
}

/* Four units from depth on, 0 behind the end. */
static uint64_t unit_key(struct names_sequence sequence, size_t depth)
{
    uint64_t key = 0;
    for (size_t i = depth; i < depth + 4; i++)
        key = key << 16 | (i < sequence.count ? sequence.units[i] : 0);
    return key;
}

/* Items that are equal up to depth, by their further units. */
static void sort_units(const struct names_lexicon_builder *b, struct names_sort_item *items,
                       struct names_sort_item *scratch, size_t count, size_t depth)
{
    for (size_t i = 0; i < count; i++)
        items[i].key = unit_key(came(b, items[i].value), depth);
    names_sort(items, scratch, count);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && items[to].key == items[from].key;)
            to++;
        if (to - from > 1 && (items[from].key & 0xFFFF) != 0)
            sort_units(b, items + from, scratch + from, to - from, depth + 4);
    }
}

/* --- numbers by rank ----------------------------------------------------------------------- */

static uint64_t rank_key(const struct names_lexicon_builder *b, uint32_t number)
{
    struct names_sequence sequence = came(b, number);
    uint64_t worse = 255u - (uint8_t)b->ranks.data[number];
    return worse << 56 | (uint64_t)sequence.count << 48 | unit_key(sequence, 0) >> 16;
}

static void sort_by_rank(const struct names_lexicon_builder *b, struct names_sort_item *items,
                         struct names_sort_item *scratch)
{
    for (uint32_t i = 0; i < b->count; i++)
        items[i] = (struct names_sort_item){rank_key(b, i), i};
    names_sort(items, scratch, b->count);
    for (size_t from = 0, to; from < b->count; from = to) {
        for (to = from + 1; to < b->count && items[to].key == items[from].key;)
            to++;
        if (to - from > 1)
            sort_units(b, items + from, scratch + from, to - from, 3);
    }
}

static bool renumber(struct names_lexicon_builder *b, struct names_sort_item *items,
                     struct names_sort_item *scratch)
{
    b->by_rank = malloc((b->count + 1) * sizeof *b->by_rank);
    b->number = malloc((b->count + 1) * sizeof *b->number);
    if (!b->by_rank || !b->number)
        return false;
    sort_by_rank(b, items, scratch);
    for (uint32_t i = 0; i < b->count; i++) {
        b->by_rank[i] = items[i].value;
        b->number[items[i].value] = i;
    }
    return true;
}

/* --- blocks ----------------------------------------------------------------------------------- */

static struct names_sequence ranked(const struct names_lexicon_builder *b, uint32_t number)
{
    return came(b, b->by_rank[number]);
}

static void write_sequences(struct names_lexicon_builder *b)
{
    struct base_buffer *units = &b->blocks[NAMES_SEQUENCE_UNITS];
    uint32_t *first = base_buffer_extend(&b->blocks[NAMES_FIRST], (b->count + 1) * 4);
    uint16_t *out = base_buffer_extend(units, b->units.size);
    uint32_t at = 0;
    if (!first || (!out && b->units.size > 0))
        return;
    for (uint32_t i = 0; i < b->count; i++) {
        struct names_sequence sequence = ranked(b, i);
        first[i] = at;
        memcpy(out + at, sequence.units, sequence.count * sizeof *out);
        at += (uint32_t)sequence.count;
    }
    first[b->count] = at;
}

static void write_slots(struct names_lexicon_builder *b)
{
    size_t size = b->count + b->count * 2 / 5 + 4;
    uint64_t *slots = base_buffer_extend(&b->blocks[NAMES_SLOTS], size * sizeof *slots);
    if (!slots)
        return;
    memset(slots, 0, size * sizeof *slots);
    for (uint32_t i = 0; i < b->count; i++) {
        struct names_sequence sequence = ranked(b, i);
        uint64_t hash = names_lexicon_hash(sequence.units, sequence.count, SIZE_MAX);
        size_t at = names_lexicon_place(hash, size);
        while (slots[at] != 0)
            at = at + 1 < size ? at + 1 : 0;
        uint64_t mark = b->marks.data[b->by_rank[i]] ? (uint64_t)1 << 32 : 0;
        slots[at] = hash >> 33 << 33 | mark | (i + 1);
    }
}

static void write_heads(struct names_lexicon_builder *b, const struct names_sort_item *items)
{
    uint16_t greatest = 0;
    for (uint32_t i = 0; i < b->count; i++)
        greatest = came(b, i).units[0] > greatest ? came(b, i).units[0] : greatest;
    uint32_t *heads = base_buffer_extend(&b->blocks[NAMES_HEADS], (greatest + 2u) * sizeof *heads);
    uint32_t position = 0;
    for (uint32_t unit = 0; heads && unit < greatest + 2u; unit++) {
        while (position < b->count && came(b, items[position].value).units[0] < unit)
            position++;
        heads[unit] = position;
    }
}

/* items are in the order of units, their values numbers of coming. */
static void write_order(struct names_lexicon_builder *b, const struct names_sort_item *items)
{
    uint32_t *order = base_buffer_extend(&b->blocks[NAMES_ORDER], b->count * 4);
    uint32_t *keys = base_buffer_extend(&b->blocks[NAMES_KEYS], b->count * 4);
    if (b->count == 0 || !order || !keys)
        return;
    uint32_t least = NAMES_NONE;
    for (uint32_t i = 0; i < b->count; i++) {
        order[i] = b->number[items[i].value];
        keys[i] = (uint32_t)(unit_key(came(b, items[i].value), 1) >> 32);
        least = order[i] < least ? order[i] : least;
        if (i % NAMES_LEAST_SPAN == NAMES_LEAST_SPAN - 1 || i + 1 == b->count) {
            base_buffer_u32(&b->blocks[NAMES_LEAST], least);
            least = NAMES_NONE;
        }
    }
    write_heads(b, items);
}

/* --- one unit less ------------------------------------------------------------------------------
 */

static bool has_deletes(struct names_sequence sequence)
{
    return sequence.count >= NAMES_DELETE_LEAST && sequence.count <= NAMES_DELETE_MOST;
}

/* Equal neighbours leave the same sequence. */
static bool is_new_delete(struct names_sequence sequence, size_t skip)
{
    return skip == 0 || sequence.units[skip] != sequence.units[skip - 1];
}

static size_t count_deletes(const struct names_lexicon_builder *b)
{
    size_t total = 0;
    for (uint32_t i = 0; i < b->count; i++)
        total += has_deletes(came(b, i)) ? came(b, i).count : 0;
    return total;
}

static void write_deletes(struct names_lexicon_builder *b)
{
    size_t buckets = count_deletes(b) / 4 + 1, total = 0;
    uint32_t *first = base_buffer_extend(&b->blocks[NAMES_DELETE_FIRST], (buckets + 1) * 4);
    if (!first)
        return;
    memset(first, 0, (buckets + 1) * 4);
    for (uint32_t i = 0; i < b->count; i++) {
        struct names_sequence s = came(b, i);
        for (size_t k = 0; has_deletes(s) && k < s.count; k++)
            if (is_new_delete(s, k))
                first[names_lexicon_place(names_lexicon_hash(s.units, s.count, k), buckets)]++;
    }
    for (size_t i = 0; i <= buckets; i++) {
        total += i < buckets ? first[i] : 0;
        first[i] = (uint32_t)total; /* the bucket's end, counted down below */
    }
    uint32_t *out = base_buffer_extend(&b->blocks[NAMES_DELETES], total * 4);
    for (uint32_t i = (uint32_t)b->count; out && i-- > 0;) {
        struct names_sequence s = ranked(b, i);
        for (size_t k = 0; has_deletes(s) && k < s.count; k++)
            if (is_new_delete(s, k))
                out[--first[names_lexicon_place(names_lexicon_hash(s.units, s.count, k),
                                                buckets)]] = i;
    }
}

/* --- pairs
 * ----------------------------------------------------------------------------------------- */

/* What is known of a pair while lists are measured and filled. */
struct pair_row {
    uint32_t key, count, last, size;
    uint32_t skips;
};

struct pair_table {
    struct pair_row *rows; /* open addressing; count 0: free */
    size_t size, used;
};

static struct pair_row *find_pair(struct pair_table *table, uint32_t key)
{
    size_t at = base_hash_mix(key) & (table->size - 1);
    while (table->rows[at].count != 0 && table->rows[at].key != key)
        at = (at + 1) & (table->size - 1);
    return &table->rows[at];
}

static bool grow_pairs(struct pair_table *table)
{
    if (table->used * 2 < table->size)
        return true;
    struct pair_table wider = {.size = table->size ? table->size * 2 : 4096, .used = table->used};
    wider.rows = calloc(wider.size, sizeof *wider.rows);
    if (!wider.rows)
        return false;
    for (size_t i = 0; i < table->size; i++)
        if (table->rows[i].count != 0)
            *find_pair(&wider, table->rows[i].key) = table->rows[i];
    free(table->rows);
    *table = wider;
    return true;
}

static uint32_t varint_size(uint32_t value)
{
    uint32_t size = 1;
    for (; value >= 0x80; value >>= 7)
        size++;
    return size;
}

/* A pair of the sequence that starts at i, 0 when there is none or it came before. */
static uint32_t pair_at(struct names_sequence s, size_t i, uint32_t apart)
{
    size_t step = apart ? 2 : 1;
    if (i + step >= s.count)
        return 0;
    uint32_t key = (uint32_t)s.units[i] << 16 | s.units[i + step] | apart;
    for (size_t k = 0; k < i; k++)
        if (s.units[k] == s.units[i] && s.units[k + step] == s.units[i + step])
            return 0;
    return key;
}

static bool measure_pairs(struct names_lexicon_builder *b, struct pair_table *table)
{
    for (uint32_t number = 0; number < b->count; number++) {
        struct names_sequence s = ranked(b, number);
        for (size_t i = 0; i < 2 * s.count; i++) {
            uint32_t key = pair_at(s, i / 2, i % 2 ? NAMES_PAIR_APART : 0);
            if (key == 0)
                continue;
            if (!grow_pairs(table))
                return false;
            struct pair_row *row = find_pair(table, key);
            table->used += row->count == 0;
            row->size += varint_size(row->count == 0 ? number : number - row->last);
            row->key = key;
            row->last = number;
            row->count++;
        }
    }
    return true;
}

static int compare_pairs(const void *left, const void *right)
{
    const struct names_pair *a = left, *b = right;
    return a->key < b->key ? -1 : a->key > b->key;
}

/* The table of pairs, and in each row where its list is to be written. */
static size_t place_pairs(struct names_lexicon_builder *b, struct pair_table *table)
{
    struct base_buffer *out = &b->blocks[NAMES_PAIRS];
    for (size_t i = 0; i < table->size; i++)
        if (table->rows[i].count != 0) {
            struct names_pair pair = {table->rows[i].key, table->rows[i].count, 0, 0};
            base_buffer_append(out, &pair, sizeof pair);
        }
    if (out->failed || out->size == 0)
        return 0;
    struct names_pair *pairs = (void *)out->data;
    size_t bytes = 0, skips = 0;
    qsort(pairs, out->size / sizeof *pairs, sizeof *pairs, compare_pairs);
    for (size_t i = 0; i < out->size / sizeof *pairs; i++) {
        struct pair_row *row = find_pair(table, pairs[i].key);
        pairs[i].offset = (uint32_t)bytes;
        pairs[i].skip = (uint32_t)skips;
        bytes += row->size;
        skips += row->count / NAMES_SKIP_SPAN;
        row->size = pairs[i].offset; /* from here on: where the next number goes */
        row->skips = pairs[i].skip;
        row->last = 0;
        row->count = 1; /* one more than were written */
    }
    b->failed = b->failed || bytes > UINT32_MAX;
    base_buffer_extend(&b->blocks[NAMES_POSTINGS], bytes);
    base_buffer_extend(&b->blocks[NAMES_SKIPS], skips * sizeof(struct names_skip));
    return bytes;
}

static void write_posting(struct names_lexicon_builder *b, struct pair_row *row, uint32_t number)
{
    unsigned char *out = (unsigned char *)b->blocks[NAMES_POSTINGS].data;
    uint32_t difference = row->count == 1 ? number : number - row->last;
    for (; difference >= 0x80; difference >>= 7)
        out[row->size++] = (unsigned char)(difference | 0x80);
    out[row->size++] = (unsigned char)difference;
    row->last = number;
    if (row->count++ % NAMES_SKIP_SPAN == 0) {
        struct names_skip *skips = (void *)b->blocks[NAMES_SKIPS].data;
        skips[row->skips++] = (struct names_skip){number, row->size};
    }
}

static void write_pairs(struct names_lexicon_builder *b)
{
    struct pair_table table = {0};
    if (!grow_pairs(&table) || !measure_pairs(b, &table)) {
        b->failed = true;
        free(table.rows);
        return;
    }
    bool any = place_pairs(b, &table) > 0 && !b->failed && !b->blocks[NAMES_POSTINGS].failed &&
               !b->blocks[NAMES_SKIPS].failed;
    for (uint32_t number = 0; any && number < b->count; number++) {
        struct names_sequence s = ranked(b, number);
        for (size_t i = 0; i < 2 * s.count; i++) {
            uint32_t key = pair_at(s, i / 2, i % 2 ? NAMES_PAIR_APART : 0);
            if (key != 0)
                write_posting(b, find_pair(&table, key), number);
        }
    }
    free(table.rows);
}

/* --- all
 * --------------------------------------------------------------------------------------------- */

static void make_blocks(struct names_lexicon_builder *b, struct names_sort_item *items,
                        struct names_sort_item *scratch)
{
    for (uint32_t i = 0; i < b->count; i++)
        items[i].value = i;
    sort_units(b, items, scratch, b->count, 0);
    write_order(b, items);
    write_sequences(b);
    write_slots(b);
    if (b->deletes)
        write_deletes(b);
    if (b->pairs)
        write_pairs(b);
}

enum base_status names_lexicon_build(struct names_lexicon_builder *b, struct base_error *err)
{
    struct names_sort_item *items = malloc((b->count + 1) * sizeof *items);
    struct names_sort_item *scratch = malloc((b->count + 1) * sizeof *scratch);
    free(b->table);
    b->table = NULL;
    b->table_size = 0;
    if (items && scratch && !b->failed && renumber(b, items, scratch))
        make_blocks(b, items, scratch);
    else
        b->failed = true;
    free(items);
    free(scratch);
    for (int i = 0; i < NAMES_LEXICON_BLOCKS; i++)
        b->failed = b->failed || b->blocks[i].failed;
    return b->failed ? base_fail(err, BASE_NO_MEMORY, "out of memory") : BASE_OK;
}

void names_lexicon_write(struct names_lexicon_builder *b, const char *prefix,
                         struct base_section_writer *writer)
{
    for (int i = 0; i < NAMES_LEXICON_BLOCKS; i++) {
        char name[BASE_SECTION_NAME + 1];
        snprintf(name, sizeof name, "%s.%s", prefix, BLOCK_NAMES[i]);
        base_section_writer_add(writer, name, b->blocks[i].data, b->blocks[i].size);
        base_buffer_done(&b->blocks[i]);
    }
}
