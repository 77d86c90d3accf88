"""Times one workload of workloads.py whenever a number of seconds comes in, and answers with seconds per execution, as JSON.

    worker.py WORKLOAD THREADS DEVICE
"""
import json
import statistics
import sys
import time

import torch

import workloads

BATCH_SECONDS = 0.05


def calibrate(run):
    times = 1
    while True:
        start = time.perf_counter()
        run(times)
        seconds = time.perf_counter() - start
        if seconds >= BATCH_SECONDS / 2:
            return max(1, int(times * BATCH_SECONDS / seconds))
        times *= 2


def take(run, times, seconds):
    wall, cpu = [], []
    end = time.perf_counter() + seconds
    while True:
        cpu_start, start = time.process_time(), time.perf_counter()
        run(times)
        wall.append((time.perf_counter() - start) / times)
        cpu.append((time.process_time() - cpu_start) / times)
        if time.perf_counter() >= end:
            return dict(wall=statistics.median(wall), cpu=statistics.median(cpu))


def main():
    name, threads, device = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    torch.set_num_threads(threads)
    run = workloads.make(name, device)
    times = calibrate(run)
    print(f"PyTorch {torch.__version__}", flush=True)
    for line in sys.stdin:
        print(json.dumps(take(run, times, float(line))), flush=True)


main()
