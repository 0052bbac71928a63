/* import/export_file.c - puts the files of an export where they belong. */
#define _XOPEN_SOURCE 700 /* mkdtemp beside fsync */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/file.h"
#include "import/export_writer.h"

int export_dimension(const struct export_row *row)
{
    enum geo_kind kind = row->geometry.kind;
    bool line = kind == GEO_LINE || kind == GEO_MULTILINE;
    bool point = kind == GEO_POINT || kind == GEO_MULTIPOINT;
    return row->geometry.part_count == 0 ? 2 : point ? 0 : line ? 1 : 2;
}

static bool flush(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool good = file >= 0 && fsync(file) == 0;
    if (file >= 0)
        close(file);
    return good;
}

static bool ends_with(const char *name, const char *ending)
{
    size_t a = strlen(name), b = strlen(ending);
    return a >= b && strcasecmp(name + a - b, ending) == 0;
}

/* Moves the files of the set to their places, the .shp last of all. */
static enum base_status move_all(const char *from, const char *folder, struct export_writer *w)
{
    for (int last = 0; last < 2; last++) {
        DIR *dir = opendir(from);
        if (!dir)
            return base_fail(w->err, BASE_FAILED, "cannot read %s: %s", from, strerror(errno));
        for (struct dirent *entry; (entry = readdir(dir));) {
            if (entry->d_name[0] == '.' || (int)ends_with(entry->d_name, ".shp") != last)
                continue;
            char *old = base_arena_printf(w->arena, "%s/%s", from, entry->d_name);
            char *new = base_arena_printf(w->arena, "%s%s", folder, entry->d_name);
            if (old && new &&flush(old) && rename(old, new) == 0)
                continue;
            closedir(dir);
            return base_fail(w->err, BASE_FAILED, "cannot write %s: %s", new ? new : folder,
                             strerror(errno));
        }
        closedir(dir);
    }
    flush(folder[0] ? folder : ".");
    return BASE_OK;
}

/* Shapefiles say their encoding in a .cpg; with bytes of our own we write it. */
static enum base_status write_cpg(struct export_writer *w, const char *folder, const char *stem)
{
    if (w->form != FORM_SHAPEFILE || !w->encoder)
        return BASE_OK;
    const char *path = base_arena_printf(w->arena, "%s/%s.cpg", folder, stem);
    const char *word = strcmp(w->encoding, "GBK") == 0 ? "936" : w->encoding;
    return path ? base_file_write_atomic(path, word, strlen(word), w->err)
                : base_fail(w->err, BASE_NO_MEMORY, "out of memory");
}

/* A Shapefile holds one kind of geometry: lines and points go beside it. */
static enum base_status write_split(struct export_writer *w, const char *folder, const char *stem)
{
    static const char *const ENDINGS[] = {"-point", "-line", ""};
    bool used[3] = {false, false, true};
    enum base_status status = BASE_OK;
    for (size_t i = 0; i < w->table.count; i++)
        used[export_dimension(&w->table.rows[i])] = true;
    for (int dimension = 0; dimension < 3 && !status; dimension++) {
        const char *name = base_arena_printf(w->arena, "%s%s", stem, ENDINGS[dimension]);
        const char *path = base_arena_printf(w->arena, "%s/%s.shp", folder, name);
        if (!used[dimension])
            continue;
        if (!name || !path)
            return base_fail(w->err, BASE_NO_MEMORY, "out of memory");
        w->dimension = dimension;
        status = export_write_file(w, path, name);
        if (!status)
            status = write_cpg(w, folder, name);
    }
    return status;
}

static enum base_status write_files(struct export_writer *w, const char *folder, const char *base,
                                    const char *stem)
{
    if (w->form == FORM_SHAPEFILE && w->options->findings)
        return write_split(w, folder, stem);
    const char *layer = w->name                ? w->name
                        : w->options->findings ? "finding"
                                               : import_kind_name(w->options->kind);
    const char *path = base_arena_printf(w->arena, "%s/%s", folder, base);
    if (!path)
        return base_fail(w->err, BASE_NO_MEMORY, "out of memory");
    enum base_status status = export_write_file(w, path, w->form == FORM_SHAPEFILE ? stem : layer);
    return status ? status : write_cpg(w, folder, stem);
}

enum base_status export_write(struct export_writer *w)
{
    const char *out = w->options->out, *slash = strrchr(out, '/');
    const char *base = slash ? slash + 1 : out, *dot = strrchr(base, '.');
    char *folder = base_arena_strndup(w->arena, out, (size_t)(base - out));
    char *stem = base_arena_strndup(w->arena, base, (size_t)(dot - base));
    char *temporary = base_arena_printf(w->arena, "%s.yutu-export-XXXXXX", folder ? folder : "");
    if (!folder || !stem || !temporary)
        return base_fail(w->err, BASE_NO_MEMORY, "out of memory");
    if (!mkdtemp(temporary))
        return base_fail(w->err, BASE_FAILED, "cannot make the folder %s: %s", temporary,
                         strerror(errno));
    enum base_status status = write_files(w, temporary, base, stem);
    if (!status)
        status = move_all(temporary, folder, w);
    enum base_status removed = base_file_remove_tree(temporary, status ? NULL : w->err);
    return status ? status : removed;
}
