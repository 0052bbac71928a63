/* names/builder.c - collecting subjects and their names. */
#include "names/builder.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "names/builder_state.h"
#include "names/rank.h"

/* --- tables ------------------------------------------------------------------------ */

static uint32_t fold_one(const struct names_fold *fold, uint32_t point)
{
    char bytes[4];
    struct names_folded folded;
    names_fold_text(fold, bytes, base_text_encode(point, bytes), &folded);
    return folded.count > 0 ? folded.text[0] : 0;
}

static void fill_planes(struct names_builder *b)
{
    static const struct names_fold NO_FOLD = {0};
    for (uint32_t point = 1; point < NAMES_PLANE; point++) {
        bool surrogate = point >= 0xD800 && point <= 0xDFFF;
        b->plain[point] = surrogate ? 0 : fold_one(&NO_FOLD, point);
        b->folded[point] = surrogate ? 0 : fold_one(&b->fold, point);
    }
}

static enum base_status make_tables(struct names_builder *b, struct base_error *err)
{
    enum base_status status = names_fold_build(&b->fold_bytes, err);
    if (status == BASE_OK)
        status = names_readings_build(&b->reading_rows, &b->reading_list, &b->syllables, err);
    if (status != BASE_OK)
        return status;
    b->fold = (struct names_fold){(const void *)b->fold_bytes.data,
                                  b->fold_bytes.size / sizeof(struct names_fold_pair)};
    const void *syllables = b->syllables.data;
    b->readings = (struct names_readings){
        .rows = (const void *)b->reading_rows.data,
        .count = b->reading_rows.size / sizeof(struct names_reading_row),
        .list = (const void *)b->reading_list.data,
        .list_count = b->reading_list.size / sizeof(uint16_t),
        .syllables = (const char(*)[NAMES_SYLLABLE])(uintptr_t)syllables,
        .syllable_count = b->syllables.size / NAMES_SYLLABLE,
    };
    return BASE_OK;
}

/* Letters and digits are units whether or not a name has them: they are typed. */
static void add_letters(struct names_builder *b)
{
    uint32_t none[2] = {0, 0};
    base_buffer_append(&b->points, none, sizeof none); /* NONE and STRANGE */
    for (uint32_t c = 'a'; c <= 'z'; c++)
        names_builder_unit(b, c);
    for (uint32_t c = '0'; c <= '9'; c++)
        names_builder_unit(b, b->folded[c]);
}

struct names_builder *names_builder_create(const struct names_index *like, struct base_error *err)
{
    struct names_builder *b = calloc(1, sizeof *b);
    if (b) {
        b->plain = calloc(NAMES_PLANE, sizeof *b->plain);
        b->folded = calloc(NAMES_PLANE, sizeof *b->folded);
        b->unit_of = calloc(NAMES_PLANE, sizeof *b->unit_of);
    }
    if (!b || !b->plain || !b->folded || !b->unit_of) {
        names_builder_free(b);
        (void)!base_fail(err, BASE_NO_MEMORY, "out of memory");
        return NULL;
    }
    if (like) {
        b->fold = like->parts[0].fold;
        b->readings = like->parts[0].readings;
    } else if (make_tables(b, err) != BASE_OK) {
        names_builder_free(b);
        return NULL;
    }
    b->facts.size = sizeof(struct names_subject_facts);
    b->name_facts.size = sizeof(struct names_name_facts);
    b->terms.deletes = b->terms.pairs = b->sounds.deletes = b->sounds.pairs = true;
    names_pool_add(&b->texts, "", 1);
    fill_planes(b);
    add_letters(b);
    names_builder_add_endings(b);
    return b;
}

