/* UTF-8, numbers, dates and times, each by its own promise. */
#include <math.h>

#include "base/date.h"
#include "base/json.h"
#include "base/json_read.h"
#include "base/message.h"
#include "base/number.h"
#include "base/text.h"
#include "tests/fuzz/fuzz.h"

static void check_utf8(const char *text, size_t size)
{
    size_t at = 0, count = 0;
    while (at < size) {
        size_t before = at;
        uint32_t c = base_text_next(text, size, &at);
        FUZZ_HOLDS(at > before && at <= size && c <= 0x10FFFF);
        count++;
    }
    FUZZ_HOLDS(count == base_text_length(text, size));
}

/* Whatever the bytes, the writer makes JSON that a reader takes. */
static void check_json(const char *text, size_t size)
{
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &out);
    base_json_array_begin(&json);
    base_json_string_n(&json, text, size);
    base_json_array_end(&json);
    json_t *root = json_loadb(out.data, out.size, JSON_ALLOW_NUL, NULL);
    FUZZ_HOLDS(root);
    if (base_text_valid(text, size)) {
        json_t *value = json_array_get(root, 0);
        FUZZ_HOLDS(json_string_length(value) == size &&
                   memcmp(json_string_value(value), text, size) == 0);
    }
    json_decref(root);
}

static void check_numbers(const char *text)
{
    double value, back;
    int64_t whole;
    char out[BASE_NUMBER_SIZE];
    if (base_number_parse(text, &value)) {
        FUZZ_HOLDS(isfinite(value));
        FUZZ_HOLDS(base_number_print(value, out) == strlen(out));
        FUZZ_HOLDS(base_number_parse(out, &back) && back == value);
        FUZZ_HOLDS(base_number_print_fixed(value, 3, out) == strlen(out));
    }
    if (base_number_parse_int(text, &whole))
        FUZZ_HOLDS(base_number_parse(text, &value));
}

static void check_dates(const char *text)
{
    base_date_t day, day_back;
    base_time_t time, time_back;
    char date_text[BASE_DATE_SIZE], time_text[BASE_TIME_SIZE];
    if (base_date_parse(text, &day))
        FUZZ_HOLDS(base_date_parse(base_date_print(day, date_text), &day_back) && day == day_back);
    if (base_time_parse(text, &time) && time >= -62167132800000000 && time < 253402214400000000)
        FUZZ_HOLDS(base_time_parse(base_time_print(time, time_text), &time_back) &&
                   time_back <= time && time - time_back < 1000);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    check_utf8(text, size);
    check_json(text, size);
    check_numbers(text);
    check_dates(text);
    (void)base_lang_parse(text);
    bool was_valid = base_text_valid(text, strlen(text));
    base_text_trim(text);
    FUZZ_HOLDS(!was_valid || base_text_valid(text, strlen(text)));
    if (text[0]) {
        text[strlen(text) - 1] = '\0';
        base_text_cut(text);
        FUZZ_HOLDS(!was_valid || base_text_valid(text, strlen(text)));
    }
    free(text);
    return 0;
}
