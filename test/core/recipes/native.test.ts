import { describe, expect, test } from "vitest";
import { contextOf, specKnown } from "../../support/known.ts";
import { planned, recognised } from "../../support/recipes.ts";

const gcc = ["FROM gcc:13", "WORKDIR /src", "COPY . ."];
const debian = [
  "FROM debian:bookworm",
  "RUN apt-get update && apt-get install -y g++ make",
  "WORKDIR /src",
  "COPY . .",
];

describe("why not", () => {
  test.each([
    [
      "a container that compiles",
      [...gcc, 'CMD ["make", "run"]'],
      "the container compiles when it starts: it needs the compiler",
    ],
    [
      "a script",
      [...gcc, "RUN make", 'CMD ["./run.sh"]'],
      "./run.sh is a script, which may call any program of the image",
    ],
    [
      "a program of the distribution",
      [...debian, "RUN apt-get install -y nginx", "RUN make install", 'CMD ["nginx", "-g", "daemon off;"]'],
      "no compiler, make or cmake in the file is seen to write nginx",
    ],
    [
      "a shell",
      [...debian, "RUN make install", 'CMD ["bash"]'],
      "no compiler, make or cmake in the file is seen to write bash",
    ],
    [
      "sources in the root",
      ["FROM gcc:13", "COPY . .", "RUN gcc -o app main.c", 'CMD ["/app"]'],
      "the sources have no folder of their own, as WORKDIR would give it",
    ],
    [
      "a sanitizer",
      [...gcc, "RUN gcc -o /app main.c -lasan", 'CMD ["/app"]'],
      "the program is linked with libasan",
    ],
    [
      "another sanitizer",
      [...gcc, "RUN gcc -fsanitize=address -o /app main.c", 'CMD ["/app"]'],
      "the program is linked with libasan",
    ],
    [
      "a library that has several packages",
      [
        ...debian,
        "RUN apt-get install -y libboost-all-dev",
        "RUN make install",
        'CMD ["/usr/local/bin/app"]',
      ],
      "the program may be linked with the library of libboost-all-dev, whose package for the runtime image is not known",
    ],
    [
      "a library of a release that nobody knows",
      ["FROM gcc:14", "WORKDIR /src", "COPY . .", "RUN gcc -o /app main.c -lssl", 'CMD ["/app"]'],
      "the program may be linked with the library of libssl-dev, whose package for the runtime image is not known",
    ],
    [
      "a release without small images",
      ["FROM gcc:sid", "WORKDIR /src", "COPY . .", "RUN gcc -o /app main.c", 'CMD ["/app"]'],
      "no small image of the distribution that gcc:sid is made of is known",
    ],
    [
      "sources behind the build",
      [...gcc, "RUN gcc -o app main.c", "COPY late.conf .", "RUN rm -rf /src/.git", 'CMD ["./app"]'],
      "files that are copied to the sources behind the build are worked on later",
    ],
    [
      "an account of elsewhere",
      [...gcc, "RUN gcc -o app main.c", "USER shop", 'CMD ["./app"]'],
      "nothing in the file makes the account shop that the container runs as",
    ],
  ])("%s", (_, lines, whyNot) => expect(recognised(lines)).toEqual({ kind: "not", whyNot }));
});

describe("no recipe is made for", () => {
  test.each([
    ["a distribution without a compiler", ["FROM debian:bookworm", "RUN make", 'CMD ["/app"]']],
    [
      "a compiler that is removed again",
      ["FROM debian:bookworm", "RUN apt-get install -y gcc && make && apt-get purge -y gcc", 'CMD ["/app"]'],
    ],
    ["another language", [...debian, "RUN go build -o /app && make", 'CMD ["/app"]']],
    ["an image without compilers", ["FROM buildpack-deps:curl", "RUN make", 'CMD ["/app"]']],
  ])("%s", (_, lines) => expect(recognised(lines)).toBeUndefined());
});

test.each([
  ["gcc -o/app main.c", "/app"],
  ["cc main.c && mv a.out /app", "/app"],
  ["cd sub && clang-15 -o ../app main.c", "/src/app"],
  ["(cd sub && gcc -o ../app main.c)", "/src/app"],
  ["make && install -m 755 -o root build/app /usr/local/bin", "/usr/local/bin/app"],
  ["make -C sub && cp sub/app sub/other /opt/", "/opt/app"],
  ["make install DESTDIR=/out PREFIX=/usr", "/out/usr/bin/app"],
  ["cmake -B b -DCMAKE_INSTALL_PREFIX=/opt/app && cmake --build b --target install", "/opt/app/bin/app"],
  ["cmake -B b && cmake --build b && cmake --install b --prefix /opt/app", "/opt/app/sbin/app"],
  ["meson setup b --prefix=/opt/app && meson install -C b", "/opt/app/bin/app"],
  ["./configure --prefix=/opt/app && ninja install", "/opt/app/bin/app"],
])("%s writes %s", (script, program) => {
  const { conversions } = planned([...debian, `RUN ${script}`, `CMD ["${program}"]`]);
  const covering = conversions[0]?.artifacts.filter(
    ({ to }) => program === to || program.startsWith(`${to}/`),
  );
  expect(covering).toHaveLength(1);
  expect(conversions[0]?.isDraft).toBe(false);
});

test("the image of GCC gives its libraries to C++ and OpenMP", () => {
  const { conversions } = planned([...gcc, "RUN g++ -fopenmp -o /app main.cpp", 'CMD ["/app"]']);
  expect(conversions.map(({ base }) => base.text)).toEqual(["debian:bookworm-slim"]);
  expect(conversions[0]?.finish).toEqual(["RUN ldconfig"]);
  expect(conversions[0]?.artifacts.map(({ to }) => to)).toEqual([
    "/usr/local/lib/libstdc++.so.6",
    "/usr/local/lib/libgcc_s.so.1",
    "/usr/local/lib/libgomp.so.1",
    "/app",
  ]);
});

test("who was given the working directory gets it in the runtime stage", () => {
  const { conversions } = planned([
    ...debian,
    "RUN useradd app && gcc -o /app main.c && chown -R app:app /src",
    "USER app",
    'CMD ["/app"]',
  ]);
  expect(conversions[0]?.finish).toEqual(["RUN chown app:app /src"]);
});

describe("the project's build files say what is linked", () => {
  test.each([
    ["Makefile", "LDLIBS=-lsqlite3 -lm\n", "libsqlite3-0"],
    ["Makefile", "app: ; $(CC) -o app main.c -fopenmp -lcrypto\n", "ca-certificates libssl3"],
    ["CMakeLists.txt", "target_link_libraries(app\n  PRIVATE pq pthread)\n", "libpq5"],
    ["CMakeLists.txt", "find_package(OpenSSL REQUIRED)\n", "ca-certificates libssl3"],
    ["src/CMakeLists.txt", "target_link_libraries(app CURL::libcurl)\n", "ca-certificates libcurl4"],
    ["Makefile", "# nothing but -lpthread\n", undefined],
  ])("%s: %s", (path, text, packages) => {
    const context = contextOf(
      new Map<string, string | number>([
        [path, text],
        ["main.c", 900],
      ]),
    );
    const lines = [...gcc, "RUN make", 'CMD ["./app"]'];
    const { conversions } = planned(lines, { ...specKnown(undefined), context });
    expect(conversions[0]?.isDraft).toBe(false);
    const [install] = conversions[0]?.setup ?? [];
    if (packages === undefined) expect(install).toBeUndefined();
    else expect(install).toContain(` ${packages} `);
  });
});
