/* names/address_path.c - the ways to read a text as divisions, streets and places. */
#include "names/address_path.h"

#include <string.h>

#include "names/form.h"

#define NONE        STORE_DIVISION_INDEX_NONE
#define PASSED_MOST 6   /* letters passed over between two words */
#define PASSED      1.2 /* what each costs */
#define KEPT        8   /* readings kept at one letter */
#define TEXT_MOST   64

/* --- words ---------------------------------------------------------------------- */

/* The row of a division on the day; of one that has ended, its newest. */
static uint32_t row_of(const struct names_context *context, const struct names_address_word *word)
{
    if (word->kind != NAMES_WORD_DIVISION)
        return NONE;
    uint32_t row = store_division_index_of(context->divisions, word->identity, context->at);
    return row != NONE
               ? row
               : store_division_index_of(context->divisions, word->identity, BASE_DATE_NONE);
}

static void look_up(struct names_address_lattice *l, size_t at)
{
    const struct names_addresses *addresses = l->context->addresses;
    uint32_t node = 0;
    l->hits_at[at] = (int32_t)l->hit_count;
    for (size_t to = at; to < l->text->count;) {
        uint16_t letter = l->text->letters[to++].folded;
        node = letter ? names_addresses_step(addresses, node, letter) : 0;
        if (node == 0)
            break;
        size_t count;
        const struct names_address_word *words = names_addresses_words(addresses, node, &count);
        for (size_t i = 0; i < count && l->hit_count < NAMES_ADDRESS_HITS; i++)
            l->hits[l->hit_count++] = (struct names_address_hit){
                &words[i], row_of(l->context, &words[i]), (uint16_t)at, (uint16_t)to};
    }
    l->hits_of[at] = (uint16_t)(l->hit_count - (size_t)l->hits_at[at]);
}

const struct names_address_hit *names_address_hits(struct names_address_lattice *lattice, size_t at,
                                                   size_t *count)
{
    if (lattice->hits_at[at] < 0)
        look_up(lattice, at);
    *count = lattice->hits_of[at];
    return lattice->hits + lattice->hits_at[at];
}

bool names_address_names_road(const struct names_address_text *text, size_t end)
{
    static const char *const ENDS[] = {"大街",   "大路",   "大道", "街",   "路", "胡同",
                                       "广场",   "桥",     "站",   "小区", "巷", "立交",
                                       "东大街", "西大街", "北路", "南路", NULL};
    static const char *const NOT[] = {"街道", "路口", NULL};
    return names_address_any(text, end, ENDS) > 0 && names_address_any(text, end, NOT) == 0;
}

/* 市, 区, 镇 behind a name that was read without: it was another name. */
static bool is_cut_short(const struct names_address_text *text, size_t end)
{
    static const char *const ENDS[] = {"市", "区", "县", "省", "镇", "乡", "街道", NULL};
    return names_address_any(text, end, ENDS) > 0;
}

/* --- agreement -------------------------------------------------------------------- */

static bool is_inside(const struct names_context *context, uint32_t row, uint32_t outer)
{
    return row != NONE && outer != NONE &&
           store_division_index_is_within(
               context->divisions, row, store_division_index_entry(context->divisions, outer).code,
               context->at);
}

/* Whether a version of the unit lay in one of the other unit, each on its own days. */
static bool was_inside(const struct names_context *context, uint32_t row, uint32_t outer)
{
    uint32_t versions[16], parents[5];
    const struct store_division_index *index = context->divisions;
    int64_t wanted = store_division_index_entry(index, outer).identity;
    size_t count = store_division_index_versions(
        index, store_division_index_entry(index, row).identity, versions, 16);
    for (size_t i = 0; i < count && i < 16; i++) {
        struct store_division_entry entry = store_division_index_entry(index, versions[i]);
        base_date_t day = entry.valid_from != BASE_DATE_NONE ? entry.valid_from
                          : entry.valid_to != BASE_DATE_NONE ? entry.valid_to - 1
                                                             : context->at;
        size_t above = store_division_index_parents(index, versions[i], day, parents);
        for (size_t k = 0; k < above; k++)
            if (store_division_index_entry(index, parents[k]).identity == wanted)
                return true;
    }
    return false;
}

