/* names/index.h - the snapshot section "names": every name of every division and
 * place, with the keys by which people find them. */
#ifndef NAMES_INDEX_H
#define NAMES_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/section.h"
#include "geo/geometry.h"
#include "geo/rtree.h"
#include "names/fold.h"
#include "names/form.h"
#include "names/pinyin.h"
#include "store/division.h"
#include "store/place.h"

/* What is named. Divisions keep only their identity here: their facts on a day
 * are in store/division_index. Texts are offsets into the texts block, 0 none. */
struct names_subject {
    int64_t identity, edition;
    uint32_t is_place;
    uint32_t id, name, romanised, kind, category, division,
        status; /* of places; romanised of both */
    int32_t valid_from, valid_to;
    uint32_t level; /* of divisions: their newest level */
    uint32_t has_point;
    struct geo_point point;
    struct geo_box box;
};

/* One written form. */
struct names_name {
    int64_t edition;
    uint32_t subject, text, form, reading, extent;
    int32_t valid_from, valid_to;
    uint32_t reserved;
};

enum names_key_kind {
    NAMES_KEY_TEXT,         /* the whole name */
    NAMES_KEY_SHORT,        /* without its generic: 朝阳 for 朝阳区 */
    NAMES_KEY_PINYIN,       /* changchunshi, by the record's reading or the usual one */
    NAMES_KEY_PINYIN_SHORT, /* changchun */
    NAMES_KEY_PINYIN_OTHER, /* zhangchunshi: another reading of its characters */
    NAMES_KEY_INITIALS,     /* ccs */
    NAMES_KEY_CODE,
    NAMES_KEY_ID, /* a place's own id, for finding it by that; never searched */
};

/* Sorted by the key's bytes, then kind, then name. */
struct names_key {
    uint32_t text; /* offset into key_texts, terminated */
    uint32_t name;
    uint32_t kind;
};

/* Two neighbouring characters of a folded name. */
struct names_gram {
    uint32_t first, second, name;
};

/* Builds the section's bytes. divisions: all versions of all (at NONE); places
 * and names as store lists them for all days. The same rows give the same bytes. */
BASE_MUST_CHECK
enum base_status names_index_build(const struct store_division *divisions, size_t division_count,
                                   const struct store_place *places, size_t place_count,
                                   const struct store_name *names, size_t name_count,
                                   struct base_buffer *out, struct base_error *err);

/* A view on the bytes; checked once at opening. */
struct names_index {
    struct base_section section;
    const struct names_subject *subjects;
    const struct names_name *names;
    const struct names_key *keys;
    const struct names_gram *grams;
    const uint32_t *subject_names; /* names by subject: subject_first gives the range */
    const uint32_t *subject_first; /* subject_count + 1 */
    const char *texts, *key_texts;
    size_t subject_count, name_count, key_count, gram_count, text_size, key_text_size;
    struct names_fold fold;
    struct names_readings readings;
    struct geo_rtree points; /* over subjects' boxes */
};
BASE_MUST_CHECK
enum base_status names_index_open(const void *bytes, size_t size, struct names_index *out,
                                  struct base_error *err);

static inline const char *names_index_text(const struct names_index *index, uint32_t offset)
{
    return index->texts + offset;
}

/* First key not below text; the keys from there on that begin with text are
 * those that start with it. */
size_t names_index_lower_bound(const struct names_index *index, const char *text);

/* The subject with that id: "division-N" and "place-N" by identity, else a
 * place's own id. UINT32_MAX when there is none. */
uint32_t names_index_find(const struct names_index *index, const char *id);

#endif
