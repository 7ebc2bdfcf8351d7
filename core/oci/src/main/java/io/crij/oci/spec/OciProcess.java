package io.crij.oci.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code process}: what runs, as whom and with which rights; also the process of an exec.
 *
 * @param args at least one
 * @param env {@code NAME=VALUE}
 * @param cwd absolute
 * @param oomScoreAdj -1000 to 1000; no lower than the daemon may set
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OciProcess(
    boolean terminal,
    OciUser user,
    List<String> args,
    List<String> env,
    String cwd,
    Optional<OciCapabilities> capabilities,
    List<OciRlimit> rlimits,
    boolean noNewPrivileges,
    Optional<String> apparmorProfile,
    Optional<String> selinuxLabel,
    OptionalInt oomScoreAdj) {

  public OciProcess {
    args = List.copyOf(args);
    env = List.copyOf(env);
    rlimits = List.copyOf(rlimits);
  }

  /** The same rights and environment with another command, without a terminal: an exec. */
  public OciProcess running(List<String> command) {
    return running(command, false);
  }

  /** As {@link #running(List)}, also in a terminal of its own. */
  public OciProcess running(List<String> command, boolean inTerminal) {
    return new OciProcess(
        inTerminal,
        user,
        command,
        env,
        cwd,
        capabilities,
        rlimits,
        noNewPrivileges,
        apparmorProfile,
        selinuxLabel,
        oomScoreAdj);
  }
}
