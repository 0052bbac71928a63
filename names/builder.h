/* names/builder.h - collecting subjects and their names, and writing the section
 * "names" (names/part.h); internal to names/ and bench/.
 *
 * Memory: what the section takes once more, and while the lexicons are sorted 32
 * bytes a name. */
#ifndef NAMES_BUILDER_H
#define NAMES_BUILDER_H

#include "base/buffer.h"
#include "base/error.h"
#include "names/form.h"
#include "names/index.h"

struct names_builder;

/* like: an index whose tables of characters and readings are taken over, NULL:
 * they are made. NULL without memory or without OpenCC's tables; err says which. */
struct names_builder *names_builder_create(const struct names_index *like, struct base_error *err);
void names_builder_free(struct names_builder *builder); /* NULL is fine */

/* What is named; subjects come divisions before places, each ascending by
 * identity. Texts are copied; NULL is none. box: of places. */
struct names_new_subject {
    int64_t identity, edition;
    bool is_place, has_point;
    const char *id, *kind, *category, *division, *status;
    base_date_t valid_from, valid_to;
    uint32_t level;
    double size_m2; /* 0 or NAN: unknown */
    struct geo_point point;
    struct geo_box box;
};
void names_builder_subject(struct names_builder *builder, const struct names_new_subject *subject);

/* A name of the subject that came last. code: of the division, NULL: none.
 * is_standard: the one by which it is shown. */
struct names_new_name {
    const char *text, *reading, *extent, *code;
    int64_t edition;
    enum names_form form;
    base_date_t valid_from, valid_to;
    bool is_standard;
};
void names_builder_name(struct names_builder *builder, const struct names_new_name *name);

/* A subject of the section below that this one hides; ascending as subjects are. */
void names_builder_replace(struct names_builder *builder, bool is_place, int64_t identity);

/* Appends the section to out. The same rows give the same bytes. The builder is
 * used up. Returns BASE_OK or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status names_builder_finish(struct names_builder *builder, struct base_buffer *out,
                                      struct base_error *err);

#endif
