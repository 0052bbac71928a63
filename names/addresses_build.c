/* names/addresses_build.c - the section "addresses" of the record's rows. */
#include "names/addresses_build.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "geo/measure.h"
#include "names/fold.h"
#include "names/form.h"
#include "names/generic.h"
#include "store/subject.h"

#define NO_SPOT UINT32_MAX

/* A word before it has its place in the tree. */
struct entry {
    size_t letters; /* where they begin in the pool */
    uint32_t count;
    struct names_address_word word;
    const uint16_t *pool; /* set before sorting */
};

/* A part or door of a street. */
struct located {
    int64_t street;
    size_t row;
    enum store_entity entity;
    const char *division;
};

struct builder {
    const struct names_address_rows *rows;
    uint16_t plane[65536];
    struct base_buffer fold, letters, entries, spots, texts, edges, ends, words;
    const struct store_place **places; /* the newest version of each, by identity */
    struct located *located;           /* by street */
    size_t place_count, located_count;
};

/* --- letters ------------------------------------------------------------------- */

static enum base_status make_plane(struct builder *b, struct base_error *err)
{
    enum base_status status = names_fold_build(&b->fold, err);
    if (status != BASE_OK)
        return status;
    const struct names_fold fold = {(const void *)b->fold.data,
                                    b->fold.size / sizeof(struct names_fold_pair)};
    for (uint32_t point = 1; point < 65536; point++) {
        char bytes[4];
        struct names_folded folded;
        if (point >= 0xD800 && point <= 0xDFFF)
            continue;
        names_fold_text(&fold, bytes, base_text_encode(point, bytes), &folded);
        if (folded.count > 0 && folded.text[0] < 65536)
            b->plane[point] = (uint16_t)folded.text[0];
    }
    return BASE_OK;
}

/* Folded; 0 when nothing is left or it is too long for a word. */
static uint32_t add_letters(struct builder *b, const char *text, size_t size)
{
    uint16_t letters[NAMES_WORD_MOST] = {0};
    uint32_t count = 0;
    for (size_t at = 0; at < size;) {
        uint32_t point = base_text_next(text, size, &at);
        uint16_t letter = point < 65536 ? b->plane[point] : 0;
        if (letter == 0)
            continue;
        if (count == NAMES_WORD_MOST)
            return 0;
        letters[count++] = letter;
    }
    base_buffer_append(&b->letters, letters, count * sizeof *letters);
    return count;
}

static void add_word(struct builder *b, const char *text, size_t size,
                     struct names_address_word word)
{
    struct entry entry = {.letters = b->letters.size / sizeof(uint16_t), .word = word};
    entry.count = add_letters(b, text, size);
    if (entry.count > 1)
        base_buffer_append(&b->entries, &entry, sizeof entry);
}

/* --- the ways to write a name ---------------------------------------------------- */

static size_t characters(const char *text, size_t size)
{
    return base_text_length(text, size);
}

/* 朝阳区 also as 朝阳, 前郭尔罗斯蒙古族自治县 as 前郭尔罗斯蒙古族 and 前郭尔罗斯. */
static void add_shortened(struct builder *b, const char *text, struct names_address_word word,
                          enum names_generic_class class)
{
    size_t size = strlen(text);
    struct names_generic generic = names_generic_of(text, size, class, false);
    if (generic.size == 0 || characters(text, size - generic.size) < 2)
        return;
    word.shortened = 1;
    size -= generic.size;
    add_word(b, text, size, word);
    struct names_generic nation = names_generic_of(text, size, NAMES_GENERIC_NATION, false);
    if (nation.size > 0 && characters(text, size - nation.size) >= 2)
        add_word(b, text, size - nation.size, word);
}

