import { describe, expect, test } from "vitest";
import { specKnown } from "../../support/known.ts";
import { planned, recognised } from "../../support/recipes.ts";

type Files = Readonly<Record<string, string>>;

const maven = ["FROM maven:3.9-eclipse-temurin-21", "WORKDIR /app", "COPY . ."];
const built = [...maven, "RUN mvn package"];
const start = 'CMD ["java", "-jar", "target/app.jar"]';

function whyNot(lines: readonly string[], files?: Files): string | undefined {
  const found = recognised(lines, known(files));
  return found?.kind === "not" ? found.whyNot : undefined;
}

function conversions(lines: readonly string[], files?: Files) {
  return planned(lines, known(files)).conversions;
}

function bases(lines: readonly string[], files?: Files): readonly string[] {
  return conversions(lines, files).map(({ base, manner }) =>
    manner === undefined ? base.text : `${base.text} ${manner}`,
  );
}

function known(files: Files | undefined) {
  return specKnown(files && new Map(Object.entries(files)));
}

describe("why not", () => {
  test.each([
    [
      "mvn at the start",
      [...maven, 'CMD ["mvn", "spring-boot:run"]'],
      "mvn builds when the container starts, so it needs the build tool and a JDK",
    ],
    [
      "gradlew in a shell",
      ["FROM gradle:8-jdk21", "CMD ./gradlew bootRun"],
      "gradlew builds when the container starts, so it needs the build tool and a JDK",
    ],
    [
      "a script",
      [...built, 'ENTRYPOINT ["/app/start.sh"]', start],
      "start.sh is a script, which may call any program of the image",
    ],
    [
      "a script for the health check",
      [...built, "HEALTHCHECK CMD /app/check.sh", start],
      "check.sh is a script, which may call any program of the image",
    ],
    [
      "two programs",
      [...built, 'CMD ["sh", "-c", "flyway migrate && java -jar target/app.jar"]'],
      "a shell line starts more than one program",
    ],
    [
      "a tool of the JDK",
      [...built, "HEALTHCHECK CMD jcmd 1 VM.uptime", start],
      "the start or the health check needs a tool of the JDK",
    ],
    [
      "a source file",
      [...built, 'CMD ["java", "src/Main.java"]'],
      "the start or the health check needs a tool of the JDK",
    ],
    [
      "another place of Java",
      [...built, 'CMD ["/usr/lib/jvm/java-21/bin/java", "-jar", "target/app.jar"]'],
      "/usr/lib/jvm/java-21/bin/java is not where the runtime image has Java",
    ],
    [
      "a program of another kind",
      [...built, 'CMD ["target/app"]'],
      "target/app is started, and not java with a jar that the build is seen to write",
    ],
    [
      "classes without a path",
      [...built, 'CMD ["java", "com.example.App"]'],
      "java is started without -jar or -cp, so its classes cannot be followed",
    ],
    ["a variable", [...built, "CMD java -jar $JAR"], "it cannot be told where $JAR leads"],
    [
      "a pattern without a shell",
      [...built, 'CMD ["java", "-jar", "target/*.jar"]'],
      "no shell is there that finds a file for target/*.jar",
    ],
    [
      "a pattern in a folder",
      [...built, "CMD java -jar */target/app.jar"],
      "*/target/app.jar may stand for several files",
    ],
    [
      "a web archive",
      [...built, 'CMD ["java", "-jar", "target/app.war"]'],
      "target/app.war is a web archive, which needs a server where Spring Boot has not packed one",
    ],
    [
      "a jar from the build context",
      [...built, "ARG JAR=dist/*.jar", "COPY ${JAR} app.jar", 'CMD ["java", "-jar", "/app/app.jar"]'],
      "/app/app.jar is copied into the image, not built in it",
    ],
    [
      "a build in a script",
      [...maven, "RUN ./build.sh", start],
      "no Maven or Gradle build of the project is seen",
    ],
    [
      "only downloads",
      [...maven, 'RUN ["mvn", "dependency:go-offline"]', start],
      "no Maven or Gradle build of the project is seen",
    ],
    [
      "a folder in a variable",
      [
        "FROM maven:3.9-eclipse-temurin-21",
        "ARG DIR",
        "WORKDIR $DIR",
        "RUN mvn package",
        'CMD ["java", "-jar", "/opt/a.jar"]',
      ],
      "it is not known in which folder maven builds",
    ],
    [
      "no release",
      ["FROM maven:3", "WORKDIR /app", "RUN mvn package", start],
      "the tag of maven:3 does not say which Java it has",
    ],
    [
      "a release without a runtime",
      ["FROM gradle:8-jdk23", "WORKDIR /app", "RUN gradle jar", 'CMD ["java", "-jar", "build/libs/a.jar"]'],
      "no runtime image for Java 23 is known",
    ],
    [
      "a library",
      [...maven, "RUN apt-get install -y libssl-dev", "RUN mvn package", start],
      "native code may be linked with the library of libssl-dev, which the runtime image lacks",
    ],
    [
      "a number that Ubuntu has given away",
      [
        "FROM openjdk:21-jdk-slim",
        "RUN useradd -u 1000 app",
        "WORKDIR /app",
        "RUN ./mvnw package",
        "USER app",
        start,
      ],
      "an account wants the number 1000, which the runtime image has given away",
    ],
    [
      "late files",
      [...built, "COPY conf conf", "RUN touch /app/stamp", start],
      "files that are copied to the sources behind the build are worked on later",
    ],
  ])("%s", (_, lines, reason) => expect(whyNot(lines)).toBe(reason));

  test("jars that the manifest names, but not where", () => {
    const manifest = "<manifest><addClasspath>true</addClasspath></manifest>";
    expect(whyNot([...built, start], { "pom.xml": manifest })).toBe(
      "target/app.jar names other jars, which lie where the file does not say",
    );
    const beside = `${manifest}<classpathPrefix>./</classpathPrefix>`;
    expect(whyNot([...built, start], { "pom.xml": beside })).toBe(
      "target/app.jar names other jars, which lie among the files of the build",
    );
  });
});

