/* import/unpack.c - zips and gz files, counting every byte.
 *
 * Nothing is written under a name that the archive chose, so no entry can
 * leave our folder; an archive that tries is refused all the same. */
#include <errno.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zip.h>

#include "base/buffer.h"
#include "base/text.h"
#include "import/encoding.h"
#include "import/stage.h"

#define MOST_ENTRIES 20000

struct archive {
    zip_t *zip;
    const char *name; /* of the archive, for messages */
    size_t limit, used;
    const char **entries; /* UTF-8 names by index; NULL: not to be looked at */
    int64_t count;
};

static size_t limit_of(const struct import_stage_options *options)
{
    return options->limit ? options->limit : IMPORT_UNPACK_LIMIT;
}

static bool unsafe(const char *name)
{
    if (name[0] == '/' || name[0] == '\\' || (name[0] && name[1] == ':'))
        return true;
    for (const char *p = name; *p;) {
        size_t size = strcspn(p, "/\\");
        if (size == 2 && p[0] == '.' && p[1] == '.')
            return true;
        p += size + (p[size] != '\0');
    }
    return false;
}

static bool hidden(const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *base = slash ? slash + 1 : name;
    return base[0] == '\0' || base[0] == '.' || strncmp(name, "__MACOSX/", 9) == 0;
}

/* Windows writes names in the system's own code page: GBK in China. */
static const char *entry_name(struct archive *a, int64_t index, struct import_decoder *gb,
                              struct base_arena *arena)
{
    const char *raw = zip_get_name(a->zip, (zip_uint64_t)index, ZIP_FL_ENC_RAW);
    size_t lost = 0;
    if (!raw)
        return "";
    if (base_text_valid(raw, strlen(raw)))
        return base_arena_strdup(arena, raw);
    return import_decoder_text(gb, arena, raw, &lost);
}