/* 人民大街 also as 人民街: people drop 大. */
static void add_without_great(struct builder *b, const char *text, struct names_address_word word)
{
    static const char *const ENDS[] = {"大街", "大路"};
    size_t size = strlen(text);
    for (size_t i = 0; i < sizeof ENDS / sizeof ENDS[0]; i++) {
        size_t end = strlen(ENDS[i]), great = strlen("大");
        char copy[256];
        if (size <= end || size >= sizeof copy || strcmp(text + size - end, ENDS[i]) != 0)
            continue;
        memcpy(copy, text, size - end);
        memcpy(copy + size - end, ENDS[i] + great, end - great);
        word.shortened = 1;
        add_word(b, copy, size - great, word);
    }
}

static void add_name(struct builder *b, const char *text, struct names_address_word word)
{
    if (word.form == NAMES_ROMANISED || word.form == NAMES_MINORITY)
        return;
    add_word(b, text, strlen(text), word);
    if (word.kind == NAMES_WORD_DIVISION) {
        add_shortened(b, text, word, NAMES_GENERIC_DIVISION);
        add_shortened(b, text, word, NAMES_GENERIC_COMMITTEE);
    } else if (word.kind == NAMES_WORD_VILLAGE) {
        add_shortened(b, text, word, NAMES_GENERIC_COMMITTEE);
    } else if (word.kind == NAMES_WORD_STREET) {
        add_without_great(b, text, word);
    }
}

/* --- subjects --------------------------------------------------------------------- */

/* Names are listed by owner: divisions, then places, each by identity. */
static int compare_owner(const struct store_name *name, enum store_owner kind, int64_t owner)
{
    if (name->owner_kind != kind)
        return name->owner_kind < kind ? -1 : 1;
    return name->owner < owner ? -1 : name->owner > owner;
}

static void add_recorded(struct builder *b, enum store_owner kind, struct names_address_word word)
{
    const struct store_name *names = b->rows->names.names;
    size_t low = 0, high = b->rows->names.name_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_owner(&names[middle], kind, word.identity) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < b->rows->names.name_count && compare_owner(&names[low], kind, word.identity) == 0;
         low++) {
        word.form = (uint8_t)names_form_parse(names[low].form);
        word.valid_from = names[low].version.valid_from;
        word.valid_to = names[low].version.valid_to;
        add_name(b, names[low].name, word);
    }
}

/* Every version of a division by its own name; what it is called now is standard. */
static int compare_divisions(const void *left, const void *right)
{
    const struct store_division *const *a = left, *const *b = right;
    if ((*a)->version.identity != (*b)->version.identity)
        return (*a)->version.identity < (*b)->version.identity ? -1 : 1;
    return (*a)->version.valid_from < (*b)->version.valid_from   ? -1
           : (*a)->version.valid_from > (*b)->version.valid_from ? 1
                                                                 : 0;
}

static void add_division(struct builder *b, const struct store_division *const *versions,
                         size_t count)
{
    const struct store_division *newest = versions[count - 1];
    struct names_address_word word = {.identity = newest->version.identity,
                                      .spot = NO_SPOT,
                                      .kind = NAMES_WORD_DIVISION,
                                      .level = (uint8_t)newest->level};
    for (size_t i = 0; i < count; i++) {
        bool current = strcmp(versions[i]->name, newest->name) == 0;
        if (current && i + 1 < count)
            continue;
        word.form = current ? NAMES_STANDARD : NAMES_FORMER;
        word.valid_from = versions[i]->version.valid_from;
        word.valid_to = versions[i]->version.valid_to;
        add_name(b, versions[i]->name, word);
    }
    add_recorded(b, STORE_OWNER_DIVISION, word);
}

static enum base_status add_divisions(struct builder *b, struct base_error *err)
{
    size_t count = b->rows->names.division_count;
    const struct store_division **order = calloc(count + 1, sizeof *order);
    if (!order)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++)
        order[i] = &b->rows->names.divisions[i];
    qsort(order, count, sizeof *order, compare_divisions);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1;
             to < count && order[to]->version.identity == order[from]->version.identity;)
            to++;
        add_division(b, order + from, to - from);
    }
    free(order);
    return BASE_OK;
}

/* --- places ----------------------------------------------------------------------- */

