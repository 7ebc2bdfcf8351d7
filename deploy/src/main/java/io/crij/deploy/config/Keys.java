package io.crij.deploy.config;

import io.crij.runtime.stats.metrics.PodMetrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The table of keys: reading, {@code crij config} and docs/configuration.md come from it. */
final class Keys {
  static final Key<Path> ROOT =
      flagged(
          "crij.root",
          ValueTypes.PATH,
          Path.of("/var/lib/crij"),
          "--root",
          "Everything that outlives a boot: images, layers, records of pods and containers. Made"
              + " with mode 0700. One daemon at a time.");
  static final Key<Path> RUNROOT =
      flagged(
          "crij.runroot",
          ValueTypes.PATH,
          Path.of("/run/crij"),
          "--runroot",
          "What a boot may take away: pinned namespaces, mounts, files of monitors. Made with mode"
              + " 0700. One daemon at a time.");
  static final Key<Boolean> STRICT_VERSIONS =
      key(
          "crij.strict_versions",
          ValueTypes.FLAG,
          false,
          "Do not start with an OCI runtime that has a known weakness, instead of warning of it.");
  static final Key<Duration> STOP_TIMEOUT =
      key(
          "crij.stop_timeout",
          ValueTypes.DURATION,
          Duration.ofSeconds(10),
          "How long a stopping daemon lets running operations finish. Containers run on.");
  static final Key<Path> LISTEN =
      flagged(
          "crij.api.listen",
          ValueTypes.PATH,
          Path.of("/run/crij/crij.sock"),
          "--listen",
          "The Unix socket of the CRI services, mode 0660.");
  static final Key<Optional<String>> DEFAULT_RUNTIME =
      flagged(
          "crij.runtime.default_runtime",
          ValueTypes.OPTIONAL_NAME,
          Optional.empty(),
          "--default-runtime",
          "The handler of pods that ask for none. Empty: crun, or runc where crun cannot work.");
  static final Key<CgroupManager> CGROUP_MANAGER =
      key(
          "crij.runtime.cgroup_manager",
          ValueTypes.choice(List.of(CgroupManager.values())),
          CgroupManager.CGROUPFS,
          "Who makes control groups. The kubelet is told, and follows.");
  static final Key<Optional<Path>> CONMON =
      key(
          "crij.runtime.conmon",
          ValueTypes.OPTIONAL_PATH,
          Optional.empty(),
          "The monitor program. Empty: looked for in " + ProgramSearch.PLACES + ".");
  static final Key<Optional<Path>> CATATONIT =
      key(
          "crij.runtime.catatonit",
          ValueTypes.OPTIONAL_PATH,
          Optional.empty(),
          "The first process of a PID namespace that a pod's containers share. Empty: looked for"
              + " in the same directories.");
  static final Key<LogLevel> LOG_LEVEL =
      flagged(
          "crij.runtime.log_level",
          ValueTypes.choice(List.of(LogLevel.values())),
          LogLevel.INFO,
          "--log-level",
          "How much goes to standard error.");
  static final Key<Integer> CONCURRENT_OPERATIONS =
      key(
          "crij.runtime.concurrent_operations",
          ValueTypes.count(4, 1024),
          128,
          "Operations on pods and containers at one time; more are refused.");
  static final Key<Integer> CONCURRENT_EXECS =
      key(
          "crij.runtime.concurrent_execs",
          ValueTypes.count(1, 1024),
          64,
          "Commands run in containers at one time; more are refused.");
  static final Key<Boolean> SECCOMP_BY_DEFAULT =
      key(
          "crij.runtime.seccomp_use_default_when_empty",
          ValueTypes.FLAG,
          false,
          "Give RuntimeDefault to containers whose request names no seccomp profile, unless they"
              + " are privileged. Otherwise they run without one, as CRI has it.");
  static final Key<Optional<Path>> SIGNATURE_POLICY =
      flagged(
          "crij.image.signature_policy",
          ValueTypes.OPTIONAL_PATH,
          Optional.empty(),
          "--signature-policy",
          "Which images are trusted, containers-policy.json(5); must exist. Empty:"
              + " /etc/containers/policy.json, if it is there.");
  static final Key<Path> SIGNATURE_POLICY_DIR =
      key(
          "crij.image.signature_policy_dir",
          ValueTypes.PATH,
          Path.of("/etc/crij/policies"),
          "Signature policies of single pod namespaces, NAMESPACE.json; such a file takes the place"
              + " of signature_policy for the pods of its namespace. Need not exist.");
  static final Key<Optional<Path>> REGISTRIES_CONF =
      flagged(
          "crij.image.registries_conf",
          ValueTypes.OPTIONAL_PATH,
          Optional.empty(),
          "--registries-conf",
          "Mirrors and registries, containers-registries.conf(5); must exist, FILE.d beside it is"
              + " read too. Empty: /etc/containers/registries.conf, if it is there.");
  static final Key<Optional<Path>> GLOBAL_AUTH_FILE =
      key(
          "crij.image.global_auth_file",
          ValueTypes.OPTIONAL_PATH,
          Optional.empty(),
          "Credentials of registries for pulls that bring none, containers-auth.json(5). Empty:"
              + " /etc/containers/auth.json, if it is there.");
  static final Key<Integer> CONCURRENT_PULLS =
      key(
          "crij.image.concurrent_pulls",
          ValueTypes.count(1, 256),
          4,
          "Images pulled at one time; more wait for their turn.");
  static final Key<List<String>> PINNED_IMAGES =
      key(
          "crij.image.pinned_images",
          ValueTypes.IMAGE_PATTERNS,
          List.of(),
          "Images that the kubelet's garbage collection leaves alone: a name, `name*` or"
              + " `*part*`.");
  static final Key<Optional<String>> CNI_DEFAULT_NETWORK =
      key(
          "crij.network.cni_default_network",
          ValueTypes.OPTIONAL_NAME,
          Optional.empty(),
          "The network of pods by name. Empty: the first of network_dir.");
  static final Key<Path> NETWORK_DIR =
      flagged(
          "crij.network.network_dir",
          ValueTypes.PATH,
          Path.of("/etc/cni/net.d"),
          "--cni-config-dir",
          "CNI network configurations. May appear and change while the daemon runs.");
  static final Key<List<Path>> PLUGIN_DIRS =
      flagged(
          "crij.network.plugin_dirs",
          ValueTypes.PATHS,
          List.of(Path.of("/opt/cni/bin"), Path.of("/usr/lib/cni")),
          "--cni-plugin-dir",
          "CNI plugins; the first directory that has one wins. Directories named here must exist.");
  static final Key<Duration> CNI_ADD_TIMEOUT =
      key(
          "crij.network.cni_add_timeout",
          ValueTypes.DURATION,
          Duration.ofMinutes(2),
          "How long all plugins together may take to attach a pod.");
  static final Key<Duration> CNI_DEL_TIMEOUT =
      key(
          "crij.network.cni_del_timeout",
          ValueTypes.DURATION,
          Duration.ofMinutes(1),
          "How long all plugins together may take to detach a pod.");
  static final Key<Optional<Path>> POD_CIDR_TEMPLATE =
      key(
          "crij.network.pod_cidr_template",
          ValueTypes.OPTIONAL_PATH,
          Optional.empty(),
          "CNI network configuration from which one for the pod CIDR is written to network_dir when"
              + " the kubelet tells it; see operations.md. Empty: none is.");
  static final Key<List<String>> INCLUDED_POD_METRICS =
      key(
          "crij.stats.included_pod_metrics",
          ValueTypes.words("family name", PodMetrics.FAMILIES),
          PodMetrics.FAMILIES,
          "What ListPodSandboxMetrics tells of. Empty: only what lives, and since when.");
  static final Key<Duration> LAYER_COUNT_PERIOD =
      key(
          "crij.stats.layer_count_period",
          ValueTypes.DURATION,
          Duration.ofSeconds(30),
          "How often what containers wrote into their root file systems is counted. A layer whose"
              + " container has not run meanwhile is not counted again.");
  static final Key<Integer> LAYER_COUNT_CPU_PERCENT =
      key(
          "crij.stats.layer_count_cpu_percent",
          ValueTypes.count(1, 100),
          10,
          "How much of one processor counting may take; with large layers a count then takes"
              + " longer than the period.");

