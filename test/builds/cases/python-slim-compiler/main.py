import counter

print(counter.count("a virtual environment"))
