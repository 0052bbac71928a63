/* names/standard.h - the standard form of a name or address as people write it.
 *
 * A text is cut into the chain of divisions, zone, street, number, estate, building …;
 * former names, missing and contradicting levels are mended and said. What the record
 * does not know is never guessed at: the answer stops at the rung that it knows. */
#ifndef NAMES_STANDARD_H
#define NAMES_STANDARD_H

#include "base/arena.h"
#include "base/error.h"
#include "base/json.h"
#include "names/result.h"

/* The ladder of answers, best first behind NONE. Units and households are no rungs: the snapshot
 * holds what anyone may see, and they are not in it. */
enum names_rung {
    NAMES_RUNG_NONE,
    NAMES_RUNG_BUILDING,
    NAMES_RUNG_DOOR,
    NAMES_RUNG_INTERPOLATED, /* a door between or beside known ones */
    NAMES_RUNG_CROSSING,     /* of two streets */
    NAMES_RUNG_PLACE,        /* any other place of the record */
    NAMES_RUNG_SEGMENT,      /* the stretch of a street where the number must lie */
    NAMES_RUNG_STREET,
    NAMES_RUNG_ESTATE,
    NAMES_RUNG_VILLAGE,
    NAMES_RUNG_TOWNSHIP,
    NAMES_RUNG_ZONE,
    NAMES_RUNG_COUNTY,
    NAMES_RUNG_PREFECTURE,
    NAMES_RUNG_PROVINCE,
    NAMES_RUNGS,
};
/* "door-interpolated"; NULL for NONE. */
const char *names_rung_name(enum names_rung rung);
/* NONE for an unknown word or NULL. */
enum names_rung names_rung_parse(const char *text);

/* What a piece of the text is, in the order of a standard address. */
enum names_piece {
    NAMES_PIECE_PROVINCE,
    NAMES_PIECE_PREFECTURE,
    NAMES_PIECE_COUNTY,
    NAMES_PIECE_ZONE,
    NAMES_PIECE_TOWNSHIP,
    NAMES_PIECE_VILLAGE,
    NAMES_PIECE_ROAD,
    NAMES_PIECE_CROSSING, /* the other road of a crossing */
    NAMES_PIECE_LANE,     /* 358弄 */
    NAMES_PIECE_NUMBER,
    NAMES_PIECE_ESTATE,
    NAMES_PIECE_PHASE,
    NAMES_PIECE_BUILDING,
    NAMES_PIECE_UNIT,
    NAMES_PIECE_FLOOR,
    NAMES_PIECE_ROOM,
    NAMES_PIECE_PLACE,
    NAMES_PIECES,
};
/* "prefecture": the key under `parts`. */
const char *names_piece_name(enum names_piece piece);

struct names_standard_part {
    bool present;
    const char *text; /* in its standard form; NULL when not present */
    /* Characters (code points) of the input, half open; from = to: inferred, not written. */
    uint32_t from, to;
    const char *code; /* of a division; NULL */
    const char *id;   /* of what the record holds: "place-7"; NULL */
};

#define NAMES_REASONS 16

/* The answer of one row. Texts live in the arena or are borrowed from the sections. */
struct names_standard {
    const char *input;
    const char *standard; /* 人民大街10111号; NULL: not resolved, reasons say why */
    const char *full_name; /* with its divisions: 吉林省长春市南关区人民大街10111号; NULL */
    const char *id;        /* of the best thing that the record holds: "address-5"; NULL */
    const char *code; /* of the deepest division it lies in; NULL */
    bool has_point;
    struct geo_point point;
    enum names_rung level;
    double confidence; /* that the truth lies within radius_m of the point, 0..1 */
    double radius_m;   /* NAN without a point */
    struct names_standard_part parts[NAMES_PIECES];
    const char *reasons[NAMES_REASONS]; /* "zone_not_division(净月)"; docs/addresses.md */
    size_t reason_count;
    const char *unmatched; /* what stood for nothing, without private data; NULL */
};

struct names_standard_options {
    const char *within;    /* code of the division that is meant where none is written; NULL */
    enum names_rung least; /* a rung below it is no answer; NONE: any will do */
    double min_confidence; /* an answer below it is none */
};

/* Never fails because of what text holds: a row that cannot be resolved has standard
 * NULL and says why. options may be NULL. text is borrowed. context->addresses must be set.
 * Returns BASE_OK or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status names_standardize(const struct names_context *context, const char *text,
                                   const struct names_standard_options *options,
                                   struct base_arena *arena, struct names_standard *out,
                                   struct base_error *err);

/* {input, standard, full_name, id, code, lon, lat, level, confidence, radius_m, parts: {…},
 * reasons: […], unmatched}. */
void names_standard_write(const struct names_context *context,
                          const struct names_standard *standard, struct base_json *json);

#endif