test("no recipe is made for a JDK that builds nothing", () => {
  expect(
    recognised(["FROM eclipse-temurin:21-jdk", "COPY app.jar /", 'CMD ["java", "-jar", "/app.jar"]']),
  ).toBeUndefined();
});

describe("runtime images", () => {
  const full = "eclipse-temurin:21-jre";
  const small = "eclipse-temurin:21-jre-alpine";

  test.each([
    ["of both systems", [...built, start], [full, small]],
    [
      "of Alpine for Alpine",
      ["FROM maven:3.9-eclipse-temurin-21-alpine", "WORKDIR /app", "RUN mvn package", start],
      [small],
    ],
    [
      "of the same system, where packages are installed",
      [...maven, "RUN apt-get install -y fonts-noto", "RUN mvn package", start],
      [full],
    ],
    [
      "of the same system, where bash is started",
      [...built, 'CMD ["bash", "-c", "java -jar target/app.jar"]'],
      [full],
    ],
  ])("%s", (_, lines, expected) => expect(bases(lines)).toEqual(expected));

  test("of the same system, where a library is known to be native", () => {
    expect(bases([...built, start], { "pom.xml": "<artifactId>rocksdbjni</artifactId>" })).toEqual([full]);
  });

  test("a distribution of Java that is not Temurin's is said", () => {
    const [plain] = conversions(["FROM amazoncorretto:21", "WORKDIR /app", "RUN ./mvnw package", start]);
    expect(plain?.assumptions).toContain("it runs the same on Temurin's Java 21");
    expect(conversions([...built, start])[0]?.assumptions).toHaveLength(1);
  });
});

describe("Spring Boot's layers", () => {
  const layers = "eclipse-temurin:21-jre with Spring Boot's layers";

  function pom(version: string, more = ""): Files {
    return {
      "pom.xml": `<properties><boot.version>${version}</boot.version></properties><artifactId>spring-boot-starter-parent</artifactId>
      <version>\${boot.version}</version><artifactId>spring-boot-maven-plugin</artifactId>${more}`,
    };
  }

  function launcher(version: string): readonly (string | undefined)[] {
    const conversion = conversions([...built, start], pom(version)).find(
      ({ manner }) => manner !== undefined,
    );
    return [conversion?.buildEnd[0]?.split(" ")[2], conversion?.rewrites?.[0]?.text];
  }

  test.each([
    ["2.4.0", "-Djarmode=layertools", '"org.springframework.boot.loader.JarLauncher"'],
    ["3.1.9", "-Djarmode=layertools", '"org.springframework.boot.loader.JarLauncher"'],
    ["3.2.0", "-Djarmode=layertools", '"org.springframework.boot.loader.launch.JarLauncher"'],
    ["3.3.0", "-Djarmode=tools", '"org.springframework.boot.loader.launch.JarLauncher"'],
    ["4.0.1", "-Djarmode=tools", '"org.springframework.boot.loader.launch.JarLauncher"'],
  ])("of %s", (version, mode, name) => expect(launcher(version)).toEqual([mode, name]));

  test.each([
    ["2.3 packs none unless asked", [...built, start], pom("2.3.12")],
    [
      "the project has its own",
      [...built, start],
      pom("3.3.4", "<layers><configuration>layers.xml</configuration></layers>"),
    ],
    ["the version is not known", [...built, start], pom("")],
    ["the plugin is a comment", [...built, start], { "pom.xml": `<!-- ${pom("3.3.4")["pom.xml"]} -->` }],
    [
      "ENTRYPOINT and CMD share the words",
      [...built, 'ENTRYPOINT ["java", "-jar"]', 'CMD ["target/app.jar"]'],
      pom("3.3.4"),
    ],
    [
      "the container starts elsewhere",
      [...built, "WORKDIR /srv", 'CMD ["java", "-jar", "/app/target/app.jar"]'],
      pom("3.3.4"),
    ],
    ["it is a web archive", [...built, 'CMD ["java", "-jar", "target/app.war"]'], pom("3.3.4")],
  ])("not where %s", (_, lines, files) => {
    expect(bases(lines, files).filter((text) => text.includes("layers"))).toEqual([]);
  });

  test.each([
    ["plugins { id 'org.springframework.boot' version '3.3.4' }", true],
    ['plugins { id("org.springframework.boot") version "3.3.4" }', true],
    ['classpath("org.springframework.boot:spring-boot-gradle-plugin:2.7.18")', true],
    [
      "plugins { id 'org.springframework.boot' version '3.3.4' }\nbootJar { layered { enabled = false } }",
      false,
    ],
    ["plugins { id 'org.springframework.boot' }", false],
  ])("of %s", (script, isOffered) => {
    const gradle = [
      "FROM gradle:8-jdk21",
      "WORKDIR /app",
      "COPY . .",
      "RUN gradle bootJar",
      "CMD java -jar build/libs/app.jar",
    ];
    expect(bases(gradle, { "build.gradle": script }).includes(layers)).toBe(isOffered);
  });
});
