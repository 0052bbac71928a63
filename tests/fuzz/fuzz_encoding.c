/* Encodings: judging ends, decoding gives well-formed UTF-8, and an encoding
 * that the bytes refute is never the one that they are judged to be. */
#include "base/text.h"
#include "import/encoding.h"
#include "tests/fuzz/fuzz.h"

static void decode(const char *text, const char *from)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct import_decoder *decoder = NULL;
    size_t lost = 0;
    FUZZ_HOLDS(import_decoder_create(from, "UTF-8", &decoder, NULL) == BASE_OK);
    const char *out = import_decoder_text(decoder, arena, text, &lost);
    FUZZ_HOLDS(out && base_text_valid(out, strlen(out)));
    import_decoder_free(decoder);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct import_encoding_evidence evidence = {0};
    char *text = fuzz_text(data, size), name[IMPORT_ENCODING_SIZE];
    double certainty;
    import_encoding_feed(&evidence, text, strlen(text));
    const char *judged = import_encoding_judge(&evidence, &certainty);
    FUZZ_HOLDS(certainty >= 0 && certainty <= 1);
    FUZZ_HOLDS(!import_encoding_refutes(&evidence, judged));
    decode(text, judged);
    decode(text, "UTF-8");
    decode(text, "GB18030");
    if (import_encoding_canonical(text, name))
        FUZZ_HOLDS(strlen(name) < sizeof name);
    free(text);
    return 0;
}
