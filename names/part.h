/* names/part.h - one section of names as it lies in the file; internal to names/.
 *
 * Blocks beside the lexicons (names/lexicon.h) of characters "t", syllables "s"
 * and initials "i":
 *   subjects      rows below; divisions before places, each ascending by identity
 *   facts         what many subjects share, each row once
 *   names         by sequence of characters, then by rank
 *   name_facts    what many names share
 *   term_names    u32[sequences + 1]  the names of each sequence of characters
 *   sound_terms   u32[], sound_first u32[syllables' sequences + 1]
 *   init_sounds   u32[], init_first u32[initials' sequences + 1]
 *   own_names     {subject, name} of subjects with several names, ascending by
 *                 subject, then in the order of the record
 *   codes         {text, name} of divisions, ascending by text
 *   ids           u32[] subjects with an id of their own, ascending by it
 *   boxes         of places that are more than a point, ascending by subject
 *   points        u32[] subjects with a point, in the order of a k-d tree
 *   replaced      subjects of an earlier section that this one hides, ascending
 *   texts         zero-terminated, each once
 *   plane, far, alphabet   names/alphabet.h
 *   endings, near         names/data, in units
 *   alike         syllables by class; alike_at: u16[] where that of each begins
 *   fold, reading_rows, reading_list, syllables   names/fold.h, names/pinyin.h */
#ifndef NAMES_PART_H
#define NAMES_PART_H

#include "base/date.h"
#include "base/section.h"
#include "geo/geometry.h"
#include "names/alphabet.h"
#include "names/fold.h"
#include "names/lexicon.h"
#include "names/pinyin.h"

#define NAMES_SECTION_KIND    "names"
#define NAMES_SECTION_VERSION 2

enum { NAMES_HAS_POINT = 1 };

struct names_subject_row {
    int64_t identity;
    uint32_t facts, standard, id; /* standard: its standard name's number */
    unsigned char point[10];      /* lon, lat in 1e-9 degree, 40 bits each, little endian */
    unsigned char flags, rank;
};

struct names_subject_facts {
    int64_t edition;
    int32_t valid_from, valid_to;
    uint32_t kind, category, division, status; /* texts */
    uint32_t is_place, level;
};

struct names_name_row {
    uint32_t subject, text, reading, facts;
};

struct names_name_facts {
    int64_t edition;
    int32_t valid_from, valid_to;
    uint32_t form, extent;
};

struct names_own_name {
    uint32_t subject, name;
};

struct names_code_row {
    uint32_t text, name;
};

struct names_subject_box {
    struct geo_box box;
    uint32_t subject, reserved;
};

struct names_replaced {
    int64_t identity;
    uint32_t is_place, reserved;
};

#define NAMES_ENDING_MOST 8
struct names_ending {
    uint16_t units[NAMES_ENDING_MOST];
    uint16_t count, class, of_divisions, syllables; /* syllables: 1 when sounds are known */
    uint16_t sounds[NAMES_ENDING_MOST];
};

/* Syllables of one class are mixed by people of the north-east (names_syllable_merge). */
struct names_alike {
    uint16_t class, syllable;
};

/* Units of one class may stand for one another. */
struct names_near {
    uint16_t unit, class;
};

struct names_part {
    struct base_section section;
    struct names_lexicon terms, sounds, initials;
    struct names_alphabet alphabet;
    struct names_readings readings;
    struct names_fold fold;
    const struct names_subject_row *subjects;
    const struct names_subject_facts *facts;
    const struct names_name_row *names;
    const struct names_name_facts *name_facts;
    const uint32_t *term_names, *sound_first, *sound_terms, *init_first, *init_sounds;
    const struct names_own_name *own_names;
    const struct names_code_row *codes;
    const uint32_t *ids, *points;
    const struct names_subject_box *boxes;
    const struct names_replaced *replaced;
    const char *texts;
    const struct names_ending *endings;
    const struct names_near *near;
    const struct names_alike *alike;
    const uint16_t *alike_at;
    size_t subject_count, fact_count, name_count, name_fact_count, sound_term_count;
    size_t init_sound_count, own_count, code_count, id_count, point_count, box_count;
    size_t replaced_count, text_size, ending_count, near_count, alike_count;
};

BASE_MUST_CHECK
enum base_status names_part_open(const void *bytes, size_t size, struct names_part *out,
                                 struct base_error *err);

static inline const char *names_part_text(const struct names_part *part, uint32_t offset)
{
    return part->texts + (offset < part->text_size ? offset : 0);
}

/* The rows that a number leads to; a row of zeros for one that leads outside. */
const struct names_subject_facts *names_part_facts(const struct names_part *part,
                                                   const struct names_subject_row *subject);
const struct names_name_facts *names_part_name_facts(const struct names_part *part,
                                                     const struct names_name_row *name);

/* A part of a list: first..last, both inside, first <= last. */
struct names_range names_part_term_names(const struct names_part *part, uint32_t term);
struct names_range names_part_sound_terms(const struct names_part *part, uint32_t sound);
struct names_range names_part_initial_sounds(const struct names_part *part, uint32_t initials);

struct geo_point names_part_point(const struct names_subject_row *subject);
void names_part_set_point(struct names_subject_row *subject, struct geo_point point);

/* UINT32_MAX when there is none. */
uint32_t names_part_find_identity(const struct names_part *part, bool is_place, int64_t identity);
uint32_t names_part_find_own_id(const struct names_part *part, const char *id);
bool names_part_replaces(const struct names_part *part, bool is_place, int64_t identity);

/* The syllables that fall together with this one, itself among them: a stretch of
 * alike. Empty for none. */
struct names_range names_part_alike(const struct names_part *part, uint16_t syllable);

/* True when the two units are the same or stand for one another. */
bool names_part_is_near(const struct names_part *part, uint16_t a, uint16_t b);

#endif
