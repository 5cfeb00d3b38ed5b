package dev.weft.server.requests;

import dev.weft.model.DataProduct;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.Purpose;
import dev.weft.model.ResourceKind;
import dev.weft.server.access.Insiders;
import dev.weft.server.access.Ports;
import dev.weft.server.identity.Caller;
import dev.weft.server.requests.Subscriptions.Request;
import dev.weft.spi.MeshState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Finds everything that is wrong with what somebody asks for. */
final class RequestCheck {
  private static final int PURPOSE_LENGTH_MAX = 2_000;
  private static final int FIELDS_MAX = 1_000;

  private RequestCheck() {}

  /** The port that is asked for; throws all problems at once. */
  static PortName check(MeshState state, Instant now, Caller caller, Request request) {
    var problems = new ArrayList<Problem>();
    var insiders = new Insiders(state, caller);
    var port =
        PortName.parse(request.port())
            .filter(name -> Ports.exists(state, name) && insiders.knowsOf(name.product()));
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
    problems.addAll(checkPurpose(state, port.get(), request));
    problems.addAll(checkTerms(state, port.get(), request));
    problems.addAll(checkPeriod(state, port.get(), now, request));
    var seesFields = insiders.sees(port.get().product());
    problems.addAll(checkFields(state, port.get(), request.fields(), seesFields));
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return port.get();
  }

  /** One of the domain's, where it has a list: so that policies can name it. */
  private static List<Problem> checkPurpose(MeshState state, PortName port, Request request) {
    var problems = new ArrayList<Problem>();
    var purposes =
        Routing.domain(state, port)
            .map(domain -> domain.governance().purposes())
            .orElse(List.of())
            .stream()
            .map(Purpose::name)
            .toList();
    if (!purposes.isEmpty() && !purposes.contains(request.purpose())) {
      problems.add(
          Problem.input(
              "unknown-purpose",
              Place.field("purpose"),
              "'" + shortened(request.purpose()) + "' is not a purpose of the domain.",
              "Its purposes: "
                  + String.join(", ", purposes)
                  + ". What else you want to say is a"
                  + " note."));
    }
    if (request.note().length() > PURPOSE_LENGTH_MAX) {
      problems.add(
          Problem.input(
              "too-long",
              Place.field("note"),
              "A note has at most " + PURPOSE_LENGTH_MAX + " characters.",
              "Say it in fewer words."));
    }
    if (request.purpose().isBlank() || request.purpose().length() > PURPOSE_LENGTH_MAX) {
      problems.add(
          Problem.input(
              "no-purpose",
              Place.field("purpose"),
              "A request needs a purpose of 1 to " + PURPOSE_LENGTH_MAX + " characters.",
              "Say what you will do with the data."));
    }
    return problems;
  }

  private static List<Problem> checkTerms(MeshState state, PortName port, Request request) {
    var terms = TermsOfUse.of(state, port);
    if (terms.map(TermsOfUse::version).equals(request.acceptedTerms())
        || (request.termsLater() && request.acceptedTerms().isEmpty())) {
      return List.of();
    }
    return List.of(
        terms.isEmpty()
            ? Problem.input(
                "no-terms",
                Place.field("acceptTerms"),
                port + " has no terms of use that could be accepted.",
                "Leave it out.")
            : Problem.input(
                "terms-not-accepted",
                Place.field("acceptTerms"),
                "Whoever reads "
                    + port
                    + " accepts its terms of use, version "
                    + terms.get().version()
                    + ".",
                "Read them: 'weft asking "
                    + port
                    + "'; then --accept-terms "
                    + terms.get().version()
                    + "."));
  }

  private static List<Problem> checkPeriod(
      MeshState state, PortName port, Instant now, Request request) {
    var problems = new ArrayList<Problem>();
    var longest = Routing.rules(state, port).longestPeriod();
    // To the day: a date means its beginning to some and its end to others.
    var latest = longest.map(period -> now.plus(period).plus(Duration.ofDays(1)));
    if (latest.isPresent() && request.until().map(latest.get()::isBefore).orElse(true)) {
      problems.add(
          Problem.input(
              "too-long",
              Place.field("until"),
              "A grant of this domain ends within " + longest.get().toDays() + " days.",
              "Give an end: --until "
                  + now.plus(longest.get()).atZone(ZoneOffset.UTC).toLocalDate()
                  + "."));
    }
    if (request.until().filter(until -> !until.isAfter(now)).isPresent()) {
      problems.add(
          Problem.input(
              "past-date",
              Place.field("until"),
              "The end date has passed already.",
              "Give a later one, or none."));
    }
    return problems;
  }

  private static String shortened(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }

  private static boolean isRetired(MeshState state, PortName port) {
    var product = state.find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class);
    return product.map(found -> found.status().equals("retired")).orElse(false)
        || Ports.contract(state, port).map(found -> found.status().equals("retired")).orElse(false);
  }

  private static List<Problem> checkFields(
      MeshState state, PortName port, List<String> fields, boolean seesFields) {
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
                    seesFields
                        ? "Its fields: " + String.join(", ", known) + "."
                        : "Its owners say which there are."))
        .toList();
  }
}
