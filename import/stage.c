/* import/stage.c - a source's files under names that we chose. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "import/stage.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/buffer.h"

static const char *const ENDINGS[IMPORT_PARTS] = {".shp", ".shx", ".dbf", ".prj", ".cpg"};

const char *import_part_ending(enum import_part part)
{
    return ENDINGS[part];
}

static const char *ending_of(const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *dot = strrchr(slash ? slash + 1 : name, '.');
    return dot ? dot : "";
}

int import_part_of(const char *name)
{
    for (int i = 0; i < IMPORT_PARTS; i++)
        if (strcasecmp(ending_of(name), ENDINGS[i]) == 0)
            return i;
    return -1;
}

bool import_format_of(const char *name, enum import_format *out)
{
    static const struct {
        const char *ending;
        enum import_format format;
    } FORMATS[] = {
        {".shp", IMPORT_FORMAT_SHAPEFILE}, {".dbf", IMPORT_FORMAT_DBF},
        {".csv", IMPORT_FORMAT_CSV},       {".tsv", IMPORT_FORMAT_CSV},
        {".osm", IMPORT_FORMAT_OSM},       {".pbf", IMPORT_FORMAT_OSM},
        {".geojson", IMPORT_FORMAT_OGR},   {".json", IMPORT_FORMAT_OGR},
        {".geojsonl", IMPORT_FORMAT_OGR},  {".geojsons", IMPORT_FORMAT_OGR},
        {".topojson", IMPORT_FORMAT_OGR},  {".gpkg", IMPORT_FORMAT_OGR},
        {".xlsx", IMPORT_FORMAT_OGR},      {".xls", IMPORT_FORMAT_OGR},
        {".ods", IMPORT_FORMAT_OGR},       {".kml", IMPORT_FORMAT_OGR},
        {".gml", IMPORT_FORMAT_OGR},       {".fgb", IMPORT_FORMAT_OGR},
        {".tab", IMPORT_FORMAT_OGR},       {".mif", IMPORT_FORMAT_OGR},
        {".dxf", IMPORT_FORMAT_OGR},       {".gdb", IMPORT_FORMAT_OGR},
    };
    for (size_t i = 0; i < sizeof FORMATS / sizeof FORMATS[0]; i++)
        if (strcasecmp(ending_of(name), FORMATS[i].ending) == 0) {
            *out = FORMATS[i].format;
            return true;
        }
    return false;
}

static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Bytes of the name before its ending. */
static size_t stem_size(const char *name)
{
    const char *base = base_of(name);
    return strlen(base) - strlen(ending_of(base));
}

bool import_stage_is_part(const char *file, const char *const *others, size_t count)
{
    int part = import_part_of(file);
    if (part <= IMPORT_PART_SHP)
        return false;
    size_t size = strlen(file) - strlen(ending_of(file));
    for (size_t i = 0; i < count; i++)
        if (import_part_of(others[i]) == IMPORT_PART_SHP && strlen(others[i]) == size + 4 &&
            strncmp(others[i], file, size) == 0)
            return true;
    return false;
}

enum base_status import_stage_folder(struct import_stage *stage,
                                     const struct import_stage_options *options,
                                     struct base_arena *arena, struct base_error *err)
{
    if (stage->folder)
        return BASE_OK;
    const char *parent = options->staging;
    if (!parent || !parent[0])
        parent = getenv("TMPDIR");
    if (!parent || !parent[0])
        parent = "/tmp";
    char *folder = base_arena_printf(arena, "%s/yutu-import-XXXXXX", parent);
    if (!folder)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    if (!mkdtemp(folder))
        return base_fail(err, BASE_FAILED, "cannot make the folder %s: %s", folder,
                         strerror(errno));
    stage->folder = folder;
    return BASE_OK;
}

void import_stage_close(struct import_stage *stage)
{
    if (stage->folder && base_file_remove_tree(stage->folder, NULL) != BASE_OK)
        return; /* what is left is in the system's folder for temporary files */
    stage->folder = NULL;
}

/* The parts that lie beside a .shp, whatever the case of their endings. */
static enum base_status find_parts(const char *path, struct base_arena *arena,
                                   struct import_stage *stage, struct base_error *err)
{
    size_t folder_size = (size_t)(base_of(path) - path), stem = stem_size(path);
    char *folder = base_arena_strndup(arena, path, folder_size);
    DIR *dir = folder ? opendir(folder_size ? folder : ".") : NULL;
    if (!dir)
        return base_fail(err, BASE_FAILED, "cannot read %s: %s", path, strerror(errno));
    for (struct dirent *entry; (entry = readdir(dir));) {
        int part = import_part_of(entry->d_name);
        bool ours = part > IMPORT_PART_SHP && stem_size(entry->d_name) == stem &&
                    strncmp(entry->d_name, base_of(path), stem) == 0;
        if (ours)
            stage->parts[part] = base_arena_printf(arena, "%s%s", folder, entry->d_name);
    }
    closedir(dir);
    return BASE_OK;
}

static enum base_status copy_file(const char *from, const char *to, struct base_error *err)
{
    const void *bytes;
    size_t size;
    enum base_status status = base_file_map(from, &bytes, &size, err);
    if (status)
        return status;
    status = base_file_write_atomic(to, bytes, size, err);
    base_file_unmap(bytes, size);
    return status;
}

