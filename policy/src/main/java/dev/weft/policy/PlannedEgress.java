package dev.weft.policy;

import dev.weft.model.PortName;
import dev.weft.spi.Egress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where flows may send by policies that are only planned; what they read is as it is. */
record PlannedEgress(
    Egress now,
    Collection<EgressPolicy> policies,
    Function<String, String> domainOf,
    boolean closed)
    implements Egress {
  @Override
  public Verdict decide(String product, String place) {
    var domain = domainOf.apply(product);
    return EgressRules.of(product, domain, policies, closed, Optional.empty()).decide(place);
  }

  @Override
  public List<ReadField> fields(String product, PortName port) {
    return now.fields(product, port);
  }

  @Override
  public long epoch() {
    return now.epoch();
  }
}
