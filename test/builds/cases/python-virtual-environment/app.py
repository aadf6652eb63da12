import sys

from greet import greeting

print(greeting("a virtual environment"), sys.prefix)
