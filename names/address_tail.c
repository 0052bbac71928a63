/* names/address_tail.c - number, estate, building, unit, floor and room. */
#include "names/address_tail.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define PASSED_MOST 12 /* letters of an estate's name that no record has */

struct reader {
    struct names_address_lattice *lattice;
    const struct names_address_text *text;
    struct names_address_tail *out;
    size_t at;
    bool on_street;
};

static bool has(const struct reader *r, enum names_piece piece)
{
    return r->out->pieces[piece].present;
}

static struct names_tail_piece *take(struct reader *r, enum names_piece piece, size_t size)
{
    struct names_tail_piece *p = &r->out->pieces[piece];
    *p = (struct names_tail_piece){
        .present = true, .from = (uint16_t)r->at, .to = (uint16_t)(r->at + size)};
    r->at += size;
    r->out->end = (uint16_t)r->at;
    r->out->taken = (uint16_t)(r->out->taken + size);
    return p;
}

/* --- numbers with what they count ------------------------------------------------- */

/* What a number means by what follows it, in an order in which longer words come first. */
static const struct sign {
    const char *word;
    enum names_piece piece;
    bool needs; /* only where a number, estate or building stands before */
} SIGNS[] = {
    {"号楼", NAMES_PIECE_BUILDING, false}, {"#楼", NAMES_PIECE_BUILDING, false},
    {"号院", NAMES_PIECE_NUMBER, false},   {"栋", NAMES_PIECE_BUILDING, false},
    {"幢", NAMES_PIECE_BUILDING, false},   {"座", NAMES_PIECE_BUILDING, false},
    {"单元", NAMES_PIECE_UNIT, false},     {"门", NAMES_PIECE_UNIT, true},
    {"层", NAMES_PIECE_FLOOR, false},      {"室", NAMES_PIECE_ROOM, false},
    {"户", NAMES_PIECE_ROOM, true},        {"房", NAMES_PIECE_ROOM, false},
    {"期", NAMES_PIECE_PHASE, false},      {"区", NAMES_PIECE_PHASE, false},
    {"弄", NAMES_PIECE_LANE, false},       {"楼", NAMES_PIECE_FLOOR, false},
    {"f", NAMES_PIECE_FLOOR, true},
};

static bool is_inside_estate(const struct reader *r)
{
    return has(r, NAMES_PIECE_NUMBER) || has(r, NAMES_PIECE_ESTATE) ||
           has(r, NAMES_PIECE_BUILDING) || has(r, NAMES_PIECE_UNIT) || has(r, NAMES_PIECE_PLACE);
}

/* 号 alone is a door on a street, a building in an estate, a room in a building. */
static enum names_piece piece_of_number(const struct reader *r)
{
    if (has(r, NAMES_PIECE_BUILDING) || has(r, NAMES_PIECE_UNIT) || has(r, NAMES_PIECE_FLOOR))
        return NAMES_PIECE_ROOM;
    if (!has(r, NAMES_PIECE_NUMBER))
        return NAMES_PIECE_NUMBER;
    return NAMES_PIECE_BUILDING;
}

static bool is_number_sign(uint16_t c)
{
    return c == 0x53F7 || c == '#'; /* 号 */
}

/* 楼 after a number is a building, or a floor where the building is known. */
static enum names_piece piece_of_sign(const struct reader *r, const struct sign *sign)
{
    if (strcmp(sign->word, "楼") == 0 && !has(r, NAMES_PIECE_BUILDING))
        return NAMES_PIECE_BUILDING;
    return sign->piece;
}

/* 2-3-401: building, unit and room; 3-401 in an estate: building and room. */
static bool take_chain(struct reader *r, const struct names_address_number *number, size_t size)
{
    bool three = number->more[1] > 0;
    bool two = number->more[0] > 0 && !three && is_inside_estate(r);
    if ((!three && !two) || number->suffix[0])
        return false;
    if (has(r, NAMES_PIECE_BUILDING) && three)
        return false;
    static const enum names_piece PIECES[2][3] = {
        {NAMES_PIECE_BUILDING, NAMES_PIECE_ROOM, NAMES_PIECE_ROOM},
        {NAMES_PIECE_BUILDING, NAMES_PIECE_UNIT, NAMES_PIECE_ROOM}};
    enum names_piece pieces[3];
    memcpy(pieces, PIECES[three], sizeof pieces);
    if (!three && has(r, NAMES_PIECE_BUILDING))
        pieces[0] = NAMES_PIECE_UNIT;
    int64_t values[] = {number->base, number->more[0], number->more[1]};
    size_t from = r->at;
    for (size_t i = 0; i < (three ? 3u : 2u); i++) {
        struct names_tail_piece *p = take(r, pieces[i], 0);
        *p = (struct names_tail_piece){.present = true,
                                       .from = (uint16_t)from,
                                       .to = (uint16_t)(from + size),
                                       .number = {.base = values[i]}};
    }
    take(r, NAMES_PIECE_ROOM, size)->number.base = values[three ? 2 : 1];
    return true;
}

