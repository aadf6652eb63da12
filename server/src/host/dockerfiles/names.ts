/** True for the name of a file that editors take for a Dockerfile; package.json has the same list for VS Code. */
export function isDockerfileName(name: string): boolean {
  return (
    /^(dockerfile|containerfile)(\..+)?$|\.(dockerfile|containerfile)$/i.test(name) &&
    // `Dockerfile.dockerignore`
    !/ignore$/i.test(name)
  );
}
