/* server/view.h - the snapshot that answers, opened section by section.
 *
 * Immutable and reference counted: a request holds one view from start to end,
 * while a newer one may be swapped in. */
#ifndef SERVER_VIEW_H
#define SERVER_VIEW_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/progress.h"
#include "base/snapshot.h"
#include "coverage/graph.h"
#include "coverage/points.h"
#include "names/addresses.h"
#include "names/index.h"
#include "server/day_layers.h"
#include "store/division_index.h"
#include "store/edition_index.h"
#include "store/gazetteer_index.h"
#include "store/store.h"
#include "tiles/set.h"

struct server_view {
    struct base_snapshot *snapshot;
    const char *id; /* borrowed from snapshot */
    struct store_edition_index editions;
    struct store_division_index divisions;
    struct names_index names;
    struct names_addresses addresses;
    struct tiles_set layers;
    struct coverage_graph graph;
    struct coverage_points points;
    struct store_gazetteer_index gazetteer;
    struct server_day_layers *days; /* divisions of other days, made when asked for */
    int zone_minutes;               /* of civil dates */
};

/* Opens a snapshot folder or packed file. BASE_INVALID names the damaged or
 * missing section. Release with server_view_close. */
BASE_MUST_CHECK
enum base_status server_view_open(const char *path, struct server_view **out,
                                  struct base_error *err);
void server_view_close(struct server_view *view); /* NULL is fine */

/* Builds what is out of date in the snapshot folder of the record
 * (server_view_folder) and swaps the manifest. *changed tells whether anything
 * was. Two programs may do it at once: the files are named by content. */
BASE_MUST_CHECK
enum base_status server_view_refresh(struct store *store, const char *folder,
                                     const struct base_progress *progress, bool *changed,
                                     struct base_error *err);

/* True when every section was built from the record as it is now. */
bool server_view_is_current(const struct server_view *view, struct store *store);

/* "RECORD.snapshot" in the arena. */
const char *server_view_folder(const char *record_path, struct base_arena *arena);

#endif
