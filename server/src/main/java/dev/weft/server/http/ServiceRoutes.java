package dev.weft.server.http;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.server.identity.ClientKeys;
import dev.weft.server.identity.Services;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Programs that act by themselves, and their keys. */
public final class ServiceRoutes {
  private static final Pattern TIME = Pattern.compile("(\\d{1,4})([dh])");

  private final Services services;
  private final GatewayDoor gateway;

  public ServiceRoutes(Services services, GatewayDoor gateway) {
    this.services = services;
    this.gateway = gateway;
  }

  record NewService(String name, String title) {
    NewService {
      name = name == null ? "" : name.strip();
      title = title == null ? "" : title;
    }
  }

  /**
   * That a key is to be replaced.
   *
   * @param overlap how long the old one holds yet, as {@code 7d} or {@code 12h}
   */
  record Rotation(String overlap) {
    Duration duration() {
      var matcher = TIME.matcher(overlap == null ? "7d" : overlap);
      if (!matcher.matches()) {
        throw Problem.input(
                "bad-overlap",
                Place.field("overlap"),
                "'" + overlap + "' is no time.",
                "Write days or hours, as 7d or 12h; 0d ends the old key at once.")
            .asException();
      }
      var number = Long.parseLong(matcher.group(1));
      return matcher.group(2).equals("d") ? Duration.ofDays(number) : Duration.ofHours(number);
    }
  }

  /** A key with its secret, which is shown this once. */
  record FreshKey(String service, String id, String secret, String bootstrap, String security) {}

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/services",
        "The services that the caller answers for, and how old their keys are.",
        request -> new Answers.Items<>(services.list(request.caller())));
    routes.post(
        "/api/v1/services",
        "A service with its first key, whose secret is shown this once.",
        request -> {
          var body = request.body(NewService.class);
          return shown(body.name(), services.create(request.caller(), body.name(), body.title()));
        });
    routes.post(
        "/api/v1/services/{name}/rotate",
        "A new key; the old one holds beside it for a while.",
        request ->
            shown(
                request.path("name"),
                services.rotate(
                    request.caller(),
                    request.path("name"),
                    request.body(Rotation.class).duration())));
    routes.delete(
        "/api/v1/services/{name}",
        "Ends a service with all of its keys.",
        request -> revoked(request, Optional.empty()));
    routes.delete(
        "/api/v1/services/{name}/keys/{id}",
        "Ends one key of a service.",
        request -> revoked(request, Optional.of(request.path("id"))));
  }

  private Object revoked(Request request, Optional<String> key) {
    services.revoke(request.caller(), request.path("name"), key);
    return Route.Answer.NONE;
  }

  private FreshKey shown(String service, ClientKeys.Fresh fresh) {
    return new FreshKey(
        service, fresh.key().id(), fresh.secret(), gateway.address().get(), gateway.security());
  }
}
