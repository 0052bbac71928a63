/* import/osm.c - an OpenStreetMap extract as a table of a kind's fields. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/osm_data.h"
#include "import/table.h"
#include "import/words.h"

struct reader {
    const struct import_osm_data *data;
    enum import_kind kind;
    const struct import_osm_options *options;
    struct base_arena *arena, *scratch;
    struct import_table *table;
    struct import_record *record;
    int admin_level;
    int64_t incomplete, unbuilt, unnamed, made_codes;
    bool no_memory;
};

static int column_of(const struct reader *r, const char *name)
{
    for (size_t i = 0; i < r->table->column_count; i++)
        if (strcmp(r->table->columns[i], name) == 0)
            return (int)i;
    return -1;
}

static void set(struct reader *r, const char *field, const char *value)
{
    int column = column_of(r, field);
    if (column < 0 || !value || !r->record)
        return;
    r->record->values[column] = base_arena_strdup(r->arena, value);
    r->no_memory |= r->record->values[column] == NULL;
}

/* Begins a record with the object's geometry; false when it has none here. */
static bool begin(struct reader *r, const struct import_osm_object *o, bool area)
{
    struct base_buffer wkb BASE_BUFFER_AUTO = {0};
    base_arena_reset(r->scratch);
    if (!import_osm_write(r->data, o, area, r->scratch, &wkb)) {
        r->incomplete++;
        return false;
    }
    r->record = import_table_add(r->table, r->arena);
    void *bytes = wkb.failed ? NULL : base_arena_copy(r->arena, wkb.data, wkb.size);
    if (!r->record || !bytes) {
        r->no_memory = true;
        return false;
    }
    r->record->number = (int64_t)r->table->count;
    r->record->wkb = bytes;
    r->record->wkb_size = wkb.size;
    return true;
}

static void set_id(struct reader *r, const struct import_osm_object *o, bool plain)
{
    char text[32];
    snprintf(text, sizeof text, plain ? "%.0s%lld" : "%.1s%lld", &o->type, (long long)o->id);
    set(r, "id", text);
}

static bool one_of(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; text && i < count; i++)
        if (strcmp(text, words[i]) == 0)
            return true;
    return false;
}

static void take_road(struct reader *r, const struct import_osm_object *o)
{
    static const char *const UNBUILT[] = {"proposed", "construction", "abandoned", "razed",
                                          "disused",  "platform",     "dismantled"};
    static const char *const BESIDE[] = {"both", "left", "right", "yes", "separate"};
    const char *highway = import_osm_tag(o, "highway");
    if (!highway)
        return;
    if (one_of(highway, UNBUILT, sizeof UNBUILT / sizeof UNBUILT[0])) {
        r->unbuilt++;
        return;
    }
    if (!begin(r, o, false))
        return;
    set_id(r, o, true);
    set(r, "class", highway);
    set(r, "name", import_osm_tag(o, "name"));
    set(r, "oneway", import_osm_tag(o, "oneway"));
    set(r, "layer", import_osm_tag(o, "layer"));
    set(r, "bridge", import_osm_tag(o, "bridge"));
    set(r, "tunnel", import_osm_tag(o, "tunnel"));
    const char *foot = import_osm_tag(o, "foot"), *sidewalk = import_osm_tag(o, "sidewalk");
    bool walk = !foot && one_of(sidewalk, BESIDE, sizeof BESIDE / sizeof BESIDE[0]);
    set(r, "foot", walk ? "yes" : foot);
    set(r, "access", import_osm_tag(o, "access"));
}

static const char *social_kind(const struct import_osm_object *o)
{
    static const char *const LIVE_IN[] = {"nursing_home", "assisted_living", "group_home"};
    const char *what = import_osm_tag(o, "social_facility");
    const char *whom = import_osm_tag(o, "social_facility:for");
    bool senior = whom && (strstr(whom, "senior") || strstr(whom, "elderly"));
    if (what && strcmp(what, "nursing_home") == 0)
        return "eldercare.home";
    if (senior && one_of(what, LIVE_IN, sizeof LIVE_IN / sizeof LIVE_IN[0]))
        return "eldercare.home";
    return senior && what && strcmp(what, "day_care") == 0 ? "eldercare.day" : "social.facility";
}

static const char *facility_kind(const struct import_osm_object *o)
{
    static const struct {
        const char *amenity, *kind;
    } KINDS[] = {{"hospital", "health.hospital"},    {"clinic", "health.clinic"},
                 {"nursing_home", "eldercare.home"}, {"grave_yard", "funeral.cemetery"},
                 {"crematorium", "funeral.home"},    {"funeral_hall", "funeral.home"},
                 {"mortuary", "funeral.home"},       {"community_centre", "community.service"}};
    const char *amenity = import_osm_tag(o, "amenity"), *landuse = import_osm_tag(o, "landuse");
    if (amenity && strcmp(amenity, "social_facility") == 0)
        return social_kind(o);
    for (size_t i = 0; amenity && i < sizeof KINDS / sizeof KINDS[0]; i++)
        if (strcmp(amenity, KINDS[i].amenity) == 0)
            return KINDS[i].kind;
    return landuse && strcmp(landuse, "cemetery") == 0 ? "funeral.cemetery" : NULL;
}

