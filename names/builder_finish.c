/* names/builder_finish.c - writing the section "names" of what came. */
#include <stdlib.h>
#include <string.h>

#include "base/parallel.h"
#include "names/builder_state.h"

/* --- which terms are also another unit's name without its generic ------------------------ */

/* How many units the generic of a division takes at the end, 0: none that may be left out. */
static size_t generic_size(const struct names_builder *b, struct names_sequence term)
{
    const struct names_ending *endings = (const void *)b->endings.data;
    size_t longest = 0;
    for (size_t i = 0; i < b->endings.size / sizeof *endings; i++) {
        const struct names_ending *g = &endings[i];
        if (g->of_divisions && g->count > longest && term.count >= g->count + 2u &&
            memcmp(term.units + term.count - g->count, g->units, g->count * sizeof *g->units) == 0)
            longest = g->count;
    }
    return longest;
}

static struct names_sequence came_term(const struct names_builder *b, uint32_t term)
{
    const uint32_t *first = (const void *)b->terms.first.data;
    const uint16_t *units = (const void *)b->terms.units.data;
    size_t end = term + 1 < b->terms.count ? first[term + 1] : b->terms.units.size / 2;
    return (struct names_sequence){units + first[term], end - first[term]};
}

static void mark_shared(struct names_builder *b)
{
    const struct names_came *names = (const void *)b->names.data;
    const struct names_subject_row *subjects = (const void *)b->subjects.data;
    const struct names_subject_facts *facts = (const void *)b->facts.rows.data;
    for (size_t i = 0; i < b->names.size / sizeof *names; i++) {
        if (facts[subjects[names[i].subject].facts].is_place || names[i].term == NAMES_NONE)
            continue;
        struct names_sequence term = came_term(b, names[i].term);
        size_t generic = generic_size(b, term);
        uint32_t shared = generic == 0
                              ? NAMES_NONE
                              : names_lexicon_came(&b->terms, term.units, term.count - generic);
        if (shared != NAMES_NONE)
            names_lexicon_mark(&b->terms, shared);
    }
}

/* --- names by term --------------------------------------------------------------------------- */

struct finished {
    struct names_sort_item *items, *scratch; /* as many as names or links */
    uint32_t *name_number;                   /* final number, by number of coming */
    struct base_buffer names, term_names, own_names, ids, points;
    struct base_buffer sound_first, sound_terms, init_first, init_sounds;
};

static void finished_done(struct finished *f)
{
    struct base_buffer *buffers[] = {&f->names,       &f->term_names, &f->own_names,
                                     &f->ids,         &f->points,     &f->sound_first,
                                     &f->sound_terms, &f->init_first, &f->init_sounds};
    for (size_t i = 0; i < sizeof buffers / sizeof buffers[0]; i++)
        base_buffer_done(buffers[i]);
    free(f->items);
    free(f->scratch);
    free(f->name_number);
}

/* Names without a term (nothing but punctuation) stand behind all terms. */
static uint32_t final_term(const struct names_builder *b, const struct names_came *name)
{
    return name->term == NAMES_NONE ? (uint32_t)b->terms.count : b->terms.number[name->term];
}

/* Lists the names of subjects with several, and sets the standard ones. */
static void list_own_names(struct names_builder *b, struct finished *f)
{
    const struct names_came *came = (const void *)b->names.data;
    struct names_subject_row *subjects = (void *)b->subjects.data;
    size_t count = b->names.size / sizeof *came;
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && came[to].subject == came[from].subject;)
            to++;
        for (size_t i = from; i < to && to - from > 1; i++) {
            struct names_own_name own = {came[i].subject, f->name_number[i]};
            base_buffer_append(&f->own_names, &own, sizeof own);
        }
    }
    for (size_t i = 0; i < b->subjects.size / sizeof *subjects; i++)
        if (subjects[i].standard != NAMES_NONE)
            subjects[i].standard = f->name_number[subjects[i].standard];
}

/* --- texts in order ------------------------------------------------------------------------------
 */

