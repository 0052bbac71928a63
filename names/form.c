/* names/form.c - in which form a name is written, and how a query met it. */
#include "names/form.h"

#include <string.h>

static const char *const FORM_NAMES[NAMES_FORMS] = {
    "standard", "short", "alias", "former", "historical", "romanised", "minority",
};

static const char *const HOW_NAMES[NAMES_HOWS] = {
    "code", "exact", "pinyin", "prefix", "initials", "part", "sound", "typo",
};

const char *names_form_name(enum names_form form)
{
    return FORM_NAMES[form];
}

const char *names_how_name(enum names_how how)
{
    return HOW_NAMES[how];
}

enum names_form names_form_parse(const char *text)
{
    for (int i = 0; i < NAMES_FORMS; i++)
        if (text && strcmp(text, FORM_NAMES[i]) == 0)
            return (enum names_form)i;
    return NAMES_STANDARD;
}
