/* names/form.h - in which form a name is written, and how a query met it. */
#ifndef NAMES_FORM_H
#define NAMES_FORM_H

enum names_form {
    NAMES_STANDARD,
    NAMES_SHORT,
    NAMES_ALIAS,
    NAMES_FORMER,
    NAMES_HISTORICAL,
    NAMES_ROMANISED,
    NAMES_MINORITY,
    NAMES_FORMS,
};

enum names_how {
    NAMES_CODE,
    NAMES_EXACT,
    NAMES_PINYIN,
    NAMES_PREFIX,
    NAMES_INITIALS,
    NAMES_PART,
    NAMES_SOUND,
    NAMES_TYPO,
    NAMES_HOWS,
};

/* The words of interface.md. */
const char *names_form_name(enum names_form form);
const char *names_how_name(enum names_how how);

/* NAMES_STANDARD for an unknown word. */
enum names_form names_form_parse(const char *text);

#endif