static uint64_t text_key(const char *text, size_t depth)
{
    uint64_t key = 0;
    bool ended = false;
    for (size_t i = 0; i < 8; i++) {
        unsigned char byte = ended ? 0 : (unsigned char)text[depth + i];
        ended = byte == 0;
        key = key << 8 | byte;
    }
    return key;
}

struct texts {
    const struct names_builder *builder;
    uint32_t (*offset)(const struct names_builder *builder, uint32_t value);
};

/* Items that are equal up to depth, by the further bytes of their texts. */
static void sort_texts(const struct texts *texts, struct names_sort_item *items,
                       struct names_sort_item *scratch, size_t count, size_t depth)
{
    const char *base = texts->builder->texts.rows.data;
    for (size_t i = 0; i < count; i++)
        items[i].key = text_key(base + texts->offset(texts->builder, items[i].value), depth);
    names_sort(items, scratch, count);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && items[to].key == items[from].key;)
            to++;
        if (to - from > 1 && (items[from].key & 0xFF) != 0)
            sort_texts(texts, items + from, scratch + from, to - from, depth + 8);
    }
}

static uint32_t subject_id(const struct names_builder *b, uint32_t subject)
{
    return ((const struct names_subject_row *)(const void *)b->subjects.data)[subject].id;
}

static uint32_t code_text(const struct names_builder *b, uint32_t code)
{
    return ((const struct names_code_row *)(const void *)b->codes.data)[code].text;
}

/* The items become the names with a code, in its order, then those without. */
static bool list_by_code(struct names_builder *b, struct finished *f, size_t count)
{
    const struct names_code_row *codes = (const void *)b->codes.data;
    size_t code_count = b->codes.size / sizeof *codes, listed = code_count;
    unsigned char *has_code = calloc(count + 1, 1);
    b->failed = b->failed || !has_code;
    if (!has_code)
        return false;
    for (uint32_t i = 0; i < code_count; i++)
        f->items[i].value = i;
    sort_texts(&(struct texts){b, code_text}, f->items, f->scratch, code_count, 0);
    for (size_t i = 0; i < code_count; i++) {
        f->items[i].value = codes[f->items[i].value].name;
        has_code[f->items[i].value] = 1;
    }
    for (uint32_t i = 0; i < count; i++)
        if (!has_code[i])
            f->items[listed++].value = i;
    free(has_code);
    return true;
}

static void order_names(struct names_builder *b, struct finished *f)
{
    const struct names_came *came = (const void *)b->names.data;
    size_t count = b->names.size / sizeof *came;
    if (!list_by_code(b, f, count))
        return;
    for (uint32_t i = 0; i < count; i++) {
        const struct names_came *name = &came[f->items[i].value];
        f->items[i].key = (uint64_t)final_term(b, name) << 8 | (255u - name->rank);
    }
    names_sort(f->items, f->scratch, count);
    struct names_name_row *rows = base_buffer_extend(&f->names, count * sizeof *rows);
    uint32_t *ends = base_buffer_extend(&f->term_names, (b->terms.count + 1) * sizeof *ends);
    if ((!rows && count > 0) || !ends)
        return;
    uint32_t term = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct names_came *name = &came[f->items[i].value];
        for (; term <= final_term(b, name) && term <= b->terms.count; term++)
            ends[term] = i;
        rows[i] = (struct names_name_row){name->subject, name->text, name->reading, name->facts};
        f->name_number[f->items[i].value] = i;
    }
    for (; term <= b->terms.count; term++)
        ends[term] = (uint32_t)count;
}

static void order_ids(struct names_builder *b, struct finished *f)
{
    size_t count = 0;
    for (uint32_t i = 0; i < b->subjects.size / sizeof(struct names_subject_row); i++)
        if (subject_id(b, i) != 0)
            f->items[count++].value = i;
    sort_texts(&(struct texts){b, subject_id}, f->items, f->scratch, count, 0);
    uint32_t *ids = base_buffer_extend(&f->ids, count * sizeof *ids);
    for (size_t i = 0; ids && i < count; i++)
        ids[i] = f->items[i].value;
}

