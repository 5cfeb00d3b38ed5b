package dev.weft.catalog.log;

import dev.weft.catalog.topics.MeshTopics;
import dev.weft.model.Json;
import dev.weft.model.KafkaAccess;
import java.nio.charset.StandardCharsets;

/**
 * A server in a process of its own, to be killed: becomes the writer and counts upwards, printing
 * each number once it is stored. Reads its access as JSON from standard input.
 */
final class WriterProcess {
  private WriterProcess() {}

  public static void main(String[] args) throws Exception {
    var line = new String(System.in.readNBytes(Integer.parseInt(args[1])), StandardCharsets.UTF_8);
    var access = Json.read(Json.parse(line), KafkaAccess.class);
    var server = new Server(access, new MeshTopics(args[0]), "http://killed").awaitWriter();
    while (true) {
      System.out.println(Counting.countUp(server.mesh));
    }
  }
}
