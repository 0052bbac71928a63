/* names/rank.h - how likely a name is meant, whatever was typed; internal to names/. */
#ifndef NAMES_RANK_H
#define NAMES_RANK_H

#include <stdint.h>

#include "names/form.h"

/* Each at most 1. level: enum store_level, of a division. kind: of a place, may be "". */
double names_form_weight(enum names_form form);
double names_level_weight(uint32_t level);
double names_kind_weight(const char *kind);
/* Larger units are meant more often; m2 0: unknown. */
double names_size_weight(double m2);

/* The product of such weights as a number of one byte, higher is better. */
uint8_t names_rank(double weight);
/* The weight that a rank stands for. */
double names_rank_weight(uint8_t rank);

#endif
