/* import/encoding.c - judging and converting encodings.
 *
 * GB18030: two bytes are 81-FE then 40-7E or 80-FE, four bytes are 81-FE, 30-39,
 * 81-FE, 30-39. Real Chinese text lies almost wholly in GB 2312 (both bytes
 * A1-FE), most of it in the everyday characters B0-D7; text in another encoding
 * read as GB18030 scatters. */
#include "import/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

static bool plain_ascii(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)text[i] > 127)
            return false;
    return true;
}

static bool utf8_but_for_the_end(const char *text, size_t size)
{
    for (size_t cut = 0; cut <= 3 && cut <= size; cut++) {
        if (base_text_valid(text, size - cut))
            return cut == 0 || (unsigned char)text[size - cut] > 0xC1;
    }
    return false;
}

static bool between(unsigned char byte, unsigned char low, unsigned char high)
{
    return byte >= low && byte <= high;
}

/* Bytes of the GB18030 character that starts there; 0: none does. Bytes beyond
 * the end count as right. */
static size_t gb_length(const unsigned char *at, size_t left)
{
    if (at[0] < 0x80)
        return 1;
    if (!between(at[0], 0x81, 0xFE))
        return 0;
    if (left < 2)
        return 1;
    if (between(at[1], 0x40, 0x7E) || between(at[1], 0x80, 0xFE))
        return 2;
    if (!between(at[1], 0x30, 0x39))
        return 0;
    bool third = left < 3 || between(at[2], 0x81, 0xFE);
    bool fourth = left < 4 || between(at[3], 0x30, 0x39);
    return third && fourth ? (left < 4 ? left : 4) : 0;
}

static void feed_gb(struct import_encoding_evidence *e, const unsigned char *text, size_t size)
{
    for (size_t at = 0; at < size;) {
        size_t n = gb_length(text + at, size - at);
        if (n == 0)
            return;
        if (n == 2) {
            bool gb2312 = between(text[at], 0xA1, 0xF7) && text[at + 1] >= 0xA1;
            e->pairs++;
            e->common += gb2312 && between(text[at], 0xB0, 0xD7);
            e->symbols += !gb2312;
        }
        at += n;
    }
    e->gb++;
}

void import_encoding_feed(struct import_encoding_evidence *evidence, const char *text, size_t size)
{
    if (plain_ascii(text, size))
        return;
    evidence->texts++;
    evidence->utf8 += utf8_but_for_the_end(text, size);
    feed_gb(evidence, (const unsigned char *)text, size);
}

static double common_share(const struct import_encoding_evidence *e)
{
    return e->pairs ? (double)e->common / (double)e->pairs : 0;
}

/* Doubt halves with every character that had a chance to be wrong. */
static double certainty_of(size_t chances, double most)
{
    double doubt = 0.5;
    for (size_t i = 0; i < chances && i < 12; i++)
        doubt *= 0.6;
    return most - doubt;
}

const char *import_encoding_judge(const struct import_encoding_evidence *evidence,
                                  double *certainty)
{
    if (evidence->texts == 0) {
        *certainty = 1;
        return "UTF-8";
    }
    double share = common_share(evidence);
    if (evidence->utf8 == evidence->texts) {
        *certainty = certainty_of(2 * evidence->texts, 1);
        return "UTF-8";
    }
    if (evidence->gb == evidence->texts && evidence->pairs && share >= 0.4) {
        *certainty = certainty_of(evidence->pairs, 1) * (0.5 + 0.5 * share);
        return "GB18030";
    }
    if (evidence->utf8 * 10 >= evidence->texts * 9) {
        *certainty = 0.8;
        return "UTF-8";
    }
    if (evidence->gb * 10 >= evidence->texts * 9 && share >= 0.5) {
        *certainty = 0.8;
        return "GB18030";
    }
    *certainty = 0.5;
    return "windows-1252";
}

static bool is_gb(const char *name)
{
    return strcmp(name, "GBK") == 0 || strcmp(name, "GB18030") == 0 || strcmp(name, "GB2312") == 0;
}

