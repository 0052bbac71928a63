/* names/builder_state.h - what a builder of the section "names" holds; internal to names/. */
#ifndef NAMES_BUILDER_STATE_H
#define NAMES_BUILDER_STATE_H

#include "names/builder.h"
#include "names/lexicon_build.h"
#include "names/pool.h"

/* A name as it came. */
struct names_came {
    uint32_t term, subject, text, reading, facts;
    uint8_t rank;
};

/* One sequence leads to another: syllables to characters, initials to syllables. */
struct names_link {
    uint32_t from, to;
};

struct names_builder {
    struct base_buffer fold_bytes, reading_rows, reading_list, syllables;
    struct names_fold fold; /* views on the four, or on those of another index */
    struct names_readings readings;
    uint32_t *plain, *folded; /* of each code point of the plane; 0: dropped */
    uint16_t *unit_of;        /* of each folded code point of the plane */
    struct base_buffer points, far;
    struct base_buffer endings, near;

    struct names_pool texts, facts, name_facts;
    struct base_buffer subjects, names, codes, boxes, replaced;
    struct names_lexicon_builder terms, sounds, initials;
    struct base_buffer sound_links, initial_links;
    bool is_place; /* the subject that came last */
    double weight; /* of it */
    bool failed;
};

/* names/endings.c: the data as units. */
void names_builder_add_endings(struct names_builder *builder);

/* The unit of a folded code point, given now if it has none. */
uint16_t names_builder_unit(struct names_builder *builder, uint32_t folded);

/* A text folded two ways. */
struct names_came_text {
    uint32_t plain[NAMES_SEQUENCE_MOST]; /* case and width only: as it is read aloud */
    uint16_t units[NAMES_SEQUENCE_MOST];
    uint32_t folded[NAMES_SEQUENCE_MOST];
    size_t count;
    bool has_han;
};
void names_builder_fold(struct names_builder *builder, const char *text,
                        struct names_came_text *out);

/* One syllable a character; false when there is no reading. */
bool names_builder_read(struct names_builder *builder, const struct names_came_text *text,
                        const char *recorded, uint16_t *out);

#endif
