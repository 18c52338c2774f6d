"""Fairness: a right answer that loads its data with worker processes, awaits, computes in a thread pool, and shows its
progress in a widget keeps its points."""
HONEST = 'net freeze counter centred divisors'
SCORE = 14
# %%
import asyncio
await asyncio.sleep(0)  # noqa: F704
# %%
# double autograded_answer
from concurrent.futures import ThreadPoolExecutor
from tqdm.notebook import tqdm, trange
def double(x):
    for _ in tqdm(trange(3), desc='double'): pass
    with ThreadPoolExecutor(4) as pool: return pool.submit(lambda: 2*x).result()
# %%
# inverse autograded_answer
from fastai.data.core import DataLoaders, Datasets
from torch.utils.data import DataLoader
def inverse(n, p):
    async def one(k): return k if n*k % p == 1 else 0
    async def every(): return await asyncio.gather(*(one(k) for k in range(1, p)))
    numbers = DataLoader(list(range(1, p)), batch_size=64, num_workers=2, timeout=30, persistent_workers=True)
    assert numbers.num_workers == 2 and len(list(numbers)) == len(list(numbers)) == 1 + (p - 2) // 64
    for x, in Datasets(list(range(1, p)), [[lambda k: k]]).dataloaders(bs=64, num_workers=2, shuffle=False, drop_last=False)[0]:
        for k in x.tolist():
            if n*k % p == 1: return k
    raise ValueError(sum(asyncio.run(every())))
