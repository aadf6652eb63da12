import type { Dockerfile } from "./document/dockerfile.ts";
import { parseDockerfile } from "./document/parse.ts";
import { deriveFacts, type Facts } from "./facts/facts.ts";
import { lazy } from "./facts/lazy.ts";
import { isShellChecked } from "./facts/shellTexts.ts";
import type { Known } from "./known.ts";
import type { Policy } from "./policy.ts";
import { rememberAnew } from "./remember.ts";
import type { Finding, Problem, Rule, Severity } from "./rule.ts";
import { rules as allRules } from "./rules/index.ts";
import { isIgnoredFor, readSuppressions, stopsAtChecks, suppress, unusedIgnores } from "./suppressions.ts";

export interface RuleSettings {
  /**
   * Severity per rule id; a rule that is not named has its own default. A code that another program gives its findings,
   * such as `SC2046`, may stand here too, and wins over the rule that reports it.
   */
  readonly severities: Readonly<Record<string, Severity | "off">>;
  /** Reports the rules that are off by default too, at information severity. */
  readonly enableAll?: boolean;
  /** What the project has decided for its images; no limits when not given. */
  readonly policy?: Policy | undefined;
}

export interface AnalyzeInput {
  readonly known: Known;
  readonly settings: RuleSettings;
  /** The rules to run; all of them when not given. Their order does not change the result. */
  readonly rules?: readonly Rule[];
}

/** The rules run when their findings are first asked for: who only wants to know what is there never waits for them. */
export interface Analysis {
  readonly facts: Facts;
  /** In order of position, then rule id. Suppressed ones are left out. */
  readonly findings: readonly Finding[];
  /** Rules that threw, which is our mistake; the others are not affected. */
  readonly failures: readonly { readonly rule: Rule; readonly error: unknown }[];
}

export const defaultSettings: RuleSettings = { severities: {} };

/** The engine's front door: text in, findings out. No I/O, cannot fail. */
export function analyze(text: string, input: AnalyzeInput): readonly Finding[] {
  return analysisOf(text, input).findings;
}

/** The same with what the findings rest on, for callers that show more than findings. */
export function analysisOf(text: string, input: AnalyzeInput): Analysis {
  // Now and not behind the parse: until then the garbage collector would carry along what is kept of the last file.
  rememberAnew();
  return analysisOfDocument(parseDockerfile(text), input);
}

/** The same for a text that is parsed already. */
export function analysisOfDocument(dockerfile: Dockerfile, input: AnalyzeInput): Analysis {
  const facts = deriveFacts(dockerfile, input.known, input.settings.policy);
  return lateAnalysis(facts, () => judgedBy(facts, input));
}

type Judged = Pick<Analysis, "findings" | "failures">;

/** An analysis whose findings are made when they are first asked for. */
export function lateAnalysis(facts: Facts, judge: () => Judged): Analysis {
  return new LateAnalysis(facts, judge);
}

/** A class because of its getters, as `FileFacts` is. */
class LateAnalysis implements Analysis {
  readonly facts: Facts;
  readonly #judged: () => Judged;

  constructor(facts: Facts, judge: () => Judged) {
    this.facts = facts;
    this.#judged = lazy(judge);
  }

  get findings() {
    return this.#judged().findings;
  }
  get failures() {
    return this.#judged().failures;
  }
}

function judgedBy(facts: Facts, { settings, rules = allRules }: AnalyzeInput): Judged {
  const failures: Analysis["failures"][number][] = [];
  const judge: Judge = { settings, raisesChecks: stopsAtChecks(facts.dockerfile) };
  const asked = (ask: (rule: Rule) => Iterable<Problem>): Asked => askRules(rules, judge, ask, failures);
  const { findings, ran } = asked((rule) => rule.check(facts));
  const suppressions = readSuppressions(facts.dockerfile);
  const { visible, used } = suppress(findings, suppressions);
  if (suppressions.length === 0) return { findings: [...visible].sort(byPosition), failures };
  // Which comments are of use is known only now, so the rule about them is asked a second time.
  const informed = ran.filter((rule) => isInformed(rule, facts));
  const unused = unusedIgnores(suppressions, { used, rules, ran: informed });
  const { findings: late } = asked((rule) => {
    const heeded = rule.checkIgnores ? unused.filter((one) => !isIgnoredFor(rule, one, suppressions)) : [];
    return rule.checkIgnores?.(facts, heeded) ?? [];
  });
  return { findings: [...visible, ...late].sort(byPosition), failures };
}

function isInformed({ needs }: Rule, facts: Facts): boolean {
  const { known, stages } = facts;
  if (needs === "context") return known.context?.complete === true;
  if (needs === "images") return stages.every(({ reference, image }) => !reference || image);
  if (needs === "shellProblems") return isShellChecked(facts);
  return true;
}

interface Asked {
  readonly findings: readonly Finding[];
  /** The rules that are switched on and did not fail. */
  readonly ran: readonly Rule[];
}

/** What decides how severe a finding is. */
interface Judge {
  readonly settings: RuleSettings;
  /** The file asks Docker to stop at what its own checks find. */
  readonly raisesChecks: boolean;
}

/** Docker's build has a check for the same smell; these have names such as `JSONArgsRecommended`. */
function isDockersOwn({ aliases }: Rule): boolean {
  return aliases.some((alias) => /^[A-Z]+[a-z]+[A-Z]\w+$/.test(alias));
}

/** Puts one question to every rule that is switched on, behind a guard each. */
function askRules(
  rules: readonly Rule[],
  judge: Judge,
  ask: (rule: Rule) => Iterable<Problem>,
  failures: Analysis["failures"][number][],
): Asked {
  const findings: Finding[] = [];
  const ran: Rule[] = [];
  for (const rule of rules) {
    const chosen = chosenSeverity(rule, judge.settings);
    const severity = chosen ?? ownSeverity(rule, judge.settings);
    if (severity === "off") continue;
    try {
      for (const problem of ask(rule)) {
        const finding = toFinding(problem, { rule, severity, chosen, judge });
        if (finding) findings.push(finding);
      }
      ran.push(rule);
    } catch (error) {
      failures.push({ rule, error });
    }
  }
  return { findings, ran };
}

function chosenSeverity({ id }: Rule, { severities }: RuleSettings): Severity | "off" | undefined {
  return Object.hasOwn(severities, id) ? severities[id] : undefined;
}

function ownSeverity({ severity }: Rule, { enableAll }: RuleSettings): Severity | "off" {
  return severity === "off" && enableAll ? "information" : severity;
}

interface FindingInput {
  readonly rule: Rule;
  readonly severity: Severity;
  /** Set where the user has chosen it, which outweighs what a problem says about itself. */
  readonly chosen: Severity | "off" | undefined;
  readonly judge: Judge;
}

/** Undefined for a code that is switched off. */
function toFinding(problem: Problem, { rule, severity, chosen, judge }: FindingInput): Finding | undefined {
  const byCode = problem.code && judge.settings.severities[problem.code.id];
  if (byCode === "off") return undefined;
  const own = judge.raisesChecks && isDockersOwn(rule) ? "error" : problem.severity;
  return {
    ...problem,
    rule,
    severity: byCode ?? (chosen === undefined ? (own ?? severity) : severity),
    fixes: problem.fixes ?? [],
  };
}

function byPosition(a: Finding, b: Finding): number {
  if (a.span.start !== b.span.start) return a.span.start - b.span.start;
  if (a.rule.id !== b.rule.id) return a.rule.id < b.rule.id ? -1 : 1;
  return a.span.end - b.span.end;
}
