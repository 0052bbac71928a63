/* styles/color.h - colours as a style writes them. */
#ifndef STYLES_COLOR_H
#define STYLES_COLOR_H

#include <stdbool.h>

/* sRGB and alpha, each 0..1, not premultiplied. A plain value. */
struct styles_color {
    double red, green, blue, alpha;
};

/* Reads #rgb, #rgba, #rrggbb, #rrggbbaa, rgb(), rgba(), hsl(), hsla() and the
 * common CSS names. False (out untouched) for anything else. */
bool styles_color_parse(const char *text, struct styles_color *out);

/* The colour between a and b, mixed premultiplied; t is 0 at a, 1 at b. */
struct styles_color styles_color_mix(struct styles_color a, struct styles_color b, double t);

/* Writes "rgba(r,g,b,a)" with r, g, b in 0..255 into out (at least 64 bytes). Returns out. */
char *styles_color_print(struct styles_color color, char *out);

#endif
