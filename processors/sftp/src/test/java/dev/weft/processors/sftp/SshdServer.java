package dev.weft.processors.sftp;

import dev.weft.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** OpenSSH's sshd on a free port, with a host key and a user's key made for the test. */
final class SshdServer implements AutoCloseable {
  private final Path folder;
  private final int port = ServerProcess.freePort();
  private ServerProcess process;

  SshdServer(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    key("host");
    key("user");
    key("other");
    Files.copy(folder.resolve("user.pub"), folder.resolve("authorized"));
    if (System.getProperty("user.name").equals("root")) {
      // Where Debian's unit lets sshd separate its rights.
      Files.createDirectories(Path.of("/run/sshd"));
    }
    start();
  }

  private void key(String name) throws IOException, InterruptedException {
    var keygen = ServerProcess.program("ssh-keygen", "openssh-client").toString();
    var made =
        new ProcessBuilder(
                keygen, "-q", "-t", "ed25519", "-N", "", "-f", folder.resolve(name).toString())
            .start()
            .waitFor();
    if (made != 0) {
      throw new IOException("ssh-keygen ends with " + made);
    }
  }

  void start() throws IOException {
    var config =
        String.join(
            "\n",
            "Port " + port,
            "ListenAddress 127.0.0.1",
            "HostKey " + folder.resolve("host"),
            "AuthorizedKeysFile " + folder.resolve("authorized"),
            "StrictModes no",
            "UsePAM no",
            "PasswordAuthentication no",
            "KbdInteractiveAuthentication no",
            "PermitRootLogin prohibit-password",
            "PidFile none",
            "Subsystem sftp internal-sftp",
            "");
    var file = Files.writeString(folder.resolve("sshd_config"), config);
    var sshd = ServerProcess.program("sshd", "openssh-server").toString();
    process =
        ServerProcess.start(
            folder.resolve("log"), port, List.of(sshd, "-D", "-e", "-f", file.toString()));
  }

  void stop() {
    process.close();
  }

  int port() {
    return port;
  }

  /** The host's public key, as settings take it. */
  String hostKey() throws IOException {
    return Files.readString(folder.resolve("host.pub"));
  }

  /** A private key: {@code user} is let in, {@code other} is not. */
  String privateKey(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  /** A public key that is not the host's. */
  String anotherKey() throws IOException {
    return Files.readString(folder.resolve("other.pub"));
  }

  @Override
  public void close() {
    process.close();
  }
}
