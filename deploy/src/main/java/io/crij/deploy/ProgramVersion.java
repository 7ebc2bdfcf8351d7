package io.crij.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of this build, as {@code crij version} and the CRI Version call give it. */
public final class ProgramVersion {
  private ProgramVersion() {}

  public static String current() {
    try (InputStream resource = ProgramVersion.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(resource);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new IllegalStateException("this build has no version.properties", e);
    }
  }
}
