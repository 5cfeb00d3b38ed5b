package dev.weft.processors.mail;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weft.spi.Expressions.Compiled;
import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.Tls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Sends a mail for each record or for each FlowFile, and goes on when the server has taken it.
 * After a crash the last mails may be sent again; their Message-ID is then the same. Put a limit on
 * the rate before it where many records can come.
 */
public final class PutEmail
    implements ProcessorType.OfProcessor<PutEmail.Settings>, KeepsFields<PutEmail.Settings> {
  /** How the connection is protected. */
  public enum Security {
    /** STARTTLS, and no mail without it. */
    @JsonProperty("starttls")
    STARTTLS,
    /** TLS from the beginning. */
    @JsonProperty("tls")
    TLS,
    @JsonProperty("none")
    NONE
  }

  /** For what a mail is sent. */
  public enum Each {
    @JsonProperty("record")
    RECORD,
    /** One mail lists the first records of the FlowFile. */
    @JsonProperty("flow-file")
    FLOW_FILE
  }

  /** What to send, and by which server. */
  public record Settings(
      @Doc("The SMTP server's name or address.") String host,
      @Doc("The port; 587 when left out, 465 with tls, 25 with none.") Integer port,
      @Doc("starttls, the default, tls, or none, which allows no password.") Security security,
      @Doc("A service that gives TLS; when left out, what Java trusts is trusted.") String tls,
      @Doc("The user to log in as; none when left out.") String user,
      @Doc(value = "The user's password.", sensitive = true) String password,
      @Doc("Whom the mail is from.") String from,
      @Doc("Whom it goes to, 1 to 50 addresses.") List<String> to,
      @Doc("CEL over 'record' and 'attributes' that gives the subject, such as 'Alarm'.")
          String subject,
      @Doc(
              "CEL over 'record' and 'attributes' that gives the text; when left out, the record as"
                  + " JSON, or the first 100 of a FlowFile, or up to 64 KB of its bytes.")
          String text,
      @Doc("record, the default, or flow-file: for what a mail is sent.") Each each,
      @Doc("How long to wait for the server, up to 300s; 30s when left out.") Duration timeout) {
    public Settings {
      host = Given.text("host", host);
      security = security == null ? Security.STARTTLS : security;
      var usual =
          switch (security) {
            case STARTTLS -> 587;
            case TLS -> 465;
            case NONE -> 25;
          };
      port = Given.within("port", port, usual, 1, 65_535);
      tls = Given.textOr(tls, "");
      user = Given.textOr(user, "");
      password = Given.textOr(password, "");
      from = Given.text("from", from);
      to = to == null ? List.of() : List.copyOf(to);
      if (to.isEmpty() || to.size() > 50) {
        throw new IllegalArgumentException("to must name 1 to 50 addresses");
      }
      subject = Given.text("subject", subject);
      text = Given.textOr(text, "");
      each = each == null ? Each.RECORD : each;
      timeout = Given.within("timeout", timeout, Duration.ofSeconds(30), Duration.ofSeconds(300));
      if (security == Security.NONE && !password.isEmpty()) {
        throw new IllegalArgumentException("password needs security starttls or tls");
      }
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "PutEmail by " + host + ":" + port;
    }
  }

  @Override
  public String name() {
    return "PutEmail";
  }

  @Override
  public String summary() {
    return "Sends a mail for each record or FlowFile.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<Destination> destinations(Settings settings, Destination.Services services) {
    var all = new ArrayList<Destination>();
    all.add(Destination.host("smtp", settings.host(), settings.port(), "host"));
    for (var address : settings.to()) {
      var domain = address.substring(address.lastIndexOf('@') + 1).strip();
      var plain = domain.endsWith(">") ? domain.substring(0, domain.length() - 1) : domain;
      all.add(new Destination("mailto:" + plain.toLowerCase(Locale.ROOT), "to"));
    }
    return all.stream().distinct().toList();
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    Optional<Compiled> text =
        settings.text().isEmpty()
            ? Optional.empty()
            : Optional.of(context.expressions().compile(settings.text()));
    return new MailSink(
        settings,
        new Letter(settings, context.expressions().compile(settings.subject()), text),
        Tls.of(settings.tls(), context));
  }
}
