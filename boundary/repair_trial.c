/* boundary/repair_trial.c - chooses among the proposals, and tries what is chosen.
 *
 * A unit is drawn anew only when something at it was chosen or withdrawn. Outlines
 * drawn straight from the topology are valid; those from which vertices were left
 * out again are checked. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/parallel.h"
#include "boundary/repairing.h"
#include "geo/measure.h"

/* --- choosing --------------------------------------------------------------- */

static bool is_preferred(const struct boundary_repair_options *options,
                         const struct boundary_proposal *p)
{
    switch (options->prefer) {
    case BOUNDARY_PREFER_CODE:
        return p->method == BOUNDARY_KEEP && strcmp(p->unit->code, options->prefer_code) == 0;
    case BOUNDARY_PREFER_MIDDLE:
        return p->method == BOUNDARY_MIDDLE;
    case BOUNDARY_PREFER_LEAST:
        break;
    }
    return p->least;
}

/* The preferred one, else the least movement, else any that is offered. */
static int choice(const struct boundary_repair_options *options,
                  const struct boundary_repair *repair)
{
    int chosen = -1, rank = 0;
    for (uint32_t i = 0; i < repair->proposal_count; i++) {
        const struct boundary_proposal *p = &repair->proposals[i];
        int own = is_preferred(options, p) ? 3 : p->least ? 2 : 1;
        if (p->hindrance == BOUNDARY_BY_NOTHING && own > rank) {
            rank = own;
            chosen = (int)i;
        }
    }
    return chosen;
}

/* --- a trial ------------------------------------------------------------------ */

/* A unit as it would be. */
struct attempt {
    struct base_arena *arena; /* NULL: not drawn, or as it was */
    struct geo_geometry after;
    double before_m2, after_m2;
    bool stale; /* something at it was chosen or withdrawn */
    bool fits;  /* valid, and in no more parts than before */
    enum base_status status;
};

struct trial {
    struct boundary_repairing *repairing;
    struct attempt *attempts; /* per unit */
    uint32_t *numbers;        /* units, or mends, that are being tried */
    uint32_t count;
    /* Per mend: its ground is to be tried; what came of it. */
    bool *open, *whole;
    enum base_status *status;
};

static void mark_parties(struct trial *trial, const struct boundary_mend *mend)
{
    for (uint32_t p = 0; p < mend->party_count; p++)
        trial->attempts[mend->parties[p]].stale = true;
}

static void choose(struct trial *trial)
{
    struct boundary_repairing *repairing = trial->repairing;
    for (uint32_t m = 0; m < repairing->mend_count; m++) {
        struct boundary_mend *mend = &repairing->mends[m];
        int chosen = choice(repairing->options, &mend->repair);
        if (chosen != mend->repair.chosen)
            mark_parties(trial, mend);
        mend->repair.chosen = chosen;
    }
}

static void withdraw(struct trial *trial, struct boundary_mend *mend,
                     enum boundary_hindrance hindrance)
{
    struct boundary_proposal *p = &mend->repair.proposals[mend->repair.chosen];
    p->hindrance = hindrance;
    p->least = false;
    p->pieces = NULL;
    p->piece_count = 0;
    p->line = (struct geo_geometry){.kind = GEO_MULTILINE};
    p->area_m2 = p->max_move_m = NAN;
    mend->repair.chosen = -1;
    mark_parties(trial, mend);
    boundary_repair_mark_least(mend);
}

/* --- units ------------------------------------------------------------------------ */

/* Valid, and in no more parts than before. */
static enum base_status check(const struct boundary_outline *outline, uint32_t parts_before,
                              bool *fits, struct base_error *err)
{
    struct geo_fault fault;
    *fits = outline->after.part_count && outline->after.part_count <= parts_before;
    if (!*fits || !outline->thinned)
        return BASE_OK;
    struct geo_engine *engine = geo_engine_create();
    if (!engine)
        return boundary_no_memory(err);
    enum base_status status = geo_validity_check(engine, &outline->after, fits, &fault, err);
    geo_engine_free(engine);
    return status;
}

