/* import/run.c - the order of an import: stage, read, decode, place, check, write. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/coordinates.h"
#include "import/job.h"
#include "import/wkb_xy.h"

static enum base_status no_memory(struct import_job *job)
{
    return base_fail(job->err, BASE_NO_MEMORY, "out of memory");
}

static enum base_status read_table(struct import_job *job, const struct import_stage *stage,
                                   struct import_table *table)
{
    const struct import_options *o = job->options;
    if (stage->format != IMPORT_FORMAT_OSM)
        return import_ogr_read(stage, o->layer, job->arena, job->progress, job->report, table,
                               job->err);
    struct import_osm_options osm = {.code_prefix = o->code_prefix, .admin_level = o->admin_level};
    for (size_t i = 0; i < o->map_count; i++)
        if (strcmp(o->maps[i].field, "code") == 0)
            osm.code_tag = o->maps[i].column;
    return import_osm_read(stage, o->kind, &osm, job->arena, job->progress, job->report, table,
                           job->err);
}

/* A required field without a column concerns the file, not each row. */
static void check_required(struct import_job *job, const struct import_table *table,
                           const struct import_columns *columns)
{
    size_t count;
    char list[256];
    const struct import_field *fields = import_kind_fields(job->options->kind, &count);
    import_columns_list(table->columns, table->column_count, list, sizeof list);
    for (size_t i = 0; i < count; i++) {
        bool made = job->options->kind == IMPORT_DIVISION && strcmp(fields[i].name, "level") == 0;
        if (fields[i].required && columns->of[i] < 0 && !made)
            import_report_add(job->report, IMPORT_ERROR, IMPORT_VALUE_INVALID, 0, fields[i].name,
                              NULL,
                              "no column holds the field %s; say which with --map %s=COLUMN; the "
                              "columns are: %s",
                              fields[i].name, fields[i].name, list);
    }
}

/* A claim is of an area or of a line. */
static void check_claimed(struct import_job *job, const struct import_table *table,
                          const struct import_columns *columns)
{
    char list[256];
    bool told = columns->of[import_kind_field(IMPORT_CLAIM, "code")] >= 0 ||
                columns->of[import_kind_field(IMPORT_CLAIM, "line")] >= 0;
    import_columns_list(table->columns, table->column_count, list, sizeof list);
    if (!told)
        import_report_add(job->report, IMPORT_ERROR, IMPORT_VALUE_INVALID, 0, "code", NULL,
                          "no column holds the code of the division or line that is claimed; say "
                          "which with --map code=COLUMN or --map line=COLUMN; the columns are: %s",
                          list);
}

static enum base_status find_columns(struct import_job *job, const struct import_table *table,
                                     const struct import_stage *stage,
                                     struct import_columns *columns)
{
    size_t count, maps = stage->format == IMPORT_FORMAT_OSM ? 0 : job->options->map_count;
    struct import_report *report = job->report;
    enum base_status status =
        import_columns_find(job->options->kind, table->columns, table->column_count,
                            job->options->maps, maps, columns, job->err);
    if (status)
        return status;
    const struct import_field *fields = import_kind_fields(job->options->kind, &count);
    report->column_count = 0;
    for (size_t i = 0; i < count; i++)
        if (columns->of[i] >= 0)
            report->columns[report->column_count++] =
                (struct import_column_used){fields[i].name, table->columns[columns->of[i]]};
    check_required(job, table, columns);
    if (job->options->kind == IMPORT_CLAIM)
        check_claimed(job, table, columns);
    return BASE_OK;
}

/* East first, in the bytes themselves: what is kept as the source's digits is in
 * the order that everything else here has. */
static void exchange_all(const struct import_table *table)
{
    for (size_t i = 0; i < table->count; i++)
        if (table->records[i].wkb)
            import_xy_exchange((void *)(uintptr_t)table->records[i].wkb,
                               table->records[i].wkb_size);
}

/* Where the record's data lies, to narrow the zones that are proposed. */
static struct geo_box held_box(struct import_job *job)
{
    struct geo_box box = geo_box_empty();
    for (size_t i = 0; i < job->held_count; i++)
        box = geo_box_union(box, geo_geometry_box(&job->held[i].geometry));
    return box;
}

