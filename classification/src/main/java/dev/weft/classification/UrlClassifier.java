package dev.weft.classification;

import dev.weft.spi.Classifier;
import java.util.List;
import java.util.regex.Pattern;

/** Finds addresses of pages and services: {@code web.url} (RFC 3986, the schemes people use). */
public final class UrlClassifier implements Classifier {
  private static final Pattern URL =
      Pattern.compile(
          "(?i)(?:(?:https?|ftps?|sftp|wss?|s3)://|www\\.)[^\\s/?#]{3,255}[^\\s]{0,2000}");
  private static final Hint HINT =
      new Hint(
          Hint.words("url urls uri link links website webseite siteweb homepage webaddress href"),
          Hint.words("type count status text title id has is label name hash clicks"));
  private static final Weighed WEB = new Weighed("web.url", "URL");

  @Override
  public List<Finding> classify(Candidate candidate) {
    if (!Types.mayBeText(candidate.type())) {
      return List.of();
    }
    var urls = Tally.of(candidate.values(), "URLs", value -> URL.matcher(value).matches());
    return HINT.inName(candidate.path()) ? WEB.named(urls) : WEB.unnamed(urls, 0.95, 0.5);
  }
}
