"""Hands in the notebook as it was released."""
SCORES = dict(cnn=0, segmentation=0, fcn=0, deeplab=0, pspnet=0)


def make(d): return d.nb
