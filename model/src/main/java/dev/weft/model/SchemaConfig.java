package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * How schemas are registered under a subject, in a context or everywhere. What is empty is as one
 * level above says.
 *
 * @param alias another subject that this one's name stands for; never from above
 * @param normalize whether the order in which things are written in a schema makes no difference
 * @param compatibility the level that new versions must keep
 * @param compatibilityPolicy {@code STRICT} or {@code LENIENT}: whether fields that a JSON Schema
 *     leaves open count
 * @param compatibilityGroup the property of metadata by which versions are compared only with those
 *     that have the same value
 * @param defaultMetadata what schemas get that do not say otherwise
 * @param overrideMetadata what all schemas get
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SchemaConfig(
    String alias,
    Optional<Boolean> normalize,
    String compatibility,
    String compatibilityPolicy,
    String compatibilityGroup,
    Optional<SchemaMetadata> defaultMetadata,
    Optional<SchemaMetadata> overrideMetadata,
    Optional<SchemaRules> defaultRuleSet,
    Optional<SchemaRules> overrideRuleSet) {
  public static final SchemaConfig NONE = of("");

  public SchemaConfig {
    alias = Defaults.text(alias);
    normalize = normalize == null ? Optional.empty() : normalize;
    compatibility = Defaults.text(compatibility);
    compatibilityPolicy = Defaults.text(compatibilityPolicy);
    compatibilityGroup = Defaults.text(compatibilityGroup);
    defaultMetadata = defaultMetadata == null ? Optional.empty() : defaultMetadata;
    overrideMetadata = overrideMetadata == null ? Optional.empty() : overrideMetadata;
    defaultRuleSet = defaultRuleSet == null ? Optional.empty() : defaultRuleSet;
    overrideRuleSet = overrideRuleSet == null ? Optional.empty() : overrideRuleSet;
  }

  /** One that says the level only. */
  public static SchemaConfig of(String compatibility) {
    return new SchemaConfig(
        "",
        Optional.empty(),
        compatibility,
        "",
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** This, and where it says nothing what the other says. */
  public SchemaConfig over(SchemaConfig above) {
    return new SchemaConfig(
        alias,
        normalize.or(() -> above.normalize),
        compatibility.isEmpty() ? above.compatibility : compatibility,
        compatibilityPolicy.isEmpty() ? above.compatibilityPolicy : compatibilityPolicy,
        compatibilityGroup.isEmpty() ? above.compatibilityGroup : compatibilityGroup,
        defaultMetadata.or(() -> above.defaultMetadata),
        overrideMetadata.or(() -> above.overrideMetadata),
        defaultRuleSet.or(() -> above.defaultRuleSet),
        overrideRuleSet.or(() -> above.overrideRuleSet));
  }
}
