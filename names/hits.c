/* names/hits.c - what a search has met so far, each subject once. */
#include "names/hits.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "geo/measure.h"
#include "names/rank.h"

#define NONE     STORE_DIVISION_INDEX_NONE
#define FIRST    32   /* results that there is room for at first */
#define TOP_MOST 128  /* pages up to here stop early */
#define RETIRED  0.85 /* of the score of what has ended */

static const struct {
    const char *name;
    double low, high;
} CLASSES[NAMES_CLASSES] = {
    [NAMES_CLASS_WHOLE] = {"whole", 0.80, 1.00},
    [NAMES_CLASS_SPELT] = {"spelt", 0.68, 0.80},
    [NAMES_CLASS_BEGUN] = {"begun", 0.50, 0.68},
    [NAMES_CLASS_LOOSE] = {"loose", 0.42, 0.50},
    [NAMES_CLASS_INSIDE] = {"inside", 0.34, 0.42},
    [NAMES_CLASS_HEARD] = {"heard", 0.24, 0.34},
    [NAMES_CLASS_MISTYPED] = {"mistyped", 0.12, 0.24},
    [NAMES_CLASS_GUESSED] = {"guessed", 0.05, 0.12},
};

void names_class_band(enum names_class class, double *low, double *high)
{
    *low = CLASSES[class].low;
    *high = CLASSES[class].high;
}

const char *names_class_name(enum names_class class)
{
    return CLASSES[class].name;
}

/* --- room -------------------------------------------------------------------------- */

static bool take_room(struct names_hits *h, size_t capacity)
{
    struct names_result *items = base_arena_alloc(h->arena, capacity * sizeof *items);
    uint32_t *table = base_arena_calloc(h->arena, capacity * 2, sizeof *table);
    if (!items || !table) {
        h->failed = true;
        return false;
    }
    if (h->count > 0)
        memcpy(items, h->items, h->count * sizeof *items);
    h->items = items;
    h->capacity = capacity;
    h->table = table;
    h->table_size = capacity * 2;
    return true;
}

void names_hits_init(struct names_hits *h, const struct names_index *index,
                     const struct store_division_index *divisions, struct base_arena *arena,
                     size_t need)
{
    *h = (struct names_hits){.index = index, .divisions = divisions, .arena = arena, .need = need};
    if (!take_room(h, FIRST) || need > TOP_MOST)
        return;
    h->best = base_arena_alloc(arena, (need + 1) * sizeof *h->best);
    h->failed = !h->best;
}

/* The table's slot of the subject: its own, or a free one. */
static size_t slot_of(const struct names_hits *h, uint32_t subject)
{
    size_t at = base_hash_mix(subject) & (h->table_size - 1);
    while (h->table[at] != 0 && h->items[h->table[at] - 1].subject != subject)
        at = (at + 1) & (h->table_size - 1);
    return at;
}

static bool grow(struct names_hits *h)
{
    if (h->count < h->capacity)
        return true;
    if (!take_room(h, h->capacity * 2))
        return false;
    for (uint32_t i = 0; i < h->count; i++)
        h->table[slot_of(h, h->items[i].subject)] = i + 1;
    return true;
}

/* --- what a hit is on the day ---------------------------------------------------------- */

/* A hit with the rows that it leads to. */
struct met {
    const struct names_hit *hit;
    const struct names_part *part;
    const struct names_name_row *name;
    const struct names_name_facts *name_facts;
    const struct names_subject_row *subject;
    const struct names_subject_facts *facts;
    struct store_division_entry division; /* when the result has a row */
};

static bool meet(const struct names_hits *h, const struct names_hit *hit, struct met *m)
{
    m->hit = hit;
    m->part = &h->index->parts[hit->part];
    if (hit->name >= m->part->name_count)
        return false;
    m->name = &m->part->names[hit->name];
    if (m->name->subject >= m->part->subject_count)
        return false;
    m->subject = &m->part->subjects[m->name->subject];
    m->facts = names_part_facts(m->part, m->subject);
    m->name_facts = names_part_name_facts(m->part, m->name);
    return true;
}

static enum names_form form_of(const struct met *m)
{
    enum names_form form =
        m->name_facts->form < NAMES_FORMS ? (enum names_form)m->name_facts->form : NAMES_STANDARD;
    return m->hit->shortened && form == NAMES_STANDARD ? NAMES_SHORT : form;
}

