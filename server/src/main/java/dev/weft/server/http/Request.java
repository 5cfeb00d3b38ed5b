package dev.weft.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.server.identity.Caller;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** One request as the routes see it: who asks, and typed access to what they sent. */
record Request(Context context, Optional<Caller> authenticated, BooleanSupplier stillIn) {
  private static final ObjectReader STRICT =
      Json.MAPPER.reader().with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  Caller caller() {
    return authenticated.orElseThrow(
        () ->
            new Problem(
                    Problem.Kind.UNAUTHENTICATED,
                    "not-logged-in",
                    Place.NOWHERE,
                    "This needs a login.",
                    "Log in: weft login NAME.")
                .asException());
  }

  /** Whether who asks is still logged in: for answers that take their time. */
  boolean isStillIn() {
    return stillIn.getAsBoolean();
  }

  /** A name in the path; nothing has an empty one. */
  String path(String name) {
    var value = context.pathParam(name);
    if (value.isBlank()) {
      throw Problem.missing("no-such-name", "The path has an empty " + name + ".", "Name it.")
          .asException();
    }
    return value;
  }

  /** The port named in the path. */
  PortName port() {
    return port(path("port"));
  }

  static PortName port(String text) {
    return PortName.parse(text)
        .orElseThrow(
            () ->
                Problem.input(
                        "bad-port",
                        Place.field("port"),
                        "'" + text + "' is not a port.",
                        "A port is named product.port.")
                    .asException());
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(context.queryParam(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /** A parameter that may be there several times. */
  List<String> queries(String name, int most) {
    var all = context.queryParams(name).stream().filter(text -> !text.isBlank()).toList();
    if (all.size() > most) {
      throw Problem.input(
              "too-many",
              Place.field(name),
              "There are " + all.size() + " of '" + name + "'.",
              "Give at most " + most + ".")
          .asException();
    }
    return all;
  }

  boolean flag(String name) {
    return query(name).map(text -> text.equals("true") || text.equals("1")).orElse(false);
  }

  int number(String name, int standard, int max) {
    return query(name)
        .map(
            text -> {
              if (!text.matches("\\d{1,9}") || Integer.parseInt(text) > max) {
                throw Problem.input(
                        "bad-number",
                        Place.field(name),
                        "'" + text + "' is not a number from 0 to " + max + ".",
                        "")
                    .asException();
              }
              return Integer.parseInt(text);
            })
        .orElse(standard);
  }

  Optional<Instant> time(String name) {
    return query(name).map(text -> time(name, text));
  }

  /** A time, or a date, which means its first moment in UTC. */
  static Instant time(String name, String text) {
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw Problem.input(
              "bad-time",
              Place.field(name),
              "'" + text + "' is not a time.",
              "Write 2026-05-01 or 2026-05-01T12:00:00Z.")
          .asException();
    }
  }

  /** The body as a record; an unknown key is an error with its name. */
  <T> T body(Class<T> type) {
    var text = context.body();
    try {
      T body = STRICT.forType(type).readValue(text.isBlank() ? "{}" : text);
      if (body == null) {
        throw Problem.input(
                "bad-request", Place.NOWHERE, "The request has no body.", "Send a JSON object.")
            .asException();
      }
      return body;
    } catch (UnrecognizedPropertyException e) {
      var known =
          e.getKnownPropertyIds().stream()
              .map(String::valueOf)
              .sorted()
              .collect(Collectors.joining(", "));
      throw Problem.input(
              "unknown-field",
              Place.field(e.getPropertyName()),
              "'" + e.getPropertyName() + "' is not a key of this request.",
              "Its keys: " + known + ".")
          .asException();
    } catch (JsonMappingException e) {
      var path =
          e.getPath().stream()
              .map(JsonMappingException.Reference::getFieldName)
              .collect(Collectors.joining("."));
      throw Problem.input(
              "bad-value",
              Place.field(path),
              "The value of '" + path + "' has the wrong type.",
              "docs/rest.md lists the keys of each call.")
          .asException();
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw Problem.input(
              "bad-json",
              new Place("", at == null ? 0 : at.getLineNr(), at == null ? 0 : at.getColumnNr(), ""),
              "The request is not JSON.",
              "Send a JSON object.")
          .asException();
    }
  }

  /** The address of the client. */
  String address() {
    return context.ip();
  }
}
