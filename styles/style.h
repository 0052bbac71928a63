/* styles/style.h - a MapLibre style, as far as Yutu draws it.
 *
 * Read are: version, sources, and of layers the types background, fill, line,
 * circle and symbol with the properties of styles/property.h. What is not known
 * is left out with one warning each; a wrong value fails the load with its JSON
 * path. The style specification: maplibre.org/maplibre-style-spec. */
#ifndef STYLES_STYLE_H
#define STYLES_STYLE_H

#include "base/error.h"
#include "base/hash.h"
#include "styles/expression.h"
#include "styles/property.h"

struct styles_layer {
    const char *id;
    enum styles_layer_type type;
    const char *source, *source_layer; /* "" for a background */
    double minzoom, maxzoom;           /* drawn while minzoom <= zoom < maxzoom */
    bool visible;
    bool coverage; /* metadata "yutu:coverage": its polygons tile the plane, so edges may add up */
    const struct styles_expression *filter;                            /* NULL: every feature */
    const struct styles_expression *properties[STYLES_PROPERTY_COUNT]; /* NULL: the default */
};

/* Immutable after parsing, thread safe; everything lives in its own arena. */
struct styles_style {
    const char *name;
    const struct styles_layer *layers; /* bottom first */
    uint32_t layer_count;
    const char *const *warnings; /* English sentences */
    uint32_t warning_count;
    struct styles_value defaults[STYLES_PROPERTY_COUNT];
    unsigned char hash[BASE_HASH_SIZE]; /* of the text: names the style in caches */
    struct base_arena *arena;
};

/* Reads a style. Free it with styles_style_free.
 * Returns BASE_OK, BASE_INVALID ("style: PATH …") or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status styles_style_parse(const char *json, size_t size, struct styles_style **out,
                                    struct base_error *err);
void styles_style_free(struct styles_style *style);

/* The texts of the styles that are built in; borrowed, static. "default" is the
 * map, "finding" what lies over it. find: false when there is none by that name. */
const char *styles_default_json(size_t *size);
bool styles_builtin_find(const char *name, const char **json, size_t *size);
/* Name of the builtin style number index (from 0); NULL past the last. */
const char *styles_builtin_name(size_t index);

/* True when the layer is to be drawn at the zoom. */
bool styles_layer_is_visible(const struct styles_layer *layer, double zoom);

/* True when the feature in scope passes the layer's filter. */
bool styles_layer_accepts(const struct styles_layer *layer, const struct styles_scope *scope);

/* The property's value; its default where the style says nothing, or the
 * expression gives something that does not fit. */
struct styles_value styles_layer_value(const struct styles_style *style,
                                       const struct styles_layer *layer,
                                       enum styles_property property,
                                       const struct styles_scope *scope);
double styles_layer_number(const struct styles_style *style, const struct styles_layer *layer,
                           enum styles_property property, const struct styles_scope *scope);
struct styles_color styles_layer_color(const struct styles_style *style,
                                       const struct styles_layer *layer,
                                       enum styles_property property,
                                       const struct styles_scope *scope);
bool styles_layer_boolean(const struct styles_style *style, const struct styles_layer *layer,
                          enum styles_property property, const struct styles_scope *scope);
/* "" for none. */
const char *styles_layer_text(const struct styles_style *style, const struct styles_layer *layer,
                              enum styles_property property, const struct styles_scope *scope);

#endif
