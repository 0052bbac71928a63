/* server/api.h - the handlers of the route table, one file a subject. */
#ifndef SERVER_API_H
#define SERVER_API_H

#include "server/route.h"

#define SERVER_HANDLER(name)                                                                       \
    enum base_status name(struct server_call *call, struct server_reply *reply,                    \
                          struct base_error *err)

/* api_division.c */
SERVER_HANDLER(server_api_division);
SERVER_HANDLER(server_api_division_children);
SERVER_HANDLER(server_api_division_parents);
SERVER_HANDLER(server_api_division_neighbours);
SERVER_HANDLER(server_api_division_history);

/* api_name.c */
SERVER_HANDLER(server_api_search);
SERVER_HANDLER(server_api_place);
SERVER_HANDLER(server_api_reverse);
SERVER_HANDLER(server_api_standardize);

/* api_naming.c */
SERVER_HANDLER(server_api_name_check);
SERVER_HANDLER(server_api_romanise);

/* api_nominatim.c */
SERVER_HANDLER(server_api_nominatim_search);
SERVER_HANDLER(server_api_nominatim_reverse);
SERVER_HANDLER(server_api_nominatim_lookup);
SERVER_HANDLER(server_api_nominatim_status);

/* api_gazetteer.c */
SERVER_HANDLER(server_api_places);
SERVER_HANDLER(server_api_addresses);
SERVER_HANDLER(server_api_signs);
SERVER_HANDLER(server_api_heritage);
SERVER_HANDLER(server_api_approvals);
SERVER_HANDLER(server_api_categories);
SERVER_HANDLER(server_api_code_aliases);
SERVER_HANDLER(server_api_relations);
SERVER_HANDLER(server_api_street_parts);

/* api_changes.c */
SERVER_HANDLER(server_api_changes);
SERVER_HANDLER(server_api_changes_state);

/* api_boundary.c */
SERVER_HANDLER(server_api_inspections);
SERVER_HANDLER(server_api_inspection);
SERVER_HANDLER(server_api_findings);
SERVER_HANDLER(server_api_finding);

/* api_repair.c */
SERVER_HANDLER(server_api_repairs);

/* api_line.c */
SERVER_HANDLER(server_api_lines);
SERVER_HANDLER(server_api_line);
SERVER_HANDLER(server_api_markers);

/* api_claim.c */
SERVER_HANDLER(server_api_claims);
SERVER_HANDLER(server_api_tri_junctions);
SERVER_HANDLER(server_api_exemptions);

/* api_coverage.c */
SERVER_HANDLER(server_api_coverage);
SERVER_HANDLER(server_api_coverage_circles);
SERVER_HANDLER(server_api_coverage_uncovered);
SERVER_HANDLER(server_api_indicators);
SERVER_HANDLER(server_api_reach);

/* api_tile.c */
SERVER_HANDLER(server_api_tile_png);
SERVER_HANDLER(server_api_tile_png_2x);
SERVER_HANDLER(server_api_tile_mvt);
SERVER_HANDLER(server_api_tilejson);
SERVER_HANDLER(server_api_style);

/* api_import.c */
SERVER_HANDLER(server_api_import);
SERVER_HANDLER(server_api_inspect);
SERVER_HANDLER(server_api_job);
SERVER_HANDLER(server_api_job_cancel);

/* api_ops.c */
SERVER_HANDLER(server_api_openapi);
SERVER_HANDLER(server_api_docs);
SERVER_HANDLER(server_api_healthz);
SERVER_HANDLER(server_api_readyz);
SERVER_HANDLER(server_api_metrics);

/* api_page.c */
SERVER_HANDLER(server_api_page);
SERVER_HANDLER(server_api_page_file);

/* The 202 of a job that was started. */
BASE_MUST_CHECK
enum base_status server_job_accepted(struct server_call *call, struct server_reply *reply,
                                     const char *id, const char *kind, struct base_error *err);

#endif
