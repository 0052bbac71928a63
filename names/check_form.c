/* names/check_form.c - checks 1, 2, 3, 12, 13 and 17: how a proposed name is made. */
#include <string.h>

#include "base/text.h"
#include "names/characters.h"
#include "names/checking.h"
#include "names/fold.h"

#define SPECIFIC_MOST 4 /* characters; several local rules */
#define NAME_MOST     8

/* Nothing but a generic term. */
static bool is_generic_alone(const struct names_checking *checking)
{
    size_t size = strlen(checking->check->name);
    return names_generic_of(checking->check->name, size, NAMES_GENERIC_NONE, true).size == size;
}

static void check_structure(struct names_checking *checking)
{
    const struct names_generic *generic = &checking->check->romanised.generic;
    const char *name = checking->check->name;
    size_t size = strlen(name);
    if (is_generic_alone(checking)) {
        names_checking_say(checking, NAMES_RULE_STRUCTURE, NAMES_ERROR,
                           "%s is a generic term alone; a name is a specific term and a generic "
                           "one (article 9)",
                           name);
        return;
    }
    if (generic->size == 0) {
        names_checking_say(checking, NAMES_RULE_STRUCTURE, NAMES_ERROR,
                           "%s has no generic term that the table knows; a name is a specific "
                           "term and a generic one (article 9)",
                           name);
        return;
    }
    size_t before = size - generic->size;
    if (before >= generic->size &&
        memcmp(name + before - generic->size, generic->text, generic->size) == 0)
        names_checking_say(checking, NAMES_RULE_STRUCTURE, NAMES_ERROR,
                           "the generic term of %s stands twice", name);
}

/* What the character should be: its simplified form, when that is another. */
static uint32_t simplified(const struct names_checking *checking, uint32_t character)
{
    char text[4];
    struct names_folded folded;
    size_t size = base_text_encode(character, text);
    names_fold_text(&checking->context->index->parts[0].fold, text, size, &folded);
    return folded.count == 1 ? folded.text[0] : character;
}

static void say_character(struct names_checking *checking, enum names_rule rule,
                          enum names_severity severity, uint32_t character, const char *english)
{
    char text[5] = "";
    text[base_text_encode(character, text)] = '\0';
    names_checking_say(checking, rule, severity, english, text);
}

static void check_character(struct names_checking *checking, uint32_t character)
{
    char text[5] = "", instead[5] = "";
    int level = names_character_level(character);
    if (level == 3)
        say_character(checking, NAMES_RULE_CHARACTERS, NAMES_WARNING, character,
                      "%s is a rare character (third level of the table of 2013)");
    if (level > 0)
        return;
    uint32_t simple = simplified(checking, character);
    text[base_text_encode(character, text)] = '\0';
    instead[base_text_encode(simple, instead)] = '\0';
    if (simple != character && names_character_level(simple) > 0)
        names_checking_say(checking, NAMES_RULE_SCRIPT, NAMES_ERROR,
                           "%s is a traditional or variant form; write %s", text, instead);
    else
        names_checking_say(checking, NAMES_RULE_CHARACTERS, NAMES_ERROR,
                           "%s is not in the table of standard characters of 2013", text);
}

/* Figures may stand only as the ordinal right before the generic term. */
static bool is_ordinal(const struct names_checking *checking, size_t at)
{
    const struct names_romanised *romanised = &checking->check->romanised;
    if (checking->check->kind != NAMES_KIND_STREET)
        return false;
    while (at < romanised->specific_size && checking->check->name[at] >= '0' &&
           checking->check->name[at] <= '9')
        at++;
    return at == romanised->specific_size;
}

/* The letters, figures and marks from `at` on that may not stand there; 0: none. */
static size_t foreign_signs(const struct names_checking *checking, size_t at)
{
    const char *name = checking->check->name;
    size_t size = strlen(name), end = at;
    while (end < size) {
        size_t next = end;
        uint32_t character = base_text_next(name, size, &next);
        if (base_text_is_han(character) ||
            (character >= '0' && character <= '9' && is_ordinal(checking, end)))
            break;
        end = next;
    }
    return end - at;
}

