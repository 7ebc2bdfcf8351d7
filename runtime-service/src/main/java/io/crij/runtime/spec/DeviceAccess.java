package io.crij.runtime.spec;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.Device;
import io.crij.linux.files.FileStatus;
import io.crij.oci.spec.OciDevice;
import io.crij.oci.spec.OciDeviceRule;
import io.crij.operations.failure.FailedPrecondition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Device nodes and who may use them: nothing but the request's and the harmless ones (null, zero,
 * random...), which OCI runtimes make and allow themselves.
 */
record DeviceAccess(List<OciDevice> nodes, List<OciDeviceRule> rules) {
  private static final Pattern PERMISSIONS = Pattern.compile("[rwm]{1,3}");
  private static final String ALL = "rwm";
  private static final int MOST = 1024;

  static DeviceAccess of(ContainerConfig config, boolean privileged, HostPaths host)
      throws IOException {
    if (config.getCDIDevicesCount() > 0) {
      throw new FailedPrecondition(
          "CDI devices are asked for, which are not supported yet", "Leave CDI_devices out.");
    }
    DeviceAccess requested = requested(config.getDevicesList(), host);
    if (!privileged) {
      return requested;
    }
    Set<String> named = new HashSet<>();
    requested.nodes.forEach(node -> named.add(node.path()));
    List<OciDevice> nodes = new ArrayList<>(requested.nodes);
    HostDevices.list().stream().filter(node -> !named.contains(node.path())).forEach(nodes::add);
    return new DeviceAccess(nodes, List.of(all(true)));
  }

  private static DeviceAccess requested(List<Device> devices, HostPaths host) {
    if (devices.size() > MOST) {
      throw new Field("devices", devices.size() + " devices")
          .wrong("are too many", "Ask for " + MOST + " at most.");
    }
    List<OciDevice> nodes = new ArrayList<>();
    List<OciDeviceRule> rules = new ArrayList<>(List.of(all(false)));
    Set<String> paths = new HashSet<>();
    for (int i = 0; i < devices.size(); i++) {
      Device device = devices.get(i);
      String name = "devices[" + i + "]";
      Field from = new Field(name + ".host_path", device.getHostPath());
      Field to =
          device.getContainerPath().isEmpty()
              ? from
              : new Field(name + ".container_path", device.getContainerPath());
      String path = MountDestination.require(to);
      if (!paths.add(path)) {
        throw to.wrong("is the path of two devices", "Give each its own.");
      }
      FileStatus status = host.resolve(from).status();
      String type = type(from, status);
      nodes.add(node(path, type, status));
      rules.add(rule(type, status, permissions(name, device)));
    }
    return new DeviceAccess(nodes, rules);
  }

  private static String type(Field field, FileStatus status) {
    return switch (status.type()) {
      case CHARACTER_DEVICE -> "c";
      case BLOCK_DEVICE -> "b";
      default -> throw field.wrong("is no device", "Name a character or block device.");
    };
  }

  private static String permissions(String name, Device device) {
    Field field = new Field(name + ".permissions", device.getPermissions());
    if (field.value().isEmpty()) {
      return ALL;
    }
    if (!PERMISSIONS.matcher(field.value()).matches()) {
      throw field.wrong("are no permissions", "Combine r, w and m.");
    }
    return field.value();
  }

  static OciDevice node(String path, String type, FileStatus status) {
    return new OciDevice(
        path,
        type,
        status.rdev().major(),
        status.rdev().minor(),
        status.mode() & 0777,
        status.uid(),
        status.gid());
  }

  private static OciDeviceRule rule(String type, FileStatus status, String access) {
    return new OciDeviceRule(
        true,
        type,
        OptionalLong.of(status.rdev().major()),
        OptionalLong.of(status.rdev().minor()),
        access);
  }

  private static OciDeviceRule all(boolean allow) {
    return new OciDeviceRule(allow, "a", OptionalLong.empty(), OptionalLong.empty(), ALL);
  }
}
