"""Similar answers found and honest ones reported, lab by lab and disguise by disguise, and the time of a large class.

A class of 200 is made from a lab's reference, `tests/grading/answers/LAB_right.py`, and the ways to write the longer
answers in similar_ways.txt: of `«a¦b¦c»` a student takes one, mostly one of the first. Most have names, some have
temporaries and prints of their own. Then 15 students copy all answers of others, and disguise them. Nobody else has
copied. Each line of the table says, at several thresholds, how many of the 15 pairs are found, how many of honest
students, and how many of two who copied from different people: their disguises, made by one program, are alike.
"""
import ast
import builtins
import random
import re
import runpy
import textwrap
import time
from collections import Counter
from pathlib import Path

from fastcore.script import call_parse

from cm203.course.regions import first_indent, split_regions, without_markers
from cm203.course.release import student_notebook
from cm203.course.settings import course_labs
from cm203.grading import similar as room


def read_ways(path):
    "(Lab, question) → ways to answer it, from lines below `# LAB QUESTION`."
    parts = re.split(r'^# (\w+) (\w+)\n', path.read_text(), flags=re.M)[1:]
    return {(lab, question): text for lab, question, text in zip(*(parts[i::3] for i in range(3)))}


WAYS = read_ways(Path(__file__).parent/'similar_ways.txt')
WAYS['fcn', 'questao_vgg'] = WAYS['fcn', 'questao_alexnet']
WORDS = '''a aux arr b base batch_x batch_y big c canal chunk cur d data dado e elem entrada f feat feats first g grp h
hidden i idx2 img2 inp item2 j k kk l lista lst m mapa mid n nova novo o obj one out2 p part pred q r res result
resultado s saida second seq t temp tmp total2 u v val valor w x0 xx y0 yy z zz'''.split()


def chosen(text, pick):
    "A way to write an answer: of each choice one, mostly one of the first."
    def one(m):
        options = m[1].split('¦')
        return pick.choices(options, [1/(i + 1) for i in range(len(options))])[0]
    while '«' in text: text = re.sub('«([^«»]*)»', one, text)
    return '\n'.join(l for l in text.split('\n') if l.strip())


class Renamed(ast.NodeTransformer):
    "Other names for what a source binds itself, but not for what it defines at its top."
    def __init__(self, tree, pick):
        nodes = list(ast.walk(tree))
        bound = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        top = {t.id for n in tree.body if isinstance(n, ast.Assign) for t in n.targets if isinstance(t, ast.Name)}
        used = {n.id for n in nodes if isinstance(n, ast.Name)} | set(dir(builtins))
        free = [w for w in WORDS if w not in used]
        pick.shuffle(free)
        self.names = dict(zip(sorted(bound - top), free))

    def visit_Name(self, node):
        node.id = self.names.get(node.id, node.id)
        return node


class Blocks(ast.NodeTransformer):
    "Changes each block of functions by `change(statements)`."
    def __init__(self, change): self.change, self.inside = change, 0

    def generic_visit(self, node):
        self.inside += isinstance(node, ast.FunctionDef)
        super().generic_visit(node)
        for name in ('body', 'orelse') if self.inside else ():
            if isinstance(getattr(node, name, None), list) and getattr(node, name):
                setattr(node, name, self.change(getattr(node, name)))
        self.inside -= isinstance(node, ast.FunctionDef)
        return node


def temporaries(share):
    "Gives a name of its own to some calls inside of others."
    def apply(tree, pick):
        count = 0
        def change(block):
            nonlocal count
            res = []
            for s in block:
                call = getattr(s, 'value', None)
                if isinstance(s, (ast.Assign, ast.Return, ast.Expr)) and isinstance(call, ast.Call):
                    for i, a in enumerate(call.args):
                        if isinstance(a, ast.Call) and pick.random() < share:
                            count += 1
                            res.append(ast.parse(f'tmp{count} = {ast.unparse(a)}').body[0])
                            call.args[i] = ast.Name(f'tmp{count}', ast.Load())
                res.append(s)
            return res
        return Blocks(change).visit(tree)
    return apply


def prints(share):
    "Adds statements that do nothing to speak of."
    def apply(tree, pick):
        def line(): return pick.choice(['print("{}")', 'assert {} > 0', 'n_{} = 0', 'print("step", {})']).format(
            pick.randrange(1, 99))
        def change(block):
            return [o for s in block for o in ([*ast.parse(line()).body] if pick.random() < share else []) + [s]]
        return Blocks(change).visit(tree)
    return apply


