/* styles/color.c - colours as a style writes them. */
#include "styles/color.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/number.h"

static const struct {
    const char *name;
    unsigned int rgb;
} NAMES[] = {
    {"aqua", 0x00ffff},  {"black", 0x000000},   {"blue", 0x0000ff},   {"brown", 0xa52a2a},
    {"cyan", 0x00ffff},  {"fuchsia", 0xff00ff}, {"gold", 0xffd700},   {"gray", 0x808080},
    {"green", 0x008000}, {"grey", 0x808080},    {"indigo", 0x4b0082}, {"ivory", 0xfffff0},
    {"lime", 0x00ff00},  {"magenta", 0xff00ff}, {"maroon", 0x800000}, {"navy", 0x000080},
    {"olive", 0x808000}, {"orange", 0xffa500},  {"pink", 0xffc0cb},   {"purple", 0x800080},
    {"red", 0xff0000},   {"silver", 0xc0c0c0},  {"teal", 0x008080},   {"violet", 0xee82ee},
    {"white", 0xffffff}, {"yellow", 0xffff00},
};

static struct styles_color from_rgb(unsigned int rgb, double alpha)
{
    return (struct styles_color){(rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0,
                                 (rgb & 255) / 255.0, alpha};
}

static bool parse_hex(const char *digits, struct styles_color *out)
{
    size_t length = strlen(digits);
    if ((length != 3 && length != 4 && length != 6 && length != 8) ||
        strspn(digits, "0123456789abcdefABCDEF") != length)
        return false;
    unsigned long value = strtoul(digits, NULL, 16);
    if (length < 6) { /* each digit stands for two */
        unsigned long wide = 0;
        for (size_t i = 0; i < length; i++)
            wide = wide << 8 | 17 * (value >> 4 * (length - 1 - i) & 15);
        value = wide;
        length *= 2;
    }
    double alpha = length == 8 ? (double)(value & 255) / 255.0 : 1.0;
    *out = from_rgb((unsigned int)(length == 8 ? value >> 8 : value), alpha);
    return true;
}

/* Reads up to four numbers between the parentheses; a "%" makes hundredths. */
static int parse_arguments(const char *text, double numbers[4], bool percent[4])
{
    char part[32];
    int count = 0;
    while (count < 4) {
        text += strspn(text, " ");
        size_t length = strcspn(text, ",)/ ");
        if (length == 0 || length >= sizeof part)
            return 0;
        memcpy(part, text, length);
        part[length] = '\0';
        percent[count] = part[length - 1] == '%';
        if (percent[count])
            part[length - 1] = '\0';
        if (!base_number_parse(part, &numbers[count]))
            return 0;
        count++;
        text += length;
        text += strspn(text, " ");
        if (*text == ')')
            return text[1] == '\0' ? count : 0;
        if (*text == ',' || *text == '/')
            text++;
    }
    return 0;
}

static double clamp01(double value)
{
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

static double hue_channel(double p, double q, double t)
{
    t -= floor(t);
    if (t < 1.0 / 6)
        return p + (q - p) * 6 * t;
    if (t < 0.5)
        return q;
    return t < 2.0 / 3 ? p + (q - p) * (2.0 / 3 - t) * 6 : p;
}

static struct styles_color from_hsl(double hue_deg, double saturation, double lightness)
{
    double q = lightness < 0.5 ? lightness * (1 + saturation)
                               : lightness + saturation - lightness * saturation;
    double p = 2 * lightness - q, h = hue_deg / 360;
    return (struct styles_color){hue_channel(p, q, h + 1.0 / 3), hue_channel(p, q, h),
                                 hue_channel(p, q, h - 1.0 / 3), 1};
}

static bool parse_function(const char *text, struct styles_color *out)
{
    double n[4] = {0, 0, 0, 1};
    bool percent[4] = {false};
    const char *open = strchr(text, '(');
    size_t length = (size_t)(open - text);
    bool rgb = (length == 3 || length == 4) && strncasecmp(text, "rgba", length) == 0;
    bool hsl = (length == 3 || length == 4) && strncasecmp(text, "hsla", length) == 0;
    if ((!rgb && !hsl) || parse_arguments(open + 1, n, percent) < 3)
        return false;
    if (hsl) {
        *out = from_hsl(n[0], clamp01(n[1] / 100), clamp01(n[2] / 100));
    } else {
        for (int i = 0; i < 3; i++)
            n[i] = clamp01(n[i] / (percent[i] ? 100 : 255));
        *out = (struct styles_color){n[0], n[1], n[2], 1};
    }
    out->alpha = clamp01(percent[3] ? n[3] / 100 : n[3]);
    return true;
}

bool styles_color_parse(const char *text, struct styles_color *out)
{
    if (text[0] == '#')
        return parse_hex(text + 1, out);
    if (strchr(text, '('))
        return parse_function(text, out);
    if (strcasecmp(text, "transparent") == 0) {
        *out = (struct styles_color){0, 0, 0, 0};
        return true;
    }
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (strcasecmp(text, NAMES[i].name) == 0) {
            *out = from_rgb(NAMES[i].rgb, 1);
            return true;
        }
    return false;
}

struct styles_color styles_color_mix(struct styles_color a, struct styles_color b, double t)
{
    double alpha = a.alpha + (b.alpha - a.alpha) * t;
    double wa = a.alpha * (1 - t), wb = b.alpha * t;
    if (alpha <= 0)
        return (struct styles_color){0, 0, 0, 0};
    return (struct styles_color){(a.red * wa + b.red * wb) / alpha,
                                 (a.green * wa + b.green * wb) / alpha,
                                 (a.blue * wa + b.blue * wb) / alpha, alpha};
}

char *styles_color_print(struct styles_color color, char *out)
{
    char alpha[BASE_NUMBER_SIZE];
    base_number_print_fixed(color.alpha, 3, alpha);
    snprintf(out, 64, "rgba(%d,%d,%d,%s)", (int)lround(color.red * 255),
             (int)lround(color.green * 255), (int)lround(color.blue * 255), alpha);
    return out;
}
