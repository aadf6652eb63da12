const fs = require("node:fs");
fs.mkdirSync("public/blog", { recursive: true });
for (const name of fs.readdirSync("pages")) {
  const text = fs.readFileSync(`pages/${name}`, "utf8").trim();
  fs.writeFileSync(`public/${name.replace(".txt", ".html").replace("-", "/")}`, `<p>${text} ($uri)</p>\n`);
}