/* Whether a unit of prefecture level holds both. */
static bool are_near(const struct names_context *context, uint32_t a, uint32_t b)
{
    uint32_t rows[5];
    size_t count = store_division_index_parents(context->divisions, a, context->at, rows);
    for (size_t i = 0; i < count; i++) {
        struct store_division_entry entry = store_division_index_entry(context->divisions, rows[i]);
        if (entry.level >= STORE_LEVEL_PREFECTURE && is_inside(context, b, rows[i]))
            return true;
    }
    return false;
}

static enum names_agreement division_agreement(const struct names_context *context, uint32_t row,
                                               uint32_t outer)
{
    return is_inside(context, row, outer)    ? NAMES_AGREES
           : was_inside(context, row, outer) ? NAMES_AGREED
           : are_near(context, row, outer)   ? NAMES_NEAR
                                             : NAMES_DIFFERS;
}

enum names_agreement names_address_agreement(const struct names_context *context,
                                             const char *divisions, uint32_t row)
{
    enum names_agreement best = divisions[0] ? NAMES_DIFFERS : NAMES_AGREES;
    for (const char *code = divisions; *code && best != NAMES_AGREES;) {
        char one[STORE_CODE_SIZE];
        size_t size = strcspn(code, ",");
        if (size < sizeof one) {
            memcpy(one, code, size);
            one[size] = '\0';
            uint32_t own = store_division_index_find(context->divisions, one, context->at);
            if (is_inside(context, own, row) || is_inside(context, row, own))
                best = NAMES_AGREES;
            else if (own != NONE && row != NONE && are_near(context, own, row))
                best = NAMES_NEAR;
        }
        code += size + (code[size] == ',');
    }
    return best;
}

/* --- scores ------------------------------------------------------------------------ */

static double form_price(const struct names_address_word *word)
{
    switch (word->form) {
    case NAMES_STANDARD:
        return 0;
    case NAMES_SHORT:
    case NAMES_ALIAS:
        return 0.2;
    default:
        return 0.6;
    }
}

/* Without 市, 区, 镇: it may be many things. */
static bool is_bare(const struct names_address_word *word)
{
    return word->shortened || word->form == NAMES_SHORT;
}

static double focus_score(const struct names_address_lattice *l, uint32_t row)
{
    if (l->focus == NONE || row == NONE)
        return 0;
    return is_inside(l->context, row, l->focus) || is_inside(l->context, l->focus, row) ? 1 : -2;
}

static double division_score(const struct names_address_lattice *l,
                             const struct names_address_step *from,
                             const struct names_address_hit *hit, enum names_agreement *agreement)
{
    const struct names_address_word *word = hit->word;
    double score = hit->to - hit->from - form_price(word) + focus_score(l, hit->row);
    if (is_bare(word))
        score -= (word->level >= STORE_LEVEL_TOWNSHIP ? 1.5 : 0.5) +
                 (is_cut_short(l->text, hit->to) ? 3 : 0);
    else
        score += 1;
    if (names_address_names_road(l->text, hit->to))
        score -= is_bare(word) ? hit->to - hit->from + 4 : 2;
    if (from->row == NONE)
        return score + (hit->from == 0 ? 0.5 : 0);
    enum store_level before = store_division_index_entry(l->context->divisions, from->row).level;
    enum store_level own = store_division_index_entry(l->context->divisions, hit->row).level;
    if (own <= before) {
        *agreement = is_inside(l->context, from->row, hit->row) ? NAMES_AGREES : NAMES_DIFFERS;
        return score - (*agreement == NAMES_AGREES ? 1 : 5);
    }
    *agreement = division_agreement(l->context, hit->row, from->row);
    return score + (*agreement == NAMES_AGREES   ? 1.5
                    : *agreement == NAMES_AGREED ? 0
                    : *agreement == NAMES_NEAR   ? -3
                                                 : -12);
}

