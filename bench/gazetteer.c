/* bench/gazetteer.c - grows a gazetteer and writes its two sections.
 *
 * usage: gazetteer NAMES.tsv READINGS.txt TOTAL SEED OUT
 * OUT.names and OUT.divisions are written; the time, memory and sizes are told. */
#include <sys/resource.h>

#include "base/file.h"
#include "bench/grow.h"
#include "bench/support.h"

static void save(const char *out, const char *what, const struct base_buffer *bytes)
{
    char path[4096];
    snprintf(path, sizeof path, "%s.%s", out, what);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes->data, 1, bytes->size, file) != bytes->size || fclose(file) != 0)
        BENCH_FAIL("%s cannot be written", path);
    printf("%s: %.1f MiB\n", path, (double)bytes->size / (1 << 20));
}

int main(int argc, char **argv)
{
    struct base_buffer names = {0}, divisions = {0};
    struct rusage usage;
    if (argc != 6)
        BENCH_FAIL("usage: gazetteer NAMES.tsv READINGS.txt TOTAL SEED OUT");
    double wall = bench_clock_us(), cpu = bench_cpu_s();
    bench_grow(argv[1], argv[2], strtoull(argv[3], NULL, 10), strtoull(argv[4], NULL, 10), &names,
               &divisions);
    printf("built in %.1f s, CPU %.1f s\n", (bench_clock_us() - wall) / 1e6, bench_cpu_s() - cpu);
    save(argv[5], "names", &names);
    save(argv[5], "divisions", &divisions);
    getrusage(RUSAGE_SELF, &usage);
    printf("most memory %.1f MiB\n", (double)usage.ru_maxrss / 1024);
    base_buffer_done(&names);
    base_buffer_done(&divisions);
    return 0;
}
