/* coverage/points.h - the snapshot section "points": facilities and people. */
#ifndef COVERAGE_POINTS_H
#define COVERAGE_POINTS_H

#include "base/buffer.h"
#include "base/section.h"
#include "store/facility.h"

/* Texts are offsets into the texts block, 0 the empty text. */
struct coverage_facility_row {
    int64_t identity;
    uint32_t id, name, kind, division, nature, functions, rank, ownership;
    int32_t opened, closed, valid_from, valid_to;
    uint32_t has_point, reserved;
    struct geo_point point;
};

struct coverage_people_row {
    int64_t counts[4]; /* total, 60+, 65+, 80+; unknown ages count 0 */
    uint32_t id, division, method;
    uint32_t has_point;
    int32_t valid_from, valid_to;
    struct geo_point point;
};

/* Facilities by id, people by id; the same rows give the same bytes. */
BASE_MUST_CHECK
enum base_status coverage_points_build(const struct store_facility *facilities,
                                       size_t facility_count, const struct store_population *people,
                                       size_t people_count, struct base_buffer *out,
                                       struct base_error *err);

struct coverage_points {
    struct base_section section;
    const struct coverage_facility_row *facilities;
    const struct coverage_people_row *people;
    const char *texts;
    size_t facility_count, people_count, text_size;
};

BASE_MUST_CHECK
enum base_status coverage_points_open(const void *bytes, size_t size, struct coverage_points *out,
                                      struct base_error *err);

static inline const char *coverage_points_text(const struct coverage_points *points,
                                               uint32_t offset)
{
    return points->texts + offset;
}

#endif
