/* coverage/points.c - the snapshot section "points". */
#include "coverage/points.h"

#include <stdlib.h>
#include <string.h>

#include "coverage/globe.h"
#include "coverage/section.h"

#define MOST_PEOPLE INT64_C(100000000000) /* at one point; sums of millions still fit */

static uint32_t add_text(struct base_buffer *texts, const char *text)
{
    if (!text || !text[0])
        return 0;
    uint32_t at = (uint32_t)texts->size;
    base_buffer_append(texts, text, strlen(text) + 1);
    return at;
}

static int compare_facilities(const void *left, const void *right)
{
    const struct store_facility *const *a = left, *const *b = right;
    int order = strcmp((*a)->id, (*b)->id);
    return order ? order : (*a)->version.version < (*b)->version.version ? -1 : 1;
}

static int compare_people(const void *left, const void *right)
{
    const struct store_population *const *a = left, *const *b = right;
    int order = strcmp((*a)->id, (*b)->id);
    return order ? order : (*a)->version.version < (*b)->version.version ? -1 : 1;
}

static void add_facility(const struct store_facility *f, struct base_buffer *rows,
                         struct base_buffer *texts)
{
    struct coverage_facility_row row = {
        .identity = f->version.identity,
        .id = add_text(texts, f->id),
        .name = add_text(texts, f->name),
        .kind = add_text(texts, f->kind),
        .division = add_text(texts, f->division),
        .nature = add_text(texts, f->nature),
        .functions = add_text(texts, f->functions),
        .rank = add_text(texts, f->rank),
        .ownership = add_text(texts, f->ownership),
        .opened = f->opened,
        .closed = f->closed,
        .valid_from = f->version.valid_from,
        .valid_to = f->version.valid_to,
        .has_point = f->has_point,
        .point = f->point,
    };
    base_buffer_append(rows, &row, sizeof row);
}

static int64_t known(int64_t count)
{
    return count < 0 ? 0 : count < MOST_PEOPLE ? count : MOST_PEOPLE;
}

static void add_people(const struct store_population *p, struct base_buffer *rows,
                       struct base_buffer *texts)
{
    struct coverage_people_row row = {
        .counts = {known(p->total), known(p->age60), known(p->age65), known(p->age80)},
        .id = add_text(texts, p->id),
        .division = add_text(texts, p->division),
        .method = add_text(texts, p->method),
        .has_point = p->has_point,
        .valid_from = p->version.valid_from,
        .valid_to = p->version.valid_to,
        .point = p->point,
    };
    base_buffer_append(rows, &row, sizeof row);
}

/* Pointers to the rows in the order of their ids. */
static const void **sorted(const void *rows, size_t count, size_t size,
                           int (*compare)(const void *, const void *))
{
    const void **order = calloc(count + 1, sizeof *order);
    if (!order)
        return NULL;
    for (size_t i = 0; i < count; i++)
        order[i] = (const char *)rows + i * size;
    if (count > 0)
        qsort(order, count, sizeof *order, compare);
    return order;
}

enum base_status coverage_points_build(const struct store_facility *facilities,
                                       size_t facility_count, const struct store_population *people,
                                       size_t people_count, struct base_buffer *out,
                                       struct base_error *err)
{
    struct base_buffer facility_rows BASE_BUFFER_AUTO = {0}, people_rows BASE_BUFFER_AUTO = {0};
    struct base_buffer texts BASE_BUFFER_AUTO = {0};
    const void **by_facility =
        sorted(facilities, facility_count, sizeof *facilities, compare_facilities);
    const void **by_people = sorted(people, people_count, sizeof *people, compare_people);
    base_buffer_byte(&texts, 0);
    for (size_t i = 0; by_facility && i < facility_count; i++)
        add_facility(by_facility[i], &facility_rows, &texts);
    for (size_t i = 0; by_people && i < people_count; i++)
        add_people(by_people[i], &people_rows, &texts);
    bool failed =
        !by_facility || !by_people || facility_rows.failed || people_rows.failed || texts.failed;
    free(by_facility);
    free(by_people);
    if (failed)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    struct base_section_writer writer;
    base_section_writer_init(&writer, COVERAGE_POINTS_KIND, COVERAGE_POINTS_VERSION);
    base_section_writer_add(&writer, "facilities", facility_rows.data, facility_rows.size);
    base_section_writer_add(&writer, "people", people_rows.data, people_rows.size);
    base_section_writer_add(&writer, "texts", texts.data, texts.size);
    enum base_status status = base_section_writer_finish(&writer, out, err);
    base_section_writer_done(&writer);
    return status;
}

static bool person_sound(const struct coverage_people_row *row, size_t text_size)
{
    for (size_t i = 0; i < sizeof row->counts / sizeof row->counts[0]; i++)
        if (row->counts[i] < 0 || row->counts[i] > MOST_PEOPLE)
            return false;
    return row->id < text_size && row->division < text_size && row->method < text_size &&
           coverage_on_globe(row->point);
}

static bool is_sound(const struct coverage_points *p)
{
    if (p->text_size == 0 || p->texts[p->text_size - 1] != '\0')
        return false;
    for (size_t i = 0; i < p->facility_count; i++) {
        const struct coverage_facility_row *f = &p->facilities[i];
        const uint32_t texts[] = {f->id,     f->name,      f->kind, f->division,
                                  f->nature, f->functions, f->rank, f->ownership};
        for (size_t j = 0; j < sizeof texts / sizeof texts[0]; j++)
            if (texts[j] >= p->text_size)
                return false;
        if (!coverage_on_globe(f->point))
            return false;
    }
    for (size_t i = 0; i < p->people_count; i++)
        if (!person_sound(&p->people[i], p->text_size))
            return false;
    return true;
}

enum base_status coverage_points_open(const void *bytes, size_t size, struct coverage_points *out,
                                      struct base_error *err)
{
    struct coverage_points p = {0};
    enum base_status status = base_section_open(bytes, size, COVERAGE_POINTS_KIND,
                                                COVERAGE_POINTS_VERSION, 0, &p.section, err);
    if (status != BASE_OK)
        return status;
    p.facilities =
        base_section_block(&p.section, "facilities", sizeof *p.facilities, &p.facility_count);
    p.people = base_section_block(&p.section, "people", sizeof *p.people, &p.people_count);
    p.texts = base_section_block(&p.section, "texts", 1, &p.text_size);
    if (!is_sound(&p))
        return base_fail(err, BASE_INVALID, "the points section is damaged; build it again");
    *out = p;
    return BASE_OK;
}
