/** A file that may hold Dockerfiles, by its name or address: `compose.yaml`, `web.compose.yml`, `docker-bake.hcl`. */
export function mayHoldDockerfiles(file: string): boolean {
  return isCompose(file) || isBake(file);
}

/** Nothing is parsed in a file whose text does not have this word. */
export function inlineKey(file: string): string {
  return isBake(file) ? "dockerfile-inline" : "dockerfile_inline";
}

function isCompose(file: string): boolean {
  return /(?:^|[./\\_-])compose(?:\.[\w.-]+)?\.ya?ml$/i.test(file);
}

/** JSON or HCL. */
export function isBake(file: string): boolean {
  return /(?:^|[/\\])docker-bake(?:\.[\w-]+)?\.(?:json|hcl)$/i.test(file);
}

export function isHcl(file: string): boolean {
  return /\.hcl$/i.test(file);
}
