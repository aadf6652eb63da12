import { describe, expect, test } from "vitest";
import { heredocOpenings } from "../../../server/src/core/document/heredocOpenings.ts";

describe("the names of the here-documents that a line opens", () => {
  test.each([
    ["RUN <<EOF", ["EOF"]],
    ["run --mount=type=cache,target=/x 3<<-EOF sh", ["EOF"]],
    ["ONBUILD COPY <<A <<B /x/", ["A", "B"]],
    ["RUN cat << EOF >f", ["EOF"]],
    ["RUN cat <<- EOF", []],
    // Only blanks end a word.
    ["RUN cat <<EOF>f", ["EOF>f"]],
    ["RUN (cat <<EOF)", ["EOF)"]],
    ["RUN cat<<EOF", []],
    ["RUN cat <<<EOF", []],
    ["RUN echo $((1<<2)) $(( 1 << 2 ))", ["2"]],
    // A quote without an end, also of an apostrophe in a comment: nothing is opened.
    ["RUN cat <<EOF # it's", []],
    ["RUN cat <<EOF; echo it\\'s", ["EOF;"]],
    ['RUN echo "<<A" \'<<B\' "it\'s" <<C', ["C"]],
    ['RUN echo "a\\"" <<C', ["C"]],
    // Square brackets are a JSON form when they are one.
    ['RUN ["cat", "<<EOF"]', []],
    ["RUN [ -f x ] && cat <<EOF", ["EOF"]],
    // Variables that Docker knows, and others.
    ["RUN echo $A ${A} ${A:-b} ${A#c} ${A/d/e} ${A:-${B:-'}'}} <<EOF", ["EOF"]],
    ['RUN echo "${A:-"b c"}" <<EOF', ["EOF"]],
    ["RUN echo ${A:-<<EOF b}", []],
    ["RUN echo ${A^^} <<EOF", []],
    ["RUN echo ${} <<EOF", []],
    ["RUN echo ${A <<EOF", []],
    ['RUN echo "${A" <<EOF', []],
    ["USER a <<EOF", []],
  ])("%s", (line, names) => {
    expect(heredocOpenings(line).map(({ name }) => name)).toEqual(names);
  });
});

describe("quotes in a name", () => {
  test.each([
    ["RUN <<EOF", "EOF", true],
    ["RUN <<'EOF'", "EOF", false],
    ['RUN <<"E F"', "E F", false],
    ['RUN <<"E\\"F"', 'E"F', false],
    ["RUN <<eo'f'", "eof", false],
    ["RUN <<eo\\'f", "eo'f", true],
    ["RUN <<'e'o\\'f", "eo'f", false],
    ["RUN <<E\\ F", "E F", true],
    ["RUN <<$EOF", "$EOF", true],
  ])("%s", (line, name, expands) => {
    expect(heredocOpenings(line)).toEqual([{ name, expands, stripsTabs: false }]);
  });
});

test("variables in variables end at some depth", () => {
  expect(heredocOpenings(`RUN echo ${"${A:-".repeat(100_000)}${"}".repeat(100_000)} <<EOF`)).toEqual([]);
  expect(heredocOpenings(`RUN echo ${"${A:-".repeat(20)}${"}".repeat(20)} <<EOF`)).toHaveLength(1);
});
