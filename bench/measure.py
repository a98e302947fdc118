"""measure.py COMMAND... - runs it, and prints as JSON what it and all its children took of time, CPU and memory.

`peakBytes` is that of the largest process alone. What the command prints goes to the error output.
"""

import json
import resource
import subprocess
import sys
import time

started = time.monotonic()
status = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False).returncode
took = time.monotonic() - started
used = resource.getrusage(resource.RUSAGE_CHILDREN)
cpu = used.ru_utime + used.ru_stime
print(json.dumps({"tookMs": took * 1000, "cpuMs": cpu * 1000, "peakBytes": used.ru_maxrss * 1024}))
sys.exit(min(abs(status), 1))
