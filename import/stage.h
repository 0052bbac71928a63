/* import/stage.h - a source's files under names that we chose.
 *
 * A user's string never reaches GDAL: the file is resolved, proved plain, and
 * given by absolute path; zips and gz files are unpacked by us, counting bytes,
 * into a folder of our own; a shapefile without index is copied there, since
 * the reader would write its repair beside the source. */
#ifndef IMPORT_STAGE_H
#define IMPORT_STAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"

enum import_format {
    IMPORT_FORMAT_OGR, /* any other that OGR reads */
    IMPORT_FORMAT_SHAPEFILE,
    IMPORT_FORMAT_DBF, /* a .dbf alone */
    IMPORT_FORMAT_CSV,
    IMPORT_FORMAT_OSM,
};

/* Parts of a shapefile; IMPORT_PART_SHP is also where every other format's one
 * file stands. */
enum import_part {
    IMPORT_PART_SHP,
    IMPORT_PART_SHX,
    IMPORT_PART_DBF,
    IMPORT_PART_PRJ,
    IMPORT_PART_CPG,
    IMPORT_PARTS
};

struct import_stage {
    const char *file;                /* as the user named it */
    const char *stem;                /* its own name without folder and ending, UTF-8 */
    const char *path;                /* absolute, what is to be opened */
    const char *parts[IMPORT_PARTS]; /* absolute paths where they are now; NULL: absent */
    const char *folder;              /* of our own, to be removed; NULL: none */
    enum import_format format;
    bool index_missing; /* the .shx has to be made */
    char *sums;         /* "sha256 name\n" lines of what the user gave */
    size_t sum_count;
};

/* Options of unpacking, the rest of import_options does not matter here. */
struct import_stage_options {
    const char *layer;   /* which set of a zip; NULL: the only one */
    const char *staging; /* parent of our folder; NULL: $TMPDIR, else /tmp */
    size_t limit;        /* bytes unpacked; 0: 4 GiB */
};

/* Prepares file. Close also after a failure.
 * Returns BASE_OK, BASE_NOT_FOUND, BASE_INVALID (no format of ours, a zip with
 * none or several sets, past a limit, an unsafe name), BASE_NO_MEMORY, BASE_FAILED. */
BASE_MUST_CHECK
enum base_status import_stage_open(const char *file, const struct import_stage_options *options,
                                   struct base_arena *arena, struct import_stage *out,
                                   struct base_error *err);
/* Removes our folder. */
void import_stage_close(struct import_stage *stage);

/* True when file is a part (.dbf, .shx, …) of a shapefile that `others` names as .shp. */
bool import_stage_is_part(const char *file, const char *const *others, size_t count);

/* For unpack.c: our folder, made on first use. */
BASE_MUST_CHECK
enum base_status import_stage_folder(struct import_stage *stage,
                                     const struct import_stage_options *options,
                                     struct base_arena *arena, struct base_error *err);

/* The format of a name's ending; false when it is none of ours. gz and zip are none. */
bool import_format_of(const char *name, enum import_format *out);

/* Unpacks the one set of a zip, or the file in a .gz, into the stage (unpack.c). */
BASE_MUST_CHECK
enum base_status import_unpack_zip(const char *path, const struct import_stage_options *options,
                                   struct base_arena *arena, struct import_stage *stage,
                                   struct base_error *err);
BASE_MUST_CHECK
enum base_status import_unpack_gz(const char *path, const struct import_stage_options *options,
                                  struct base_arena *arena, struct import_stage *stage,
                                  struct base_error *err);

/* The ending of a part, ".shp" and so on; and the part an ending names, or -1. */
const char *import_part_ending(enum import_part part);
int import_part_of(const char *name);

#define IMPORT_UNPACK_LIMIT ((size_t)4 * 1024 * 1024 * 1024)

#endif
