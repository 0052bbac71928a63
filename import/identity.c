/* import/identity.c - what makes two imports the same one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "import/job.h"
#include "store/edition.h"

static enum base_status no_memory(struct import_job *job)
{
    return base_fail(job->err, BASE_NO_MEMORY, "out of memory");
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* One file: its own hash. A set: the hash of its sorted "sha256 name" lines. */
enum base_status import_sum_up(struct import_job *job)
{
    if (job->sum_count == 1) {
        job->report->sha256 = base_arena_strndup(job->arena, job->sums, 64);
        return job->report->sha256 ? BASE_OK : no_memory(job);
    }
    char **lines = base_arena_calloc(job->arena, job->sum_count + 1, sizeof *lines);
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    size_t count = 0;
    if (!lines)
        return no_memory(job);
    for (char *at = job->sums; *at && count < job->sum_count; at += strcspn(at, "\n") + 1)
        lines[count++] = base_arena_strndup(job->arena, at, strcspn(at, "\n") + 1);
    for (size_t i = 0; i < count; i++)
        if (!lines[i])
            return no_memory(job);
    qsort(lines, count, sizeof *lines, by_text);
    for (size_t i = 0; i < count; i++)
        base_buffer_text(&text, lines[i]);
    char hash[BASE_HASH_TEXT];
    base_hash_sha256_hex(text.data, text.size, hash);
    job->report->sha256 = base_arena_strdup(job->arena, hash);
    return job->report->sha256 && !text.failed ? BASE_OK : no_memory(job);
}

static void add_option(struct base_buffer *text, const char *name, const char *value)
{
    base_buffer_printf(text, "%s=%s\n", name, value ? value : "");
}

/* What makes an import the same again: the bytes, and how they were read. */
enum base_status import_hash_options(struct import_job *job)
{
    const struct import_options *o = job->options;
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    char date[BASE_DATE_SIZE], number[32];
    add_option(&text, "sha256", job->report->sha256);
    add_option(&text, "kind", import_kind_name(o->kind));
    add_option(&text, "layer", o->layer);
    for (size_t i = 0; i < o->map_count; i++)
        add_option(&text, o->maps[i].field, o->maps[i].column);
    add_option(&text, "encoding", o->encoding);
    add_option(&text, "crs", o->crs);
    add_option(&text, "shift", o->shift);
    add_option(&text, "effective", base_date_print(o->effective, date));
    add_option(&text, "party", o->party);
    add_option(&text, "complete", o->complete);
    add_option(&text, "code-prefix", o->code_prefix);
    snprintf(number, sizeof number, "%d", o->admin_level);
    add_option(&text, "admin-level", number);
    snprintf(number, sizeof number, "%lld", (long long)o->allow_errors);
    add_option(&text, "allow-errors", number);
    add_option(&text, "licence", o->licence);
    add_option(&text, "attribution", o->attribution);
    add_option(&text, "secrecy", o->secrecy ? o->secrecy : "open");
    base_buffer_printf(&text, "rights=%d%d\n", o->may_publish, o->may_export);
    if (text.failed)
        return no_memory(job);
    base_hash_sha256_hex(text.data, text.size, job->options_hash);
    return BASE_OK;
}

/* The edition that the same file and options made before. */
enum base_status import_find_repeated(struct import_job *job)
{
    struct store_edition e;
    struct import_report *r = job->report;
    if (!job->store)
        return BASE_OK;
    enum base_status status =
        store_edition_find_hash(job->store, job->options_hash, job->arena, &e, NULL);
    if (status == BASE_NOT_FOUND)
        return BASE_OK;
    if (status)
        return base_fail(job->err, status, "the editions of the record cannot be read");
    r->edition = e.id;
    r->repeated = true;
    r->driver = e.driver;
    r->layer = e.layer;
    r->encoding = e.encoding;
    r->encoding_from = e.encoding_from;
    r->crs = e.crs;
    r->crs_from = e.crs_from;
    r->pipeline = e.pipeline;
    r->resolution_m = e.resolution_m;
    r->accuracy_m = e.accuracy_m;
    return BASE_OK;
}