static enum base_status list_entries(struct archive *a, struct base_arena *arena,
                                     struct base_error *err)
{
    a->count = zip_get_num_entries(a->zip, 0);
    if (a->count > MOST_ENTRIES)
        return base_fail(err, BASE_INVALID, "%s holds %lld entries, more than the limit of %d",
                         a->name, (long long)a->count, MOST_ENTRIES);
    a->entries = base_arena_calloc(arena, (size_t)a->count + 1, sizeof *a->entries);
    struct import_decoder *gb = NULL;
    enum base_status status = import_decoder_create("GB18030", "UTF-8", &gb, err);
    for (int64_t i = 0; i < a->count && !status && a->entries; i++) {
        const char *name = entry_name(a, i, gb, arena);
        if (!name)
            status = base_fail(err, BASE_NO_MEMORY, "out of memory");
        else if (unsafe(name))
            status = base_fail(err, BASE_INVALID, "%s holds an entry outside its own folder: %s",
                               a->name, name);
        else if (!hidden(name))
            a->entries[i] = name;
    }
    import_decoder_free(gb);
    return status || a->entries ? status : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

static size_t stem_size(const char *name)
{
    const char *slash = strrchr(name, '/'), *dot = strrchr(name, '.');
    return dot && dot > (slash ? slash : name) ? (size_t)(dot - name) : strlen(name);
}

static bool same_stem(const char *a, const char *b)
{
    return stem_size(a) == stem_size(b) && strncasecmp(a, b, stem_size(a)) == 0;
}

/* The .shp that stands beside this .dbf. */
static bool has_shp(const struct archive *a, const char *name)
{
    for (int64_t i = 0; i < a->count; i++)
        if (a->entries[i] && import_part_of(a->entries[i]) == IMPORT_PART_SHP &&
            same_stem(a->entries[i], name))
            return true;
    return false;
}

static bool is_candidate(const struct archive *a, const char *name, enum import_format *format)
{
    if (!import_format_of(name, format))
        return false;
    return *format != IMPORT_FORMAT_DBF || !has_shp(a, name);
}

static bool stem_is(const char *name, const char *layer)
{
    const char *slash = strrchr(name, '/');
    const char *base = slash ? slash + 1 : name;
    size_t size = stem_size(name) - (size_t)(base - name);
    return strlen(layer) == size && strncmp(base, layer, size) == 0;
}

static enum base_status choose(const struct archive *a, const char *layer, int64_t *chosen,
                               enum import_format *format, struct base_error *err)
{
    char list[256] = "";
    size_t at = 0;
    int found = 0, named = 0;
    for (int64_t i = 0; i < a->count; i++) {
        enum import_format kind;
        if (!a->entries[i] || !is_candidate(a, a->entries[i], &kind))
            continue;
        bool wanted = layer && stem_is(a->entries[i], layer);
        if (wanted || (found == 0 && !named)) {
            *chosen = i;
            *format = kind;
        }
        named += wanted;
        found++;
        int n = snprintf(list + at, sizeof list - at, "%s%s", at ? ", " : "", a->entries[i]);
        at = n > 0 && at + (size_t)n < sizeof list ? at + (size_t)n : at;
    }
    list[at] = '\0';
    if (found == 0)
        return base_fail(err, BASE_INVALID, "%s holds no file that is read here", a->name);
    if (found > 1 && named != 1)
        return base_fail(err, BASE_INVALID,
                         "%s holds %d sources; choose one with --layer by its name without "
                         "ending: %s",
                         a->name, found, list);
    return BASE_OK;
}

static enum base_status over_limit(const struct archive *a, struct base_error *err)
{
    return base_fail(err, BASE_INVALID, "%s unpacks to more than the limit of %zu bytes", a->name,
                     a->limit);
}

static enum base_status copy_stream(struct archive *a, zip_file_t *in, const char *entry, FILE *out,
                                    struct base_error *err)
{
    char block[65536];
    zip_int64_t got;
    while ((got = zip_fread(in, block, sizeof block)) > 0) {
        a->used += (size_t)got;
        if (a->used > a->limit)
            return over_limit(a, err);
        if (fwrite(block, 1, (size_t)got, out) != (size_t)got)
            return base_fail(err, BASE_FAILED, "cannot write %s: %s", entry, strerror(errno));
    }
    if (got < 0)
        return base_fail(err, BASE_INVALID, "%s: the entry %s is damaged: %s", a->name, entry,
                         zip_file_strerror(in));
    return BASE_OK;
}

static enum base_status extract(struct archive *a, int64_t index, const char *to,
                                struct base_error *err)
{
    zip_file_t *in = zip_fopen_index(a->zip, (zip_uint64_t)index, 0);
    if (!in)
        return base_fail(err, BASE_INVALID, "%s: the entry %s cannot be unpacked: %s", a->name,
                         a->entries[index], zip_strerror(a->zip));
    FILE *out = fopen(to, "wb");
    enum base_status status =
        out ? copy_stream(a, in, a->entries[index], out, err)
            : base_fail(err, BASE_FAILED, "cannot write %s: %s", to, strerror(errno));
    if (out && fclose(out) != 0 && !status)
        status = base_fail(err, BASE_FAILED, "cannot write %s: %s", to, strerror(errno));
    zip_fclose(in);
    return status;
}

/* The chosen file, and for a shapefile the others of its name. */
static enum base_status extract_set(struct archive *a, int64_t chosen, struct base_arena *arena,
                                    struct import_stage *stage, struct base_error *err)
{
    bool shapefile = stage->format == IMPORT_FORMAT_SHAPEFILE;
    enum base_status status = BASE_OK;
    for (int64_t i = 0; i < a->count && !status; i++) {
        const char *name = a->entries[i];
        int part = name ? import_part_of(name) : -1;
        bool beside = shapefile && part > IMPORT_PART_SHP && same_stem(name, a->entries[chosen]);
        if (i != chosen && !beside)
            continue;
        enum import_part slot = i == chosen ? IMPORT_PART_SHP : (enum import_part)part;
        const char *ending =
            i == chosen && !shapefile ? name + stem_size(name) : import_part_ending(slot);
        const char *to = base_arena_printf(arena, "%s/data%s", stage->folder, ending);
        if (!to)
            return base_fail(err, BASE_NO_MEMORY, "out of memory");
        status = extract(a, i, to, err);
        stage->parts[slot] = to;
    }
    stage->path = stage->parts[IMPORT_PART_SHP];
    stage->index_missing = shapefile && !stage->parts[IMPORT_PART_SHX];
    return status;
}

static enum base_status unpack(struct archive *a, const struct import_stage_options *options,
                               struct base_arena *arena, struct import_stage *stage,
                               struct base_error *err)
{
    int64_t chosen = 0;
    enum base_status status = list_entries(a, arena, err);
    if (!status)
        status = choose(a, options->layer, &chosen, &stage->format, err);
    if (!status)
        status = import_stage_folder(stage, options, arena, err);
    if (!status)
        status = extract_set(a, chosen, arena, stage, err);
    if (status)
        return status;
    const char *name = a->entries[chosen], *slash = strrchr(name, '/');
    const char *base = slash ? slash + 1 : name;
    stage->stem = base_arena_strndup(arena, base, stem_size(name) - (size_t)(base - name));
    return stage->stem ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

enum base_status import_unpack_zip(const char *path, const struct import_stage_options *options,
                                   struct base_arena *arena, struct import_stage *stage,
                                   struct base_error *err)
{
    const char *slash = strrchr(path, '/');
    struct archive a = {.name = slash ? slash + 1 : path, .limit = limit_of(options)};
    int code = 0;
    a.zip = zip_open(path, ZIP_RDONLY, &code);
    if (!a.zip) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        enum base_status status =
            base_fail(err, BASE_INVALID, "%s is not a zip that can be read: %s", a.name,
                      zip_error_strerror(&error));
        zip_error_fini(&error);
        return status;
    }
    enum base_status status = unpack(&a, options, arena, stage, err);
    zip_discard(a.zip);
    return status;
}

/* All members of a gz, one behind the other; grows until limit. */
static enum base_status inflate(const char *name, const unsigned char *bytes, size_t size,
                                size_t limit, struct base_buffer *out, struct base_error *err)
{
    struct libdeflate_decompressor *machine = libdeflate_alloc_decompressor();
    if (!machine)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    enum base_status status = BASE_OK;
    size_t at = 0, guess = size < limit / 8 ? 8 * size + 4096 : limit;
    while (at < size && !status) {
        size_t used = 0, made = 0, before = out->size;
        unsigned char *room = base_buffer_extend(out, guess);
        if (!room) {
            status = base_fail(err, BASE_NO_MEMORY, "out of memory");
            break;
        }
        enum libdeflate_result result = libdeflate_gzip_decompress_ex(
            machine, bytes + at, size - at, room, guess, &used, &made);
        out->size = before + (result == LIBDEFLATE_SUCCESS ? made : 0);
        if (result == LIBDEFLATE_INSUFFICIENT_SPACE && before + guess < limit)
            guess = guess < limit / 2 ? 2 * guess : limit;
        else if (result == LIBDEFLATE_INSUFFICIENT_SPACE || out->size > limit)
            status = base_fail(err, BASE_INVALID, "%s unpacks to more than the limit of %zu bytes",
                               name, limit);
        else if (result != LIBDEFLATE_SUCCESS)
            status = base_fail(err, BASE_INVALID, "%s is damaged: unpacking stops behind byte %zu",
                               name, at);
        else
            at += used;
    }
    libdeflate_free_decompressor(machine);
    return status;
}

enum base_status import_unpack_gz(const char *path, const struct import_stage_options *options,
                                  struct base_arena *arena, struct import_stage *stage,
                                  struct base_error *err)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    char *inner = base_arena_strndup(arena, name, strlen(name) - 3);
    if (!inner)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    if (!import_format_of(inner, &stage->format) || stage->format == IMPORT_FORMAT_SHAPEFILE)
        return base_fail(err, BASE_INVALID, "%s does not say what is in it: name it like x.osm.gz",
                         name);
    const void *bytes;
    size_t size;
    enum base_status status = import_stage_folder(stage, options, arena, err);
    if (!status)
        status = base_file_map(path, &bytes, &size, err);
    if (status)
        return status;
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    status = inflate(name, bytes, size, limit_of(options), &out, err);
    base_file_unmap(bytes, size);
    if (status)
        return status;
    stage->path = base_arena_printf(arena, "%s/data%s", stage->folder, inner + stem_size(inner));
    stage->parts[IMPORT_PART_SHP] = stage->path;
    stage->stem = base_arena_strndup(arena, inner, stem_size(inner));
    if (!stage->path || !stage->stem)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    return base_file_write_atomic(stage->path, out.data, out.size, err);
}
