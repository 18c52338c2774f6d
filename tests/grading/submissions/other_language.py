"""Right answers in a notebook whose kernel is R's."""
SCORES = dict(cnn=0, segmentation=0, fcn=0, deeplab=0, pspnet=0)


def make(d):
    d.solve()
    d.nb['metadata'] = dict(kernelspec=dict(name='ir', display_name='R', language='R'))
    return d.nb
