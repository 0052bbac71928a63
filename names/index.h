/* names/index.h - the snapshot section "names": every name of every division and
 * place, with what is needed to find them by whatever people type.
 *
 * An index is a section and, over it, at most one small section of what changed
 * since (names_index_add): subjects that the small one tells anew, or tells to
 * be gone, are hidden in the large one. Nothing is checked at opening but header,
 * table and what hangs together by size; every reader keeps inside the bytes,
 * whatever they hold. */
#ifndef NAMES_INDEX_H
#define NAMES_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/section.h"
#include "geo/geometry.h"
#include "names/fold.h"
#include "names/form.h"
#include "names/part.h"
#include "names/pinyin.h"

#define NAMES_PARTS 2

/* Subjects and names of the parts are numbered through: those of the first part,
 * then those of the second. */
struct names_index {
    struct names_part parts[NAMES_PARTS];
    size_t part_count, subject_count, name_count;
};

/* bytes are borrowed. BASE_INVALID when they are no sound section of names. */
BASE_MUST_CHECK
enum base_status names_index_open(const void *bytes, size_t size, struct names_index *out,
                                  struct base_error *err);
/* Lays a section of later changes over the one that index holds. */
BASE_MUST_CHECK
enum base_status names_index_add(struct names_index *index, const void *bytes, size_t size,
                                 struct base_error *err);

/* What is named. Divisions keep only their identity here: their facts on a day
 * are in store/division_index. Texts are borrowed from the section, "" for none. */
struct names_subject {
    int64_t identity, edition;
    bool is_place, has_point;
    const char *id, *kind, *category, *division, *status; /* of places */
    const char *name, *romanised;                         /* the standard name */
    base_date_t valid_from, valid_to;
    uint32_t level; /* of divisions: their newest level */
    struct geo_point point;
    struct geo_box box; /* of places */
};
/* number is below subject_count. */
struct names_subject names_index_subject(const struct names_index *index, uint32_t number);
/* True when a later section tells this subject anew or says that it is gone. */
bool names_index_is_hidden(const struct names_index *index, uint32_t subject);

/* One written form. */
struct names_name {
    int64_t edition;
    uint32_t subject;
    const char *text, *reading, *extent;
    enum names_form form;
    base_date_t valid_from, valid_to;
};
/* number is below name_count. */
struct names_name names_index_name(const struct names_index *index, uint32_t number);

/* The names of a subject in the order of the record: writes up to limit numbers,
 * returns how many there are. */
size_t names_index_names(const struct names_index *index, uint32_t subject, uint32_t *out,
                         size_t limit);

/* The subject with that id: "division-N" and "place-N" by identity, else a
 * place's own id. UINT32_MAX when there is none. */
uint32_t names_index_find(const struct names_index *index, const char *id);

/* The nearest subject with a point for which distance (metres; INFINITY: not this
 * one) is least and at most limit_m; UINT32_MAX when there is none. */
uint32_t names_index_nearest(const struct names_index *index, struct geo_point point,
                             double limit_m, double (*distance)(void *context, uint32_t subject),
                             void *context, double *found_m);

#endif
