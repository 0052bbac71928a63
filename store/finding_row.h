/* store/finding_row.h - how findings are selected; internal to store/. */
#ifndef STORE_FINDING_ROW_H
#define STORE_FINDING_ROW_H

#include "store/finding.h"
#include "store/statement.h"

/* The state of a finding that is seen again: one that had been closed is reopened. */
#define FINDING_SEEN_AGAIN                                                                         \
    "CASE WHEN state IN ('fixed', 'verified', 'closed') THEN 'reopened' ELSE state END"

/* The last run that saw finding f: by a row of its own or by what it carries. */
#define FINDING_LAST_RUN                                                                           \
    "max(f.last_run, coalesce((SELECT max(u.id) FROM run_finding c JOIN run u ON "                 \
    "u.carries = c.run WHERE c.finding = f.number AND NOT EXISTS (SELECT 1 FROM run_over o "       \
    "WHERE o.run = u.id AND o.finding = c.finding)), 0))"

/* True of a row r of run_finding that tells what run ?1 saw. */
#define FINDING_OF_RUN                                                                             \
    "(r.run = ?1 OR (r.run = (SELECT carries FROM run WHERE id = ?1) AND NOT EXISTS "              \
    "(SELECT 1 FROM run_over o WHERE o.run = ?1 AND o.finding = r.finding)))"

/* What finding_collect reads, of finding f and row r. */
#define FINDING_COLUMNS                                                                            \
    "f.id, f.kind, r.level, r.severity, f.state, f.parties, r.area_m2, r.width_m, r.west, "        \
    "r.south, r.east, r.north, r.first_lon, r.first_lat, f.first_run, " FINDING_LAST_RUN           \
    ", f.first_seen, r.body, r.geometry, r.derived"

/* Reads what was selected, into the arena. */
BASE_MUST_CHECK
enum base_status finding_collect(struct store *store, sqlite3_stmt *statement,
                                 struct base_arena *arena, struct store_finding **out,
                                 size_t *count, struct base_error *err);

#endif
