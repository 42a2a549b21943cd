"""Writes src/test/resources/golden/drift.json: where detectors of drift find changes in a few streams.

    python3 src/test/python/golden_drift.py > src/test/resources/golden/drift.json

ADWIN keeps all values of its window here, and buckets are no more than where it may be cut; Thalweg keeps sums. The
stream "river" is that of the documentation of River's detectors (0.21), which find a change at index 1023 (ADWIN with
delta 0.002) and 1006 (Page-Hinkley with delta 0.005, threshold 50, forgetting 0.9999, rises only).
"""

import json
import math
import random
import statistics


def merge(sizes):
    """Bucket sizes, the oldest first: of six of a size the two oldest become one."""
    size = 1
    while sizes.count(size) > 5:
        first = sizes.index(size)
        sizes[first : first + 2] = [2 * size]
        size *= 2


def certainty(old, new, log, variance, span):
    m = 1 / (1 / len(old) + 1 / len(new))
    chance = math.sqrt(2 / m * variance * log) + 2 / (3 * m) * log * span
    return abs(statistics.fmean(old) - statistics.fmean(new)) / chance


def best_cut(window, sizes, delta, span):
    log = math.log(2 / (delta / math.log(len(window))))
    variance = statistics.pvariance(window)
    cuts = [sum(sizes[:i]) for i in range(1, len(sizes))]
    cuts = [at for at in cuts if at >= 5 and len(window) - at >= 5]
    rated = [(certainty(window[:at], window[at:], log, variance, span), -at) for at in cuts]
    best = max(rated, default=(0, 0))
    return -best[1] if best[0] > 1 else None


def adwin(values, delta, span):
    window, sizes, found = [], [], []
    for index, value in enumerate(values):
        window.append(value)
        sizes.append(1)
        merge(sizes)
        if (index + 1) % 32 == 0 and len(window) >= 10:
            shift = None
            while (at := best_cut(window, sizes, delta, span)) is not None:
                shift = shift or [index, statistics.fmean(window[:at]), statistics.fmean(window[at:])]
                window = window[at:]
                while at > 0:
                    at -= sizes.pop(0)
            if shift:
                found.append(shift)
    return found


def page_hinkley(values, delta, threshold, forgetting):
    """With every sum made anew from all values since the last change."""
    found, begin = [], 0
    up = down = 0.0
    for index in range(len(values)):
        seen = values[begin : index + 1]
        mean = statistics.fmean(seen)
        up = max(0.0, forgetting * up + values[index] - mean - delta)
        down = max(0.0, forgetting * down + mean - values[index] - delta)
        if len(seen) + 1 >= 30 and max(up, down) >= threshold:
            found.append([index, 1 if up >= down else -1])
            begin, up, down = index + 1, 0.0, 0.0
    return found


def streams():
    chance = random.Random(7)
    river = random.Random(12345)
    yield "river", [float(v) for v in river.choices([0, 1], k=1000) + river.choices(range(4, 8), k=1000)]
    yield "rate", [float(chance.random() < (0.2 if i < 1200 else 0.45)) for i in range(2400)]
    yield "mean", [round(chance.gauss(0 if i < 900 else -0.8 if i < 1500 else 0.3, 1), 3) for i in range(2200)]
    yield "still", [round(chance.gauss(0, 1), 3) for i in range(2200)]


def main():
    cases = []
    for name, values in streams():
        spans = [1.0, 5.0]
        cases.append(
            {
                "name": name,
                "values": values,
                "adwin": [
                    {"delta": delta, "range": span, "found": adwin(values, delta, span)}
                    for delta in [0.002, 0.00001]
                    for span in spans
                ],
                "pageHinkley": [
                    {"delta": d, "threshold": t, "forgetting": f, "found": page_hinkley(values, d, t, f)}
                    for d, t, f in [(0.005, 50, 0.9999), (0.1, 20, 1.0), (0.1, 100, 0.999)]
                ],
            }
        )
    print(json.dumps(cases, separators=(",", ":")))


main()
