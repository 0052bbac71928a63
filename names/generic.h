/* names/generic.h - the generic term (通名) at the end of a name, by the table
 * names/data/generics.txt. A name is a specific term (专名) and a generic one
 * (地名管理条例, article 9). */
#ifndef NAMES_GENERIC_H
#define NAMES_GENERIC_H

#include <stdbool.h>
#include <stddef.h>

enum names_generic_class {
    NAMES_GENERIC_NONE,
    NAMES_GENERIC_DIVISION,
    NAMES_GENERIC_NATION,
    NAMES_GENERIC_COMMITTEE,
    NAMES_GENERIC_VILLAGE,
    NAMES_GENERIC_STREET,
    NAMES_GENERIC_ORDINAL,
    NAMES_GENERIC_SQUARE,
    NAMES_GENERIC_FACILITY,
    NAMES_GENERIC_ESTATE,
    NAMES_GENERIC_BUILDING,
    NAMES_GENERIC_PARK,
    NAMES_GENERIC_NATURAL,
    NAMES_GENERIC_CLASSES,
};

/* A term of the table; text and reading are borrowed from the program and not
 * terminated. size 0: none. */
struct names_generic {
    const char *text;
    size_t size; /* bytes */
    const char *reading;
    size_t reading_size; /* "dà jiē": a syllable with its tone for each character */
    enum names_generic_class kind;
};

/* The longest term of class kind that text[0..size) ends with and that leaves
 * something before it, or at least nothing when whole is true. kind NONE: of any
 * class but NATION and ORDINAL. */
struct names_generic names_generic_of(const char *text, size_t size, enum names_generic_class kind,
                                      bool whole);

/* "street"; NULL-safe in neither direction. NONE for an unknown word. */
const char *names_generic_class_name(enum names_generic_class kind);
enum names_generic_class names_generic_class_parse(const char *text, size_t size);

#endif
