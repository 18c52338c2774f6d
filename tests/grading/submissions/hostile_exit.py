"""Answers two questions, then tries to end the grader with a good exit code before anybody counts."""
SCORES = dict(cnn=4)


def make(d):
    d.solve('questao_dataset', 'questao_dataloader')
    d.fill('questao_arquitetura', 'import os\nos._exit(0)')
    d.nb['cells'].append(dict(cell_type='code', id='bye', metadata={}, execution_count=None, outputs=[],
                              source=['import os\n', 'os._exit(0)']))
    return d.nb
