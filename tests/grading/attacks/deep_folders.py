"""Leaves folders nested too deeply for a simple removal, and folders without permissions."""
HONEST = 'double'
SCORE = 4
# %%
# divisors autograded_answer
import os
home = os.getcwd()
os.makedirs('closed/inner')
os.chmod('closed', 0)
for _ in range(1500):
    os.mkdir('d')
    os.chdir('d')
os.chdir(home)
def divisors(n): return []
