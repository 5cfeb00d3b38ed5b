package dev.weft.processors.standard;

/** The attributes that these processors read and write, named as in Apache NiFi. */
final class Attributes {
  static final String FILENAME = "filename";

  /** The folder of the file, relative to the listed directory. */
  static final String PATH = "path";

  /** The folder of the file. */
  static final String ABSOLUTE_PATH = "absolute.path";

  static final String FILE_SIZE = "file.size";
  static final String FILE_TIME = "file.lastModifiedTime";
  static final String ERROR = "error.message";
  static final String MIME_TYPE = "mime.type";
  static final String RECORD_COUNT = "record.count";

  private Attributes() {}
}