static enum base_status place(struct import_job *job, const struct import_table *table,
                              struct import_crs *crs)
{
    struct import_sample sample;
    bool assumed = strncmp(table->driver, "GeoJSON", 7) == 0 || table->crs;
    enum base_status status = import_sample_take(table, job->arena, &sample, job->err);
    if (!status && sample.count)
        status = import_job_load_held(job);
    if (!status)
        status = import_crs_decide(job->context, job->options->crs ? job->options->crs : table->crs,
                                   table->wkt, assumed, &sample, held_box(job), job->report, crs,
                                   job->err);
    if (status || sample.count == 0)
        return status;
    if (table->crs && !job->options->crs)
        crs->from = "prj"; /* the format fixes it */
    if (crs->swap)
        exchange_all(table);
    job->report->axes = crs->swap ? "north-east" : job->report->axes;
    job->report->crs = base_arena_strdup(job->arena, crs->crs.name);
    job->report->crs_from = crs->from;
    job->report->resolution_m = crs->resolution_m;
    bool old = crs->crs.frame == GEO_FRAME_XIAN80 || crs->crs.frame == GEO_FRAME_BEIJING54;
    if (old && !job->options->shift)
        import_report_add(job->report, IMPORT_ERROR, IMPORT_CRS_MISSING, 0, NULL, crs->crs.name,
                          "%s is not CGCS2000; give the surveyor's parameters with --shift FILE, "
                          "or --shift none to accept an accuracy of 100 m",
                          crs->crs.name);
    return BASE_OK;
}

static struct import_row *add_row(struct import_job *job)
{
    if (job->count == job->capacity) {
        size_t capacity = job->capacity ? 2 * job->capacity : 256;
        struct import_row *bigger = base_arena_alloc(job->arena, capacity * sizeof *bigger);
        if (!bigger)
            return NULL;
        if (job->count)
            memcpy(bigger, job->rows, job->count * sizeof *bigger);
        job->rows = bigger;
        job->capacity = capacity;
    }
    return &job->rows[job->count++];
}

/* The field that finds a row again. */
static const char *key_field(const struct import_row *row, enum import_kind kind)
{
    switch (kind) {
    case IMPORT_DIVISION:
    case IMPORT_LINE:
        return "code";
    case IMPORT_CLAIM:
        return row->of_line ? "line" : "code";
    case IMPORT_NAME:
        return "name";
    case IMPORT_MARKER:
    case IMPORT_TRI_JUNCTION:
        return "number";
    case IMPORT_EXEMPTION:
        return "id";
    default:
        return "id";
    }
}

#define SAME_NUMBER_MOST 99

/* Two stones may bear one number on the ground: both are kept, and inspection
 * judges them. */
static enum base_status keep_both(struct import_job *job, struct import_row *row, int64_t first)
{
    int64_t held = first;
    int ordinal = 1;
    while (held > 0 && ordinal < SAME_NUMBER_MOST) {
        const char *key = base_arena_printf(job->arena, "%s (%d)", row->key, ++ordinal);
        held = key ? import_set_add(&job->keys, key, row->number) : -1;
    }
    if (held < 0)
        return no_memory(job);
    row->as.marker.ordinal = ordinal;
    row->rejected = held > 0;
    import_report_add(job->report, row->rejected ? IMPORT_ERROR : IMPORT_WARNING,
                      IMPORT_CODE_DUPLICATE, row->number, "number", row->key,
                      "%s stands in row %lld and again in row %lld", row->key, (long long)first,
                      (long long)row->number);
    return BASE_OK;
}

static enum base_status check_twice(struct import_job *job, struct import_row *row)
{
    int64_t first = row->key ? import_set_add(&job->keys, row->key, row->number) : 0;
    if (first < 0)
        return no_memory(job);
    if (first == 0)
        return BASE_OK;
    if (job->options->kind == IMPORT_MARKER)
        return keep_both(job, row, first);
    row->rejected = true;
    import_report_add(job->report, IMPORT_ERROR, IMPORT_CODE_DUPLICATE, row->number,
                      key_field(row, job->options->kind), row->key,
                      "%s stands in row %lld and again in row %lld", row->key, (long long)first,
                      (long long)row->number);
    return BASE_OK;
}

/* Gives the bytes of a batch back whose last record is done, unless a row needs them. */
static void end_batch(struct import_maker *maker, struct import_table *table, size_t done,
                      size_t *batch)
{
    if (*batch == table->batch_count || table->batches[*batch].end != done)
        return;
    if (!maker->borrows)
        import_table_drop(table, *batch);
    maker->borrows = false;
    ++*batch;
}