static enum base_status attempt_unit(const struct boundary_repairing *repairing, uint32_t unit,
                                     struct attempt *attempt)
{
    const struct geo_geometry *before = &repairing->units[unit]->geometry;
    struct boundary_outline outline;
    struct base_arena *scratch BASE_ARENA_AUTO = base_arena_create(0);
    base_arena_free(attempt->arena);
    *attempt = (struct attempt){.fits = true};
    if (!scratch)
        return BASE_NO_MEMORY;
    enum base_status status = boundary_outline_draw(repairing, unit, scratch, &outline, NULL);
    if (status == BASE_OK && outline.changed)
        status = check(&outline, before->part_count, &attempt->fits, NULL);
    if (status != BASE_OK || !outline.changed || !attempt->fits)
        return status;
    attempt->arena = base_arena_create(0);
    if (!attempt->arena)
        return BASE_NO_MEMORY;
    attempt->after = geo_geometry_copy(&outline.after, attempt->arena);
    attempt->before_m2 = geo_area_m2(before);
    attempt->after_m2 = geo_area_m2(&outline.after);
    return attempt->after.points ? BASE_OK : BASE_NO_MEMORY;
}

/* Runs on any thread; writes nothing but the attempt. */
static void run_unit(void *context, size_t item)
{
    struct trial *trial = context;
    struct attempt *attempt = &trial->attempts[trial->numbers[item]];
    enum base_status status = attempt_unit(trial->repairing, trial->numbers[item], attempt);
    attempt->status = status;
}

/* The unit does not fit: what is chosen at it is taken one after the other, and what
 * it does not bear beside the earlier ones is withdrawn. */
static enum base_status blame(struct trial *trial, uint32_t unit)
{
    struct boundary_repairing *repairing = trial->repairing;
    const struct boundary_lists *lists = &repairing->unit_mends;
    uint32_t first = lists->first[unit], count = lists->first[unit + 1] - first;
    struct attempt *attempt = &trial->attempts[unit];
    int *chosen = malloc(((size_t)count + 1) * sizeof *chosen);
    enum base_status status = chosen ? BASE_OK : BASE_NO_MEMORY;
    for (uint32_t i = 0; i < count && chosen; i++) {
        struct boundary_repair *repair = &repairing->mends[lists->items[first + i]].repair;
        chosen[i] = repair->chosen;
        repair->chosen = -1;
    }
    for (uint32_t i = 0; i < count && chosen; i++) {
        struct boundary_mend *mend = &repairing->mends[lists->items[first + i]];
        mend->repair.chosen = chosen[i];
        if (chosen[i] < 0 || status != BASE_OK)
            continue;
        status = attempt_unit(repairing, unit, attempt);
        if (status == BASE_OK && !attempt->fits)
            withdraw(trial, mend, BOUNDARY_BY_CUT);
    }
    attempt->stale = true;
    free(chosen);
    return status;
}

static enum base_status failed_trial(enum base_status status, struct base_error *err)
{
    return status == BASE_NO_MEMORY ? boundary_no_memory(err)
                                    : base_fail(err, status, "a repaired outline was not checked");
}

/* Draws the stale units; *again when something was withdrawn. */
static enum base_status try_units(struct trial *trial, bool *again, struct base_error *err)
{
    struct boundary_repairing *repairing = trial->repairing;
    trial->count = 0;
    for (uint32_t u = 0; u < repairing->unit_count; u++)
        if (trial->attempts[u].stale)
            trial->numbers[trial->count++] = u;
    base_parallel(0, trial->count, run_unit, trial);
    for (uint32_t i = 0; i < trial->count; i++) {
        uint32_t unit = trial->numbers[i];
        enum base_status status = trial->attempts[unit].status;
        if (status == BASE_OK && !trial->attempts[unit].fits) {
            status = blame(trial, unit);
            *again = true;
        }
        if (status != BASE_OK)
            return failed_trial(status, err);
        const struct boundary_lists *lists = &repairing->unit_mends;
        for (uint32_t k = lists->first[unit]; k < lists->first[unit + 1]; k++)
            trial->open[lists->items[k]] = true;
    }
    return BASE_OK;
}

/* --- ground ----------------------------------------------------------------------- */

static enum base_status attempt_ground(const struct trial *trial, const struct boundary_mend *mend,
                                       bool *whole)
{
    struct geo_geometry *parties = malloc(((size_t)mend->party_count + 1) * sizeof *parties);
    if (!parties)
        return BASE_NO_MEMORY;
    for (uint32_t p = 0; p < mend->party_count; p++) {
        uint32_t unit = mend->parties[p];
        const struct attempt *attempt = &trial->attempts[unit];
        parties[p] = attempt->arena ? attempt->after : trial->repairing->units[unit]->geometry;
    }
    enum base_status status = boundary_ground_try(mend, parties, whole, NULL);
    free(parties);
    return status;
}

