/* geo/transverse.c - transverse Mercator to longitude and latitude, quickly. */
#include "geo/transverse.h"

#include <math.h>

#include "geo/grid.h"

#define ORDER      GEO_TRANSVERSE_ORDER
#define MOST_EAST  0.1 /* where the power series below end below a double's last bit */
#define MOST_NORTH 1.5

/* c[0] + c[1] n + c[2] n² + … */
static double polynomial(const double *c, int count, double n)
{
    double sum = 0;
    for (int i = count - 1; i >= 0; i--)
        sum = sum * n + c[i];
    return sum;
}

/* Row j holds the coefficients of n^(j+1), n^(j+2), …, as in the papers. */
static void evaluate(const double rows[ORDER][ORDER], double n, double out[ORDER])
{
    double power = 1;
    for (int j = 0; j < ORDER; j++) {
        power *= n;
        out[j] = power * polynomial(rows[j], ORDER - j, n);
    }
}

/* Karney 2011, eq. 36: β, from the projection to the sphere. */
static const double TO_SPHERE[ORDER][ORDER] = {
    {1 / 2.0, -2 / 3.0, 37 / 96.0, -1 / 360.0, -81 / 512.0, 96199 / 604800.0},
    {1 / 48.0, 1 / 15.0, -437 / 1440.0, 46 / 105.0, -1118711 / 3870720.0},
    {17 / 480.0, -37 / 840.0, -209 / 4480.0, 5569 / 90720.0},
    {4397 / 161280.0, -11 / 504.0, -830251 / 7257600.0},
    {4583 / 161280.0, -108847 / 3991680.0},
    {20648693 / 638668800.0},
};

/* Karney 2023, table A5: from the conformal to the geographic latitude. */
static const double TO_LATITUDE[ORDER][ORDER] = {
    {2, -2 / 3.0, -2, 116 / 45.0, 26 / 45.0, -2854 / 675.0},
    {7 / 3.0, -8 / 5.0, -227 / 45.0, 2704 / 315.0, 2323 / 945.0},
    {56 / 15.0, -136 / 35.0, -1262 / 105.0, 73814 / 2835.0},
    {4279 / 630.0, -332 / 35.0, -399572 / 14175.0},
    {4174 / 315.0, -144838 / 6237.0},
    {601676 / 22275.0},
};

void geo_transverse_init(struct geo_transverse *projection, double axis_m, double flattening,
                         double meridian_deg, double scale, double east_m, double north_m)
{
    double n = flattening / (2 - flattening), n2 = n * n;
    double radius = axis_m / (1 + n) * (1 + n2 / 4 * (1 + n2 / 16 * (1 + n2 / 4)));
    *projection = (struct geo_transverse){.meridian_deg = meridian_deg,
                                          .east_m = east_m,
                                          .north_m = north_m,
                                          .radius_m = radius * scale};
    evaluate(TO_SPHERE, n, projection->to_sphere);
    evaluate(TO_LATITUDE, n, projection->to_latitude);
}

/* Power series, exact to a double for |x| <= 2 MOST_EAST. */
static double small_sinh(double x)
{
    double s = x * x;
    return x * (1 + s * (1 / 6.0 + s * (1 / 120.0 + s * (1 / 5040.0 + s * (1 / 362880.0)))));
}

static double small_cosh(double x)
{
    double s = x * x;
    return 1 + s * (1 / 2.0 +
                    s * (1 / 24.0 + s * (1 / 720.0 + s * (1 / 40320.0 + s * (1 / 3628800.0)))));
}

struct complex {
    double re, im;
};

/* Σ c[j] sin 2jζ by Clenshaw, where cos 2ζ and sin 2ζ are given. */
static struct complex complex_series(const double c[ORDER], struct complex cosine,
                                     struct complex sine)
{
    struct complex b1 = {0, 0}, b2 = {0, 0};
    double ar = 2 * cosine.re, ai = 2 * cosine.im;
    for (int j = ORDER - 1; j >= 0; j--) {
        struct complex b = {ar * b1.re - ai * b1.im - b2.re + c[j],
                            ar * b1.im + ai * b1.re - b2.im};
        b2 = b1;
        b1 = b;
    }
    return (struct complex){sine.re * b1.re - sine.im * b1.im, sine.re * b1.im + sine.im * b1.re};
}

/* Σ c[j] sin 2jχ. */
static double real_series(const double c[ORDER], double cosine, double sine)
{
    double b1 = 0, b2 = 0, twice = 2 * cosine;
    for (int j = ORDER - 1; j >= 0; j--) {
        double b = twice * b1 - b2 + c[j];
        b2 = b1;
        b1 = b;
    }
    return sine * b1;
}

/* xi north and eta east on the rectifying sphere, in radii; within the limits. */
static void to_lonlat(const struct geo_transverse *p, double xi, double eta, double *lon,
                      double *lat)
{
    double s = sin(xi), c = cos(xi);
    double sin2 = 2 * s * c, cos2 = 1 - 2 * s * s;
    double sinh2 = small_sinh(2 * eta), cosh2 = small_cosh(2 * eta);
    struct complex change =
        complex_series(p->to_sphere, (struct complex){cos2 * cosh2, -sin2 * sinh2},
                       (struct complex){sin2 * cosh2, cos2 * sinh2});
    double turn = -change.re, t2 = turn * turn; /* of xi: below 1e-3 */
    double sin_turn = turn * (1 - t2 * (1 / 6.0 - t2 * (1 / 120.0)));
    double cos_turn = 1 - t2 * (1 / 2.0 - t2 * (1 / 24.0));
    double sin_xi = s * cos_turn + c * sin_turn, cos_xi = c * cos_turn - s * sin_turn;
    double sinh_eta = small_sinh(eta - change.im);
    /* tangent of the conformal latitude, and its double angle */
    double across = sinh_eta * sinh_eta + cos_xi * cos_xi, up = sin_xi * sin_xi;
    double root = sqrt(across), part = 1 / (across + up);
    double cosine = (across - up) * part, sine = 2 * sin_xi * root * part;
    *lon = atan(sinh_eta / cos_xi);
    *lat = atan(sin_xi / root) + real_series(p->to_latitude, cosine, sine);
}

size_t geo_transverse_to_lonlat(const struct geo_transverse *projection, double *x, double *y,
                                size_t count)
{
    for (size_t i = 0; i < count; i++) {
        double lon, lat;
        double eta = (x[i] - projection->east_m) / projection->radius_m;
        double xi = (y[i] - projection->north_m) / projection->radius_m;
        if (!(fabs(eta) <= MOST_EAST && fabs(xi) <= MOST_NORTH))
            return i;
        to_lonlat(projection, xi, eta, &lon, &lat);
        lon = projection->meridian_deg + GEO_DEGREES(lon);
        if (fabs(lon) > 180)
            return i;
        x[i] = lon;
        y[i] = GEO_DEGREES(lat);
    }
    return count;
}
