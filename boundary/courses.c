/* boundary/courses.c - lines with what belongs to them, and the order of their checks. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "boundary/course.h"
#include "geo/measure.h"

double boundary_step_m(double resolution_m)
{
    return resolution_m > 0.001 ? resolution_m : 0.001;
}

/* --- units ----------------------------------------------------------------- */

static int compare_units(const void *left, const void *right)
{
    const struct boundary_unit *a = *(const struct boundary_unit *const *)left;
    const struct boundary_unit *b = *(const struct boundary_unit *const *)right;
    int order = strcmp(a->code, b->code);
    return order ? order : (a->identity > b->identity) - (a->identity < b->identity);
}

static int compare_identities(const void *left, const void *right)
{
    const struct boundary_unit *a = *(const struct boundary_unit *const *)left;
    const struct boundary_unit *b = *(const struct boundary_unit *const *)right;
    return (a->identity > b->identity) - (a->identity < b->identity);
}

static const struct boundary_unit **sorted_units(struct base_arena *arena,
                                                 const struct boundary_unit *units, uint32_t count,
                                                 int (*compare)(const void *, const void *))
{
    const struct boundary_unit **out = base_arena_alloc(arena, ((size_t)count + 1) * sizeof *out);
    for (uint32_t i = 0; out && i < count; i++)
        out[i] = &units[i];
    if (out && count)
        qsort(out, count, sizeof *out, compare);
    return out;
}

bool boundary_directory_make(struct boundary_inspection *inspection,
                             struct boundary_directory *directory)
{
    const struct boundary_input *input = inspection->input;
    struct base_arena *arena = inspection->arena;
    directory->by_code = sorted_units(arena, input->units, input->unit_count, compare_units);
    directory->former = sorted_units(arena, input->history, input->history_count, compare_units);
    directory->by_identity =
        sorted_units(arena, input->units, input->unit_count, compare_identities);
    directory->count = input->unit_count;
    directory->former_count = input->history_count;
    return directory->by_code && directory->former && directory->by_identity;
}

/* The first of the sorted units that equals key; NULL: none. */
static const struct boundary_unit *find_unit(const struct boundary_unit **units, uint32_t count,
                                             const struct boundary_unit *key, bool by_code)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        bool below = by_code ? strcmp(units[middle]->code, key->code) < 0
                             : units[middle]->identity < key->identity;
        if (below)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == count)
        return NULL;
    bool equal =
        by_code ? strcmp(units[low]->code, key->code) == 0 : units[low]->identity == key->identity;
    return equal ? units[low] : NULL;
}

const struct boundary_unit *boundary_unit_find(struct boundary_inspection *inspection,
                                               const struct boundary_directory *directory,
                                               const char *code)
{
    const struct boundary_unit key = {.code = code};
    const struct boundary_unit *unit = find_unit(directory->by_code, directory->count, &key, true);
    if (unit)
        return unit;
    /* Codes of lines are frozen: a unit that has another one today still is a side. */
    const struct boundary_unit *former =
        find_unit(directory->former, directory->former_count, &key, true);
    if (former)
        unit = find_unit(directory->by_identity, directory->count, former, false);
    if (unit)
        return unit;
    struct boundary_unit *made = base_arena_calloc(inspection->arena, 1, sizeof *made);
    if (made)
        *made = (struct boundary_unit){.code = code,
                                       .level = store_code_level(code),
                                       .resolution_m = NAN,
                                       .area_km2 = NAN,
                                       .valid_from = BASE_DATE_NONE,
                                       .valid_to = BASE_DATE_NONE};
    inspection->list.failed = inspection->list.failed || !made;
    return made;
}

/* A line goes north or south when it goes clearly farther that way than west or east:
 * by more than a grid that is turned against true north makes of a diagonal. */
#define SLANT 1.1

/* --- direction ------------------------------------------------------------- */

static bool runs_against_numbers(const struct geo_geometry *line)
{
    struct geo_point first = line->points[0], last = line->points[line->point_count - 1];
    struct geo_plane plane = geo_plane_at(first);
    double x, y;
    geo_plane_project(&plane, last, &x, &y);
    return fabs(y) > fabs(x) * SLANT ? y > 0 : x < 0;
}

