/* names/standard.c - the standard form of a name or address. */
#include "names/standard.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "geo/measure.h"
#include "names/address_tail.h"
#include "names/form.h"

#define NONE      STORE_DIVISION_INDEX_NONE
#define LEFT_OVER 0.3  /* what a letter costs that stands for nothing */
#define TIE       0.05 /* readings whose scores differ by less are equally good */
#define FULL_MOST 1024
#define CHAIN     5

/* One reading of the whole text. */
struct reading {
    const struct names_address_step *step;
    struct names_address_tail tail;
    double score;
};

struct standardizer {
    const struct names_context *context;
    const struct names_standard_options *options;
    struct base_arena *arena;
    struct names_address_text text;
    struct names_address_lattice *lattice;
    struct reading best;
    struct names_standard *out;
    /* what the best reading means */
    const struct names_address_hit *street, *place, *zone, *village;
    uint32_t row; /* the deepest division it lies in; NONE */
};

/* --- reasons -------------------------------------------------------------------- */

static void add_reason(struct standardizer *s, const char *text)
{
    if (text && s->out->reason_count < NAMES_REASONS)
        s->out->reasons[s->out->reason_count++] = text;
}

static struct store_division_entry entry_of(const struct standardizer *s, uint32_t row)
{
    return store_division_index_entry(s->context->divisions, row);
}

static const char *spot_name(const struct standardizer *s, const struct names_address_hit *hit)
{
    const struct names_addresses *addresses = s->context->addresses;
    const struct names_spot *spot = names_addresses_spot(addresses, hit->word->spot);
    return spot ? names_addresses_text(addresses, spot->name) : "";
}

static const char *standard_name(const struct standardizer *s, const struct names_address_hit *hit)
{
    return hit->word->kind == NAMES_WORD_DIVISION ? entry_of(s, hit->row).name : spot_name(s, hit);
}

static const char *as_written(struct standardizer *s, size_t from, size_t to)
{
    return names_address_written(&s->text, from, to, s->out->input, s->arena);
}

/* --- choosing a reading ------------------------------------------------------------- */

static size_t letters_from(const struct names_address_text *text, size_t from)
{
    size_t count = 0;
    for (size_t i = from; i < text->count; i++)
        count += text->letters[i].folded != 0;
    return count;
}

static void read_step(struct standardizer *s, const struct names_address_step *step,
                      struct reading *out)
{
    out->step = step;
    names_address_tail_read(s->lattice, step->end, step->has_street, &out->tail);
    out->score =
        step->score + out->tail.taken - LEFT_OVER * (double)letters_from(&s->text, out->tail.end);
}

/* What a reading is about in the end. */
static int64_t target_of(const struct reading *reading)
{
    const struct names_address_hit *hit = reading->step->hit;
    return hit ? hit->word->identity * 2 + (hit->word->kind == NAMES_WORD_DIVISION) : -1;
}

static void add_rivals(struct standardizer *s)
{
    struct base_buffer names BASE_BUFFER_AUTO = {0};
    const struct names_address_hit *hit = s->best.step->hit;
    int64_t seen[8];
    size_t count = 0;
    for (size_t i = 1; i < s->lattice->step_count && count < 8; i++) {
        struct reading other;
        read_step(s, &s->lattice->steps[i], &other);
        bool known = false;
        for (size_t k = 0; k < count; k++)
            known |= seen[k] == target_of(&other);
        if (other.score < s->best.score - TIE || known)
            continue;
        char full[256];
        const struct names_address_hit *own = other.step->hit;
        seen[count++] = target_of(&other);
        if (own->row != NONE)
            store_division_index_full_name(s->context->divisions, own->row, s->context->at, full,
                                           sizeof full);
        else
            snprintf(full, sizeof full, "%.200s", spot_name(s, own));
        base_buffer_printf(&names, "%s%s", count > 1 ? "," : "", full);
    }
    add_reason(s, base_arena_printf(s->arena, "same_name_in(%s: %s)",
                                    as_written(s, hit->from, hit->to), names.data));
}

/* True when one reading is better than every other. */
static bool choose(struct standardizer *s)
{
    bool tied = false;
    s->best.step = NULL;
    for (size_t i = 1; i < s->lattice->step_count; i++) {
        struct reading reading;
        read_step(s, &s->lattice->steps[i], &reading);
        if (!s->best.step || reading.score > s->best.score + TIE) {
            s->best = reading;
            tied = false;
        } else if (reading.score > s->best.score - TIE &&
                   target_of(&reading) != target_of(&s->best)) {
            tied = true;
        }
    }
    if (tied)
        add_rivals(s);
    return s->best.step && s->best.score > 0 && !tied;
}

