"""Answers the judge with trees that are no values: too deep, of unknown kinds, of wrong types, with huge numbers."""
HONEST = 'double'
SCORE = 4
# %%
# inverse autograded_answer
import json
trees = [['nothing'], ['__class__'], ['tensor', 'os.system', 'float32', [1], False, 'cpu', 0, 4], ['tensor', 'torch.Tensor', 'load', [1], 0, 'cpu', 0, 4],
         ['class', 'os._exit'], ['array', 'O', [1], 0, 8], ['array', '<f8', [-1], 0, 10**30], ['set', ['list']], ['dict', [['list'], 1]], ['size', 'x'], {}, [1], [],
         ['ref', '1', 2, 3], ['bytes', -5, 10], ['image', 'PIL.Image.Image', 'RGB', [10**6, 10**6], 0, 0], 10**300, ['module', 'torch.nn.modules.linear.Linear', 3]]
real, count = json.dumps, 0
def dumps(o, *a, **k):
    global count
    if not isinstance(o, list): return real(o, *a, **k)
    count += 1
    if count % 3 == 0: return '[' * 100_000
    if count % 3 == 1: return '["ok", 1' + '0' * 10_000 + ']'
    return real(['ok', trees[count % len(trees)], []])
json.dumps = dumps
def inverse(n, p): return 0