static double place_score(const struct names_address_lattice *l,
                          const struct names_address_step *from,
                          const struct names_address_hit *hit, enum names_agreement *agreement)
{
    static const double KIND[] = {0, 0.5, 1.5, 0.6, 0.4, 0.3};
    const struct names_address_word *word = hit->word;
    const struct names_spot *spot = names_addresses_spot(l->context->addresses, word->spot);
    double score = hit->to - hit->from - form_price(word);
    if (!spot)
        return -100;
    score += word->kind < sizeof KIND / sizeof KIND[0] ? KIND[word->kind] : 0;
    score -= word->shortened ? word->kind == NAMES_WORD_VILLAGE ? 2.5 : 0.5 : 0;
    if (names_address_at(l->text, hit->to) == 0x9053 && word->kind == NAMES_WORD_STREET)
        score -= 4; /* 吉林街|道 */
    if (names_address_names_road(l->text, hit->to) && word->kind != NAMES_WORD_STREET)
        score -= hit->to - hit->from + 2;
    uint32_t outer = from->row != NONE ? from->row : l->focus;
    const char *divisions = names_addresses_text(l->context->addresses, spot->divisions);
    if (outer == NONE || word->kind == NAMES_WORD_ZONE || !divisions[0])
        return score;
    *agreement = names_address_agreement(l->context, divisions, outer);
    return score + (*agreement == NAMES_AGREES ? 1.5 : *agreement == NAMES_NEAR ? -2 : -12);
}

/* --- steps -------------------------------------------------------------------------- */

/* Only the best readings up to one letter are carried on. */
static void add_step(struct names_address_lattice *l, const struct names_address_step *step)
{
    int32_t *link = &l->ending[step->end];
    size_t kept = 0;
    int32_t worst = -1;
    for (int32_t i = *link; i >= 0; i = l->steps[i].next, kept++)
        if (worst < 0 || l->steps[i].score < l->steps[worst].score)
            worst = i;
    if (kept >= KEPT) {
        if (l->steps[worst].score >= step->score)
            return;
        int32_t next = l->steps[worst].next;
        l->steps[worst] = *step;
        l->steps[worst].next = next;
        return;
    }
    if (l->step_count == NAMES_ADDRESS_STEPS)
        return;
    l->steps[l->step_count] = *step;
    l->steps[l->step_count].next = *link;
    *link = (int32_t)l->step_count++;
}

static bool may_follow(const struct names_address_step *from, const struct names_address_hit *hit)
{
    if (from->has_street || from->has_place)
        return false;
    return !(hit->word->kind == NAMES_WORD_ZONE && from->has_zone);
}

static void carry_on(struct names_address_lattice *l, int32_t before, double price,
                     const struct names_address_hit *hit)
{
    const struct names_address_step *from = &l->steps[before];
    struct names_address_step step = {.hit = hit,
                                      .before = before,
                                      .end = hit->to,
                                      .row = from->row,
                                      .has_zone = from->has_zone,
                                      .has_street = from->has_street,
                                      .has_place = from->has_place,
                                      .score = from->score - price};
    if (!may_follow(from, hit))
        return;
    if (hit->word->kind == NAMES_WORD_DIVISION) {
        if (hit->row == NONE)
            return;
        step.score += division_score(l, from, hit, &step.agreement);
        step.row =
            from->row != NONE && is_inside(l->context, from->row, hit->row) ? from->row : hit->row;
    } else {
        step.score += place_score(l, from, hit, &step.agreement);
        step.has_zone |= hit->word->kind == NAMES_WORD_ZONE;
        step.has_street |= hit->word->kind == NAMES_WORD_STREET;
        step.has_place |=
            hit->word->kind == NAMES_WORD_PLACE || hit->word->kind == NAMES_WORD_ESTATE;
    }
    add_step(l, &step);
}

static void carry_on_from(struct names_address_lattice *l, int32_t before)
{
    double price = 0;
    size_t passed = 0;
    for (size_t at = l->steps[before].end; at < l->text->count && passed <= PASSED_MOST; at++) {
        size_t count;
        const struct names_address_hit *hits = names_address_hits(l, at, &count);
        for (size_t i = 0; i < count; i++)
            carry_on(l, before, price, &hits[i]);
        if (l->text->letters[at].folded == 0)
            continue; /* a sign between two words costs nothing */
        price += PASSED;
        passed++;
    }
}

void names_address_paths(struct names_address_lattice *lattice)
{
    lattice->hit_count = 0;
    lattice->step_count = 1;
    memset(lattice->hits_at, -1, sizeof lattice->hits_at);
    memset(lattice->ending, -1, sizeof lattice->ending);
    lattice->steps[0] = (struct names_address_step){.before = -1, .next = -1, .row = NONE};
    lattice->ending[0] = 0;
    for (size_t end = 0; end < lattice->text->count; end++)
        for (int32_t i = lattice->ending[end]; i >= 0; i = lattice->steps[i].next)
            carry_on_from(lattice, i);
}
