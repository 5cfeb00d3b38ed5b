package dev.weft.spi;

/**
 * The circumstances in which somebody asks for access, as far as they are known. What is not known
 * is empty, and a condition that needs it is not met.
 *
 * @param address the IP address of the client in numbers, without a port
 * @param purpose what the data is wanted for, as the reader's key or request says
 */
public record AccessContext(String address, String purpose) {
  /** Nothing is known. */
  public static final AccessContext NONE = new AccessContext("", "");

  public AccessContext {
    if (address == null || purpose == null) {
      throw new IllegalArgumentException("what is not known is empty");
    }
  }
}
