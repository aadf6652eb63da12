from setuptools import Extension, setup

setup(
    name="fastprice",
    version="1.0",
    ext_modules=[Extension("fastprice", ["fastprice.c"], libraries=["yaml"])],
)
