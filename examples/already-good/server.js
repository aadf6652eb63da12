const express = require("express");

const app = express();
const port = Number(process.env.PORT ?? 3000);

app.get("/", (_request, response) => {
  response.json({ message: "Hello from Express" });
});

app.get("/health", (_request, response) => {
  response.sendStatus(200);
});

app.listen(port, () => {
  console.log(`Listening on ${port}`);
});