static bool resolve(const struct names_hits *h, struct met *m, struct names_result *out)
{
    base_date_t at = h->query->at;
    const struct names_hit *hit = m->hit;
    bool later = hit->part > 0;
    *out = (struct names_result){
        .subject = m->name->subject + (later ? (uint32_t)h->index->parts[0].subject_count : 0),
        .division_row = NONE,
        .name = hit->name + (later ? (uint32_t)h->index->parts[0].name_count : 0),
        .form = form_of(m),
        .how = hit->how,
        .edits = hit->edits,
    };
    if (names_index_is_hidden(h->index, out->subject))
        return false;
    if (m->facts->is_place) {
        out->retired = !base_date_within(at, m->facts->valid_from, m->facts->valid_to);
        return true;
    }
    out->division_row = store_division_index_of(h->divisions, m->subject->identity, at);
    if (out->division_row == NONE) {
        out->division_row =
            store_division_index_of(h->divisions, m->subject->identity, BASE_DATE_NONE);
        out->retired = true;
    }
    if (out->division_row == NONE)
        return false;
    m->division = store_division_index_entry(h->divisions, out->division_row);
    return true;
}

/* A name that the unit bears on the day is no former one, and the reverse. */
static void fix_form(const struct names_hits *h, const struct met *m, struct names_result *result)
{
    bool borne =
        base_date_within(h->query->at, m->name_facts->valid_from, m->name_facts->valid_to) ||
        result->retired;
    if (borne && result->form == NAMES_FORMER && result->division_row != NONE &&
        strcmp(m->division.name, names_part_text(m->part, m->name->text)) == 0)
        result->form = NAMES_STANDARD;
    if (!borne && (result->form == NAMES_STANDARD || result->form == NAMES_SHORT))
        result->form = NAMES_FORMER;
}

static bool point_of(const struct met *m, const struct names_result *result,
                     struct geo_point *point)
{
    if (result->division_row == NONE) {
        *point = names_part_point(m->subject);
        return (m->subject->flags & NAMES_HAS_POINT) != 0;
    }
    *point = m->division.label;
    return !geo_box_is_empty(m->division.box);
}

/* --- filters ------------------------------------------------------------------------------ */

static bool is_within(const struct names_hits *h, const struct met *m,
                      const struct names_result *result, const char *code)
{
    base_date_t at = h->query->at;
    uint32_t row = result->division_row;
    const char *stated = names_part_text(m->part, m->facts->division);
    if (row == NONE && stated[0])
        row = store_division_index_find(h->divisions, stated, at);
    if (row != NONE)
        return store_division_index_is_within(h->divisions, row, code, at);
    struct geo_point point;
    uint32_t chain[5];
    size_t count = point_of(m, result, &point)
                       ? store_division_index_locate(h->divisions, point, at, chain)
                       : 0;
    return count > 0 && store_division_index_is_within(h->divisions, chain[count - 1], code, at);
}

static bool in_bbox(const struct names_hits *h, const struct met *m,
                    const struct names_result *result)
{
    struct geo_point point;
    if (!point_of(m, result, &point))
        return false;
    double lon = geo_grid_to_degrees(point.lon), lat = geo_grid_to_degrees(point.lat);
    struct geo_bbox own = {lon, lat, lon, lat};
    return geo_bbox_intersects(&own, &h->query->bbox);
}

static bool is_of_category(const struct met *m, const char *category)
{
    return m->facts->is_place &&
           (strcmp(names_part_text(m->part, m->facts->kind), category) == 0 ||
            strcmp(names_part_text(m->part, m->facts->category), category) == 0);
}

/* A place of a kind that is a level is where the unit of its name lies, for want of
 * ground: the unit itself is the answer, unless places are asked for, or ground. */
static bool is_point_of_unit(const struct names_hits *h, const struct met *m)
{
    const char *stated = names_part_text(m->part, m->facts->division);
    if (!m->facts->is_place || !stated[0] || h->query->category || h->query->has_bbox ||
        store_level_parse(names_part_text(m->part, m->facts->kind)) == STORE_LEVEL_NONE)
        return false;
    uint32_t row = store_division_index_find(h->divisions, stated, h->query->at);
    return row != NONE && strcmp(store_division_index_entry(h->divisions, row).name,
                                 names_part_text(m->part, m->name->text)) == 0;
}

static bool passes(const struct names_hits *h, const struct met *m,
                   const struct names_result *result)
{
    const struct names_query *query = h->query;
    if (query->level != STORE_LEVEL_NONE &&
        (result->division_row == NONE || m->division.level != query->level))
        return false;
    if (query->category && !is_of_category(m, query->category))
        return false;
    if (query->has_bbox && !in_bbox(h, m, result))
        return false;
    return !is_point_of_unit(h, m) && (!query->within || is_within(h, m, result, query->within));
}

/* --- score --------------------------------------------------------------------------------- */

/* Of a division without ground the nearest unit above it that has some. */
static bool near_point(const struct names_hits *h, const struct met *m,
                       const struct names_result *result, struct geo_point *point)
{
    uint32_t rows[5];
    if (point_of(m, result, point))
        return true;
    if (result->division_row == NONE)
        return false;
    size_t count =
        store_division_index_parents(h->divisions, result->division_row, h->query->at, rows);
    for (size_t i = 0; i < count; i++) {
        struct store_division_entry above = store_division_index_entry(h->divisions, rows[i]);
        *point = above.label;
        if (!geo_box_is_empty(above.box))
            return true;
    }
    return false;
}