static enum base_status make_rows(struct import_job *job, struct import_maker *maker,
                                  struct import_table *table, int64_t number_before)
{
    size_t batch = 0;
    for (size_t i = 0; i < table->count; i++) {
        struct import_row *row = add_row(job);
        if (!row)
            return no_memory(job);
        table->records[i].number += number_before;
        enum base_status status = import_row_make(maker, &table->records[i], row);
        if (!status)
            status = check_twice(job, row);
        if (status)
            return status;
        end_batch(maker, table, i + 1, &batch);
        job->report->rejected += row->rejected;
        job->report->repaired += row->repaired;
        if (i % 256 == 0) {
            base_progress_report(job->progress, "checking", i, table->count);
            if (base_progress_cancelled(job->progress))
                return base_fail(job->err, BASE_UNAVAILABLE, "the import was cancelled");
        }
    }
    return BASE_OK;
}

static void read_factors(struct import_maker *maker)
{
    size_t count;
    const struct import_field *fields = import_kind_fields(maker->options->kind, &count);
    for (size_t i = 0; i < count; i++) {
        int column = maker->columns->of[i];
        maker->factors[i] =
            column < 0 ? 1 : import_columns_factor(fields[i].name, maker->table->columns[column]);
    }
}

static enum base_status rows_of(struct import_job *job, struct import_table *table,
                                const struct import_columns *columns, const struct import_crs *crs,
                                int64_t number_before)
{
    struct import_crs *kept = base_arena_copy(job->arena, crs, sizeof *crs);
    struct base_arena *scratch BASE_ARENA_AUTO = base_arena_create(0);
    if (!kept || !scratch)
        return no_memory(job); /* rows borrow the CRS's name */
    struct import_maker maker = {
        .options = job->options,
        .table = table,
        .columns = columns,
        .shaper = {.context = job->context,
                   .engine = job->engine,
                   .crs = kept,
                   .shift = job->has_shift ? &job->shift : NULL,
                   .unshifted = !job->has_shift,
                   .winding = table->winding,
                   .scratch = scratch,
                   .result = {.accuracy_m = NAN}},
        .report = job->report,
        .arena = job->arena,
        .err = job->err,
    };
    read_factors(&maker);
    enum base_status status = make_rows(job, &maker, table, number_before);
    if (maker.shaper.result.pipeline[0])
        job->report->pipeline = base_arena_strdup(job->arena, maker.shaper.result.pipeline);
    job->report->accuracy_m = maker.shaper.result.accuracy_m;
    return status;
}

static enum base_status finish_source(struct import_job *job, struct import_table *table,
                                      const struct import_stage *stage)
{
    struct import_columns columns;
    struct import_crs crs;
    int64_t before = job->report->read;
    struct import_report *report = job->report;
    report->driver = table->driver;
    report->layer = table->layer;
    report->read += (int64_t)table->count;
    enum base_status status =
        import_table_decode(table, stage, job->options->encoding, job->arena, report, job->err);
    report->encoding = table->encoding;
    report->encoding_from = table->encoding_from;
    report->encoding_certainty = table->encoding_certainty;
    if (!status)
        status = find_columns(job, table, stage, &columns);
    if (!status)
        status = import_coordinates_attach(table, job->options->kind, &columns, job->arena, report,
                                           job->err);
    if (!status)
        status = place(job, table, &crs);
    if (status)
        return status;
    if (report->blocked) {
        report->rejected += (int64_t)table->count;
        return BASE_OK;
    }
    return rows_of(job, table, &columns, &crs, before);
}

static enum base_status import_file(struct import_job *job, struct import_stage *stage,
                                    struct import_table *table)
{
    enum base_status status = read_table(job, stage, table);
    return status ? status : finish_source(job, table, stage);
}

static bool each_source(const struct import_options *o, size_t i)
{
    return !import_stage_is_part(o->files[i], o->files, o->file_count);
}

/* The stages of all files, so that their sums are known before any is read. */
static enum base_status stage_all(struct import_job *job, struct import_stage *stages)
{
    const struct import_options *o = job->options;
    struct import_stage_options options = {
        .layer = o->layer, .staging = o->staging, .limit = o->unpack_limit};
    job->sums = base_arena_strdup(job->arena, "");
    for (size_t i = 0; i < o->file_count; i++) {
        if (!each_source(o, i))
            continue;
        enum base_status status =
            import_stage_open(o->files[i], &options, job->arena, &stages[i], job->err);
        if (status)
            return status;
        job->sums = base_arena_printf(job->arena, "%s%s", job->sums ? job->sums : "",
                                      stages[i].sums ? stages[i].sums : "");
        job->sum_count += stages[i].sum_count;
    }
    return job->sums ? BASE_OK : no_memory(job);
}

