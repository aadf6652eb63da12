package org.springframework.boot.loader.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Stands in for the launcher of Spring Boot, which is no Debian package: it starts the program, or extracts layers. */
public final class JarLauncher {
  public static void main(String[] args) throws Exception {
    if (System.getProperty("jarmode") == null) hello.Hello.main(args);
    else extract(List.of(args));
  }

  private static void extract(List<String> args) throws IOException {
    if (!args.containsAll(List.of("extract", "--layers", "--launcher"))) throw new IOException("unknown: " + args);
    Path destination = Path.of(args.get(args.indexOf("--destination") + 1));
    for (String layer : List.of("dependencies", "spring-boot-loader", "snapshot-dependencies", "application"))
      Files.createDirectories(destination.resolve(layer));
    try (JarFile jar = new JarFile(System.getProperty("java.class.path"))) {
      for (JarEntry entry : jar.stream().filter(file -> !file.isDirectory()).toList()) {
        boolean isLoader = entry.getName().startsWith("org/springframework/");
        Path file = destination.resolve(isLoader ? "spring-boot-loader" : "application").resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(jar.getInputStream(entry), file);
      }
    }
  }
}