void names_builder_free(struct names_builder *b)
{
    if (!b)
        return;
    struct base_buffer *buffers[] = {
        &b->fold_bytes, &b->reading_rows, &b->reading_list, &b->syllables,   &b->points,
        &b->far,        &b->endings,      &b->near,         &b->subjects,    &b->names,
        &b->codes,      &b->boxes,        &b->replaced,     &b->sound_links, &b->initial_links,
    };
    for (size_t i = 0; i < sizeof buffers / sizeof buffers[0]; i++)
        base_buffer_done(buffers[i]);
    names_pool_done(&b->texts);
    names_pool_done(&b->facts);
    names_pool_done(&b->name_facts);
    names_lexicon_builder_done(&b->terms);
    names_lexicon_builder_done(&b->sounds);
    names_lexicon_builder_done(&b->initials);
    free(b->plain);
    free(b->folded);
    free(b->unit_of);
    free(b);
}

/* --- characters ----------------------------------------------------------------------- */

static uint16_t new_unit(struct names_builder *b, uint32_t folded)
{
    size_t unit = b->points.size / sizeof(uint32_t);
    if (unit >= NAMES_UNIT_MOST)
        return NAMES_UNIT_STRANGE;
    base_buffer_u32(&b->points, folded);
    return (uint16_t)unit;
}

static uint16_t far_unit(struct names_builder *b, uint32_t folded)
{
    const struct names_far *far = (const void *)b->far.data;
    for (size_t i = 0; i < b->far.size / sizeof *far; i++)
        if (far[i].point == folded)
            return (uint16_t)far[i].unit;
    struct names_far added = {folded, new_unit(b, folded)};
    base_buffer_append(&b->far, &added, sizeof added);
    return (uint16_t)added.unit;
}

uint16_t names_builder_unit(struct names_builder *b, uint32_t folded)
{
    if (folded >= NAMES_PLANE)
        return far_unit(b, folded);
    if (b->unit_of[folded] == 0)
        b->unit_of[folded] = new_unit(b, folded);
    return b->unit_of[folded];
}

/* ü may come as u and a combining mark. */
static bool combine(struct names_builder *b, uint32_t point, struct names_came_text *out)
{
    if (point < 0x300 || point > 0x36F)
        return false;
    size_t last = out->count - 1;
    if (point == 0x308 && out->count > 0 && out->folded[last] == 'u') {
        out->plain[last] = out->folded[last] = 'v';
        out->units[last] = names_builder_unit(b, 'v');
    }
    return true;
}

void names_builder_fold(struct names_builder *b, const char *text, struct names_came_text *out)
{
    out->count = 0;
    out->has_han = false;
    for (size_t at = 0, size = strlen(text); at < size && out->count < NAMES_SEQUENCE_MOST;) {
        uint32_t point = base_text_next(text, size, &at);
        if (combine(b, point, out))
            continue;
        bool far = point >= NAMES_PLANE;
        uint32_t folded = far ? point : b->folded[point];
        if (folded == 0)
            continue;
        out->plain[out->count] = far ? point : b->plain[point];
        out->folded[out->count] = folded;
        out->units[out->count++] = names_builder_unit(b, folded);
        out->has_han = out->has_han || base_text_is_han(folded);
    }
}

/* By its own characters, since folding turns 乾 (qián) into 干 (gān); by the folded
 * ones where a character of its own has no reading. */
bool names_builder_read(struct names_builder *b, const struct names_came_text *text,
                        const char *recorded, uint16_t *out)
{
    return names_reading_align(&b->readings, text->plain, text->count, recorded, out) ||
           names_reading_align(&b->readings, text->folded, text->count, recorded, out);
}

/* --- sounds ------------------------------------------------------------------------------ */

static void link_to(struct base_buffer *links, uint32_t from, uint32_t to)
{
    struct names_link link = {from, to};
    if (from != NAMES_NONE && to != NAMES_NONE)
        base_buffer_append(links, &link, sizeof link);
}

static void add_sound(struct names_builder *b, const struct names_came_text *text,
                      const char *recorded, uint32_t term, uint8_t rank)
{
    uint16_t syllables[NAMES_SPELLING], initials[NAMES_SPELLING];
    if (!text->has_han || !names_builder_read(b, text, recorded, syllables))
        return;
    for (size_t i = 0; i < text->count; i++)
        initials[i] = (uint16_t)(names_syllable_text(&b->readings, syllables[i])[0] - 'a' + 1);
    size_t known = b->sounds.count;
    uint32_t sound = names_lexicon_add(&b->sounds, syllables, text->count, rank);
    link_to(&b->sound_links, sound, term);
    if (text->count < 2)
        return;
    uint32_t letters = names_lexicon_add(&b->initials, initials, text->count, rank);
    if (b->sounds.count > known)
        link_to(&b->initial_links, letters, sound);
}