/* Digits right behind a street, or at the end, are a number without its sign. */
static bool stands_alone(const struct reader *r, const struct names_address_number *number,
                         size_t size)
{
    size_t end = r->at + size;
    if (number->is_han)
        return false;
    bool ends =
        end >= r->text->count || r->text->letters[end].cut || r->text->letters[end].folded == 0;
    return (r->on_street && !has(r, NAMES_PIECE_NUMBER)) || (ends && is_inside_estate(r));
}

static bool take_signed(struct reader *r, const struct names_address_number *number, size_t size)
{
    size_t end = r->at + size;
    for (size_t i = 0; i < sizeof SIGNS / sizeof SIGNS[0]; i++) {
        size_t word = names_address_word(r->text, end, SIGNS[i].word);
        enum names_piece piece = piece_of_sign(r, &SIGNS[i]);
        if (word == 0 || has(r, piece) || (SIGNS[i].needs && !is_inside_estate(r)))
            continue;
        struct names_tail_piece *p = take(r, piece, size + word);
        p->number = *number;
        p->sign = piece == NAMES_PIECE_FLOOR || piece == NAMES_PIECE_UNIT ? NULL : SIGNS[i].word;
        return true;
    }
    return false;
}

static bool take_number(struct reader *r)
{
    struct names_address_number number;
    size_t size = names_address_number(r->text, r->at, &number);
    if (size == 0)
        return false;
    if (take_signed(r, &number, size))
        return true;
    bool has_sign = is_number_sign(names_address_at(r->text, r->at + size));
    if (!has_sign && take_chain(r, &number, size))
        return true;
    if (!has_sign && !stands_alone(r, &number, size))
        return false;
    enum names_piece piece = piece_of_number(r);
    if (has(r, piece))
        return false;
    take(r, piece, size + has_sign)->number = number;
    return true;
}

/* A座, B栋, C区. */
static bool take_letter(struct reader *r)
{
    static const char *const ENDS[] = {"座", "栋", "幢", "楼", "号楼", NULL};
    uint16_t c = names_address_at(r->text, r->at);
    if (!names_address_is_latin(c))
        return false;
    size_t end = names_address_any(r->text, r->at + 1, ENDS);
    if (end > 0 && !has(r, NAMES_PIECE_BUILDING)) {
        take(r, NAMES_PIECE_BUILDING, 1 + end);
        return true;
    }
    if (names_address_word(r->text, r->at + 1, "区") == 0 || has(r, NAMES_PIECE_PHASE))
        return false;
    take(r, NAMES_PIECE_PHASE, 2);
    return true;
}

/* --- streets and estates -------------------------------------------------------------- */

/* The longest word of the kind that stands at a letter. */
static const struct names_address_hit *longest(struct reader *r, size_t at,
                                               enum names_address_kind kind)
{
    size_t count;
    const struct names_address_hit *best = NULL, *hits = names_address_hits(r->lattice, at, &count);
    for (size_t i = 0; i < count; i++)
        if (hits[i].word->kind == kind && (!best || hits[i].to > best->to))
            best = &hits[i];
    return best;
}

/* 与解放大路交汇处: the other road of a crossing. */
static bool take_crossing(struct reader *r)
{
    static const char *const AND[] = {"与", "和", "及", "、", "/", "×", NULL};
    static const char *const MEET[] = {"交汇处", "交汇", "交叉口", "交叉处", "交口",
                                       "路口",   "口",   "交界处", "交叉",   NULL};
    if (!r->on_street || has(r, NAMES_PIECE_NUMBER) || has(r, NAMES_PIECE_CROSSING))
        return false;
    size_t and = names_address_any(r->text, r->at, AND);
    const struct names_address_hit *hit = longest(r, r->at + and, NAMES_WORD_STREET);
    if (!hit)
        return false;
    size_t meet = names_address_any(r->text, hit->to, MEET);
    if (and == 0 && meet == 0)
        return false;
    take(r, NAMES_PIECE_CROSSING, hit->to + meet - r->at)->hit = hit;
    return true;
}

