package dev.weft.processors.standard;

/** The attributes that processors read and write, named as in Apache NiFi. */
public final class Attributes {
  public static final String FILENAME = "filename";

  /** The folder of the file, relative to the listed directory. */
  public static final String PATH = "path";

  /** The folder of the file. */
  public static final String ABSOLUTE_PATH = "absolute.path";

  public static final String FILE_SIZE = "file.size";
  public static final String FILE_TIME = "file.lastModifiedTime";
  public static final String ERROR = "error.message";
  public static final String MIME_TYPE = "mime.type";
  public static final String RECORD_COUNT = "record.count";

  /** The same for all pieces of one FlowFile. */
  public static final String FRAGMENT_ID = "fragment.identifier";

  /** Counts pieces from 0. */
  public static final String FRAGMENT_INDEX = "fragment.index";

  public static final String FRAGMENT_COUNT = "fragment.count";

  /** The filename that the FlowFile had before it was taken apart. */
  public static final String SEGMENT_NAME = "segment.original.filename";

  /** How many FlowFiles have become one. */
  public static final String MERGE_COUNT = "merge.count";

  /** The number of a copy; the original is 0. */
  public static final String COPY_INDEX = "copy.index";

  private Attributes() {}
}
