/** Where BuildKit's linter and ours do not say the same, one by one. */
export const explained: readonly {
  readonly file: string;
  readonly starts: string;
  readonly reason: string;
}[] = [
  {
    file: "escape-character",
    starts: "JSONArgsRecommended",
    reason:
      "a file with this escape character is taken for one of Windows, where no advice for POSIX shells is given",
  },
  {
    file: "old-writing",
    starts: "FromAsCasing at 2",
    reason:
      "BuildKit compares AS with its FROM, ours with what FROM will be once it is written like the others",
  },
  { file: "defaults.Dockerfile", starts: "FromAsCasing at 9", reason: "the same, the other way round" },
  {
    file: "stages.Dockerfile",
    starts: "UndefinedArgInFrom at 7",
    reason: "the variable has a default where it is used, so that the image has its name in every build",
  },
  {
    file: "windows-powershell",
    starts: "WorkdirRelativePath at 8: WORKDIR C:\\tool",
    reason: "the stand-in of the base is an image of Linux, for which a drive letter is no absolute path",
  },
];
