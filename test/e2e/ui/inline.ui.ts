import type { Editor } from "../support/editor.ts";
import { button, openList, openListOf, previewTab } from "../support/optimize.ts";
import type { Story } from "../support/story.ts";

const compose = `services:
  web:
    build:
      context: .
      dockerfile_inline: |
        FROM python:3.13-slim
        RUN apt-get update && apt-get install -y curl
        RUN pip install flask
        CMD ["python", "app.py"]
    ports:
      - "8000:8000"
  worker:
    build:
      dockerfile_inline: |
        FROM golang:1.25
        WORKDIR /src
        COPY . .
        RUN CGO_ENABLED=0 go build -o /app
        CMD ["/app"]
  old:
    build:
      dockerfile_inline: >
        FROM python:3.13-slim

        RUN pip install django
`;

const files = {
  "compose.yaml": compose,
  "plain.compose.yaml": "# dockerfile_inline: see the manual\nservices:\n  web:\n    image: nginx\n",
  "go.mod": "module example.com/app\n\ngo 1.25\n",
  "main.go": "package main\n\nfunc main() {}\n",
};

export const stories: readonly Story[] = [
  {
    title: "a compose file: Optimize Dockerfile for the service at the cursor, then for all of them",
    files,
    async play(editor) {
      await editor.open("compose.yaml");
      await editor.squiggles().first().waitFor();
      await button(editor, "Optimize Dockerfile").waitFor();
      await editor.cursorAt("pip install flask");
      await openList(editor);
      await titled(editor, "Optimize compose.yaml: services.web").waitFor();
      await editor.shot("inline-optimize-list");
      await editor.page.keyboard.press("Enter");
      await previewTab(editor).waitFor();
      await modified(editor, "--no-cache-dir flask");
      await editor.shot("inline-optimize-preview");
      await button(editor, "Apply Previewed Changes").click();
      await previewTab(editor).waitFor({ state: "detached" });
      await editor.shows("pip install --no-cache-dir flask");

      await editor.cursorAt("services");
      await openList(editor);
      await titled(editor, "Optimize compose.yaml:").waitFor();
      await editor.page.locator(".notification-toast").filter({ hasText: "services.old" }).waitFor();
      await editor.shot("inline-optimize-all");
      await editor.page.keyboard.press("Escape");
    },
  },
  {
    title: "a compose file: the conversion and the report are about one service",
    files,
    async play(editor) {
      const { page } = editor;
      await editor.open("compose.yaml");
      await editor.squiggles().first().waitFor();
      await button(editor, "Optimize Dockerfile").waitFor();
      await editor.cursorAt("go build");
      await openListOf(editor, "Convert to Multi-Stage Build", "compose.yaml: services.worker");
      await page.keyboard.press("Enter");
      await previewTab(editor).waitFor();
      await modified(editor, "--from=build");
      await editor.shot("inline-conversion");
      await button(editor, "Discard Preview").click();
      await previewTab(editor).waitFor({ state: "detached" });

      await editor.cursorAt("services");
      await openListOf(editor, "Image Report", "Dockerfiles in compose.yaml");
      await editor.shot("inline-report-list");
      await page.keyboard.press("Enter");
      await page.locator(".tab").filter({ hasText: "Image Report: compose.yaml: services.web" }).waitFor();
      const report = page.frameLocator("iframe.webview").frameLocator("iframe");
      await report.getByText("compose.yaml: services.web").first().waitFor();
      await editor.shot("inline-report");
    },
  },
  {
    title: "a compose file without a Dockerfile in it has no buttons and no commands for one",
    files,
    async play(editor) {
      await editor.open("compose.yaml");
      await button(editor, "Optimize Dockerfile").waitFor();
      await editor.open("plain.compose.yaml");
      await button(editor, "Optimize Dockerfile").waitFor({ state: "detached" });
      await button(editor, "Image Report").waitFor({ state: "detached" });
      await editor.pressUntil("F1", editor.page.locator(".quick-input-widget input.input"));
      await editor.page.locator(".quick-input-widget input.input").fill(">Plimsoll: ");
      const row = (title: string) =>
        editor.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: title });
      await row("Show Log").first().waitFor();
      for (const title of ["Optimize Dockerfile", "Image Report", "Fix All", "Multi-Stage"])
        if (await row(title).first().isVisible()) throw new Error(`${title} has nothing to do here.`);
      await editor.shot("inline-none");
    },
  },
];

const titled = ({ page }: Editor, title: string) =>
  page.locator(".quick-input-title").filter({ hasText: title });

async function modified({ page }: Editor, text: string): Promise<void> {
  await page.locator(".modified .view-lines").filter({ hasText: text }).waitFor();
}
