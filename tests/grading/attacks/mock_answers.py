"""MagicMock as every answer."""
HONEST = 'freeze'
SCORE = 1
# %%
from unittest.mock import MagicMock
mock = MagicMock()
mock.return_value.__eq__.return_value = True
mock.return_value.__bool__.return_value = True
mock.return_value.__contains__.return_value = False
mock.return_value.equal.return_value = True
# %%
# double autograded_answer
double = mock
# %%
# net autograded_answer
Net = mock
# %%
# inverse autograded_answer
inverse = mock
# %%
# divisors autograded_answer
divisors = mock
# %%
# centred autograded_answer
centred = mock
