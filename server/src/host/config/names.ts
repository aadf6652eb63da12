/** Names that are looked for in the folder of a Dockerfile and every folder above it. */
export const ownNames = [".plimsoll.json", "package.json"];
export const hadolintNames = [".hadolint.yaml", ".hadolint.yml"];
export const configFileNames: readonly string[] = [...ownNames, ...hadolintNames];
