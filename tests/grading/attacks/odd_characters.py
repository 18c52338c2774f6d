"""Errors whose text holds lone surrogates, NUL, terminal escapes and markup."""
HONEST = 'double'
SCORE = 4
# %%
raise ValueError('\ud800 \0 \x1b[2J [/bold] <script>alert(1)</script>')
# %%
# inverse autograded_answer
def inverse(n, p): raise type('\ud800', (Exception,), {})('\udfff\0\x1b[31m[/x]')
# %%
# divisors autograded_answer
raise ValueError('\ud800')
