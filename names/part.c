/* names/part.c - one section of names as it lies in the file. */
#include "names/part.h"

#include <assert.h>
#include <string.h>

#include "base/error.h"

static_assert(sizeof(struct names_subject_row) == 32 && sizeof(struct names_name_row) == 16 &&
                  sizeof(struct names_subject_facts) == 40 &&
                  sizeof(struct names_name_facts) == 24 && sizeof(struct names_ending) == 40,
              "file format");

/* --- opening ----------------------------------------------------------------------- */

static void open_rows(struct names_part *p)
{
    const struct base_section *s = &p->section;
    p->subjects = base_section_block(s, "subjects", sizeof *p->subjects, &p->subject_count);
    p->facts = base_section_block(s, "facts", sizeof *p->facts, &p->fact_count);
    p->names = base_section_block(s, "names", sizeof *p->names, &p->name_count);
    p->name_facts = base_section_block(s, "name_facts", sizeof *p->name_facts, &p->name_fact_count);
    p->own_names = base_section_block(s, "own_names", sizeof *p->own_names, &p->own_count);
    p->codes = base_section_block(s, "codes", sizeof *p->codes, &p->code_count);
    p->ids = base_section_block(s, "ids", 4, &p->id_count);
    p->boxes = base_section_block(s, "boxes", sizeof *p->boxes, &p->box_count);
    p->points = base_section_block(s, "points", 4, &p->point_count);
    p->replaced = base_section_block(s, "replaced", sizeof *p->replaced, &p->replaced_count);
    p->texts = base_section_block(s, "texts", 1, &p->text_size);
    p->endings = base_section_block(s, "endings", sizeof *p->endings, &p->ending_count);
    p->alike = base_section_block(s, "alike", sizeof *p->alike, &p->alike_count);
    p->near = base_section_block(s, "near", sizeof *p->near, &p->near_count);
}

static bool open_alphabet(struct names_part *p)
{
    const struct base_section *s = &p->section;
    size_t plane, syllable_count, alike;
    p->alphabet.units = base_section_block(s, "plane", 2, &plane);
    p->alphabet.far = base_section_block(s, "far", sizeof *p->alphabet.far, &p->alphabet.far_count);
    p->alphabet.points = base_section_block(s, "alphabet", 4, &p->alphabet.count);
    p->fold.pairs = base_section_block(s, "fold", sizeof *p->fold.pairs, &p->fold.count);
    struct names_readings *r = &p->readings;
    r->rows = base_section_block(s, "reading_rows", sizeof *r->rows, &r->count);
    r->list = base_section_block(s, "reading_list", 2, &r->list_count);
    const void *syllables = base_section_block(s, "syllables", NAMES_SYLLABLE, &syllable_count);
    r->syllables = (const char(*)[NAMES_SYLLABLE])(uintptr_t)syllables;
    r->syllable_count = syllable_count;
    p->alike_at = base_section_block(s, "alike_at", 2, &alike);
    return plane == NAMES_PLANE && alike == syllable_count && names_readings_sound(r);
}

/* A list that the members of a lexicon share out: count + 1 ends. */
static bool open_links(const struct base_section *section, const char *name,
                       const struct names_lexicon *lexicon, const uint32_t **out)
{
    size_t ends;
    *out = base_section_block(section, name, 4, &ends);
    return *out && ends == lexicon->count + 1;
}

static bool is_sound(struct names_part *p)
{
    const struct base_section *s = &p->section;
    p->sound_terms = base_section_block(s, "sound_terms", 4, &p->sound_term_count);
    p->init_sounds = base_section_block(s, "init_sounds", 4, &p->init_sound_count);
    return p->text_size > 0 && p->texts[0] == '\0' && p->texts[p->text_size - 1] == '\0' &&
           p->subject_count < UINT32_MAX / 2 && p->name_count < UINT32_MAX / 2 &&
           open_alphabet(p) && names_lexicon_open(s, "t", &p->terms) &&
           names_lexicon_open(s, "s", &p->sounds) && names_lexicon_open(s, "i", &p->initials) &&
           open_links(s, "term_names", &p->terms, &p->term_names) &&
           open_links(s, "sound_first", &p->sounds, &p->sound_first) &&
           open_links(s, "init_first", &p->initials, &p->init_first);
}

enum base_status names_part_open(const void *bytes, size_t size, struct names_part *out,
                                 struct base_error *err)
{
    struct names_part part = {0};
    enum base_status status = base_section_open(bytes, size, NAMES_SECTION_KIND,
                                                NAMES_SECTION_VERSION, 0, &part.section, err);
    if (status != BASE_OK)
        return status;
    open_rows(&part);
    if (!is_sound(&part))
        return base_fail(err, BASE_INVALID, "the names section is damaged; build it again");
    *out = part;
    return BASE_OK;
}