/* --- what it means -------------------------------------------------------------------- */

static void set_part(struct standardizer *s, enum names_piece piece, const char *text,
                     uint32_t from, uint32_t to)
{
    struct names_standard_part *part = &s->out->parts[piece];
    *part = (struct names_standard_part){.present = true, .text = text, .from = from, .to = to};
}

static uint32_t origin(const struct standardizer *s, size_t letter)
{
    return s->text.letters[letter].origin;
}

static void set_written(struct standardizer *s, enum names_piece piece, const char *text,
                        size_t from, size_t to)
{
    set_part(s, piece, text, origin(s, from), origin(s, to - 1) + 1);
}

static enum names_piece piece_of_level(enum store_level level)
{
    static const enum names_piece PIECES[] = {
        NAMES_PIECE_PROVINCE, NAMES_PIECE_PROVINCE, NAMES_PIECE_PREFECTURE,
        NAMES_PIECE_COUNTY,   NAMES_PIECE_TOWNSHIP, NAMES_PIECE_VILLAGE,
    };
    return PIECES[level];
}

static enum names_rung rung_of_level(enum store_level level)
{
    static const enum names_rung RUNGS[] = {
        NAMES_RUNG_NONE,   NAMES_RUNG_PROVINCE, NAMES_RUNG_PREFECTURE,
        NAMES_RUNG_COUNTY, NAMES_RUNG_TOWNSHIP, NAMES_RUNG_VILLAGE,
    };
    return RUNGS[level];
}

static const char *level_word(enum store_level level)
{
    return level == STORE_LEVEL_COUNTY       ? "district"
           : level == STORE_LEVEL_PREFECTURE ? "city"
                                             : store_level_name(level);
}

/* "former_name_used(斯大林大街→人民大街,1996)" */
static void tell_form(struct standardizer *s, const struct names_address_hit *hit)
{
    enum names_form form = (enum names_form)hit->word->form;
    const char *written = as_written(s, hit->from, hit->to), *name = standard_name(s, hit);
    if (form == NAMES_FORMER || form == NAMES_HISTORICAL) {
        char day[BASE_DATE_SIZE] = "";
        bool dated = hit->word->valid_to != BASE_DATE_NONE;
        if (dated)
            base_date_print(hit->word->valid_to, day);
        add_reason(s, base_arena_printf(s->arena, "former_name_used(%s→%s%s%.4s)", written, name,
                                        dated ? "," : "", day));
    } else if (form == NAMES_ALIAS && hit->word->kind != NAMES_WORD_ZONE) {
        add_reason(s, base_arena_printf(s->arena, "alias_used(%s→%s)", written, name));
    }
}

static void tell_agreement(struct standardizer *s, const struct names_address_step *step)
{
    const struct names_address_step *before = &s->lattice->steps[step->before];
    if (step->agreement == NAMES_AGREES || before->row == NONE)
        return;
    struct store_division_entry outer = entry_of(s, before->row);
    add_reason(s, base_arena_printf(s->arena, "conflict: %s (%s%s)", store_level_name(outer.level),
                                    outer.name, step->agreement == NAMES_AGREED ? ", former" : ""));
}

static void tell_zone(struct standardizer *s, const struct names_address_hit *hit)
{
    set_written(s, NAMES_PIECE_ZONE, spot_name(s, hit), hit->from, hit->to);
    add_reason(
        s, base_arena_printf(s->arena, "zone_not_division(%s)", as_written(s, hit->from, hit->to)));
}

/* The words of the reading, last first. */
static void take_words(struct standardizer *s)
{
    const struct names_address_step *steps = s->lattice->steps;
    for (const struct names_address_step *step = s->best.step; step->before >= 0;
         step = &steps[step->before]) {
        const struct names_address_hit *hit = step->hit;
        switch (hit->word->kind) {
        case NAMES_WORD_DIVISION:
            set_written(s, piece_of_level(entry_of(s, hit->row).level), standard_name(s, hit),
                        hit->from, hit->to);
            break;
        case NAMES_WORD_ZONE:
            s->zone = hit;
            tell_zone(s, hit);
            break;
        case NAMES_WORD_STREET:
            s->street = hit;
            set_written(s, NAMES_PIECE_ROAD, spot_name(s, hit), hit->from, hit->to);
            break;
        case NAMES_WORD_VILLAGE:
            s->village = hit;
            set_written(s, NAMES_PIECE_VILLAGE, spot_name(s, hit), hit->from, hit->to);
            break;
        default:
            s->place = hit;
            set_written(
                s, hit->word->kind == NAMES_WORD_ESTATE ? NAMES_PIECE_ESTATE : NAMES_PIECE_PLACE,
                spot_name(s, hit), hit->from, hit->to);
        }
        tell_form(s, hit);
        tell_agreement(s, step);
    }
    s->row = s->best.step->row;
}