def renamed(tree, pick): return Renamed(tree, pick).visit(tree)


def names_of(node, ctx): return {ast.unparse(n) for n in ast.walk(node) if isinstance(getattr(n, 'ctx', None), ctx)}


def reordered(tree, pick):
    "Swaps statements that do not need each other, and methods."
    def change(block):
        block = list(block)
        for i in range(len(block) - 1):
            a, b = block[i:i+2]
            plain = all(isinstance(s, (ast.Assign, ast.AugAssign, ast.FunctionDef)) for s in (a, b))
            sa, sb = names_of(a, ast.Store), names_of(b, ast.Store)
            if plain and not (sa & (names_of(b, ast.Load) | sb) or sb & names_of(a, ast.Load)):
                block[i:i+2] = b, a
        return block
    for n in ast.walk(tree):
        if isinstance(n, ast.ClassDef): n.body = n.body[:1] + n.body[:0:-1]
    return Blocks(change).visit(tree)


class Hints(ast.NodeTransformer):
    def visit_Assign(self, node):
        if len(node.targets) > 1 or not isinstance(node.targets[0], ast.Name): return node
        return ast.AnnAssign(node.targets[0], ast.Name('Any', ast.Load()), node.value, 1)


class Literals(ast.NodeTransformer):
    "Other numbers and texts, and `format` for f-strings."
    def __init__(self, pick): self.pick = pick

    def visit_JoinedStr(self, node):
        values = [ast.unparse(v.value) for v in node.values if isinstance(v, ast.FormattedValue)]
        return ast.parse(f'"{"{} "*len(values)}".format({", ".join(values)})', mode='eval').body

    def visit_Constant(self, node):
        if type(node.value) in (int, float) and self.pick.random() < .3: node.value += self.pick.randrange(1, 9)
        return node


def hinted(tree, pick): return Hints().visit(tree)
def other_literals(tree, pick): return Literals(pick).visit(tree)


def commented(tree, pick):
    "Docstrings of his own."
    def change(block): return [ast.Expr(ast.Constant(f'does {pick.randrange(999)}')), *block]
    return Blocks(change).visit(tree)


def changing(*changes):
    "A disguise: an answer changed, and nothing put into another cell."
    def apply(source, pick):
        tree = ast.parse(source)
        for c in changes: tree = ast.fix_missing_locations(c(tree, pick))
        return ast.unparse(ast.fix_missing_locations(tree)), ''
    return apply


def split(source, pick):
    "Of some long functions the end moved into a helper in a cell of its own."
    tree = ast.parse(source)
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and len(n.body) > 4]
    if not functions or pick.random() < .5: return source, ''
    f, name = max(functions, key=lambda n: len(n.body)), f'helper_{pick.randrange(999)}'
    cut = pick.randrange(2, len(f.body) - 1)
    args = ', '.join(sorted({a.arg for a in f.args.args} | {
        n.id for s in f.body[:cut] for n in ast.walk(s) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}))
    helper = f'def {name}({args}):\n' + textwrap.indent('\n'.join(map(ast.unparse, f.body[cut:])), '    ')
    f.body[cut:] = ast.parse(f'return {name}({args})').body
    return ast.unparse(ast.fix_missing_locations(tree)), helper


DISGUISES = {
    'none': lambda source, pick: (source, ''), 'reformatted': changing(), 'comments': changing(commented),
    'renamed': changing(renamed), 'type hints': changing(hinted), 'literals, format': changing(other_literals),
    'reordered': changing(reordered), 'split cells': split, 'prints between': changing(prints(.3)),
    'temporaries': changing(temporaries(.7)),
    'all but the last 3': changing(renamed, reordered, hinted, other_literals, commented),
    'all': lambda source, pick: split(changing(renamed, reordered, hinted, other_literals, commented, prints(.2),
                                               temporaries(.3))(source, pick)[0], pick)}


def filled(body, code):
    "An answer's body with `code` where the reference has its solution."
    res = []
    for region, lines in split_regions(body):
        if region: lines = textwrap.indent(textwrap.dedent(code), first_indent(lines)).splitlines()
        res += lines
    return '\n'.join(res)


