/* Cells: every parser ends, and what it accepts is finite and in range. */
#include <math.h>

#include "import/value.h"
#include "import/words.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size), cell[128], code[16], date[BASE_DATE_SIZE];
    double number;
    int64_t count;
    bool flag;
    base_date_t day, again;
    if (import_value_number(text, &number))
        FUZZ_HOLDS(isfinite(number));
    if (import_value_count(text, &count))
        FUZZ_HOLDS(count >= 0);
    if (import_value_area_km2(text, &number))
        FUZZ_HOLDS(isfinite(number) && number >= 0);
    if (import_value_degrees(text, &number))
        FUZZ_HOLDS(isfinite(number));
    if (import_value_date(text, &day)) {
        base_date_print(day, date);
        FUZZ_HOLDS(import_value_date(date, &again) && again == day);
    }
    if (import_value_code(text, code, sizeof code, &flag))
        FUZZ_HOLDS(code[0] && strlen(code) < sizeof code && !strchr(code, ' '));
    if (import_value_clean(text, cell, sizeof cell))
        FUZZ_HOLDS(strlen(cell) < sizeof cell);
    import_value_empty(text);
    import_value_bool(text, &flag);
    import_word_facility(text);
    FUZZ_HOLDS(import_word_generic(text) <= strlen(text));
    free(text);
    return 0;
}