static bool turn(struct geo_geometry *line, struct base_arena *arena)
{
    struct geo_point *points = base_arena_alloc(arena, line->point_count * sizeof *points);
    for (uint32_t i = 0; points && i < line->point_count; i++)
        points[i] = line->points[line->point_count - 1 - i];
    line->points = points;
    return points != NULL;
}

enum base_status boundary_path_init(const struct geo_geometry *line, struct base_arena *arena,
                                    struct geo_path *out, bool *has_path, struct base_error *err)
{
    struct geo_geometry joined;
    *has_path = false;
    if (line->part_count == 0 || (line->kind != GEO_LINE && line->kind != GEO_MULTILINE))
        return BASE_OK;
    enum base_status status = geo_line_join(line, arena, &joined, err);
    if (status != BASE_OK || joined.part_count == 0)
        return status;
    if (joined.part_count == 1 && runs_against_numbers(&joined) && !turn(&joined, arena))
        return boundary_no_memory(err);
    status = geo_path_init(&joined, arena, out, err);
    *has_path = status == BASE_OK;
    return status;
}

/* --- making ---------------------------------------------------------------- */

static int compare_courses(const void *left, const void *right)
{
    const struct boundary_course *a = left, *b = right;
    int order = strcmp(a->line->code, b->line->code);
    return order
               ? order
               : (a->line->identity > b->line->identity) - (a->line->identity < b->line->identity);
}

static struct boundary_course *find_course(const struct boundary_courses *courses, const char *code,
                                           size_t size)
{
    uint32_t low = 0, high = courses->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const char *other = courses->items[middle].line->code;
        int order = strncmp(other, code, size);
        if (order < 0)
            low = middle + 1;
        else if (order > 0 || other[size] != '\0')
            high = middle;
        else
            return &courses->items[middle];
    }
    return NULL;
}

static bool set_sides(struct boundary_inspection *inspection,
                      const struct boundary_directory *directory, struct boundary_course *course)
{
    const char *codes[2] = {course->line->a, course->line->b};
    for (int i = 0; i < 2; i++)
        course->sides[i] = boundary_unit_find(inspection, directory, codes[i]);
    if (!course->sides[0] || !course->sides[1])
        return false;
    if (strcmp(course->sides[0]->code, course->sides[1]->code) > 0) {
        const struct boundary_unit *first = course->sides[0];
        course->sides[0] = course->sides[1];
        course->sides[1] = first;
    }
    return true;
}

enum store_level boundary_course_level(const struct boundary_course *course)
{
    enum store_level a = course->sides[0]->level, b = course->sides[1]->level;
    return a > b ? a : b;
}

static enum base_status list_courses(struct boundary_inspection *inspection,
                                     struct boundary_courses *courses, struct base_error *err)
{
    const struct boundary_lines *lines = &inspection->input->lines;
    enum store_level level = inspection->options->level;
    courses->items =
        base_arena_calloc(inspection->arena, lines->line_count + 1, sizeof *courses->items);
    if (!courses->items)
        return boundary_no_memory(err);
    for (uint32_t i = 0; i < lines->line_count; i++) {
        struct boundary_course course = {.line = &lines->lines[i]};
        if (!set_sides(inspection, &courses->directory, &course))
            return boundary_no_memory(err);
        course.inspected = level == STORE_LEVEL_NONE || boundary_course_level(&course) == level;
        enum base_status status = boundary_path_init(&course.line->geometry, inspection->arena,
                                                     &course.path, &course.has_path, err);
        if (status != BASE_OK)
            return status;
        if (course.has_path && course.inspected)
            inspection->report->registered.length_m += course.path.length_m;
        inspection->report->registered.lines += course.inspected;
        courses->items[courses->count++] = course;
    }
    if (courses->count)
        qsort(courses->items, courses->count, sizeof *courses->items, compare_courses);
    return BASE_OK;
}

