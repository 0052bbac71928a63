/* Door numbers, subjects, cursors and dates of names: what is read prints and reads back. */
#include "import/value.h"
#include "store/changes.h"
#include "store/house_number.h"
#include "store/subject.h"
#include "tests/fuzz/fuzz.h"

static void check_number(const char *text)
{
    struct store_house_number number = {0}, again = {0};
    char printed[STORE_NUMBER_SIZE], twice[STORE_NUMBER_SIZE];
    if (!store_house_number_parse(text, &number))
        return;
    FUZZ_HOLDS(number.base > 0 && number.base <= 999999);
    FUZZ_HOLDS(number.kind < STORE_NUMBER_KINDS);
    store_house_number_print(&number, printed);
    FUZZ_HOLDS(store_house_number_parse(printed, &again));
    FUZZ_HOLDS(strcmp(store_house_number_print(&again, twice), printed) == 0);
}

static void check_subject(const char *text)
{
    struct store_subject subject;
    char printed[STORE_SUBJECT_SIZE];
    if (!store_subject_parse(text, &subject))
        return;
    FUZZ_HOLDS(subject.identity > 0);
    FUZZ_HOLDS(strcmp(store_subject_print(subject, printed), text) == 0);
}

static void check_cursor(const char *text)
{
    struct store_cursor cursor;
    char printed[STORE_CURSOR_SIZE];
    if (store_cursor_parse(text, "0123456789abcdef", &cursor, NULL) != BASE_OK)
        return;
    FUZZ_HOLDS(cursor.entity <= STORE_ENTITIES);
    FUZZ_HOLDS(strcmp(store_cursor_print(&cursor, "0123456789abcdef", printed), text) == 0);
}

static void check_span(const char *text)
{
    base_date_t date = BASE_DATE_NONE;
    enum store_precision precision = STORE_PRECISIONS;
    if (import_value_span(text, &date, &precision))
        FUZZ_HOLDS(date != BASE_DATE_NONE && precision < STORE_PRECISIONS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    check_number(text);
    check_subject(text);
    check_cursor(text);
    check_span(text);
    free(text);
    return 0;
}
