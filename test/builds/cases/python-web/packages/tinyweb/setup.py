from setuptools import setup

setup(
    name="tinyweb",
    version="1.0",
    packages=["tinyweb"],
    entry_points={"console_scripts": ["tinyweb = tinyweb:main"]},
)
