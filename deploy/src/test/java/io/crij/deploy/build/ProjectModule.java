package io.crij.deploy.build;

import java.util.EnumSet;
import java.util.Set;

/** The modules, lowest first, and what each may use: the table of the architecture. */
enum ProjectModule {
  CRI_API("cri-api", "crij-cri-api", "io.crij.cri"),
  LINUX("core/linux", "crij-linux", "io.crij.linux"),
  OPERATIONS("core/operations", "crij-operations", "io.crij.operations"),
  OCI("core/oci", "crij-oci", "io.crij.oci", LINUX, OPERATIONS),
  CNI("cni", "crij-cni", "io.crij.cni", LINUX, OPERATIONS),
  IMAGE("image-service", "crij-image-service", "io.crij.image", LINUX, OPERATIONS, OCI, CRI_API),
  SANDBOX("pod-sandbox", "crij-pod-sandbox", "io.crij.sandbox", LINUX, OPERATIONS, OCI, CNI),
  RUNTIME(
      "runtime-service",
      "crij-runtime-service",
      "io.crij.runtime",
      LINUX,
      OPERATIONS,
      OCI,
      CNI,
      CRI_API,
      IMAGE,
      SANDBOX),
  DEPLOY(
      "deploy",
      "crij-deploy",
      "io.crij.deploy",
      LINUX,
      OPERATIONS,
      OCI,
      CNI,
      CRI_API,
      IMAGE,
      SANDBOX,
      RUNTIME),
  E2E("e2e", "crij-e2e", "io.crij.e2e", CRI_API);

  final String folder;
  final String artifact;
  final String packageName;
  private final Set<ProjectModule> allowed;

  ProjectModule(String folder, String artifact, String packageName, ProjectModule... allowed) {
    this.folder = folder;
    this.artifact = artifact;
    this.packageName = packageName;
    this.allowed = Set.of(allowed);
  }

  boolean mayUse(ProjectModule other) {
    return other == this || allowed.contains(other);
  }

  /** The module that owns a qualified name such as {@code io.crij.linux.fd.Fd}. */
  static ProjectModule owning(String qualifiedName) {
    for (ProjectModule module : EnumSet.allOf(ProjectModule.class)) {
      if (qualifiedName.equals(module.packageName)
          || qualifiedName.startsWith(module.packageName + ".")) {
        return module;
      }
    }
    throw new IllegalArgumentException(qualifiedName + " belongs to no module");
  }
}
