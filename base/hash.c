/* base/hash.c - digests: BLAKE2b by libsodium, SHA-256 by Nettle. */
#include "base/hash.h"

#include <nettle/sha2.h>
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
    struct sha256_ctx state;
    unsigned char digest[SHA256_DIGEST_SIZE];
    sha256_init(&state);
    sha256_update(&state, size, data);
    sha256_digest(&state, sizeof digest, digest);
    base_hash_hex(digest, sizeof digest, out);
}
