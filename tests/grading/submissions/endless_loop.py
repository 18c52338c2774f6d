"""Right answers, but the last one never comes back and does not let itself be interrupted."""
SCORES = dict(cnn=8)


def make(d):
    d.solve()
    loop = 'while True:\n    try:\n        sum(range(10**6))\n    except BaseException:\n        pass'
    d.fill('questao_fine_tunning', loop)
    return d.nb
