import { type Engine, engineAt } from "../../../scripts/engine/engine.ts";

/** The engine that `npm run test:builds` has brought up. */
export function givenEngine(): Engine {
  const address = process.env.PLIMSOLL_ENGINE;
  if (address === undefined) throw new Error("npm run test:builds starts the engine and then these tests");
  return engineAt(JSON.parse(address));
}
