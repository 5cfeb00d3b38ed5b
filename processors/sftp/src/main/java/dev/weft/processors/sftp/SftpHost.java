package dev.weft.processors.sftp;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Connects to a server that it knows. For any thread. */
public final class SftpHost {
  private final SftpServer.Settings settings;

  SftpHost(SftpServer.Settings settings) {
    this.settings = settings;
  }

  /** For people and for trace. */
  String title() {
    return "sftp://" + settings.host() + ":" + settings.port();
  }

  /**
   * A connection of its own.
   *
   * @throws IOException when the server cannot be reached, is not the one that is known, or does
   *     not let the user in
   */
  SftpConnection connect() throws IOException {
    var client = new JSch();
    try {
      if (settings.knownHosts().isEmpty()) {
        client.setKnownHosts(new ByteArrayInputStream(knownHost()));
      } else {
        client.setKnownHosts(settings.knownHosts());
      }
      if (!settings.privateKey().isEmpty()) {
        client.addIdentity("flow", key(), null, passphrase());
      }
      var session = client.getSession(settings.user(), settings.host(), settings.port());
      session.setConfig("StrictHostKeyChecking", "yes");
      session.setConfig("PreferredAuthentications", "publickey,password");
      if (!settings.password().isEmpty()) {
        session.setPassword(settings.password().getBytes(StandardCharsets.UTF_8));
      }
      session.setDaemonThread(true);
      var millis = (int) settings.timeout().toMillis();
      session.connect(millis);
      session.setTimeout(millis);
      var channel = (ChannelSftp) session.openChannel("sftp");
      channel.connect(millis);
      return new SftpConnection(title(), session, channel);
    } catch (JSchException e) {
      throw new IOException(title() + ": " + meaning(e), e);
    }
  }

  private byte[] knownHost() {
    var name =
        settings.port() == 22 ? settings.host() : "[" + settings.host() + "]:" + settings.port();
    return (name + " " + settings.hostKey().strip() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private byte[] key() {
    return (settings.privateKey().strip() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private byte[] passphrase() {
    return settings.passphrase().isEmpty()
        ? null
        : settings.passphrase().getBytes(StandardCharsets.UTF_8);
  }

  private static String meaning(JSchException error) {
    var message = String.valueOf(error.getMessage());
    if (message.contains("UnknownHostKey") || message.startsWith("reject HostKey")) {
      return "the server's key is not among the known ones";
    }
    return message.contains("HostKey has been changed")
        ? "the server shows another key than the known one"
        : message;
  }
}
