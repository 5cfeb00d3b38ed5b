package dev.weft.server.access;

import dev.weft.model.DataProduct;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.server.access.Subscriptions.Request;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Finds everything that is wrong with what somebody asks for. */
final class RequestCheck {
  private static final int PURPOSE_LENGTH_MAX = 2_000;
  private static final int FIELDS_MAX = 1_000;

  private RequestCheck() {}

  /** The port that is asked for; throws all problems at once. */
  static PortName check(MeshState state, Instant now, Request request) {
    var problems = new ArrayList<Problem>();
    var port = PortName.parse(request.port()).filter(name -> Ports.exists(state, name));
    if (port.isEmpty()) {
      throw Problem.missing(
              "no-such-port",
              "There is no port '" + request.port() + "'.",
              "'weft search WORDS' finds ports.")
          .asException();
    }
    if (isRetired(state, port.get())) {
      problems.add(
          Problem.conflict(
              "retired",
              port.get() + " is retired; nobody new may read it.",
              "Its product's page says what to use instead."));
    }
    if (request.purpose().isBlank() || request.purpose().length() > PURPOSE_LENGTH_MAX) {
      problems.add(
          Problem.input(
              "no-purpose",
              Place.field("purpose"),
              "A request needs a purpose of 1 to " + PURPOSE_LENGTH_MAX + " characters.",
              "Say what you will do with the data."));
    }
    if (request.until().filter(until -> !until.isAfter(now)).isPresent()) {
      problems.add(
          Problem.input(
              "past-date",
              Place.field("until"),
              "The end date has passed already.",
              "Give a later one, or none."));
    }
    problems.addAll(checkFields(state, port.get(), request.fields()));
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return port.get();
  }

  private static boolean isRetired(MeshState state, PortName port) {
    var product = state.find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class);
    return product.map(found -> found.status().equals("retired")).orElse(false)
        || Ports.contract(state, port).map(found -> found.status().equals("retired")).orElse(false);
  }

  private static List<Problem> checkFields(MeshState state, PortName port, List<String> fields) {
    if (fields.size() > FIELDS_MAX) {
      return List.of(
          Problem.input(
              "too-many-fields", Place.field("fields"), "At most " + FIELDS_MAX + " fields.", ""));
    }
    var known = Ports.fieldNames(state, port);
    return fields.stream()
        .filter(field -> !known.contains(field))
        .map(
            field ->
                Problem.input(
                    "unknown-field",
                    Place.field("fields"),
                    "'" + field + "' is not a field of " + port + ".",
                    "Its fields: " + String.join(", ", known) + "."))
        .toList();
  }
}
