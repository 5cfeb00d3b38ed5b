package dev.weft.model.format;

/** One file's content. {@code file} is only a name for messages; nothing is opened. */
public record SourceText(String file, String text) {
  public SourceText {
    if (file == null || text == null) {
      throw new IllegalArgumentException("a source needs a file name and a text");
    }
  }
}