/* --- rows ---------------------------------------------------------------------------- */

const struct names_subject_facts *names_part_facts(const struct names_part *part,
                                                   const struct names_subject_row *subject)
{
    static const struct names_subject_facts NONE = {.valid_from = BASE_DATE_NONE,
                                                    .valid_to = BASE_DATE_NONE};
    return subject->facts < part->fact_count ? &part->facts[subject->facts] : &NONE;
}

const struct names_name_facts *names_part_name_facts(const struct names_part *part,
                                                     const struct names_name_row *name)
{
    static const struct names_name_facts NONE = {.valid_from = BASE_DATE_NONE,
                                                 .valid_to = BASE_DATE_NONE};
    return name->facts < part->name_fact_count ? &part->name_facts[name->facts] : &NONE;
}

static struct names_range share(const uint32_t *ends, size_t members, size_t list, uint32_t member)
{
    if (member >= members || ends[member] > ends[member + 1] || ends[member + 1] > list)
        return (struct names_range){0, 0};
    return (struct names_range){ends[member], ends[member + 1]};
}

struct names_range names_part_term_names(const struct names_part *part, uint32_t term)
{
    return share(part->term_names, part->terms.count, part->name_count, term);
}

struct names_range names_part_sound_terms(const struct names_part *part, uint32_t sound)
{
    return share(part->sound_first, part->sounds.count, part->sound_term_count, sound);
}

struct names_range names_part_initial_sounds(const struct names_part *part, uint32_t initials)
{
    return share(part->init_first, part->initials.count, part->init_sound_count, initials);
}

static int64_t read_40(const unsigned char *bytes)
{
    uint64_t value = 0;
    for (int i = 4; i >= 0; i--)
        value = value << 8 | bytes[i];
    return (int64_t)(value << 24) >> 24;
}

static void write_40(unsigned char *bytes, int64_t value)
{
    for (int i = 0; i < 5; i++)
        bytes[i] = (unsigned char)((uint64_t)value >> 8 * i);
}

struct geo_point names_part_point(const struct names_subject_row *subject)
{
    return (struct geo_point){read_40(subject->point), read_40(subject->point + 5)};
}

void names_part_set_point(struct names_subject_row *subject, struct geo_point point)
{
    write_40(subject->point, point.lon);
    write_40(subject->point + 5, point.lat);
}

/* --- looking up ------------------------------------------------------------------------ */

uint32_t names_part_find_identity(const struct names_part *part, bool is_place, int64_t identity)
{
    size_t low = 0, high = part->subject_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct names_subject_row *s = &part->subjects[middle];
        bool place = names_part_facts(part, s)->is_place != 0;
        if (place != is_place ? is_place : s->identity < identity)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == part->subject_count || part->subjects[low].identity != identity ||
        (names_part_facts(part, &part->subjects[low])->is_place != 0) != is_place)
        return UINT32_MAX;
    return (uint32_t)low;
}

static const char *own_id(const struct names_part *part, size_t i)
{
    uint32_t subject = part->ids[i];
    return subject < part->subject_count ? names_part_text(part, part->subjects[subject].id) : "";
}

uint32_t names_part_find_own_id(const struct names_part *part, const char *id)
{
    size_t low = 0, high = part->id_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(own_id(part, middle), id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == part->id_count || part->ids[low] >= part->subject_count ||
        strcmp(own_id(part, low), id) != 0)
        return UINT32_MAX;
    return part->ids[low];
}

bool names_part_replaces(const struct names_part *part, bool is_place, int64_t identity)
{
    size_t low = 0, high = part->replaced_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct names_replaced *r = &part->replaced[middle];
        if ((r->is_place != 0) != is_place ? is_place : r->identity < identity)
            low = middle + 1;
        else
            high = middle;
    }
    return low < part->replaced_count && part->replaced[low].identity == identity &&
           (part->replaced[low].is_place != 0) == is_place;
}

struct names_range names_part_alike(const struct names_part *part, uint16_t syllable)
{
    uint32_t first = syllable < part->readings.syllable_count ? part->alike_at[syllable] : 0;
    uint32_t last = first;
    while (last < part->alike_count && part->alike[last].class == part->alike[first].class)
        last++;
    return (struct names_range){first, last};
}

static uint16_t near_class(const struct names_part *part, uint16_t unit)
{
    for (size_t i = 0; i < part->near_count; i++)
        if (part->near[i].unit == unit)
            return part->near[i].class;
    return 0;
}

bool names_part_is_near(const struct names_part *part, uint16_t a, uint16_t b)
{
    if (a == b)
        return true;
    uint16_t class = near_class(part, a);
    return class != 0 && class == near_class(part, b);
}
