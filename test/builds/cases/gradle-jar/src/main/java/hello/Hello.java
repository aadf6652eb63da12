package hello;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

public final class Hello {
  public static void main(String[] args) throws IOException {
    Files.writeString(Path.of(args[0]), "the account may write here\n");
    System.out.println("hello from gradle");
  }
}