static enum base_status checked(struct import_job *job)
{
    enum base_status status = BASE_OK;
    if (!job->report->blocked)
        status = import_check_references(job);
    if (!status && !job->report->blocked)
        status = import_check_offset(job);
    if (status)
        return status;
    int64_t rejected = 0;
    for (size_t i = 0; i < job->count; i++)
        rejected += job->rows[i].rejected;
    if (!job->report->blocked || job->count)
        job->report->rejected = rejected;
    if (job->report->no_memory)
        return no_memory(job);
    if (job->report->blocked)
        return base_fail(job->err, BASE_INVALID,
                         "the file cannot be taken as it is; nothing was written");
    if (job->report->rejected > job->options->allow_errors)
        return base_fail(job->err, BASE_INVALID,
                         "%lld of %lld rows have errors; nothing was written",
                         (long long)job->report->rejected, (long long)job->report->read);
    return BASE_OK;
}

static enum base_status read_shift(struct import_job *job)
{
    const char *shift = job->options->shift;
    if (!shift || strcmp(shift, "none") == 0)
        return BASE_OK;
    job->has_shift = true;
    return import_shift_read(shift, &job->shift, job->err);
}

static enum base_status start(struct import_job *job, struct import_stage *stages)
{
    job->context = geo_crs_context_create();
    job->engine = geo_engine_create();
    if (!job->context || !job->engine)
        return no_memory(job);
    enum base_status status = read_shift(job);
    if (!status)
        status = stage_all(job, stages);
    if (!status)
        status = import_sum_up(job);
    return status ? status : import_hash_options(job);
}

/* tables: one a stage; rows refer to them. */
static enum base_status work(struct import_job *job, struct import_stage *stages,
                             struct import_table *tables)
{
    enum base_status status = start(job, stages);
    if (!status)
        status = import_find_repeated(job);
    if (status || job->report->repeated)
        return status;
    for (size_t i = 0; i < job->options->file_count && !status; i++)
        if (each_source(job->options, i))
            status = import_file(job, &stages[i], &tables[i]);
    if (!status)
        status = checked(job);
    if (!status && !job->options->dry_run)
        status = import_write_rows(job);
    return status;
}

/* A failure that the report does not tell yet is told there too. */
static void tell_failure(struct import_job *job, enum base_status status)
{
    if (status == BASE_INVALID && job->report->errors == 0 && job->err)
        import_report_add_error(job->report, IMPORT_ERROR,
                                job->report->driver ? IMPORT_VALUE_INVALID : IMPORT_FILE_DAMAGED, 0,
                                NULL, NULL, job->err);
    import_report_sort(job->report);
}

static enum base_status save_html(struct import_job *job)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    if (!job->options->report_path)
        return BASE_OK;
    import_report_write_html(job->report, job->options->lang, &text);
    enum base_status status = base_buffer_check(&text, job->err);
    return status
               ? status
               : base_file_write_atomic(job->options->report_path, text.data, text.size, job->err);
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

enum base_status import_run(struct store *store, const struct import_options *options,
                            struct base_arena *arena, const struct base_progress *progress,
                            struct import_report *report, struct base_error *err)
{
    struct base_error own;
    struct import_job job = {.store = store,
                             .options = options,
                             .arena = arena,
                             .progress = progress,
                             .report = report,
                             .err = err ? err : &own,
                             .keys = {.arena = arena},
                             .crs_stated = options->crs != NULL};
    import_report_init(report, arena, options->kind);
    report->dry_run = options->dry_run;
    if (options->file_count == 0 || options->kind == IMPORT_NONE)
        return base_fail(err, BASE_INVALID, "an import needs a file and a kind");
    size_t first = 0;
    while (first + 1 < options->file_count && !each_source(options, first))
        first++;
    report->file = base_arena_strdup(arena, file_name(options->files[first]));
    struct import_stage *stages = base_arena_calloc(arena, options->file_count, sizeof *stages);
    struct import_table *tables = base_arena_calloc(arena, options->file_count, sizeof *tables);
    if (!stages || !tables || !report->file)
        return no_memory(&job);
    enum base_status status = work(&job, stages, tables);
    for (size_t i = 0; i < options->file_count; i++) {
        import_table_done(&tables[i]);
        import_stage_close(&stages[i]);
    }
    geo_engine_free(job.engine);
    geo_crs_context_free(job.context);
    tell_failure(&job, status);
    enum base_status saved = save_html(&job);
    return status ? status : saved;
}