/* Runs on any thread; writes what belongs to the mend. */
static void run_ground(void *context, size_t item)
{
    struct trial *trial = context;
    uint32_t m = trial->numbers[item];
    trial->status[m] = attempt_ground(trial, &trial->repairing->mends[m], &trial->whole[m]);
}

static enum base_status try_grounds(struct trial *trial, bool *again, struct base_error *err)
{
    struct boundary_repairing *repairing = trial->repairing;
    trial->count = 0;
    for (uint32_t m = 0; m < repairing->mend_count; m++)
        if (trial->open[m] && repairing->mends[m].repair.chosen >= 0)
            trial->numbers[trial->count++] = m;
    base_parallel(0, trial->count, run_ground, trial);
    for (uint32_t i = 0; i < trial->count; i++) {
        uint32_t m = trial->numbers[i];
        if (trial->status[m] != BASE_OK)
            return failed_trial(trial->status[m], err);
        trial->open[m] = false;
        if (!trial->whole[m]) {
            withdraw(trial, &repairing->mends[m], BOUNDARY_BY_REST);
            *again = true;
        }
    }
    return BASE_OK;
}

/* --- all of it -------------------------------------------------------------------- */

static bool trial_init(struct trial *trial)
{
    const struct boundary_repairing *repairing = trial->repairing;
    struct base_arena *arena = repairing->arena;
    size_t units = (size_t)repairing->unit_count + 1, mends = (size_t)repairing->mend_count + 1;
    trial->attempts = base_arena_calloc(arena, units, sizeof *trial->attempts);
    trial->numbers = base_arena_alloc(arena, (units + mends) * sizeof *trial->numbers);
    trial->open = base_arena_calloc(arena, mends, sizeof *trial->open);
    trial->whole = base_arena_calloc(arena, mends, sizeof *trial->whole);
    trial->status = base_arena_calloc(arena, mends, sizeof *trial->status);
    return trial->attempts && trial->numbers && trial->open && trial->whole && trial->status;
}

static void trial_done(struct trial *trial)
{
    for (uint32_t u = 0; trial->attempts && u < trial->repairing->unit_count; u++)
        base_arena_free(trial->attempts[u].arena);
}

static enum base_status harvest(const struct trial *trial, struct boundary_repaired **out,
                                uint32_t *count, struct base_error *err)
{
    const struct boundary_repairing *repairing = trial->repairing;
    uint32_t changed = 0;
    for (uint32_t u = 0; u < repairing->unit_count; u++)
        changed += trial->attempts[u].arena != NULL;
    struct boundary_repaired *units =
        base_arena_alloc(repairing->arena, ((size_t)changed + 1) * sizeof *units);
    if (!units)
        return boundary_no_memory(err);
    *count = 0;
    for (uint32_t u = 0; u < repairing->unit_count; u++) {
        const struct attempt *attempt = &trial->attempts[u];
        if (!attempt->arena)
            continue;
        struct boundary_repaired *unit = &units[(*count)++];
        *unit = (struct boundary_repaired){.unit = repairing->units[u],
                                           .after =
                                               geo_geometry_copy(&attempt->after, repairing->arena),
                                           .before_m2 = attempt->before_m2,
                                           .after_m2 = attempt->after_m2};
        if (!unit->after.points)
            return boundary_no_memory(err);
    }
    *out = units;
    return BASE_OK;
}

enum base_status boundary_repair_settle(struct boundary_repairing *repairing,
                                        struct boundary_repaired **out, uint32_t *count,
                                        struct base_error *err)
{
    struct trial trial = {.repairing = repairing};
    enum base_status status = trial_init(&trial) ? BASE_OK : boundary_no_memory(err);
    for (bool again = true; again && status == BASE_OK;) {
        if (base_progress_cancelled(repairing->progress)) {
            status = boundary_cancelled(err);
            break;
        }
        again = false;
        choose(&trial);
        status = try_units(&trial, &again, err);
        if (status == BASE_OK && !again)
            status = try_grounds(&trial, &again, err);
    }
    if (status == BASE_OK)
        status = harvest(&trial, out, count, err);
    trial_done(&trial);
    return status;
}
