/* names/check_conflicts.c - checks 4 to 8, 16 and 19: names within the legal scope that
 * are spelt, sound or look like the proposed one. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "geo/measure.h"
#include "names/characters.h"
#include "names/checking.h"
#include "names/lookup.h"
#include "names/sound.h"

#define CONFLICTS_MOST  20   /* told of one kind */
#define CONFUSED_MOST   1024 /* readings tried */
#define SAME_BEGIN_MOST 2000 /* names looked at that begin alike */

/* Names that were met by one question. */
struct met {
    struct names_checking *checking;
    struct names_conflict items[CONFLICTS_MOST];
    size_t count;
    bool former; /* wants former names, else those in use */
    bool (*wants)(const struct met *met, uint32_t name);
};

static struct names_subject subject_of(const struct names_checking *checking, uint32_t name)
{
    const struct names_index *index = checking->context->index;
    return names_index_subject(index, names_index_name(index, name).subject);
}

static const char *text_of(const struct names_checking *checking, uint32_t name)
{
    return names_index_name(checking->context->index, name).text;
}

/* --- who competes ------------------------------------------------------------ */

static bool place_is(const struct names_subject *subject, const char *kind)
{
    return strcmp(subject->kind, kind) == 0;
}

static enum names_legal_kind kind_of(const struct names_subject *subject)
{
    enum names_legal_kind kind = NAMES_KIND_OTHER;
    if (!subject->is_place || place_is(subject, "township"))
        return NAMES_KIND_DIVISION;
    names_legal_kind_parse(subject->kind, &kind);
    return kind;
}

static enum store_level level_of(const struct names_subject *subject)
{
    return subject->is_place ? STORE_LEVEL_TOWNSHIP : (enum store_level)subject->level;
}

/* Rule 7 sets divisions from county up beside famous natural entities, rule 8 towns
 * beside towns, committees, streets, estates and buildings each beside their like. */
static bool competes(const struct names_checking *checking, const struct names_subject *subject)
{
    const struct names_check *check = checking->check;
    enum names_legal_kind kind = kind_of(subject);
    bool is_village = kind == NAMES_KIND_COMMITTEE ||
                      (kind == NAMES_KIND_DIVISION && level_of(subject) == STORE_LEVEL_VILLAGE);
    switch (check->kind) {
    case NAMES_KIND_DIVISION:
        if (check->level == STORE_LEVEL_VILLAGE)
            return is_village;
        if (check->level == STORE_LEVEL_TOWNSHIP)
            return kind == NAMES_KIND_DIVISION && level_of(subject) == STORE_LEVEL_TOWNSHIP;
        return kind == NAMES_KIND_NATURAL ||
               (kind == NAMES_KIND_DIVISION && level_of(subject) <= STORE_LEVEL_COUNTY);
    case NAMES_KIND_NATURAL:
        return kind == NAMES_KIND_NATURAL ||
               (kind == NAMES_KIND_DIVISION && level_of(subject) <= STORE_LEVEL_COUNTY);
    case NAMES_KIND_COMMITTEE:
        return is_village;
    case NAMES_KIND_STREET:
        return kind == NAMES_KIND_STREET;
    default:
        return kind != NAMES_KIND_DIVISION && kind != NAMES_KIND_COMMITTEE &&
               kind != NAMES_KIND_STREET && kind != NAMES_KIND_NATURAL;
    }
}

/* --- collecting --------------------------------------------------------------- */

static bool is_in_use(const struct names_checking *checking, uint32_t name)
{
    struct names_name row = names_index_name(checking->context->index, name);
    struct names_subject subject = subject_of(checking, name);
    base_date_t at = checking->context->at;
    return row.form == NAMES_STANDARD && base_date_within(at, row.valid_from, row.valid_to) &&
           base_date_within(at, subject.valid_from, subject.valid_to);
}

static bool is_former(const struct names_checking *checking, uint32_t name)
{
    enum names_form form = names_index_name(checking->context->index, name).form;
    return !is_in_use(checking, name) && (form == NAMES_FORMER || form == NAMES_HISTORICAL ||
                                          form == NAMES_ALIAS || form == NAMES_STANDARD);
}

static double distance_of(const struct names_checking *checking,
                          const struct names_subject *subject)
{
    if (!checking->proposal->has_point || !subject->has_point)
        return NAN;
    return geo_distance_m(checking->proposal->point, subject->point);
}

static bool is_met(const struct met *met, uint32_t subject)
{
    for (size_t i = 0; i < met->count; i++)
        if (met->items[i].subject == subject)
            return true;
    return false;
}

