/* tiles/label_paint.h - drawing labels; private to the folder. */
#ifndef TILES_LABEL_PAINT_H
#define TILES_LABEL_PAINT_H

#include "tiles/label.h"
#include "tiles/paint.h"

/* Draws the labels of one style layer in their order: all halos of a label
 * before its text. */
void tiles_labels_paint(const struct tiles_label *const *labels, size_t count,
                        const struct tiles_window *window, struct tiles_worker *worker,
                        cairo_t *cairo);

#endif
