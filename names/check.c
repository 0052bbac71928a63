/* names/check.c - checks a proposed name and writes what was found. */
#include "names/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "names/checking.h"

static const char *const APPROVER_NAMES[NAMES_APPROVERS] = {
    "", "state-council", "province", "city", "housing", "department",
};

const char *names_approver_name(enum names_approver approver)
{
    return APPROVER_NAMES[approver];
}

bool names_approver_parse(const char *text, enum names_approver *out)
{
    for (int i = 1; i < NAMES_APPROVERS; i++)
        if (strcmp(APPROVER_NAMES[i], text) == 0) {
            *out = (enum names_approver)i;
            return true;
        }
    return false;
}

/* --- what is proposed ------------------------------------------------------ */

static enum names_legal_kind kind_of(enum names_generic_class generic)
{
    switch (generic) {
    case NAMES_GENERIC_DIVISION:
        return NAMES_KIND_DIVISION;
    case NAMES_GENERIC_COMMITTEE:
    case NAMES_GENERIC_VILLAGE:
        return NAMES_KIND_COMMITTEE;
    case NAMES_GENERIC_STREET:
    case NAMES_GENERIC_ORDINAL:
    case NAMES_GENERIC_SQUARE:
        return NAMES_KIND_STREET;
    case NAMES_GENERIC_ESTATE:
    case NAMES_GENERIC_BUILDING:
        return NAMES_KIND_ESTATE;
    case NAMES_GENERIC_FACILITY:
        return NAMES_KIND_FACILITY;
    case NAMES_GENERIC_PARK:
        return NAMES_KIND_PARK;
    case NAMES_GENERIC_NATURAL:
        return NAMES_KIND_NATURAL;
    default:
        return NAMES_KIND_OTHER;
    }
}

static bool generic_is(const struct names_generic *generic, const char *text)
{
    return generic->size == strlen(text) && memcmp(generic->text, text, generic->size) == 0;
}

/* 镇, 乡 and 街道 stand below the county; 省 and 自治区 on top; 市 is a prefecture
 * or a county, for which the law says the same. */
static enum store_level level_of(const struct names_generic *generic)
{
    if (generic_is(generic, "镇") || generic_is(generic, "乡") || generic_is(generic, "街道") ||
        generic_is(generic, "苏木"))
        return STORE_LEVEL_TOWNSHIP;
    if (generic_is(generic, "省") || generic_is(generic, "自治区"))
        return STORE_LEVEL_PROVINCE;
    return STORE_LEVEL_COUNTY;
}

static enum names_generic_class class_of(const struct names_proposal *proposal)
{
    if (!proposal->has_kind)
        return NAMES_GENERIC_NONE;
    return proposal->kind == NAMES_KIND_STREET     ? NAMES_GENERIC_STREET
           : proposal->kind == NAMES_KIND_DIVISION ? NAMES_GENERIC_DIVISION
                                                   : NAMES_GENERIC_NONE;
}

static enum base_status prepare(struct names_checking *checking, struct base_error *err)
{
    const struct names_proposal *proposal = checking->proposal;
    struct names_check *check = checking->check;
    check->name = proposal->name;
    enum base_status status = names_romanise(proposal->name, proposal->reading, class_of(proposal),
                                             &check->romanised, err);
    if (status != BASE_OK)
        return status;
    const struct names_generic *generic = &check->romanised.generic;
    check->kind = proposal->has_kind ? proposal->kind : kind_of(generic->kind);
    check->level = check->kind != NAMES_KIND_DIVISION    ? STORE_LEVEL_NONE
                   : proposal->level != STORE_LEVEL_NONE ? proposal->level
                                                         : level_of(generic);
    checking->itself = UINT32_MAX;
    if (proposal->renames) {
        checking->itself = names_index_find(checking->context->index, proposal->renames);
        if (checking->itself == UINT32_MAX)
            return base_fail(err, BASE_NOT_FOUND, "there is no place with the id %.100s",
                             proposal->renames);
    }
    return names_scope_find(checking->context, check->kind, check->level, proposal->within,
                            &check->scope, err);
}

/* --- remarks --------------------------------------------------------------- */

static const char *format_text(struct base_arena *arena, enum base_lang lang, const char *english,
                               va_list args)
{
    char text[BASE_MESSAGE_SIZE];
    base_message_va(text, sizeof text, lang, english, args);
    return base_arena_strdup(arena, text);
}

struct names_remark *names_checking_say(struct names_checking *checking, enum names_rule rule,
                                        enum names_severity severity, const char *english, ...)
{
    struct names_check *check = checking->check;
    if (check->remark_count == sizeof check->remarks / sizeof check->remarks[0])
        return NULL;
    struct names_remark *remark = &check->remarks[check->remark_count];
    *remark = (struct names_remark){.rule = rule, .severity = severity};
    for (int lang = BASE_ZH; lang <= BASE_EN; lang++) {
        va_list args;
        va_start(args, english);
        remark->message[lang] = format_text(checking->arena, (enum base_lang)lang, english, args);
        va_end(args);
        checking->failed = checking->failed || !remark->message[lang];
    }
    if (checking->failed)
        return NULL;
    check->remark_count++;
    return remark;
}

void names_checking_skip(struct names_checking *checking, enum names_rule rule, const char *english)
{
    struct names_check *check = checking->check;
    struct names_unchecked *item = &check->unchecked[check->unchecked_count++];
    item->rule = rule;
    item->reason[BASE_EN] = english;
    item->reason[BASE_ZH] = base_message_format(english, BASE_ZH);
}

