/* base/hash.h - digests. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define BASE_HASH_SIZE 32
#define BASE_HASH_TEXT 65

/* BLAKE2b-256 of size bytes. */
void base_hash(const void *data, size_t size, unsigned char out[BASE_HASH_SIZE]);

/* size bytes as lower-case hex, terminated; out holds 2 × size + 1. */
void base_hash_hex(const unsigned char *bytes, size_t size, char *out);

/* SHA-256 as 64 hex digits, terminated. */
void base_hash_sha256_hex(const void *data, size_t size, char out[BASE_HASH_TEXT]);

/* A quick 64-bit mix for hash tables; not for identity. */
static inline uint64_t base_hash_mix(uint64_t x)
{
    x ^= x >> 33;
    x *= 0xff51afd7ed558ccdULL;
    x ^= x >> 33;
    x *= 0xc4ceb9fe1a85ec53ULL;
    return x ^ x >> 33;
}

#endif
