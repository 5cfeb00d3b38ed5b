package dev.weft.processors.mail;

import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.spi.Expressions.Compiled;
import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.OriginNames;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes the mail for a FlowFile. */
final class Letter {
  private static final int RECORDS_MAX = 100;
  private static final int TEXT_MAX = 64 * 1_024;
  private static final int SUBJECT_MAX = 500;

  /** A line break in a subject would begin another header. */
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

  private final PutEmail.Settings settings;
  private final Compiled subject;
  private final Optional<Compiled> text;
  private final InternetAddress from;
  private final InternetAddress[] to;

  /** Refuses addresses that are none, as the constructor of settings would. */
  Letter(PutEmail.Settings settings, Compiled subject, Optional<Compiled> text) {
    this.settings = settings;
    this.subject = subject;
    this.text = text;
    this.from = address("from", settings.from());
    this.to = settings.to().stream().map(one -> address("to", one)).toArray(InternetAddress[]::new);
  }

  private static InternetAddress address(String setting, String text) {
    try {
      return new InternetAddress(text, true);
    } catch (MessagingException e) {
      throw new IllegalArgumentException(setting + " holds no mail address: " + text, e);
    }
  }

  /** The mail; its Message-ID is made from where the content came from. */
  MimeMessage write(Session session, FlowFile in)
      throws MessagingException, IOException, EvaluationException {
    var items = in.content() instanceof Records records ? records.items() : null;
    var record = items == null ? new DataRecord(Map.of()) : items.get(0).record();
    var id = "<" + OriginNames.of(in.content()) + "@weft>";
    var message =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
          }
        };
    message.setFrom(from);
    message.setRecipients(MimeMessage.RecipientType.TO, to);
    var title = String.valueOf(subject.evaluate(record, in.attributes()));
    message.setSubject(cut(CONTROL.matcher(title).replaceAll(" "), SUBJECT_MAX), "UTF-8");
    message.setText(text(in, record), "UTF-8");
    message.setHeader("Auto-Submitted", "auto-generated");
    return message;
  }

  private String text(FlowFile in, DataRecord record) throws IOException, EvaluationException {
    if (text.isPresent()) {
      return cut(String.valueOf(text.get().evaluate(record, in.attributes())), TEXT_MAX);
    }
    return in.content() instanceof Records records ? lines(records.items()) : start(in.content());
  }

  private static String lines(List<Content.Traced> items) {
    var lines = new StringBuilder();
    for (var item : items.subList(0, Math.min(items.size(), RECORDS_MAX))) {
      lines.append(Json.text(item.record().fields())).append('\n');
    }
    if (items.size() > RECORDS_MAX) {
      lines.append("and ").append(items.size() - RECORDS_MAX).append(" more\n");
    }
    return cut(lines.toString(), TEXT_MAX);
  }

  private static String start(Content content) throws IOException {
    try (var in = ((Bytes) content).opener().open()) {
      return new String(in.readNBytes(TEXT_MAX), StandardCharsets.UTF_8);
    }
  }

  private static String cut(String text, int most) {
    return text.length() > most ? text.substring(0, most) + "…" : text;
  }

  InternetAddress[] recipients() {
    return to.clone();
  }

  /** One FlowFile for each mail. */
  List<FlowFile> split(FlowFile in) {
    if (!(in.content() instanceof Records records) || settings.each() == PutEmail.Each.FLOW_FILE) {
      return List.of(in);
    }
    return records.items().stream().map(item -> in.with(new Records(List.of(item)))).toList();
  }
}
