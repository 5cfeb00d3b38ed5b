package dev.weft.gateway.json;

/** Is shown the values of fields that nobody has looked at. Called by the rewriting thread. */
public interface UnknownFields {
  /** Nobody wants to know at the moment. */
  UnknownFields IGNORED =
      new UnknownFields() {
        @Override
        public boolean wanted() {
          return false;
        }

        @Override
        public void saw(String path, byte[] json, int from, int to) {
          // Not wanted.
        }
      };

  /** Whether it is worth the rewriter's time to look for them in this record. */
  boolean wanted();

  /**
   * @param path dotted
   * @param json the bytes from {@code from} to {@code to} are a JSON scalar other than null
   */
  void saw(String path, byte[] json, int from, int to);

  /** The text of the JSON string whose opening quote is at {@code from}. */
  static String text(byte[] json, int from) {
    return JsonValues.readString(json, from);
  }
}
