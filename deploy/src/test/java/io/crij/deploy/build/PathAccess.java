package io.crij.deploy.build;

import java.util.List;
import java.util.Set;

/**
 * The classes that may reach files by path strings, by what those files are. All other classes use
 * the confined file system layer, as whatever a tenant can change must: below a layer, a root file
 * system, a volume or a log directory a path may lead anywhere.
 */
enum PathAccess {
  /** Directories of ours with mode 0700, where only we make names. */
  OWN_STATE(
      "cni/AttachmentStore",
      "oci/monitor/RuntimeBundle",
      "oci/attach/AttachPoint",
      "oci/monitor/ExitFile",
      "oci/monitor/MonitorFiles",
      "oci/runtime/Exec",
      "oci/runtime/ExecLeftovers",
      "oci/runtime/ExecLog",
      "oci/runtime/OciRuntime",
      "oci/runtime/RuntimeHandlers",
      "oci/runtime/StreamedExec",
      "operations/record/AtomicFile",
      "operations/record/OwnDirectory",
      "operations/record/RecordFile",
      "deploy/daemon/DirectoryLock",
      "deploy/daemon/InstanceId",
      "deploy/daemon/ListenSocket",
      "deploy/daemon/StateDirectory",
      "deploy/daemon/Services",
      "image/ImageServices",
      "image/rootfs/ContainerHomes",
      "image/rootfs/ImageMounts",
      "image/archive/AppcArchive",
      "image/archive/ArchiveFile",
      "image/archive/Spool",
      "image/rootfs/RootFilesystems",
      "image/rootfs/SubPath",
      "image/store/BlobFolder",
      "image/store/ChainFolder",
      "image/store/ImageFolder",
      "image/store/LayerFolder",
      "image/store/Trash",
      "linux/namespace/PodNamespaces",
      "deploy/daemon/SocketServer",
      "sandbox/FilesStep",
      "sandbox/HolderRoot",
      "sandbox/SandboxIds",
      "sandbox/SandboxRemains",
      "sandbox/Sandboxes",
      "sandbox/PidHolder",
      "sandbox/PodFile",
      "sandbox/RecordStep",
      "sandbox/ShmStep",
      "runtime/container/ContainerBundle",
      "runtime/container/ContainerRecovery"),

  /** Files of the node that its administrator writes. */
  CONFIGURATION(
      "cni/ConfigDirectory",
      "cni/ConfigReader",
      "cni/podcidr/PodCidrs",
      "cni/OwnPath",
      "cni/PluginDirectories",
      "oci/runtime/RuntimeProber",
      "deploy/config/ConfigFile",
      "deploy/config/ConfigSources",
      "deploy/config/ProgramSearch",
      "deploy/daemon/HostChecks",
      "image/registries/FileStamp",
      "image/registries/HostFolders",
      "image/registries/RegistriesFiles",
      "image/registry/AuthFile",
      "image/registry/CredentialPrograms",
      "image/registry/HostCertificates",
      "image/registry/PemFile",
      "image/trust/PublicKeys",
      "image/trust/SignaturePolicies",
      "image/trust/SignaturePolicyFile",
      "linux/process/Spawn",
      "runtime/streaming/server/ServerTls",
      "sandbox/PodHostname"),

  /** The kernel's own files, where no tenant makes names, or none but groups without links. */
  KERNEL(
      "cni/LeftoverPlugins",
      "cni/NamespaceFile",
      "deploy/daemon/ProcessUser",
      "image/reference/CpuLevel",
      "operations/record/BootId",
      "linux/cgroup/GroupCreation",
      "linux/cgroup/GroupRemoval",
      "linux/host/Capabilities",
      "linux/host/DiskUsage",
      "linux/host/KernelFacts",
      "linux/mount/MountTable",
      "oci/monitor/MonitorLog",
      "linux/usage/BlockDevices",
      "linux/usage/HugePageSizes",
      "linux/usage/NetworkUsage",
      "linux/usage/ProcessFiles",
      "oci/runtime/RuntimeProcesses",
      "linux/process/ForeignDescriptors",
      "runtime/spec/HostFacts",
      "runtime/spec/Topology",
      "sandbox/LostNetwork"),

  /**
   * Sources of mounts and devices, which the kubelet names as policy: looked at on a pool of their
   * own, and the opened target is compared after the container is made.
   */
  KUBELET_POLICY("runtime/spec/HostPaths"),

  /** Not the daemon: the quickstart's client and the training of the image. */
  NO_DAEMON(
      "deploy/image/ExportCommand",
      "deploy/image/ImportCommand",
      "deploy/quickstart/ContainerLog",
      "deploy/training/SocketTraining",
      "deploy/training/TrainCommand");

  /** Nobody here ever sees a path of a trusted tree, so no class of these is listed above. */
  static final List<String> NEVER = List.of("image/layer/", "linux/files/", "linux/fd/");

  final Set<String> classes;

  PathAccess(String... classes) {
    this.classes = Set.of(classes);
  }
}
