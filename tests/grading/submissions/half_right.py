"""Gets the data right and leaves the networks for later."""
SCORES = dict(cnn=4)


def make(d):
    d.solve('questao_dataset', 'questao_dataloader')
    return d.nb