/* --- rows ----------------------------------------------------------------------------------- */

static uint32_t add_text(struct names_builder *b, const char *text)
{
    return text && text[0] ? names_pool_add(&b->texts, text, strlen(text) + 1) : 0;
}

static double subject_weight(const struct names_new_subject *s)
{
    double kind =
        s->is_place ? names_kind_weight(s->kind ? s->kind : "") : names_level_weight(s->level);
    return kind * names_size_weight(s->size_m2);
}

static bool is_point(const struct names_new_subject *s)
{
    return s->box.min.lon >= s->box.max.lon && s->box.min.lat >= s->box.max.lat;
}

void names_builder_subject(struct names_builder *b, const struct names_new_subject *s)
{
    struct names_subject_facts facts = {
        .edition = s->edition,
        .valid_from = s->valid_from,
        .valid_to = s->valid_to,
        .kind = add_text(b, s->kind),
        .category = add_text(b, s->category),
        .division = add_text(b, s->division),
        .status = add_text(b, s->status),
        .is_place = s->is_place,
        .level = s->level,
    };
    struct names_subject_row row = {
        .identity = s->identity,
        .facts = names_pool_add(&b->facts, &facts, sizeof facts),
        .standard = NAMES_NONE,
        .id = add_text(b, s->id),
        .flags = s->has_point ? NAMES_HAS_POINT : 0,
    };
    if (s->has_point)
        names_part_set_point(&row, s->point);
    if (s->is_place && !is_point(s) && !geo_box_is_empty(s->box)) {
        struct names_subject_box box = {s->box, (uint32_t)(b->subjects.size / sizeof row), 0};
        base_buffer_append(&b->boxes, &box, sizeof box);
    }
    b->is_place = s->is_place;
    row.rank = names_rank(subject_weight(s));
    b->weight = names_rank_weight(row.rank);
    base_buffer_append(&b->subjects, &row, sizeof row);
}

void names_builder_name(struct names_builder *b, const struct names_new_name *name)
{
    struct names_came_text text;
    struct names_name_facts facts = {.edition = name->edition,
                                     .valid_from = name->valid_from,
                                     .valid_to = name->valid_to,
                                     .form = name->form,
                                     .extent = add_text(b, name->extent)};
    size_t subject = b->subjects.size / sizeof(struct names_subject_row) - 1;
    uint32_t number = (uint32_t)(b->names.size / sizeof(struct names_came));
    uint8_t rank = names_rank(b->weight * names_form_weight(name->form));
    names_builder_fold(b, name->text, &text);
    struct names_came came = {
        .term = text.count > 0 ? names_lexicon_add(&b->terms, text.units, text.count, rank)
                               : NAMES_NONE,
        .subject = (uint32_t)subject,
        .text = add_text(b, name->text),
        .reading = add_text(b, name->reading),
        .facts = names_pool_add(&b->name_facts, &facts, sizeof facts),
        .rank = rank,
    };
    base_buffer_append(&b->names, &came, sizeof came);
    add_sound(b, &text, name->reading, came.term, rank);
    struct names_subject_row *row = (void *)b->subjects.data;
    if (name->is_standard && !b->subjects.failed)
        row[subject].standard = number;
    if (name->code && name->code[0]) {
        struct names_code_row code = {add_text(b, name->code), number};
        base_buffer_append(&b->codes, &code, sizeof code);
    }
}

void names_builder_replace(struct names_builder *b, bool is_place, int64_t identity)
{
    struct names_replaced row = {.identity = identity, .is_place = is_place};
    base_buffer_append(&b->replaced, &row, sizeof row);
}
