package dev.weft.model;

/**
 * Something for which the data of a domain may be asked.
 *
 * @param name what requests say, and what policies may name as a purpose
 */
public record Purpose(String name, String title, String description) {
  public Purpose {
    title = title == null ? name : title;
    description = Defaults.text(description);
  }
}
