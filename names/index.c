/* names/index.c - the section "names" and what was laid over it. */
#include "names/index.h"

#include <string.h>

#include "base/number.h"

static enum base_status add_part(struct names_index *index, const void *bytes, size_t size,
                                 struct base_error *err)
{
    struct names_part *part = &index->parts[index->part_count];
    enum base_status status = names_part_open(bytes, size, part, err);
    if (status != BASE_OK)
        return status;
    index->part_count++;
    index->subject_count += part->subject_count;
    index->name_count += part->name_count;
    return BASE_OK;
}

enum base_status names_index_open(const void *bytes, size_t size, struct names_index *out,
                                  struct base_error *err)
{
    struct names_index index = {.part_count = 0};
    enum base_status status = add_part(&index, bytes, size, err);
    if (status == BASE_OK)
        *out = index;
    return status;
}

enum base_status names_index_add(struct names_index *index, const void *bytes, size_t size,
                                 struct base_error *err)
{
    if (index->part_count == NAMES_PARTS)
        return base_fail(err, BASE_INVALID, "the names section is damaged; build it again");
    return add_part(index, bytes, size, err);
}

/* --- subjects and names by number ------------------------------------------------------ */

/* The part that has the subject; *row becomes its number there. */
static const struct names_part *part_of_subject(const struct names_index *index, uint32_t number,
                                                uint32_t *row)
{
    const struct names_part *part = index->parts;
    *row = number;
    if (number >= part->subject_count && index->part_count > 1) {
        *row = number - (uint32_t)part->subject_count;
        part++;
    }
    return part;
}

static const struct names_part *part_of_name(const struct names_index *index, uint32_t number,
                                             uint32_t *row)
{
    const struct names_part *part = index->parts;
    *row = number;
    if (number >= part->name_count && index->part_count > 1) {
        *row = number - (uint32_t)part->name_count;
        part++;
    }
    return part;
}

static uint32_t first_subject(const struct names_index *index, const struct names_part *part)
{
    return part == index->parts ? 0 : (uint32_t)index->parts[0].subject_count;
}

static uint32_t first_name(const struct names_index *index, const struct names_part *part)
{
    return part == index->parts ? 0 : (uint32_t)index->parts[0].name_count;
}

static struct geo_box box_of(const struct names_part *part, uint32_t row)
{
    size_t low = 0, high = part->box_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (part->boxes[middle].subject < row)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < part->box_count && part->boxes[low].subject == row)
        return part->boxes[low].box;
    const struct names_subject_row *s = &part->subjects[row];
    if (!(s->flags & NAMES_HAS_POINT))
        return geo_box_empty();
    struct geo_point point = names_part_point(s);
    return (struct geo_box){point, point};
}

struct names_subject names_index_subject(const struct names_index *index, uint32_t number)
{
    uint32_t row;
    const struct names_part *part = part_of_subject(index, number, &row);
    const struct names_subject_row *s = &part->subjects[row];
    const struct names_subject_facts *f = names_part_facts(part, s);
    static const struct names_name_row NO_NAME = {0};
    const struct names_name_row *name =
        s->standard < part->name_count ? &part->names[s->standard] : &NO_NAME;
    return (struct names_subject){
        .identity = s->identity,
        .edition = f->edition,
        .is_place = f->is_place != 0,
        .has_point = (s->flags & NAMES_HAS_POINT) != 0,
        .id = names_part_text(part, s->id),
        .kind = names_part_text(part, f->kind),
        .category = names_part_text(part, f->category),
        .division = names_part_text(part, f->division),
        .status = names_part_text(part, f->status),
        .name = names_part_text(part, name->text),
        .romanised = names_part_text(part, name->reading),
        .valid_from = f->valid_from,
        .valid_to = f->valid_to,
        .level = f->level,
        .point = names_part_point(s),
        .box = f->is_place ? box_of(part, row) : geo_box_empty(),
    };
}

bool names_index_is_hidden(const struct names_index *index, uint32_t subject)
{
    if (index->part_count < 2 || subject >= index->parts[0].subject_count)
        return false;
    const struct names_subject_row *s = &index->parts[0].subjects[subject];
    return names_part_replaces(&index->parts[1], names_part_facts(index->parts, s)->is_place != 0,
                               s->identity);
}

struct names_name names_index_name(const struct names_index *index, uint32_t number)
{
    uint32_t row;
    const struct names_part *part = part_of_name(index, number, &row);
    const struct names_name_row *n = &part->names[row];
    const struct names_name_facts *f = names_part_name_facts(part, n);
    return (struct names_name){
        .edition = f->edition,
        .subject = n->subject < part->subject_count ? n->subject + first_subject(index, part) : 0,
        .text = names_part_text(part, n->text),
        .reading = names_part_text(part, n->reading),
        .extent = names_part_text(part, f->extent),
        .form = f->form < NAMES_FORMS ? (enum names_form)f->form : NAMES_STANDARD,
        .valid_from = f->valid_from,
        .valid_to = f->valid_to,
    };
}

static size_t own_bound(const struct names_part *part, uint32_t subject)
{
    size_t low = 0, high = part->own_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (part->own_names[middle].subject < subject)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t names_index_names(const struct names_index *index, uint32_t subject, uint32_t *out,
                         size_t limit)
{
    uint32_t row;
    size_t count = 0;
    const struct names_part *part = part_of_subject(index, subject, &row);
    for (size_t i = own_bound(part, row); i < part->own_count && part->own_names[i].subject == row;
         i++) {
        if (part->own_names[i].name >= part->name_count)
            continue;
        if (count < limit)
            out[count] = part->own_names[i].name + first_name(index, part);
        count++;
    }
    if (count == 0 && part->subjects[row].standard < part->name_count) {
        if (limit > 0)
            out[0] = part->subjects[row].standard + first_name(index, part);
        count = 1;
    }
    return count;
}

/* --- by id -------------------------------------------------------------------------------- */

/* The later part first: it may tell the subject anew. */
static uint32_t find(const struct names_index *index, const char *id, bool own, bool is_place,
                     int64_t identity)
{
    for (size_t i = index->part_count; i-- > 0;) {
        const struct names_part *part = &index->parts[i];
        uint32_t row = own ? names_part_find_own_id(part, id)
                           : names_part_find_identity(part, is_place, identity);
        uint32_t number = row + first_subject(index, part);
        if (row != UINT32_MAX && !names_index_is_hidden(index, number))
            return number;
    }
    return UINT32_MAX;
}

uint32_t names_index_find(const struct names_index *index, const char *id)
{
    int64_t identity;
    if (strncmp(id, "division-", 9) == 0 && base_number_parse_int(id + 9, &identity))
        return find(index, id, false, false, identity);
    if (strncmp(id, "place-", 6) == 0 && base_number_parse_int(id + 6, &identity)) {
        uint32_t found = find(index, id, false, true, identity);
        if (found != UINT32_MAX)
            return found;
    }
    return id[0] ? find(index, id, true, true, 0) : UINT32_MAX;
}