class Students:
    "Who answers a lab."
    def __init__(self, lab):
        self.lab = lab
        path = Path(__file__).parents[1]/'tests'/'grading'/'answers'/f'{lab.name}_right.py'
        self.right = {}
        for q, code in runpy.run_path(str(path))['RIGHT'].values(): self.right.setdefault(q, []).append(code)

    def answer(self, cell, pick, i):
        "Student number `i`'s answer. Where there are `WAYS`, each of the tests' answers is one student's, or none's."
        ways, right = WAYS.get((self.lab.name, cell.name)), self.right.get(cell.name, [])
        if ways: way = right[i] if i < len(right) else chosen(ways, pick) if pick.random() < .8 else ''
        else: way = pick.choice([*right, ''])
        return filled(cell.body, way) if way else without_markers(cell.body)

    def honest(self, pick, i):
        "Question → source, of somebody who works alone."
        likely = (renamed, .7), (temporaries(.3), .3), (prints(.1), .2)
        habits = changing(*[change for change, p in likely if pick.random() < p])
        own = '\n'.join(pick.sample(OWN, 3))
        return {c.name: habits(self.answer(c, pick, i), pick)[0] for c in self.lab.answers} | {'': own}

    def copied(self, answers, disguise, pick):
        "The answers of somebody else, disguised."
        made = {q: DISGUISES[disguise](source, pick) for q, source in answers.items() if q}
        return {q: s for q, (s, _) in made.items()} | {'': '\n'.join(o for _, o in made.values() if o)}

    def klass(self, n, copies, disguise, seed):
        "Student → question → source, and the pairs that have copied."
        pick = random.Random(seed)
        res = {f's{i:03}': self.honest(pick, i) for i in range(n - copies)}
        from_whom = pick.sample(sorted(res), copies)
        for i, s in enumerate(from_whom, n - copies): res[f's{i:03}'] = self.copied(res[s], disguise, pick)
        return res, {(s, f's{i:03}') for i, s in enumerate(from_whom, n - copies)}


OWN = ['print(torch.__version__)', 'x = torch.randn(2, 3, 64, 64)', 'plt.imshow(img)\nplt.show()', '!ls', '1/0',
       'for i in range(3): print(i)', 'import matplotlib.pyplot as plt', '%matplotlib inline', 'help(nn.Conv2d)']


def given_code(lab):
    "What all students get."
    cells = student_notebook(lab)['cells']
    return [''.join(c['source']) for c in cells if c['cell_type'] == 'code']


def expected_of(lab): return [without_markers(c.body) for c in lab.answers]


def totals(klass, lab):
    "Two students → bits, of all that have some."
    res, before = Counter(), room.ENOUGH
    room.ENOUGH = min(BITS)
    try:
        for p in room.similar(klass, given_code(lab), expected_of(lab)): res[p.a, p.b] += p.bits
    finally: room.ENOUGH = before
    return res


def measure(lab, disguise, n, copies, seed):
    "(copied pairs found, pairs with an honest one, pairs of two who copied from others) at each threshold."
    klass, copied = Students(lab).klass(n, copies, disguise, seed)
    found, thieves = totals(klass, lab), {b for _, b in copied}
    for b in BITS:
        over = {ab for ab, bits in found.items() if bits >= b}
        twins = {ab for ab in over if thieves.issuperset(ab)}
        yield len(over & copied), len(over - copied - twins), len(twins)


def report(name, disguise, numbers):
    "A line of the table."
    print(f'{name:14}{disguise:20}' + ''.join(f'{"{} + {} + {}".format(*of):^15}' for of in numbers), flush=True)


def speed(lab, n):
    "Time for a large class."
    klass, _ = Students(lab).klass(n, 30, 'renamed', 1)
    given, start = given_code(lab), time.perf_counter()
    pairs = room.similar(klass, given, expected_of(lab))
    questions = len(klass['s000'])
    print(f'{n} students, {questions} questions: {time.perf_counter() - start:.1f} s, {len(pairs)} questions reported')


BITS = 30, 40, 45, 50, 60


@call_parse
def main(
    n: int = 200,       # Students
    copies: int = 15,   # Who copy
    seed: int = 1,
    labs: str = '',     # Names; all if empty
):
    speed(next(lab for lab in course_labs() if lab.name == 'segmentation'), 500)
    print(f'{"":34}' + ''.join(f'{f"{b} bits":^15}' for b in BITS))
    for lab in course_labs():
        if labs and lab.name not in labs.split(): continue
        table = {d: list(measure(lab, d, n, copies, seed + i)) for i, d in enumerate(DISGUISES)}
        for d, numbers in table.items(): report(lab.name, d, numbers)
        report(lab.name, '= together', [tuple(map(sum, zip(*col))) for col in zip(*table.values())])