static int compare_remarks(const void *left, const void *right)
{
    const struct names_remark *a = left, *b = right;
    if (a->severity != b->severity)
        return a->severity < b->severity ? -1 : 1;
    if (a->rule != b->rule)
        return a->rule < b->rule ? -1 : 1;
    return strcmp(a->message[BASE_EN], b->message[BASE_EN]);
}

enum base_status names_check(const struct names_context *context, const struct names_words *words,
                             const struct names_proposal *proposal, struct base_arena *arena,
                             struct names_check *out, struct base_error *err)
{
    struct names_checking checking = {
        .context = context, .words = words, .proposal = proposal, .arena = arena, .check = out};
    *out = (struct names_check){.name = proposal->name};
    enum base_status status = prepare(&checking, err);
    if (status != BASE_OK)
        return status;
    names_check_form(&checking);
    names_check_words(&checking);
    names_check_conflicts(&checking);
    names_check_process(&checking);
    if (checking.failed)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    qsort(out->remarks, out->remark_count, sizeof out->remarks[0], compare_remarks);
    return BASE_OK;
}

/* --- writing --------------------------------------------------------------- */

static void write_scope(const struct names_scope *scope, struct base_json *json)
{
    base_json_key(json, "scope");
    base_json_object_begin(json);
    base_json_key_string(json, "kind", names_scope_kind_name(scope->kind));
    base_json_key_string(json, "code", scope->code[0] ? scope->code : NULL);
    base_json_key_string(json, "name", scope->name[0] ? scope->name : NULL);
    base_json_key_bool(json, "districts_only", scope->districts);
    base_json_object_end(json);
}

/* The reading of the record, else the form that the rules give. */
static void write_reading(const char *name, const char *reading, struct base_json *json)
{
    struct names_romanised form;
    if (!reading[0] && names_romanise(name, NULL, NAMES_GENERIC_NONE, &form, NULL) == BASE_OK)
        reading = form.text;
    base_json_key_string(json, "romanised", reading[0] ? reading : NULL);
}

static void write_conflict(const struct names_context *context,
                           const struct names_conflict *conflict, struct base_json *json)
{
    char full[512], id[NAMES_ID_SIZE];
    const struct names_index *index = context->index;
    struct names_subject subject = names_index_subject(index, conflict->subject);
    struct names_name name = names_index_name(index, conflict->name);
    uint32_t row = names_scope_row(context, conflict->subject);
    base_json_object_begin(json);
    base_json_key_string(json, "id", names_result_id(&subject, id));
    base_json_key_string(json, "name", name.text);
    base_json_key_string(json, "form", names_form_name(name.form));
    write_reading(name.text, name.reading, json);
    base_json_key_string(json, "kind", subject.is_place ? subject.kind : "division");
    base_json_key_string(json, "within",
                         row == STORE_DIVISION_INDEX_NONE
                             ? NULL
                             : store_division_index_full_name(context->divisions, row, context->at,
                                                              full, sizeof full));
    base_json_key_fixed(json, "distance_m", conflict->distance_m, 0);
    base_json_object_end(json);
}

static void write_remark(const struct names_context *context, const struct names_remark *remark,
                         enum base_lang lang, struct base_json *json)
{
    base_json_object_begin(json);
    base_json_key_int(json, "check", remark->rule);
    base_json_key_string(json, "rule", names_rule_name(remark->rule));
    base_json_key_string(json, "severity", names_severity_name(remark->severity));
    base_json_key_string(json, "message", remark->message[lang]);
    base_json_key(json, "conflicts");
    base_json_array_begin(json);
    for (size_t i = 0; i < remark->conflict_count; i++)
        write_conflict(context, &remark->conflicts[i], json);
    base_json_array_end(json);
    base_json_object_end(json);
}

static void write_unchecked(const struct names_check *check, enum base_lang lang,
                            struct base_json *json)
{
    base_json_key(json, "unchecked");
    base_json_array_begin(json);
    for (size_t i = 0; i < check->unchecked_count; i++) {
        base_json_object_begin(json);
        base_json_key_int(json, "check", check->unchecked[i].rule);
        base_json_key_string(json, "rule", names_rule_name(check->unchecked[i].rule));
        base_json_key_string(json, "reason", check->unchecked[i].reason[lang]);
        base_json_object_end(json);
    }
    base_json_array_end(json);
}

void names_check_write(const struct names_context *context, const struct names_check *check,
                       enum base_lang lang, struct base_json *json)
{
    const struct names_romanised *romanised = &check->romanised;
    base_json_object_begin(json);
    base_json_key_string(json, "name", check->name);
    base_json_key(json, "specific");
    base_json_string_n(json, check->name, romanised->specific_size);
    base_json_key(json, "generic");
    if (romanised->generic.size)
        base_json_string_n(json, romanised->generic.text, romanised->generic.size);
    else
        base_json_null(json);
    base_json_key_string(json, "romanised", romanised->text);
    base_json_key(json, "doubtful_readings");
    names_romanised_write_doubtful(check->name, romanised, json);
    base_json_key_string(json, "kind", names_legal_kind_name(check->kind));
    write_scope(&check->scope, json);
    base_json_key_string(json, "severity",
                         check->remark_count ? names_severity_name(check->remarks[0].severity)
                                             : NULL);
    base_json_key(json, "remarks");
    base_json_array_begin(json);
    for (size_t i = 0; i < check->remark_count; i++)
        write_remark(context, &check->remarks[i], lang, json);
    base_json_array_end(json);
    write_unchecked(check, lang, json);
    base_json_object_end(json);
}
