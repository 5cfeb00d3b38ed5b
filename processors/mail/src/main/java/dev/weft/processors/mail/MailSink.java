package dev.weft.processors.mail;

import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.Tls;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Sends mails through one connection a FlowFile. When one has to be tried again, those of the same
 * FlowFile that the server has taken are not sent again.
 */
final class MailSink implements Processor {
  private final PutEmail.Settings settings;
  private final Letter letter;
  private final Tls tls;
  private FlowFile current;
  private final List<Result> results = new ArrayList<>();

  private record Result(String relationship, FlowFile file) {}

  MailSink(PutEmail.Settings settings, Letter letter, Tls tls) {
    this.settings = settings;
    this.letter = letter;
    this.tls = tls;
  }

  @Override
  public void process(FlowFile in, Output out) throws RetryableException {
    if (in.content() instanceof Records records && records.items().isEmpty()) {
      return;
    }
    if (!in.equals(current)) {
      current = in;
      results.clear();
    }
    var mails = letter.split(in);
    try {
      var session = session();
      try (var transport = session.getTransport()) {
        // With a password the library logs in, as whoever runs this process if it has no user.
        var user = settings.user().isEmpty() ? null : settings.user();
        var password = user == null ? null : settings.password();
        transport.connect(settings.host(), settings.port(), user, password);
        while (results.size() < mails.size()) {
          results.add(send(session, transport, mails.get(results.size())));
        }
      }
    } catch (MessagingException | IOException e) {
      throw new RetryableException(
          "smtp://" + settings.host() + ":" + settings.port() + ": " + reason(e), e);
    }
    results.forEach(result -> out.emit(result.relationship(), result.file()));
    current = null;
    results.clear();
  }

  private Result send(Session session, Transport transport, FlowFile mail)
      throws MessagingException, IOException {
    try {
      var message = letter.write(session, mail);
      message.saveChanges();
      transport.sendMessage(message, letter.recipients());
      return new Result("success", mail);
    } catch (EvaluationException e) {
      return new Result("failure", mail.with("error.message", e.getMessage()));
    } catch (SendFailedException e) {
      if (e.getInvalidAddresses() != null && e.getInvalidAddresses().length > 0) {
        return new Result(
            "failure", mail.with("error.message", "the server refuses a recipient: " + reason(e)));
      }
      throw e;
    }
  }

  /** The first line; servers add advertisements. The password is never part of it, or taken out. */
  private String reason(Exception e) {
    var line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return settings.password().isEmpty() ? line : line.replace(settings.password(), "***");
  }

  private Session session() throws IOException {
    var millis = Long.toString(settings.timeout().toMillis());
    var properties = new Properties();
    var name = settings.security() == PutEmail.Security.TLS ? "smtps" : "smtp";
    properties.setProperty("mail.transport.protocol", name);
    var prefix = "mail." + name + ".";
    properties.setProperty(prefix + "connectiontimeout", millis);
    properties.setProperty(prefix + "timeout", millis);
    properties.setProperty(prefix + "writetimeout", millis);
    properties.setProperty(prefix + "auth", Boolean.toString(!settings.user().isEmpty()));
    if (settings.security() != PutEmail.Security.NONE) {
      properties.setProperty(prefix + "ssl.checkserveridentity", "true");
      properties.put(prefix + "ssl.socketFactory", tls.context().getSocketFactory());
    }
    if (settings.security() == PutEmail.Security.STARTTLS) {
      properties.setProperty(prefix + "starttls.enable", "true");
      properties.setProperty(prefix + "starttls.required", "true");
    }
    return Session.getInstance(properties);
  }
}
