package dev.weft.server.quality;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weft.model.PortHealth;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.registry.quality.Figure;
import dev.weft.registry.quality.Meter.Slice;
import dev.weft.registry.quality.Objectives.Unmeasured;
import dev.weft.server.access.Insiders;
import dev.weft.server.access.Ports;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How the promises of ports stand, for everybody who may see the port. */
public final class QualityPages {
  private final MeshLog mesh;
  private final QualityWatch watch;

  public QualityPages(MeshLog mesh, QualityWatch watch) {
    this.mesh = mesh;
    this.watch = watch;
  }

  /**
   * One port.
   *
   * @param status one of three words: measured; reading, while what there was is still read;
   *     unmeasured, when nothing is promised that can be, or another server measures
   * @param slices what came within the longest window, by minutes or more; in each, the numbers of
   *     {@code against} are in the order of the promises
   */
  public record Page(
      PortName port,
      String status,
      List<Promise> promises,
      List<Unmeasured> unmeasured,
      List<Slice> slices,
      long undecoded) {}

  /** One promise and how it stands: kept, broken or unknown. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Promise(
      String id,
      String name,
      String field,
      String measure,
      String promised,
      String standing,
      String found,
      String dimension,
      String severity,
      Optional<Instant> brokenSince) {}

  /** A port that breaks promises. */
  public record Broken(String port, List<PortHealth.Breach> breaches) {}

  public Page page(Caller caller, PortName port) {
    var state = mesh.state();
    var missing =
        Problem.missing(
            "no-such-port", "There is no port '" + port + "'.", "'weft search WORDS' finds ports.");
    if (!Ports.exists(state, port)) {
      throw missing.asException();
    }
    new Insiders(state, caller).require(port.product(), missing);
    var health = health(state, port);
    return watch
        .of(port)
        .map(
            meter ->
                new Page(
                    port,
                    meter.isCaughtUp() ? "measured" : "reading",
                    meter.figures().stream().map(figure -> promise(figure, health)).toList(),
                    meter.meter().objectives().unmeasured(),
                    meter.meter().slices(),
                    meter.meter().undecoded()))
        .orElseGet(
            () ->
                new Page(
                    port,
                    "unmeasured",
                    health.breaches().stream().map(QualityPages::promise).toList(),
                    List.of(),
                    List.of(),
                    0));
  }

  /** The ports that break promises now, of those that the caller may see. */
  public List<Broken> broken(Caller caller) {
    var state = mesh.state();
    var insiders = new Insiders(state, caller);
    return state.all(ResourceKind.PORT_HEALTH, PortHealth.class).stream()
        .filter(
            health ->
                PortName.parse(health.port())
                    .filter(port -> insiders.sees(port.product()))
                    .isPresent())
        .map(health -> new Broken(health.port(), health.breaches()))
        .toList();
  }

  private static PortHealth health(MeshState state, PortName port) {
    return state
        .find(ResourceKind.PORT_HEALTH, port.topic(), PortHealth.class)
        .orElse(new PortHealth(port.topic(), List.of()));
  }

  private static Promise promise(Figure figure, PortHealth health) {
    var objective = figure.objective();
    return new Promise(
        objective.id(),
        objective.name(),
        objective.field(),
        objective.measure().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        objective.promised(),
        figure.standing().name().toLowerCase(Locale.ROOT),
        figure.text(),
        objective.dimension(),
        objective.severity(),
        health.breaches().stream()
            .filter(breach -> breach.objective().equals(objective.id()))
            .map(PortHealth.Breach::since)
            .findFirst());
  }

  private static Promise promise(PortHealth.Breach breach) {
    return new Promise(
        breach.objective(),
        breach.name(),
        breach.field(),
        "",
        breach.promised(),
        "broken",
        breach.measured(),
        "",
        breach.severity(),
        Optional.of(breach.since()));
  }
}