/* Copies the set to where the missing index may be written. */
static enum base_status copy_set(const struct import_stage_options *options,
                                 struct base_arena *arena, struct import_stage *stage,
                                 struct base_error *err)
{
    enum base_status status = import_stage_folder(stage, options, arena, err);
    for (int i = 0; i < IMPORT_PARTS && !status; i++) {
        if (!stage->parts[i])
            continue;
        const char *to = base_arena_printf(arena, "%s/data%s", stage->folder, ENDINGS[i]);
        if (!to)
            return base_fail(err, BASE_NO_MEMORY, "out of memory");
        status = copy_file(stage->parts[i], to, err);
        stage->parts[i] = to;
    }
    stage->path = stage->parts[IMPORT_PART_SHP];
    return status;
}

static enum base_status add_sum(const char *path, struct base_arena *arena,
                                struct import_stage *stage, struct base_error *err)
{
    char sum[BASE_SHA256_TEXT];
    enum base_status status = base_file_sha256(path, sum, err);
    if (status)
        return status;
    stage->sums =
        base_arena_printf(arena, "%s%s %s\n", stage->sums ? stage->sums : "", sum, base_of(path));
    stage->sum_count++;
    return stage->sums ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

static enum base_status sum_folder(const char *path, struct base_arena *arena,
                                   struct import_stage *stage, struct base_error *err)
{
    DIR *dir = opendir(path);
    if (!dir)
        return base_fail(err, BASE_FAILED, "cannot read %s: %s", path, strerror(errno));
    enum base_status status = BASE_OK;
    for (struct dirent *entry; !status && (entry = readdir(dir));) {
        struct stat info;
        char *file = base_arena_printf(arena, "%s/%s", path, entry->d_name);
        if (file && lstat(file, &info) == 0 && S_ISREG(info.st_mode))
            status = add_sum(file, arena, stage, err);
    }
    closedir(dir);
    return status;
}

static enum base_status sum_parts(struct base_arena *arena, struct import_stage *stage,
                                  struct base_error *err)
{
    enum base_status status = BASE_OK;
    for (int i = 0; i < IMPORT_PARTS && !status; i++)
        if (stage->parts[i])
            status = add_sum(stage->parts[i], arena, stage, err);
    return status;
}

/* Where the user's name really leads: a plain file, or a folder named .gdb. */
static enum base_status resolve(const char *file, struct base_arena *arena, const char **path,
                                bool *folder, struct base_error *err)
{
    char *real = realpath(file, NULL);
    if (!real)
        return base_fail(err, errno == ENOENT || errno == ENOTDIR ? BASE_NOT_FOUND : BASE_FAILED,
                         errno == ENOENT || errno == ENOTDIR ? "there is no file %s"
                                                             : "%s cannot be opened",
                         file);
    *path = base_arena_strdup(arena, real);
    free(real);
    struct stat info;
    if (!*path || lstat(*path, &info) != 0)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    *folder = S_ISDIR(info.st_mode) && strcasecmp(ending_of(*path), ".gdb") == 0;
    if (!S_ISREG(info.st_mode) && !*folder)
        return base_fail(err, BASE_INVALID, "%s is not a plain file", file);
    return BASE_OK;
}

static enum base_status open_plain(const char *path, bool folder,
                                   const struct import_stage_options *options,
                                   struct base_arena *arena, struct import_stage *out,
                                   struct base_error *err)
{
    if (!import_format_of(path, &out->format))
        return base_fail(err, BASE_INVALID,
                         "%s has an ending that is not read here; use .shp, .gpkg, .geojson, .csv, "
                         ".xlsx, .kml, .gml, .fgb, .tab, .gdb, .osm, .pbf, or a .zip of one",
                         base_of(path));
    out->parts[IMPORT_PART_SHP] = path;
    if (folder)
        return sum_folder(path, arena, out, err);
    enum base_status status = BASE_OK;
    if (out->format == IMPORT_FORMAT_SHAPEFILE)
        status = find_parts(path, arena, out, err);
    if (!status)
        status = sum_parts(arena, out, err);
    if (status || out->format != IMPORT_FORMAT_SHAPEFILE || out->parts[IMPORT_PART_SHX])
        return status;
    out->index_missing = true;
    return copy_set(options, arena, out, err);
}

enum base_status import_stage_open(const char *file, const struct import_stage_options *options,
                                   struct base_arena *arena, struct import_stage *out,
                                   struct base_error *err)
{
    *out = (struct import_stage){.file = file};
    bool folder = false;
    const char *path = NULL;
    enum base_status status = resolve(file, arena, &path, &folder, err);
    if (status)
        return status;
    out->path = path;
    out->stem = base_arena_strndup(arena, base_of(path), stem_size(path));
    const char *ending = ending_of(path);
    bool zip = strcasecmp(ending, ".zip") == 0 || strcasecmp(ending, ".kmz") == 0;
    if (zip || strcasecmp(ending, ".gz") == 0) {
        status = add_sum(path, arena, out, err);
        if (!status)
            status = zip ? import_unpack_zip(path, options, arena, out, err)
                         : import_unpack_gz(path, options, arena, out, err);
        return status;
    }
    return open_plain(path, folder, options, arena, out, err);
}
