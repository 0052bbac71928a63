/* names/address_tail.h - what follows the street or place of an address: number,
 * estate, building, unit, floor, room, by grammar; internal to names/. */
#ifndef NAMES_ADDRESS_TAIL_H
#define NAMES_ADDRESS_TAIL_H

#include "names/address_number.h"
#include "names/address_path.h"
#include "names/standard.h"

struct names_tail_piece {
    bool present;
    uint16_t from, to;                   /* letters */
    struct names_address_number number;  /* base 0: text as it stands */
    const char *sign;                    /* 栋; NULL: the usual one */
    const struct names_address_hit *hit; /* a place of the record; NULL */
};

struct names_address_tail {
    struct names_tail_piece pieces[NAMES_PIECES];
    uint16_t end;   /* letters behind it stand for nothing */
    uint16_t taken; /* letters that stand for something */
};

/* Reads from `at` on; on_street: a street's name stands before. */
void names_address_tail_read(struct names_address_lattice *lattice, size_t at, bool on_street,
                             struct names_address_tail *out);

/* A piece in its standard form, in the arena: 101-1号, 3号楼, 2单元, 401室. */
const char *names_address_tail_text(const struct names_address_lattice *lattice,
                                    const struct names_address_tail *tail, enum names_piece piece,
                                    const char *input, struct base_arena *arena);

/* The characters of the input from one letter to another, which is left out. */
const char *names_address_written(const struct names_address_text *text, size_t from, size_t to,
                                  const char *input, struct base_arena *arena);

#endif