bool import_encoding_refutes(const struct import_encoding_evidence *evidence, const char *name)
{
    if (evidence->texts == 0)
        return false;
    if (strcmp(name, "UTF-8") == 0)
        return evidence->utf8 * 10 < evidence->texts * 9;
    bool utf8 = evidence->utf8 == evidence->texts && evidence->texts >= 2;
    if (is_gb(name))
        return evidence->gb * 10 < evidence->texts * 9 || (utf8 && common_share(evidence) < 0.7);
    return utf8 && evidence->texts >= 3;
}

/* Letters and digits only, in lower case: "ANSI 1252" is "ansi1252". */
static void squeeze(const char *text, char out[IMPORT_ENCODING_SIZE])
{
    size_t n = 0;
    for (; *text && n < IMPORT_ENCODING_SIZE - 1; text++) {
        char c = *text;
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out[n++] = c;
    }
    out[n] = '\0';
}

static const char *known_name(const char *squeezed)
{
    static const struct {
        const char *as, *name;
    } NAMES[] = {
        {"utf8", "UTF-8"},        {"65001", "UTF-8"},      {"gb18030", "GB18030"},
        {"54936", "GB18030"},     {"gbk", "GBK"},          {"936", "GBK"},
        {"cp936", "GBK"},         {"oem936", "GBK"},       {"ansi936", "GBK"},
        {"windows936", "GBK"},    {"ms936", "GBK"},        {"gb2312", "GB2312"},
        {"euccn", "GB2312"},      {"big5", "Big5"},        {"950", "Big5"},
        {"cp950", "Big5"},        {"88591", "ISO-8859-1"}, {"iso88591", "ISO-8859-1"},
        {"latin1", "ISO-8859-1"}, {"shiftjis", "CP932"},   {"sjis", "CP932"},
    };
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (strcmp(squeezed, NAMES[i].as) == 0)
            return NAMES[i].name;
    return NULL;
}

static bool machine_knows(const char *name)
{
    iconv_t handle = iconv_open("UTF-8", name);
    if (handle == (iconv_t)-1)
        return false;
    iconv_close(handle);
    return true;
}

bool import_encoding_canonical(const char *text, char out[IMPORT_ENCODING_SIZE])
{
    char squeezed[IMPORT_ENCODING_SIZE], name[IMPORT_ENCODING_SIZE];
    squeeze(text, squeezed);
    const char *known = known_name(squeezed);
    const char *digits = squeezed + strcspn(squeezed, "0123456789");
    size_t digit_count = strspn(digits, "0123456789");
    if (known)
        snprintf(name, sizeof name, "%s", known);
    else if (strncmp(squeezed, "iso8859", 7) == 0 || strncmp(squeezed, "8859", 4) == 0)
        snprintf(name, sizeof name, "ISO-8859-%.4s", strstr(squeezed, "8859") + 4);
    else if (digit_count == 4 && digits[0] == '1' && digits[1] == '2' && digits[2] == '5')
        snprintf(name, sizeof name, "windows-%.4s", digits);
    else if (digit_count == 3 && digits[3] == '\0')
        snprintf(name, sizeof name, "CP%.3s", digits);
    else
        snprintf(name, sizeof name, "%.31s", text);
    if (!machine_knows(name))
        return false;
    memcpy(out, name, sizeof name);
    return true;
}

const char *import_encoding_of_ldid(unsigned char ldid)
{
    static const struct {
        unsigned char ldid;
        const char *name;
    } KNOWN[] = {
        {0x01, "CP437"},        {0x02, "CP850"},        {0x03, "windows-1252"},
        {0x13, "CP932"},        {0x4D, "GBK"},          {0x4E, "CP949"},
        {0x4F, "Big5"},         {0x58, "windows-1252"}, {0x64, "CP852"},
        {0x65, "CP866"},        {0x78, "Big5"},         {0x79, "CP949"},
        {0x7A, "GBK"},          {0x7B, "CP932"},        {0xC8, "windows-1250"},
        {0xC9, "windows-1251"}, {0xCA, "windows-1254"}, {0xCB, "windows-1253"},
    };
    for (size_t i = 0; i < sizeof KNOWN / sizeof KNOWN[0]; i++)
        if (KNOWN[i].ldid == ldid)
            return KNOWN[i].name;
    return NULL;
}

