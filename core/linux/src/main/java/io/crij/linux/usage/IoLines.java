package io.crij.linux.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counters of block devices in the forms of both versions. */
final class IoLines {
  private static final String READ_BYTES = "rbytes";
  private static final String WRITE_BYTES = "wbytes";
  private static final String READS = "rios";
  private static final String WRITES = "wios";

  private IoLines() {}

  /** Of io.stat: {@code 8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0}. */
  static List<DeviceIo> v2(String stat) {
    Map<String, Map<String, Long>> devices = new TreeMap<>();
    for (String line : stat.lines().toList()) {
      String[] words = line.split(" ");
      for (int i = 1; i < words.length; i++) {
        int equals = words[i].indexOf('=');
        if (equals > 0) {
          put(devices, words[0], words[i].substring(0, equals), words[i].substring(equals + 1));
        }
      }
    }
    return list(devices);
  }

  /** Of two files of blkio: {@code 8:0 Read 1}, bytes in one and operations in the other. */
  static List<DeviceIo> v1(String bytes, String operations) {
    Map<String, Map<String, Long>> devices = new TreeMap<>();
    addV1(devices, bytes, READ_BYTES, WRITE_BYTES);
    addV1(devices, operations, READS, WRITES);
    return list(devices);
  }

  private static void addV1(
      Map<String, Map<String, Long>> devices, String text, String read, String write) {
    for (String line : text.lines().toList()) {
      String[] words = line.split(" ");
      if (words.length == 3 && words[1].equals("Read")) {
        put(devices, words[0], read, words[2]);
      } else if (words.length == 3 && words[1].equals("Write")) {
        put(devices, words[0], write, words[2]);
      }
    }
  }

  private static void put(
      Map<String, Map<String, Long>> devices, String device, String key, String value) {
    if (value.chars().allMatch(Character::isDigit)) {
      devices.computeIfAbsent(device, _ -> new TreeMap<>()).put(key, Long.parseLong(value));
    }
  }

  private static List<DeviceIo> list(Map<String, Map<String, Long>> devices) {
    List<DeviceIo> all = new ArrayList<>();
    devices.forEach(
        (device, counts) ->
            all.add(
                new DeviceIo(
                    device,
                    counts.getOrDefault(READ_BYTES, 0L),
                    counts.getOrDefault(WRITE_BYTES, 0L),
                    counts.getOrDefault(READS, 0L),
                    counts.getOrDefault(WRITES, 0L))));
    return all;
  }
}