static enum names_address_kind kind_of(const struct store_place *place)
{
    static const struct {
        const char *kind;
        enum names_address_kind word;
    } KINDS[] = {
        {"street", NAMES_WORD_STREET},      {"zone", NAMES_WORD_ZONE},
        {"estate", NAMES_WORD_ESTATE},      {"committee", NAMES_WORD_VILLAGE},
        {"settlement", NAMES_WORD_VILLAGE}, {"village", NAMES_WORD_VILLAGE},
    };
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++)
        if ((place->kind && strcmp(place->kind, KINDS[i].kind) == 0) ||
            (place->legal_kind && strcmp(place->legal_kind, KINDS[i].kind) == 0))
            return KINDS[i].word;
    struct names_generic estate =
        names_generic_of(place->name, strlen(place->name), NAMES_GENERIC_ESTATE, false);
    return estate.size > 0 ? NAMES_WORD_ESTATE : NAMES_WORD_PLACE;
}

static int compare_places(const void *left, const void *right)
{
    const struct store_place *const *a = left, *const *b = right;
    if ((*a)->version.identity != (*b)->version.identity)
        return (*a)->version.identity < (*b)->version.identity ? -1 : 1;
    return (*a)->version.valid_from < (*b)->version.valid_from   ? -1
           : (*a)->version.valid_from > (*b)->version.valid_from ? 1
                                                                 : 0;
}

static enum base_status sort_places(struct builder *b, struct base_error *err)
{
    size_t count = b->rows->names.place_count, kept = 0;
    b->places = calloc(count + 1, sizeof *b->places);
    if (!b->places)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++)
        b->places[i] = &b->rows->names.places[i];
    qsort(b->places, count, sizeof *b->places, compare_places);
    for (size_t i = 0; i < count; i++)
        if (i + 1 == count || b->places[i]->version.identity != b->places[i + 1]->version.identity)
            b->places[kept++] = b->places[i];
    b->place_count = kept;
    return BASE_OK;
}

/* What is known to lie on streets: their parts and doors. */
static void locate_rows(struct builder *b, enum store_entity entity, const struct store_row *rows,
                        size_t count)
{
    int street = store_row_field(entity, "street"), division = store_row_field(entity, "division");
    for (size_t i = 0; i < count; i++) {
        struct store_subject subject;
        if (store_subject_parse(rows[i].cells[street].text, &subject) &&
            subject.entity == STORE_PLACE)
            b->located[b->located_count++] =
                (struct located){subject.identity, i, entity, rows[i].cells[division].text};
    }
}

static int compare_located(const void *left, const void *right)
{
    const struct located *a = left, *b = right;
    if (a->street != b->street)
        return a->street < b->street ? -1 : 1;
    if (a->entity != b->entity)
        return a->entity < b->entity ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static enum base_status sort_located(struct builder *b, struct base_error *err)
{
    const struct names_address_rows *rows = b->rows;
    b->located = calloc(rows->part_count + rows->address_count + 1, sizeof *b->located);
    if (!b->located)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    locate_rows(b, STORE_STREET_PART, rows->parts, rows->part_count);
    locate_rows(b, STORE_ADDRESS, rows->addresses, rows->address_count);
    qsort(b->located, b->located_count, sizeof *b->located, compare_located);
    return BASE_OK;
}

/* The first of a street, or where it would be. */
static const struct located *located_first(const struct builder *b, int64_t street)
{
    size_t low = 0, high = b->located_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (b->located[middle].street < street)
            low = middle + 1;
        else
            high = middle;
    }
    return b->located + low;
}

static uint32_t add_text(struct builder *b, const char *text)
{
    uint32_t at = (uint32_t)b->texts.size;
    if (!text || !text[0])
        return 0;
    base_buffer_append(&b->texts, text, strlen(text) + 1);
    return at;
}

static void add_code(struct base_buffer *codes, const char *code)
{
    if (code && code[0] && !(codes->data && strstr(codes->data, code)))
        base_buffer_printf(codes, "%s%s", codes->size > 0 ? "," : "", code);
}

