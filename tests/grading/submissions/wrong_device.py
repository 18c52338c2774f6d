"""Right answers, but the batches go to the notebook's device and not to the loader's: an announced deduction."""
SCORES = dict(cnn=9.9)


def make(d):
    d.solve()
    answer = d.cell('questao_dataloader')
    d.write('questao_dataloader', ''.join(answer['source'][1:]).replace('self.device', 'device'))
    return d.nb