/* The line a marker names, or else the one whose code its number begins with. */
static struct boundary_course *course_of(const struct boundary_courses *courses,
                                         const struct boundary_marker *marker)
{
    struct boundary_number number;
    if (marker->line)
        return find_course(courses, marker->line, strlen(marker->line));
    for (int level = STORE_LEVEL_PROVINCE; level <= STORE_LEVEL_VILLAGE; level++)
        if (boundary_number_parse(courses->numbers, (enum store_level)level, marker->number,
                                  &number) &&
            number.line_size > 0) {
            struct boundary_course *course = find_course(courses, number.line, number.line_size);
            if (course)
                return course;
        }
    return NULL;
}

static uint32_t serial_of(const struct boundary_stone *stone)
{
    return stone->parsed && stone->number.has_serial ? stone->number.serial : UINT32_MAX;
}

static int compare_stones(const void *left, const void *right)
{
    uint32_t x = serial_of(left), y = serial_of(right);
    const struct boundary_marker *a = ((const struct boundary_stone *)left)->marker;
    const struct boundary_marker *b = ((const struct boundary_stone *)right)->marker;
    if (x != y)
        return x < y ? -1 : 1;
    int order = strcmp(a->number, b->number);
    if (order == 0)
        order = a->has_point - b->has_point;
    if (order == 0 && a->has_point)
        order = geo_point_compare(a->record.point, b->record.point);
    return order ? order : (a->identity > b->identity) - (a->identity < b->identity);
}

static void place_stone(const struct boundary_courses *courses,
                        const struct boundary_course *course, struct boundary_stone *stone)
{
    stone->parsed = boundary_number_parse(courses->numbers, boundary_course_level(course),
                                          stone->marker->number, &stone->number);
    stone->has_foot = course->has_path && stone->marker->has_point;
    if (stone->has_foot)
        stone->foot = geo_path_find(&course->path, stone->marker->record.point);
}

/* Markers go to their lines by counting, then filling. */
static bool share_markers(struct boundary_inspection *inspection, struct boundary_courses *courses)
{
    const struct boundary_lines *lines = &inspection->input->lines;
    uint32_t count = lines->marker_count;
    struct base_arena *arena = inspection->arena;
    struct boundary_course **owners = base_arena_alloc(arena, (count + 1) * sizeof(void *));
    struct boundary_stone *stones = base_arena_calloc(arena, count + 1, sizeof *stones);
    if (!owners || !stones)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        owners[i] = course_of(courses, &lines->markers[i]);
        if (owners[i])
            owners[i]->stone_count++;
    }
    for (uint32_t c = 0; c < courses->count; c++) {
        courses->items[c].stones = stones;
        stones += courses->items[c].stone_count;
        if (courses->items[c].inspected)
            inspection->report->registered.markers += courses->items[c].stone_count;
        courses->items[c].stone_count = 0;
    }
    courses->strays = stones;
    for (uint32_t i = 0; i < count; i++) {
        struct boundary_stone stone = {.marker = &lines->markers[i]};
        if (owners[i]) {
            place_stone(courses, owners[i], &stone);
            owners[i]->stones[owners[i]->stone_count++] = stone;
        } else
            courses->strays[courses->stray_count++] = stone;
    }
    for (uint32_t c = 0; c < courses->count; c++)
        if (courses->items[c].stone_count)
            qsort(courses->items[c].stones, courses->items[c].stone_count,
                  sizeof *courses->items[c].stones, compare_stones);
    if (courses->stray_count)
        qsort(courses->strays, courses->stray_count, sizeof *courses->strays, compare_stones);
    return true;
}

static int compare_claims(const void *left, const void *right)
{
    const struct boundary_line_claim *a = *(const struct boundary_line_claim *const *)left;
    const struct boundary_line_claim *b = *(const struct boundary_line_claim *const *)right;
    int order = strcmp(a->line, b->line);
    if (order == 0)
        order = strcmp(a->party, b->party);
    return order ? order : (a->identity > b->identity) - (a->identity < b->identity);
}

