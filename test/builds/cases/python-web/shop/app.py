import fastprice
from tinyweb import Web

app = Web()


@app.route("prices")
def prices(count):
    return f"{count} cost {fastprice.price(int(count))}"
