"""CGCS2000 in Python: Gauss-Krueger to degrees, areas and widths of small faces."""

import math

A = 6378137.0
F = 1 / 298.257222101
E2 = F * (2 - F)
N = F / (2 - F)
CENTRAL_DEG, FALSE_EASTING_M = 126.0, 500000.0

# Krueger's series to the sixth order in n (Karney 2011, equations 36), good to nanometres.
BETA = (
    N / 2 - 2 * N ** 2 / 3 + 37 * N ** 3 / 96 - N ** 4 / 360 - 81 * N ** 5 / 512 + 96199 * N ** 6 / 604800,
    N ** 2 / 48 + N ** 3 / 15 - 437 * N ** 4 / 1440 + 46 * N ** 5 / 105 - 1118711 * N ** 6 / 3870720,
    17 * N ** 3 / 480 - 37 * N ** 4 / 840 - 209 * N ** 5 / 4480 + 5569 * N ** 6 / 90720,
    4397 * N ** 4 / 161280 - 11 * N ** 5 / 504 - 830251 * N ** 6 / 7257600,
    4583 * N ** 5 / 161280 - 108847 * N ** 6 / 3991680,
    20648693 * N ** 6 / 638668800,
)
RECTIFYING = A / (1 + N) * (1 + N ** 2 / 4 + N ** 4 / 64 + N ** 6 / 256)


def to_lonlat(easting_m, northing_m):
    """EPSG:4551 (easting, northing) to degrees."""
    xi, eta = northing_m / RECTIFYING, (easting_m - FALSE_EASTING_M) / RECTIFYING
    xi_, eta_ = xi, eta
    for j, beta in enumerate(BETA, 1):
        xi_ -= beta * math.sin(2 * j * xi) * math.cosh(2 * j * eta)
        eta_ -= beta * math.cos(2 * j * xi) * math.sinh(2 * j * eta)
    tau_ = math.sin(xi_) / math.hypot(math.sinh(eta_), math.cos(xi_))
    e, tau = math.sqrt(E2), tau_
    for _ in range(5):  # Newton's method for the geographic latitude
        sigma = math.sinh(e * math.atanh(e * tau / math.hypot(1, tau)))
        t = tau * math.hypot(1, sigma) - sigma * math.hypot(1, tau)
        tau += ((tau_ - t) / math.hypot(1, t)
                * (1 + (1 - E2) * tau * tau) / ((1 - E2) * math.hypot(1, tau)))
    return (CENTRAL_DEG + math.degrees(math.atan2(math.sinh(eta_), math.cos(xi_))),
            math.degrees(math.atan(tau)))


GAUSS = ((-0.906179845938664, 0.236926885056189), (-0.538469310105683, 0.478628670499366),
         (0.0, 0.568888888888889), (0.538469310105683, 0.478628670499366),
         (0.906179845938664, 0.236926885056189))


def _integral(function, low, high):
    middle, half = (low + high) / 2, (high - low) / 2
    return half * sum(weight * function(middle + half * x) for x, weight in GAUSS)


def _band(lat):
    """M·N·cos B: area per square radian."""
    return A * A * (1 - E2) * math.cos(lat) / (1 - E2 * math.sin(lat) ** 2) ** 2


def area_m2(ring):
    """Area on the ellipsoid of a ring in degrees whose edges are straight in longitude and latitude."""
    base = math.radians(ring[0][1])
    total = 0.0
    for (lon1, lat1), (lon2, lat2) in zip(ring, ring[1:] + ring[:1]):
        b1, b2 = math.radians(lat1), math.radians(lat2)
        mean = _integral(lambda t: _integral(_band, base, b1 + (t + 1) / 2 * (b2 - b1)), -1, 1) / 2
        total += math.radians(lon2 - lon1) * mean
    return abs(total)


def to_plane(ring):
    """Degrees to metres about the ring's first corner, by the radii of curvature there."""
    lon0, lat0 = ring[0]
    w = 1 - E2 * math.sin(math.radians(lat0)) ** 2
    kx = math.radians(1) * A / math.sqrt(w) * math.cos(math.radians(lat0))
    ky = math.radians(1) * A * (1 - E2) / w ** 1.5
    return [((lon - lon0) * kx, (lat - lat0) * ky) for lon, lat in ring]


def perimeter_m(ring):
    plane = to_plane(ring)
    return sum(math.dist(a, b) for a, b in zip(plane, plane[1:] + plane[:1]))


def width_m(ring):
    """Twice the radius of the largest circle inside, by climbing from the middles of diagonals and corners."""
    plane = to_plane(ring)
    starts = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for i, a in enumerate(plane) for b in plane[i + 1:]]
    starts += [((a[0] + b[0] + c[0]) / 3, (a[1] + b[1] + c[1]) / 3)
               for a, b, c in zip(plane, plane[1:] + plane[:1], plane[2:] + plane[:2])]
    ranked = sorted(((_depth(plane, p), p) for p in starts), reverse=True)[:12]
    return 2 * max(_climb(plane, depth, p) for depth, p in ranked if depth > 0)


def _climb(plane, depth, point):
    step = depth
    while step > 0.002 * depth:
        around = [(point[0] + step * math.cos(k * math.pi / 8), point[1] + step * math.sin(k * math.pi / 8))
                  for k in range(16)]
        best = max((_depth(plane, p), p) for p in around)
        if best[0] > depth:
            depth, point = best
        else:
            step /= 2
    return depth


def _depth(plane, point):
    """Distance to the outline, negative outside."""
    x, y = point
    inside, nearest = False, math.inf
    for (ax, ay), (bx, by) in zip(plane, plane[1:] + plane[:1]):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            inside = not inside
        length2 = (bx - ax) ** 2 + (by - ay) ** 2
        t = max(0.0, min(1.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length2)) if length2 else 0.0
        nearest = min(nearest, math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)))
    return nearest if inside else -nearest