/* "Landstrasse 97, Triesen" from addr: tags; NULL when there is no street. */
static const char *address_of(struct reader *r, const struct import_osm_object *o)
{
    const char *street = import_osm_tag(o, "addr:street"), *city = import_osm_tag(o, "addr:city");
    const char *number = import_osm_tag(o, "addr:housenumber");
    if (!street)
        return NULL;
    return base_arena_printf(r->arena, "%s%s%s%s%s", street, number ? " " : "",
                             number ? number : "", city ? ", " : "", city ? city : "");
}

/* The object's name; the kind's last word and the id where it has none. */
static const char *name_of(struct reader *r, const struct import_osm_object *o, const char *kind)
{
    const char *name = import_osm_tag(o, "name"), *operator= import_osm_tag(o, "operator");
    if (name && name[0])
        return name;
    r->unnamed++;
    if (operator&& operator[0])
        return operator;
    const char *dot = strrchr(kind, '.');
    return base_arena_printf(r->arena, "%s (%c%lld)", dot ? dot + 1 : kind, o->type,
                             (long long)o->id);
}

static void take_facility(struct reader *r, const struct import_osm_object *o)
{
    const char *kind = o->tag_count ? facility_kind(o) : NULL;
    if (!kind || !begin(r, o, true))
        return;
    set_id(r, o, false);
    set(r, "kind", kind);
    set(r, "name", name_of(r, o, kind));
    set(r, "address", address_of(r, o));
    set(r, "beds", import_osm_tag(o, "beds"));
    const char *operator_type = import_osm_tag(o, "operator:type");
    set(r, "ownership", import_word_ownership(operator_type));
}

static void take_place(struct reader *r, const struct import_osm_object *o)
{
    if (!import_osm_tag(o, "place") || !begin(r, o, true))
        return;
    set_id(r, o, false);
    set(r, "name", import_osm_tag(o, "name"));
    set(r, "kind", import_osm_tag(o, "place"));
}

static void take_address(struct reader *r, const struct import_osm_object *o)
{
    if (!import_osm_tag(o, "addr:housenumber") || !begin(r, o, true))
        return;
    set_id(r, o, false);
    set(r, "total", "1");
    set(r, "method", "stand-in");
    set(r, "origin", "OpenStreetMap address");
}

static int level_of(const struct import_osm_object *o)
{
    const char *boundary = import_osm_tag(o, "boundary"), *level = import_osm_tag(o, "admin_level");
    bool administrative = boundary && strcmp(boundary, "administrative") == 0;
    return administrative && level ? atoi(level) : 0;
}

/* The admin_level that most relations have, if none was asked for. */
static int commonest_level(const struct import_osm_data *data)
{
    size_t counts[16] = {0};
    int best = 0;
    for (size_t i = 0; i < data->relation_count; i++) {
        int level = level_of(&data->relations[i]);
        if (level > 0 && level < 16)
            counts[level]++;
    }
    for (int i = 1; i < 16; i++)
        if (counts[i] > counts[best])
            best = i;
    return best;
}

static const char *level_name(int admin_level)
{
    /* As China maps them; elsewhere the code decides. */
    switch (admin_level) {
    case 4:
        return "province";
    case 5:
        return "prefecture";
    case 6:
        return "county";
    case 8:
        return "township";
    case 10:
        return "village";
    default:
        return NULL;
    }
}

/* The code from the tag named by --map code=TAG, behind --code-prefix, else one
 * made of the prefix and the row's place in the order of ids: the same extract
 * gives the same codes. */
static const char *code_of(struct reader *r, const struct import_osm_object *o)
{
    const char *prefix = r->options->code_prefix ? r->options->code_prefix : "";
    const char *tag =
        import_osm_tag(o, r->options->code_tag ? r->options->code_tag : "ref:admincode");
    if (tag)
        return base_arena_printf(r->arena, "%s%s", prefix, tag);
    if (!prefix[0])
        return NULL;
    size_t size = strlen(prefix), whole = size < 6 ? 6 : size < 9 ? 9 : 12;
    r->made_codes++;
    return base_arena_printf(r->arena, "%s%0*lld", prefix, (int)(whole - size),
                             (long long)r->made_codes);
}

