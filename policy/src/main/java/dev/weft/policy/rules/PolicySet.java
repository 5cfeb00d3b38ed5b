package dev.weft.policy.rules;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Policies over one resource model, ready to answer. Immutable and safe for any thread; answers
 * depend on nothing but the request and the moment.
 */
public final class PolicySet {
  private static final ElementScope[] NO_SCOPES = {};

  private final Parts parts;
  private final Map<String, ZonePolicies> zones = new HashMap<>();
  private final Map<PolicyKind, Boolean> present = new EnumMap<>(PolicyKind.class);

  /**
   * What a set is made of.
   *
   * @param accesses all access types, in the order in which a request for any looks at them
   * @param unzoned the policies that belong to no zone
   * @param tagged which resources have which tags; when empty, requests say so
   * @param superUsers users and groups who stand above the policies
   */
  public record Parts(
      ResourceModel model,
      Set<String> accesses,
      ZonePolicies unzoned,
      List<Zone> zones,
      Optional<TagPolicies> tags,
      Optional<TaggedResources> tagged,
      Roles roles,
      Attributes people,
      Principals superUsers,
      AuditSettings audit) {}

  public PolicySet(Parts parts) {
    this.parts = parts;
    zones.put("", parts.unzoned());
    parts.zones().forEach(zone -> zones.put(zone.name(), zone.policies()));
    for (var kind : PolicyKind.values()) {
      var inZones = zones.values().stream().anyMatch(zone -> !zone.of(kind).isEmpty());
      var onTags = parts.tags().filter(tags -> tags.has(kind)).isPresent();
      present.put(kind, inZones || onTags);
    }
  }

  /** The model of the resources that requests name. */
  public ResourceModel model() {
    return parts.model();
  }

  /** How many policies are in force, in all zones and on tags. */
  public int size() {
    return zones.values().stream().mapToInt(ZonePolicies::size).sum()
        + parts.tags().map(TagPolicies::size).orElse(0);
  }

  /** The answer to a request, asked at this moment unless it names one itself. */
  public Decision decide(Request request, Instant now) {
    var asked = asked(request, now);
    var access = zoned(PolicyKind.ACCESS, asked);
    if (parts.audit().hasRules()) {
      new Auditing(parts, this).after(asked, access.ruling());
    }
    return new Decision(
        access.ruling().isAllowed(),
        access.ruling().isDetermined(),
        access.ruling().isAudited(),
        access.ruling().policy(),
        access.zone(),
        effect(PolicyKind.MASK, asked).flatMap(Ruling::mask),
        effect(PolicyKind.FILTER, asked).flatMap(Ruling::filter));
  }

  /** Which policies were looked at for an answer that was given, in their order, and why. */
  public List<Considered> explain(Request request, Instant now, Decision answer) {
    return new Explaining(this, asked(request, now), answer).all();
  }

  private Optional<Ruling> effect(PolicyKind kind, Asked asked) {
    return present.get(kind) ? Optional.of(zoned(kind, asked).ruling()) : Optional.empty();
  }

  private Asked asked(Request request, Instant now) {
    var roles =
        request.roles().isEmpty()
            ? parts.roles().of(request.user(), request.groups())
            : request.roles();
    var people = request.userAttributes().isEmpty() ? parts.people() : request.userAttributes();
    var asked =
        new Asked(
            request,
            roles,
            request.tags().orElse(List.of()),
            request.time().orElse(now),
            people,
            zonesOf(request.resource()),
            scopes(request),
            Optional.empty());
    return parts.tagged().isPresent() && request.tags().isEmpty()
        ? asked.tagged(parts.tagged().get().of(asked))
        : asked;
  }

