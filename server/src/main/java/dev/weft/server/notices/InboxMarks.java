package dev.weft.server.notices;

import java.util.List;

/**
 * What a person has read.
 *
 * @param read ids of items, only of those that are still there
 */
record InboxMarks(String person, List<String> read) {
  InboxMarks {
    read = read == null ? List.of() : List.copyOf(read);
  }
}
