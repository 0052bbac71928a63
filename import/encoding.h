/* import/encoding.h - which encoding text is in, and turning it into UTF-8. */
#ifndef IMPORT_ENCODING_H
#define IMPORT_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

#define IMPORT_ENCODING_SIZE 32

/* What the bytes of many texts say. {0} to start; a plain value. */
struct import_encoding_evidence {
    size_t texts;   /* that hold any byte above 127 */
    size_t utf8;    /* of these, well-formed UTF-8 */
    size_t gb;      /* of these, well-formed GB18030 */
    size_t pairs;   /* two-byte characters as GB18030 */
    size_t common;  /* of these, the 3755 everyday characters of GB 2312 */
    size_t symbols; /* of these, in no place that GB 2312 uses */
};

/* Adds one text. A character cut off at the end, as a .dbf field's width does,
 * is no fault. */
void import_encoding_feed(struct import_encoding_evidence *evidence, const char *text, size_t size);

/* The likeliest encoding ("UTF-8", "GB18030", "windows-1252"; borrowed from the
 * program) and how certain that is, 0..1. Plain ASCII is UTF-8 with certainty 1. */
const char *import_encoding_judge(const struct import_encoding_evidence *evidence,
                                  double *certainty);

/* True when the bytes cannot be what the name says, or are UTF-8 beyond doubt
 * while the name says something else. */
bool import_encoding_refutes(const struct import_encoding_evidence *evidence, const char *name);

/* The name in one spelling ("936", "cp936", "OEM 936" are "GBK"; "UTF8" is
 * "UTF-8"; "88591" is "ISO-8859-1"). False when this machine cannot decode it. */
bool import_encoding_canonical(const char *text, char out[IMPORT_ENCODING_SIZE]);

/* The encoding of a .dbf's language byte (offset 29), or NULL: 0, unknown, or
 * 0x57, which only says "whatever the writer's system used". */
const char *import_encoding_of_ldid(unsigned char ldid);

struct import_decoder; /* from one encoding to UTF-8, or back */

/* encoding in canonical spelling. GBK is read as GB18030, which holds it.
 * Returns BASE_OK, BASE_INVALID (unknown encoding) or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status import_decoder_create(const char *from, const char *to,
                                       struct import_decoder **out, struct base_error *err);
void import_decoder_free(struct import_decoder *decoder);

/* The text in the target encoding, in the arena (the same pointer when it is
 * plain ASCII); what cannot be converted becomes U+FFFD (or "?" when the target
 * is not UTF-8) and counts in *lost. NULL when the arena is full. */
const char *import_decoder_text(struct import_decoder *decoder, struct base_arena *arena,
                                const char *text, size_t *lost);

#endif
