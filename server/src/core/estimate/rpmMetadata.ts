import { type Amount, between } from "./amount.ts";

/** What yum or dnf fetch of their repositories before the first install: little on UBI, most on CentOS and Fedora. */
export const rpmMetadata: Amount = {
  download: between(10e6, 40e6, 150e6),
  unpacked: between(20e6, 90e6, 300e6),
  source: "rule-of-thumb",
  reasons: ["metadata of the repositories"],
};
