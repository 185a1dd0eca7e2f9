"""Debian's bitshuffle on the payloads in a folder: prints the medians of gated samples as JSON (gatedSamples.ts)."""

import ctypes
import json
import math
import statistics
import sys
import time

import bitshuffle.ext
import numpy

BLOCK_BYTES = 8192
SAMPLE_SECONDS = 0.003
TOLERANCE = 1.12
FEWEST_CALM = 5
MOST_SECONDS = 1.5

folder, *numbers = sys.argv[1:]
rows, columns, depth, count, rounds = map(int, numbers)
dtype = numpy.dtype(f"uint{depth}")
block = BLOCK_BYTES // dtype.itemsize
payloads = [numpy.fromfile(f"{folder}/{index}.payload", numpy.uint8) for index in range(count)]
output = numpy.zeros((rows, columns), dtype)

# The C function behind the Python one takes the output, so that it can be used again.
library = ctypes.CDLL(bitshuffle.ext.__file__)
function = getattr(library, "bshuf_decompress_lz4", None)


def with_new_output(index):
    return bitshuffle.ext.decompress_lz4(payloads[index], (rows, columns), dtype, block)


def with_same_output(index):
    pointers = [ctypes.c_void_p(array.ctypes.data) for array in (payloads[index], output)]
    sizes = [ctypes.c_size_t(size) for size in (output.size, dtype.itemsize, block)]
    if function(*pointers, *sizes) < 0:
        raise RuntimeError("bshuf_decompress_lz4 failed")
    return output


def seconds(work):
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


near = numpy.ones(2048, numpy.uint32)
far = numpy.empty_like(near)


def calibrate():
    for _ in range(100):
        numpy.add(near, near, out=far)


def calibrated():
    calibrate()
    return seconds(calibrate)


def one_pass(run, passes=1):
    for _ in range(passes):
        for index in range(count):
            run(index)


def calm(samples, best):
    return [sample for sample, calibration in samples if calibration <= TOLERANCE * best]


build = "AVX2" if bitshuffle.ext.using_AVX2() else "SSE2" if bitshuffle.ext.using_SSE2() else "scalar"
contenders = {f"{build}, new output": with_new_output}
if function is not None:
    function.restype = ctypes.c_int64
    contenders[f"{build}, same output"] = with_same_output

for run in contenders.values():
    for index in range(count):
        expected = numpy.fromfile(f"{folder}/{index}.pixels", dtype).reshape(rows, columns)
        if not numpy.array_equal(run(index), expected):
            raise RuntimeError("bitshuffle decodes another frame")

passes = {}
for name, run in contenders.items():
    fastest = min(seconds(lambda: one_pass(run)) for _ in range(3))
    passes[name] = max(1, math.ceil(SAMPLE_SECONDS / fastest))

def is_done(name):
    counted = calm(samples[name], best)
    taken = sum(counted) * passes[name] * count
    return len(counted) >= (FEWEST_CALM if taken > MOST_SECONDS else rounds)


samples = {name: [] for name in contenders}
best = math.inf
for _ in range(2 * rounds):
    for name, run in contenders.items():
        before = calibrated()
        taken = seconds(lambda: one_pass(run, passes[name])) / (passes[name] * count)
        after = calibrated()
        best = min(best, before, after)
        samples[name].append((taken, max(before, after)))
    if all(is_done(name) for name in contenders):
        break

times = []
for name, taken in samples.items():
    counted = calm(taken, best)
    used = counted if len(counted) >= FEWEST_CALM else [sample for sample, _ in taken]
    times.append(
        {
            "name": name,
            "milliseconds": 1000 * statistics.median(used),
            "calm": len(counted),
            "samples": len(taken),
        }
    )
print(json.dumps(times))