static void check_characters(struct names_checking *checking)
{
    const char *name = checking->check->name;
    size_t size = strlen(name);
    for (size_t at = 0; at < size;) {
        size_t foreign = foreign_signs(checking, at);
        if (foreign > 0)
            names_checking_say(checking, NAMES_RULE_SCRIPT, NAMES_ERROR,
                               "“%.*s” is not written in Chinese characters; names have no "
                               "letters, marks or figures but for ordinals",
                               (int)foreign, name + at);
        at += foreign;
        if (at == size)
            return;
        uint32_t character = base_text_next(name, size, &at);
        if (base_text_is_han(character))
            check_character(checking, character);
    }
}

/* The generic term belongs to another kind of thing. */
static bool fits(enum names_legal_kind kind, enum names_generic_class generic)
{
    switch (kind) {
    case NAMES_KIND_DIVISION:
        return generic == NAMES_GENERIC_DIVISION || generic == NAMES_GENERIC_COMMITTEE;
    case NAMES_KIND_COMMITTEE:
        return generic == NAMES_GENERIC_COMMITTEE || generic == NAMES_GENERIC_VILLAGE;
    case NAMES_KIND_STREET:
        return generic == NAMES_GENERIC_STREET || generic == NAMES_GENERIC_ORDINAL ||
               generic == NAMES_GENERIC_SQUARE;
    case NAMES_KIND_ESTATE:
        return generic != NAMES_GENERIC_DIVISION && generic != NAMES_GENERIC_NATURAL;
    case NAMES_KIND_NATURAL:
        return generic == NAMES_GENERIC_NATURAL;
    default:
        return generic != NAMES_GENERIC_DIVISION;
    }
}

static void check_generic(struct names_checking *checking)
{
    const struct names_generic *generic = &checking->check->romanised.generic;
    if (generic->size == 0)
        return;
    if (!fits(checking->check->kind, generic->kind))
        names_checking_say(checking, NAMES_RULE_GENERIC_FIT, NAMES_WARNING,
                           "%.*s is not a generic term for this kind of place", (int)generic->size,
                           generic->text);
    struct names_word word =
        names_words_find(checking->words, NAMES_WORD_INFLATED, generic->text, generic->size, true);
    if (word.size)
        names_checking_say(checking, NAMES_RULE_INFLATED, NAMES_WARNING,
                           "%.*s promises size or green: say the ground, the floors and the green "
                           "share that bear it out",
                           (int)word.size, word.text);
}

/* 二马路 reads well. */
static bool is_number(const char *specific)
{
    static const char *const NUMBERS[] = {"一", "二", "三", "四", "五",
                                          "六", "七", "八", "九", "十"};
    for (size_t i = 0; i < sizeof NUMBERS / sizeof NUMBERS[0]; i++)
        if (strncmp(specific, NUMBERS[i], strlen(NUMBERS[i])) == 0)
            return true;
    return specific[0] >= '0' && specific[0] <= '9';
}

static void check_length(struct names_checking *checking)
{
    size_t size,
        characters = base_text_length(checking->check->name, strlen(checking->check->name));
    const char *specific = names_checking_specific(checking, &size);
    size_t own = base_text_length(specific, size);
    if (checking->check->romanised.generic.size == 0 || is_generic_alone(checking))
        return;
    if (own > SPECIFIC_MOST || characters > NAME_MOST)
        names_checking_say(checking, NAMES_RULE_LENGTH, NAMES_WARNING,
                           "%s is long: %d characters, %d of them the specific term; local rules "
                           "want at most %d and %d",
                           checking->check->name, (int)characters, (int)own, NAME_MOST,
                           SPECIFIC_MOST);
    else if (own == 1 && !is_number(specific))
        names_checking_say(checking, NAMES_RULE_LENGTH, NAMES_WARNING,
                           "the specific term of %s is one character, which reads badly",
                           checking->check->name);
}

void names_check_form(struct names_checking *checking)
{
    check_structure(checking);
    check_characters(checking);
    check_generic(checking);
    check_length(checking);
}