static void take_tail(struct standardizer *s)
{
    for (int i = 0; i < NAMES_PIECES; i++) {
        const struct names_tail_piece *piece = &s->best.tail.pieces[i];
        if (!piece->present)
            continue;
        const char *text = names_address_tail_text(s->lattice, &s->best.tail, (enum names_piece)i,
                                                   s->out->input, s->arena);
        set_written(s, (enum names_piece)i, text, piece->from, piece->to);
        if (piece->hit)
            s->out->parts[i].id =
                base_arena_printf(s->arena, "place-%lld", (long long)piece->hit->word->identity);
    }
}

/* The deepest unit that holds both. */
static uint32_t common_row(const struct standardizer *s, uint32_t a, uint32_t b)
{
    uint32_t rows[CHAIN];
    const struct store_division_index *divisions = s->context->divisions;
    size_t count = store_division_index_parents(divisions, a, s->context->at, rows);
    for (size_t i = 0; i < count; i++)
        if (store_division_index_is_within(divisions, b, entry_of(s, rows[i]).code, s->context->at))
            return rows[i];
    return NONE;
}

/* The unit that holds all divisions of a street or place that agree with what was
 * written (any: all of them); NONE when there is none. */
static uint32_t row_of_divisions(const struct standardizer *s, const char *codes, bool any)
{
    uint32_t found = NONE;
    for (const char *code = codes; *code;) {
        char one[STORE_CODE_SIZE];
        size_t size = strcspn(code, ",");
        snprintf(one, sizeof one, "%.*s", (int)size, code);
        uint32_t row = store_division_index_find(s->context->divisions, one, s->context->at);
        if (row != NONE &&
            (any || names_address_agreement(s->context, one, s->row) == NAMES_AGREES))
            found = found == NONE || found == row ? row : common_row(s, found, row);
        code += size + (code[size] == ',');
    }
    return found;
}

/* Where the place lies wins a quarrel with what was written. */
static uint32_t row_of_spot(const struct standardizer *s, const struct names_spot *spot)
{
    const char *codes = names_addresses_text(s->context->addresses, spot->divisions);
    uint32_t row = s->row == NONE ? NONE : row_of_divisions(s, codes, false);
    return row != NONE ? row : row_of_divisions(s, codes, true);
}

/* By its ground, for a place that names no division. */
static uint32_t row_at_point(const struct standardizer *s, const struct names_spot *spot)
{
    uint32_t rows[CHAIN];
    size_t count = spot->has_point ? store_division_index_locate(s->context->divisions, spot->point,
                                                                 s->context->at, rows)
                                   : 0;
    return count > 0 ? rows[count - 1] : NONE;
}

static const struct names_spot *main_spot(const struct standardizer *s)
{
    const struct names_address_hit *hit = s->place     ? s->place
                                          : s->street  ? s->street
                                          : s->village ? s->village
                                                       : s->zone;
    return hit ? names_addresses_spot(s->context->addresses, hit->word->spot) : NULL;
}

/* The deeper of what was written and where the place lies; what lies wins a quarrel. */
static void settle_row(struct standardizer *s)
{
    const struct names_spot *spot = main_spot(s);
    if (!spot)
        return;
    uint32_t own = row_of_spot(s, spot);
    if (own == NONE && s->row == NONE)
        own = row_at_point(s, spot);
    if (own == NONE && s->row != NONE && s->zone && !s->street)
        own = row_at_point(s, spot);
    if (own == NONE)
        return;
    bool deeper =
        s->row != NONE && store_division_index_is_within(s->context->divisions, s->row,
                                                         entry_of(s, own).code, s->context->at);
    if (!deeper)
        s->row = own;
}