static void collect(void *context, uint32_t name)
{
    struct met *met = context;
    const struct names_checking *checking = met->checking;
    uint32_t subject = names_index_name(checking->context->index, name).subject;
    struct names_subject row = names_index_subject(checking->context->index, subject);
    if (met->count == CONFLICTS_MOST || subject == checking->itself || is_met(met, subject) ||
        !(met->former ? is_former(checking, name) : is_in_use(checking, name)) ||
        !competes(checking, &row) || (met->wants && !met->wants(met, name)) ||
        !names_scope_holds(checking->context, &checking->check->scope, subject))
        return;
    met->items[met->count++] = (struct names_conflict){subject, name, distance_of(checking, &row)};
}

static void attach(struct met *met, struct names_remark *remark)
{
    if (!remark)
        return;
    remark->conflict_count = met->count;
    remark->conflicts =
        base_arena_copy(met->checking->arena, met->items, met->count * sizeof met->items[0]);
    met->checking->failed = met->checking->failed || !remark->conflicts;
}

/* "人民大街、人民路": what was met, for the sentence. */
static const char *listed(const struct met *met)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    for (size_t i = 0; i < met->count && i < 5; i++)
        base_buffer_printf(&text, "%s%s", i ? "、" : "",
                           text_of(met->checking, met->items[i].name));
    if (met->count > 5)
        base_buffer_text(&text, "…");
    const char *copy = base_arena_strdup(met->checking->arena, text.data);
    return copy ? copy : "";
}

/* --- 4, 5: spelt alike ----------------------------------------------------------- */

static void check_same_name(struct names_checking *checking)
{
    struct met met = {.checking = checking};
    const char *name = checking->check->name;
    names_lookup_text(checking->context->index, name, strlen(name), collect, &met);
    if (met.count)
        attach(&met,
               names_checking_say(checking, NAMES_RULE_SAME_NAME, NAMES_ERROR,
                                  "%s exists within the scope already (article 9)", listed(&met)));
}

/* The rest behind the specific term is a generic term: 朝阳|街 beside 朝阳|路. */
static bool has_other_generic(const struct met *met, uint32_t name)
{
    const char *text = text_of(met->checking, name);
    size_t size = strlen(text), specific = met->checking->check->romanised.specific_size;
    struct names_generic generic = names_generic_of(text, size, NAMES_GENERIC_NONE, false);
    return generic.size > 0 && size - generic.size == specific &&
           strcmp(text, met->checking->check->name) != 0;
}

static void check_same_specific(struct names_checking *checking)
{
    struct met met = {.checking = checking, .wants = has_other_generic};
    size_t size;
    const char *specific = names_checking_specific(checking, &size);
    if (size == 0 || checking->check->romanised.generic.size == 0)
        return;
    names_lookup_begins(checking->context->index, specific, size, SAME_BEGIN_MOST, collect, &met);
    if (met.count)
        attach(&met,
               names_checking_say(checking, NAMES_RULE_SAME_SPECIFIC, NAMES_WARNING,
                                  "%s has the same specific term within the scope", listed(&met)));
}

/* --- 6, 7: sound alike ------------------------------------------------------------ */

/* The name as it is read aloud, by its recorded reading where there is one. */
static bool speak(const struct names_checking *checking, uint32_t name, char *out, size_t size)
{
    const char *reading = names_index_name(checking->context->index, name).reading;
    struct names_romanised romanised;
    if (names_romanise(text_of(checking, name), NULL, NAMES_GENERIC_NONE, &romanised, NULL) !=
        BASE_OK)
        return false;
    const char *spoken = reading[0] && !strpbrk(reading, "0123456789") ? reading : romanised.spoken;
    return names_sound_toned(spoken, out, size);
}

static bool sounds_the_same(const struct met *met, uint32_t name)
{
    char own[NAMES_ROMANISED_SIZE], other[NAMES_ROMANISED_SIZE];
    const struct names_check *check = met->checking->check;
    return strcmp(text_of(met->checking, name), check->name) != 0 &&
           names_sound_toned(check->romanised.spoken, own, sizeof own) &&
           speak(met->checking, name, other, sizeof other) && strcmp(own, other) == 0;
}

static bool differs_in_tone(const struct met *met, uint32_t name)
{
    return strcmp(text_of(met->checking, name), met->checking->check->name) != 0 &&
           !sounds_the_same(met, name);
}

static void look_up_sound(void *context, const char *letters)
{
    struct met *met = context;
    names_lookup_sound(met->checking->context->index, letters, collect, met);
}

