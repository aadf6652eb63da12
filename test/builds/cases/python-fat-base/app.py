from greet import greeting

print(greeting("a slim image"))
