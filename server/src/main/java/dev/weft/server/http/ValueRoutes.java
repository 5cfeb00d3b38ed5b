package dev.weft.server.http;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.server.value.Rate;
import dev.weft.server.value.ValuePages;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the mesh is worth. */
public final class ValueRoutes {
  private static final int DAYS = 90;
  private static final int DAYS_MAX = 366;

  private final ValuePages pages;

  public ValueRoutes(ValuePages pages) {
    this.pages = pages;
  }

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/value",
        "Time to the first record, steps and reuse as measured; what the next subscriber costs.",
        Stream.concat(Stream.of("days"), Rate.words().stream()).toList(),
        this::value);
  }

  private Object value(Request request) {
    var days = Math.max(1, request.number("days", DAYS, DAYS_MAX));
    return pages.page(request.caller(), days, given(request));
  }

  private static Map<Rate, Double> given(Request request) {
    var given = new EnumMap<Rate, Double>(Rate.class);
    for (var rate : List.of(Rate.values())) {
      request.query(rate.word()).ifPresent(text -> given.put(rate, number(rate, text)));
    }
    return given;
  }

  private static double number(Rate rate, String text) {
    try {
      var value = Double.parseDouble(text);
      if (Rate.isSound(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number that is too large.
    }
    throw Problem.input(
            "bad-rate",
            Place.field(rate.word()),
            "'" + text + "' is not a number from 0 to a thousand million.",
            "Leave it out, and it is assumed.")
        .asException();
  }
}