static bool take_known_estate(struct reader *r)
{
    enum names_address_kind kinds[] = {NAMES_WORD_ESTATE, NAMES_WORD_PLACE};
    enum names_piece pieces[] = {NAMES_PIECE_ESTATE, NAMES_PIECE_PLACE};
    for (size_t i = 0; i < 2; i++) {
        const struct names_address_hit *hit =
            has(r, pieces[i]) ? NULL : longest(r, r->at, kinds[i]);
        if (hit) {
            take(r, pieces[i], (size_t)(hit->to - hit->from))->hit = hit;
            return true;
        }
    }
    return false;
}

/* A run of characters that ends as estates do: 示例小区. */
static bool take_other_estate(struct reader *r)
{
    static const char *const ENDS[] = {"小区", "花园", "家园", "公寓", "新村", "大院",
                                       "嘉园", "名苑", "新城", "山庄", "宿舍", NULL};
    if (has(r, NAMES_PIECE_ESTATE) || has(r, NAMES_PIECE_BUILDING))
        return false;
    for (size_t size = 2; size < PASSED_MOST && r->at + size <= r->text->count; size++) {
        const struct names_letter *letter = &r->text->letters[r->at + size - 1];
        if (letter->folded == 0 || (letter->cut && size > 1) ||
            names_address_is_digit(letter->plain))
            return false;
        size_t end = names_address_any(r->text, r->at + size, ENDS);
        if (end > 0) {
            take(r, NAMES_PIECE_ESTATE, size + end);
            return true;
        }
    }
    return false;
}

static bool skip_sign(struct reader *r)
{
    if (r->at >= r->text->count || r->text->letters[r->at].folded != 0)
        return false;
    r->at++;
    return true;
}

void names_address_tail_read(struct names_address_lattice *lattice, size_t at, bool on_street,
                             struct names_address_tail *out)
{
    struct reader r = {
        .lattice = lattice, .text = lattice->text, .out = out, .at = at, .on_street = on_street};
    *out = (struct names_address_tail){.end = (uint16_t)at};
    while (r.at < r.text->count)
        if (!take_crossing(&r) && !take_number(&r) && !take_letter(&r) && !take_known_estate(&r) &&
            !take_other_estate(&r) && !skip_sign(&r))
            break;
}

/* --- standard forms ------------------------------------------------------------------ */

static const char *sign_of(enum names_piece piece)
{
    switch (piece) {
    case NAMES_PIECE_PHASE:
        return "期";
    case NAMES_PIECE_BUILDING:
        return "号楼";
    case NAMES_PIECE_UNIT:
        return "单元";
    case NAMES_PIECE_FLOOR:
        return "层";
    case NAMES_PIECE_ROOM:
        return "室";
    default:
        return "号";
    }
}

const char *names_address_written(const struct names_address_text *text, size_t from, size_t to,
                                  const char *input, struct base_arena *arena)
{
    size_t first = text->letters[from].origin, last = text->letters[to - 1].origin, at = 0,
           number = 0;
    size_t size = strlen(input), begin = 0;
    while (at < size && number <= last) {
        if (number++ == first)
            begin = at;
        base_text_next(input, size, &at);
    }
    return base_arena_strndup(arena, input + begin, at - begin);
}

const char *names_address_tail_text(const struct names_address_lattice *lattice,
                                    const struct names_address_tail *tail, enum names_piece piece,
                                    const char *input, struct base_arena *arena)
{
    char text[STORE_NUMBER_SIZE];
    const struct names_tail_piece *p = &tail->pieces[piece];
    if (p->hit) {
        const struct names_addresses *addresses = lattice->context->addresses;
        const struct names_spot *spot = names_addresses_spot(addresses, p->hit->word->spot);
        return spot ? names_addresses_text(addresses, spot->name) : NULL;
    }
    if (p->number.base == 0)
        return names_address_written(lattice->text, p->from, p->to, input, arena);
    bool lane = piece == NAMES_PIECE_LANE;
    struct store_house_number house =
        names_address_house(&p->number, lane ? STORE_NUMBER_LANE : STORE_NUMBER_DOOR);
    if (lane || piece == NAMES_PIECE_NUMBER)
        return base_arena_strdup(arena, store_house_number_print(&house, text));
    return base_arena_printf(arena, "%lld%s%s", (long long)house.base, house.suffix,
                             p->sign && p->sign[0] != '#' ? p->sign : sign_of(piece));
}
