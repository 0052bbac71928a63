# Writes the bytes of IN as a C array. Run with cmake -P.
file(READ ${IN} hex HEX)
string(LENGTH "${hex}" digits)
math(EXPR size "${digits} / 2")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
file(WRITE ${OUT}
"#include <stddef.h>
extern const unsigned char ${SYMBOL}[];
extern const size_t ${SYMBOL}_size;
/* A zero byte follows, so that text may be used as a string. */
const unsigned char ${SYMBOL}[] = {
${bytes}0x00
};
const size_t ${SYMBOL}_size = ${size};
")
