"""Right answers, but the block of the third question takes the interpreter down when it is called."""
SCORES = dict(cnn=8)


def make(d):
    d.solve()
    d.fill('questao_arquitetura', 'import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)')
    return d.nb
