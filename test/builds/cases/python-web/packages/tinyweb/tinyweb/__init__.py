import importlib
import sys


class Web:
    def __init__(self):
        self.routes = {}

    def route(self, prefix):
        def add(handler):
            self.routes[prefix] = handler
            return handler

        return add

    def get(self, path):
        prefix, _, rest = path.lstrip("/").partition("/")
        return self.routes[prefix](rest)


def main():
    _, module, path = sys.argv[1:]
    sys.path.insert(0, "")
    print(importlib.import_module(module).app.get(path))
