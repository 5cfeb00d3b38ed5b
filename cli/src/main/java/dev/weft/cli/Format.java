package dev.weft.cli;

/** How an answer is printed: for people, or for programs as one document. */
enum Format {
  TABLE,
  YAML,
  JSON
}