static double near_weight(const struct names_hits *h, const struct met *m,
                          const struct names_result *result)
{
    struct geo_point point;
    if (!h->query->has_near)
        return 1;
    if (!near_point(h, m, result, &point))
        return 0.9;
    double km = geo_distance_m(h->query->near, point) / 1000;
    return 1 - 0.1 * km / (km + 30); /* 5 % at 30 km */
}

/* Name and subject together weigh as in the index (names/rank.h), so that the
 * order of the index is the order of the scores. */
static struct names_features weigh(const struct names_hits *h, const struct met *m,
                                   const struct names_result *result)
{
    double kind = names_rank_weight(m->subject->rank);
    return (struct names_features){
        .class = m->hit->class,
        .match = m->hit->match,
        .kind = kind,
        .form = names_rank_weight(names_rank(kind * names_form_weight(result->form))) / kind,
        .near = near_weight(h, m, result),
        .standing = result->retired ? RETIRED : 1,
    };
}

static double score_of(const struct names_features *f)
{
    double low = CLASSES[f->class].low, high = CLASSES[f->class].high;
    double share = f->match * (f->kind * f->form) * f->near * f->standing;
    return nearbyint((low + (high - low) * share) * 1e6) / 1e6;
}

double names_hits_bound(enum names_class class, double match, uint8_t rank)
{
    struct names_features best = {class, match, 1, names_rank_weight(rank), 1, 1, false};
    return score_of(&best);
}

uint8_t names_hits_rank(const struct names_part *part, uint32_t name)
{
    if (name >= part->name_count || part->names[name].subject >= part->subject_count)
        return 0;
    const struct names_name_facts *facts = names_part_name_facts(part, &part->names[name]);
    double kind = names_rank_weight(part->subjects[part->names[name].subject].rank);
    /* A former name may be the standard one on the day. */
    enum names_form form = facts->form == NAMES_FORMER || facts->form >= NAMES_FORMS
                               ? NAMES_STANDARD
                               : (enum names_form)facts->form;
    return names_rank(kind * names_form_weight(form));
}

/* --- adding ---------------------------------------------------------------------------------- */

static void keep_best(struct names_hits *h, double score)
{
    if (!h->best || (h->best_count == h->need && score <= h->best[h->need - 1]))
        return;
    size_t i = h->best_count < h->need ? h->best_count++ : h->need - 1;
    for (; i > 0 && h->best[i - 1] < score; i--)
        h->best[i] = h->best[i - 1];
    h->best[i] = score;
}

bool names_hits_is_beyond(const struct names_hits *h, double score)
{
    return h->failed || (h->best && h->best_count == h->need && h->best[h->need - 1] >= score);
}

/* Of two names of one subject the better one; the lower number where they are equal. */
static bool is_better(const struct names_result *a, const struct names_result *b)
{
    return a->score != b->score ? a->score > b->score : a->name < b->name;
}

void names_hits_add(struct names_hits *h, const struct names_hit *hit)
{
    struct met met;
    struct names_result result;
    if (h->failed || !meet(h, hit, &met) || !resolve(h, &met, &result))
        return;
    fix_form(h, &met, &result);
    if (!passes(h, &met, &result) || !grow(h))
        return;
    result.features = weigh(h, &met, &result);
    result.score = score_of(&result.features);
    size_t slot = slot_of(h, result.subject);
    if (h->table[slot] != 0) {
        struct names_result *known = &h->items[h->table[slot] - 1];
        if (is_better(&result, known))
            *known = result;
        return;
    }
    h->items[h->count++] = result;
    h->table[slot] = (uint32_t)h->count;
    keep_best(h, result.score);
}

/* --- order --------------------------------------------------------------------------------------
 */

static bool is_behind(const struct names_result *a, const struct names_result *b)
{
    return a->score != b->score ? a->score < b->score : a->name > b->name;
}

/* The last of items[i] and what hangs below it rises to i. */
static void sift(struct names_result *items, size_t count, size_t i)
{
    struct names_result item = items[i];
    for (size_t child; (child = 2 * i + 1) < count; i = child) {
        if (child + 1 < count && is_behind(&items[child + 1], &items[child]))
            child++;
        if (!is_behind(&items[child], &item))
            break;
        items[i] = items[child];
    }
    items[i] = item;
}

/* By heap, since qsort takes memory. */
void names_hits_sort(struct names_hits *h)
{
    for (size_t i = h->count / 2; i-- > 0;)
        sift(h->items, h->count, i);
    for (size_t last = h->count; last-- > 1;) {
        struct names_result worst = h->items[0];
        h->items[0] = h->items[last];
        h->items[last] = worst;
        sift(h->items, last, 0);
    }
}
