/** Files that are being written, with every kind of place in them. */
export const awkward: readonly string[] = [
  "",
  "\uFEFF#",
  "# escape=`\r\n# check=skip=a;;error\r\n\r\nFROM a AS b `\r\n# c\r\n\r\nRUN `\r\n --mount=`\r\n x `\r\n",
  "FROM node:20 AS b\nCOPY --from=b,--chown=: --link=\\\n--ch \\\n# $\n a b\\\nc $\\\nA ${A\\\nB\n",
  'FROM a\nCOPY ["a" "b, "c\nADD [\nCOPY []\nCOPY ["\nSHELL ["\nRUN [ "$',
  "FROM a\nRUN <<A <<-'B' cat\n$X\nA\n\t$Y\n\tB\nONBUILD\nONBUILD \\\n RUN <<E\n$Z\nE\nONBUILD ONBUILD x\n",
  "FROM scratch\nUSER a:b:c\nEXPOSE 80/tcp/x $P/\nHEALTHCHECK --interval= --x CMD NONE\nRUN --mount=,,=,a= --mount b\nWORKDIR a b\n",
  "RUN --mount=type=cache,target=\nFROM\nFROM \nCOPY\nCOPY --\nCOPY --from\nCOPY --from=\nUSER\nARG\nENV $\nFOO $\n# plimsoll ignore=, ,x\n#plimsoll global ignore=",
  "FROM a\nRUN x \\\n\n# y\n\n  ",
  "FROM a\nCOPY a b \\",
  '# escape=`\r\nFROM node:22\r\nARG A $B=\r\nLABEL a="b `\r\n c" d `\r\n# e\r\n \'f\'=g\r\nENV PA NO="" \'P=\r\nLABEL "\r\nENV [\r\nONBUILD ENV A `\r\n  B=',
];
