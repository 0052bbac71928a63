#include <string.h>

#include "base/hash.h"
#include "tests/support/cmocka.h"

static void sha256_equals_the_published_vectors(void **state)
{
    (void)state;
    char text[BASE_HASH_TEXT];
    base_hash_sha256_hex("abc", 3, text); /* FIPS 180-2, appendix B.1 */
    assert_string_equal(text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    base_hash_sha256_hex("", 0, text);
    assert_string_equal(text, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void hash_is_blake2b_of_256_bits(void **state)
{
    (void)state;
    unsigned char digest[BASE_HASH_SIZE];
    char text[BASE_HASH_TEXT];
    base_hash("abc", 3, digest); /* as python3 hashlib.blake2b(b"abc", digest_size=32) says */
    base_hash_hex(digest, sizeof digest, text);
    assert_string_equal(text, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

static void mix_spreads_neighbours(void **state)
{
    (void)state;
    int bits = 0;
    for (uint64_t i = 0; i < 1000; i++)
        for (uint64_t x = base_hash_mix(i) ^ base_hash_mix(i + 1); x; x &= x - 1)
            bits++;
    assert_in_range(bits, 30000, 34000); /* about half of 64 bits a pair */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_equals_the_published_vectors),
        cmocka_unit_test(hash_is_blake2b_of_256_bits),
        cmocka_unit_test(mix_spreads_neighbours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
