/* names/proposal.c - reading a proposed name from words. */
#include "names/proposal.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

enum key {
    READING,
    KIND,
    LEVEL,
    WITHIN,
    RENAMES,
    LON,
    LAT,
    SOUND,
    APPROVER,
    DECIDED,
    FILED,
    PUBLISHED,
    KEYS,
};

static const char *const KEY_NAMES[KEYS + 1] = {
    "reading", "kind",     "level",   "within", "renames",   "lon", "lat",
    "sound",   "approver", "decided", "filed",  "published", NULL,
};

const char *const *names_proposal_keys(void)
{
    return KEY_NAMES;
}

struct names_proposal names_proposal_of(const char *name)
{
    return (struct names_proposal){.name = name,
                                   .lon_deg = NAN,
                                   .lat_deg = NAN,
                                   .decided = BASE_DATE_NONE,
                                   .filed = BASE_DATE_NONE,
                                   .published = BASE_DATE_NONE};
}

static enum base_status set_date(base_date_t *out, const char *key, const char *text,
                                 struct base_error *err)
{
    return base_date_parse(text, out)
               ? BASE_OK
               : base_fail(err, BASE_INVALID, "%s must be a date, as 2026-11-24", key);
}

static enum base_status set_degrees(double *out, const char *key, const char *text, double most,
                                    struct base_error *err)
{
    double value;
    if (!base_number_parse(text, &value) || !(fabs(value) <= most))
        return base_fail(err, BASE_INVALID, "%s must be a number of degrees in [-%g, %g]", key,
                         most, most);
    *out = value;
    return BASE_OK;
}

static enum base_status set_kind(struct names_proposal *proposal, const char *text,
                                 struct base_error *err)
{
    if (!names_legal_kind_parse(text, &proposal->kind))
        return base_fail(err, BASE_INVALID,
                         "kind must be natural, division, committee, park, street, estate, "
                         "facility or other");
    proposal->has_kind = true;
    return BASE_OK;
}

static enum base_status set_level(struct names_proposal *proposal, const char *text,
                                  struct base_error *err)
{
    enum store_level level = store_level_parse(text);
    if (level == STORE_LEVEL_NONE)
        return base_fail(err, BASE_INVALID,
                         "level must be province, prefecture, county, township or village");
    proposal->level = level;
    return BASE_OK;
}

static enum base_status set_within(struct names_proposal *proposal, const char *text,
                                   struct base_arena *arena, struct base_error *err)
{
    char code[STORE_CODE_SIZE];
    if (!store_code_parse(text, code))
        return base_fail(err, BASE_INVALID,
                         "within must be a division code of 2, 4, 6, 9 or 12 digits");
    const char *copy = base_arena_strdup(arena, code);
    if (!copy)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    proposal->within = copy;
    return BASE_OK;
}

static enum base_status set_sound(struct names_proposal *proposal, const char *text,
                                  struct base_error *err)
{
    bool warning = strcmp(text, "warning") == 0;
    if (!warning && strcmp(text, "error") != 0)
        return base_fail(err, BASE_INVALID,
                         "sound must be error or warning: what the same sound is");
    proposal->lenient_sound = warning;
    return BASE_OK;
}

static enum base_status set_approver(struct names_proposal *proposal, const char *text,
                                     struct base_error *err)
{
    if (!names_approver_parse(text, &proposal->approver))
        return base_fail(err, BASE_INVALID,
                         "approver must be state-council, province, city, housing or department");
    return BASE_OK;
}

static int find_key(const char *key)
{
    for (int i = 0; i < KEYS; i++)
        if (strcmp(KEY_NAMES[i], key) == 0)
            return i;
    return KEYS;
}

enum base_status names_proposal_set(struct names_proposal *proposal, const char *key,
                                    const char *text, struct base_arena *arena,
                                    struct base_error *err)
{
    switch (find_key(key)) {
    case READING:
        proposal->reading = text;
        return BASE_OK;
    case KIND:
        return set_kind(proposal, text, err);
    case LEVEL:
        return set_level(proposal, text, err);
    case WITHIN:
        return set_within(proposal, text, arena, err);
    case RENAMES:
        proposal->renames = text;
        return BASE_OK;
    case LON:
        return set_degrees(&proposal->lon_deg, key, text, 180, err);
    case LAT:
        return set_degrees(&proposal->lat_deg, key, text, 90, err);
    case SOUND:
        return set_sound(proposal, text, err);
    case APPROVER:
        return set_approver(proposal, text, err);
    case DECIDED:
        return set_date(&proposal->decided, key, text, err);
    case FILED:
        return set_date(&proposal->filed, key, text, err);
    case PUBLISHED:
        return set_date(&proposal->published, key, text, err);
    default:
        return base_fail(err, BASE_INVALID, "a proposed name has no %.60s", key);
    }
}

enum base_status names_proposal_finish(struct names_proposal *proposal, struct base_error *err)
{
    bool lon = isfinite(proposal->lon_deg), lat = isfinite(proposal->lat_deg);
    if (lon != lat)
        return base_fail(err, BASE_INVALID, "lon and lat must be given together");
    proposal->has_point = lon;
    if (lon)
        proposal->point = (struct geo_point){geo_grid_from_degrees(proposal->lon_deg),
                                             geo_grid_from_degrees(proposal->lat_deg)};
    return BASE_OK;
}
