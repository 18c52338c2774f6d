"""Right answers in a file whose upload broke off in the middle."""
import json

SCORES = dict(cnn=0, segmentation=0, fcn=0, deeplab=0, pspnet=0)


def make(d):
    d.solve()
    text = json.dumps(d.nb)
    return text[:len(text)//2]
