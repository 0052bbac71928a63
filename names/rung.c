/* names/rung.c - the words for rungs and pieces of an address. */
#include <string.h>

#include "names/standard.h"

static const char *const RUNGS[NAMES_RUNGS] = {
    NULL,      "building",   "door",     "door-interpolated", "crossing", "place",
    "segment", "street",     "estate",   "village",           "township", "zone",
    "county",  "prefecture", "province",
};

static const char *const PIECES[NAMES_PIECES] = {
    "province", "prefecture", "county", "zone",   "township", "village",
    "road",     "crossing",   "lane",   "number", "estate",   "phase",
    "building", "unit",       "floor",  "room",   "place",
};

const char *names_rung_name(enum names_rung rung)
{
    return RUNGS[rung];
}

enum names_rung names_rung_parse(const char *text)
{
    for (int i = 1; text && i < NAMES_RUNGS; i++)
        if (strcmp(text, RUNGS[i]) == 0)
            return (enum names_rung)i;
    return NAMES_RUNG_NONE;
}

const char *names_piece_name(enum names_piece piece)
{
    return PIECES[piece];
}
