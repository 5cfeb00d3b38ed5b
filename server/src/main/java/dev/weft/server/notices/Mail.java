package dev.weft.server.notices;

import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Sends digests by SMTP. A mail says what there is to do and where, never the words of others about
 * it, nor a secret: whoever forwards it gives nothing away but names.
 */
final class Mail implements Way {
  private static final int ITEMS_MAX = 20;
  private static final int SUBJECT_LENGTH_MAX = 200;
  private static final String MILLIS = "20000";

  private final MailSettings settings;
  private final String portal;
  private final Session session;

  /**
   * Makes the session; nothing is sent yet.
   *
   * @param portal the address of the portal, without a slash at the end
   */
  Mail(MailSettings settings, String portal) {
    this.settings = settings;
    this.portal = portal;
    this.session = session(settings);
  }

  @Override
  public String name() {
    return "mail";
  }

  @Override
  public void tell(Letter letter) throws RefusedException, UnreachableException {
    try {
      var message = message(letter);
      message.saveChanges();
      try (var transport = session.getTransport()) {
        var user = settings.user().isEmpty() ? null : settings.user();
        var password = user == null ? null : settings.password();
        transport.connect(settings.host(), settings.port(), user, password);
        transport.sendMessage(message, message.getAllRecipients());
      }
    } catch (AddressException e) {
      throw new RefusedException("it is no mail address");
    } catch (SendFailedException e) {
      if (e.getInvalidAddresses() != null && e.getInvalidAddresses().length > 0) {
        throw new RefusedException("the server refuses the address: " + reason(e));
      }
      throw new UnreachableException(reason(e));
    } catch (MessagingException e) {
      throw new UnreachableException(reason(e));
    }
  }

  private MimeMessage message(Letter letter) throws MessagingException {
    var id = "<" + id(letter) + "@weft>";
    var message =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
          }
        };
    message.setFrom(new InternetAddress(settings.from(), true));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(letter.address(), true));
    message.setSubject(subject(letter), "UTF-8");
    message.setText(text(letter), "UTF-8");
    message.setHeader("Auto-Submitted", "auto-generated");
    return message;
  }

  /** The same for the same news, so that a repeat after a crash is known as one. */
  private static String id(Letter letter) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(letter.who().getBytes(StandardCharsets.UTF_8));
      letter.items().forEach(item -> digest.update(item.id().getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A line break in a subject would begin another header. */
  static String subject(Letter letter) {
    var first = letter.items().get(0).title();
    var more = letter.items().size() - 1;
    var text = "Weft: " + first + (more == 0 ? "" : ", and " + more + " more");
    var line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() > SUBJECT_LENGTH_MAX ? line.substring(0, SUBJECT_LENGTH_MAX) + "…" : line;
  }

  /** In plain text. */
  String text(Letter letter) {
    var items = letter.items();
    var text = new StringBuilder("Hello " + line(letter.title()) + ",\n");
    section(text, "To do", of(items, InboxItem.Weight.TO_DO));
    section(text, "News", of(items, InboxItem.Weight.NEWS));
    if (items.size() > ITEMS_MAX) {
      text.append("\nAnd more; all of it is in your inbox.\n");
    }
    text.append("\nYour inbox: ").append(portal).append("/inbox\n");
    text.append("You do not want such mails? weft inbox notices --mail off, or in your inbox.\n");
    return text.toString();
  }

  private static List<InboxItem> of(List<InboxItem> items, InboxItem.Weight weight) {
    return items.stream().filter(item -> item.weight() == weight).limit(ITEMS_MAX).toList();
  }

  private void section(StringBuilder text, String title, List<InboxItem> items) {
    if (!items.isEmpty()) {
      text.append('\n').append(title).append(":\n");
      text.append(
          items.stream()
              .map(item -> "- " + line(item.title()) + due(item) + "\n  " + portal + item.link())
              .collect(Collectors.joining("\n", "", "\n")));
    }
  }

  private static String due(InboxItem item) {
    return item.due().map(day -> ", until " + day.toString().substring(0, 10)).orElse("");
  }

  private static String line(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  /**
   * The first line, for servers add advertisements, and why it came to that. The password is never
   * part of it, or taken out.
   */
  private String reason(Exception e) {
    var first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    var cause =
        e.getCause() == null
            ? ""
            : " (" + e.getCause().toString().lines().findFirst().orElse("") + ")";
    var line = first + cause;
    return settings.password().isEmpty() ? line : line.replace(settings.password(), "***");
  }

  private static Session session(MailSettings settings) {
    var properties = new Properties();
    var name = settings.security() == MailSettings.Security.TLS ? "smtps" : "smtp";
    properties.setProperty("mail.transport.protocol", name);
    var prefix = "mail." + name + ".";
    for (var each : List.of("connectiontimeout", "timeout", "writetimeout")) {
      properties.setProperty(prefix + each, MILLIS);
    }
    properties.setProperty(prefix + "auth", Boolean.toString(!settings.user().isEmpty()));
    if (settings.security() != MailSettings.Security.NONE) {
      properties.setProperty(prefix + "ssl.checkserveridentity", "true");
      settings
          .trust()
          .ifPresent(file -> properties.put(prefix + "ssl.socketFactory", trusting(file)));
    }
    if (settings.security() == MailSettings.Security.STARTTLS) {
      properties.setProperty(prefix + "starttls.enable", "true");
      properties.setProperty(prefix + "starttls.required", "true");
    }
    return Session.getInstance(properties);
  }

  private static Object trusting(Path file) {
    try (var in = Files.newInputStream(file)) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      var number = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("trusted-" + number++, certificate);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (IOException | GeneralSecurityException e) {
      throw new ProblemException(
          List.of(
              Problem.environment(
                  "cannot-read",
                  "The certificates of mail.trust.file cannot be read: " + e.getMessage() + ".",
                  "Give a file of certificates as PEM.")),
          e);
    }
  }
}
