from greet import greeting

print(greeting("a cache mount"))
