import type { BuildContext } from "../known.ts";
import { chainOf } from "./chain.ts";
import type { StageFacts } from "./stages.ts";

/** Modules that are there to call servers over TLS; others may or may not do so. */
const clients =
  /\b(aws-sdk-go(-v2)?|cloud\.google\.com\/go|google\.golang\.org\/api|golang\.org\/x\/oauth2|azure-sdk-for-go|go-github|stripe-go|slack-go|sentry-go|openai-go|go-containerregistry|minio-go|firebase\.google\.com\/go)\b/;

/** A module of go.mod that needs CA certificates. */
export function tlsClient(context: BuildContext | undefined): string | undefined {
  return clients.exec(context?.read("go.mod") ?? "")?.[1];
}

/** The stage copies CA certificates, by name or with the folder they are in. */
export function bringsCertificates(stage: StageFacts): boolean {
  const inFile = chainOf(stage).flatMap((one) => one.stage.instructions);
  return inFile.some(({ body }) => /cert|ssl|\/etc\/?(\s|$)|\.crt|\.pem/i.test(body.text));
}
