"""Memory files that are shorter than announced, shrink while they are read, are sparse and huge, or are no files."""
HONEST = 'double'
SCORE = 4
# %%
# inverse autograded_answer
import os
import threading
from cm203.course import judge
count = 0
def memory_file(enc):
    global count
    count += 1
    if count % 3 == 0: return os.pipe()[0]
    if count % 3 == 1: return os.open('.', os.O_RDONLY)
    fd = os.memfd_create('shrinks')
    os.ftruncate(fd, 1 << 20)
    threading.Thread(target=os.ftruncate, args=(fd, 10)).start()
    return fd
class Announcing(judge._Reply):
    size = property(lambda s: 1 << 29, lambda s, v: None)
judge._memory_file, judge._Reply = memory_file, Announcing
def inverse(n, p): return 0
