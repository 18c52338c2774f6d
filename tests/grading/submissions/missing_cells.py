"""Right answers, but one answer cell, two test cells and the set-up cell were deleted."""
SCORES = dict(cnn=8)


def make(d):
    d.solve()
    names = 'questao_transfer_learning', 'testa_1_questao_dataset', 'testa_2_questao_fine_tunning', 'dataset_lab'
    gone = [d.cell(n) for n in names]
    d.nb['cells'] = [c for c in d.nb['cells'] if c not in gone]
    return d.nb
