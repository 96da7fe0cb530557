"""Who fits whom and who meets whom, from plain facts: no database, no clock, no chance.

It imports nothing of the house: `python -m matching` in the folder above is a process that starts without the rest.
"""
