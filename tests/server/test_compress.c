/* tests/server/test_compress.c */
#include "server/compress.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/cmocka.h"

static void fill(struct server_reply *reply, const char *media, size_t size, bool chance)
{
    server_reply_init(reply);
    reply->media = media;
    srand(7);
    for (size_t i = 0; i < size; i++)
        base_buffer_byte(&reply->body, (unsigned char)(chance ? rand() : 'a' + (int)(i % 7)));
}

static void assert_unpacks_to(const struct server_reply *reply, const void *expected, size_t size)
{
    size_t packed, got = 0;
    const void *bytes = server_reply_bytes(reply, &packed);
    void *out = malloc(size + 1);
    struct libdeflate_decompressor *tool = libdeflate_alloc_decompressor();
    assert_int_equal(libdeflate_gzip_decompress(tool, bytes, packed, out, size + 1, &got),
                     LIBDEFLATE_SUCCESS);
    assert_int_equal(got, size);
    assert_memory_equal(out, expected, size);
    libdeflate_free_decompressor(tool);
    free(out);
}

static void text_is_packed_when_the_client_takes_it(void **state)
{
    (void)state;
    static const char *const kinds[] = {SERVER_JSON,       SERVER_GEOJSON,
                                        SERVER_PROBLEM,    SERVER_MVT,
                                        SERVER_TEXT,       "text/html; charset=utf-8",
                                        "text/javascript", "image/svg+xml"};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct server_reply reply, plain;
        size_t size;
        fill(&reply, kinds[i], 5000, false);
        fill(&plain, kinds[i], 5000, false);
        assert_true(server_compress(&reply, true));
        assert_true(reply.encoded);
        server_reply_bytes(&reply, &size);
        assert_true(size < 5000);
        assert_unpacks_to(&reply, plain.body.data, 5000);
        server_reply_done(&reply);
        server_reply_done(&plain);
    }
}

static void what_does_not_shrink_goes_as_it_is(void **state)
{
    (void)state;
    static const struct {
        const char *media;
        size_t size;
        bool chance, accepted;
    } cases[] = {
        {SERVER_PNG, 5000, false, true}, {SERVER_JSON, 5000, false, false},
        {SERVER_JSON, 800, false, true}, {SERVER_JSON, 0, false, true},
        {SERVER_JSON, 5000, true, true}, {"application/octet-stream", 5000, false, true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct server_reply reply;
        size_t size;
        fill(&reply, cases[i].media, cases[i].size, cases[i].chance);
        assert_false(server_compress(&reply, cases[i].accepted));
        server_reply_bytes(&reply, &size);
        assert_int_equal(size, cases[i].size);
        server_reply_done(&reply);
    }
}

static void count_free(void *owner)
{
    ++*(int *)owner;
}

static void a_stored_packed_body_is_unpacked_for_who_cannot(void **state)
{
    (void)state;
    struct base_buffer packed = {0};
    struct server_reply reply;
    int freed = 0;
    size_t size;
    char plain[3000];
    memset(plain, 'x', sizeof plain);
    assert_int_equal(server_gzip(plain, sizeof plain, &packed, NULL), BASE_OK);
    for (int accepted = 0; accepted < 2; accepted++) {
        server_reply_init(&reply);
        reply.media = SERVER_MVT;
        reply.borrowed = packed.data;
        reply.borrowed_size = packed.size;
        reply.borrowed_free = count_free;
        reply.borrowed_owner = &freed;
        reply.encoded = true;
        assert_int_equal(server_compress(&reply, accepted), accepted);
        const void *bytes = server_reply_bytes(&reply, &size);
        assert_int_equal(size, accepted ? packed.size : sizeof plain);
        if (!accepted)
            assert_memory_equal(bytes, plain, sizeof plain);
        server_reply_done(&reply);
        assert_int_equal(freed, accepted + 1); /* each given back once */
    }
    base_buffer_done(&packed);
}

static void gzip_appends(void **state)
{
    (void)state;
    struct base_buffer out = {0};
    base_buffer_text(&out, "head");
    assert_int_equal(server_gzip("", 0, &out, NULL), BASE_OK);
    assert_true(out.size > 4 + 17);
    assert_memory_equal(out.data, "head\x1F\x8B", 6);
    base_buffer_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_packed_when_the_client_takes_it),
        cmocka_unit_test(what_does_not_shrink_goes_as_it_is),
        cmocka_unit_test(a_stored_packed_body_is_unpacked_for_who_cannot),
        cmocka_unit_test(gzip_appends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
