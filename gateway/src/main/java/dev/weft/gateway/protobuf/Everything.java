package dev.weft.gateway.protobuf;

import dev.weft.gateway.json.RuleTree;
import dev.weft.model.PortName;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The view of somebody from whom nothing is hidden. */
final class Everything {
  static final RuleTree RULES =
      RuleTree.of(
          new ReadView(
              new PortName("any", "port"),
              true,
              "",
              Map.of(),
              FieldRule.SHOW,
              FieldRule.SHOW,
              Optional.empty(),
              Optional.empty(),
              List.of()),
          Set.of());

  private Everything() {}
}