static void take_division(struct reader *r, const struct import_osm_object *o)
{
    if (level_of(o) != r->admin_level || r->admin_level == 0 || !begin(r, o, true))
        return;
    set(r, "code", code_of(r, o));
    const char *zh = import_osm_tag(o, "name:zh-Hans");
    set(r, "name", zh ? zh : import_osm_tag(o, "name"));
    if (!r->options->code_prefix)
        set(r, "level", level_name(r->admin_level));
}

typedef void (*taker)(struct reader *r, const struct import_osm_object *o);

static taker taker_of(enum import_kind kind)
{
    switch (kind) {
    case IMPORT_ROAD:
        return take_road;
    case IMPORT_FACILITY:
        return take_facility;
    case IMPORT_PLACE:
        return take_place;
    case IMPORT_POPULATION:
        return take_address;
    case IMPORT_DIVISION:
        return take_division;
    default:
        return NULL;
    }
}

static void take_all(struct reader *r, taker take)
{
    const struct import_osm_data *d = r->data;
    for (size_t i = 0; i < d->point_count && !r->no_memory; i++)
        take(r, &d->points[i]);
    for (size_t i = 0; i < d->way_count && !r->no_memory && r->kind != IMPORT_DIVISION; i++)
        if (d->ways[i].tag_count)
            take(r, &d->ways[i]);
    for (size_t i = 0; i < d->relation_count && !r->no_memory; i++)
        take(r, &d->relations[i]);
}

static void tell(struct reader *r, struct import_report *report)
{
    if (r->incomplete)
        import_report_add(report, IMPORT_NOTICE, IMPORT_GEOMETRY_EMPTY, 0, "geometry", NULL,
                          "%lld objects were left out: parts of them lie outside the extract, or "
                          "their rings do not close",
                          (long long)r->incomplete);
    if (r->unbuilt)
        import_report_add(report, IMPORT_NOTICE, IMPORT_VALUE_INVALID, 0, "class", NULL,
                          "%lld ways were left out: they are planned, being built, gone, or "
                          "platforms",
                          (long long)r->unbuilt);
    if (r->unnamed)
        import_report_add(report, IMPORT_NOTICE, IMPORT_NAME_EMPTY, 0, "name", NULL,
                          "%lld facilities have no name in the extract; their operator, or kind "
                          "and number, stands for it",
                          (long long)r->unnamed);
    if (r->made_codes)
        import_report_add(report, IMPORT_NOTICE, IMPORT_CODE_INVALID, 0, "code",
                          r->options->code_prefix,
                          "%lld units have no code in the extract; codes were made of the prefix "
                          "%s and their order by OpenStreetMap id",
                          (long long)r->made_codes, r->options->code_prefix);
}

static enum base_status make_columns(struct reader *r, struct base_error *err)
{
    size_t count;
    const struct import_field *fields = import_kind_fields(r->kind, &count);
    r->table->columns = base_arena_calloc(r->arena, count + 1, sizeof *r->table->columns);
    if (!r->table->columns)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++)
        r->table->columns[i] = fields[i].name;
    r->table->column_count = count;
    return BASE_OK;
}

static enum base_status read_objects(struct reader *r, taker take, struct import_report *report,
                                     struct base_error *err)
{
    enum base_status status = make_columns(r, err);
    if (status)
        return status;
    r->admin_level = r->options->admin_level ? r->options->admin_level : commonest_level(r->data);
    take_all(r, take);
    if (r->no_memory)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    tell(r, report);
    return BASE_OK;
}

enum base_status import_osm_read(const struct import_stage *stage, enum import_kind kind,
                                 const struct import_osm_options *options, struct base_arena *arena,
                                 const struct base_progress *progress, struct import_report *report,
                                 struct import_table *out, struct base_error *err)
{
    taker take = taker_of(kind);
    if (!take)
        return base_fail(err, BASE_INVALID, "an OpenStreetMap extract holds no rows of kind %s",
                         import_kind_name(kind));
    struct import_osm_data data;
    struct base_arena *scratch BASE_ARENA_AUTO = base_arena_create(0);
    struct base_arena *texts BASE_ARENA_AUTO = base_arena_create(0);
    if (!scratch || !texts)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    struct import_table table = {.driver = "OSM",
                                 .layer = stage->stem,
                                 .has_geometry = true,
                                 .noded = true,
                                 .crs = "CRS84",
                                 .wkt = NULL,
                                 .encoding_certainty = 1};
    struct reader r = {.data = &data,
                       .kind = kind,
                       .options = options,
                       .arena = arena,
                       .scratch = scratch,
                       .table = &table};
    enum base_status status = import_osm_data_read(stage->path, kind, texts, progress, &data, err);
    if (!status)
        status = read_objects(&r, take, report, err);
    import_osm_data_done(&data);
    if (!status)
        *out = table;
    return status;
}
