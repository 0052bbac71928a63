/* names/reverse.c - where a point lies. */
#include "names/reverse.h"

#include <math.h>
#include <stdio.h>

#include "geo/measure.h"

struct nearest_search {
    const struct names_context *context;
    struct geo_point point;
    const struct names_reverse *found; /* not again */
};

static bool was_found(const struct nearest_search *search, uint32_t subject)
{
    for (size_t i = 0; i < search->found->nearest_count; i++)
        if (search->found->nearest[i].subject == subject)
            return true;
    return false;
}

static double distance(void *context, uint32_t item)
{
    const struct nearest_search *search = context;
    struct names_subject subject = names_index_subject(search->context->index, item);
    bool standing = base_date_within(search->context->at, subject.valid_from, subject.valid_to);
    if (!subject.has_point || !standing || was_found(search, item))
        return INFINITY;
    return geo_distance_m(search->point, subject.point);
}

void names_reverse_find(const struct names_context *context, struct geo_point point, double limit_m,
                        struct names_reverse *out)
{
    *out = (struct names_reverse){0};
    out->chain_count =
        store_division_index_locate(context->divisions, point, context->at, out->chain);
    struct nearest_search search = {context, point, out};
    while (out->nearest_count < NAMES_NEAREST) {
        struct names_nearest nearest;
        nearest.subject = names_index_nearest(context->index, point, limit_m, distance, &search,
                                              &nearest.distance_m);
        if (nearest.subject == UINT32_MAX)
            break;
        out->nearest[out->nearest_count++] = nearest;
    }
}

void names_reverse_write(const struct names_context *context, const struct names_reverse *reverse,
                         struct base_json *json)
{
    base_json_object_begin(json);
    base_json_key(json, "chain");
    base_json_array_begin(json);
    for (size_t i = 0; i < reverse->chain_count; i++) {
        struct store_division_entry entry =
            store_division_index_entry(context->divisions, reverse->chain[i]);
        base_json_object_begin(json);
        base_json_key_string(json, "code", entry.code);
        base_json_key_string(json, "name", entry.name);
        base_json_key_string(json, "level", store_level_name(entry.level));
        base_json_object_end(json);
    }
    base_json_array_end(json);
    base_json_key(json, "nearest");
    base_json_array_begin(json);
    for (size_t i = 0; i < reverse->nearest_count; i++) {
        char id[48];
        struct names_subject subject =
            names_index_subject(context->index, reverse->nearest[i].subject);
        snprintf(id, sizeof id, "place-%lld", (long long)subject.identity);
        base_json_object_begin(json);
        base_json_key_string(json, "id", id);
        base_json_key_string(json, "name", subject.name);
        base_json_key_fixed(json, "distance_m", reverse->nearest[i].distance_m, 1);
        base_json_object_end(json);
    }
    base_json_array_end(json);
    base_json_key_null(json, "address");
    base_json_object_end(json);
}
