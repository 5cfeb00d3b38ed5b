package dev.weft.testing;

import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.ContentSpace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Keeps all content in memory. */
public final class MemorySpace implements ContentSpace {
  @Override
  public Bytes write(Origin origin, Writing writing) throws IOException {
    var out = new ByteArrayOutputStream();
    writing.to(out);
    var bytes = out.toByteArray();
    return new Bytes(() -> new ByteArrayInputStream(bytes), bytes.length, origin);
  }
}
