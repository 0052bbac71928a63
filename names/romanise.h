/* names/romanise.h - the romanised form of a Chinese place name.
 *
 * By 中国地名汉语拼音字母拼写规则(汉语地名部分), (84)中地字第17号, 1984-12-25: the
 * specific and the generic term apart, one-syllable modifiers joined (Yàtài
 * Běidàjiē), ordinals of streets in figures (2 Mǎlù), natural villages in one
 * word, an apostrophe before a, o and e, tones. What comes out is a proposal: the
 * reading that was approved and is in the record wins. */
#ifndef NAMES_ROMANISE_H
#define NAMES_ROMANISE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/json.h"
#include "names/generic.h"

#define NAMES_ROMANISE_MOST  64   /* characters of a name */
#define NAMES_ROMANISED_SIZE 1024 /* bytes of a form */

struct names_romanised {
    char text[NAMES_ROMANISED_SIZE];
    /* As it is read aloud: every syllable with its tone and a blank behind it, figures
     * left as they are: "yù mín lù ". */
    char spoken[NAMES_ROMANISED_SIZE];
    /* Bytes of the name: the specific term is the first specific_size of them (with
     * a modifier of the generic term, if it has one), generic.text is the table's. */
    size_t specific_size;
    struct names_generic generic;
    /* Characters that have several readings, of which the usual one was taken, or none:
     * such a one stands in the form as it is. */
    struct {
        size_t at, size; /* bytes in the name */
    } doubtful[NAMES_ROMANISE_MOST];
    size_t doubtful_count;
};

/* syllables: "yáng dà chéng zi", one for each Han character, or NULL for the usual
 * readings (of generic terms: the table's). kind: what is named, NONE when unknown:
 * a village by the last character alone is a guess, STREET makes a number an ordinal.
 * Returns BASE_OK or BASE_INVALID: empty, too long, malformed UTF-8, more or fewer
 * syllables than characters. */
BASE_MUST_CHECK
enum base_status names_romanise(const char *name, const char *syllables,
                                enum names_generic_class kind, struct names_romanised *out,
                                struct base_error *err);

/* The doubtful characters as an array of texts. */
void names_romanised_write_doubtful(const char *name, const struct names_romanised *form,
                                    struct base_json *json);

#endif
