import { readFileSync } from "node:fs";
import path from "node:path";
import type { Safety } from "../../server/src/core/edits/fix.ts";
import type { Rule } from "../../server/src/core/rule.ts";
import { type Catalogue, translatorOf } from "../../server/src/l10n/sentences.ts";

/** What the pages of the rules are written in: the words around them, and what is said of each rule. */
export interface PageLanguage {
  readonly words: PageWords;
  summary(rule: Rule): string;
  why(rule: Rule): string;
  message(text: string, rule: string): string;
}

export interface PageWords {
  readonly none: string;
  readonly comma: string;
  readonly semicolon: string;
  readonly rules: string;
  readonly rule: string;
  readonly group: string;
  readonly severity: string;
  readonly fixes: string;
  readonly aliases: string;
  readonly reports: string;
  readonly why: string;
  readonly examples: string;
  readonly fine: string;
  readonly context: string;
  readonly ignoreFile: string;
  readonly switchOff: string;
  readonly groups: Readonly<Record<Rule["group"], string>>;
  readonly severities: Readonly<Record<Rule["severity"], string>>;
  readonly safeties: Readonly<Record<Safety, string>>;
  readonly safetyInFull: Readonly<Record<Safety, string>>;
  afterFix(safety: Safety): string;
  ignoreFileAfterFix(safety: Safety): string;
  howToSwitchOff(id: string): string;
}

export const english: PageLanguage = {
  summary: ({ summary }) => summary,
  why: ({ why }) => why,
  message: (text) => text,
  words: {
    none: "none",
    comma: ", ",
    semicolon: "; ",
    rules: "Rules",
    rule: "Rule",
    group: "Group",
    severity: "Severity",
    fixes: "Fixes",
    aliases: "Also known as",
    reports: "Reports",
    why: "Why",
    examples: "Examples",
    fine: "This is fine:",
    context: "The build context:",
    ignoreFile: "Its `.dockerignore`:",
    switchOff: "How to switch it off",
    groups: {
      size: "size",
      cache: "cache",
      security: "security",
      reproducibility: "reproducibility",
      correctness: "correctness",
      style: "style",
    },
    severities: {
      error: "error",
      warning: "warning",
      information: "information",
      hint: "hint",
      off: "off",
    },
    safeties: { safe: "safe", review: "review", draft: "draft" },
    safetyInFull: {
      safe: "safe: may run on save",
      review: "review: right under an assumption that is shown",
      draft: "draft: a starting point to edit",
    },
    afterFix: (safety) => `After the fix (${safety}):`,
    ignoreFileAfterFix: (safety) => `The \`.dockerignore\` after the fix (${safety}):`,
    howToSwitchOff: (id) =>
      `Write \`# plimsoll ignore=${id}\` on the line above the instruction, \`# plimsoll global ignore=${id}\` anywhere for the whole file, or set \`"plimsoll.rules": { "${id}": "off" }\`.`,
  },
};

const chineseSafeties = { safe: "安全", review: "需复核", draft: "草稿" } as const;

const chineseWords: PageWords = {
  none: "无",
  comma: "、",
  semicolon: "；",
  rules: "规则",
  rule: "规则",
  group: "分组",
  severity: "严重级别",
  fixes: "修复",
  aliases: "其他名称",
  reports: "报告内容",
  why: "为什么",
  examples: "示例",
  fine: "这样没有问题：",
  context: "构建上下文：",
  ignoreFile: "其 `.dockerignore`：",
  switchOff: "如何关闭",
  groups: {
    size: "大小",
    cache: "缓存",
    security: "安全性",
    reproducibility: "可重现性",
    correctness: "正确性",
    style: "风格",
  },
  severities: { error: "错误", warning: "警告", information: "信息", hint: "提示", off: "关闭" },
  safeties: chineseSafeties,
  safetyInFull: {
    safe: "安全：可以在保存时运行",
    review: "需复核：在所示前提下正确",
    draft: "草稿：供修改的起点",
  },
  afterFix: (safety) => `修复之后（${chineseSafeties[safety]}）：`,
  ignoreFileAfterFix: (safety) => `修复之后的 \`.dockerignore\`（${chineseSafeties[safety]}）：`,
  howToSwitchOff: (id) =>
    `在指令上一行写 \`# plimsoll ignore=${id}\`；要对整个文件生效，可在任意位置写 \`# plimsoll global ignore=${id}\`；也可以设置 \`"plimsoll.rules": { "${id}": "off" }\`。`,
};

/** Reads the catalogues; what they do not have stays English. */
export function chinese(root: string): PageLanguage {
  const read = (file: string) => JSON.parse(readFileSync(path.join(root, "l10n", file), "utf8"));
  const sentences: Catalogue = read("rules.zh-cn.json");
  const reasons: Readonly<Record<string, string>> = read("reasons.zh-cn.json");
  const translate = translatorOf(sentences);
  return {
    words: chineseWords,
    summary: ({ id, summary }) => sentences.rules[id]?.summary ?? summary,
    why: ({ id, why }) => reasons[id] ?? why,
    message: (text, rule) => translate(text, rule)?.text ?? text,
  };
}
