"""Announces a message to the grader, sends half of it, and sleeps."""
HONEST = 'double'
SCORE = 4
# %%
# inverse autograded_answer
import os
import signal
import stat
import struct
import time
signal.signal(signal.SIGALRM, signal.SIG_IGN)
for fd in range(3, 64):
    try:
        if stat.S_ISSOCK(os.fstat(fd).st_mode): os.write(fd, struct.pack('!i', 1000) + b'{"ok": true')
    except OSError: pass
while True:
    try: time.sleep(1000)
    except BaseException: pass
