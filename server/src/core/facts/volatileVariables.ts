/** Values that stand for "the build will say". */
const placeholders: ReadonlySet<string> = new Set(
  "unknown dev devel development none local latest main master head snapshot unset undefined n/a na 0 0.0.0 0.0.1 nightly edge null test unspecified".split(
    " ",
  ),
);

const names: ReadonlySet<string> = new Set(
  (
    "REVISION VCS_REF VCS_REVISION GIT_REF GIT_REV GIT_SHA GIT_HASH GIT_COMMIT GIT_COMMIT_SHA GIT_COMMIT_HASH GIT_REVISION GIT_BRANCH " +
    "GIT_TAG GIT_DESCRIBE GIT_VERSION GITHUB_SHA GITHUB_RUN_ID GITHUB_RUN_NUMBER GITHUB_REF CI_COMMIT_SHA CI_COMMIT_SHORT_SHA CI_COMMIT_REF_NAME " +
    "CI_PIPELINE_ID CI_JOB_ID COMMIT COMMIT_SHA COMMIT_HASH COMMIT_ID COMMIT_REF SHORT_SHA SOURCE_COMMIT SOURCE_VERSION BUILD_DATE BUILD_TIME " +
    "BUILD_TIMESTAMP BUILD_NUMBER BUILD_ID BUILD_REV BUILD_SHA BUILD_COMMIT BUILD_VERSION BUILD_REF BUILDDATE BUILDTIME BUILD_VCS_REF TIMESTAMP " +
    "CREATED VERSION APP_VERSION APPLICATION_VERSION PROJECT_VERSION RELEASE_VERSION IMAGE_VERSION SERVICE_VERSION RELEASE_SHA RELEASE APP_COMMIT " +
    "APP_REVISION HEROKU_SLUG_COMMIT RAILWAY_GIT_COMMIT_SHA SENTRY_RELEASE NEXT_PUBLIC_GIT_SHA NEXT_PUBLIC_COMMIT VITE_GIT_SHA"
  ).split(" "),
);

/** Names of what differs from build to build. `CACHE_BUST` does, too, but that is its purpose. */
export function namesVolatile(name: string): boolean {
  return names.has(name.toUpperCase());
}

/** A value that is written down is the version of something; only the build knows the others. */
export function isOpenValue(value: string | undefined): boolean {
  if (value === undefined) return true;
  const plain = value.toLowerCase().replace(/^v/, "");
  return plain === "" || placeholders.has(plain) || plain.startsWith("1970-01-01") || /^0+$/.test(plain);
}
