import { type Amount, addAmounts, difference } from "../estimate/amount.ts";
import { aptAmountOf } from "../estimate/aptInstalls.ts";
import { packageName } from "../facts/installedPackages.ts";
import type { SingleStage } from "./singleStage.ts";

/** What the packages of these names add to the image; undefined where that is not known, as on Alpine. */
export function packageGain({ facts }: SingleStage, names: readonly string[]): Amount | undefined {
  const amounts: Amount[] = [];
  for (const call of facts.packages) {
    if (call.manager !== "apt" || call.action !== "install") continue;
    const others = call.operands.filter((word) => !names.includes(packageName(word)));
    if (others.length === call.operands.length) continue;
    const whole = aptAmountOf(
      facts,
      call,
      call.operands.map(({ value }) => value),
    );
    const rest = aptAmountOf(
      facts,
      call,
      others.map(({ value }) => value),
    );
    if (!whole || !rest) return undefined;
    amounts.push(difference(whole, rest));
  }
  return addAmounts(amounts);
}