static bool share_claims(struct boundary_inspection *inspection, struct boundary_courses *courses)
{
    const struct boundary_lines *lines = &inspection->input->lines;
    uint32_t count = lines->claim_count;
    const struct boundary_line_claim **claims =
        base_arena_alloc(inspection->arena, (count + 1) * sizeof *claims);
    if (!claims)
        return false;
    for (uint32_t i = 0; i < count; i++)
        claims[i] = &lines->claims[i];
    if (count)
        qsort(claims, count, sizeof *claims, compare_claims);
    for (uint32_t first = 0, end; first < count; first = end) {
        for (end = first; end < count && strcmp(claims[first]->line, claims[end]->line) == 0; end++)
            ;
        struct boundary_course *course =
            find_course(courses, claims[first]->line, strlen(claims[first]->line));
        if (!course)
            continue;
        course->claims = claims + first;
        course->claim_count = end - first;
        if (course->inspected)
            inspection->report->registered.claims += course->claim_count;
    }
    return true;
}

/* Units that are displaced as a whole say nothing about a line. */
static bool find_suspects(struct boundary_inspection *inspection, struct boundary_courses *courses)
{
    const struct boundary_list *list = &inspection->list;
    courses->suspect =
        base_arena_calloc(inspection->arena, courses->count + 1, sizeof *courses->suspect);
    if (!courses->suspect)
        return false;
    for (uint32_t f = 0; f < list->count; f++) {
        if (list->items[f].kind != BOUNDARY_CRS_SUSPECT)
            continue;
        for (uint32_t p = 0; p < list->items[f].party_count; p++)
            for (uint32_t c = 0; c < courses->count; c++)
                for (int s = 0; s < 2; s++)
                    courses->suspect[c] =
                        courses->suspect[c] ||
                        strcmp(courses->items[c].sides[s]->code, list->items[f].parties[p]) == 0;
    }
    return true;
}

/* --- telling --------------------------------------------------------------- */

struct boundary_finding *boundary_course_tell(struct boundary_inspection *inspection,
                                              const struct boundary_course *course,
                                              enum boundary_kind kind,
                                              enum boundary_severity severity,
                                              struct boundary_along **along)
{
    struct boundary_finding *finding =
        boundary_list_add(&inspection->list, kind, severity, course->sides, 2);
    *along = base_arena_calloc(inspection->arena, 1, sizeof **along);
    if (!finding || !*along) {
        inspection->list.failed = true;
        return NULL;
    }
    **along = (struct boundary_along){.line = course->line->code, .chainage_m = NAN};
    finding->level = boundary_course_level(course);
    finding->along = *along;
    return finding;
}

void boundary_finding_name_markers(struct boundary_inspection *inspection,
                                   struct boundary_finding *finding, struct boundary_along *along,
                                   const char *const *numbers, uint32_t count)
{
    struct base_buffer subject BASE_BUFFER_AUTO = {0};
    base_buffer_text(&subject, along->line ? along->line : "");
    for (uint32_t i = 0; i < count; i++)
        base_buffer_printf(&subject, "/%s", numbers[i]);
    along->markers = base_arena_copy(inspection->arena, numbers, count * sizeof *numbers);
    along->marker_count = count;
    finding->subject = base_arena_strndup(inspection->arena, subject.data, subject.size);
    inspection->list.failed =
        inspection->list.failed || subject.failed || !along->markers || !finding->subject;
}

/* --- all of a level's lines ------------------------------------------------ */

enum base_status boundary_courses_make(struct boundary_inspection *inspection,
                                       struct boundary_courses *out, struct base_error *err)
{
    *out = (struct boundary_courses){.count = 0};
    enum base_status status =
        boundary_numbers_create(inspection->options->profile.patterns,
                                inspection->options->profile.pattern_count, &out->numbers, err);
    if (status == BASE_OK && !boundary_directory_make(inspection, &out->directory))
        status = boundary_no_memory(err);
    if (status == BASE_OK)
        status = list_courses(inspection, out, err);
    if (status == BASE_OK && !(share_markers(inspection, out) && share_claims(inspection, out) &&
                               find_suspects(inspection, out)))
        status = boundary_no_memory(err);
    if (status != BASE_OK)
        boundary_courses_done(out);
    return status;
}

void boundary_courses_done(struct boundary_courses *courses)
{
    boundary_numbers_free(courses->numbers);
    courses->numbers = NULL;
}