  /** All but those of runtime handlers, in the order of documents. */
  static final List<Key<?>> ALL =
      Stream.of(
              List.<Key<?>>of(ROOT, RUNROOT, STRICT_VERSIONS, STOP_TIMEOUT, LISTEN),
              StreamKeys.ALL,
              List.<Key<?>>of(
                  DEFAULT_RUNTIME,
                  CGROUP_MANAGER,
                  CONMON,
                  CATATONIT,
                  LOG_LEVEL,
                  CONCURRENT_OPERATIONS,
                  CONCURRENT_EXECS,
                  SECCOMP_BY_DEFAULT,
                  SIGNATURE_POLICY,
                  SIGNATURE_POLICY_DIR,
                  REGISTRIES_CONF,
                  GLOBAL_AUTH_FILE,
                  CONCURRENT_PULLS,
                  PINNED_IMAGES),
              RegistryKeys.ALL,
              List.<Key<?>>of(
                  CNI_DEFAULT_NETWORK,
                  NETWORK_DIR,
                  PLUGIN_DIRS,
                  CNI_ADD_TIMEOUT,
                  CNI_DEL_TIMEOUT,
                  POD_CIDR_TEMPLATE,
                  INCLUDED_POD_METRICS,
                  LAYER_COUNT_PERIOD,
                  LAYER_COUNT_CPU_PERCENT))
          .<Key<?>>flatMap(List::stream)
          .toList();

  private Keys() {}

  private static <T> Key<T> key(String name, ValueType<T> type, T standard, String meaning) {
    return new Key<>(name, type, standard, Optional.empty(), meaning);
  }

  private static <T> Key<T> flagged(
      String name, ValueType<T> type, T standard, String flag, String meaning) {
    return new Key<>(name, type, standard, Optional.of(flag), meaning);
  }
}
