package dev.weft.spi.flow;

import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Content.Origin;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Where a processor puts content that it makes: small content stays in memory, large content goes
 * to a file that is removed when the unit of work has ended. What can be made again from its input
 * by a stream needs no space: give it an {@link Content.Opener} that does so. For any thread.
 */
public interface ContentSpace {
  /** Writes the content, completely or not at all. */
  interface Writing {
    void to(OutputStream out) throws IOException;
  }

  /**
   * Content of any size, as often readable as needed.
   *
   * @throws IOException from the writing, or when the space is used up
   */
  Bytes write(Origin origin, Writing writing) throws IOException;
}
