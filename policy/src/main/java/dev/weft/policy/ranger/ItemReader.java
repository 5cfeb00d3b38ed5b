package dev.weft.policy.ranger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.policy.rules.Effect;
import dev.weft.policy.rules.EffectItem;
import dev.weft.policy.rules.Item;
import dev.weft.policy.rules.Policy.AccessItems;
import dev.weft.policy.rules.PolicyKind;
import dev.weft.policy.rules.Principals;
import dev.weft.policy.rules.Template;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the parts of policies: who may do what, and what is hidden from whom. */
final class ItemReader {
  private final ServiceDef service;
  private final Conditions conditions;
  private final ZoneId host;
  private final Findings findings;

  ItemReader(ServiceDef service, Conditions conditions, ZoneId host, Findings findings) {
    this.service = service;
    this.conditions = conditions;
    this.host = host;
    this.findings = findings;
  }

  /**
   * What a policy consists of.
   *
   * @param hasDeny whether denies are written down, in force or not
   * @param conditions how many conditions its parts have
   */
  record Parts(AccessItems access, List<EffectItem> effects, boolean hasDeny, int conditions) {
    boolean isEmpty() {
      return access.allow().isEmpty()
          && access.deny().isEmpty()
          && access.allowExceptions().isEmpty()
          && access.denyExceptions().isEmpty()
          && effects.isEmpty();
    }
  }

  /** One policy's parts being read. */
  private final class Reading {
    private final JsonNode policy;
    private final long id;
    private final List<JsonNode> ofPolicy;
    private int count;

    Reading(JsonNode policy, long id, List<JsonNode> ofPolicy) {
      this.policy = policy;
      this.id = id;
      this.ofPolicy = ofPolicy;
    }

    List<Item> items(String list, Closing closing) {
      var all = new ArrayList<Item>();
      var nodes = Json.list(policy, list);
      for (var i = 0; i < nodes.size(); i++) {
        item(nodes.get(i), closing, list + "[" + i + "]").ifPresent(all::add);
      }
      return all;
    }

    Optional<Item> item(JsonNode node, Closing closing, String place) {
      var delegates = Json.flag(node, "delegateAdmin", false);
      var written = Json.list(node, "accesses");
      var granted = granted(written);
      if (granted.isEmpty() && !written.isEmpty() && !delegates) {
        return Optional.empty();
      }
      var its = conditions.read(Json.list(node, "conditions"), closing, id, place);
      count += its.size();
      var all = new ArrayList<>(its);
      all.addAll(conditions.read(ofPolicy, closing, id, "conditions"));
      var who =
          new Principals(
              Json.textSet(node, "users"),
              Json.textSet(node, "groups"),
              Json.textSet(node, "roles"));
      return Optional.of(new Item(who, allowed(granted), delegates, all));
    }

    List<EffectItem> effects(String list) {
      var all = new ArrayList<EffectItem>();
      var nodes = Json.list(policy, list);
      for (var i = 0; i < nodes.size(); i++) {
        var node = nodes.get(i);
        var effect = list.startsWith("dataMask") ? mask(node) : filter(node);
        if (effect.isPresent()) {
          var closing = isExemption(effect.get()) ? Closing.EXEMPT : Closing.HIDE;
          item(node, closing, list + "[" + i + "]")
              .ifPresent(item -> all.add(new EffectItem(item, effect.get())));
        }
      }
      return all;
    }

    private Optional<Effect> mask(JsonNode node) {
      var info = node.path("dataMaskInfo");
      var type = Json.text(info, "dataMaskType");
      if (service.isForeign(type)) {
        return Optional.empty();
      }
      return Optional.of(
          info.isMissingNode()
              ? new Effect.Nothing()
              : new Effect.Mask(
                  service.ownName(type), text(info, "valueExpr"), text(info, "conditionExpr")));
    }

    private Optional<Effect> filter(JsonNode node) {
      return Optional.of(
          text(node.path("rowFilterInfo"), "filterExpr")
              .<Effect>map(Effect.Filter::new)
              .orElse(new Effect.Nothing()));
    }

    private Optional<Template> text(JsonNode node, String name) {
      return node.path(name).isTextual()
          ? Optional.of(new RangerTemplates(host, findings, id).expressions(Json.text(node, name)))
          : Optional.empty();
    }

    private boolean isExemption(Effect effect) {
      return effect instanceof Effect.Mask mask
          ? mask.type().equalsIgnoreCase("MASK_NONE")
          : effect instanceof Effect.Nothing;
    }
  }

  /**
   * Reads them.
   *
   * @param ofPolicy conditions of the whole policy that each part closes in its own way
   */
  Parts read(JsonNode policy, PolicyKind kind, long id, List<JsonNode> ofPolicy) {
    var reading = new Reading(policy, id, ofPolicy);
    var hasDeny = !Json.list(policy, "denyPolicyItems").isEmpty();
    if (kind == PolicyKind.MASK) {
      return new Parts(
          AccessItems.NONE, reading.effects("dataMaskPolicyItems"), hasDeny, reading.count);
    }
    if (kind == PolicyKind.FILTER) {
      return new Parts(
          AccessItems.NONE, reading.effects("rowFilterPolicyItems"), hasDeny, reading.count);
    }
    var allow = reading.items("policyItems", Closing.ALLOW);
    if (!service.deniesAllowed()) {
      var without = new AccessItems(allow, List.of(), List.of(), List.of());
      return new Parts(without, List.of(), hasDeny, reading.count);
    }
    var access =
        new AccessItems(
            allow,
            reading.items("denyPolicyItems", Closing.DENY),
            reading.items("allowExceptions", Closing.ALLOW_EXCEPTION),
            reading.items("denyExceptions", Closing.DENY_EXCEPTION));
    return new Parts(access, List.of(), !access.deny().isEmpty(), reading.count);
  }

  /** The accesses as written, of this service, and whether each is granted. */
  private Map<String, Boolean> granted(List<JsonNode> accesses) {
    var all = new LinkedHashMap<String, Boolean>();
    for (var access : accesses) {
      var type = Json.text(access, "type");
      if (!service.isForeign(type)) {
        all.putIfAbsent(service.ownName(type), Json.flag(access, "isAllowed", true));
      }
    }
    return all;
  }

  /** With what they imply, in one round over the access types that imply others. */
  private Set<String> allowed(Map<String, Boolean> granted) {
    var all = new LinkedHashMap<>(granted);
    service
        .implied()
        .forEach(
            (access, grants) ->
                find(all, access)
                    .map(all::get)
                    .ifPresent(is -> grants.forEach(grant -> imply(all, grant, is))));
    var names = new HashSet<String>();
    all.forEach(
        (access, is) -> {
          if (is) {
            names.add(access);
          }
        });
    return names;
  }

  private static void imply(Map<String, Boolean> all, String access, boolean granted) {
    all.merge(find(all, access).orElse(access), granted, (before, now) -> before || now);
  }

  private static Optional<String> find(Map<String, Boolean> all, String access) {
    return all.keySet().stream().filter(one -> one.equalsIgnoreCase(access)).findFirst();
  }
}