/* Levels that were not written follow from those below. */
static void infer_levels(struct standardizer *s)
{
    uint32_t rows[CHAIN + 1];
    if (s->row == NONE)
        return;
    rows[0] = s->row;
    size_t count =
        1 + store_division_index_parents(s->context->divisions, s->row, s->context->at, rows + 1);
    for (size_t i = 0; i < count; i++) {
        struct store_division_entry entry = entry_of(s, rows[i]);
        struct names_standard_part *part = &s->out->parts[piece_of_level(entry.level)];
        bool other = part->present && strcmp(part->text, entry.name) != 0;
        if (!part->present || other)
            set_part(s, piece_of_level(entry.level), entry.name, 0, 0);
        if (!part->present || (part->from == part->to && !other))
            add_reason(s, base_arena_printf(s->arena, "%s_inferred", level_word(entry.level)));
        part->code = entry.code;
    }
    s->out->code = entry_of(s, s->row).code;
}

/* --- the answer --------------------------------------------------------------------- */

static void append_part(const struct standardizer *s, struct base_buffer *out,
                        enum names_piece piece)
{
    const struct names_standard_part *part = &s->out->parts[piece];
    if (part->present && part->text)
        base_buffer_text(out, part->text);
}

/* 人民大街与解放大路交汇处, 人民大街10111号3号楼. */
static void append_address(const struct standardizer *s, struct base_buffer *out)
{
    append_part(s, out, NAMES_PIECE_ROAD);
    if (s->out->parts[NAMES_PIECE_CROSSING].present)
        base_buffer_printf(out, "与%s交汇处", s->out->parts[NAMES_PIECE_CROSSING].text);
    for (int i = NAMES_PIECE_LANE; i < NAMES_PIECES; i++)
        append_part(s, out, (enum names_piece)i);
}

static void write_names(struct standardizer *s)
{
    struct base_buffer standard BASE_BUFFER_AUTO = {0}, full BASE_BUFFER_AUTO = {0};
    char chain[FULL_MOST] = "";
    append_address(s, &standard);
    if (s->row != NONE)
        store_division_index_full_name(s->context->divisions, s->row, s->context->at, chain,
                                       sizeof chain);
    base_buffer_text(&full, chain);
    if (s->village) {
        base_buffer_text(&full, spot_name(s, s->village));
        if (standard.size == 0)
            base_buffer_text(&standard, spot_name(s, s->village));
        else
            base_buffer_text(&full, standard.data);
    } else if (standard.size > 0) {
        base_buffer_text(&full, standard.data);
    }
    if (standard.size == 0)
        base_buffer_text(&standard, s->row != NONE ? entry_of(s, s->row).name
                                    : s->zone      ? spot_name(s, s->zone)
                                                   : "");
    s->out->standard = base_arena_strdup(s->arena, standard.data);
    s->out->full_name = base_arena_strdup(s->arena, full.data);
}

static void place_at(struct standardizer *s, struct geo_point point, double radius_m)
{
    s->out->has_point = true;
    s->out->point = point;
    s->out->radius_m = radius_m;
}

static double half_diagonal(struct geo_box box)
{
    return geo_distance_m(box.min, box.max) / 2;
}

static void locate_spot(struct standardizer *s, const struct names_spot *spot, enum names_rung rung)
{
    s->out->level = rung;
    s->out->id = base_arena_printf(s->arena, "place-%lld", (long long)spot->identity);
    if (spot->has_point)
        place_at(s, spot->point, fmax(half_diagonal(spot->box), 50));
}

static void locate_row(struct standardizer *s)
{
    struct store_division_entry entry = entry_of(s, s->row);
    s->out->level = rung_of_level(entry.level);
    s->out->id = base_arena_printf(s->arena, "division-%lld", (long long)entry.identity);
    if (!geo_box_is_empty(entry.box))
        place_at(s, entry.label, half_diagonal(entry.box));
}

static void locate(struct standardizer *s)
{
    const struct names_spot *spot = main_spot(s);
    if (s->out->parts[NAMES_PIECE_NUMBER].present && s->street)
        add_reason(s, "number_unknown");
    if (spot && s->place)
        locate_spot(s, spot,
                    s->place->word->kind == NAMES_WORD_ESTATE ? NAMES_RUNG_ESTATE
                                                              : NAMES_RUNG_PLACE);
    else if (spot && s->street)
        locate_spot(s, spot, NAMES_RUNG_STREET);
    else if (spot && s->village)
        locate_spot(s, spot, NAMES_RUNG_VILLAGE);
    else if (s->row != NONE && (!s->zone || entry_of(s, s->row).level >= STORE_LEVEL_TOWNSHIP))
        locate_row(s);
    else if (spot)
        locate_spot(s, spot, NAMES_RUNG_ZONE);
    else
        s->out->level = NAMES_RUNG_NONE;
}