/* The divisions of a street: the stated one, those of its parts, of its doors. */
static uint32_t add_place_divisions(struct builder *b, const struct store_place *place)
{
    struct base_buffer codes BASE_BUFFER_AUTO = {0};
    add_code(&codes, place->division);
    for (const struct located *at = located_first(b, place->version.identity);
         at < b->located + b->located_count && at->street == place->version.identity; at++)
        add_code(&codes, at->division);
    return add_text(b, codes.data);
}

/* The point of a township says where the division is; it is no word of its own. */
static bool is_division_point(const struct store_place *place)
{
    return place->kind && strcmp(place->kind, "township") == 0;
}

static void add_place(struct builder *b, const struct store_place *place)
{
    if (is_division_point(place))
        return;
    struct names_spot spot = {
        .identity = place->version.identity,
        .box = geo_geometry_box(&place->geometry),
        .name = add_text(b, place->name),
        .divisions = add_place_divisions(b, place),
        .kind = add_text(b, place->kind),
    };
    spot.has_point = place->geometry.part_count > 0 &&
                     geo_label_point(&place->geometry, &spot.point, NULL, NULL) == BASE_OK;
    struct names_address_word word = {
        .identity = spot.identity,
        .spot = (uint32_t)(b->spots.size / sizeof spot),
        .valid_from = place->version.valid_from,
        .valid_to = place->version.valid_to,
        .kind = (uint8_t)kind_of(place),
        .form = NAMES_STANDARD,
    };
    base_buffer_append(&b->spots, &spot, sizeof spot);
    add_name(b, place->name, word);
    add_recorded(b, STORE_OWNER_PLACE, word);
}

/* --- the tree ----------------------------------------------------------------------- */

static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    uint32_t common = a->count < b->count ? a->count : b->count;
    for (uint32_t i = 0; i < common; i++)
        if (a->pool[a->letters + i] != b->pool[b->letters + i])
            return a->pool[a->letters + i] < b->pool[b->letters + i] ? -1 : 1;
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    const struct names_address_word *x = &a->word, *y = &b->word;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->identity != y->identity)
        return x->identity < y->identity ? -1 : 1;
    if (x->shortened != y->shortened)
        return x->shortened < y->shortened ? -1 : 1;
    if (x->form != y->form)
        return x->form < y->form ? -1 : 1;
    return x->valid_from < y->valid_from ? -1 : x->valid_from > y->valid_from;
}

/* Several names of one thing that fold to one word are one: the first. */
static bool repeats(const struct entry *a, const struct entry *b)
{
    return a->count == b->count && a->word.kind == b->word.kind &&
           a->word.identity == b->word.identity &&
           memcmp(a->pool + a->letters, b->pool + b->letters, a->count * sizeof *a->pool) == 0;
}

/* Entries come sorted, so that a word's node is made after those of its beginnings.
 * ends[node] is where its words begin; nodes without words share the next one's. */
struct planter {
    struct builder *b;
    uint32_t path[NAMES_WORD_MOST + 1];
    const struct entry *before;
    uint32_t node_count;
};

static uint32_t shared(const struct entry *a, const struct entry *b)
{
    uint32_t i = 0;
    while (a && i < a->count && i < b->count && a->pool[a->letters + i] == b->pool[b->letters + i])
        i++;
    return i;
}

static void plant(struct planter *p, const struct entry *entry)
{
    uint32_t words = (uint32_t)(p->b->words.size / sizeof(struct names_address_word));
    for (uint32_t i = shared(p->before, entry); i < entry->count; i++) {
        struct names_edge edge = {p->path[i], entry->pool[entry->letters + i], p->node_count};
        p->path[i + 1] = p->node_count++;
        base_buffer_append(&p->b->edges, &edge, sizeof edge);
        base_buffer_append(&p->b->ends, &words, sizeof words);
    }
    base_buffer_append(&p->b->words, &entry->word, sizeof entry->word);
    p->before = entry;
}

