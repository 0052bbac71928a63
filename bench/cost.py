"""Runs a program and prints the CPU seconds and the most MB that it and what it started
took. A program of its own, because a process begins with the memory of the one that
started it, as the system counts: that of the benchmark would be told for a small one."""
import os
import subprocess
import sys

process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
process.returncode = os.waitstatus_to_exitcode(status)
sys.exit(process.returncode)