/* Adds the letters from..to to what stands for nothing, without signs around them. */
static void leave(struct standardizer *s, struct base_buffer *left, size_t from, size_t to)
{
    while (from < to && s->text.letters[from].folded == 0)
        from++;
    while (to > from && s->text.letters[to - 1].folded == 0)
        to--;
    if (from == to)
        return;
    const char *text = as_written(s, from, to);
    base_buffer_printf(left, "%s%s", left->size > 0 ? " " : "", text ? text : "");
}

/* What was passed over between the words, and what follows the last. */
static void tell_unmatched(struct standardizer *s)
{
    struct base_buffer left BASE_BUFFER_AUTO = {0};
    const struct names_address_step *way[NAMES_ADDRESS_WAY];
    size_t count = 0, end = 0;
    for (const struct names_address_step *step = s->best.step;
         step->before >= 0 && count < NAMES_ADDRESS_WAY; step = &s->lattice->steps[step->before])
        way[count++] = step;
    while (count-- > 0) {
        leave(s, &left, end, way[count]->hit->from);
        end = way[count]->end;
    }
    leave(s, &left, s->best.tail.end, s->text.count);
    if (left.size == 0)
        return;
    s->out->unmatched = base_arena_strdup(s->arena, left.data);
    add_reason(s, base_arena_printf(s->arena, "unmatched(\"%s\")", left.data));
}

/* 上海市徐汇区 before a street that is known elsewhere: the record does not hold the
 * unit that is meant, so the street is another. */
static const char *unknown_division(struct standardizer *s)
{
    static const char *const LEVELS[] = {"省", "市", "区", "县", "自治州", "盟", "旗", NULL};
    const struct names_address_step *first = s->best.step;
    while (first->before > 0)
        first = &s->lattice->steps[first->before];
    for (size_t at = 1; at < first->hit->from; at++)
        if (names_address_any(&s->text, at, LEVELS) > 0)
            return as_written(s, 0, first->hit->from);
    return NULL;
}

static void refuse(struct standardizer *s, const char *reason)
{
    struct names_standard *out = s->out;
    out->standard = out->full_name = out->id = out->code = NULL;
    out->has_point = false;
    out->level = NAMES_RUNG_NONE;
    out->confidence = 0;
    out->radius_m = NAN;
    add_reason(s, reason);
}

static void answer(struct standardizer *s)
{
    const char *unknown = unknown_division(s);
    if (unknown) {
        refuse(s, base_arena_printf(s->arena, "unknown_division(%s)", unknown));
        return;
    }
    take_words(s);
    take_tail(s);
    settle_row(s);
    infer_levels(s);
    locate(s);
    tell_unmatched(s);
    write_names(s);
    s->out->confidence = s->out->unmatched ? 0.7 : 0.9;
    const struct names_standard_options *options = s->options;
    if (s->out->level == NAMES_RUNG_NONE)
        refuse(s, NULL);
    else if (options && options->least != NAMES_RUNG_NONE && s->out->level > options->least)
        refuse(s, "below_min_level");
    else if (options && s->out->confidence < options->min_confidence)
        refuse(s, "below_min_confidence");
}

static uint32_t focus_of(const struct standardizer *s)
{
    const char *code = s->options ? s->options->within : NULL;
    return code ? store_division_index_find(s->context->divisions, code, s->context->at) : NONE;
}

enum base_status names_standardize(const struct names_context *context, const char *text,
                                   const struct names_standard_options *options,
                                   struct base_arena *arena, struct names_standard *out,
                                   struct base_error *err)
{
    struct names_standard result = {.input = text, .level = NAMES_RUNG_NONE, .radius_m = NAN};
    struct standardizer *s = base_arena_alloc(arena, sizeof *s);
    struct names_address_lattice *lattice = base_arena_alloc(arena, sizeof *lattice);
    if (!s || !lattice)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    *s = (struct standardizer){
        .context = context, .options = options, .arena = arena, .lattice = lattice, .out = &result};
    names_address_read(context->addresses, text, &s->text);
    lattice->context = context;
    lattice->text = &s->text;
    lattice->focus = focus_of(s);
    names_address_paths(lattice);
    if (s->text.count == 0)
        refuse(s, "empty");
    else if (choose(s))
        answer(s);
    else
        refuse(s, result.reason_count == 0 ? "no_match" : NULL);
    *out = result;
    return BASE_OK;
}