struct import_decoder {
    iconv_t handle;
    bool same; /* UTF-8 to UTF-8: only checking */
    bool to_utf8;
    char *scratch;
    size_t scratch_size;
};

static bool decoder_to_utf8(const char *to)
{
    return strcmp(to, "UTF-8") == 0;
}

enum base_status import_decoder_create(const char *from, const char *to,
                                       struct import_decoder **out, struct base_error *err)
{
    struct import_decoder *decoder = calloc(1, sizeof *decoder);
    if (!decoder)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    decoder->to_utf8 = decoder_to_utf8(to);
    decoder->same = decoder->to_utf8 && strcmp(from, "UTF-8") == 0;
    decoder->handle = (iconv_t)-1;
    if (!decoder->same) {
        bool widen = decoder->to_utf8 && is_gb(from);
        decoder->handle = iconv_open(to, widen ? "GB18030" : from);
        if (decoder->handle == (iconv_t)-1) {
            free(decoder);
            return base_fail(err, BASE_INVALID,
                             "the encoding %s is not known here; use UTF-8, GB18030 or GBK",
                             decoder_to_utf8(to) ? from : to);
        }
    }
    *out = decoder;
    return BASE_OK;
}

void import_decoder_free(struct import_decoder *decoder)
{
    if (!decoder)
        return;
    if (decoder->handle != (iconv_t)-1)
        iconv_close(decoder->handle);
    free(decoder->scratch);
    free(decoder);
}

static bool room(struct import_decoder *decoder, size_t size)
{
    if (size <= decoder->scratch_size)
        return true;
    char *bigger = realloc(decoder->scratch, 2 * size);
    if (!bigger)
        return false;
    decoder->scratch = bigger;
    decoder->scratch_size = 2 * size;
    return true;
}

/* Malformed bytes become U+FFFD. */
static const char *check_utf8(struct import_decoder *decoder, struct base_arena *arena,
                              const char *text, size_t size, size_t *lost)
{
    if (base_text_valid(text, size))
        return text;
    if (!room(decoder, 3 * size + 4))
        return NULL;
    size_t used = 0;
    for (size_t at = 0; at < size;) {
        size_t start = at;
        uint32_t c = base_text_next(text, size, &at);
        if (c == 0xFFFD && at - start == 1)
            (*lost)++;
        used += base_text_encode(c, decoder->scratch + used);
    }
    return base_arena_strndup(arena, decoder->scratch, used);
}

/* Steps over what iconv cannot convert, putting a mark in its place. */
static void replace(struct import_decoder *decoder, char **in, size_t *in_left, char **out,
                    size_t *out_left)
{
    size_t skip = 1;
    if (!decoder->to_utf8) { /* a whole character of the UTF-8 source */
        size_t at = 0;
        base_text_next(*in, *in_left, &at);
        skip = at;
    }
    const char *mark = decoder->to_utf8 ? "\xEF\xBF\xBD" : "?";
    size_t size = strlen(mark);
    memcpy(*out, mark, size);
    *out += size;
    *out_left -= size;
    *in += skip;
    *in_left -= skip;
}

const char *import_decoder_text(struct import_decoder *decoder, struct base_arena *arena,
                                const char *text, size_t *lost)
{
    size_t size = strlen(text);
    if (plain_ascii(text, size))
        return text;
    if (decoder->same)
        return check_utf8(decoder, arena, text, size, lost);
    if (!room(decoder, 4 * size + 8))
        return NULL;
    char *in = (char *)(uintptr_t)text, *out = decoder->scratch;
    size_t in_left = size, out_left = decoder->scratch_size;
    iconv(decoder->handle, NULL, NULL, NULL, NULL);
    while (in_left > 0) {
        if (iconv(decoder->handle, &in, &in_left, &out, &out_left) != (size_t)-1)
            break;
        if (errno == E2BIG)
            return NULL; /* cannot be: four bytes hold any character */
        replace(decoder, &in, &in_left, &out, &out_left);
        (*lost)++;
    }
    return base_arena_strndup(arena, decoder->scratch, (size_t)(out - decoder->scratch));
}