static void order_codes(struct names_builder *b, struct finished *f)
{
    struct names_code_row *codes = (void *)b->codes.data;
    size_t count = b->codes.size / sizeof *codes;
    struct names_code_row *copy = malloc((count + 1) * sizeof *copy);
    if (!copy) {
        b->failed = true;
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        f->items[i].value = i;
    sort_texts(&(struct texts){b, code_text}, f->items, f->scratch, count, 0);
    for (size_t i = 0; i < count; i++)
        copy[i] = (struct names_code_row){codes[f->items[i].value].text,
                                          f->name_number[codes[f->items[i].value].name]};
    if (count > 0)
        memcpy(codes, copy, count * sizeof *copy);
    free(copy);
}

/* --- links
 * ------------------------------------------------------------------------------------------ */

static void share_links(const struct base_buffer *links, const struct names_lexicon_builder *from,
                        const struct names_lexicon_builder *to, struct finished *f,
                        struct base_buffer *ends, struct base_buffer *list)
{
    const struct names_link *all = (const void *)links->data;
    size_t count = links->size / sizeof *all;
    for (size_t i = 0; i < count; i++)
        f->items[i] = (struct names_sort_item){
            (uint64_t)from->number[all[i].from] << 32 | to->number[all[i].to], 0};
    names_sort(f->items, f->scratch, count);
    uint32_t *end = base_buffer_extend(ends, (from->count + 1) * sizeof *end);
    uint32_t member = 0;
    for (size_t i = 0; end && i < count; i++) {
        if (i > 0 && f->items[i].key == f->items[i - 1].key)
            continue;
        for (; member <= f->items[i].key >> 32; member++)
            end[member] = (uint32_t)(list->size / sizeof(uint32_t));
        base_buffer_u32(list, (uint32_t)f->items[i].key);
    }
    for (; end && member <= from->count; member++)
        end[member] = (uint32_t)(list->size / sizeof(uint32_t));
}

/* --- points: a k-d tree as an order
 * ------------------------------------------------------------------- */

struct spot {
    int64_t at[2]; /* longitude, latitude */
    uint32_t subject;
};

static bool is_before(const struct spot *a, const struct spot *b, int axis)
{
    if (a->at[axis] != b->at[axis])
        return a->at[axis] < b->at[axis];
    return a->subject < b->subject;
}

static void exchange(struct spot *a, struct spot *b)
{
    struct spot other = *a;
    *a = *b;
    *b = other;
}

/* The spot that belongs at `middle` is put there, lower ones before it. */
static void select_middle(struct spot *spots, size_t count, size_t middle, int axis)
{
    size_t low = 0, high = count;
    while (high - low > 1) {
        exchange(&spots[low + (high - low) / 2], &spots[high - 1]);
        struct spot pivot = spots[high - 1];
        size_t kept = low;
        for (size_t i = low; i + 1 < high; i++)
            if (is_before(&spots[i], &pivot, axis))
                exchange(&spots[i], &spots[kept++]);
        exchange(&spots[kept], &spots[high - 1]);
        if (kept == middle)
            return;
        if (kept < middle)
            low = kept + 1;
        else
            high = kept;
    }
}

static void order_spots(struct spot *spots, size_t count, int axis)
{
    if (count < 2)
        return;
    size_t middle = count / 2;
    select_middle(spots, count, middle, axis);
    order_spots(spots, middle, !axis);
    order_spots(spots + middle + 1, count - middle - 1, !axis);
}

static void order_points(struct names_builder *b, struct finished *f)
{
    const struct names_subject_row *subjects = (const void *)b->subjects.data;
    size_t total = b->subjects.size / sizeof *subjects, count = 0;
    struct spot *spots = malloc((total + 1) * sizeof *spots);
    if (!spots) {
        b->failed = true;
        return;
    }
    for (uint32_t i = 0; i < total; i++)
        if (subjects[i].flags & NAMES_HAS_POINT) {
            struct geo_point point = names_part_point(&subjects[i]);
            spots[count++] = (struct spot){{point.lon, point.lat}, i};
        }
    order_spots(spots, count, 0);
    uint32_t *points = base_buffer_extend(&f->points, count * sizeof *points);
    for (size_t i = 0; points && i < count; i++)
        points[i] = spots[i].subject;
    free(spots);
}

/* --- the alphabet
 * -------------------------------------------------------------------------------------------- */

static int compare_far(const void *left, const void *right)
{
    const struct names_far *a = left, *b = right;
    return a->point < b->point ? -1 : a->point > b->point;
}

static void write_alphabet(struct names_builder *b, struct base_section_writer *writer)
{
    for (uint32_t point = 0; point < NAMES_PLANE; point++) {
        uint32_t folded = b->folded[point];
        uint16_t unit = folded < NAMES_PLANE ? b->unit_of[folded] : NAMES_UNIT_STRANGE;
        b->plain[point] = folded == 0 ? NAMES_UNIT_NONE : unit == 0 ? NAMES_UNIT_STRANGE : unit;
    }
    uint16_t *plane = (uint16_t *)(void *)b->folded; /* not needed any more */
    for (uint32_t point = 0; point < NAMES_PLANE; point++)
        plane[point] = (uint16_t)b->plain[point];
    base_section_writer_add(writer, "plane", plane, NAMES_PLANE * sizeof *plane);
    if (b->far.size > 0)
        qsort(b->far.data, b->far.size / sizeof(struct names_far), sizeof(struct names_far),
              compare_far);
    base_section_writer_add(writer, "far", b->far.data, b->far.size);
    base_section_writer_add(writer, "alphabet", b->points.data, b->points.size);
}

/* Syllables by how they sound where sounds fall together. */
struct merged {
    char sound[NAMES_SYLLABLE];
    uint16_t syllable;
};

static int compare_merged(const void *left, const void *right)
{
    const struct merged *a = left, *b = right;
    int order = memcmp(a->sound, b->sound, sizeof a->sound);
    return order ? order : (int)a->syllable - (int)b->syllable;
}

static void write_alike(struct names_builder *b, struct base_section_writer *writer)
{
    size_t count = b->readings.syllable_count;
    struct merged *merged = calloc(count, sizeof *merged);
    struct names_alike *alike = calloc(count, sizeof *alike);
    uint16_t *at = calloc(count, sizeof *at);
    if (merged && alike && at) {
        for (uint16_t i = 0; i < count; i++) {
            merged[i].syllable = i;
            names_syllable_merge(b->readings.syllables[i], merged[i].sound);
        }
        qsort(merged, count, sizeof *merged, compare_merged);
        uint16_t class = 0;
        for (uint16_t i = 0; i < count; i++) {
            if (i > 0 && memcmp(merged[i].sound, merged[i - 1].sound, NAMES_SYLLABLE) != 0)
                class = i;
            alike[i] = (struct names_alike){class, merged[i].syllable};
            at[merged[i].syllable] = class;
        }
        base_section_writer_add(writer, "alike", alike, count * sizeof *alike);
        base_section_writer_add(writer, "alike_at", at, count * sizeof *at);
    } else
        b->failed = true;
    free(merged);
    free(alike);
    free(at);
}

static void write_readings(const struct names_builder *b, struct base_section_writer *writer)
{
    const struct names_readings *r = &b->readings;
    base_section_writer_add(writer, "fold", b->fold.pairs, b->fold.count * sizeof *b->fold.pairs);
    base_section_writer_add(writer, "reading_rows", r->rows, r->count * sizeof *r->rows);
    base_section_writer_add(writer, "reading_list", r->list, r->list_count * sizeof *r->list);
    base_section_writer_add(writer, "syllables", r->syllables, r->syllable_count * NAMES_SYLLABLE);
}

/* --- all
 * ---------------------------------------------------------------------------------------------------------
 */

struct lexicon_work {
    struct names_lexicon_builder *lexicons[3];
    enum base_status status[3];
};

static void build_lexicon(void *context, size_t i)
{
    struct lexicon_work *work = context;
    work->status[i] = names_lexicon_build(work->lexicons[i], NULL);
}

static enum base_status build_lexicons(struct names_builder *b, struct base_error *err)
{
    struct lexicon_work work = {.lexicons = {&b->terms, &b->sounds, &b->initials}};
    base_parallel(2, 3, build_lexicon, &work);
    for (int i = 0; i < 3; i++)
        if (work.status[i] != BASE_OK)
            return base_fail(err, BASE_NO_MEMORY, "out of memory");
    return BASE_OK;
}

/* Adds the block and lets go of its bytes. */
static void move_block(struct base_section_writer *writer, const char *name,
                       struct base_buffer *block, bool *failed)
{
    *failed = *failed || block->failed;
    base_section_writer_add(writer, name, block->data, block->size);
    base_buffer_done(block);
}

static enum base_status write_section(struct names_builder *b, struct finished *f,
                                      struct base_buffer *out, struct base_error *err)
{
    struct base_section_writer writer;
    base_section_writer_init(&writer, NAMES_SECTION_KIND, NAMES_SECTION_VERSION);
    names_lexicon_write(&b->terms, "t", &writer);
    names_lexicon_write(&b->sounds, "s", &writer);
    names_lexicon_write(&b->initials, "i", &writer);
    const struct {
        const char *name;
        struct base_buffer *block;
    } blocks[] = {
        {"subjects", &b->subjects},
        {"facts", &b->facts.rows},
        {"names", &f->names},
        {"name_facts", &b->name_facts.rows},
        {"term_names", &f->term_names},
        {"own_names", &f->own_names},
        {"codes", &b->codes},
        {"ids", &f->ids},
        {"boxes", &b->boxes},
        {"points", &f->points},
        {"replaced", &b->replaced},
        {"texts", &b->texts.rows},
        {"endings", &b->endings},
        {"near", &b->near},
        {"sound_first", &f->sound_first},
        {"sound_terms", &f->sound_terms},
        {"init_first", &f->init_first},
        {"init_sounds", &f->init_sounds},
    };
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
        move_block(&writer, blocks[i].name, blocks[i].block, &b->failed);
    write_alphabet(b, &writer);
    write_readings(b, &writer);
    write_alike(b, &writer);
    enum base_status status = b->failed ? base_fail(err, BASE_NO_MEMORY, "out of memory")
                                        : base_section_writer_finish(&writer, out, err);
    base_section_writer_done(&writer);
    return status;
}

static bool came_whole(const struct names_builder *b)
{
    return !b->failed && !b->names.failed && !b->subjects.failed && !b->texts.rows.failed &&
           !b->facts.rows.failed && !b->name_facts.rows.failed && !b->codes.failed &&
           !b->sound_links.failed && !b->initial_links.failed && !b->terms.failed &&
           !b->sounds.failed && !b->initials.failed && !b->endings.failed && !b->near.failed &&
           !b->points.failed && !b->far.failed && !b->boxes.failed && !b->replaced.failed;
}

static size_t most_items(const struct names_builder *b)
{
    size_t names = b->names.size / sizeof(struct names_came);
    size_t links = b->sound_links.size / sizeof(struct names_link);
    size_t subjects = b->subjects.size / sizeof(struct names_subject_row);
    size_t most = names > links ? names : links;
    return (most > subjects ? most : subjects) + 1;
}

enum base_status names_builder_finish(struct names_builder *b, struct base_buffer *out,
                                      struct base_error *err)
{
    struct finished f = {0};
    if (!came_whole(b))
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    mark_shared(b);
    enum base_status status = build_lexicons(b, err);
    if (status != BASE_OK)
        return status;
    f.items = malloc(most_items(b) * sizeof *f.items);
    f.scratch = malloc(most_items(b) * sizeof *f.scratch);
    f.name_number = malloc((b->names.size / sizeof(struct names_came) + 1) * sizeof(uint32_t));
    if (f.items && f.scratch && f.name_number) {
        order_names(b, &f);
        list_own_names(b, &f);
        order_ids(b, &f);
        order_codes(b, &f);
        share_links(&b->sound_links, &b->sounds, &b->terms, &f, &f.sound_first, &f.sound_terms);
        share_links(&b->initial_links, &b->initials, &b->sounds, &f, &f.init_first, &f.init_sounds);
        order_points(b, &f);
        status = write_section(b, &f, out, err);
    } else
        status = base_fail(err, BASE_NO_MEMORY, "out of memory");
    finished_done(&f);
    return status;
}
