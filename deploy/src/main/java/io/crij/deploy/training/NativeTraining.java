package io.crij.deploy.training;

import com.github.luben.zstd.Zstd;
import com.sun.jna.Native;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Loads the native libraries that lie unpacked in the image, and proves that they work. */
final class NativeTraining {
  private NativeTraining() {}

  static void run() {
    byte[] plain = "crij".repeat(100).getBytes(StandardCharsets.UTF_8);
    byte[] back = Zstd.decompress(Zstd.compress(plain), plain.length);
    if (!Arrays.equals(plain, back)) {
      throw new IllegalStateException("zstd does not give back what it was given");
    }
    if (Native.POINTER_SIZE != Long.BYTES) {
      throw new IllegalStateException("JNA was built for another machine than x86_64");
    }
  }
}
