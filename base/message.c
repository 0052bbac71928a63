/* base/message.c - the catalogue of user-facing sentences. */
#include "base/message.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

struct entry {
    const char *english;
    const char *chinese;
};

/* Each folder keeps its own list beside its code. */
static const struct entry CATALOGUE[] = {
#include "base/messages_zh.inc"
#include "boundary/messages_zh.inc"
#include "cli/messages_zh.inc"
#include "coverage/messages_zh.inc"
#include "geo/messages_zh.inc"
#include "import/messages_zh.inc"
#include "names/messages_zh.inc"
#include "report/messages_zh.inc"
#include "server/messages_zh.inc"
#include "store/messages_zh.inc"
#include "styles/messages_zh.inc"
#include "tiles/messages_zh.inc"
};

#define ENTRY_COUNT (sizeof CATALOGUE / sizeof CATALOGUE[0])

const char *base_message_format(const char *english, enum base_lang lang)
{
    if (lang == BASE_EN)
        return english;
    for (size_t i = 0; i < ENTRY_COUNT; i++)
        if (strcmp(CATALOGUE[i].english, english) == 0)
            return CATALOGUE[i].chinese;
    return english;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
void base_message_va(char *out, size_t size, enum base_lang lang, const char *english, va_list args)
{
    int length = vsnprintf(out, size, base_message_format(english, lang), args);
    if (length < 0)
        out[0] = '\0';
    else if ((size_t)length >= size)
        base_text_cut(out);
    base_text_mend(out); /* a "%.40s" may cut a character, a file name may be GBK */
}
#pragma GCC diagnostic pop

void base_message(char *out, size_t size, enum base_lang lang, const char *english, ...)
{
    va_list args;
    va_start(args, english);
    base_message_va(out, size, lang, english, args);
    va_end(args);
}

int base_message_entry(size_t index, const char **english, const char **chinese)
{
    if (index >= ENTRY_COUNT)
        return 0;
    *english = CATALOGUE[index].english;
    *chinese = CATALOGUE[index].chinese;
    return 1;
}

enum base_lang base_lang_parse(const char *text)
{
    if (!text)
        return BASE_ZH;
    /* The first of the two languages that is named wins; q-values are sorted
     * by every browser already. */
    for (const char *p = text; *p; p += strcspn(p, ",") + (p[strcspn(p, ",")] == ',')) {
        p += strspn(p, " \t");
        if (strncasecmp(p, "zh", 2) == 0)
            return BASE_ZH;
        if (strncasecmp(p, "en", 2) == 0)
            return BASE_EN;
    }
    return BASE_ZH;
}
