package dev.weft.processors.sftp;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.ChannelSftp.LsEntry;
import com.jcraft.jsch.ChannelSftp.LsEntrySelector;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/** An open connection. For one thread. Faults are IOExceptions; a missing file is told apart. */
final class SftpConnection implements AutoCloseable {
  private final String title;
  private final Session session;
  private final ChannelSftp channel;

  SftpConnection(String title, Session session, ChannelSftp channel) {
    this.title = title;
    this.session = session;
    this.channel = channel;
  }

  /** A file or folder of a listing. */
  record Entry(String name, boolean isFile, boolean isFolder, long size, long changedSeconds) {}

  private interface Work<T> {
    T run() throws SftpException;
  }

  boolean isOpen() {
    return session.isConnected() && channel.isConnected();
  }

  /** What is in a folder, but no more than so many. */
  List<Entry> list(String folder, int most) throws IOException {
    return run(
        folder,
        () -> {
          var entries = new ArrayList<Entry>();
          channel.ls(
              folder,
              entry -> {
                if (!entry.getFilename().equals(".") && !entry.getFilename().equals("..")) {
                  entries.add(entry(entry));
                }
                return entries.size() < most ? LsEntrySelector.CONTINUE : LsEntrySelector.BREAK;
              });
          return entries;
        });
  }

  private static Entry entry(LsEntry entry) {
    var attributes = entry.getAttrs();
    return new Entry(
        entry.getFilename(),
        attributes.isReg(),
        attributes.isDir(),
        attributes.getSize(),
        Integer.toUnsignedLong(attributes.getMTime()));
  }

  /** The path without links. */
  String realPath(String path) throws IOException {
    return run(path, () -> channel.realpath(path));
  }

  long size(String path) throws IOException {
    return run(path, () -> channel.stat(path).getSize());
  }

  void read(String path, OutputStream out) throws IOException {
    run(
        path,
        () -> {
          channel.get(path, out);
          return path;
        });
  }

  /** Writes a file under another name and gives it this name when it is whole. */
  void write(String folder, String name, InputStream in) throws IOException {
    var part = folder + "/." + name + ".part";
    run(
        part,
        () -> {
          channel.put(in, part, ChannelSftp.OVERWRITE);
          channel.rename(part, folder + "/" + name);
          return part;
        });
  }

  boolean exists(String path) throws IOException {
    try {
      size(path);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Makes the folder, and those that it is in. */
  void makeFolder(String folder) throws IOException {
    if (folder.isEmpty() || exists(folder)) {
      return;
    }
    var parent = folder.lastIndexOf('/');
    if (parent > 0) {
      makeFolder(folder.substring(0, parent));
    }
    run(
        folder,
        () -> {
          channel.mkdir(folder);
          return folder;
        });
  }

  private <T> T run(String path, Work<T> work) throws IOException {
    try {
      return work.run();
    } catch (SftpException e) {
      if (e.id == ChannelSftp.SSH_FX_NO_SUCH_FILE) {
        throw new NoSuchFileException(path);
      }
      throw new IOException(title + path + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    channel.disconnect();
    session.disconnect();
  }
}
