"""Right answers; every answer and test cell was copied, the first copies still hold the stubs, the order is lost."""
from copy import deepcopy

SCORES = dict(cnn=10, segmentation=10, fcn=10, deeplab=10, pspnet=10)


def make(d):
    stubs = [deepcopy(c) for c in d.nb['cells'] if 'nbgrader' in c['metadata']]
    d.solve()
    for c in d.nb['cells']: c['metadata'], c['id'] = {}, ''
    d.nb['cells'] = stubs[::-1] + d.nb['cells']
    return d.nb
