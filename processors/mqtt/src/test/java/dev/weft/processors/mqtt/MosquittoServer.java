package dev.weft.processors.mqtt;

import dev.weft.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Debian's mosquitto with a user, a password file and a data folder of its own. */
final class MosquittoServer implements AutoCloseable {
  static final String USER = "weft";
  static final String PASSWORD = "a-secret-of-the-test";

  private final Path folder;
  private final int port;
  private final String listener;
  private ServerProcess process;

  private MosquittoServer(Path folder, String listener) throws IOException, InterruptedException {
    this.folder = folder;
    this.port = ServerProcess.freePort();
    this.listener = listener;
    passwords();
    start();
  }

  static MosquittoServer plain(Path folder) throws IOException, InterruptedException {
    return new MosquittoServer(folder, "");
  }

  static MosquittoServer withTls(Path folder, Path certificate, Path key)
      throws IOException, InterruptedException {
    return new MosquittoServer(folder, "certfile " + certificate + "\nkeyfile " + key + "\n");
  }

  private void passwords() throws IOException, InterruptedException {
    var passwd = ServerProcess.program("mosquitto_passwd", "mosquitto").toString();
    var file = folder.resolve("passwords").toString();
    var made = new ProcessBuilder(passwd, "-b", "-c", file, USER, PASSWORD).start().waitFor();
    if (made != 0) {
      throw new IOException("mosquitto_passwd ends with " + made);
    }
  }

  /** As it was before, with the sessions and messages that it has saved. */
  void start() throws IOException {
    var user = System.getProperty("user.name");
    var config =
        "listener "
            + port
            + " 127.0.0.1\n"
            + listener
            + "user "
            + user
            + "\n"
            + "allow_anonymous false\npassword_file "
            + folder.resolve("passwords")
            + "\n"
            + "acl_file "
            + Files.writeString(folder.resolve("acl"), acl())
            + "\n"
            + "persistence true\npersistence_location "
            + folder
            + "/\n";
    var file = Files.writeString(folder.resolve("mosquitto.conf"), config);
    Files.setPosixFilePermissions(
        folder.resolve("acl"), PosixFilePermissions.fromString("rw-------"));
    process =
        ServerProcess.start(
            folder.resolve("log"),
            port,
            List.of(
                ServerProcess.program("mosquitto", "mosquitto").toString(), "-c", file.toString()));
  }

  /** Everything is allowed but what begins with forbidden/. */
  private static String acl() {
    return "user " + USER + "\ntopic readwrite allowed/#\n";
  }

  void stop() {
    process.close();
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.close();
  }
}
