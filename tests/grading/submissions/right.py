"""Answers everything as the reference does."""
SCORES = dict(cnn=10, segmentation=10, fcn=10, deeplab=10, pspnet=10)


def make(d):
    d.solve()
    return d.nb
