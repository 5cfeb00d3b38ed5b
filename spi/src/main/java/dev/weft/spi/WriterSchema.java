package dev.weft.spi;

/**
 * A registered schema by which records were written. It never changes: another text is another
 * schema with another id.
 *
 * @param id as records carry it, from 1
 * @param text complete in itself: of Avro as it was registered; of Protobuf a FileDescriptorSet in
 *     Base64, each file after those that it imports, the registered one last
 */
public record WriterSchema(int id, RecordFormat format, String text) {
  public WriterSchema {
    if (id < 1) {
      throw new IllegalArgumentException("ids of schemas begin at 1");
    }
  }
}
