package io.crij.runtime.spec;

import io.crij.cri.v1.HugepageLimit;
import io.crij.oci.spec.OciHugepageLimit;
import io.crij.operations.failure.FailedPrecondition;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Limits for huge pages. A kubelet sends a zero for every size that the node has, which is no
 * reason to fail where no control group can limit them.
 */
final class HugepageLimits {
  private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,6}(KB|MB|GB)");
  private static final int MOST = 64;

  private HugepageLimits() {}

  static List<OciHugepageLimit> of(List<HugepageLimit> wanted, HostFacts host) {
    if (wanted.size() > MOST) {
      throw new Field("hugepage_limits", wanted.size() + " limits")
          .wrong("are too many", "Give one for each size of the node.");
    }
    List<OciHugepageLimit> result = new ArrayList<>();
    for (HugepageLimit limit : wanted) {
      Field size = new Field("hugepage_limits.page_size", limit.getPageSize());
      if (!SIZE.matcher(size.value()).matches()) {
        throw size.wrong("is no page size", "Write it as 2MB or 1GB.");
      }
      if (limit.getLimit() < 0) {
        throw new Field("hugepage_limits.limit", Long.toUnsignedString(limit.getLimit()))
            .wrong("is out of range", "Give at most " + Long.MAX_VALUE + " bytes.");
      }
      List<String> sizes = host.topology().hugePageSizes();
      if (limit.getLimit() > 0 && !sizes.contains(size.value())) {
        throw size.wrong(
            "is no size of huge pages that the node has: " + sizes, "Give one of these sizes.");
      }
      if (host.controllers().contains("hugetlb") && sizes.contains(size.value())) {
        result.add(new OciHugepageLimit(size.value(), limit.getLimit()));
      } else if (limit.getLimit() > 0) {
        throw new FailedPrecondition(
            "A limit for huge pages of "
                + size.value()
                + " is asked for, but the node has no"
                + " hugetlb control groups",
            "Mount or enable the hugetlb controller on the node.");
      }
    }
    return result;
  }
}
