import fc from "fast-check";
import { expect, test } from "vitest";
import { analysisOf, defaultSettings } from "../../server/src/core/analyze.ts";
import { applyEdits } from "../../server/src/core/edits/apply.ts";
import { parseDockerfile } from "../../server/src/core/document/parse.ts";
import { optimize } from "../../server/src/core/optimize.ts";
import rule from "../../server/src/core/rules/cache/copy-before-install.ts";
import rule2 from "../../server/src/core/rules/cache/npm-install.ts";
import { specKnown } from "../support/known.ts";
const lines = ["COPY . .","COPY . /app","COPY src ./src","COPY public/ /app/public","COPY package*.json ./","COPY --chown=a:b web /app/web","COPY requirements.txt .","COPY x.env .env",
"WORKDIR /app","WORKDIR /app/web","WORKDIR sub","ENV A=/app","ARG X","USER node","# comment one","# comment two","", "RUN npm ci","RUN npm install","RUN npm ci && npm run build","RUN cd web && npm ci && npm test",
"RUN pip install -r requirements.txt","RUN pip install -r a.txt && npm ci && make","RUN poetry install","RUN go build ./...","RUN go mod download && go build","RUN apt-get update && apt-get install -y git","RUN make","RUN cargo build --release","RUN ./mvnw package","RUN composer install","FROM node:20 AS two","COPY --from=0 /a /b", "RUN npm ci \\\n  # inner\n  && npm run build", "RUN uv sync", "RUN bundle install; echo x", "COPY . $A", "RUN mvn -B package && mvn verify"];
const arb = fc.array(fc.constantFrom(...lines), { maxLength: 12 }).map((l) => ["FROM node:20", ...l].join("\n"));
const ctx = new Map<string, string | number>([["package.json", '{"dependencies":{"a":"1"}}'], ["package-lock.json", 1], ["web/package.json", "{}"], ["web/package-lock.json", 2], ["requirements.txt", "flask\n"], ["a.txt", "x\n"], ["src/a.js", 1], ["go.mod", "module x\n"], ["go.sum", 1], ["composer.json", "{}"], ["pom.xml", "<project/>"], [".dockerignore", "node_modules\nweb/node_modules\n"]]);
for (const context of [undefined, ctx]) for (const r of [rule, rule2])
test("laws", { timeout: 300000 }, () => {
  fc.assert(fc.property(arb, fc.boolean(), (t, crlf) => {
    const text = crlf ? t.replaceAll("\n", "\r\n") : t;
    const input = { known: specKnown(context), settings: defaultSettings, rules: [r] };
    const a = analysisOf(text, input);
    if (a.failures[0]) throw a.failures[0].error;
    for (const f of a.findings) { expect(f.message.length).toBeLessThan(120); for (const fix of f.fixes) {
      const out = applyEdits(text, fix.edits);
      expect(parseDockerfile(out).problems.length).toBeLessThanOrEqual(parseDockerfile(text).problems.length);
      const after = analysisOf(out, input).findings.length;
      if (after >= a.findings.length) throw new Error(`${text}\n=>\n${out}`);
      for (const c of text.match(/#.*\S/g) ?? []) expect(out).toContain(c);
    } }
    const once = optimize(text, { ...input, allow: ["safe", "review"] });
    expect(optimize(once.text, { ...input, allow: ["safe", "review"] }).text).toBe(once.text);
  }), { numRuns: 15000 });
});
