package io.crij.deploy.daemon;

import io.crij.deploy.ProgramVersion;
import io.crij.deploy.config.Configuration;
import io.crij.operations.record.Json;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** What verbose Status tells about this daemon, beside its runtimes and networks. */
record StatusInfo(Configuration configuration, String instance) {
  /** JSON texts by key. */
  Map<String, String> texts() {
    ObjectNode daemon = Json.strict().createObjectNode();
    daemon.put("version", ProgramVersion.current());
    daemon.put("instance", instance);
    daemon.put("pid", ProcessHandle.current().pid());
    daemon.put("root", configuration.root().toString());
    daemon.put("runroot", configuration.runroot().toString());
    daemon.put("listen", configuration.listen().toString());
    return Map.of("daemon", Json.write(daemon));
  }
}
