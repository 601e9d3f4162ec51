"""Run a command and print, as JSON, what it took. Without imports, because a process inherits the peak of its starter.

    python -I -S benchmarks/_measured.py SECONDS OUT COMMAND...

Linux counts the memory of the process that forked into the peak of the one that was forked, so the command is started
from here, where there is next to nothing, and not from the benchmark. Standard output goes to the file OUT. After
SECONDS the command and all that it has started are killed.
"""

import os
import signal
import sys
import time


def main():
    limit, out, command = float(sys.argv[1]), sys.argv[2], sys.argv[3:]
    to_file = (os.POSIX_SPAWN_OPEN, 1, out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    silent = (os.POSIX_SPAWN_OPEN, 2, f"{out}.err", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    start = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=[to_file, silent], setpgroup=0)
    signal.signal(signal.SIGALRM, lambda *_: os.killpg(child, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, limit)
    _, status, usage = os.wait4(child, 0)
    spent = time.perf_counter() - start
    cpu = usage.ru_utime + usage.ru_stime
    code = os.waitstatus_to_exitcode(status)
    print(f'{{"seconds": {spent}, "cpu": {cpu}, "kib": {usage.ru_maxrss}, "code": {code}}}')


if __name__ == "__main__":
    main()
