/* boundary/finding.c - one finding, and a growing list of them. */
#include "boundary/finding.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "base/message.h"
#include "base/text.h"

#define NAMES_TOLD 6U

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static bool set_parties(struct boundary_finding *finding, struct base_arena *arena,
                        const struct boundary_unit *const *units, uint32_t count)
{
    finding->parties = base_arena_alloc(arena, (count + 1) * sizeof *finding->parties);
    if (!finding->parties)
        return false;
    for (uint32_t i = 0; i < count; i++)
        finding->parties[i] = units[i]->code;
    qsort(finding->parties, count, sizeof *finding->parties, compare_texts);
    for (uint32_t i = 0; i < count; i++)
        if (i == 0 || strcmp(finding->parties[i], finding->parties[i - 1]) != 0)
            finding->parties[finding->party_count++] = finding->parties[i];
    return true;
}

static bool list_grow(struct boundary_list *list)
{
    if (list->count < list->capacity)
        return true;
    uint32_t capacity = list->capacity ? list->capacity * 2 : 64;
    struct boundary_finding *items = base_arena_alloc(list->arena, capacity * sizeof *items);
    if (!items)
        return false;
    if (list->count)
        memcpy(items, list->items, list->count * sizeof *items);
    list->items = items;
    list->capacity = capacity;
    return true;
}

struct boundary_finding *boundary_list_add(struct boundary_list *list, enum boundary_kind kind,
                                           enum boundary_severity severity,
                                           const struct boundary_unit *const *units, uint32_t count)
{
    struct boundary_finding finding = {.kind = kind,
                                       .severity = severity,
                                       .level = count ? units[0]->level : STORE_LEVEL_NONE,
                                       .area_m2 = NAN,
                                       .width_m = NAN,
                                       .length_m = NAN,
                                       .max_offset_m = NAN,
                                       .tolerance_m = NAN,
                                       .gap_area_m2 = NAN,
                                       .overlap_area_m2 = NAN,
                                       .message = {"", ""},
                                       .state = "new"};
    if (list->failed || !list_grow(list) || !set_parties(&finding, list->arena, units, count)) {
        list->failed = true;
        return NULL;
    }
    list->items[list->count] = finding;
    return &list->items[list->count++];
}

