"""The contestant's side of the protocol described in tests/bench/README.md."""
import argparse
import json
import sys
import time


def say(**what):
    print(json.dumps(what), flush=True)


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--method", default="")
    return parser.parse_args()


def serve(version, start):
    """Serves requests until standard input is closed. start(hidden, batch, seed, lr) returns a function that trains one
    epoch and returns its loss; hidden is a list."""
    say(version=version)
    epoch, done = None, 0
    for line in sys.stdin:
        command, *values = line.split()
        if command == "train":
            hidden, batch, seed, lr = int(values[0]), int(values[1]), int(values[2]), float(values[3])
            epoch, done = start([hidden] if hidden else [], batch, seed, lr), 0
            say(ready=True)
        else:
            begin = time.perf_counter()
            loss = epoch()
            done += 1
            say(epoch=done, seconds=time.perf_counter() - begin, loss=loss)
