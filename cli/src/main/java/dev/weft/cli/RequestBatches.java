package dev.weft.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.io.IOException;

/** A list of requests, read and sent batch by batch, so that a long one needs no more memory. */
final class RequestBatches {
  private static final int BATCH_MAX = 5_000;

  private final JsonParser parser;
  private final String file;
  private int before;
  private int last;
  private boolean ended;

  /**
   * The list that the parser is in front of.
   *
   * @throws dev.weft.model.ProblemException when it is none
   */
  RequestBatches(JsonParser parser, String file) throws IOException {
    this.parser = parser;
    this.file = file;
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      throw unreadable(0, "it is no list of requests");
    }
  }

  /** How many requests came before those of the last batch. */
  int before() {
    return before;
  }

  /** The next requests; none at all at the end. */
  ArrayNode next() throws IOException {
    before += last;
    var batch = Json.MAPPER.createArrayNode();
    try {
      while (batch.size() < BATCH_MAX && hasMore()) {
        batch.add(parser.<JsonNode>readValueAsTree());
      }
    } catch (JsonProcessingException e) {
      throw unreadable(e.getLocation() == null ? 0 : e.getLocation().getLineNr(), "it is no JSON");
    }
    last = batch.size();
    return batch;
  }

  private boolean hasMore() throws IOException {
    if (ended) {
      return false;
    }
    var token = parser.nextToken();
    if (token == null) {
      throw unreadable(0, "the list has no end");
    }
    ended = token == JsonToken.END_ARRAY;
    return !ended;
  }

  private RuntimeException unreadable(int line, String why) {
    return Problem.input(
            "unreadable-file",
            new Place(file, line, 0, ""),
            "The requests cannot be read: " + why + ".",
            "")
        .asException();
  }
}
