/* boundary/load_exemptions.c - the register of exemptions from the record. */
#include "boundary/inspection.h"
#include "store/exemption.h"

static bool has_begun(const struct store_exemption *row, base_date_t at)
{
    return row->version.valid_from == BASE_DATE_NONE || row->version.valid_from <= at;
}

static bool exemption_of(const struct store_exemption *row, struct base_arena *arena,
                         struct boundary_exemption *out)
{
    *out = (struct boundary_exemption){.identity = row->version.identity,
                                       .id = row->id,
                                       .document = row->document,
                                       .kind = row->kind,
                                       .document_date = row->document_date,
                                       .valid_from = row->version.valid_from,
                                       .valid_to = row->version.valid_to,
                                       .max_area_m2 = row->max_area_m2,
                                       .ground = row->geometry,
                                       .resolution_m = row->resolution_m};
    return boundary_codes_split(row->codes, arena, &out->codes, &out->code_count);
}

/* What has ended is read too: ground that outlasts it is told with its document. */
enum base_status boundary_exemptions_load(struct store *store, struct store_as_of as_of,
                                          struct base_arena *arena,
                                          const struct boundary_exemption **out, uint32_t *count,
                                          struct base_error *err)
{
    const struct store_as_of ever = {.at = BASE_DATE_NONE, .known = as_of.known};
    struct store_exemption *rows;
    size_t found;
    enum base_status status = store_exemption_list(store, ever, arena, &rows, &found, err);
    if (status != BASE_OK)
        return status;
    struct boundary_exemption *exemptions =
        base_arena_alloc(arena, (found + 1) * sizeof *exemptions);
    if (!exemptions)
        return boundary_no_memory(err);
    uint32_t kept = 0;
    for (size_t i = 0; i < found; i++)
        if (has_begun(&rows[i], as_of.at) && !exemption_of(&rows[i], arena, &exemptions[kept++]))
            return boundary_no_memory(err);
    *out = exemptions;
    *count = kept;
    return BASE_OK;
}