  private ElementScope[] scopes(Request request) {
    if (request.scopes().isEmpty()) {
      return NO_SCOPES;
    }
    var all = new ElementScope[parts.model().size()];
    java.util.Arrays.fill(all, ElementScope.SELF);
    request
        .scopes()
        .forEach(
            (level, scope) -> {
              var index = parts.model().indexOf(level);
              if (index >= 0) {
                all[index] = scope;
              }
            });
    return all;
  }

  private Set<String> zonesOf(Resource resource) {
    if (parts.zones().isEmpty() || resource.isEmpty()) {
      return Set.of();
    }
    var found = new ArrayList<String>();
    var matched = 0;
    var bare = bare(resource);
    for (var zone : parts.zones()) {
      for (var pattern : zone.resources()) {
        var match = pattern.match(resource, bare);
        if (match == MatchType.DESCENDANT) {
          found.add("");
        }
        if (match != MatchType.NONE) {
          found.add(zone.name());
          matched++;
        }
      }
    }
    return ordered(found, matched);
  }

  /** Of several zones that all say no, the last speaks: as many places, as Ranger has it. */
  private static Set<String> ordered(List<String> found, int places) {
    var all = new HashSet<String>(places);
    all.addAll(found);
    return all;
  }

  /** Zones do not depend on who asks. */
  private static Asked bare(Resource resource) {
    return new Asked(
        Request.of("", Set.of(), resource, ""),
        Set.of(),
        List.of(),
        Instant.EPOCH,
        Attributes.NONE,
        Set.of(),
        NO_SCOPES,
        Optional.empty());
  }

  private record Zoned(String zone, Ruling ruling) {}

  private Zoned zoned(PolicyKind kind, Asked asked) {
    var any = asked.request().isAny();
    if (asked.zones().isEmpty() || (asked.zones().size() > 1 && !any)) {
      var unzoned = new Zoned("", new Evaluation(this, kind, asked).in(""));
      return any && asked.request().resource().isEmpty() && !unzoned.ruling().isAllowed()
          ? allowing(kind, asked, zones.keySet()).orElse(unzoned)
          : unzoned;
    }
    return allowing(kind, asked, asked.zones())
        .orElseGet(
            () -> {
              var last = asked.zones().stream().reduce((one, other) -> other).orElse("");
              return new Zoned(last, new Evaluation(this, kind, asked).in(last));
            });
  }

  private Optional<Zoned> allowing(PolicyKind kind, Asked asked, Set<String> names) {
    for (var name : names) {
      var ruling = new Evaluation(this, kind, asked).in(name);
      if (ruling.isAllowed()) {
        return Optional.of(new Zoned(name, ruling));
      }
    }
    return Optional.empty();
  }

  /** A ruling about which nothing is known but whether the request is recorded in any case. */
  Ruling fresh(Asked asked) {
    var ruling = new Ruling();
    switch (parts.audit().mode()) {
      case ALL -> ruling.setAudited(true);
      case NONE -> ruling.setAudited(false);
      case BY_POLICY -> {
        if (!parts.unzoned().isListed() && parts.tags().isEmpty()) {
          ruling.setAudited(true);
        }
      }
    }
    if (parts.audit().excepts(asked)) {
      ruling.setAudited(false);
    }
    return ruling;
  }

  boolean isSuperUser(Request request) {
    var above = parts.superUsers();
    return !above.isNobody()
        && (above.users().contains(request.user())
            || Principals.meet(above.groups(), request.groups()));
  }

  Set<String> accesses() {
    return parts.accesses();
  }

  /** The policies of a zone; of those in no zone, when the name is empty. */
  public Optional<ZonePolicies> zone(String name) {
    return Optional.ofNullable(zones.get(name));
  }

  public Optional<TagPolicies> tagPolicies() {
    return parts.tags();
  }

  List<TagPolicies.ForTag> tagPolicies(PolicyKind kind, String zone, Asked asked) {
    Supplier<List<TagPolicies.ForTag>> none = List::of;
    return parts.tags().map(tags -> tags.about(kind, zone, asked)).orElseGet(none);
  }
}
