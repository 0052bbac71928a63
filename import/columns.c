/* import/columns.c - recognising columns by the names bureaus give them. */
#include "import/columns.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "import/import.h"

#define NAME_SIZE 96

/* Lower-case letters, no blanks, full-width brackets made narrow. */
static void normalise(const char *name, char out[NAME_SIZE])
{
    size_t size = strlen(name), at = 0, length = 0;
    while (at < size && length + 5 < NAME_SIZE) {
        uint32_t c = base_text_next(name, size, &at);
        if (c == ' ' || c == '\t' || c == 0x3000 || c == 0xA0 || c == 0xFEFF)
            continue;
        if (c >= 0xFF01 && c <= 0xFF5E)
            c -= 0xFEE0;
        if (c >= 'A' && c <= 'Z')
            c += 'a' - 'A';
        length += base_text_encode(c, out + length);
    }
    out[length] = '\0';
}

/* Exact, or cut off after the ten bytes that a .dbf has room for. */
static bool name_fits(const char *column, const char *alias, size_t alias_size)
{
    size_t size = strlen(column);
    if (size == alias_size)
        return memcmp(column, alias, size) == 0;
    return size == 10 && alias_size > 10 && memcmp(column, alias, 10) == 0;
}

static int find_name(const char *alias, size_t size, const char *const *columns, size_t count,
                     const bool *used)
{
    for (size_t i = 0; i < count; i++) {
        char name[NAME_SIZE];
        normalise(columns[i], name);
        if (!(used && used[i]) && name_fits(name, alias, size))
            return (int)i;
    }
    return -1;
}

static int find_alias(const char *aliases, const char *const *columns, size_t count,
                      const bool *used)
{
    for (const char *p = aliases; *p;) {
        size_t size = strcspn(p, "|");
        int found = find_name(p, size, columns, count, used);
        if (found >= 0)
            return found;
        p += size + (p[size] == '|');
    }
    return -1;
}

const char *import_columns_list(const char *const *columns, size_t count, char *out, size_t size)
{
    size_t at = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        int n = snprintf(out + at, size - at, "%s%s", i ? ", " : "", columns[i]);
        if (n < 0 || (size_t)n >= size - at - 4) {
            snprintf(out + at, size - at, "…");
            base_text_cut(out);
            break;
        }
        at += (size_t)n;
    }
    return out;
}

static enum base_status unknown_field(enum import_kind kind, const char *name,
                                      struct base_error *err)
{
    const char *names[IMPORT_FIELDS];
    char list[256];
    size_t count;
    const struct import_field *fields = import_kind_fields(kind, &count);
    for (size_t i = 0; i < count; i++)
        names[i] = fields[i].name;
    return base_fail(err, BASE_INVALID, "%s has no field %s; its fields are: %s",
                     import_kind_name(kind), name,
                     import_columns_list(names, count, list, sizeof list));
}

static enum base_status unknown_column(const char *name, const char *const *columns, size_t count,
                                       struct base_error *err)
{
    char list[256];
    return base_fail(err, BASE_INVALID, "the source has no column %s; its columns are: %s", name,
                     import_columns_list(columns, count, list, sizeof list));
}

static enum base_status apply_maps(enum import_kind kind, const char *const *columns, size_t count,
                                   const struct import_map *maps, size_t map_count,
                                   struct import_columns *out, struct base_error *err)
{
    for (size_t i = 0; i < map_count; i++) {
        int field = import_kind_field(kind, maps[i].field);
        if (field < 0)
            return unknown_field(kind, maps[i].field, err);
        char name[NAME_SIZE];
        normalise(maps[i].column, name);
        int column = find_name(name, strlen(name), columns, count, NULL);
        if (column < 0)
            return unknown_column(maps[i].column, columns, count, err);
        out->of[field] = column;
    }
    return BASE_OK;
}

enum base_status import_columns_find(enum import_kind kind, const char *const *columns,
                                     size_t column_count, const struct import_map *maps,
                                     size_t map_count, struct import_columns *out,
                                     struct base_error *err)
{
    struct import_columns found;
    for (int i = 0; i < IMPORT_FIELDS; i++)
        found.of[i] = -1;
    enum base_status status = apply_maps(kind, columns, column_count, maps, map_count, &found, err);
    if (status)
        return status;

    enum { MOST = 512 };
    bool used[MOST] = {false};
    size_t field_count, count = column_count < MOST ? column_count : MOST;
    const struct import_field *fields = import_kind_fields(kind, &field_count);
    for (size_t i = 0; i < field_count; i++)
        if (found.of[i] >= 0 && found.of[i] < MOST)
            used[found.of[i]] = true;
    for (int pass = 0; pass < 2; pass++) /* the fields' own names before all others */
        for (size_t i = 0; i < field_count; i++) {
            if (found.of[i] >= 0)
                continue;
            const char *name = fields[i].name;
            int column = pass == 0 ? find_name(name, strlen(name), columns, count, used)
                                   : find_alias(fields[i].aliases, columns, count, used);
            if (column >= 0)
                used[column] = true;
            found.of[i] = column;
        }
    *out = found;
    return BASE_OK;
}

double import_columns_factor(const char *field, const char *column)
{
    char name[NAME_SIZE];
    normalise(column, name);
    double factor = 1;
    bool area = strcmp(field, "area_km2") == 0;
    if (area && strstr(name, "公顷"))
        factor = 0.01;
    else if (area && strstr(name, "亩"))
        factor = 1.0 / 1500;
    else if (area && (strstr(name, "平方米") || strstr(name, "(m2)") || strstr(name, "(㎡)")))
        factor = 1e-6;
    else if (strcmp(field, "max_area_m2") == 0 && strstr(name, "公顷"))
        factor = 1e4;
    else if (strcmp(field, "max_area_m2") == 0 && strstr(name, "亩"))
        factor = 1e4 / 15;
    else if (strcmp(field, "sigma_m") == 0 && (strstr(name, "(cm)") || strstr(name, "(厘米)")))
        factor = 0.01;
    if (strstr(name, "(万") || strstr(name, "_万") || strstr(name, "（万"))
        factor *= 10000;
    return factor;
}
