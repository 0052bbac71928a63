/* cli/main.c - the program `yutu`. */
#include <locale.h>

#include "cli/cli.h"

int main(int argc, char **argv)
{
    /* Numbers are read and written in the "C" locale, whatever the user's is. */
    setlocale(LC_ALL, "C.UTF-8");
    setlocale(LC_NUMERIC, "C");
    return cli_main(argc, argv);
}