/* "南关区（220102）、宽城区（220103）", or the same with Latin marks. */
static void join_names(struct base_buffer *out, const struct boundary_unit *const *units,
                       uint32_t count, enum base_lang lang)
{
    for (uint32_t i = 0; i < count && i < NAMES_TOLD; i++) {
        const char *name = units[i]->name && units[i]->name[0] ? units[i]->name : NULL;
        if (i)
            base_buffer_text(out, lang == BASE_ZH ? "、" : ", ");
        if (name)
            base_buffer_printf(out, lang == BASE_ZH ? "%s（%s）" : "%s (%s)", name, units[i]->code);
        else
            base_buffer_text(out, units[i]->code);
    }
    if (count > NAMES_TOLD)
        base_buffer_printf(out, lang == BASE_ZH ? "等 %u 个单位" : " and others, %u in all", count);
    base_buffer_byte(out, '\0');
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
const char *boundary_list_names(struct boundary_list *list,
                                const struct boundary_unit *const *units, uint32_t count,
                                enum base_lang lang)
{
    struct base_buffer names BASE_BUFFER_AUTO = {0};
    join_names(&names, units, count, lang);
    const char *kept = names.failed ? NULL : base_arena_strdup(list->arena, names.data);
    list->failed = list->failed || !kept;
    return kept ? kept : "";
}

/* The format's first conversion is %s for the names: what stands before it is kept,
 * what follows is formatted from the arguments. */
static void say_in(struct boundary_finding *finding, struct boundary_list *list,
                   enum base_lang lang, const struct boundary_unit *const *units, uint32_t count,
                   const char *english, va_list args)
{
    char rest[BASE_MESSAGE_SIZE];
    struct base_buffer names BASE_BUFFER_AUTO = {0};
    join_names(&names, units, count, lang);
    const char *format = base_message_format(english, lang);
    const char *mark = strstr(format, "%s");
    vsnprintf(rest, sizeof rest, mark ? mark + 2 : format, args);
    base_text_cut(rest);
    char *text = base_arena_printf(list->arena, "%.*s%s%s", mark ? (int)(mark - format) : 0, format,
                                   mark && names.data ? names.data : "", rest);
    if (text)
        finding->message[lang] = text;
    else
        list->failed = true;
}

void boundary_finding_say(struct boundary_finding *finding, struct boundary_list *list,
                          const struct boundary_unit *const *units, uint32_t count,
                          const char *english, ...)
{
    for (int lang = BASE_ZH; lang <= BASE_EN; lang++) {
        va_list args;
        va_start(args, english);
        say_in(finding, list, (enum base_lang)lang, units, count, english, args);
        va_end(args);
    }
}

void boundary_finding_say_in(struct boundary_finding *finding, struct boundary_list *list,
                             enum base_lang lang, const struct boundary_unit *const *units,
                             uint32_t count, const char *english, ...)
{
    va_list args;
    va_start(args, english);
    say_in(finding, list, lang, units, count, english, args);
    va_end(args);
}
#pragma GCC diagnostic pop

static struct geo_point smallest_vertex(const struct geo_geometry *geometry)
{
    struct geo_point smallest = geometry->points[0];
    for (uint32_t i = 1; i < geometry->point_count; i++)
        if (geo_point_compare(geometry->points[i], smallest) < 0)
            smallest = geometry->points[i];
    return smallest;
}

void boundary_finding_place(struct boundary_finding *finding, const struct geo_geometry *geometry)
{
    finding->geometry = *geometry;
    if (geometry->point_count)
        finding->first_vertex = smallest_vertex(geometry);
}

void boundary_finding_place_point(struct boundary_finding *finding, struct boundary_list *list,
                                  struct geo_point point)
{
    struct geo_builder builder;
    geo_builder_init(&builder, GEO_POINT, list->arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    geo_builder_point(&builder, point);
    finding->first_vertex = point;
    if (geo_builder_finish(&builder, &finding->geometry, NULL) != BASE_OK)
        list->failed = true;
}

void boundary_finding_place_line(struct boundary_finding *finding, struct boundary_list *list,
                                 const struct geo_point *points, uint32_t count)
{
    struct geo_builder builder;
    struct geo_geometry line;
    geo_builder_init(&builder, GEO_LINE, list->arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    for (uint32_t i = 0; i < count; i++)
        geo_builder_point(&builder, points[i]);
    if (geo_builder_finish(&builder, &line, NULL) == BASE_OK)
        boundary_finding_place(finding, &line);
    else
        list->failed = true;
}

/* ordinal tells apart what nothing else does. */
static void derive_id(struct boundary_finding *finding, uint32_t ordinal)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    unsigned char digest[BASE_HASH_SIZE];
    base_buffer_text(&text, boundary_kind_name(finding->kind));
    for (uint32_t i = 0; i < finding->party_count; i++)
        base_buffer_printf(&text, "|%s", finding->parties[i]);
    if (finding->subject)
        base_buffer_printf(&text, "#%s", finding->subject);
    else
        base_buffer_printf(&text, "@%lld,%lld", (long long)finding->first_vertex.lon,
                           (long long)finding->first_vertex.lat);
    if (ordinal)
        base_buffer_printf(&text, "~%u", ordinal);
    base_hash(text.data, text.size, digest);
    base_hash_hex(digest, (BOUNDARY_ID_SIZE - 1) / 2, finding->id);
}

static int compare_findings(const void *left, const void *right)
{
    const struct boundary_finding *a = left, *b = right;
    if (a->severity != b->severity)
        return a->severity < b->severity ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    int order = strcmp(a->id, b->id);
    if (order == 0)
        order = geo_point_compare(a->first_vertex, b->first_vertex);
    return order ? order : strcmp(a->message[BASE_EN], b->message[BASE_EN]);
}

static int compare_ids(const void *left, const void *right)
{
    const struct boundary_finding *a = left, *b = right;
    int order = strcmp(a->id, b->id);
    return order ? order : compare_findings(left, right);
}

void boundary_list_finish(struct boundary_list *list)
{
    if (list->count == 0)
        return;
    for (uint32_t i = 0; i < list->count; i++)
        derive_id(&list->items[i], 0);
    qsort(list->items, list->count, sizeof *list->items, compare_ids);
    for (uint32_t first = 0, end; first < list->count; first = end) {
        for (end = first + 1;
             end < list->count && strcmp(list->items[first].id, list->items[end].id) == 0; end++)
            ;
        for (uint32_t i = first + 1; i < end; i++)
            derive_id(&list->items[i], i - first);
    }
    qsort(list->items, list->count, sizeof *list->items, compare_findings);
}
