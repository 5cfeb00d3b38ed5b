package dev.weft.cli;

/** How records are printed; named as people type it. */
enum RecordFormat {
  ndjson("application/x-ndjson"),
  csv("text/csv"),
  parquet("application/vnd.apache.parquet"),

  /** A table whose files are Parquet. */
  iceberg("application/vnd.apache.parquet");

  private final String accept;

  RecordFormat(String accept) {
    this.accept = accept;
  }

  /** What the server is asked for. */
  String accept() {
    return accept;
  }
}
