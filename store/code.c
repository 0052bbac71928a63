/* store/code.c - division codes and levels (GB/T 2260, GB/T 10114). */
#include <string.h>

#include "store/division.h"

static const struct {
    const char *name, *chinese;
} LEVELS[] = {
    {"", ""},           {"province", "省级"}, {"prefecture", "地级"},
    {"county", "县级"}, {"township", "乡级"}, {"village", "村级"},
};

const char *store_level_name(enum store_level level)
{
    return LEVELS[level].name;
}

enum store_level store_level_parse(const char *text)
{
    for (int i = 1; text && i < (int)(sizeof LEVELS / sizeof LEVELS[0]); i++)
        if (strcmp(text, LEVELS[i].name) == 0 || strcmp(text, LEVELS[i].chinese) == 0)
            return (enum store_level)i;
    return STORE_LEVEL_NONE;
}

static bool all_zero(const char *text, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (text[i] != '0')
            return false;
    return true;
}

bool store_code_parse(const char *text, char out[STORE_CODE_SIZE])
{
    size_t length = text ? strlen(text) : 0;
    if (length != 2 && length != 4 && length != 6 && length != 9 && length != 12)
        return false;
    if (text[strspn(text, "0123456789")] != '\0' || all_zero(text, 0, 2))
        return false;
    char code[STORE_CODE_SIZE] = "000000";
    memcpy(code, text, length);
    code[length < 6 ? 6 : length] = '\0';
    if (length == 12 && all_zero(code, 9, 12))
        code[9] = '\0';
    if (strlen(code) == 9 && all_zero(code, 6, 9))
        code[6] = '\0';
    memcpy(out, code, strlen(code) + 1);
    return true;
}

enum store_level store_code_level(const char *code)
{
    switch (strlen(code)) {
    case 12:
        return STORE_LEVEL_VILLAGE;
    case 9:
        return STORE_LEVEL_TOWNSHIP;
    case 6:
        return all_zero(code, 2, 6)   ? STORE_LEVEL_PROVINCE
               : all_zero(code, 4, 6) ? STORE_LEVEL_PREFECTURE
                                      : STORE_LEVEL_COUNTY;
    default:
        return STORE_LEVEL_NONE;
    }
}

void store_code_parent(const char *code, char out[STORE_CODE_SIZE])
{
    char parent[STORE_CODE_SIZE] = "";
    switch (store_code_level(code)) {
    case STORE_LEVEL_VILLAGE:
        memcpy(parent, code, 9);
        break;
    case STORE_LEVEL_TOWNSHIP:
        memcpy(parent, code, 6);
        break;
    case STORE_LEVEL_COUNTY:
        memcpy(parent, code, 4);
        memcpy(parent + 4, "00", 2);
        break;
    case STORE_LEVEL_PREFECTURE:
        memcpy(parent, code, 2);
        memcpy(parent + 2, "0000", 4);
        break;
    default:
        break;
    }
    memcpy(out, parent, sizeof parent);
}
