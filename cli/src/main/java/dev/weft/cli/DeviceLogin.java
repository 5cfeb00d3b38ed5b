package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A login without a password here: a code is shown, and somebody confirms it in a browser. */
final class DeviceLogin {
  private final Session session;

  DeviceLogin(Session session) {
    this.session = session;
  }

  /** Waits until somebody has confirmed, or says why nobody can any more. */
  JsonNode await(boolean portal) {
    var server = session.anonymously();
    var begun = server.post("device", Json.object().put("client", client()).put("portal", portal));
    tell(begun);
    var ends = System.nanoTime() + Duration.ofSeconds(begun.path("expiresIn").asLong()).toNanos();
    var question = Json.object().put("deviceCode", begun.path("deviceCode").asText());
    while (System.nanoTime() < ends) {
      pause(begun.path("interval").asLong());
      try {
        return server.post("device/token", question);
      } catch (ProblemException e) {
        if (!e.first().code().equals("authorization-pending")) {
          throw e;
        }
      }
    }
    throw Problem.refused(
            "login-expired", "Nobody has confirmed the login in time.", "Begin again: weft login.")
        .asException();
  }

  /** For people, so not among what is answered. */
  private void tell(JsonNode begun) {
    var page = begun.path("verifyUrlComplete").asText();
    var text =
        "Open "
            + page
            + "\nand confirm the code "
            + begun.path("userCode").asText()
            + ". Waiting ...";
    session.terminal().err().println(Text.printable(text));
  }

  /** What is shown to who confirms. */
  private static String client() {
    try {
      return "weft on " + InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "weft";
    }
  }

  private static void pause(long seconds) {
    try {
      TimeUnit.SECONDS.sleep(Math.max(1, Math.min(60, seconds)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.environment("interrupted", "The login was interrupted.", "").asException();
    }
  }
}
