/* store/division_index.h - the snapshot section "divisions": every version of
 * every division that is held now, with geometry, codes and a spatial index.
 * No SQL: built from rows, read by mapping. */
#ifndef STORE_DIVISION_INDEX_H
#define STORE_DIVISION_INDEX_H

#include "base/buffer.h"
#include "base/section.h"
#include "geo/geometry.h"
#include "geo/rtree.h"
#include "store/division.h"

#define STORE_DIVISION_INDEX_NONE UINT32_MAX

/* Builds the section's bytes (base/section.h container) from all versions of
 * all divisions (store_division_list with at = BASE_DATE_NONE). */
BASE_MUST_CHECK
enum base_status store_division_index_build(const struct store_division *rows, size_t count,
                                            struct base_buffer *out, struct base_error *err);

/* A view; allocates nothing but itself. Borrowed from the bytes. */
struct store_division_index {
    struct base_section section;
    struct geo_rtree rtree;
    uint32_t count;
    const void *rows, *texts, *part_rings, *ring_points, *points, *by_code, *by_parent,
        *by_identity;
    size_t text_size, part_ring_count, ring_point_count, point_count;
};
BASE_MUST_CHECK
enum base_status store_division_index_open(const void *bytes, size_t size,
                                           struct store_division_index *out,
                                           struct base_error *err);

/* One version. Texts are borrowed from the section, never NULL ("" for none). */
struct store_division_entry {
    uint32_t row; /* its number in the index */
    int64_t identity, edition;
    base_date_t valid_from, valid_to;
    enum store_level level;
    const char *code, *name, *type, *parent, *managed_by; /* parent: stated, else by prefix */
    double registered_km2, area_m2;                       /* NAN: none */
    struct geo_box box;                                   /* empty: no geometry */
    struct geo_point label;                               /* meaningful when box is not empty */
    double label_radius_m;
};
struct store_division_entry store_division_index_entry(const struct store_division_index *index,
                                                       uint32_t row);
/* Zero-copy view on the row's geometry; part_count 0 when it has none. */
struct geo_geometry store_division_index_geometry(const struct store_division_index *index,
                                                  uint32_t row);

/* The row that holds code (canonical) on the day; NONE when nobody does. */
uint32_t store_division_index_find(const struct store_division_index *index, const char *code,
                                   base_date_t at);
/* The newest row that ever held code, whatever the day. */
uint32_t store_division_index_find_ever(const struct store_division_index *index, const char *code);
/* The identity's row valid on the day; BASE_DATE_NONE: its newest. */
uint32_t store_division_index_of(const struct store_division_index *index, int64_t identity,
                                 base_date_t at);
/* All rows of an identity, oldest first: writes up to limit, returns the total. */
size_t store_division_index_versions(const struct store_division_index *index, int64_t identity,
                                     uint32_t *rows, size_t limit);

/* The chain at a point: rows whose polygon holds it (boundary included; of two
 * sharing the border, the lower code), one a level, province first. A level
 * without polygons is filled from the parent codes of the deeper ones. Writes
 * up to 5 rows, returns how many. */
size_t store_division_index_locate(const struct store_division_index *index, struct geo_point point,
                                   base_date_t at, uint32_t rows[5]);

/* The parent's row on the day (stated parent, else prefix), then its parent …,
 * nearest first; up to 5, returns how many. */
size_t store_division_index_parents(const struct store_division_index *index, uint32_t row,
                                    base_date_t at, uint32_t rows[5]);

/* Rows whose parent on the day is code, in code order: writes up to limit, returns the total. */
size_t store_division_index_children(const struct store_division_index *index, const char *code,
                                     base_date_t at, uint32_t *rows, size_t limit);

/* Rows of the same level that are valid on the day and share at least one whole
 * segment with the row's border, or, where vertices differ, whose border runs
 * along it within 1 m over at least 2 m. In code order, in the arena. */
BASE_MUST_CHECK
enum base_status store_division_index_neighbours(const struct store_division_index *index,
                                                 uint32_t row, base_date_t at,
                                                 struct base_arena *arena, uint32_t **rows,
                                                 size_t *count, struct base_error *err);

/* True when the row lies in the unit `code` on the day: itself, or one of its parents. */
bool store_division_index_is_within(const struct store_division_index *index, uint32_t row,
                                    const char *code, base_date_t at);

/* "吉林省长春市朝阳区": the names of the chain, written to out (size bytes, cut
 * at a character). Returns out. */
const char *store_division_index_full_name(const struct store_division_index *index, uint32_t row,
                                           base_date_t at, char *out, size_t size);

#endif
