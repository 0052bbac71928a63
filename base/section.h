/* base/section.h - one immutable, memory-mappable block of data.
 *
 * A section is named blocks of plain arrays behind a checked header:
 *   "YUTUSECT" · kind[8] · version u32 · block count u32 · total size u64 ·
 *   BLAKE2b-256 of everything behind the header · block table {name[16],
 *   offset u64, size u64} · blocks, each at the next multiple of 16.
 * Little endian; a big-endian machine refuses it. */
#ifndef BASE_SECTION_H
#define BASE_SECTION_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"

#define BASE_SECTION_KIND  8
#define BASE_SECTION_NAME  16
#define BASE_SECTION_HASH  32
#define BASE_SECTION_BLOCK 64 /* most blocks a section has */

struct base_section_writer {
    char kind[BASE_SECTION_KIND];
    uint32_t version, count;
    char names[BASE_SECTION_BLOCK][BASE_SECTION_NAME];
    uint64_t offsets[BASE_SECTION_BLOCK], sizes[BASE_SECTION_BLOCK];
    struct base_buffer body;
};

/* kind and block names are 1 to 8 and 1 to 16 bytes, block names different. */
void base_section_writer_init(struct base_section_writer *writer, const char *kind,
                              uint32_t version);
void base_section_writer_done(struct base_section_writer *writer);

/* Copies size bytes in as block name. */
void base_section_writer_add(struct base_section_writer *writer, const char *name, const void *data,
                             size_t size);

/* Appends the whole section to out (which must be empty or 16-byte aligned).
 * Returns BASE_OK or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status base_section_writer_finish(struct base_section_writer *writer,
                                            struct base_buffer *out, struct base_error *err);

/* A view on section bytes, borrowed from whoever mapped them. A plain value. */
struct base_section {
    const unsigned char *bytes;
    size_t size;
    uint32_t version;
};

/* Checks header, kind, version, the whole layout and (when verify is not 0)
 * the checksum. bytes must be 16-byte aligned and outlive out; they are exactly
 * one section, nothing behind it.
 * Returns BASE_OK, or BASE_INVALID saying what is wrong. */
BASE_MUST_CHECK
enum base_status base_section_open(const void *bytes, size_t size, const char *kind,
                                   uint32_t version, int verify, struct base_section *out,
                                   struct base_error *err);

/* The same without knowing kind and version: for whoever only carries sections. */
BASE_MUST_CHECK
enum base_status base_section_check(const void *bytes, size_t size, int verify,
                                    struct base_error *err);

/* The block as an array of element_size elements: a borrowed pointer, its
 * length in *count. An absent block, or one whose size is no multiple, gives
 * NULL and 0. */
const void *base_section_block(const struct base_section *section, const char *name,
                               size_t element_size, size_t *count);

#endif