static void check_sounds(struct names_checking *checking)
{
    struct met same = {.checking = checking, .wants = sounds_the_same};
    struct met tone = {.checking = checking, .wants = differs_in_tone};
    char letters[NAMES_ROMANISED_SIZE];
    const char *spoken = checking->check->romanised.spoken;
    if (!names_sound_letters(spoken, letters, sizeof letters))
        return;
    look_up_sound(&same, letters);
    look_up_sound(&tone, letters);
    names_sound_confused(spoken, CONFUSED_MOST, look_up_sound, &tone);
    if (same.count)
        attach(&same, names_checking_say(
                          checking, NAMES_RULE_SAME_SOUND,
                          checking->proposal->lenient_sound ? NAMES_WARNING : NAMES_ERROR,
                          "%s sounds the same within the scope (article 9)", listed(&same)));
    if (tone.count)
        attach(&tone,
               names_checking_say(checking, NAMES_RULE_NEAR_SOUND, NAMES_WARNING,
                                  "%s is easily misheard for it within the scope", listed(&tone)));
}

/* --- 8: look alike ------------------------------------------------------------------ */

struct shape {
    struct met *met;
    size_t at, size; /* bytes of the character that is exchanged */
};

static void look_up_shape(void *context, uint32_t character)
{
    const struct shape *shape = context;
    const char *name = shape->met->checking->check->name;
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    char bytes[4];
    base_buffer_append(&text, name, shape->at);
    base_buffer_append(&text, bytes, base_text_encode(character, bytes));
    base_buffer_text(&text, name + shape->at + shape->size);
    if (!text.failed)
        names_lookup_text(shape->met->checking->context->index, text.data, text.size, collect,
                          shape->met);
}

static void check_shapes(struct names_checking *checking)
{
    struct met met = {.checking = checking};
    const char *name = checking->check->name;
    size_t size = strlen(name);
    for (size_t at = 0; at < size;) {
        struct shape shape = {.met = &met, .at = at};
        uint32_t character = base_text_next(name, size, &at);
        shape.size = at - shape.at;
        names_character_alike(character, look_up_shape, &shape);
    }
    if (met.count)
        attach(&met, names_checking_say(checking, NAMES_RULE_NEAR_SHAPE, NAMES_NOTICE,
                                        "%s looks like it within the scope", listed(&met)));
}

/* --- 16: names derived from others ---------------------------------------------------- */

/* Bytes of the specific term without the modifiers at its end: 亚泰 of 亚泰北|大街. */
static size_t without_modifiers(const char *specific, size_t size)
{
    static const char *const MODIFIERS[] = {"东", "西", "南", "北", "中", "前", "后"};
    size_t count = sizeof MODIFIERS / sizeof MODIFIERS[0];
    for (size_t i = 0; i < count; i++) {
        size_t end = strlen(MODIFIERS[i]);
        if (size >= 3 * end && memcmp(specific + size - end, MODIFIERS[i], end) == 0)
            return size - end;
    }
    return size;
}

static void check_derived(struct names_checking *checking)
{
    struct met met = {.checking = checking};
    size_t size;
    const char *specific = names_checking_specific(checking, &size);
    size_t stem = without_modifiers(specific, size);
    if (checking->check->kind != NAMES_KIND_STREET || stem == size)
        return;
    names_lookup_begins(checking->context->index, specific, stem, SAME_BEGIN_MOST, collect, &met);
    if (met.count == 0)
        names_checking_say(checking, NAMES_RULE_DERIVED, NAMES_WARNING,
                           "%s reads as a part of a street %.*s…, and there is none within the "
                           "scope",
                           checking->check->name, (int)stem, specific);
}

/* --- 19: names that were in use ----------------------------------------------------------- */

static void check_former(struct names_checking *checking)
{
    struct met met = {.checking = checking, .former = true};
    const char *name = checking->check->name;
    names_lookup_text(checking->context->index, name, strlen(name), collect, &met);
    if (met.count)
        attach(&met, names_checking_say(checking, NAMES_RULE_PROTECTED, NAMES_NOTICE,
                                        "%s was borne within the scope before: a revival, or a "
                                        "confusion",
                                        listed(&met)));
    if (checking->itself != UINT32_MAX)
        names_checking_skip(checking, NAMES_RULE_PROTECTED,
                            "whether the present name is on a list of protected names was not "
                            "looked up");
}

void names_check_conflicts(struct names_checking *checking)
{
    check_same_name(checking);
    check_same_specific(checking);
    check_sounds(checking);
    check_shapes(checking);
    check_derived(checking);
    check_former(checking);
}
