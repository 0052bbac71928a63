/* names/keys.c - the keys by which one name is found. */
#include "names/keys.h"

#include <string.h>

#include "base/text.h"

#define COMBINATIONS 8 /* of readings of a name's characters */

/* Longest first: what stands at the end of a division's name and may be left out. */
static const char *const GENERICS[] = {
    "社区居民委员会",
    "村民委员会",
    "社区居委会",
    "维吾尔自治区",
    "特别行政区",
    "自治县",
    "自治州",
    "自治区",
    "满族乡",
    "朝鲜族乡",
    "蒙古族乡",
    "回族乡",
    "街道办事处",
    "村委会",
    "居委会",
    "街道",
    "地区",
    "社区",
    "省",
    "市",
    "区",
    "县",
    "镇",
    "乡",
    "村",
    "盟",
    "州",
    "旗",
};

static bool ends_with(const struct names_folded *name, const char *generic, size_t *size)
{
    static const struct names_fold NO_FOLD = {0};
    struct names_folded folded;
    names_fold_text(&NO_FOLD, generic, strlen(generic), &folded);
    *size = folded.count;
    return name->count > folded.count &&
           memcmp(name->text + name->count - folded.count, folded.text,
                  folded.count * sizeof folded.text[0]) == 0;
}

size_t names_generic_size(const struct names_folded *name)
{
    for (size_t i = 0; i < sizeof GENERICS / sizeof GENERICS[0]; i++) {
        size_t size;
        if (ends_with(name, GENERICS[i], &size))
            return name->count - size >= 2 ? size : 0;
    }
    return 0;
}

static void add_key(struct names_keys *keys, const char *text, size_t size, uint32_t name,
                    enum names_key_kind kind)
{
    if (size == 0)
        return;
    struct names_key key = {(uint32_t)keys->texts.size, name, kind};
    base_buffer_append(&keys->texts, text, size);
    base_buffer_byte(&keys->texts, 0);
    base_buffer_append(&keys->keys, &key, sizeof key);
}

static void add_text_key(struct names_keys *keys, const struct names_folded *folded, size_t size,
                         uint32_t name, enum names_key_kind kind)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    names_fold_write(folded, 0, size, &text);
    add_key(keys, text.data, text.size, name, kind);
}

static void add_grams(struct names_keys *keys, const struct names_folded *folded, uint32_t name)
{
    for (size_t i = 0; i + 1 < folded->count; i++) {
        struct names_gram gram = {folded->text[i], folded->text[i + 1], name};
        base_buffer_append(&keys->grams, &gram, sizeof gram);
    }
}

/* ü is typed v, u or yu: changes every v of text to `with`. */
static void add_umlaut(struct names_keys *keys, const char *text, const char *with, uint32_t name)
{
    struct base_buffer other BASE_BUFFER_AUTO = {0};
    if (!strchr(text, 'v'))
        return;
    for (const char *p = text; *p; p++) {
        if (*p == 'v')
            base_buffer_text(&other, with);
        else
            base_buffer_byte(&other, (unsigned char)*p);
    }
    add_key(keys, other.data, other.size, name, NAMES_KEY_PINYIN_OTHER);
}

static void add_pinyin_key(struct names_keys *keys, const struct base_buffer *full, uint32_t name,
                           enum names_key_kind kind)
{
    if (full->size == 0)
        return;
    add_key(keys, full->data, full->size, name, kind);
    add_umlaut(keys, full->data, "u", name);
    add_umlaut(keys, full->data, "yu", name);
}

/* The first syllables of the usual reading, up to the generic. */
static void add_short_pinyin(struct names_keys *keys, const struct names_folded *spelt,
                             size_t generic, size_t choice, uint32_t name, enum names_key_kind kind)
{
    if (generic == 0)
        return;
    struct names_folded part = *spelt;
    part.count -= generic;
    struct base_buffer full BASE_BUFFER_AUTO = {0}, initials BASE_BUFFER_AUTO = {0};
    /* The generic's characters come last in the choice; a rest means they chose. */
    names_pinyin_write(keys->readings, &part, choice, &full, &initials);
    add_pinyin_key(keys, &full, name, kind);
}

/* Every combination of readings, of which the recorded one (or the first) is
 * the name's own. */
static void add_pinyin(struct names_keys *keys, const struct names_folded *spelt,
                       const char *reading, size_t generic, uint32_t name)
{
    struct names_folded own;
    struct base_buffer recorded BASE_BUFFER_AUTO = {0};
    names_fold_text(keys->fold, reading ? reading : "", reading ? strlen(reading) : 0, &own);
    names_fold_write(&own, 0, own.count, &recorded);
    bool has_recorded = recorded.size > 0, met = false;
    for (size_t choice = 0; choice < COMBINATIONS; choice++) {
        struct base_buffer full BASE_BUFFER_AUTO = {0}, initials BASE_BUFFER_AUTO = {0};
        if (!names_pinyin_write(keys->readings, spelt, choice, &full, &initials))
            break;
        bool is_own = has_recorded ? strcmp(full.data, recorded.data) == 0 : choice == 0;
        met = met || is_own;
        add_pinyin_key(keys, &full, name, is_own ? NAMES_KEY_PINYIN : NAMES_KEY_PINYIN_OTHER);
        if (is_own || choice == 0)
            add_key(keys, initials.data, initials.size, name, NAMES_KEY_INITIALS);
        add_short_pinyin(keys, spelt, generic, choice, name,
                         is_own ? NAMES_KEY_PINYIN_SHORT : NAMES_KEY_PINYIN_OTHER);
    }
    if (has_recorded && !met)
        add_pinyin_key(keys, &recorded, name, NAMES_KEY_PINYIN);
}

/* The name as it is read aloud: its own characters, since folding turns 乾 (qián)
 * into 干 (gān); the folded ones where a character of its own has no reading. */
static struct names_folded spelling(const struct names_keys *keys, const char *text,
                                    const struct names_folded *folded)
{
    static const struct names_fold NO_FOLD = {0};
    struct names_folded own;
    names_fold_text(&NO_FOLD, text, strlen(text), &own);
    for (size_t i = 0; i < own.count; i++) {
        size_t count = 1;
        if (own.text[i] >= 0x80)
            names_readings_of(keys->readings, own.text[i], &count);
        if (count == 0)
            return *folded;
    }
    return own;
}

void names_keys_add(struct names_keys *keys, uint32_t name, const char *text, const char *reading,
                    bool is_division)
{
    struct names_folded folded;
    names_fold_text(keys->fold, text, strlen(text), &folded);
    add_text_key(keys, &folded, folded.count, name, NAMES_KEY_TEXT);
    add_grams(keys, &folded, name);
    size_t generic = is_division ? names_generic_size(&folded) : 0;
    if (generic > 0)
        add_text_key(keys, &folded, folded.count - generic, name, NAMES_KEY_SHORT);
    if (folded.has_han) {
        struct names_folded spelt = spelling(keys, text, &folded);
        add_pinyin(keys, &spelt, reading, generic, name);
    }
}

void names_keys_add_code(struct names_keys *keys, uint32_t name, const char *code)
{
    /* Folded like what is typed, which turns digits into Han ones. */
    struct names_folded folded;
    names_fold_text(keys->fold, code, strlen(code), &folded);
    add_text_key(keys, &folded, folded.count, name, NAMES_KEY_CODE);
}

void names_keys_add_id(struct names_keys *keys, uint32_t name, const char *id)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    base_buffer_printf(&text, NAMES_ID_MARK "%s", id);
    add_key(keys, text.data, text.size, name, NAMES_KEY_ID);
}
