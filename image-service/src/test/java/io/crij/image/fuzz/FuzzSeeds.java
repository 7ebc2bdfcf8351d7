package io.crij.image.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Writes what Jazzer starts from: for each target a folder of seeds and a file of words. */
public final class FuzzSeeds {
  private FuzzSeeds() {}

  /** Prints the targets' names, a line each. */
  public static void main(String[] directory) throws IOException {
    for (FuzzTarget target : FuzzTargets.all()) {
      write(Path.of(directory[0]), target);
      System.out.println(target.name());
    }
  }

  private static void write(Path directory, FuzzTarget target) throws IOException {
    Path seeds = Files.createDirectories(directory.resolve(target.name()));
    List<byte[]> inputs = target.seeds();
    for (int i = 0; i < inputs.size(); i++) {
      Files.write(seeds.resolve("seed-" + i), inputs.get(i));
    }
    String words =
        target.words().stream()
            .filter(word -> word.length > 0)
            .map(FuzzSeeds::quoted)
            .collect(Collectors.joining());
    Files.writeString(directory.resolve(target.name() + ".dict"), words);
  }

  private static String quoted(byte[] word) {
    StringBuilder line = new StringBuilder("\"");
    for (char c : new String(word, StandardCharsets.ISO_8859_1).toCharArray()) {
      boolean plain = c > 32 && c < 127 && c != '"' && c != '\\';
      line.append(plain ? String.valueOf(c) : "\\x%02x".formatted((int) c));
    }
    return line.append("\"\n").toString();
  }
}