static void grow_tree(struct builder *b)
{
    struct entry *entries = (void *)b->entries.data;
    size_t count = b->entries.size / sizeof *entries;
    struct planter planter = {.b = b, .node_count = 1};
    uint32_t words = 0;
    for (size_t i = 0; i < count; i++)
        entries[i].pool = (const void *)b->letters.data;
    if (count > 0)
        qsort(entries, count, sizeof *entries, compare_entries);
    base_buffer_append(&b->ends, &words, sizeof words);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || !repeats(&entries[i], &entries[i - 1]))
            plant(&planter, &entries[i]);
    words = (uint32_t)(b->words.size / sizeof(struct names_address_word));
    base_buffer_append(&b->ends, &words, sizeof words);
}

/* The edges by open addressing, half of the slots free. */
static enum base_status hash_edges(struct builder *b, struct base_buffer *out,
                                   struct base_error *err)
{
    const struct names_edge *edges = (const void *)b->edges.data;
    size_t count = b->edges.size / sizeof *edges, size = count * 2 + 2;
    struct names_edge *slots = base_buffer_extend(out, size * sizeof *slots);
    if (!slots)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    memset(slots, 0, size * sizeof *slots);
    for (size_t i = 0; i < count; i++) {
        size_t at = names_edge_place(edges[i].node, edges[i].letter, size);
        while (slots[at].child != 0)
            at = at + 1 == size ? 0 : at + 1;
        slots[at] = edges[i];
    }
    return BASE_OK;
}

/* --- writing -------------------------------------------------------------------------- */

static enum base_status write_section(struct builder *b, const struct base_buffer *slots,
                                      struct base_buffer *out, struct base_error *err)
{
    struct base_section_writer writer;
    base_section_writer_init(&writer, NAMES_ADDRESSES_KIND, NAMES_ADDRESSES_VERSION);
    base_section_writer_add(&writer, "plane", b->plane, sizeof b->plane);
    base_section_writer_add(&writer, "edges", slots->data, slots->size);
    base_section_writer_add(&writer, "ends", b->ends.data, b->ends.size);
    base_section_writer_add(&writer, "words", b->words.data, b->words.size);
    base_section_writer_add(&writer, "spots", b->spots.data, b->spots.size);
    base_section_writer_add(&writer, "texts", b->texts.data, b->texts.size);
    enum base_status status = base_section_writer_finish(&writer, out, err);
    base_section_writer_done(&writer);
    return status;
}

static enum base_status check_memory(const struct builder *b, struct base_error *err)
{
    const struct base_buffer *all[] = {&b->letters, &b->entries, &b->spots, &b->texts,
                                       &b->edges,   &b->ends,    &b->words};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (base_buffer_check(all[i], err) != BASE_OK)
            return BASE_NO_MEMORY;
    return BASE_OK;
}

static enum base_status build(struct builder *b, struct base_buffer *out, struct base_error *err)
{
    struct base_buffer slots BASE_BUFFER_AUTO = {0};
    base_buffer_byte(&b->texts, 0);
    enum base_status status = make_plane(b, err);
    if (status == BASE_OK)
        status = add_divisions(b, err);
    if (status == BASE_OK)
        status = sort_places(b, err);
    if (status == BASE_OK)
        status = sort_located(b, err);
    for (size_t i = 0; i < b->place_count && status == BASE_OK; i++)
        add_place(b, b->places[i]);
    if (status == BASE_OK)
        status = check_memory(b, err);
    if (status != BASE_OK)
        return status;
    grow_tree(b);
    status = check_memory(b, err);
    if (status == BASE_OK)
        status = hash_edges(b, &slots, err);
    return status == BASE_OK ? write_section(b, &slots, out, err) : status;
}

enum base_status names_addresses_build(const struct names_address_rows *rows,
                                       struct base_buffer *out, struct base_error *err)
{
    struct builder *b = calloc(1, sizeof *b);
    if (!b)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    b->rows = rows;
    enum base_status status = build(b, out, err);
    struct base_buffer *all[] = {&b->fold,  &b->letters, &b->entries, &b->spots,
                                 &b->texts, &b->edges,   &b->ends,    &b->words};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        base_buffer_done(all[i]);
    free(b->places);
    free(b->located);
    free(b);
    return status;
}
