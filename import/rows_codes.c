/* import/rows_codes.c - a list of divisions in one cell. */
#include <stdlib.h>
#include <string.h>

#include "import/rows.h"
#include "import/value.h"

static int by_code(const void *a, const void *b)
{
    return strcmp(a, b);
}

#define MEET_MOST 16

/* Takes the codes of a list apart; the count, or 0 when one is none. */
static size_t split_codes(char *list, char codes[MEET_MOST][STORE_CODE_SIZE])
{
    static const char BETWEEN[] = " ,;/|+\t";
    size_t count = 0;
    for (char *at = list + strspn(list, BETWEEN); *at; at += strspn(at, BETWEEN)) {
        size_t size = strcspn(at, BETWEEN);
        bool last = at[size] == '\0';
        at[size] = '\0';
        if (count == MEET_MOST || !store_code_parse(at, codes[count++]))
            return 0;
        at += size + !last;
    }
    return count;
}

static size_t drop_repeated(char codes[MEET_MOST][STORE_CODE_SIZE], size_t count)
{
    size_t kept = count > 0;
    qsort(codes, count, STORE_CODE_SIZE, by_code);
    for (size_t i = 1; i < count; i++)
        if (strcmp(codes[i], codes[kept - 1]) != 0)
            memmove(codes[kept++], codes[i], STORE_CODE_SIZE);
    return kept;
}

const char *import_cell_codes(struct import_maker *m, const char *field, size_t least)
{
    char list[512], codes[MEET_MOST][STORE_CODE_SIZE], joined[MEET_MOST * STORE_CODE_SIZE] = "";
    const char *text = import_cell_required(m, field);
    if (!text)
        return NULL;
    size_t count = import_value_clean(text, list, sizeof list) ? 0 : MEET_MOST + 1;
    if (count == 0) {
        for (char *comma; (comma = strstr(list, "、"));)
            memcpy(comma, "   ", 3);
        count = drop_repeated(codes, split_codes(list, codes));
    }
    if (count < least || count > MEET_MOST) {
        import_row_problem(m, IMPORT_ERROR, IMPORT_CODE_INVALID, field, text,
                           "%s: \"%s\" does not name %zu to %d divisions by code, with commas "
                           "between",
                           field, text, least, MEET_MOST);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        strcat(joined, i ? "," : "");
        strcat(joined, codes[i]);
    }
    return import_row_keep(m, joined);
}
