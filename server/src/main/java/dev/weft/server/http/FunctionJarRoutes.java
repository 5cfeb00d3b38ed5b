package dev.weft.server.http;

import dev.weft.server.query.FunctionOffers;
import java.io.IOException;

/** Jars with functions: offered by one person, let in by another. */
public final class FunctionJarRoutes {
  private static final String JARS = "/api/v1/function-jars";

  private final FunctionOffers offers;

  public FunctionJarRoutes(FunctionOffers offers) {
    this.offers = offers;
  }

  public void addTo(Routes routes) {
    routes.get(
        JARS,
        "Jars that the caller has offered; all of them for administrators.",
        request -> new Answers.Items<>(offers.list(request.caller())));
    routes.post(
        JARS + "/{file}",
        "Offers a jar with functions, which is the body; another person has to accept it.",
        this::offer);
    routes.post(
        JARS + "/{sha256}/accept",
        "Lets a jar in that somebody else has offered.",
        request -> offers.accept(request.caller(), request.path("sha256")));
    routes.delete(
        JARS + "/{sha256}",
        "Withdraws a jar, and removes the functions that are made of it.",
        request -> {
          offers.withdraw(request.caller(), request.path("sha256"));
          return Route.Answer.NONE;
        });
  }

  private Object offer(Request request) throws IOException {
    var caller = request.caller();
    try (var body = request.context().bodyInputStream()) {
      return offers.offer(caller, request.path("file"), body);
    }
  }
}
