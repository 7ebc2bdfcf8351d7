package io.crij.image.testing;

import io.crij.image.ImageLimits;
import io.crij.image.ImageServices;
import io.crij.image.reference.Digest;
import java.nio.file.Path;
import java.util.List;

/** A program that pulls and removes images until it is killed; a line for each pull. */
public final class PullLoop {
  private PullLoop() {}

  public static void main(String[] arguments) throws Exception {
    ImageNode node = new ImageNode(Path.of(arguments[0]), ImageLimits.DEFAULT);
    ImageServices services = node.start();
    List<String> names = List.of(arguments).subList(1, arguments.length);
    while (true) {
      for (String name : names) {
        Digest id = node.pull(name);
        System.out.println("pulled " + id);
        if (name.endsWith("model:1")) {
          services.images().remove(id);
        }
      }
      services.images().list().forEach(image -> services.images().remove(image.id()));
    }
  }
}
