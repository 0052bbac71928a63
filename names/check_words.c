/* names/check_words.c - checks 9, 10, 11, 14 and 18: words that a name should not hold. */
#include <string.h>

#include "names/checking.h"

static struct names_word find(const struct names_checking *checking, enum names_word_class kind,
                              bool whole)
{
    size_t size;
    const char *specific = names_checking_specific(checking, &size);
    return names_words_find(checking->words, kind, specific, size, whole);
}

/* The sentence's only conversion is the word. */
static bool say(struct names_checking *checking, enum names_rule rule, enum names_severity severity,
                struct names_word word, const char *english)
{
    if (word.size)
        names_checking_say(checking, rule, severity, english, (int)word.size, word.text);
    return word.size > 0;
}

static void check_persons(struct names_checking *checking)
{
    if (!say(checking, NAMES_RULE_PERSON, NAMES_ERROR, find(checking, NAMES_WORD_LEADER, false),
             "%.*s is the name of a state leader (article 9)"))
        say(checking, NAMES_RULE_PERSON, NAMES_WARNING, find(checking, NAMES_WORD_PERSON, false),
            "%.*s is a person's name: allowed only without a link to the person (article 9)");
}

static void check_foreign(struct names_checking *checking)
{
    if (!say(checking, NAMES_RULE_FOREIGN, NAMES_ERROR, find(checking, NAMES_WORD_FOREIGN, true),
             "%.*s is the name of a foreign place or person (article 9)"))
        say(checking, NAMES_RULE_FOREIGN, NAMES_WARNING, find(checking, NAMES_WORD_FOREIGN, false),
            "%.*s reads like the name of a foreign place or person (article 9)");
}

/* Famous sights bind divisions only. */
static void check_famous(struct names_checking *checking)
{
    if (checking->check->kind == NAMES_KIND_DIVISION)
        say(checking, NAMES_RULE_FAMOUS, NAMES_ERROR, find(checking, NAMES_WORD_FAMOUS, true),
            "%.*s is known in the whole country: no division's specific term (article 9)");
}

void names_check_words(struct names_checking *checking)
{
    check_persons(checking);
    check_foreign(checking);
    say(checking, NAMES_RULE_FIRM, NAMES_WARNING, find(checking, NAMES_WORD_FIRM, false),
        "%.*s is the name of a firm or a brand: allowed only without a link to it (article 9)");
    check_famous(checking);
    say(checking, NAMES_RULE_MEANING, NAMES_WARNING, find(checking, NAMES_WORD_GRAND, false),
        "%.*s is bigger than a place (大洋怪重): say why it fits");
    say(checking, NAMES_RULE_MEANING, NAMES_WARNING, find(checking, NAMES_WORD_FEUDAL, false),
        "%.*s is a feudal title: say why it fits");
}
