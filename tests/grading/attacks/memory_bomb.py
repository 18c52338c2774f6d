"""Takes all the memory there is, in a call and at definition."""
UNSAFE = 'memory bomb'
HONEST = 'double'
SCORE = 4
# %%
# inverse autograded_answer
import torch
kept = []
def inverse(n, p):
    while True: kept.append(torch.empty(1 << 40, dtype=torch.uint8).fill_(1))
# %%
bomb = bytearray(1 << 40)
# %%
# divisors autograded_answer
def divisors(n): return [0] * (1 << 40)
