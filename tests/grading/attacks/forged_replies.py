"""Sends the judge answers that it did not ask for: before, after, twice, and later from a thread."""
HONEST = 'double'
SCORE = 4
# %%
# inverse autograded_answer
import json
import os
import stat
import struct
import threading
import time
def sockets():
    for fd in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode): yield fd
        except OSError: pass
def forge():
    for tree in ['ok', True, []], ['ok', 5, [None, None]], ['err', 'ValueError', 'no inverse', []], ['ok', ['ref', 1, 'int', ['torch.Tensor']], []]:
        body = json.dumps(tree).encode()
        for fd in sockets():
            try: os.write(fd, struct.pack('<QQ', len(body), 0) + body)
            except OSError: pass
def later():
    for _ in range(20):
        time.sleep(.02)
        forge()
def inverse(n, p):
    forge()
    threading.Thread(target=later).start()
    return 0
