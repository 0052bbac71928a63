/* base/hash.c - digests, by libsodium. */
#include "base/hash.h"

#include <sodium.h>

/* Lets libsodium pick its fast code; idempotent and thread safe. The digests are
 * right even where it fails. */
static void prepare(void)
{
    int ready = sodium_init();
    (void)ready;
}

void base_hash(const void *data, size_t size, unsigned char out[BASE_HASH_SIZE])
{
    prepare();
    (void)crypto_generichash(out, BASE_HASH_SIZE, data, size, NULL, 0);
}

void base_hash_hex(const unsigned char *bytes, size_t size, char *out)
{
    static const char DIGITS[] = "0123456789abcdef";
    for (size_t i = 0; i < size; i++) {
        out[2 * i] = DIGITS[bytes[i] >> 4];
        out[2 * i + 1] = DIGITS[bytes[i] & 15];
    }
    out[2 * size] = '\0';
}

void base_hash_sha256_hex(const void *data, size_t size, char out[BASE_HASH_TEXT])
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    prepare();
    (void)crypto_hash_sha256(digest, data, size);
    base_hash_hex(digest, sizeof digest, out);
}
